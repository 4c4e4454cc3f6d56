/** In the shop: a dim screen with counters, stopwatches and notes alone, and one that looks like a shopping list. */

import { inputOf } from "./counters.js";
import { ask, read, write } from "./db.js";
import { on, remember, veil } from "./veil.js";
import { clone, say } from "./words.js";

/** @typedef {import("./veil.js").Screen} Screen */

const NOTES = "n.notes";
const LONG_PRESS = 600, DOUBLE_TAP = 400;

const form = /** @type {HTMLFormElement} */ (document.getElementById("checklist"));
const title = document.title;
const theme = /** @type {HTMLMetaElement} */ (document.querySelector("meta[name=theme-color]"));
const colour = theme.content;

// A finished form disappears; what is open above it must not, with it.
for (const dialog of form.querySelectorAll("dialog")) document.body.append(dialog);
fillRows();
show();
document.addEventListener("click", ({ target }) => {
  const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest("[data-discreet]"));
  if (button) turn(/** @type {Screen} */ (button.dataset.discreet), button.dataset.off === undefined);
});
for (const type of ["input", "change"]) form.addEventListener(type, mirror);
screenOf("dim").oncancel = () => turn("dim", false);
screenOf("dim").onclose = screenOf("hidden").onclose = show;
letComeBack(screenOf("hidden"));

/** @param {Screen} screen @param {boolean} isOn */
function turn(screen, isOn) {
  if (isOn) on.add(screen);
  else on.delete(screen);
  remember();
  show();
}

/** @param {Screen} name */
function screenOf(name) { return /** @type {HTMLDialogElement} */ (document.getElementById(name)); }

function show() {
  for (const name of /** @type {Screen[]} */ (["dim", "hidden"])) {
    const screen = screenOf(name);
    if (on.has(name) && !screen.open) screen.showModal();
    if (!on.has(name)) screen.close();
  }
  const upper = on.has("hidden") ? "hidden" : on.has("dim") ? "dim" : null;
  veil(!!upper);
  document.title = upper ? say(`title_${upper}`) : title;
  theme.content = upper ? getComputedStyle(screenOf(upper)).backgroundColor : colour;
  showNotes();
  mirror();
}

/** Two quick taps, a long press or Escape; a phone's own way back shows nothing. @param {HTMLDialogElement} screen */
function letComeBack(screen) {
  let last = -DOUBLE_TAP, pressed = 0;
  const back = () => turn("hidden", false);
  screen.onclick = ({ target, timeStamp }) => {
    if (target instanceof HTMLInputElement) return; // the same tap, handed on by its label
    if (timeStamp - last < DOUBLE_TAP) back();
    last = timeStamp;
  };
  screen.onpointerdown = () => { pressed = setTimeout(back, LONG_PRESS); };
  screen.onpointerup = screen.onpointercancel = () => clearTimeout(pressed);
  screen.onkeydown = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault(); // it would leave the dim screen below, too
    back();
  };
  screen.oncontextmenu = screen.oncancel = (event) => event.preventDefault();
}

/** A line for each number that the form counts or times. */
function fillRows() {
  for (const measure of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-measure]"))) {
    const { measure: code = "", kind, label = "" } = measure.dataset;
    const row = clone(`row-${kind}`);
    row.dataset.row = code;
    row.querySelector("[data-label]")?.append(label);
    for (const button of row.querySelectorAll("button")) {
      button.ariaLabel = `${button.ariaLabel} – ${label}`;
      button.dataset[kind === "count" ? "for" : "watch"] = kind === "count" ? `q.${code}` : code;
    }
    row.querySelector("[data-time]")?.setAttribute("data-time", code);
    screenOf("dim").querySelector("ul")?.append(row);
  }
}

/** Shows the numbers as they are on the form, of the questions that are asked. */
function mirror() {
  for (const row of /** @type {NodeListOf<HTMLElement>} */ (screenOf("dim").querySelectorAll("[data-row]"))) {
    const input = inputOf(form, `q.${row.dataset.row}`);
    row.hidden = !input?.offsetParent;
    row.querySelector("[data-shown]")?.replaceChildren(input?.value || "–");
  }
}

/** The same notes stand on the dim screen and, when there are some, above the checklist. */
function areas() { return /** @type {NodeListOf<HTMLTextAreaElement>} */ (document.querySelectorAll("[data-note]")); }

function showNotes() {
  /** @type {HTMLElement} */ (document.getElementById("notes")).hidden = !areas()[0].value;
}

/** @param {string} notes */
function writeNotes(notes) {
  for (const area of areas()) if (area.value !== notes) area.value = notes;
}

/** Keeps the notes, on this phone alone. @param {import("./db.js").Draft} draft */
export async function attachDiscreet({ id: draft }) {
  document.addEventListener("input", async ({ target }) => {
    if (!(target instanceof HTMLTextAreaElement) || target.dataset.note === undefined) return;
    const { value } = target;
    writeNotes(value);
    const saved = write(["answers"], ({ answers }) => {
      answers.put({ draft, name: NOTES, value, at: new Date().toISOString(), dirty: 0 });
    });
    const fault = await saved.then(() => "", () => say("shop_unsaved"));
    for (const place of document.querySelectorAll("[data-note-fault]")) place.textContent = fault;
  });
  const kept = await read(["answers"], ({ answers }) => ask(answers.get([draft, NOTES])));
  writeNotes(String(kept?.value ?? ""));
  showNotes();
}
