/** What a person has on this phone: begun, finished and not sent yet, sent. */

import { ask, read } from "./db.js";

/**
 * @typedef {import("./db.js").Draft} Draft
 * @typedef {import("./db.js").Entry} Entry
 * @typedef {{drafts: Draft[], waiting: Entry[], sent: Entry[]}} Work
 */

/** Everything of a person in a store with an index `whose`. @param {string} user */
const allOf = (user) => IDBKeyRange.bound([user], [user, []]);

/** @param {string} user @returns {Promise<Work>} */
export const workOf = (user) => read(["drafts", "outbox"], async (stores) => {
  const [drafts, finished] = await Promise.all([
    ask(stores.drafts.index("whose").getAll(allOf(user))), ask(stores.outbox.index("whose").getAll(allOf(user)))]);
  const isSent = (/** @type {Entry} */ { state }) => state === "done";
  return { drafts, waiting: finished.filter((entry) => !isSent(entry)), sent: finished.filter(isSent) };
});

/** The visits of which something is on this phone alone. @param {Work} work @returns {Set<string>} */
export const unsentIn = ({ drafts, waiting }) => new Set([...drafts, ...waiting].map(({ visit }) => visit));
