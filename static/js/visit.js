/** The checklist page: fills itself from this phone, keeps every answer as it is given, and hands the visit over. */

import { Keeper } from "./lib/autosave.js";
import { ask, listen, read, watch } from "./lib/db.js";
import { Form, part } from "./lib/form.js";
import { forgetPlace, goBack, jump, rememberPlace, rememberSoon } from "./lib/place.js";
import { attachTools } from "./lib/tools.js";
import { on } from "./lib/veil.js";
import { clock, dayIn, say } from "./lib/words.js";

/**
 * @typedef {import("./lib/db.js").Value} Value
 * @typedef {import("./lib/form.js").Field} Field
 */

const TYPING = 400;
const SHORTLY = 80;

/** @type {HTMLFormElement} */
const element = part("checklist");
const { visit = "", edition = "", place = "", title = "", opens = "", zone } = element.dataset;
const { user = "", name: person = "" } = document.body.dataset;

const draft = /** @type {import("./lib/db.js").Draft} */ ({
  id: crypto.randomUUID(), user, visit, edition, place, title, url: location.pathname, language: document.documentElement.lang,
  started: new Date().toISOString(), revision: 0, active: 0, saved: "",
});
/** @type {import("./lib/tools.js").Photos | undefined} */
let photos;
/** @type {ReturnType<typeof import("./lib/backup.js").startBackup> | undefined} */
let backup;
/** @type {Promise<unknown>} */
let attached = Promise.resolve();
let soon = 0;
/** @type {Promise<import("./lib/check.js").Check> | undefined} */
let check;

const form = new Form(element, JSON.parse(part("rules").textContent), () => photos?.photosOf() ?? {});
const keeper = new Keeper(draft, person, {
  show(state) {
    show(state);
    if (state === "saved") rememberSoon(keeper.mirror);
  },
  everything: () => form.everything(),
  gone: () => photos?.putBack(),
  finished,
});

/** @param {import("./lib/autosave.js").Saving} state @param {string | number} [moment] */
function show(state, moment = Date.now()) {
  const line = part("saved");
  line.className = state;
  line.setAttribute("aria-live", state === "failed" ? "assertive" : "off");
  line.textContent = say(`visit.${state}`, { get time() { return clock(moment); } });
}

/** Says something about the whole visit. @param {string} id @param {string} sentence */
function tell(id, sentence) {
  part(id).hidden = !sentence;
  part(id).firstElementChild.textContent = sentence;
  if (id === "trouble") part(id).scrollIntoView({ block: "nearest" });
}

/** Brings the page up to what this phone has, or what was cleared away back to the phone. @returns {Promise<boolean>} whether to go on */
async function open() {
  if (element.hidden) return false;
  const { entry, answers } = await keeper.open();
  if (entry) return false;
  for (const [name, { value }] of answers) form.put(name, value);
  await keeper.flush();
  update();
  return true;
}

/** Looks once more; where that fails, the next answer says so. */
const again = () => open().catch(() => {});

function update() {
  form.refresh();
  if (check || form.unreadable.size) loadCheck().then((loaded) => loaded?.update());
}

/** Wanted at the end, or when a number cannot be read. */
const loadCheck = () => (check ??= import("./lib/check.js").then(({ Check }) => new Check(form))).catch(lackModules);

/** An answer or a photo is another one than before; keeping it goes before showing what follows from it. */
function changed() {
  check?.then((loaded) => loaded.offer(false));
  soon ||= window.setTimeout(() => { soon = 0; update(); }, SHORTLY);
}

/** Photos were loaded, or there are others than before. */
function photosChanged() {
  const before = JSON.stringify(form.sheet.photos);
  update();
  if (JSON.stringify(form.sheet.photos) !== before) changed();
  lookAtRoom();
}

/** The visit lies in the outbox: nothing is filled in any more. */
function finished() {
  if (backup) tell("elsewhere", "");
  backup?.stop();
  keeper.stop();
  forgetPlace(keeper.mirror);
  element.hidden = true;
  document.documentElement.dataset.ready = "sent";
  showSent().catch(lackModules);
}

/** What became of the visit. */
async function showSent() {
  if (on.size) await import("./lib/discreet.js");
  (await import("./lib/outbox-view.js")).showOutbox(visit);
}

/** An answer was given. @param {Event} event */
function given({ type, target }) {
  const { name, type: kind } = /** @type {Field} */ (target);
  if (!form.fields.has(name)) return;
  if (type === "change") { keeper.flush(); changed(); return; }
  for (const note of part(`q-${name.slice(2)}`).querySelectorAll(".changed, .contested")) note.remove();
  keeper.keep(name, form.value(name), kind === "radio" || kind === "checkbox" ? 0 : TYPING);
  changed();
}

