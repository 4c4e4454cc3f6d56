/** What this phone keeps in its caches: the files of each release, and pages of whoever is signed in. */

/** @typedef {{digest: string, urls: string[]}} Files a release by the digest of its files, and their addresses */

const FILES = "files-";
const PAGES = "pages-";
const EVERYBODY = "everybody";
const SEAL = "/seal";
export const OFFLINE = "/offline";

/** A page of ours says which release made it, for whom, and in which language; a hotel's sign-in page does not. */
export const markOf = (/** @type {Response} */ { headers }) => ({
  digest: headers.get("X-Extra-Eyes"), user: headers.get("X-Extra-Eyes-For"), language: headers.get("Content-Language"),
});

/** The kept page of a path, or a kept file. @param {string} path */
export const find = (path) => caches.match(path, { ignoreVary: true });

/** Keeps all files of a release, or none of them: the seal comes last. @param {Files} release */
export async function keepFiles({ digest, urls }) {
  const cache = await caches.open(FILES + digest);
  const there = await Promise.all(urls.map((url) => cache.match(url, { ignoreVary: true })));
  const missing = urls.filter((_, number) => !there[number]);
  if (missing.length) await cache.addAll(missing);
  await cache.put(SEAL, new Response(JSON.stringify(urls)));
}

/** The addresses of a release that was kept as a whole. @param {string} digest @returns {Promise<string[] | undefined>} */
const sealed = async (digest) => (await caches.match(SEAL, { cacheName: FILES + digest }))?.json();

/**
 * Keeps a page under its path if it is ours and all its files are here.
 * @param {string} path @param {Response} response @returns {Promise<boolean>} whether it was kept
 */
export async function keepPage(path, response) {
  const { digest, user } = markOf(response);
  const isWhole = response.ok && !response.redirected && response.type === "basic";
  if (!isWhole || !digest || !(user || path === OFFLINE) || !(await sealed(digest))) return false;
  if (user) await forgetOthers(user);
  const cache = await caches.open(path === OFFLINE ? EVERYBODY : PAGES + user);
  await cache.put(path, response);
  return true;
}

/** Whether a page can be opened without a network: it is here, and so is every file of its release. @param {string} path */
export async function isReady(path) {
  const page = await find(path);
  const urls = page && await sealed(markOf(page).digest ?? "");
  return !!urls && (await Promise.all(urls.map(find))).every(Boolean);
}

/** Deletes the pages of all but this person: somebody else is signed in now. @param {string} [user] nobody's stay without */
export async function forgetOthers(user) {
  const others = (await caches.keys()).filter((name) => name.startsWith(PAGES) && name !== PAGES + user);
  await Promise.all(others.map((name) => caches.delete(name)));
}

/** The kept paths of a person's pages. @param {string} user */
export async function pathsOf(user) {
  return (await (await caches.open(PAGES + user)).keys()).map(({ url }) => new URL(url).pathname);
}

/** @param {string} path */
export async function drop(path) {
  for (const name of await caches.keys()) if (name.startsWith(PAGES)) await (await caches.open(name)).delete(path, { ignoreVary: true });
}

/** Deletes the files of releases that no kept page needs. @param {string} newest the digest of the release that runs */
export async function tidy(newest) {
  const names = await caches.keys();
  const needed = new Set([FILES + newest]);
  for (const name of names.filter((each) => !each.startsWith(FILES))) {
    const cache = await caches.open(name);
    for (const key of await cache.keys()) {
      const page = await cache.match(key, { ignoreVary: true });
      if (page) needed.add(FILES + markOf(page).digest);
    }
  }
  const unneeded = names.filter((name) => name.startsWith(FILES) && !needed.has(name));
  await Promise.all(unneeded.map((name) => caches.delete(name)));
}
