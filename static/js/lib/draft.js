/** All that belongs to a draft. */

import { ask } from "./db.js";

/**
 * @typedef {{draft: import("./db.js").Draft | undefined, answers: import("./db.js").Answer[],
 *   photos: import("./db.js").Photo[]}} Contents
 */

/** @param {import("./db.js").Stores} stores @param {string} id @returns {Promise<Contents>} */
export async function contents({ drafts, answers, photos }, id) {
  const [draft, given, taken] = await Promise.all([
    ask(drafts.get(id)), ask(answers.index("draft").getAll(id)), ask(photos.index("draft").getAll(id))]);
  return { draft, answers: given, photos: taken };
}
