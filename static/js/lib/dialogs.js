/** What a person chooses in a dialog. */

/** @param {HTMLDialogElement} dialog @returns {Promise<string>} the value of the button that closed it, "" where it was only left */
export function ask(dialog) {
  dialog.onclick = ({ target }) => {
    const button = /** @type {HTMLButtonElement | null} */ (/** @type {Element} */ (target).closest("button[value]"));
    if (button) dialog.close(button.value);
  };
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => { dialog.onclose = () => resolve(dialog.returnValue); });
}
