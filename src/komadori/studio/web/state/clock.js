// @ts-check
/** Which frame is due at a time, and when a frame is due: exact at any rate, for hours. */

/** @typedef {[number, number]} Rate frames a second as [numerator, denominator] */

/**
 * When frame `index`, counted from 0, begins: seconds after the first. One division of whole numbers, so that no error
 * gathers however long a film plays.
 * @param {number} index
 * @param {Rate} rate
 */
export function secondsOf(index, [numerator, denominator]) {
  return index * denominator / numerator;
}

/**
 * The frame due at `seconds` after the first began, counted from 0; negative before it. `indexAt(secondsOf(i))` is `i`.
 * @param {number} seconds
 * @param {Rate} rate
 */
export function indexAt(seconds, rate) {
  const near = Math.floor(seconds * rate[0] / rate[1]);
  // The product is rounded; the beginnings of frames decide.
  if (secondsOf(near + 1, rate) <= seconds) return near + 1;
  return secondsOf(near, rate) > seconds ? near - 1 : near;
}

/**
 * How long the frame due at `seconds` has been due already: 0 or more seconds, and less than a frame.
 * @param {number} seconds
 * @param {Rate} rate
 */
export function lateness(seconds, rate) {
  return Math.max(0, seconds - secondsOf(indexAt(seconds, rate), rate));
}
