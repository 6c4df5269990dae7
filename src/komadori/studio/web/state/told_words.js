// @ts-check
/**
 * What the server says in whole sentences (why something was not done, what a piece of work does), in the language of
 * the person. The server speaks English; a sentence is recognised by its English words, and told again with its figures.
 */

import { TOLD_FILES_JA } from "./told_files_ja.js";
import { TOLD_FINISH_JA } from "./told_finish_ja.js";
import { TOLD_OPERATIONS_JA, TOLD_PARAMETERS_JA } from "./told_operations_ja.js";
import { TOLD_RECIPE_JA } from "./told_recipe_ja.js";
import { TOLD_SCORE_JA } from "./told_score_ja.js";
import { TOLD_SET_JA } from "./told_set_ja.js";
import { TOLD_SHEET_JA } from "./told_sheet_ja.js";
import { TOLD_STAGE_JA } from "./told_stage_ja.js";
import { FINISH_JA } from "./words_finish_ja.js";

/** Each English sentence, with {0}, {1}… for its figures, in Japanese. */
export const TOLD_JA = /** @type {Record<string, string>} */ ({
  ...TOLD_SHEET_JA,
  ...TOLD_SET_JA,
  ...TOLD_FINISH_JA,
  ...TOLD_FILES_JA,
  ...TOLD_RECIPE_JA,
  ...TOLD_OPERATIONS_JA,
  ...TOLD_PARAMETERS_JA,
  ...TOLD_STAGE_JA,
  ...TOLD_SCORE_JA,
});

const DEEP = 8;
/** How many sentences may stand within each other: that a camera failed, and within it why. */
const KEPT = 1000;

/** What only joins other texts, and says nothing by itself. */
const JOINTS = new Set(["{0}: {1}", "{0} at {1}", "{0} {1} stops"]);

const FEW = 8;
/** Letters of its own below which a sentence says too little to be told around words that stay English. */

/** Words in a row, or a place before a colon: neither a name nor a value nor a path. */
const PROSE = /[a-z]{2,} [a-z]{2,}|:( |$)/;

/** @typedef {{rank: number, joins: boolean, own: number, ofOperation: boolean, pattern: RegExp, places: string[], words: string}} Form */

/** Sentences with figures: those that say most precisely come first. */
const FORMS = /** @type {Form[]} */ (
  Object.entries(TOLD_JA).filter(([english]) => english.includes("{0}")).map(([english, words]) => ({
    rank: english.replace(/\{\d\}/g, "").length + before(english),
    joins: JOINTS.has(english),
    own: english.replace(/\{\d\}|[^A-Za-z]/g, "").length,
    ofOperation: Object.hasOwn(TOLD_OPERATIONS_JA, english),
    pattern: new RegExp(`^${english.split(/\{\d\}/).map(escaped).join("([^]*?)")}$`),
    places: english.match(/\{\d\}/g) ?? [],
    words,
  })).sort((one, other) => other.rank - one.rank)
);

/**
 * Of an operation, which must be named; then what begins with words of its own; then a place and what is wrong there.
 * @param {string} english
 */
