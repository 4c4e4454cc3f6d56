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
  const { y, id = "", top, name } = placeOf(key);
  if (y === undefined) return;
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

/** Goes to a place on this page without leaving a trace in its address. @param {Event} event */
export function jump(event) {
  const link = /** @type {HTMLAnchorElement | null} */ (/** @type {Element} */ (event.target).closest("a[href^='#']"));
  if (!link) return;
  event.preventDefault();
  const place = /** @type {HTMLElement} */ (document.getElementById(link.hash.slice(1)));
  /** @type {HTMLElement | null} */
  const field = place.querySelector("input, textarea");
  if (!field) place.tabIndex = -1;
  place.scrollIntoView();
  (field ?? place).focus({ preventScroll: true });
}
