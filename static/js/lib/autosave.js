/** Keeps every answer on this phone as it is given; what is called saved is on the disk. */

import { announce, ask, write } from "./db.js";

/**
 * @typedef {import("./db.js").Draft} Draft
 * @typedef {import("./db.js").Stores} Stores
 * @typedef {import("./db.js").Value} Value
 * @typedef {{name: string, value: Value, at: string}} Given
 * @typedef {"saving" | "saved" | "failed"} Saving
 * @typedef {{show(state: Saving): void, everything(): [string, Value][], gone(): void, finished(): void}} Page
 *   `everything`: each answer that stands in the form; `gone`: somebody cleared this phone, the answers are kept again;
 *   `finished`: the visit lies in the outbox, by another tab
 */

/** @type {(keyof Stores)[]} */
const STORES = ["drafts", "answers", "outbox", "meta"];
const SLOW = 100;
const PAUSES = [1000, 2000, 5000, 10_000, 30_000];

/** @param {Stores} stores @param {Draft} draft what this phone has of the same visit and edition, whoever made it */
async function look({ drafts, outbox }, { user, visit, edition }) {
  const [kept, entry] = await Promise.all([
    ask(drafts.index("whose").getAll([user, visit])), ask(outbox.index("whose").get([user, visit]))]);
  return { kept: /** @type {Draft | undefined} */ (kept.find((one) => one.edition === edition)), entry };
}

/** @param {string} name @param {Value} value @returns {Given} */
const now = (name, value) => ({ name, value, at: new Date().toISOString() });

export class Keeper {
  /** Given, and not on the disk yet. @type {Map<string, Given>} */
  waiting = new Map();
  /** @type {Promise<unknown>} one transaction after the other */
  last = Promise.resolve();
  over = new AbortController();
  timer = 0;
  again = 0;
  tries = 0;
  /** Milliseconds in front of the page that no draft knows of yet, and since when somebody looks. */
  active = 0;
  since = document.hidden ? 0 : performance.now();

  /** @param {Draft} draft @param {string} name of who fills it in @param {Page} page */
  constructor(draft, name, page) {
    this.draft = draft;
    this.name = name;
    this.page = page;
    this.language = draft.language;
    this.mirror = `extra-eyes.${draft.user}.${draft.visit}.${draft.edition}`;
    const { signal } = this.over;
    addEventListener("pagehide", () => this.leave(), { signal });
    document.addEventListener("visibilitychange", () => (document.hidden ? this.leave() : this.look()), { signal });
  }

  /** The visit is somebody else's now: nothing that stands in the form may come back as a draft. */
  stop() {
    this.over.abort();
    clearTimeout(this.timer);
    clearTimeout(this.again);
  }

  /** What this phone has of the visit; the draft is there from now on, and all that stood in the form if it was cleared away. */
  async open() {
    const found = await write(STORES, async (stores) => {
      const { kept, entry } = await look(stores, this.draft);
      if (entry) return { entry, outcome: "finished", answers: [] };
      if (!kept) return { entry, outcome: await this.save(stores, [], 0), answers: [] };
      Object.assign(this.draft, kept);
      return { entry, outcome: "saved", answers: await ask(stores.answers.index("draft").getAll(kept.id)) };
    });
    if (found.entry) localStorage.removeItem(this.mirror);
    const answers = new Map(/** @type {Given[]} */ (found.answers).map((given) => [given.name, given]));
    for (const given of this.mirrored()) {
      if (given.at > (answers.get(given.name)?.at ?? "")) this.waiting.set(given.name, given);
    }
    this.settle([], found.outcome);
    return { entry: found.entry, answers: new Map([...answers, ...this.waiting]) };
  }

  /** @param {string} name @param {Value} value @param {number} [delay] how long more may come, in milliseconds */
  keep(name, value, delay = 0) {
    this.waiting.set(name, now(name, value));
    if (delay && !this.tries) this.page.show("saving");
    if (!delay) return this.flush();
    this.timer ||= window.setTimeout(() => this.flush(), delay);
  }

  /** Saves what waits. @returns {Promise<unknown>} */
  flush() {
    clearTimeout(this.timer);
    clearTimeout(this.again);
    this.timer = 0;
    return (this.last = this.last.then(() => this.commit()));
  }

  async commit() {
    const batch = [...this.waiting.values()];
    this.look();
    if (this.over.signal.aborted || (!batch.length && this.active < 1000)) return;
    const start = performance.now(), active = this.active;
    // Mostly it is done before anybody could read that; and painting it holds up the keeping.
    const slow = setTimeout(() => this.tries || this.page.show("saving"), SLOW);
    try {
      const saved = await write(STORES, (stores) => this.save(stores, batch, active));
      this.active -= active;
      this.tries = 0;
      if (batch.length) performance.measure("autosave", { start });
      this.settle(batch, saved);
    } catch {
      this.page.show("failed");
      this.reflect();
      this.again = window.setTimeout(() => this.flush(), PAUSES[Math.min(this.tries++, PAUSES.length - 1)]);
    } finally {
      clearTimeout(slow);
    }
  }

  /** @param {Stores} stores @param {Given[]} batch @param {number} active */
  async save(stores, batch, active) {
    const { kept, entry } = await look(stores, this.draft);
    if (entry) return "finished";
    Object.assign(this.draft, kept, { language: this.language });
    if (batch.length) this.stamp(new Date().toISOString());
    this.draft.active += active;
    stores.drafts.put(this.draft);
    // Without a draft, somebody cleared this phone under the open page: nothing but the page knows the answers now.
    const given = kept ? batch : this.page.everything().map(([name, value]) => now(name, value));
    for (const one of given) stores.answers.put({ draft: this.draft.id, ...one, dirty: 1 });
    if (kept || !given.length) return "saved";
    stores.meta.put({ key: "user", value: { id: this.draft.user, name: this.name } });
    return "gone";
  }

  /** A visit begins with its first answer, not when somebody looked at the page. @param {string} moment */
  stamp(moment) {
    if (!this.draft.saved) this.draft.started = moment;
    this.draft.saved = moment;
  }

  /** @param {Given[]} batch @param {string} outcome */
  settle(batch, outcome) {
    for (const given of batch) if (this.waiting.get(given.name) === given) this.waiting.delete(given.name);
    const isGone = outcome === "gone";
    const names = isGone ? this.page.everything().map(([name]) => name) : batch.map(({ name }) => name);
    if (names.length) announce({ kind: "answers", draft: this.draft.id, names });
    if (isGone) this.page.gone();
    if (outcome === "finished") this.page.finished();
    if (this.waiting.size) return;
    if (names.length) this.page.show("saved");
    localStorage.removeItem(this.mirror);
  }

  /** Counts the time in front of the page up to now. */
  look() {
    const now = performance.now();
    if (this.since) this.active += now - this.since;
    this.since = document.hidden ? 0 : now;
  }

  /** The page may be gone the next moment, and a transaction with it. */
  leave() {
    this.flush();
    this.reflect();
  }

  /** What waits, as text in a place that takes it at once. */
  reflect() {
    try {
      if (this.waiting.size) localStorage.setItem(this.mirror, JSON.stringify([...this.waiting.values()]));
    } catch { /* it is the second net; the first one says aloud when it breaks */ }
  }

  /** @returns {Given[]} */
  mirrored() {
    try {
      return JSON.parse(localStorage.getItem(this.mirror) ?? "[]");
    } catch {
      return [];
    }
  }
}
