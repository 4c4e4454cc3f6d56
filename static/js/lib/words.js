/** The sentences of this page, translated by the server, and what stands in its templates. */

/** @type {Record<string, string>} */
const words = {};
for (const part of document.querySelectorAll("script[data-words]")) Object.assign(words, JSON.parse(part.textContent ?? "{}"));

const language = document.documentElement.lang;

/**
 * A sentence with its numbers and names put in: `say("sending", {n: 2})`.
 * @param {string} key @param {Record<string, unknown>} [values]
 */
export function say(key, values = {}) {
  return (words[key] ?? key).replace(/%\((\w+)\)s/g, (_, name) => String(values[name] ?? ""));
}

/**
 * A sentence that counts: `photos.one` or `photos.other`, by the grammar of the language.
 * @param {string} key @param {number} n @param {Record<string, unknown>} [values]
 */
say.many = (key, n, values = {}) => {
  const form = new Intl.PluralRules(language).select(n);
  return say(words[`${key}.${form}`] ? `${key}.${form}` : `${key}.other`, { n, ...values });
};

/** Making one takes longer than keeping an answer. @param {Intl.DateTimeFormatOptions} [day] */
const format = (day) => new Intl.DateTimeFormat(language, { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
/** @type {Intl.DateTimeFormat} */
let today;

/** A moment as people here write it: the time, and the day where it is not today. @param {string | number | Date} moment */
export function clock(moment) {
  const date = new Date(moment);
  const isToday = date.toDateString() === new Date().toDateString();
  return (isToday ? (today ??= format()) : format({ day: "numeric", month: "short" })).format(date);
}

/** @param {string} zone @returns {string} the day that it is there, as 2026-11-22 */
export const dayIn = (zone) => new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format();

/** A copy of the first element of a template. @param {string} id @returns {HTMLElement} */
export function clone(id) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  return /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
}
