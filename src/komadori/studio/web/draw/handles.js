// @ts-check
/** What one takes hold of over the picture: the divider of a split, a line-up layer's frame, and the loupe's place. */

import { label } from "./guides.js";
import { colour } from "./palette.js";

/** @typedef {import("./view.js").Viewport} Viewport */
/** @typedef {CanvasRenderingContext2D} Context */
/** @typedef {[number, number]} Place CSS pixels */

/** Radius of the divider's handle and of a layer's corners, CSS pixels. */
const KNOB = 13;
const CORNER = 6;
/** How far the turning handle stands off a layer. */
export const STALK = 26;
/** Width of the map that shows where the loupe is. */
const MAP = 132;
const EDGE = 14;

/** @param {Context} context @param {() => void} path @param {number} width @param {string} [light] */
function twice(context, path, width, light = colour("bright")) {
  for (
    const [ink, wide, alpha] of /** @type {[string, number, number][]} */ ([
      [colour("ground"), width + 2.5, 0.6],
      [light, width, 1],
    ])
  ) {
    context.beginPath();
    path();
    context.globalAlpha = alpha;
    context.strokeStyle = ink;
    context.lineWidth = wide;
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** Where the divider of a split at `at` is taken hold of. @param {Viewport} viewport @param {number} at @returns {Place} */
export const knobOf = (viewport, at) => viewport.toBox(at, 0.5);

/**
 * The line between the last picture and live.
 * @param {Context} context
 * @param {Viewport} viewport
 * @param {number} at 0..1 of the picture's width
 * @param {readonly [string, string]} sides what is on each, as the picture has them
 */
export function drawDivider(context, viewport, at, sides) {
  const [from, to] = [viewport.toBox(at, 0), viewport.toBox(at, 1)];
  const [x, y] = knobOf(viewport, at);
  context.save();
  twice(context, () => {
    context.moveTo(...from);
    context.lineTo(...to);
  }, 1.5);
  context.translate(x, y);
  context.rotate(Math.atan2(to[1] - from[1], to[0] - from[0]) - Math.PI / 2);
  context.beginPath();
  context.arc(0, 0, KNOB, 0, 2 * Math.PI);
  context.fillStyle = colour("raised");
  context.fill();
  twice(context, () => context.arc(0, 0, KNOB, 0, 2 * Math.PI), 1.5, colour("lamp-light"));
  context.beginPath();
  for (const side of [-1, 1]) {
    context.moveTo(side * 3.5, -4);
    context.lineTo(side * 7.5, 0);
    context.lineTo(side * 3.5, 4);
  }
  context.strokeStyle = colour("lamp-light");
  context.lineWidth = 1.6;
  context.lineCap = context.lineJoin = "round";
  context.stroke();
  context.restore();
  const flipped = viewport.toBox(1, 0.5)[0] < viewport.toBox(0, 0.5)[0];
  const [left, right] = flipped ? [sides[1], sides[0]] : sides;
  if (Math.abs(from[0] - to[0]) > 1) return;
  const foot = Math.max(from[1], to[1]) - 27;
  label(context, left, x - 9, foot, "right");
  label(context, right, x + 9, foot);
}

/** The middle of a layer's upper edge, and its turning handle beyond it. @param {Place[]} corners @returns {{edge: Place, turn: Place}} */
export function stalkOf([one, two, three]) {
  const edge = /** @type {Place} */ ([(one[0] + two[0]) / 2, (one[1] + two[1]) / 2]);
  const up = [two[0] - three[0], two[1] - three[1]];
  const long = Math.hypot(...up) || 1;
  return { edge, turn: [edge[0] + up[0] / long * STALK, edge[1] + up[1] / long * STALK] };
}

/** The frame of the line-up layer that is worked on. @param {Context} context @param {Place[]} corners */
export function drawLayerFrame(context, corners) {
  const { edge, turn } = stalkOf(corners);
  context.save();
  context.lineJoin = "round";
  twice(context, () => {
    corners.forEach((corner) => context.lineTo(...corner));
    context.closePath();
    context.moveTo(...edge);
    context.lineTo(...turn);
  }, 1.4);
  for (const [x, y] of [...corners, turn]) {
    context.beginPath();
    if (x === turn[0] && y === turn[1]) context.arc(x, y, CORNER, 0, 2 * Math.PI);
    else context.roundRect(x - CORNER, y - CORNER, 2 * CORNER, 2 * CORNER, 3);
    context.fillStyle = colour("ground");
    context.fill();
    context.strokeStyle = colour("lamp-light");
    context.lineWidth = 1.6;
    context.stroke();
  }
  context.restore();
}

/** A small map of the whole picture with the part that the loupe shows. @param {Context} context @param {Viewport} viewport */
export function drawLoupeMap(context, viewport) {
  const { frame, seen, window: at, at: shown } = viewport;
  const wide = Math.min(MAP, frame.width / 4);
  const scale = wide / seen.width;
  const high = seen.height * scale;
  const [left, top] = [frame.left + frame.width - wide - EDGE, frame.top + EDGE];
  const clear = (/** @type {number} */ value, /** @type {number} */ most) => Math.min(most, Math.max(0, value));
  const x = clear(at.left, seen.width) * scale;
  const y = clear(at.top, seen.height) * scale;
  context.save();
  context.beginPath();
  context.roundRect(left, top, wide, high, 6);
  context.globalAlpha = 0.62;
  context.fillStyle = colour("ground");
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = colour("edge");
  context.lineWidth = 1;
  context.stroke();
  context.beginPath();
  context.roundRect(
    left + x,
    top + y,
    Math.min(shown.width / at.across, seen.width) * scale,
    Math.min(shown.height / at.down, seen.height) * scale,
    3,
  );
  context.globalAlpha = 0.16;
  context.fillStyle = colour("lamp");
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = colour("lamp");
  context.lineWidth = 1.5;
  context.stroke();
  context.restore();
}
