// @ts-check
/** The arc trail over the picture: dots for the last frames, amber for now, hollow for where it would go on. */

import { ahead, trailed } from "../state/trail.js";
import { pointOn } from "../state/spacing.js";
import { colour } from "./palette.js";

/** @typedef {import("../state/trail.js").Mark} Mark */
/** @typedef {import("./view.js").Viewport} Viewport */
/** @typedef {CanvasRenderingContext2D} Context */

/** Pieces a span of the arc is drawn in. */
const PIECES = 12;

/**
 * Draws the marks up to `frame`, the last `last` of them.
 * @param {Context} context scaled to CSS pixels
 * @param {Viewport} viewport
 * @param {readonly Mark[]} marks
 * @param {{frame: number, last?: number, foresee?: number}} options foresee: hollow dots beyond the last mark
 */
export function drawTrail(context, viewport, marks, { frame, last = 10, foresee = 3 }) {
  const aspect = viewport.seen.width / viewport.seen.height;
  const { before, after } = trailed(marks, frame, last + 1, foresee);
  if (before.length === 0) return;
  const next = after.length ? after : ahead(before, foresee, aspect);
  context.save();
  context.lineCap = context.lineJoin = "round";
  arc(context, viewport, before, aspect);
  next.forEach((mark) => ring(context, viewport, mark));
  before.slice(0, -1).forEach((mark, index) => {
    dot(context, viewport, mark, 3.1, colour("bright"), 0.7 + 0.3 * (index + 1) / before.length);
  });
  const now = before[before.length - 1];
  dot(context, viewport, now, 5, colour("lamp"), 1);
  context.restore();
}

/** @param {Context} context @param {Viewport} viewport @param {Mark[]} marks @param {number} aspect */
function arc(context, viewport, marks, aspect) {
  const path = { points: marks, smooth: true, aspect };
  context.beginPath();
  for (let span = 0; span < marks.length - 1; span++) {
    for (let piece = span ? 1 : 0; piece <= PIECES; piece++) {
      const { x, y } = pointOn(path, span, piece / PIECES);
      context.lineTo(...viewport.toBox(x, y));
    }
  }
  context.globalAlpha = 0.4;
  context.strokeStyle = colour("ground");
  context.lineWidth = 3.5;
  context.stroke();
  context.globalAlpha = 0.8;
  context.strokeStyle = colour("bright");
  context.lineWidth = 1.4;
  context.stroke();
}

/**
 * @param {Context} context
 * @param {Viewport} viewport
 * @param {Mark} mark
 * @param {number} radius
 * @param {string} fill
 * @param {number} strength
 */
function dot(context, viewport, mark, radius, fill, strength) {
  const [x, y] = viewport.toBox(mark.x, mark.y);
  context.globalAlpha = strength;
  context.beginPath();
  context.arc(x, y, radius + 1.3, 0, 2 * Math.PI);
  context.fillStyle = colour("ground");
  context.fill();
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.fill();
}

/** @param {Context} context @param {Viewport} viewport @param {Mark} mark */
function ring(context, viewport, mark) {
  const [x, y] = viewport.toBox(mark.x, mark.y);
  context.globalAlpha = 0.75;
  context.beginPath();
  context.arc(x, y, 2.6, 0, 2 * Math.PI);
  context.strokeStyle = colour("ground");
  context.lineWidth = 3.4;
  context.stroke();
  context.strokeStyle = colour("bright");
  context.lineWidth = 1.3;
  context.stroke();
}
