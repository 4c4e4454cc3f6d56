/** Answers for pages and files when the network does not, and sends the outbox when it is back. */

import { FILES, OFFLINE, drop, find, forget, forgetOthers, keepFiles, keepPage, markOf } from "./lib/pages.js";
import { sendAll } from "./lib/sender.js";

/** @typedef {ExtendableEvent & {tag: string}} SyncEvent not in Safari nor Firefox; TypeScript does not know it */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const PATIENCE = 2000;
const FILE = /^\/(static|styles)\/v-/;
const PRIVATE = /^\/(api|sign-\w+|s|t|owner)\b/;
const FORM = /^\/visits\/[^/]+\/c\//;
const FRESH = /^\/(offline|visits(\/[^/]+)?)$/;

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("message", (event) => event.waitUntil(obey(event.data)));
worker.addEventListener("fetch", (event) => {
  const answer = answerTo(event);
  if (answer) event.respondWith(answer);
});
worker.addEventListener(/** @type {any} */ ("sync"), (/** @type {SyncEvent} */ event) => {
  if (event.tag === "outbox") event.waitUntil(sync());
});

async function install() {
  await keepFiles(await (await fetch("./files")).json());
  await keepPage(OFFLINE, await fetch(OFFLINE));
}

/** A failed sync is tried again by the browser. */
async function sync() {
  if (await sendAll({ online: true })) throw new Error();
}

/** @param {"claim" | "activate" | string[]} wish a list: the caches with files that pages still need */
async function obey(wish) {
  if (wish === "claim") return worker.clients.claim();
  // Nothing may change under an open form, nor may what it still has to load go.
  if (await isFormOpen()) return undefined;
  if (wish === "activate") return worker.skipWaiting();
  return forget((name) => name.startsWith(FILES) && !wish.includes(name));
}

const isFormOpen = async () =>
  (await worker.clients.matchAll({ includeUncontrolled: true })).some(({ url }) => FORM.test(new URL(url).pathname));

/** @param {FetchEvent} event @returns {Promise<Response> | undefined} nothing where the browser shall ask by itself */
function answerTo(event) {
  const { method, mode, url } = event.request;
  const { pathname, search } = new URL(url);
  // Anything but reading is never touched: WebKit sends such requests on without their body.
  if (method !== "GET" || PRIVATE.test(pathname)) return undefined;
  if (FILE.test(pathname)) return kept(pathname, () => fetch(event.request));
  if (mode !== "navigate") return undefined;
  const path = search ? "" : pathname;
  if (FORM.test(path)) return kept(path, () => open(event, path));
  return FRESH.test(path) ? fresh(event, path) : open(event, "");
}

/** @param {string} path @param {() => Promise<Response>} otherwise */
const kept = async (path, otherwise) => (await find(path)) ?? otherwise();

/** The page as it is now, or as it was kept where the network takes too long. @param {FetchEvent} event @param {string} path */
async function fresh(event, path) {
  const asked = ask(event, path);
  event.waitUntil(asked.catch(() => {}));
  const page = await find(path);
  if (!page) return asked.catch(offline);
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE, page); });
  return Promise.race([asked.then((response) => (isVerdict(response) ? response : page), () => page), late]);
}

/** @param {FetchEvent} event @param {string} path */
const open = (event, path) => ask(event, path).catch(offline);
const offline = async () => (await find(OFFLINE)) ?? Response.error();

/** Our own word about a page: the page, a refusal, the way to the sign-in. @param {Response} response */
const isVerdict = (response) => response.type === "opaqueredirect" || (markOf(response).digest && response.status < 500);

/** Asks the network, and keeps what may be kept. @param {FetchEvent} event @param {string} path empty: nothing is kept */
async function ask({ request }, path) {
  const response = await fetch(request);
  const { digest, user } = markOf(response);
  if (user) await forgetOthers(user);
  if (digest && [404, 410].includes(response.status)) await drop(path);
  else if (path) await keepPage(path, response.clone());
  return response;
}
