/** Two phones disagree about an answer: a person decides. */

import { say } from "./words.js";

/** What an answer reads like on the page. @param {import("./form.js").Field[]} fields @param {import("./db.js").Value} value */
function label(fields, value) {
  const ticked = fields.filter((field) => /^(radio|checkbox)$/.test(field.type) && value.includes(field.value));
  return ticked.map((field) => field.labels?.[0].textContent?.trim()).join(", ") || String(value);
}

/**
 * Shows what the other phone says beside the question, with both ways on.
 * @param {{form: import("./form.js").Form, keeper: import("./autosave.js").Keeper, changed: () => void}} page
 * @param {string} name @param {import("./db.js").Value} theirs
 */
export function contest({ form, keeper, changed }, name, theirs) {
  const fields = form.fields.get(name);
  if (!fields) return;
  const note = form.beside(name, "contested");
  /** @type {any} */ (note.firstElementChild).textContent = theirs.length
    ? say("visit.contested", { theirs: label(fields, theirs) }) : say("visit.contested.removed");
  note.addEventListener("click", ({ target }) => {
    const choice = /** @type {HTMLElement} */ (target).dataset.keep;
    if (!choice) return;
    if (choice === "theirs") form.put(name, theirs);
    note.remove();
    keeper.keep(name, form.value(name));
    changed();
  });
}
