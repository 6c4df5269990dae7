// @ts-check
/**
 * What the server says in whole sentences (why something was not done, what a piece of work does), in the language of
 * the person. The server speaks English; a sentence is recognised by its English words, and told again with its figures.
 */

import { TOLD_FILES_JA } from "./told_files_ja.js";
import { TOLD_FINISH_JA } from "./told_finish_ja.js";
import { TOLD_RECIPE_JA } from "./told_recipe_ja.js";
import { TOLD_SET_JA } from "./told_set_ja.js";
import { TOLD_SHEET_JA } from "./told_sheet_ja.js";

/** Each English sentence, with {0}, {1}… for its figures, in Japanese. */
export const TOLD_JA = /** @type {Record<string, string>} */ ({
  ...TOLD_SHEET_JA,
  ...TOLD_SET_JA,
  ...TOLD_FINISH_JA,
  ...TOLD_FILES_JA,
  ...TOLD_RECIPE_JA,
});

const DEEP = 8;
/** How many sentences may stand within each other: that a camera failed, and within it why. */
const KEPT = 1000;

/** What only joins other texts, and says nothing by itself. */
const JOINTS = new Set(["{0}: {1}", "{0} at {1}", "{0} {1} stops"]);

/** @typedef {{rank: number, joins: boolean, pattern: RegExp, places: string[], words: string}} Form */

/** Sentences with figures, first those that begin with words of their own and have most of them: they say most precisely. */
const FORMS = /** @type {Form[]} */ (
  Object.entries(TOLD_JA).filter(([english]) => english.includes("{0}")).map(([english, words]) => ({
    rank: english.replace(/\{\d\}/g, "").length + (english.startsWith("{") ? 0 : 1000),
    joins: JOINTS.has(english),
    pattern: new RegExp(`^${english.split(/\{\d\}/).map(escaped).join("([^]*?)")}$`),
    places: english.match(/\{\d\}/g) ?? [],
    words,
  })).sort((one, other) => other.rank - one.rank)
);

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
  const words = counted(text) ?? byLines(text, deep) ?? byParts(text, deep, inner) ?? byForm(text, deep) ??
    bySentences(text, deep);
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

/** @param {string} text @param {number} deep */
function byForm(text, deep) {
  for (const { pattern, places, words, joins } of FORMS) {
    const found = pattern.exec(text);
    if (!found) continue;
    const figures = Object.fromEntries(places.map((place, at) => [place, found[at + 1]]));
    const told = (/** @type {string} */ place) => inJapanese(figures[place] ?? "", deep - 1, true);
    if (joins && places.every((place) => told(place) === null)) continue;
    return words.replace(/\{\d\}/g, (place) => told(place) ?? figures[place] ?? "");
  }
  return null;
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
  if (parts.length < 2) return null;
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
