// @ts-check
/** Every word on the page, in the language of the person before it. */

import { signal } from "@preact/signals-core";
import { COMMANDS_JA, JA } from "./words_ja.js";
import { EN } from "./words_en.js";

/** @typedef {"en" | "ja"} Language */

export const LANGUAGES = /** @type {const} */ ([["en", "English"], ["ja", "日本語"]]);

export const language = signal(/** @type {Language} */ ("en"));

/** @type {Record<Language, Record<string, string>>} */
const WORDS = { en: EN, ja: JA };

/**
 * The words called `name`, with `{0}`, `{1}`… replaced by what is given; English where there are none.
 * @param {string} name
 * @param {...unknown} given
 * @returns {string}
 */
export function t(name, ...given) {
  const words = WORDS[language.value][name] ?? EN[name] ?? name;
  return words.replace(/\{(\d)\}/g, (_all, place) => String(given[Number(place)] ?? ""));
}

/**
 * The label of a command of the registry.
 * @param {{name: string, label: string}} command
 */
export const labelOf = (command) => (language.value === "ja" && COMMANDS_JA[command.name]) || command.label;
