/** The offer to put the app on the home screen: before the first visit, once, and never in the middle of one. */

import { ask, read, write } from "./db.js";
import { unsentIn, workOf } from "./work.js";

const KEY = "install";

/** @typedef {Event & {prompt: () => Promise<unknown>}} Prompt what Chromium hands over; nobody else does */

/** @type {Prompt | null} */
let prompt = null;

/** @param {string} user */
export async function offer(user) {
  const card = document.getElementById("install");
  if (!card || (await read(["meta"], ({ meta }) => ask(meta.get(KEY))))) return;
  card.querySelector("[data-dismiss]")?.addEventListener("click", () => dismiss(card));
  card.querySelector("[data-install]")?.addEventListener("click", () => install(card));
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    prompt = /** @type {Prompt} */ (event);
    show(card, "button");
  });
  // On an iPhone the app on the home screen has a storage of its own: what was begun here would stay here.
  if (isIPhone() && !unsentIn(await workOf(user)).size) show(card, "share");
}

const isIPhone = () => "standalone" in navigator && !navigator.standalone && navigator.maxTouchPoints > 1;

/** @param {HTMLElement} card @param {string} way */
function show(card, way) {
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (card.querySelectorAll("[data-way]"))) part.hidden = part.dataset.way !== way;
  card.hidden = false;
}

/** @param {HTMLElement} card */
async function install(card) {
  await prompt?.prompt();
  card.hidden = true;
}

/** @param {HTMLElement} card */
async function dismiss(card) {
  card.hidden = true;
  await write(["meta"], ({ meta }) => meta.put({ key: KEY, value: "dismissed" }));
}
