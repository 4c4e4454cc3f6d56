/** What this phone keeps in its caches: the files of each release, and pages of whoever is signed in. */

/** @typedef {{digest: string, urls: string[]}} Files a release by the digest of its files, and their addresses */

export const FILES = "files-";
export const PAGES = "pages-";
export const OFFLINE = "/offline";
const EVERYBODY = "everybody";
const SEAL = "/seal";

/** A page of ours says which release made it and for whom; a hotel's sign-in page does not. */
export const markOf = (/** @type {Response} */ { headers }) => ({ digest: headers.get("X-Extra-Eyes"), user: headers.get("X-Extra-Eyes-For") });

/** The kept page of a path, or a kept file. @param {string} path */
export const find = (path) => caches.match(path);

/** The addresses of a release that was kept as a whole. @param {string | null} digest @returns {Promise<string[] | undefined>} */
export const sealed = async (digest) => (await caches.match(SEAL, { cacheName: FILES + digest }))?.json();

/** Keeps all files of a release, or none of them: the seal comes last. @param {Files} release */
export async function keepFiles({ digest, urls }) {
  if (await sealed(digest)) return;
  const cache = await caches.open(FILES + digest);
  await cache.addAll(urls);
  await cache.put(SEAL, Response.json(urls));
}

/**
 * Keeps a page under its path if it is ours and all its files are here.
 * @param {string} path @param {Response} response
 */
export async function keepPage(path, response) {
  const { digest, user } = markOf(response);
  const name = path === OFFLINE ? EVERYBODY : user && PAGES + user;
  if (!response.ok || response.redirected || !name || !(await sealed(digest))) return;
  if (user) await forgetOthers(user);
  await (await caches.open(name)).put(path, response);
}

/** Deletes the pages of all but this person: somebody else is signed in now. @param {string} [user] without, nobody's stay */
export const forgetOthers = async (user) => forget((name) => name.startsWith(PAGES) && name !== PAGES + user);

/** Deletes caches. @param {(name: string) => boolean} isOver */
export async function forget(isOver) {
  await Promise.all((await caches.keys()).filter(isOver).map((name) => caches.delete(name)));
}

/** @param {string} path */
export async function drop(path) {
  for (const name of await caches.keys()) if (name.startsWith(PAGES)) await (await caches.open(name)).delete(path);
}
