/** All that somebody has on this phone alone, in one file: for the day when no other way leads to the office. */

import { digestOf } from "./api.js";
import { read } from "./db.js";
import { contents } from "./draft.js";
import { freeze } from "./outbox.js";
import { workOf } from "./work.js";

const KEEP_ADDRESS = 60_000;

/** @param {string} user */
export async function saveCopy(user) {
  const href = URL.createObjectURL(await copyOf(user));
  const link = document.createElement("a");
  Object.assign(link, { href, download: `extra-eyes-${new Date().toISOString().slice(0, 10)}.json` }).click();
  setTimeout(() => URL.revokeObjectURL(href), KEEP_ADDRESS);
}

/** Made visit by visit: all photos of all visits at once may be more than the memory holds. @param {string} user */
async function copyOf(user) {
  const { waiting, drafts } = await workOf(user);
  const head = JSON.stringify({ format: "extra-eyes-rescue", version: 1, made_at: new Date().toISOString(), user, visits: [] });
  const visits = [];
  for (const visit of [...waiting, ...drafts]) visits.push(...(visits.length ? [","] : []), new Blob([JSON.stringify(await pack(visit))]));
  return new Blob([head.slice(0, -2), ...visits, head.slice(-2)], { type: "application/json" });
}

/** @param {import("./db.js").Entry | import("./db.js").Draft} visit */
async function pack(visit) {
  const found = await read(["drafts", "answers", "photos"], (stores) => contents(stores, visit.id));
  const photos = [];
  for (const { id, question, taken, digest, buf } of found.photos) {
    if (buf) photos.push({ id, question, taken, digest, jpeg: await base64(buf) });
  }
  if ("body" in visit) return { id: visit.id, body: visit.body, digest: visit.digest, photos };
  const body = freeze(visit, found, visit.saved || visit.started);
  return { id: visit.id, body, digest: await digestOf(body), photos, unfinished: true };
}

/** @param {ArrayBuffer} bytes @returns {Promise<string>} */
const base64 = (bytes) => new Promise((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(String(reader.result).split(",")[1]);
  reader.onerror = () => reject(reader.error);
  reader.readAsDataURL(new Blob([bytes]));
});
