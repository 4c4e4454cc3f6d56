/** The list of visits on this phone: which are ready without a network, which are begun, which wait to be sent. */

import { keepReady } from "./offline.js";
import { isReady } from "./readiness.js";
import { say } from "./words.js";
import { unsentIn, workOf } from "./work.js";

/** @typedef {import("../main.js").Manifest} Manifest */

/** @param {string} user @param {Promise<Manifest | null>} asked null where the server did not answer */
export async function run(user, asked) {
  let last = "preparing";
  const show = () => showAll(user, last).catch(() => {});
  await show();
  navigator.serviceWorker?.ready.then(show);
  const manifest = await asked;
  if (manifest) await keepReady(user, manifest, show).catch(() => {});
  last = "not_ready";
  await show();
}

/** @param {string} user @param {string} otherwise what is said of a visit that is not ready */
async function showAll(user, otherwise) {
  const work = await workOf(user);
  const hasWorker = !!(await navigator.serviceWorker?.getRegistration())?.active;
  showUnsent(unsentIn({ waiting: work.waiting, drafts: [] }).size);
  const cards = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-visit]"));
  for (const card of cards) showBadge(card, badgeOf(work, card.dataset.visit ?? ""));
  for (const card of cards) {
    const { form, state } = card.dataset;
    if (form) showReadiness(card, hasWorker && await isReady(form), state === "unread" ? state : otherwise);
  }
  if (hasWorker) await openHere();
}

/** @param {number} number */
function showUnsent(number) {
  const note = document.getElementById("unsent");
  if (!note) return;
  note.hidden = !number;
  note.querySelector("p")?.replaceChildren(say.many("unsent_visits", number));
}

/** @param {import("./work.js").Work} work @param {string} visit @returns {[string, string] | null} its words and its look */
function badgeOf({ drafts, waiting, sent }, visit) {
  const isHere = (/** @type {{visit: string}} */ one) => one.visit === visit;
  if (waiting.some(isHere)) return ["waiting", "warn"];
  if (drafts.some(isHere)) return ["draft", "warn"];
  return sent.some(isHere) ? ["sent", "good"] : null;
}

/** @param {HTMLElement} card @param {[string, string] | null} badge */
function showBadge(card, badge) {
  const place = /** @type {HTMLElement} */ (card.querySelector("[data-on-phone]"));
  place.hidden = !badge;
  if (badge) {
    place.textContent = say(badge[0]);
    place.className = `badge ${badge[1]}`;
  }
}

/** @param {HTMLElement} card @param {boolean} isReadyHere @param {string} otherwise */
function showReadiness(card, isReadyHere, otherwise) {
  const place = /** @type {HTMLElement} */ (card.querySelector("[data-ready]"));
  place.textContent = say(isReadyHere ? "ready" : otherwise);
  place.classList.toggle("is-ready", isReadyHere);
}

/** Links to the plain checklist lead to the page that is kept here. */
async function openHere() {
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[data-form][href$='/checklist']"))) {
    const { form = "" } = link.dataset;
    if (await isReady(form)) link.href = form;
  }
}
