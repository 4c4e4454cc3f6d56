/** What is asked, missing and counted: the server's rules (core/answers.py) from the server's data (core/rules.py). */

/**
 * @typedef {"optional" | "below_best" | "always"} Need
 * @typedef {string | number | string[]} Given
 * @typedef {{code: string, required?: boolean, comment?: Need, photo?: Need, choices?: [string, number | null][],
 *   bands?: [number | null, number][], best?: number, min?: number, max?: number,
 *   show_if?: [string, string, string | number | null]}} Rule `max`: numbers have one, and nothing else has
 * @typedef {{values: Record<string, Given>, comments: Record<string, string>, photos: Record<string, number>}} Sheet
 * @typedef {"answered" | "not_applicable" | "unanswered" | "hidden"} AnswerState
 * @typedef {"answer" | "comment" | "photo"} Lack
 */

// Python's idea of blank: four separators and NEL are, the byte order mark is not.
const BLANK = /^(?:(?!\ufeff)[\s\u001c-\u001f\u0085])*$/; // eslint-disable-line no-control-regex

/** @template T @param {Record<string, T>} record @param {string} code @returns {T | undefined} never an inherited one */
const at = (record, code) => (Object.hasOwn(record, code) ? record[code] : undefined);

/** @param {Given | undefined} value @returns {value is undefined} */
const isBlank = (value) =>
  value === undefined || (Array.isArray(value) ? !value.length : typeof value === "string" && BLANK.test(value));

/** Whether a question is asked, given the answers so far. @param {Rule} rule @param {Rule[]} rules @param {Sheet} sheet @returns {boolean} */
function isShown(rule, rules, sheet) {
  if (!rule.show_if) return true;
  const [code, operator, wanted] = rule.show_if;
  const earlier = /** @type {Rule} */ (rules.find((one) => one.code === code));
  return isShown(earlier, rules, sheet) && holds(operator, wanted, at(sheet.values, code));
}

/** @param {string} operator @param {string | number | null} wanted @param {Given | undefined} given */
function holds(operator, wanted, given) {
  if (isBlank(given)) return operator === "is_not";
  if (operator === "answered") return true;
  if (operator === "is" || operator === "is_not") {
    const same = Array.isArray(given) ? given.includes(/** @type {string} */ (wanted)) : given === wanted;
    return same === (operator === "is");
  }
  if (typeof given !== "number" || typeof wanted !== "number") return false;
  return operator === "at_least" ? given >= wanted : given <= wanted;
}

/** The codes of the questions that are asked. @param {Rule[]} rules @param {Sheet} sheet */
export const shownCodes = (rules, sheet) =>
  new Set(rules.filter((rule) => isShown(rule, rules, sheet)).map((rule) => rule.code));

/** @param {Rule} rule @param {Rule[]} rules @param {Sheet} sheet @returns {AnswerState} */
export function stateOf(rule, rules, sheet) {
  if (!isShown(rule, rules, sheet)) return "hidden";
  const value = at(sheet.values, rule.code);
  if (isBlank(value) || !isOffered(rule, value)) return "unanswered";
  const chosen = chosenBy(rule, value);
  return chosen.length && chosen.every(([, points]) => points === null) ? "not_applicable" : "answered";
}

/** @param {Rule} rule @param {Given} value */
function isOffered(rule, value) {
  if (rule.max !== undefined) return Number.isInteger(value);
  return !rule.choices || chosenBy(rule, value).length > 0;
}

/** @param {Rule} rule @param {Given} value */
function chosenBy(rule, value) {
  const given = Array.isArray(value) ? value : [value];
  return (rule.choices ?? []).filter(([code]) => given.includes(code));
}

/** @param {Rule} rule @param {Given} value */
function isBest(rule, value) {
  return pointsOf(rule, value) >= (rule.best ?? 0);
}

/** @param {Rule} rule @param {Given} value */
function pointsOf(rule, value) {
  if (rule.bands && typeof value === "number") {
    return rule.bands.find(([upTo]) => upTo === null || value <= upTo)?.[1] ?? 0;
  }
  return chosenBy(rule, value).reduce((sum, [, points]) => sum + (points ?? 0), 0);
}

/** Everything the final check finds missing, in order. @param {Rule[]} rules @param {Sheet} sheet */
export const missingFrom = (rules, sheet) =>
  rules.flatMap((rule) => lacksOf(rule, rules, sheet).map((lack) => ({ code: rule.code, lack })));

/** @param {Rule} rule @param {Rule[]} rules @param {Sheet} sheet @returns {Lack[]} */
function lacksOf(rule, rules, sheet) {
  const state = stateOf(rule, rules, sheet);
  if (state === "unanswered") return rule.required ? ["answer"] : [];
  if (state !== "answered") return [];
  const best = isBest(rule, sheet.values[rule.code]);
  /** @type {Lack[]} */
  const lacks = [];
  if (isWanted(rule.comment, best) && isBlank(at(sheet.comments, rule.code))) lacks.push("comment");
  if (isWanted(rule.photo, best) && !at(sheet.photos, rule.code)) lacks.push("photo");
  return lacks;
}

/** @param {Need | undefined} need @param {boolean} best */
const isWanted = (need, best) => need === "always" || (need === "below_best" && !best);

/**
 * How many of the questions asked so far are answered ("not applicable" is an answer).
 * @param {Rule[]} rules @param {Sheet} sheet @param {Rule[]} [some] only these
 */
export function progress(rules, sheet, some = rules) {
  const asked = some.map((rule) => stateOf(rule, rules, sheet)).filter((state) => state !== "hidden");
  return { answered: asked.filter((state) => state !== "unanswered").length, asked: asked.length };
}
