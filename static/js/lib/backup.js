/** A copy of an open draft on the server whenever there is a network: another phone goes on from there. */

import { call } from "./api.js";
import { announce, ask, read, write } from "./db.js";
import { contents } from "./draft.js";

/**
 * @typedef {import("./db.js").Draft} Draft
 * @typedef {import("./db.js").Value} Value
 * @typedef {import("./db.js").Photo} Photo
 * @typedef {import("./db.js").Stores} Stores
 * @typedef {import("./db.js").Answer & {theirs?: Value}} Answer `theirs`: another phone said something else; this one's
 *   answer waits here until a person gives it anew
 * @typedef {import("./draft.js").Contents & {removed: string[], isFinished: boolean}} Found
 * @typedef {Record<string, {value: Value | null, at: string}>} Changes
 * @typedef {{revision: number, state: string, changes: Record<string, Value | null>, conflicts: Record<string, Value | null>,
 *   unreadable: string[], photos: (Photo & {digest?: string})[]}} Synced
 * @typedef {{applied: [string, Value][], conflicts: [string, Value, Value][], hasPhotos: boolean}} Merged `hasPhotos`: some came or went
 * @typedef {{apply(name: string, value: Value): void, conflict(name: string, mine: Value, theirs: Value): void,
 *   photos(): void, closed(state: string): void}} Hooks
 */

const EVERY = 20_000;
const SMALL = 30_000;
const OVER = Infinity;
/** @type {(keyof Stores)[]} */
const STORES = ["drafts", "answers", "photos", "outbox", "meta"];
const EMPTY = JSON.stringify([]);

/**
 * Keeps the server's copy as new as the network allows, until the visit is finished or no longer to be done.
 * @param {Draft} draft its `revision` follows the server's @param {Hooks} hooks
 */
export function startBackup(draft, hooks) {
  /** Changes and photos that the server cannot take as they are. @type {Set<string>} */
  const refused = new Set();
  const over = new AbortController();
  let timer = 0, last = 0;
  /** @param {boolean} [isLooking] even with nothing to tell: has another phone? */
  async function run(isLooking) {
    clearTimeout(timer);
    last = Date.now();
    const turn = () => exchange(draft, hooks, refused, isLooking);
    const pause = await navigator.locks.request(`backup-${draft.id}`, { ifAvailable: true }, (lock) => (lock ? turn() : 0)).catch(() => 0);
    if (pause === OVER) over.abort();
    clearTimeout(timer);
    if (!over.signal.aborted) timer = setTimeout(run, Math.max(EVERY, pause));
  }
  const options = { signal: over.signal };
  addEventListener("online", () => run(true), options);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || Date.now() - last > EVERY) run(!document.hidden);
  }, options);
  over.signal.addEventListener("abort", () => clearTimeout(timer));
  const isRunning = read(STORES, (stores) => look(stores, draft.id)).then(({ answers }) => {
    for (const { name, value, theirs } of /** @type {Answer[]} */ (answers)) if (theirs !== undefined) hooks.conflict(name, value, theirs);
    return run(true);
  });
  return { stop: () => over.abort(), isRunning };
}

/** @param {Stores} stores @param {string} id @returns {Promise<Found>} */
async function look(stores, id) {
  const [found, removed, finished] = await Promise.all([
    contents(stores, id), ask(stores.meta.get(`removed.${id}`)), ask(stores.outbox.getKey(id))]);
  return { ...found, removed: removed?.value ?? [], isFinished: finished !== undefined };
}

/**
 * One exchange with the server.
 * @param {Draft} draft @param {Hooks} hooks @param {Set<string>} refused @param {boolean} [isLooking]
 * @returns {Promise<number>} how long the server wants to be left alone, in milliseconds
 */
async function exchange(draft, hooks, refused, isLooking) {
  const found = await read(STORES, (stores) => look(stores, draft.id));
  if (found.isFinished) return OVER;
  const changes = changesIn(found, refused);
  const news = [...Object.keys(changes), ...found.removed, ...found.photos.filter((photo) => isUnsent(photo, refused))];
  if (!isLooking && !news.length) return 0;
  const reply = await send(draft, found, changes);
  if (reply.kind !== "ok") return patience(reply);
  if (reply.data.state !== "open") { hooks.closed(reply.data.state); return OVER; }
  for (const name of reply.data.unreadable) refused.add(name + changes[name]?.at);
  const merged = await write(STORES, (stores) => merge(stores, draft, found.removed, changes, reply.data));
  if (!merged) return OVER;
  tell(draft, hooks, merged);
  return sendPhotos(draft, refused);
}

/** @param {Draft} draft @param {Found} found @param {Changes} changes */
function send({ visit, user, edition, revision }, found, changes) {
  const base = found.draft?.revision ?? revision;
  const body = JSON.stringify({ edition, base, changes, removed_photos: found.removed });
  // What a browser still sends for a page that is going away must be small.
  const keepalive = document.hidden && body.length < SMALL;
  return call("PUT", `/api/drafts/${visit}`, { user, body, keepalive, proof: ({ revision }) => Number.isInteger(revision) });
}

/** @param {import("./api.js").Reply} reply */
const patience = ({ kind, retryAfter }) => (["again", "sign_in", "wrong_user"].includes(kind) ? retryAfter : OVER);

