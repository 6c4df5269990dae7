// @ts-check
/** Drawing layers on a canvas over the picture. */

import { layersAt, pressed } from "../state/sketch.js";

/** @typedef {import("../state/sketch.js").Layer} Layer */
/** @typedef {import("../state/sketch.js").Stroke} Stroke */
/** @typedef {import("./view.js").Viewport} Viewport */
/** @typedef {CanvasRenderingContext2D|OffscreenCanvasRenderingContext2D} Context */

/** @type {OffscreenCanvas|null} */
let sheet = null;

/**
 * Draws the layers seen at `frame`, and the stroke being drawn. A layer that is not wholly opaque is drawn as one, so that
 * its strokes do not add up where they cross.
 * @param {CanvasRenderingContext2D} context scaled to CSS pixels
 * @param {Viewport} viewport
 * @param {readonly Layer[]} layers
 * @param {number} frame
 * @param {Stroke|null} drawing
 */
export function drawSketch(context, viewport, layers, frame, drawing = null) {
  context.save();
  const { left, top, width, height } = viewport.frame;
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  for (const layer of layersAt(layers, frame)) {
    if (layer.opacity >= 1) layer.strokes.forEach((stroke) => drawStroke(context, viewport, stroke));
    else drawFaint(context, viewport, layer);
  }
  if (drawing) drawStroke(context, viewport, drawing);
  context.restore();
}

/** @param {CanvasRenderingContext2D} context @param {Viewport} viewport @param {Layer} layer */
function drawFaint(context, viewport, layer) {
  const { width, height } = context.canvas;
  sheet ??= new OffscreenCanvas(width, height);
  sheet.width = width;
  sheet.height = height;
  const own = /** @type {OffscreenCanvasRenderingContext2D} */ (sheet.getContext("2d"));
  own.setTransform(context.getTransform());
  layer.strokes.forEach((stroke) => drawStroke(own, viewport, stroke));
  context.save();
  context.resetTransform();
  context.globalAlpha = layer.opacity;
  context.drawImage(sheet, 0, 0);
  context.restore();
}

/** One stroke, rounded through the middles of its pieces. @param {Context} context @param {Viewport} viewport @param {Stroke} stroke */
export function drawStroke(context, viewport, { colour, width, points }) {
  const places = points.map(([x, y]) => viewport.toBox(x, y));
  if (places.length === 0) return;
  const wide = width * viewport.seen.height * viewport.scale;
  context.lineCap = context.lineJoin = "round";
  context.strokeStyle = colour;
  if (points.some((point) => point.length > 2)) {
    drawPressed(context, places, points.map(([, , pressure = 0.5]) => Math.max(0.75, wide * pressed(pressure))));
    return;
  }
  context.lineWidth = Math.max(0.75, wide);
  context.beginPath();
  context.moveTo(...places[0]);
  places.slice(1, -1).forEach(([x, y], index) => {
    const [nextX, nextY] = places[index + 2];
    context.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
  });
  context.lineTo(...places[places.length - 1]);
  context.stroke();
}

/** Piece by piece, each as wide as it was pressed; rounded ends join them. @param {Context} context @param {[number, number][]} places @param {number[]} widths */
function drawPressed(context, places, widths) {
  for (let index = 0; index < Math.max(1, places.length - 1); index++) {
    const next = Math.min(index + 1, places.length - 1);
    context.beginPath();
    context.moveTo(...places[index]);
    context.lineTo(...places[next]);
    context.lineWidth = (widths[index] + widths[next]) / 2;
    context.stroke();
  }
}
