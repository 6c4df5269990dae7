// @ts-check
/** Every word on the page, in the language of the person before it. */

import { computed, signal } from "@preact/signals-core";
import { COMMANDS_JA } from "./words_commands_ja.js";
import { CANVAS_EN } from "./words_canvas_en.js";
import { CANVAS_JA } from "./words_canvas_ja.js";
import { EN } from "./words_en.js";
import { FINISH_EN } from "./words_finish_en.js";
import { FINISH_JA } from "./words_finish_ja.js";
import { JA } from "./words_ja.js";
import { ROOMS_EN } from "./words_rooms_en.js";
import { ROOMS_JA } from "./words_rooms_ja.js";
import { STAGE_EN } from "./words_stage_en.js";
import { STAGE_JA } from "./words_stage_ja.js";
import { toldWords } from "./told_words.js";
import { TOOLS_EN } from "./words_tools_en.js";
import { TOOLS_JA } from "./words_tools_ja.js";

/** @typedef {"en" | "ja"} Language */

export const LANGUAGES = /** @type {const} */ ([["en", "English"], ["ja", "日本語"]]);

export const language = signal(/** @type {Language} */ ("en"));

/** In whose way dates and times are written: those of the person's own English, or Japanese. */
export const clockLanguage = computed(() => language.value === "en" ? undefined : language.value);

/** @type {Record<Language, Record<string, string>>} */
const WORDS = {
  en: { ...EN, ...ROOMS_EN, ...TOOLS_EN, ...CANVAS_EN, ...STAGE_EN, ...FINISH_EN },
  ja: { ...JA, ...ROOMS_JA, ...TOOLS_JA, ...CANVAS_JA, ...STAGE_JA, ...FINISH_JA },
};

/**
 * The words called `name`, with `{0}`, `{1}`… replaced by what is given; English where there are none.
 * @param {string} name
 * @param {...unknown} given
 * @returns {string}
 */
export function t(name, ...given) {
  const words = WORDS[language.value][name] ?? WORDS.en[name] ?? name;
  return words.replace(/\{(\d)\}/g, (_all, place) => String(given[Number(place)] ?? ""));
}

/**
 * A sentence that the server said, as it came or told again in the language of the page.
 * @param {string | null | undefined} text
 */
export const spoken = (text) => toldWords(text ?? "", language.value);

/**
 * The label of a command of the registry.
 * @param {{name: string, label: string}} command
 */
export const labelOf = (command) => (language.value === "ja" && COMMANDS_JA[command.name]?.[0]) || command.label;

/**
 * What a command of the registry does, in a sentence.
 * @param {{name: string, sentence: string}} command
 */
export const sentenceOf = (command) => (language.value === "ja" && COMMANDS_JA[command.name]?.[1]) || command.sentence;
