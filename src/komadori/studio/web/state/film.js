// @ts-check
/** The finished film: whether it is to be seen, what the server told of it, and how it is played. */

import { computed, signal } from "@preact/signals-core";

/**
 * What the server tells of a finished film: the names of its pictures, for each frame which of them it shows, counted
 * from 0, and which frame of the sheet that is.
 * @typedef {object} Film
 * @property {string[]} pictures
 * @property {number[]} shows
 * @property {number[]} places
 * @property {boolean} retimed
 */

/** Whether finished pictures are to be played instead of those that were shot. */
export const finished = signal(false);
/** The film they make; null until the server has told it. */
export const film = signal(/** @type {Film | null} */ (null));
/** The film that is seen, null where it is what was shot. */
export const shownFilm = computed(() => finished.value ? film.value : null);
/** The film's own sound as an AudioBuffer where its time was changed, null where there is none. */
export const filmSound = signal(/** @type {any} */ (null));

const FIRST = 1e9;
/** No picture of a take has such a number: from here on each finished picture has one, for as long as the page lives. */
/** @type {string[]} */
const names = [];
/** @type {Map<string, number>} */
const numbers = new Map();

/** The number under which the player knows a finished picture. @param {string} name */
function numberOf(name) {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  names.push(name);
  numbers.set(name, FIRST + names.length - 1);
  return FIRST + names.length - 1;
}

/** The name of the finished picture of this number; undefined for one of a take. @param {number} number */
export const nameOfFinished = (number) => names[number - FIRST];

/**
 * How a film is played, for `programme`: one whose time was changed by its own frames, any other by the sheet's.
 * @param {Film} told
 * @param {number} length frames of the sheet
 * @returns {{ frames: (number | null)[], places?: number[], hidden?: Set<number> }}
 */
export function played({ pictures, shows, places, retimed }, length) {
  const frames = shows.map((at) => numberOf(pictures[at]));
  if (retimed) return { frames, places };
  /** @type {(number | null)[]} */
  const all = Array(length).fill(null);
  const hidden = new Set(all.map((_, at) => at + 1));
  places.forEach((place, at) => {
    all[place - 1] = frames[at];
    hidden.delete(place);
  });
  return { frames: all, hidden };
}
