/** The form: what stands in its fields, which questions it shows, how far it is, and what is said beside a question. */

import { missingFrom, progress, shownCodes } from "./rules.js";
import { clone, say } from "./words.js";

/**
 * @typedef {import("./db.js").Value} Value
 * @typedef {import("./rules.js").Rule} Rule
 * @typedef {import("./rules.js").Sheet} Sheet
 * @typedef {HTMLInputElement | HTMLTextAreaElement} Field
 * @typedef {{code: string, lack: import("./rules.js").Lack | "number"}} Lacking `number`: what was typed is none
 */

/** @param {string} id @returns {any} */
export const part = (id) => document.getElementById(id);

/** Writing what stands there already would lay out the page anew. @param {Element} place @param {string} text */
const write = (place, text) => { if (place.textContent !== text) place.textContent = text; };

const TICKED = ["radio", "checkbox"];
const WHOLE = /^\d{1,9}$/;

/** @param {Field[]} fields @returns {Value} */
function valueOf(fields) {
  const { type, value } = fields[0];
  if (!TICKED.includes(type)) return value;
  const ticked = fields.filter((field) => /** @type {HTMLInputElement} */ (field).checked).map((field) => field.value);
  return type === "checkbox" ? ticked : ticked[0] ?? "";
}

export class Form {
  /** The fields of each answer and comment, by name. @type {Map<string, Field[]>} */
  fields = new Map();
  /** What the rules make of it as it stands. */
  sheet = /** @type {Sheet} */ ({ values: {}, comments: {}, photos: {} });
  /** Codes where something was typed that is no number. @type {Set<string>} */
  unreadable = new Set();
  /** @type {Set<string>} */
  shown = new Set();
  marked = "[]";

  /** @param {HTMLFormElement} element @param {Rule[]} rules @param {() => Record<string, number>} photos how many, by question */
  constructor(element, rules, photos) {
    this.element = element;
    this.rules = rules;
    this.photos = photos;
    for (const field of /** @type {Iterable<Field>} */ (element.elements)) {
      if (/^[qc]\./.test(field.name)) this.fields.set(field.name, [...this.fields.get(field.name) ?? [], field]);
    }
  }

  /** @param {string} name @returns {Value} */
  value(name) { return valueOf(/** @type {Field[]} */ (this.fields.get(name))); }

  /** @param {string} name @param {Value} value @returns {boolean} whether it is another one than before */
  put(name, value) {
    const fields = this.fields.get(name) ?? [], before = fields[0] && valueOf(fields);
    for (const field of fields) {
      if (TICKED.includes(field.type)) /** @type {HTMLInputElement} */ (field).checked = [value].flat().includes(field.value);
      else field.value = String(value);
    }
    return fields.length > 0 && String(before) !== String(value);
  }

  /** Says something about an answer beside it, in place of what was said there before. @param {string} name @param {string} id of a template, and class of what stands in it */
  beside(name, id) {
    const question = part(`q-${name.slice(2)}`), note = clone(id);
    question.querySelector(`.${id}`)?.remove();
    question.append(note);
    return note;
  }

  /** Everything that was answered. @returns {[string, Value][]} */
  everything() {
    const all = [...this.fields].map(([name, fields]) => /** @type {[string, Value]} */ ([name, valueOf(fields)]));
    return all.filter(([, value]) => value.length);
  }

  /** Reads the fields, shows and hides questions, and counts. */
  refresh() {
    this.unreadable.clear();
    /** @type {Sheet} */
    const sheet = { values: {}, comments: {}, photos: this.photos() };
    for (const [name, fields] of this.fields) {
      const value = valueOf(fields), code = name.slice(2);
      if (name.startsWith("c.")) sheet.comments[code] = String(value);
      else sheet.values[code] = this.given(code, value, fields[0].validity.badInput);
    }
    this.sheet = sheet;
    this.shown = shownCodes(this.rules, sheet);
    for (const { code } of this.rules) part(`q-${code}`).classList.toggle("is-skipped", !this.shown.has(code));
    this.count();
  }

  /** @param {string} code @param {Value} value @param {boolean} isBad what stands there cannot even be read @returns {Value | number} */
  given(code, value, isBad) {
    const rule = this.rules.find((one) => one.code === code);
    const text = String(value).trim();
    const { min = 0, max } = rule ?? {};
    if (max === undefined || !(text || isBad)) return value;
    const number = WHOLE.test(text) ? Number(text) : NaN;
    if (number >= min && number <= max) return number;
    this.unreadable.add(code);
    return "";
  }

  count() {
    const all = progress(this.rules, this.sheet);
    write(part("answered"), say("visit.answered", all));
    Object.assign(part("progress"), { max: all.asked, value: all.answered });
    for (const section of /** @type {NodeListOf<HTMLElement>} */ (this.element.querySelectorAll("section[aria-labelledby^='s-']"))) {
      const ids = new Set(Array.from(section.querySelectorAll("fieldset"), ({ id }) => id));
      const some = progress(this.rules, this.sheet, this.rules.filter(({ code }) => ids.has(`q-${code}`)));
      const line = /** @type {HTMLElement} */ (this.element.querySelector(`[data-of="${section.getAttribute("aria-labelledby")}"]`));
      write(line, say("visit.of", some));
      line.closest("a")?.classList.toggle("done", some.answered === some.asked);
    }
  }

  /** What keeps the visit from being complete, in order. @returns {Lacking[]} */
  lacking() {
    /** @type {Lacking[]} */
    const missing = missingFrom(this.rules, this.sheet);
    return this.rules.flatMap(({ code }) => this.shown.has(code) && this.unreadable.has(code)
      ? [{ code, lack: "number" }] : missing.filter((one) => one.code === code));
  }

  /** Marks these questions, and no others. @param {Lacking[]} lacking @returns {boolean} whether that is news */
  mark(lacking) {
    const marked = JSON.stringify(lacking);
    if (marked === this.marked) return false;
    this.marked = marked;
    for (const error of this.element.querySelectorAll(".lack")) error.remove();
    for (const { code } of this.rules) part(`q-${code}`).classList.toggle("is-missing", lacking.some((one) => one.code === code));
    for (const one of lacking) {
      const error = clone("lack");
      error.textContent = this.sentence(one);
      part(`q-${one.code}`).querySelector("legend").after(error);
    }
    return true;
  }

  /** @param {Lacking} lacking */
  sentence({ code, lack }) {
    const rule = this.rules.find((one) => one.code === code);
    return say(`visit.lack.${lack}`, { lowest: rule?.min, highest: rule?.max });
  }
}
