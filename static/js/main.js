/** What every page of a shopper does: who is signed in, whether there is a network, the worker behind it. */

import { call } from "./lib/api.js";
import { ask as askStore, read, watch, write } from "./lib/db.js";
import "./lib/leaving.js";

/** @typedef {{id: string, edition: string, url: string, brief: string, state: "to_do" | "coming" | "unread"}} Visit */
/** @typedef {{language: string, assets: import("./lib/pages.js").Files, pages: string[], visits: Visit[]}} Manifest */

const { user = "", name = "" } = document.body.dataset;
const isList = location.pathname === "/visits";
const isBrief = /^\/visits\/[^/]+$/.test(location.pathname);

/** A kept page opens under its path alone: what was asked for once goes from the address. */
function shortenAddress() {
  const address = new URL(location.href);
  for (const word of ["lang", "signed-in"]) address.searchParams.delete(word);
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}

/** @param {string} id @param {boolean} isShown */
function show(id, isShown) {
  const part = document.getElementById(id);
  if (part) part.hidden = !isShown;
}

/** Asks our server what this phone shall keep, and hears whether there is a network and who is signed in. */
async function ask() {
  const reply = await call("GET", "/api/offline/manifest", { user, proof: (data) => data.user === user });
  show("no-network", reply.status === 0);
  show("sign-in-needed", reply.kind === "sign_in");
  show("somebody-else", reply.kind === "wrong_user");
  return /** @type {Manifest | null} */ (reply.kind === "ok" ? reply.data : null);
}

async function registerWorker() {
  await navigator.serviceWorker.register("/sw.js", { type: "module" });
  const { active } = await navigator.serviceWorker.ready;
  // A page that was loaded while the worker came to life is not its own yet.
  if (!navigator.serviceWorker.controller) active?.postMessage("claim");
}

/** @param {Event} event */
async function leave(event) {
  event.preventDefault();
  (await import("./lib/session.js")).signOut(/** @type {HTMLFormElement} */ (event.target), user);
}

/** Whether something waits in the outbox; mostly nothing does, and nothing has to be loaded for it. */
const hasUnsent = () => read(["outbox"], async ({ outbox }) => (await askStore(outbox.getAll())).some(({ state }) => state !== "done"));

const keepSending = async () => (await import("./lib/courier.js")).keepSending();

async function start() {
  shortenAddress();
  await write(["meta"], ({ meta }) => meta.put({ key: "user", value: { id: user, name } })).catch(() => {});
  document.getElementById("sign-out")?.addEventListener("submit", leave);
  const asked = ask();
  if ("serviceWorker" in navigator) registerWorker().catch(() => {});
  watch(keepSending);
  if (await hasUnsent()) keepSending();
  if (isList) (await import("./lib/install.js")).offer(user);
  if (isList || isBrief) (await import("./lib/visit-list.js")).run(user, asked);
}

addEventListener("online", ask);
document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
addEventListener("offline", () => show("no-network", true));
start();
