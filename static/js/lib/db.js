/** What this phone keeps: drafts, answers, photos and the outbox, in one IndexedDB database. */

/**
 * @typedef {{id: string, user: string, visit: string, edition: string, language: string, place: string, title: string,
 *   url: string, started: string, revision: number, active: number, saved: string}} Draft
 * @typedef {string | string[]} Value
 * @typedef {{draft: string, name: string, value: Value, at: string, dirty: 0 | 1}} Answer
 * @typedef {{id: string, draft: string, question: string, buf: ArrayBuffer | null, width: number, height: number,
 *   digest: string, taken: string, sent: boolean, url?: string}} Photo
 * @typedef {{id: string, question: string, digest: string}} Listed
 * @typedef {"ready" | "sending" | "sign_in" | "wrong_user" | "refused" | "done"} State
 * @typedef {{id: string, user: string, visit: string, place: string, title: string, url: string, body: string,
 *   digest: string, photos: Listed[], state: State, tries: number, next: number, why: string, receipt: any,
 *   finished: string, sentPhotos: number}} Entry
 * @typedef {Record<"drafts" | "answers" | "photos" | "outbox" | "meta", IDBObjectStore>} Stores
 */

const NAME = "extra-eyes";
const LOST = ["InvalidStateError", "UnknownError", "AbortError"];

/** @type {Promise<IDBDatabase> | null} */
let opened = null;

/** @returns {Promise<IDBDatabase>} the open connection; a dead one is replaced by a new one */
export function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => build(request.result);
    request.onsuccess = () => {
      const db = request.result;
      // Safari drops the connection under memory pressure; another tab may clear everything.
      db.onclose = forget;
      db.onversionchange = () => { db.close(); forget(); };
      resolve(db);
    };
    request.onerror = () => reject(request.error);
  });
  opened.catch(forget);
  return opened;
}

function forget() { opened = null; }

/** Transactions under way, and whether all that they shall do has been asked for. @type {Map<IDBTransaction, boolean>} */
export const underWay = new Map();

/** @param {IDBDatabase} db */
function build(db) {
  db.createObjectStore("drafts", { keyPath: "id" }).createIndex("whose", ["user", "visit"]);
  db.createObjectStore("answers", { keyPath: ["draft", "name"] }).createIndex("draft", "draft");
  db.createObjectStore("photos", { keyPath: "id" }).createIndex("draft", "draft");
  db.createObjectStore("outbox", { keyPath: "id" }).createIndex("whose", ["user", "visit"]);
  db.createObjectStore("meta", { keyPath: "key" });
}

/**
 * Reads in one transaction.
 * @template T
 * @param {(keyof Stores)[]} names
 * @param {(stores: Stores) => Promise<T> | T} work awaits nothing but requests of these stores
 * @returns {Promise<T>}
 */
export const read = (names, work) => persist(names, "readonly", work);

/**
 * Writes in one transaction, all or nothing; what it resolves to is on the disk.
 * @template T
 * @param {(keyof Stores)[]} names
 * @param {(stores: Stores) => Promise<T> | T} work awaits nothing but requests of these stores
 * @returns {Promise<T>}
 */
export const write = (names, work) => persist(names, "readwrite", work);

/**
 * @template T
 * @param {(keyof Stores)[]} names @param {IDBTransactionMode} mode @param {(stores: Stores) => Promise<T> | T} work
 * @returns {Promise<T>}
 */
async function persist(names, mode, work) {
  try {
    return await attempt(names, mode, work);
  } catch (error) {
    if (!LOST.includes(/** @type {DOMException} */ (error)?.name)) throw error;
    forget();
    return attempt(names, mode, work);
  }
}

/**
 * @template T
 * @param {(keyof Stores)[]} names @param {IDBTransactionMode} mode @param {(stores: Stores) => Promise<T> | T} work
 * @returns {Promise<T>}
 */
async function attempt(names, mode, work) {
  const transaction = (await open()).transaction(names, mode, { durability: "strict" });
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error ?? new DOMException("", "AbortError"));
  });
  done.catch(() => {});
  underWay.set(transaction, false);
  const stores = /** @type {Stores} */ ({});
  for (const name of names) stores[name] = transaction.objectStore(name);
  try {
    const result = await work(stores);
    underWay.set(transaction, true);
    await done;
    return result;
  } catch (error) {
    try { transaction.abort(); } catch { /* it has ended by itself */ }
    throw transaction.error ?? error;
  } finally {
    underWay.delete(transaction);
  }
}

/**
 * The result of a request.
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
export function ask(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @type {BroadcastChannel | undefined} */
let channel;
const speaker = () => (channel ??= new BroadcastChannel(NAME));

/** Tells the other tabs and the worker. @param {{kind: "answers" | "photos" | "outbox", draft?: string, names?: string[]}} news */
export const announce = (news) => speaker().postMessage(news);

/** Hears from the others. @param {string} kind @param {(news: any) => void} react */
export function listen(kind, react) {
  speaker().addEventListener("message", (event) => { if (event.data.kind === kind) react(event.data); });
}

/** Hears of every change in the outbox, made here, by another tab or by the worker. @param {() => void} react */
export function watch(react) {
  addEventListener("outbox", react);
  listen("outbox", react);
}
