/** Keeps on this phone what its visits need without a network. */

import { OFFLINE, drop, find, keepPage, markOf } from "./pages.js";
import { keepWhole, neededFiles, pathsOf } from "./readiness.js";
import { unsentIn, workOf } from "./work.js";

/** @typedef {import("../main.js").Manifest} Manifest */

/**
 * Fetches what is not here yet, and drops what is no longer needed.
 * @param {string} user @param {Manifest} manifest what the server lists @param {() => void} step after each visit
 */
export async function keepReady(user, manifest, step) {
  await keepWhole(manifest.assets);
  for (const path of manifest.pages) await keep(path, manifest);
  for (const { brief, url, state } of manifest.visits) {
    await keep(brief, manifest);
    if (state !== "unread") await keep(url, manifest);
    step();
  }
  await dropOld(user, manifest);
  const registration = await navigator.serviceWorker?.getRegistration();
  registration?.active?.postMessage(await neededFiles(manifest.assets.digest));
}

/** @param {string} path @param {Manifest} manifest */
async function keep(path, { assets, language }) {
  const page = await find(path);
  const isNew = page && markOf(page).digest === assets.digest && page.headers.get("Content-Language") === language;
  if (isNew && isOfToday(path, page)) return;
  // A page that cannot be had now stays as it was.
  await fetch(path, { cache: "no-store" }).then((response) => keepPage(path, response)).catch(() => {});
}

/** A checklist's page says no days; the others do. @param {string} path @param {Response} page */
function isOfToday(path, { headers }) {
  const made = new Date(headers.get("Date") ?? 0);
  return path === OFFLINE || path.includes("/c/") || made.toDateString() === new Date().toDateString();
}

/** Drops the pages of visits that are no longer this person's to do, but for those with unsent work. @param {string} user @param {Manifest} manifest */
async function dropOld(user, { pages, visits }) {
  const needed = new Set([...pages, ...visits.flatMap(({ brief, url }) => [brief, url])]);
  const unsent = unsentIn(await workOf(user));
  for (const path of await pathsOf(user)) {
    if (!needed.has(path) && !unsent.has(path.split("/")[2] ?? "")) await drop(path);
  }
}
