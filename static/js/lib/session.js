/** Signing out on this phone: nothing of this person stays but what has not been sent. */

import { announce, write } from "./db.js";
import { forgetOthers } from "./pages.js";
import { say } from "./words.js";
import { unsentIn, workOf } from "./work.js";

/** @param {HTMLFormElement} form the button's own @param {string} user */
export async function signOut(form, user) {
  const unsent = unsentIn(await workOf(user)).size;
  if (unsent && !(await agreed("leaving", say.many("unsent", unsent)))) return;
  const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  const response = await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
  if (!response) await agreed("no-leaving");
  // No redirect: the server has something to say about it, on a page.
  else if (response.type !== "opaqueredirect") form.submit();
  else {
    await forget(user);
    location.replace("/sign-in");
  }
}

/** Shows a dialog; whether it was left by the button that goes on. @param {string} id @param {string} [sentence] */
function agreed(id, sentence = "") {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById(id));
  const place = dialog.querySelector("[data-sentence]");
  if (place) place.textContent = sentence;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

/** Forgets a person's pages, receipts and name; what has not been sent waits, hidden, for the next sign-in. @param {string} user */
async function forget(user) {
  await forgetOthers();
  const work = await workOf(user), { sent, blank } = work;
  forgetPlaces(user, unsentIn(work));
  await write(["meta", "outbox", "drafts"], ({ meta, outbox, drafts }) => {
    meta.delete("user");
    for (const { id } of sent) outbox.delete(id);
    for (const { id } of blank) drafts.delete(id);
  });
  announce({ kind: "outbox" });
  await navigator.clearAppBadge?.().catch(() => {});
}

/** Where on its pages somebody was, and texts that no database took; not of what is still to be sent. @param {string} user @param {Set<string>} unsent */
function forgetPlaces(user, unsent) {
  for (const key of Object.keys(localStorage)) {
    const [app, person, visit = ""] = key.split(".");
    if (app === "extra-eyes" && person === user && !unsent.has(visit)) localStorage.removeItem(key);
  }
}
