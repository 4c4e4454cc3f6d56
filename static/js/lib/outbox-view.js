/** What a shopper sees of the outbox: a card for each finished visit, and what one can do about it. */

import { keepSending, send } from "./courier.js";
import { forgetReceipts, owner, remove, watch } from "./outbox.js";
import { saveCopy } from "./rescue.js";
import { clock, clone, say } from "./words.js";
import { workOf } from "./work.js";

/**
 * @typedef {import("./db.js").Entry} Entry
 * @typedef {{look: string, state: string, why?: string[], next?: string, steps?: string[]}} Card what one says, in words
 */

const OFTEN = 6;

/** Shows what waits and what was sent, and keeps sending. @param {string} [visit] nothing but this one */
export function showOutbox(visit) {
  const section = document.getElementById("outbox");
  if (!section) return;
  const show = () => render(section, visit);
  section.addEventListener("click", ({ target }) => {
    const button = /** @type {HTMLElement} */ (target).closest("button");
    if (button?.dataset.do) act(section, button.dataset.do, button.closest("li"));
  });
  for (const event of ["online", "offline"]) addEventListener(event, show);
  watch(show);
  section.classList.toggle("of-one", !!visit);
  if (visit) put(section, "title", word("finished"));
  forgetReceipts().then(show).then(keepSending);
}

/** @param {HTMLElement} section @param {string} wish @param {HTMLElement | null} card */
async function act(section, wish, card) {
  if (wish === "send") return send({ force: true });
  if (wish === "remove" && card) return warn(section, card);
  const said = await saveCopy((await owner())?.id ?? "").then(() => "copied", () => "not_copied");
  for (const place of section.querySelectorAll("[data-said]")) place.textContent = word(said);
}

/** @param {HTMLElement} section @param {HTMLElement} card */
function warn(section, card) {
  const dialog = /** @type {HTMLDialogElement} */ (section.querySelector("dialog"));
  dialog.onclose = async () => {
    if (dialog.returnValue !== "remove") return;
    await remove(card.id);
    section.querySelector("h2")?.focus();
  };
  dialog.returnValue = "";
  put(dialog, "place", card.querySelector("[data-place]")?.textContent ?? "");
  for (const place of section.querySelectorAll("[data-said]")) place.textContent = "";
  dialog.showModal();
}

/** @param {HTMLElement} section @param {string} [visit] */
async function render(section, visit) {
  const work = await workOf((await owner())?.id ?? "");
  const isShown = (/** @type {Entry} */ entry) => !visit || entry.visit === visit;
  const waiting = work.waiting.filter(isShown).sort(byTime), sent = work.sent.filter(isShown).sort(byTime).reverse();
  const here = visit ? [...waiting, ...sent] : waiting;
  /** @param {string} name @param {boolean} isNeeded */
  const part = (name, isNeeded) => {
    const found = /** @type {HTMLElement} */ (section.querySelector(`[data-part=${name}]`));
    found.hidden = !isNeeded;
    return found;
  };
  fill(part("here", here.length > 0), here);
  fill(part("sent", !visit && sent.length > 0), visit ? [] : sent);
  part("send", waiting.length > 0);
  part("back", !!visit);
  part("copy", waiting.length + (visit ? 0 : work.drafts.length) > 0);
  section.hidden = !(here.length + sent.length + work.drafts.length);
}

/** @param {Entry} one @param {Entry} other */
const byTime = (one, other) => one.finished.localeCompare(other.finished);

/** Cards stay the same elements, so that a screen reader hears only what changes. @param {HTMLElement} part @param {Entry[]} entries */
function fill(part, entries) {
  const list = /** @type {HTMLElement} */ (part.querySelector("ul"));
  for (const card of [...list.children]) if (!entries.some(({ id }) => id === card.id)) card.remove();
  for (const entry of entries) {
    const card = /** @type {HTMLElement | null} */ (list.querySelector(`[id="${entry.id}"]`)) ?? clone("outbox-card");
    if (!card.id) list.append(Object.assign(card, { id: entry.id }));
    write(card, entry, cardOf(entry));
  }
}

/** @param {HTMLElement} card @param {Entry} entry @param {Card} says */
function write(card, entry, { look, state, why = [], next = "", steps = [] }) {
  card.dataset.look = look;
  put(card, "place", entry.place);
  put(card, "title", entry.title);
  put(card, "state", state);
  put(card, "why", why.join(" "));
  put(card, "next", next);
  const bar = /** @type {HTMLProgressElement} */ (card.querySelector("progress"));
  Object.assign(bar, { hidden: look !== "sending", max: entry.photos.length + 1, value: entry.sentPhotos });
  for (const step of /** @type {NodeListOf<HTMLElement>} */ (card.querySelectorAll("[data-step]"))) step.hidden = !steps.includes(step.dataset.step ?? "");
}

/** @param {HTMLElement} card @param {string} name @param {string} text */
function put(card, name, text) {
  const place = /** @type {HTMLElement} */ (card.querySelector(`[data-${name}]`));
  if (place.textContent !== text) place.textContent = text;
  place.hidden = !text;
}

/** @param {string} key @param {Record<string, unknown>} [values] */
const word = (key, values) => say(`outbox.${key}`, values);

/** @param {Entry} entry @returns {Card} */
function cardOf(entry) {
  const { state, why, tries } = entry;
  if (state === "done") return receiptCard(entry.receipt);
  if (state === "refused") return { look: "bad", state: word("refused"), why: [reasonOf(why)], steps: ["remove"] };
  if (state === "sign_in") return { look: "held", state: word("sign_in"), why: [word("kept")], steps: ["sign_in"] };
  if (state === "wrong_user") return { look: "held", state: word("wrong_user"), why: [word("signed_in", { name: why })] };
  if (state === "sending" && navigator.onLine) return sendingCard(entry);
  return { look: "waiting", state: word("waiting"), next: nextOf(entry), steps: tries >= OFTEN ? ["remove"] : [] };
}

/** @param {string} why */
function reasonOf(why) {
  const reason = word(`refused.${why}`);
  return reason.startsWith("outbox.") ? word("refused.other") : reason;
}

/** @param {any} receipt @returns {Card} */
function receiptCard({ received_at, disposition, held_for, code }) {
  const time = clock(received_at), next = word("receipt", { code });
  if (disposition !== "held") return { look: "good", state: word("done", { time }), why: [word("thanks")], next };
  return { look: "held", state: word("held", { time }), why: held_for.map((/** @type {string} */ reason) => word(`held.${reason}`)), next };
}

/** @param {Entry} entry @returns {Card} */
function sendingCard({ photos: { length }, sentPhotos }) {
  if (sentPhotos === length) return { look: "sending", state: word("sending") };
  return { look: "sending", state: say.many("outbox.photos", length, { sent: sentPhotos + 1 }) };
}

/** @param {Entry} entry */
function nextOf({ next }) {
  if (!navigator.onLine) return word("without_network");
  return next > Date.now() ? word("next", { time: clock(next) }) : "";
}
