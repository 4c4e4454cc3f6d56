/** Whether what is kept on this phone is all that a page needs. */

import { FILES, PAGES, find, forget, keepFiles, markOf, sealed } from "./pages.js";

/** Whether a release was kept, and every file of it is still here. @param {string | null} digest */
async function isWhole(digest) {
  const urls = await sealed(digest);
  return !!urls && (await Promise.all(urls.map(find))).every(Boolean);
}

/** Whether a page can be opened without a network. @param {string} path */
export async function isReady(path) {
  const page = await find(path);
  return !!page && isWhole(markOf(page).digest);
}

/** Keeps a release; one of which something went missing is kept anew. @param {import("./pages.js").Files} release */
export async function keepWhole(release) {
  if (!(await isWhole(release.digest))) await forget((name) => name === FILES + release.digest);
  await keepFiles(release);
}

/** The kept paths of a person's pages. @param {string} user */
export async function pathsOf(user) {
  return (await (await caches.open(PAGES + user)).keys()).map(({ url }) => new URL(url).pathname);
}

/** The caches with the files that kept pages need. @param {string} newest the digest of the release that runs */
export async function neededFiles(newest) {
  const needed = [FILES + newest];
  for (const name of (await caches.keys()).filter((each) => !each.startsWith(FILES))) {
    const cache = await caches.open(name);
    for (const page of await cache.matchAll()) needed.push(FILES + markOf(page).digest);
  }
  return needed;
}