/** Somebody else gave an answer: it appears, and says so. @param {string} name @param {Value} value @param {"tab" | "phone"} where */
function change(name, value, where) {
  if (keeper.waiting.has(name) || !form.put(name, value)) return;
  form.beside(name, "changed").textContent = say(`visit.changed.${where}`);
  changed();
  // Whoever shows the numbers elsewhere hears of it.
  element.dispatchEvent(new Event("change"));
}

const finish = async () => (await loadCheck())?.open();

/** A button that is disabled hears no second tap. */
async function send() {
  part("send").disabled = true;
  tell("trouble", await handOver().catch(() => say("visit.no_room")));
  part("send").disabled = false;
}

/** @returns {Promise<string>} what is in the way */
async function handOver() {
  const { finalize } = await import("./lib/outbox.js").catch(() => ({ finalize: null }));
  if (!finalize) { lackModules(); return ""; }
  await attached;
  await photos?.last;
  if (!(await open())) return "";
  await photos?.putBack();
  if (keeper.waiting.size) return say("visit.not_saved");
  if (form.lacking().length) { finish(); return ""; }
  await finalize(draft, new Date(), (name) => form.shown.has(name.slice(2)));
  finished();
  scrollTo(0, 0);
  return "";
}

/** Photos take room; so it is looked at when there are some. */
const lookAtRoom = async () => tell("room", (await (await import("./lib/room.js")).littleRoom()));

/** Asked once there is something to keep: the browser shall not clear it away by itself. */
const persist = () => navigator.storage?.persist?.().catch(() => {});

function listenToAll() {
  element.addEventListener("input", given);
  element.addEventListener("change", given);
  element.addEventListener("input", persist, { once: true });
  element.addEventListener("submit", (event) => event.preventDefault());
  element.addEventListener("click", jump);
  part("finish").addEventListener("click", finish);
  part("send").addEventListener("click", send);
  addEventListener("pageshow", ({ persisted }) => persisted && again());
  addEventListener("pagehide", () => rememberPlace(keeper.mirror));
  document.addEventListener("visibilitychange", () => (document.hidden ? rememberPlace(keeper.mirror) : again()));
  listen("answers", async ({ draft: id, names }) => {
    if (id !== draft.id) return;
    const kept = await read(["answers"], ({ answers }) => Promise.all(names.map((/** @type {string} */ name) => ask(answers.get([id, name])))));
    for (const answer of kept) if (answer) change(answer.name, answer.value, "tab");
  });
  watch(again);
}

async function start() {
  sessionStorage.removeItem("extra-eyes.plain");
  listenToAll();
  const isOpen = await opened();
  loadMain();
  if (!isOpen) return;
  if (draft.saved && !keeper.tries) show("saved", draft.saved);
  document.documentElement.dataset.ready = "open";
  goBack(keeper.mirror);
  performance.mark("ready");
  part("early").hidden = dayIn(zone ?? "UTC") >= opens;
  attached = attachAll().catch(lackModules);
}

/** What every page does can wait until this one is ready. */
const loadMain = () => import("./main.js").catch(() => {});

/** @returns {Promise<boolean>} whether there is a form to fill in, as soon as the phone can tell */
async function opened() {
  for (let pause = 1000; ; pause *= 2) {
    try {
      return await open();
    } catch {
      show("failed");
      loadMain();
      await new Promise((resolve) => { setTimeout(resolve, pause); });
    }
  }
}

/** The network went away before everything that is needed now had come. */
function lackModules() {
  tell("elsewhere", say("visit.half"));
  addEventListener("online", async () => {
    await keeper.flush();
    location.reload();
  }, { once: true });
}

async function attachAll() {
  const tools = await attachTools(element, draft, {
    save: () => keeper.leave(),
    changed: photosChanged,
    ready(loaded) { photos = loaded; },
    failed: lackModules,
  });
  const { startBackup } = await import("./lib/backup.js");
  backup = startBackup(draft, {
    apply: (name, value) => change(name, value, "phone"),
    conflict: async (name, _, theirs) => (await import("./lib/contest.js")).contest({ form, keeper, changed }, name, theirs),
    photos: async () => (await tools.photos()).reload(),
    closed: (state) => tell("elsewhere", `${say(`visit.closed.${state}`)} ${say("visit.all_the_same")}`),
  });
}

start();
