/** From the plain checklist to the phone's, where the browser can keep it; whoever came for the plain one stays. */

const PLAIN = "extra-eyes.plain";
const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-phone]"));

const isAble = () => "indexedDB" in window && !!crypto.subtle && "structuredClone" in window && "locks" in navigator;

/** Whether somebody was quicker than this script. */
const isTouched = () => Array.from(form.elements).some((field) =>
  field instanceof HTMLInputElement ? field.checked !== field.defaultChecked || field.value !== field.defaultValue
    : field instanceof HTMLTextAreaElement && field.value !== field.defaultValue);

try {
  if (new URLSearchParams(location.search).has("plain")) sessionStorage.setItem(PLAIN, "1");
  // What was sent and could not be kept in full is shown again here: it must not be left behind.
  const isWanted = sessionStorage.getItem(PLAIN) || location.search || form.dataset.troubled;
  if (!isWanted && isAble() && !isTouched()) location.replace(form.dataset.phone ?? "");
} catch { /* without storage, the plain one */ }
