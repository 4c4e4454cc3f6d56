/** Two phones disagree about an answer: a person decides. */

import { say } from "./words.js";

/**
 * Shows what the other phone says beside the question, with both ways on.
 * @param {{form: import("./form.js").Form, keeper: import("./autosave.js").Keeper, changed: () => void}} page
 * @param {string} name @param {import("./db.js").Value} theirs
 */
export function contest({ form, keeper, changed }, name, theirs) {
  if (!form.fields.has(name)) return;
  const note = form.beside(name, "contested");
  /** @type {any} */ (note.firstElementChild).textContent = theirs.length
    ? say("visit.contested", { theirs: form.label(name, theirs) }) : say("visit.contested.removed");
  note.addEventListener("click", ({ target }) => {
    const choice = /** @type {HTMLElement} */ (target).dataset.keep;
    if (!choice) return;
    if (choice === "theirs") form.put(name, theirs);
    note.remove();
    keeper.keep(name, form.value(name));
    changed();
  });
}
