// @ts-check
/** The brush's strokes over a picture: those of the frame full, those of the painted frames beside it faint. */

import { colour } from "./palette.js";

/** @typedef {import("../state/paint.js").Stroke} Stroke */
/** @typedef {import("./pair.js").Box} Box */
/** What is drawn: strokes, and how strongly, 0..1. @typedef {{strokes: readonly Stroke[], strength: number}} Layer */

/** @type {Record<import("../state/paint.js").Mode, string>} */
const COLOURS = { rig: "lamp", keep: "moss" };

/**
 * @param {HTMLCanvasElement} canvas laid over the picture
 * @param {Box | null} place where the picture stands in it, CSS pixels
 * @param {readonly Layer[]} layers
 * @param {{at: [number, number], radius: number, erase: boolean, mode: import("../state/paint.js").Mode} | null} brush
 */
export function drawStrokes(canvas, place, layers, brush) {
  const ratio = globalThis.devicePixelRatio || 1;
  const [width, height] = [Math.round(canvas.clientWidth * ratio), Math.round(canvas.clientHeight * ratio)];
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  if (!context || !place || !width || !height) return;
  for (const { strokes, strength } of layers) {
    for (const mode of /** @type {const} */ (["rig", "keep"])) {
      const own = strokes.filter((stroke) => stroke.mode === mode);
      if (own.length) context.drawImage(layer(own, place, ratio, width, height, strength), 0, 0);
    }
  }
  context.scale(ratio, ratio);
  if (brush) ring(context, place, brush);
}

/**
 * Strokes that lie over each other are as strong as one, so they are drawn together and laid on once.
 * @param {readonly Stroke[]} strokes
 * @param {Box} place
 * @param {number} ratio
 * @param {number} width
 * @param {number} height
 * @param {number} strength
 */
function layer(strokes, place, ratio, width, height, strength) {
  const canvas = new OffscreenCanvas(width, height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const tone = colour(COLOURS[strokes[0].mode]);
  trace(context, strokes, place, ratio, tone, 0);
  const inner = new OffscreenCanvas(width, height);
  const within = /** @type {OffscreenCanvasRenderingContext2D} */ (inner.getContext("2d"));
  trace(within, strokes, place, ratio, "#000", 2 * ratio);
  context.globalCompositeOperation = "destination-out";
  context.globalAlpha = 1 - 0.42;
  context.drawImage(inner, 0, 0);
  const laid = new OffscreenCanvas(width, height);
  const over = /** @type {OffscreenCanvasRenderingContext2D} */ (laid.getContext("2d"));
  over.globalAlpha = strength;
  over.drawImage(canvas, 0, 0);
  return laid;
}

/**
 * @param {OffscreenCanvasRenderingContext2D} context
 * @param {readonly Stroke[]} strokes
 * @param {Box} place
 * @param {number} ratio
 * @param {string} tone
 * @param {number} less device pixels by which the line is thinner
 */
function trace(context, strokes, place, ratio, tone, less) {
  context.strokeStyle = context.fillStyle = tone;
  context.lineCap = context.lineJoin = "round";
  const unit = place.width * ratio;
  for (const { points, radius } of strokes) {
    const thick = Math.max(0.5, 2 * radius * unit - less);
    const at = (/** @type {[number, number]} */ [x, y]) => /** @type {[number, number]} */ ([
      place.left * ratio + x * unit,
      place.top * ratio + y * unit,
    ]);
    context.beginPath();
    context.moveTo(...at(points[0]));
    for (const point of points) context.lineTo(...at(point));
    context.lineWidth = thick;
    context.stroke();
  }
}

/**
 * The brush itself, under the pointer.
 * @param {CanvasRenderingContext2D} context
 * @param {Box} place
 * @param {{at: [number, number], radius: number, erase: boolean, mode: import("../state/paint.js").Mode}} brush
 */
function ring(context, place, { at: [x, y], radius, erase, mode }) {
  const [left, top] = [place.left + x * place.width, place.top + y * place.width];
  const far = Math.max(2, radius * place.width);
  for (const [tone, thick] of /** @type {const} */ ([["rgba(0,0,0,0.7)", 3.5], ["", 1.5]])) {
    context.strokeStyle = tone || (erase ? "#fff" : colour(COLOURS[mode]));
    context.lineWidth = thick;
    context.setLineDash(erase && !tone ? [4, 4] : []);
    context.beginPath();
    context.arc(left, top, far, 0, 2 * Math.PI);
    context.stroke();
  }
  context.setLineDash([]);
}
