// @ts-check
/** What the score asks of the animator: for each puppet and exposure how far each joint goes, and what is put in. */

import { computed, signal } from "@preact/signals-core";
import { nextFrame, playhead, sheet } from "./model.js";

/**
 * @typedef {object} Exposure
 * @property {number} frame the first frame it is on screen
 * @property {number} held how many
 * @property {string[]} marks gestures that begin with it
 * @property {Record<string, number>} change how far each channel goes from the exposure before
 * @property {Record<string, number>} value where it then stands
 * @property {Record<string, string>} unit
 * @property {Record<string, string>} parts replacement parts that are put in
 */
/** @typedef {{who: Record<string, {exposures: Exposure[]}>, trouble: string, remarks: string[]}} Told */

/** @type {Told} */
const NOTHING = { who: {}, trouble: "", remarks: [] };

/** What the server told of the take's score. */
export const told = signal(NOTHING);

/** @param {Told | null} score */
export function hear(score) {
  told.value = score ?? NOTHING;
}

/** The columns of a sheet that a score stands in. @param {import("./sheet.js").Sheet | null} held */
export const columnsOf = (held) =>
  held?.columns.filter(({ kind, name }) => kind === "free" && name.split(/\s/)[0] === "score") ?? [];

/** What the score depends on, in a few letters: where it changes, the score is asked for anew. "" without a score. */
export const signature = computed(() => {
  const held = sheet.value;
  const columns = columnsOf(held);
  if (!held || columns.length === 0) return "";
  const words = columns.map(({ name, cells }) => [name, ...cells.map(({ length, text }) => `${length}:${text ?? ""}`)]);
  return JSON.stringify([words, [...held.columns[0].firsts], held.frames]);
});

/** The exposure of each puppet that is on screen at `frame`. @param {number} frame @returns {[string, Exposure][]} */
export function at(frame) {
  /** @type {[string, Exposure][]} */
  const found = [];
  for (const [who, { exposures }] of Object.entries(told.value.who)) {
    const one = exposures.findLast((exposure) => exposure.frame <= frame);
    if (one && frame < one.frame + one.held) found.push([who, one]);
  }
  return found;
}

/** The frame the animator works on: the one looked at, or the one that is shot next. */
export const frame = computed(() => {
  const here = playhead.value;
  return here > 0 && here <= (sheet.value?.frames ?? 0) ? here : nextFrame.value;
});

/** A change as it is said at the set: with its sign, and not a digit more than a hand can do. @param {number} change */
export function signed(change) {
  const size = Math.abs(change);
  const figure = Number.isInteger(size) ? String(size) : size.toFixed(1);
  return `${change < 0 ? "\u2212" : "+"}${figure}`;
}

/** The joints that move, always in the puppet's own order, so that a hand finds them again. @param {Exposure} exposure */
export function moved(exposure) {
  return Object.keys(exposure.change);
}

/** Whether a joint goes far enough to be seen from the set at once. @param {Exposure} exposure @param {string} channel */
export function far(exposure, channel) {
  return Math.abs(exposure.change[channel]) >= (exposure.unit[channel] === "%" ? 20 : 5);
}
