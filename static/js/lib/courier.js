/** When the outbox is emptied: at each opening, when the network is back, when it is time, when somebody asks. */

import { watch } from "./db.js";
import { entries, owner, sendAll } from "./sender.js";

const AFTER_A_FAULT = 5_000;
let isOn = false;
let timer = 0;

/** Sends now, and again when it is time. @param {Parameters<typeof sendAll>[0]} [wish] */
export async function send(wish) {
  const next = await sendAll(wish).catch(() => Date.now() + AFTER_A_FAULT);
  clearTimeout(timer);
  if (!next) return;
  timer = setTimeout(send, next - Date.now());
  await askBrowser().catch(() => {});
}

/** Begins once on each page. */
export function keepSending() {
  if (isOn) return;
  isOn = true;
  watch(() => send());
  addEventListener("online", () => send({ online: true }));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  send();
}

/** Where a browser can, it wakes the worker when there is a network. */
async function askBrowser() {
  const user = await owner();
  const isWaiting = user && (await entries(user.id)).some(({ state }) => state === "ready");
  const registration = /** @type {any} */ (await navigator.serviceWorker?.getRegistration());
  if (isWaiting) await registration?.sync?.register("outbox");
}
