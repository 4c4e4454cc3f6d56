/** Counting with one thumb: − and + beside a number, on the form and on the dimmed screen. */

/** @param {HTMLFormElement} form */
export function attachCounters(form) {
  document.addEventListener("click", ({ target }) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest("[data-step]"));
    const input = button && inputOf(form, button.dataset.for);
    if (!input) return;
    if (button.dataset.step === "1") input.stepUp();
    else input.stepDown();
    tell(input);
  });
}

/** @param {HTMLFormElement} form @param {string} [name] */
export const inputOf = (form, name = "") => /** @type {HTMLInputElement | null} */ (form.elements.namedItem(name));

/** Lets the form hear of a value that was not typed. @param {HTMLInputElement} input */
export function tell(input) {
  for (const type of ["input", "change"]) input.dispatchEvent(new Event(type, { bubbles: true }));
}
