/** The photos of one draft: on the disk, and in memory for the day somebody clears the disk under us. */

import { digestOf } from "./api.js";
import { announce, ask, read, write } from "./db.js";

/**
 * @typedef {import("./db.js").Photo} Photo
 * @typedef {Photo & {blob: Blob | null, src: string}} Item what the page shows: `src` is its address here or on the server
 * @typedef {{question: string, taken: string, blob: Blob, width: number, height: number}} Fresh
 */

export const FINISHED = "Finished";

/** Where in `meta` the ids stand that were taken away and that the server may still have. @param {string} draft */
const removedKey = (draft) => `removed.${draft}`;

export class Album {
  /** @type {Map<string, Item>} */
  items = new Map();

  /** @param {import("./db.js").Draft} draft */
  constructor(draft) { this.draft = draft; }

  /** Brings memory up to what is on the disk, unless that was cleared: then memory is all there is. */
  async load() {
    const id = this.draft.id;
    const [all, gone] = await read(["photos", "meta"], async (s) =>
      [await ask(s.photos.index("draft").getAll(id)), await removed(s, id)]);
    const there = new Set(all.map((photo) => photo.id));
    const wasCleared = !all.length && !gone.length;
    for (const item of this.items.values()) if (!there.has(item.id) && !(wasCleared && item.blob)) this.forget(item);
    for (const photo of all) this.remember(photo);
  }

  /** @param {Photo} photo */
  remember({ buf, ...rest }) {
    const known = this.items.get(rest.id);
    const blob = known?.blob ?? (buf && new Blob([buf], { type: "image/jpeg" }));
    const src = known?.src ?? (blob ? URL.createObjectURL(blob) : rest.url ?? "");
    this.items.set(rest.id, { ...rest, buf: null, blob, src });
  }

  /** @param {Item} item */
  forget(item) {
    URL.revokeObjectURL(item.src);
    this.items.delete(item.id);
  }

  /** Those beside one question, as they were taken. @param {string} question */
  beside(question) {
    const those = [...this.items.values()].filter((item) => item.question === question);
    return those.sort((one, other) => (one.taken < other.taken ? -1 : 1));
  }

  /** How many there are, by question. */
  counts() {
    const counts = /** @type {Record<string, number>} */ ({});
    for (const { question } of this.items.values()) counts[question] = (counts[question] ?? 0) + 1;
    return counts;
  }

  /** What they take on this phone. */
  get bytes() { return [...this.items.values()].reduce((sum, { blob }) => sum + (blob?.size ?? 0), 0); }

  /**
   * Puts one there, takes one away or swaps them, in one go; it is on the disk when this resolves.
   * @param {Fresh | null} fresh @param {Item} [gone]
   */
  async change(fresh, gone) {
    await this.putBack();
    const photo = fresh && await this.photoOf(fresh);
    await this.keep(photo ? [photo] : [], gone?.id);
    if (gone) this.forget(gone);
    if (photo) this.remember(photo);
    announce({ kind: "photos", draft: this.draft.id });
  }

  /** @param {Fresh} fresh @returns {Promise<Photo>} */
  async photoOf({ blob, ...rest }) {
    const buf = await blob.arrayBuffer();
    return { ...rest, id: crypto.randomUUID(), draft: this.draft.id, buf, digest: await digestOf(buf), sent: false };
  }

  /** @param {Photo[]} photos @param {string} [gone] */
  keep(photos, gone) {
    const draft = this.draft.id;
    return write(["drafts", "outbox", "photos", "meta"], async (s) => {
      if (await ask(s.outbox.getKey(draft))) throw new DOMException("", FINISHED);
      // Somebody may have cleared it away.
      if (!(await ask(s.drafts.getKey(draft)))) s.drafts.put(this.draft);
      for (const photo of photos) s.photos.put(photo);
      if (!gone) return;
      s.photos.delete(gone);
      s.meta.put({ key: removedKey(draft), value: [...await removed(s, draft), gone] });
    });
  }

  /** Puts what memory still has where "clear site data" took it away. */
  async putBack() {
    const id = this.draft.id;
    const known = await read(["photos", "meta"], async (s) =>
      [...await ask(s.photos.index("draft").getAllKeys(id)), ...await removed(s, id)]);
    const lost = [...this.items.values()].filter(({ id: own, blob }) => blob && !known.includes(own));
    if (lost.length) await this.keep(await Promise.all(lost.map(photoIn)));
  }
}

/** @param {import("./db.js").Stores} s @param {string} draft @returns {Promise<string[]>} */
const removed = async (s, draft) => (await ask(s.meta.get(removedKey(draft))))?.value ?? [];

/** @param {Item} item @returns {Promise<Photo>} */
async function photoIn({ id, draft, question, width, height, digest, taken, blob }) {
  const buf = blob && await blob.arrayBuffer();
  return { id, draft, question, buf, width, height, digest, taken, sent: false };
}
