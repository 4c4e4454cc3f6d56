/** Where on the page somebody was: after a reload, a crash or the camera they go on right there. */

let waiting = 0;

/** Soon, when the page has been laid out anyway. @param {string} key */
export function rememberSoon(key) {
  waiting ||= window.setTimeout(() => { waiting = 0; rememberPlace(key); }, 300);
}

/** @param {string} key */
export function rememberPlace(key) {
  const question = document.elementFromPoint(innerWidth / 2, innerHeight / 4)?.closest("fieldset");
  const { name } = /** @type {HTMLInputElement} */ (document.activeElement ?? {});
  const place = { y: scrollY, id: question?.id, top: question?.getBoundingClientRect().top, name };
  try { localStorage.setItem(`${key}.place`, JSON.stringify(place)); } catch { /* then they scroll */ }
}

/** @param {string} key */
export function goBack(key) {
  history.scrollRestoration = "manual";
  const { y = 0, id = "", top, name } = placeOf(key);
  const question = document.getElementById(id);
  scrollTo(0, question ? scrollY + question.getBoundingClientRect().top - top : y);
  if (!name) return;
  /** @type {HTMLElement | null} */ (document.querySelector(`[name="${CSS.escape(name)}"]:is(:checked, :not([type=radio]))`))?.focus({ preventScroll: true });
}

/** @param {string} key @returns {{y?: number, id?: string, top: number, name?: string}} */
function placeOf(key) {
  try { return JSON.parse(localStorage.getItem(`${key}.place`) ?? "{}"); } catch { return { top: 0 }; }
}

/** @param {string} key */
export const forgetPlace = (key) => localStorage.removeItem(`${key}.place`);
