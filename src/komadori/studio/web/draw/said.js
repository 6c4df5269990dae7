// @ts-check
/** Words on canvases. English of themselves, so that a canvas can be shown alone; the page gives them its language. */

import { CANVAS_EN } from "../state/words_canvas_en.js";

/** @typedef {(name: string, ...given: unknown[]) => string} Teller */

/** @type {Teller} */
let teller = (name, ...given) =>
  (CANVAS_EN[name] ?? name).replace(/\{(\d)\}/g, (_all, place) => String(given[Number(place)] ?? ""));

/**
 * Words of this teller from now on; what is on a canvas stays until it is drawn again.
 * @param {Teller} told
 */
export function speak(told) {
  teller = told;
}

/** The words called `name`, with what is given in their places; the name itself where there are none. @type {Teller} */
export const said = (name, ...given) => teller(name, ...given);

/**
 * What a column of the sheet is called: in words where every sheet has it, or else by its own name.
 * @param {string} name
 */
export function columnSaid(name) {
  const words = said(`column-${name}`);
  return words === `column-${name}` ? name : words;
}

/** A column's name as a heading. @param {string} name */
export function headingSaid(name) {
  const words = columnSaid(name);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
