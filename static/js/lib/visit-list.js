/** The list of visits on this phone: which are ready without a network, which are begun, which wait to be sent. */

import { watch } from "./db.js";
import { keepReady } from "./offline.js";
import { isReady } from "./readiness.js";
import { say } from "./words.js";
import { unsentIn, workOf } from "./work.js";

/** @typedef {import("../main.js").Manifest} Manifest */

const A_MOMENT = 1_000;

/** @param {string} user @param {Promise<Manifest | null>} asked null where the server did not answer */
export async function run(user, asked) {
  let otherwise = "preparing", last = Promise.resolve();
  const show = () => (last = last.then(() => showAll(user, otherwise)).catch(() => {}));
  await show();
  watch(show);
  navigator.serviceWorker?.ready.then((registration) => {
    show();
    takeOver(registration);
  });
  const manifest = await asked;
  if (manifest) await keepReady(user, manifest, show).catch(() => {});
  otherwise = "not_ready";
  await show();
  if (unsentIn(await workOf(user)).size) await navigator.storage?.persist?.();
}

/**
 * A new release's worker takes over when the list has been out of sight for a moment: in Chromium, a page that is asked
 * for just while one worker follows the other never comes. @param {ServiceWorkerRegistration} registration
 */
function takeOver(registration) {
  let timer = 0;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.hidden) timer = setTimeout(() => registration.waiting?.postMessage("activate"), A_MOMENT);
  });
}

/** @param {string} user @param {string} otherwise what is said of a visit that is not ready */
async function showAll(user, otherwise) {
  const work = await workOf(user);
  const hasWorker = !!(await navigator.serviceWorker?.getRegistration())?.active;
  showUnsent(unsentIn({ waiting: work.waiting, drafts: [] }).size);
  const cards = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-form][data-visit]"));
  for (const card of cards) showState(card, stateOf(work, card.dataset.visit ?? ""));
  for (const card of cards) {
    const { form = "", state } = card.dataset;
    showReadiness(card, hasWorker && await isReady(form), state === "unread" ? state : otherwise);
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

/** How far a visit is on this phone. @param {import("./work.js").Work} work @param {string} visit */
function stateOf({ drafts, waiting, sent }, visit) {
  const isHere = (/** @type {{visit: string}} */ one) => one.visit === visit;
  if (waiting.some(isHere)) return "waiting";
  return drafts.some(isHere) ? "draft" : sent.some(isHere) && "sent";
}

/** This phone knows better than the server how far a visit is. @param {HTMLElement} card @param {string | false} state */
function showState(card, state) {
  const [there, here] = /** @type {NodeListOf<HTMLElement>} */ (card.querySelectorAll("[data-on-server], [data-on-phone]"));
  const step = card.querySelector("a[data-form]")?.firstChild;
  if (!there || !here) return;
  there.hidden = !!state;
  here.hidden = !state;
  card.dataset.here = state || "";
  if (!state) return;
  here.textContent = say(state);
  here.className = "badge";
  here.classList.add(state === "sent" ? "good" : "warn");
  if (step) step.textContent = say(`${state}.step`);
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
