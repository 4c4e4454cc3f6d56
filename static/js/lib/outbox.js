/** Finished visits: how a draft becomes one, and how one is forgotten. What takes them away is in sender.js. */

import { digestOf } from "./api.js";
import { ask, read, watch, write } from "./db.js";
import { contents } from "./draft.js";
import { clear, entries, owner, sendAll, tell } from "./sender.js";

export { entries, owner, sendAll, watch };

/**
 * @typedef {import("./db.js").Draft} Draft
 * @typedef {import("./db.js").Entry} Entry
 * @typedef {import("./db.js").Stores} Stores
 * @typedef {import("./draft.js").Contents} Contents
 */

const RECEIPTS = 30 * 86_400_000;

/**
 * A visit as it is sent, for ever in these bytes.
 * @param {Draft} draft @param {Contents} contents @param {string} finished ISO @param {(name: string) => boolean} [isAsked]
 */
export function freeze(draft, { answers, photos }, finished, isAsked = () => true) {
  const given = answers.filter(({ name, value }) => /^[qc]\./.test(name) && value.length && isAsked(name));
  return JSON.stringify({
    visit: draft.visit, edition: draft.edition, language: draft.language,
    answers: Object.fromEntries(given.map(({ name, value }) => [name, value])),
    photos: photos.map(({ id, question, digest }) => ({ id, question, digest })),
    started_at: draft.started, finished_at: finished,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    active_seconds: Math.round(draft.active / 1000),
  });
}

/**
 * Turns a draft into an entry of the outbox, in one step; asked again for the same draft, the same entry.
 * @param {{id: string}} draft @param {string | Date} [finished] @param {(name: string) => boolean} [isAsked] whether an
 *   answer's question is not skipped
 * @returns {Promise<Entry>}
 */
export async function finalize({ id }, finished = new Date(), isAsked) {
  const moment = new Date(finished).toISOString();
  /** @param {Contents} found */
  const frozen = (found) => (found.draft ? freeze(found.draft, found, moment, isAsked) : "");
  for (;;) {
    const body = frozen(await read(["drafts", "answers", "photos"], (stores) => contents(stores, id)));
    const digest = await digestOf(body);
    const entry = await write(["drafts", "answers", "photos", "outbox", "meta"], async (stores) => {
      const found = await contents(stores, id);
      // An answer came while the digest was made: once more, with it.
      if (found.draft && frozen(found) !== body) return null;
      return await ask(stores.outbox.get(id)) ?? pack(stores, found, { body, digest, finished: moment });
    });
    if (entry) { tell(); return entry; }
  }
}

/**
 * @param {Stores} stores @param {Contents} found @param {{body: string, digest: string, finished: string}} frozen
 * @returns {Promise<Entry>}
 */
async function pack(stores, { draft, photos }, frozen) {
  if (!draft) throw new DOMException("", "NotFoundError");
  const { id, user, visit, place, title, url } = draft;
  /** @type {Entry} */
  const entry = {
    id, user, visit, place, title, url, ...frozen, photos: JSON.parse(frozen.body).photos,
    state: "ready", tries: 0, next: 0, why: "", receipt: null, sentPhotos: photos.filter(({ sent }) => sent).length,
  };
  stores.outbox.put(entry);
  stores.drafts.delete(id);
  stores.meta.delete(`removed.${id}`);
  await clear(stores.answers, id);
  return entry;
}

/** Forgets one record and its photos: only after a person was warned and said yes. @param {string} id */
export async function remove(id) {
  await write(["outbox", "photos"], async ({ outbox, photos }) => {
    outbox.delete(id);
    await clear(photos, id);
  });
  tell();
}

/** Forgets receipts that have been kept for a month. */
export function forgetReceipts(now = Date.now()) {
  return write(["outbox"], async ({ outbox }) => {
    for (const { id, state, receipt } of await ask(outbox.getAll())) {
      if (state === "done" && Date.parse(receipt.received_at) < now - RECEIPTS) outbox.delete(id);
    }
  });
}
