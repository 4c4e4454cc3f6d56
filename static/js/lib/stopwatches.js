/** Stopwatches: the start is kept by the clock on the wall, so that a locked screen, a reload or a crash costs nothing. */

import { inputOf, tell } from "./counters.js";
import { announce, ask, listen, read, write } from "./db.js";
import { say } from "./words.js";

/**
 * In milliseconds: what was measured before the last start; when that was, 0 where it stands still; and, by the page's
 * own steady clock, the moment at which no less than nothing had passed.
 * @typedef {{before: number, started: number, zero: number}} Watch
 */

const IDLE = Object.freeze({ before: 0, started: 0, zero: 0 });

/** @param {HTMLFormElement} form @param {import("./db.js").Draft} draft */
export async function attachStopwatches(form, draft) {
  const watches = new Stopwatches(form, draft);
  await watches.load();
  document.addEventListener("click", (event) => watches.clicked(/** @type {Element} */ (event.target)));
  document.addEventListener("visibilitychange", () => watches.show());
  listen("answers", (news) => news.draft === draft.id && news.names?.some(isWatch) && watches.load());
  return watches;
}

class Stopwatches {
  /** @type {Map<string, Watch>} */
  all = new Map();
  ticking = 0;

  /** @param {HTMLFormElement} form @param {import("./db.js").Draft} draft */
  constructor(form, draft) {
    this.form = form;
    this.draft = draft;
  }

  async load() {
    const kept = await read(["answers"], (s) => ask(s.answers.index("draft").getAll(this.draft.id)));
    for (const { name, value } of kept.filter((answer) => isWatch(answer.name))) {
      this.all.set(name.slice(2), begun(Number(value[0]), Number(value[1])));
    }
    this.show();
  }

  /** @param {Element} target */
  clicked(target) {
    const button = /** @type {HTMLElement | null} */ (target.closest("[data-watch], [data-again]"));
    const { watch: code, again } = button?.dataset ?? {};
    if (code) this.turn(code);
    if (again) this.keep(again, IDLE);
  }

  /** Starts it, or stops it and writes down what it shows. @param {string} code */
  turn(code) {
    const watch = this.all.get(code) ?? IDLE;
    const input = /** @type {HTMLInputElement} */ (inputOf(this.form, `q.${code}`));
    const unit = 1000 * Number(input.dataset.unit);
    if (!watch.started) {
      const isOwn = !watch.before || Number(input.value) === Math.round(watch.before / unit);
      this.keep(code, begun(isOwn ? watch.before : Number(input.value) * unit, Date.now()));
    } else {
      const before = Math.round(elapsed(watch));
      input.value = String(Math.round(before / unit));
      tell(input);
      this.keep(code, begun(before, 0));
    }
  }

  /** @param {string} code @param {Watch} watch */
  async keep(code, watch) {
    this.all.set(code, watch);
    this.show();
    const name = `t.${code}`, draft = this.draft.id;
    const value = [String(watch.before), String(watch.started)];
    const saved = write(["answers"], ({ answers }) => {
      answers.put({ draft, name, value, at: new Date().toISOString(), dirty: 0 });
    });
    const fault = await saved.then(() => "", () => say("shop_unsaved"));
    for (const note of this.form.querySelectorAll(`[data-watch-fault="${CSS.escape(code)}"]`)) note.textContent = fault;
    announce({ kind: "answers", draft, names: [name] });
  }

  /** Shows them all, and again each second while one runs and somebody can see it. */
  show() {
    for (const [code, watch] of this.all) paint(code, watch);
    clearTimeout(this.ticking);
    const [running] = [...this.all.values()].filter(({ started }) => started);
    if (running && !document.hidden) this.ticking = setTimeout(() => this.show(), 1000 - elapsed(running) % 1000);
  }
}

/** @param {string} name of an answer */
const isWatch = (name) => name.startsWith("t.");

/** @param {number} before @param {number} started @returns {Watch} */
function begun(before, started) {
  return { before, started, zero: performance.now() - Math.max(0, Date.now() - started) };
}

/** Whatever is done to the clock on the wall, never less than what this page saw pass by. @param {Watch} watch */
const elapsed = ({ before, started, zero }) => before + (started && Math.max(Date.now() - started, performance.now() - zero));

/** @param {string} code @param {Watch} watch */
function paint(code, watch) {
  const seconds = Math.floor(elapsed(watch) / 1000);
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const state = watch.started ? "running" : watch.before ? "paused" : "idle";
  for (const shown of every("time", code)) shown.textContent = time;
  for (const button of every("watch", code)) button.dataset.state = state;
  for (const button of every("again", code)) button.hidden = state !== "paused";
}

/** @param {string} name @param {string} code */
const every = (name, code) =>
  /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(`[data-${name}="${CSS.escape(code)}"]`));
