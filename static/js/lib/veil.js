/** Which screens for the shop are open, known before anything is painted: a reload must not show what was hidden. */

/** @typedef {"dim" | "hidden"} Screen */

const key = `discreet.${location.pathname}`;
const PATIENCE = 5_000;

/** @type {Set<Screen>} */
export const on = new Set(remembered());

/** @param {boolean} isDown whether nothing of the page is to be seen */
export const veil = (isDown) => document.documentElement.toggleAttribute("data-discreet", isDown);

veil(on.size > 0);
// Should the screens never open, the page must not stay dark.
setTimeout(() => veil(!!document.querySelector("dialog[open]") && on.size > 0), PATIENCE);

function remembered() {
  try { return JSON.parse(localStorage.getItem(key) ?? "[]"); } catch { return []; }
}

export function remember() {
  try { localStorage.setItem(key, JSON.stringify([...on])); } catch { /* then it lasts until a reload */ }
}
