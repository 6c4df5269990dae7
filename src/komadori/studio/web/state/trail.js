// @ts-check
/** The arc trail: one point of a puppet marked frame by frame, so that its arc and its spacing can be seen. */

import { distance } from "./spacing.js";

/** @typedef {{frame: number, x: number, y: number}} Mark x, y: 0..1 of the picture */

/** How much slower or faster than the last step a foreseen one may be. */
const SLOWEST = 0.5;
const FASTEST = 1.15;

/** The marks with this one, in place of one of the same frame. @param {readonly Mark[]} marks @param {Mark} mark @returns {Mark[]} */
export function marked(marks, mark) {
  return [...unmarked(marks, mark.frame), mark].sort((one, other) => one.frame - other.frame);
}

/** The marks without that of `frame`. @param {readonly Mark[]} marks @param {number} frame @returns {Mark[]} */
export const unmarked = (marks, frame) => marks.filter((mark) => mark.frame !== frame);

/**
 * What is shown at `frame`: the last marks up to it, and the next few beyond it.
 * @param {readonly Mark[]} marks
 * @param {number} frame
 * @param {number} last how many up to the frame
 * @param {number} next how many beyond it
 * @returns {{before: Mark[], now: Mark|null, after: Mark[]}} now: the mark of the frame itself, also the last of before
 */
export function trailed(marks, frame, last = 10, next = 3) {
  const sorted = [...marks].sort((one, other) => one.frame - other.frame);
  const before = sorted.filter((mark) => mark.frame <= frame).slice(-Math.max(1, last));
  const now = before.at(-1);
  return {
    before,
    now: now?.frame === frame ? now : null,
    after: sorted.filter((mark) => mark.frame > frame).slice(0, next),
  };
}

/**
 * Where the arc would go on: each step turns and slows as the last one did. Nothing from fewer than three marks, or where
 * the last two stand in one place.
 * @param {readonly Mark[]} marks in order
 * @param {number} count
 * @param {number} aspect the picture's width to height
 * @returns {Mark[]}
 */
export function ahead(marks, count, aspect) {
  const [one, two, three] = marks.slice(-3);
  if (!three) return [];
  const before = { x: (two.x - one.x) * aspect, y: two.y - one.y };
  let step = { x: (three.x - two.x) * aspect, y: three.y - two.y };
  const [was, is] = [Math.hypot(before.x, before.y), Math.hypot(step.x, step.y)];
  if (was === 0 || is === 0) return [];
  const pace = Math.min(FASTEST, Math.max(SLOWEST, is / was));
  const turn = Math.atan2(step.y, step.x) - Math.atan2(before.y, before.x);
  const [cos, sin] = [pace * Math.cos(turn), pace * Math.sin(turn)];
  const frames = three.frame - two.frame;
  const foreseen = [three];
  for (let index = 1; index <= count; index++) {
    const from = foreseen[index - 1];
    step = { x: step.x * cos - step.y * sin, y: step.x * sin + step.y * cos };
    foreseen.push({ frame: from.frame + frames, x: from.x + step.x / aspect, y: from.y + step.y });
  }
  return foreseen.slice(1);
}

/**
 * The way from each mark to the next, in heights of the picture a frame.
 * @param {readonly Mark[]} marks in order
 * @param {number} aspect
 * @returns {number[]}
 */
export const paces = (marks, aspect) =>
  marks.slice(1).map((mark, index) =>
    distance(marks[index], mark, aspect) / Math.max(1, mark.frame - marks[index].frame)
  );
