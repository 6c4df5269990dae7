// @ts-check
/** The timeline's sound: a waveform, paler where no picture is yet, and the words below it. */

import { spansIn } from "../state/sheet.js";
import { seen, swing } from "./lanes_sound.js";
import { colour } from "./palette.js";

/** @typedef {import("./lanes.js").Scene} Scene */
/** @typedef {{top: number, height: number}} Lane */

/**
 * @param {Scene} scene
 * @param {Lane} lane
 * @param {import("../state/sheet.js").Column} column
 */
export function wave(scene, lane, column) {
  const { pen, scale } = scene;
  const spoken = scene.words.length > 0 && lane.height > 34;
  const room = lane.height - (spoken ? 20 : 8);
  const middle = lane.top + 4 + room / 2;
  const split = Math.min(Math.max(scale.left, scale.x(scene.frontier)), scale.left + scale.width);
  pen.fillStyle = colour("dusk");
  for (const [from, to, strength] of [[scale.left, split, 0.62], [split, scale.left + scale.width, 0.34]]) {
    if (to <= from) continue;
    pen.globalAlpha = strength;
    outline(scene, column, from, to, middle, room / 2);
    pen.fill();
  }
  pen.globalAlpha = 1;
}

/**
 * The outline of the waveform from `left` to `right`, one point each pixel and a half.
 * @param {Scene} scene
 * @param {import("../state/sheet.js").Column} column
 * @param {number} left
 * @param {number} right
 * @param {number} middle
 * @param {number} half
 */
function outline({ pen, scale, peaks }, column, left, right, middle, half) {
  const step = 1.5;
  /** @type {[number, number, number][]} */
  const points = [];
  for (let x = left; x <= right; x += step) {
    const [low, high] = swing(column, peaks, scale.moment(x), scale.moment(x + step)) ?? [0, 0];
    points.push([x, -seen(-low), seen(high)]);
  }
  pen.beginPath();
  for (const [x, , high] of points) pen.lineTo(x, middle - Math.max(0.5, high * half));
  for (const [x, low] of points.reverse()) pen.lineTo(x, middle + Math.max(0.5, -low * half));
  pen.closePath();
}

/**
 * Words where they begin; one that would lie over the one before it waits for a larger view.
 * @param {Scene} scene
 * @param {Lane} lane
 */
export function words(scene, lane) {
  const { pen, scale } = scene;
  if (lane.height <= 34) return;
  pen.font = '400 11px "Inter", system-ui, sans-serif';
  pen.textAlign = "left";
  let free = -Infinity;
  for (const word of scene.words) {
    const x = scale.x(word.first);
    if (x < free || x < scale.left - 60 || x > scale.left + scale.width) continue;
    pen.fillStyle = colour(word.first < scene.frontier ? "quiet" : "faint");
    pen.fillText(word.text, x, lane.top + lane.height - 9);
    free = x + pen.measureText(word.text).width + 5;
  }
}

/**
 * The words that a column holds.
 * @param {import("../state/sheet.js").Column | null} column
 * @returns {{first: number, length: number, text: string}[]}
 */
export function wordsOf(column) {
  if (!column) return [];
  return spansIn(column, 1, column.frames).filter((span) => span.cell.text)
    .map((span) => ({ first: span.first, length: span.cell.length, text: span.cell.text ?? "" }));
}
