/** What a person has on this phone: begun, finished and not sent yet, sent. */

import { ask, read } from "./db.js";

/**
 * @typedef {import("./db.js").Draft} Draft
 * @typedef {import("./db.js").Entry} Entry
 * @typedef {{drafts: Draft[], blank: Draft[], waiting: Entry[], sent: Entry[]}} Work `blank`: opened, and nothing filled in
 */

/** Everything of a person in a store with an index `whose`. @param {string} user */
const allOf = (user) => IDBKeyRange.bound([user], [user, []]);

/** @param {string} user @returns {Promise<Work>} */
export const workOf = (user) => read(["drafts", "answers", "photos", "outbox"], async (stores) => {
  const [opened, finished] = await Promise.all([
    ask(stores.drafts.index("whose").getAll(allOf(user))), ask(stores.outbox.index("whose").getAll(allOf(user)))]);
  const parts = await Promise.all(opened.map(({ id }) => partsOf(stores, id)));
  const isSent = (/** @type {Entry} */ { state }) => state === "done";
  return {
    drafts: opened.filter((_, number) => parts[number]), blank: opened.filter((_, number) => !parts[number]),
    waiting: finished.filter((entry) => !isSent(entry)), sent: finished.filter(isSent),
  };
});

/** How many answers and photos a draft has. @param {import("./db.js").Stores} stores @param {string} draft */
async function partsOf({ answers, photos }, draft) {
  const [given, taken] = await Promise.all([ask(answers.index("draft").count(draft)), ask(photos.index("draft").count(draft))]);
  return given + taken;
}

/** The visits of which something is on this phone alone. @param {Pick<Work, "drafts" | "waiting">} work @returns {Set<string>} */
export const unsentIn = ({ drafts, waiting }) => new Set([...drafts, ...waiting].map(({ visit }) => visit));