function before(english) {
  if (Object.hasOwn(TOLD_OPERATIONS_JA, english)) return 3000;
  if (!english.startsWith("{")) return 2000;
  return english === "{0}: {1}" ? 1000 : 0;
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** @type {Map<string, string | null>} */
const known = new Map();

/**
 * A sentence of the server in a language. One that has no words there stays as it is.
 * @param {string} text
 * @param {string} language
 */
export const toldWords = (text, language) => language === "ja" && text ? inJapanese(text, DEEP) ?? text : text;

/**
 * @param {string} text
 * @param {number} deep
 * @param {boolean} [inner] whether it stands within a sentence
 * @returns {string | null}
 */
function inJapanese(text, deep, inner = false) {
  if (Object.hasOwn(TOLD_JA, text)) return TOLD_JA[text];
  if (!deep || !/[A-Za-z]{2}/.test(text)) return null;
  const name = `${inner} ${text}`;
  const before = known.get(name);
  if (before !== undefined) return before;
  const words = counted(text) ?? byLines(text, deep) ?? byParts(text, deep, inner) ?? byForm(text, deep);
  if (known.size >= KEPT) known.clear();
  known.set(name, words);
  return words;
}

/** What a recipe says stands in lists, and is no whole sentence. @param {string} text @param {number} deep @param {boolean} inner */
function byParts(text, deep, inner) {
  if (/[.?!]( |$)/.test(text)) return null;
  return list(text, deep, "; ", "。") ?? withAside(text, deep) ?? list(text, deep, ", ", "、") ??
    (inner ? list(text, deep, " and ", "と") : null);
}

/** The sentence whose figures can be told best: one that leaves words in English only where no other does. @param {string} text @param {number} deep */
function byForm(text, deep) {
  let partly = /** @type {string | null} */ (null);
  for (const { pattern, places, words, joins, own, ofOperation } of FORMS) {
    const found = pattern.exec(text);
    if (!found) continue;
    const figures = Object.fromEntries(places.map((place, at) => [place, found[at + 1]]));
    const told = Object.fromEntries(
      places.map((place) => [
        place,
        (ofOperation ? called(figures, place) : null) ?? inJapanese(figures[place], deep - 1, true),
      ]),
    );
    if (joins && places.every((place) => told[place] === null)) continue;
    const whole = words.replace(/\{\d\}/g, (place) => told[place] ?? figures[place] ?? "");
    const sure = !ofOperation || FINISH_JA[`op-${figures["{0}"]}`];
    if (sure && places.every((place) => told[place] !== null || !PROSE.test(unquoted(figures[place])))) return whole;
    if (own >= FEW) partly ??= whole;
  }
  return bySentences(text, deep) ?? ofFile(text, deep) ?? partly;
}

/** @param {string} text */
const unquoted = (text) => text.replace(/'[^']*'|"[^"]*"/g, "");

/**
 * What the page calls an operation, and what may be set of it, beside the name that a recipe gives it.
 * @param {Record<string, string>} figures
 * @param {string} place
 */
function called(figures, place) {
  const use = figures["{0}"];
  const words = FINISH_JA[place === "{0}" ? `op-${use}` : `op-${use}-${figures[place]}`];
  return words ? `${words}（${figures[place]}）` : null;
}

/** What is wrong with a file begins with its name. @param {string} text @param {number} deep */
function ofFile(text, deep) {
  const found = /^(\S+\.\w+) ([^]+)$/.exec(text);
  const words = found && inJapanese(found[2], deep - 1);
  return words && `${found[1]}: ${words}`;
}

/** A picture by its number, or numbers in a row: "4 to 6, 9 and 12". @param {string} text */
function counted(text) {
  const picture = /^picture (\d+)$/.exec(text);
  if (picture) return `${picture[1]}番の絵`;
  if (!/^\d+((, | and | to )\d+)+$/.test(text)) return null;
  return text.replaceAll(" to ", "〜").replace(/, | and /g, "、");
}

/** Several failures stand on lines of their own. @param {string} text @param {number} deep */
function byLines(text, deep) {
  if (!text.includes("\n")) return null;
  const lines = text.split("\n").map((line) => /** @type {const} */ ([line, inJapanese(line.trim(), deep - 1)]));
  if (lines.every(([, words]) => words === null)) return null;
  return lines.map(([line, words]) => words === null ? line : line.replace(line.trim(), () => words)).join("\n");
}

/** What an operation does, and in brackets what it does elsewhere. @param {string} text @param {number} deep */
function withAside(text, deep) {
  const found = /^(.+?) \((.+)\)$/.exec(text);
  const [words, aside] = [found?.[1] ?? "", found?.[2] ?? ""].map((one) => inJapanese(one, deep - 1));
  return words === null || aside === null ? null : `${words}（${aside}）`;
}

/**
 * Parts of a recipe stand in a list; they are told again only if all can be.
 * @param {string} text
 * @param {number} deep
 * @param {string} between
 * @param {string} joint
 */
function list(text, deep, between, joint) {
  const parts = text.split(between);
  if (parts.length < 2 || text.includes('"')) return null;
  const words = parts.map((one) => inJapanese(one, deep - 1) ?? (/[A-Za-z]{2}/.test(one) ? null : one));
  return words.every((one) => one !== null) ? words.join(joint) : null;
}

/** Some are said one after another; they are told again only if all can be. @param {string} text @param {number} deep */
function bySentences(text, deep) {
  const sentences = text.split(/(?<=[.?!]) (?=[A-Z])/);
  if (sentences.length < 2) return null;
  const words = sentences.map((one) => inJapanese(one, deep - 1));
  return words.every((one) => one !== null) ? words.join("") : null;
}
