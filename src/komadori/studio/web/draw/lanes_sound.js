// @ts-check
/** How loud each frame of the timeline is, from the peaks of the sounds that a sound column places. */

import { spanAt } from "../state/sheet.js";

/** @typedef {import("../state/sheet.js").Column} Column */
/**
 * The lowest and highest sample (-1 to 1) of each stretch of a sound; `per_frame` stretches make one frame.
 * @typedef {{per_frame: number, low: ArrayLike<number>, high: ArrayLike<number>}} Peaks
 */
/** @typedef {Record<string, Peaks>} PeaksByName By the sound's name, as its cell tells it. */

/**
 * The lowest and highest sample of `column` from timeline moment `from` to `to` (in frames; 1 is the beginning of
 * frame 1, 2 its end); null where nothing sounds or the peaks are not there yet.
 * @param {Column} column
 * @param {PeaksByName} peaks
 * @param {number} from
 * @param {number} to
 * @returns {[number, number] | null}
 */
export function swing(column, peaks, from, to) {
  const span = spanAt(column, Math.floor(from));
  const known = span?.cell.text ? peaks[span.cell.text] : undefined;
  if (!span || !known) return null;
  const shift = (span.cell.start || 1) - span.first;
  const begin = Math.floor((from + shift - 1) * known.per_frame);
  const end = Math.max(begin + 1, Math.ceil((Math.min(to, span.last + 1) + shift - 1) * known.per_frame));
  if (begin < 0 || begin >= known.high.length) return null;
  let low = 0;
  let high = 0;
  for (let i = begin; i < end && i < known.high.length; i++) {
    low = Math.min(low, known.low[i]);
    high = Math.max(high, known.high[i]);
  }
  return [low, high];
}

/**
 * How loud `frame` is, from 0 to 1.
 * @param {Column} column
 * @param {PeaksByName} peaks
 * @param {number} frame
 */
export function loudness(column, peaks, frame) {
  const heard = swing(column, peaks, frame, frame + 1);
  return heard ? seen(Math.max(-heard[0], heard[1])) : 0;
}

/**
 * How large a sample is drawn: speech is mostly quiet, and is to be read, so small values are drawn larger.
 * @param {number} sample from 0 to 1
 */
export const seen = (sample) => Math.min(1, Math.max(0, sample)) ** 0.7;