/** @param {Found} found @param {Set<string>} refused @returns {Changes} */
function changesIn({ answers }, refused) {
  const ours = /** @type {Answer[]} */ (answers).filter(({ name, at, dirty, theirs }) =>
    dirty && theirs === undefined && /^[qc]\./.test(name) && !refused.has(name + at));
  return Object.fromEntries(ours.map(({ name, value, at }) => [name, { value: value.length ? value : null, at }]));
}

/**
 * Writes down what the server said; what was typed meanwhile stays as it is.
 * @param {Stores} stores @param {Draft} draft @param {string[]} removed @param {Changes} sent @param {Synced} reply
 * @returns {Promise<Merged | null>}
 */
async function merge(stores, draft, removed, sent, reply) {
  const now = await look(stores, draft.id);
  if (now.isFinished) return null;
  draft.revision = reply.revision;
  if (now.draft) stores.drafts.put({ ...now.draft, revision: reply.revision });
  const merged = mergeAnswers(stores, draft.id, now, sent, reply);
  merged.hasPhotos = mergePhotos(stores, draft.id, now, reply);
  // What came from another phone needs a draft to belong to.
  if (!now.draft && (merged.applied.length || merged.hasPhotos)) stores.drafts.put(draft);
  const left = now.removed.filter((id) => !removed.includes(id));
  stores.meta.put({ key: `removed.${draft.id}`, value: left });
  return merged;
}

/** @param {Stores} stores @param {string} draft @param {Found} now @param {Changes} sent @param {Synced} reply @returns {Merged} */
function mergeAnswers(stores, draft, now, sent, { changes, conflicts, unreadable }) {
  const here = new Map(/** @type {Answer[]} */ (now.answers).map((answer) => [answer.name, answer]));
  for (const [name, { at }] of Object.entries(sent)) {
    const mine = here.get(name);
    if (mine?.at !== at || name in conflicts || unreadable.includes(name)) continue;
    mine.dirty = 0;
    stores.answers.put(mine);
  }
  /** @type {Merged} */
  const merged = { applied: [], conflicts: [], hasPhotos: false };
  for (const [name, value] of Object.entries({ ...changes, ...conflicts })) {
    const mine = here.get(name) ?? { draft, name, value: "", at: "", dirty: 0 };
    compare(stores, merged, mine, value ?? "");
  }
  return merged;
}

/** @param {Stores} stores @param {Merged} merged @param {Answer} mine @param {Value} theirs */
function compare({ answers }, merged, mine, theirs) {
  const { draft, name, value, dirty, theirs: before } = mine;
  const isSame = plain(value) === plain(theirs);
  if (dirty && !isSame) {
    answers.put({ ...mine, theirs });
    merged.conflicts.push([name, value, theirs]);
  } else {
    answers.put({ draft, name, value: theirs, at: new Date().toISOString(), dirty: 0 });
    if (!isSame || before !== undefined) merged.applied.push([name, theirs]);
  }
}

/** One value, a list of one, and nothing in its several forms are written alike. @param {Value} value */
const plain = (value) => (value.length ? JSON.stringify([value].flat()) : EMPTY);

/** @param {Stores} stores @param {string} draft @param {Found} now @param {Synced} reply @returns {boolean} whether any came or went */
function mergePhotos(stores, draft, { photos, removed }, reply) {
  const there = new Set(reply.photos.map(({ id }) => id));
  const known = new Set([...photos.map(({ id }) => id), ...removed]);
  const gone = photos.filter(({ id, buf }) => !buf && !there.has(id));
  const come = reply.photos.filter(({ id }) => !known.has(id)).map(
    ({ id, question, digest, width, height, taken, url }) => ({ id, draft, question, buf: null, width, height, digest, taken, sent: true, url }));
  for (const { id } of gone) stores.photos.delete(id);
  for (const photo of come) stores.photos.put(photo);
  return gone.length + come.length > 0;
}

/** @param {Draft} draft @param {Hooks} hooks @param {Merged} merged */
function tell({ id }, hooks, { applied, conflicts, hasPhotos }) {
  for (const [name, value] of applied) hooks.apply(name, value);
  for (const conflict of conflicts) hooks.conflict(...conflict);
  if (applied.length) announce({ kind: "answers", draft: id, names: applied.map(([name]) => name) });
  if (!hasPhotos) return;
  hooks.photos();
  announce({ kind: "photos", draft: id });
}

/** @param {Photo} photo @param {Set<string>} refused */
const isUnsent = ({ id, buf, sent }, refused) => buf && !sent && !refused.has(id);

/** One after the other, while the form is filled in. @param {Draft} draft @param {Set<string>} refused @returns {Promise<number>} */
async function sendPhotos({ id, user, visit }, refused) {
  for (;;) {
    const { photos, isFinished } = await read(STORES, (stores) => look(stores, id));
    const photo = photos.find((one) => isUnsent(one, refused));
    if (!photo || isFinished) return 0;
    const { sendPhoto } = await import("./sender.js");
    const reply = await sendPhoto(user, visit, photo);
    if (reply.kind !== "ok" && patience(reply) !== OVER) return reply.retryAfter;
    if (reply.kind !== "ok") refused.add(photo.id);
  }
}
