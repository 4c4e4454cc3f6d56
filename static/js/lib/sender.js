/** Takes finished visits to the server, in pages and in the worker: once, one sender at a time, until a receipt lists it all. */

import { call } from "./api.js";
import { announce, ask, read, write } from "./db.js";

/**
 * @typedef {import("./db.js").Photo} Photo
 * @typedef {import("./db.js").Entry} Entry
 * @typedef {import("./api.js").Reply} Reply
 */

const LONGEST_PAUSE = 3e5;
const BUSY = 1500;

/** Who was signed in last. @returns {Promise<{id: string, name: string} | undefined>} */
export const owner = () => read(["meta"], async ({ meta }) => (await ask(meta.get("user")))?.value);

/** Everything finished by one person. @param {string} user @returns {Promise<Entry[]>} */
export const entries = (user) =>
  read(["outbox"], ({ outbox }) => ask(outbox.index("whose").getAll(IDBKeyRange.bound([user], [user, []]))));

/**
 * Sends what is due and belongs to who is signed in.
 * @param {{now?: number, force?: boolean, online?: boolean}} [wish] `force`: a person asked, wait for nothing;
 *   `online`: the network is back, do not wait for it any longer
 * @returns {Promise<number>} when to try again, as Date.now(); 0 where nothing waits for a time
 */
export async function sendAll({ now = Date.now(), force, online } = {}) {
  if (!navigator.onLine && !force) return now + LONGEST_PAUSE;
  return navigator.locks.request("outbox", { ifAvailable: true }, async (lock) => {
    if (!lock) return now + BUSY;
    const user = (await owner())?.id ?? "";
    const isDue = (/** @type {Entry} */ { state, why, next }) =>
      state !== "done" && (force || (state !== "refused" && (next <= now || (online && why === "network"))));
    await sendEach((await entries(user)).filter(isDue));
    const times = (await entries(user)).filter(({ state }) => state === "ready").map(({ next }) => next);
    return times.length && Math.max(Math.min(...times), Date.now() + BUSY);
  });
}

/** @param {Entry[]} due */
async function sendEach(due) {
  /** @type {Reply | undefined} nobody answers, or somebody else is signed in: the same for all that come after */
  let halt;
  // What failed often comes last, so that one bad visit never holds back the others.
  for (const entry of due.sort((one, other) => one.tries - other.tries)) {
    const reply = halt ?? await deliver(entry);
    await change(entry.id, { ...outcomeOf(entry, reply), ...(halt && { tries: entry.tries }) });
    if (["again", "sign_in", "wrong_user"].includes(reply.kind) && ![400, 500].includes(reply.status)) halt = reply;
  }
}

/** Photos first, the visit last. @param {Entry} entry @returns {Promise<Reply>} */
async function deliver(entry) {
  const { id, user, body, digest, photos } = entry;
  await change(id, { state: "sending" });
  const failed = await sendPhotos(entry);
  if (failed) return failed;
  const reply = await call("PUT", `/api/submissions/${id}`, { user, body, proof: (data) => data.id === id && data.digest === digest });
  const missing = reply.kind === "ok" ? unproven(photos, reply.data.photos) : reply.data.missing ?? [];
  if (!missing.length) return reply;
  const areHere = await mark(missing, false);
  return { ...reply, kind: areHere ? "missing" : "refused", data: { error: "photo_gone" } };
}

/** @param {Entry} entry @returns {Promise<Reply | void>} what stopped it */
async function sendPhotos({ id, user, visit, photos }) {
  for (const [index, listed] of photos.entries()) {
    const photo = await read(["photos"], (stores) => ask(stores.photos.get(listed.id)));
    const reply = photo?.buf && !photo.sent && await sendPhoto(user, visit, photo);
    if (reply && reply.kind !== "ok") return reply;
    await change(id, { sentPhotos: index + 1 });
  }
}

/** What a receipt does not list; a photo that another phone took has its digest there alone. @param {Entry["photos"]} photos @param {Record<string, string>} [there] */
const unproven = (photos, there = {}) =>
  photos.filter(({ id, digest }) => !there[id] || (digest && there[id] !== digest)).map(({ id }) => id);

/** Sends one photo and notes that it is there. @param {string} user @param {string} visit @param {Photo} photo */
export async function sendPhoto(user, visit, { id, question, taken, buf, digest }) {
  const path = `/api/photos/${id}?${new URLSearchParams({ visit, question, taken })}`;
  const reply = await call("PUT", path, { user, body: buf ?? "", proof: (data) => data.id === id && data.digest === digest });
  if (reply.kind === "ok") await mark([id], true);
  return reply;
}

/** @param {string[]} ids @param {boolean} sent @returns {Promise<boolean>} whether each can be sent from this phone */
const mark = (ids, sent) => write(["photos"], async ({ photos }) => {
  const found = (await Promise.all(ids.map((id) => ask(photos.get(id))))).filter(Boolean);
  for (const photo of found) photos.put({ ...photo, sent });
  return found.length === ids.length && found.every(({ buf }) => buf);
});

/** @param {Entry} entry @param {Reply} reply @returns {Partial<Entry>} */
function outcomeOf({ tries }, { kind, status, data, retryAfter }) {
  if (kind === "ok") return { state: "done", body: "", why: "", receipt: data };
  if (kind === "sign_in" || kind === "wrong_user") return { state: kind, why: data.name ?? "", next: 0 };
  if (kind !== "again" && kind !== "missing") return { state: "refused", why: data.error ?? "too_large" };
  const pause = Math.min(LONGEST_PAUSE, 2 ** (tries + 1) * 1000) * (0.75 + Math.random() / 2);
  return { state: "ready", why: status ? "server" : "network", tries: tries + 1, next: Date.now() + Math.max(pause, retryAfter) };
}

/** With its receipt, a visit's photos go, too. @param {string} id @param {Partial<Entry>} patch */
async function change(id, patch) {
  await write(["outbox", "photos"], async ({ outbox, photos }) => {
    const entry = await ask(outbox.get(id));
    if (entry) outbox.put({ ...entry, ...patch });
    if (patch.state === "done") await clear(photos, id);
  });
  tell();
}

/** Deletes all of a draft from one store. @param {IDBObjectStore} store @param {string} draft */
export async function clear(store, draft) {
  for (const key of await ask(store.index("draft").getAllKeys(draft))) store.delete(key);
}

/** Tells everybody, here and elsewhere, and counts what is unsent on the icon. */
export async function tell() {
  dispatchEvent(new Event("outbox"));
  announce({ kind: "outbox" });
  const user = await owner();
  const unsent = user ? (await entries(user.id)).filter(({ state }) => state !== "done") : [];
  navigator.setAppBadge?.(unsent.length).catch(() => {});
}
