/** What a checklist needs now and then: loaded when somebody reaches for it, or when this phone has something of it. */

import { ask, listen, read } from "./db.js";
import { on } from "./veil.js";

/**
 * @typedef {import("./db.js").Draft} Draft
 * @typedef {Awaited<ReturnType<typeof import("./photos.js").attachPhotos>>} Photos
 * @typedef {{save(): void, changed(): void, ready(photos: Photos): void, failed(): void}} Hooks `ready`: photos are attached
 */

const SOON = 1_000;
const PATIENCE = 15_000;

/**
 * What is given is loaded once, however many ask for it; `isDone`: it answers for itself by now.
 * @template T
 * @param {() => Promise<T>} load
 */
function once(load) {
  /** @type {Promise<T> | undefined} */
  let loaded;
  const ask = Object.assign(() => (loaded ??= load().finally(() => { ask.isDone = true; })), { isDone: false });
  return ask;
}

/** @param {number} time in milliseconds */
const wait = (time) => new Promise((resolve) => { setTimeout(resolve, time); });

/** @param {HTMLFormElement} form @param {Draft} draft @param {Hooks} hooks */
export async function attachTools(form, draft, hooks) {
  const tools = loaders(form, draft, hooks);
  enableWatches();
  reach("[data-photos] input", tools.photos, hooks);
  takePictures(tools.photos, hooks);
  reach("[data-step]", tools.counters, hooks, tap);
  reach("[data-watch], [data-again]", tools.watches, hooks, tap);
  reach("[data-discreet]", tools.discreet, hooks, tap);
  form.addEventListener("click", ({ target }) => { if (/** @type {Element} */ (target).closest("[data-photos]")) hooks.save(); });
  // Another tab has begun with them.
  listen("photos", (news) => { if (news.draft === draft.id) tools.photos(); });
  listen("answers", ({ names = [] }) => { if (names.some((/** @type {string} */ name) => name.startsWith("t."))) tools.watches(); });
  const here = await keptOf(draft.id);
  await Promise.all([here.photos && tools.photos(), here.watches && tools.watches(), (here.notes || on.size) && tools.discreet()]);
  loadRest(tools).catch(() => {});
  return tools;
}

/** @param {HTMLFormElement} form @param {Draft} draft @param {Hooks} hooks */
function loaders(form, draft, hooks) {
  const counters = once(async () => (await import("./counters.js")).attachCounters(form));
  const watches = once(async () => (await import("./stopwatches.js")).attachStopwatches(form, draft));
  const discreet = once(async () => {
    await (await import("./discreet.js")).attachDiscreet(draft);
    enableWatches();
    (await watches()).show();
  });
  const photos = once(async () => {
    const attached = await (await import("./photos.js")).attachPhotos(form, draft, hooks);
    hooks.ready(attached);
    return attached;
  });
  return { photos, counters, watches, discreet };
}

function enableWatches() {
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-watch]"))) button.disabled = false;
}

/**
 * The first tap on something loads it; then that tap, and what was tapped meanwhile, is handed on to what was loaded.
 * @param {string} selector @param {{(): Promise<unknown>, isDone: boolean}} load
 * @param {Hooks} hooks @param {(target: HTMLElement) => void} [handOn]
 */
function reach(selector, load, hooks, handOn = () => {}) {
  /** @type {HTMLElement[]} */
  const reached = [];
  document.addEventListener("click", ({ target }) => {
    const found = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest(selector));
    if (found && !load.isDone && reached.push(found) === 1) load().then(() => reached.splice(0).forEach(handOn), hooks.failed);
  }, true);
}

/** @param {HTMLElement} button */
const tap = (button) => button.click();

/** Takes pictures at once, loaded or not: an input forgets its files when others are chosen. @param {() => Promise<Photos>} load @param {Hooks} hooks */
function takePictures(load, { failed }) {
  document.addEventListener("change", async ({ target }) => {
    const area = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest("[data-photos]"));
    if (!area || !(target instanceof HTMLInputElement)) return;
    const files = [...target.files ?? []];
    target.value = "";
    (await load().catch(failed))?.add(area, files.map((file) => ({ question: area.dataset.photos ?? "", file })));
  }, true);
}

/** What this phone has of a draft already. @param {string} id */
const keptOf = (id) => read(["photos", "answers"], async ({ photos, answers }) => {
  const [taken, given] = await Promise.all([ask(photos.index("draft").count(id)), ask(answers.index("draft").getAll(id))]);
  const has = (/** @type {string} */ kind) => given.some(({ name, value }) => name.startsWith(kind) && value.length);
  return { photos: taken > 0, watches: has("t."), notes: has("n.") };
});

/** Where no worker keeps the modules, nothing is left to a network that may be gone when it is needed. @param {ReturnType<typeof loaders>} tools */
async function loadRest({ photos, counters, watches, discreet }) {
  await wait(SOON);
  const registration = await navigator.serviceWorker?.getRegistration();
  const isKept = registration && await Promise.race([navigator.serviceWorker.ready, wait(PATIENCE)]);
  if (!isKept) await Promise.all([photos(), counters(), watches(), discreet(), import("./check.js"), import("./outbox.js"), import("./outbox-view.js")]);
}
