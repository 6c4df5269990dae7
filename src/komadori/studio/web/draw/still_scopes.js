// @ts-check
/** Scopes of a finished picture: parade and vectorscope beside the waveform and histogram of the live view. */

import { drawHistogram, drawLevels, drawWaveform, fresh, LEVELS, measure } from "./scopes.js";
import { colour } from "./palette.js";

/** @typedef {import("./scopes.js").Scopes & {parade: [Uint16Array, Uint16Array, Uint16Array], chroma: Uint16Array}} StillScopes */
/** @typedef {"waveform" | "parade" | "vectorscope" | "histogram"} Scope */

const COLUMNS = 384;
/** At most this many columns are read. */
export const CHROMA = 128;
/** Steps of the vectorscope each way. */
const TONES = /** @type {const} */ ([[232, 120, 98], [142, 196, 118], [128, 148, 236]]);

/** @param {ImageBitmap} picture @returns {StillScopes} */
export function scopesOf(picture) {
  const width = Math.min(COLUMNS, picture.width);
  const height = Math.max(1, Math.round(width * picture.height / picture.width));
  const canvas = new OffscreenCanvas(width, height);
  const context =
    /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  // Single pixels are taken and none are mixed, or the scopes would show codes that the picture does not have.
  context.imageSmoothingEnabled = false;
  context.drawImage(picture, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  return measureStill(data, width);
}

/**
 * @param {Uint8ClampedArray} pixels RGBA
 * @param {number} columns
 * @returns {StillScopes}
 */
export function measureStill(pixels, columns) {
  const parade = /** @type {[Uint16Array, Uint16Array, Uint16Array]} */ (
    [0, 1, 2].map(() => new Uint16Array(columns * LEVELS))
  );
  const chroma = new Uint16Array(CHROMA * CHROMA);
  for (let at = 0, column = 0; at < pixels.length; at += 4) {
    for (let channel = 0; channel < 3; channel++) parade[channel][column * LEVELS + (pixels[at + channel] >> 1)]++;
    const [across, down] = chromaOf(pixels[at], pixels[at + 1], pixels[at + 2]);
    chroma[
      Math.min(CHROMA - 1, Math.floor(down * CHROMA)) * CHROMA + Math.min(CHROMA - 1, Math.floor(across * CHROMA))
    ]++;
    column = column + 1 === columns ? 0 : column + 1;
  }
  return { ...measure(pixels, columns), parade, chroma };
}

/**
 * Where a colour lies on the vectorscope, 0..1 each way: blue difference to the right, red difference upwards (BT.709).
 * @param {number} red
 * @param {number} green
 * @param {number} blue
 * @returns {[number, number]}
 */
export function chromaOf(red, green, blue) {
  const luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return [0.5 + (blue - luma) / 1.8556 / 255, 0.5 - (red - luma) / 1.5748 / 255];
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {StillScopes} data
 * @param {Scope} scope
 */
export function drawScope(canvas, data, scope) {
  if (scope === "waveform") drawWaveform(canvas, data);
  else if (scope === "histogram") drawHistogram(canvas, data);
  else if (scope === "parade") drawParade(canvas, data);
  else drawVectorscope(canvas, data);
}

/** Red, green and blue each as a waveform of its own, side by side. @param {HTMLCanvasElement} canvas @param {StillScopes} data */
function drawParade(canvas, data) {
  const { context, width, height } = fresh(canvas);
  const room = height - 5;
  drawLevels(context, width, room);
  const wide = (width - 8) / 3;
  data.parade.forEach((counts, channel) =>
    context.drawImage(glow(counts, data.columns, LEVELS, true, TONES[channel]), channel * (wide + 4), 2, wide, room)
  );
}

/** Hue as direction and saturation as distance; small squares are full red, yellow, green… @param {HTMLCanvasElement} canvas @param {StillScopes} data */
function drawVectorscope(canvas, data) {
  const { context, width, height } = fresh(canvas);
  const side = Math.min(width, height) - 2;
  const [left, top] = [(width - side) / 2, (height - side) / 2];
  const at = (
    /** @type {readonly [number, number]} */ [across, down],
  ) => /** @type {[number, number]} */ ([left + across * side, top + down * side]);
  context.strokeStyle = colour("line-strong");
  for (const share of [0.25, 0.5]) {
    context.beginPath();
    context.arc(left + side / 2, top + side / 2, share * side * 0.98, 0, 2 * Math.PI);
    context.stroke();
  }
  for (const [one, other] of /** @type {const} */ ([[[0, 0.5], [1, 0.5]], [[0.5, 0], [0.5, 1]]])) {
    context.beginPath();
    context.moveTo(...at(one));
    context.lineTo(...at(other));
    context.stroke();
  }
  context.drawImage(glow(data.chroma, CHROMA, CHROMA, false, [243, 214, 168]), left, top, side, side);
  for (const code of [0b100, 0b110, 0b010, 0b011, 0b001, 0b101]) {
    const [red, green, blue] = [code & 4, code & 2, code & 1].map((on) => on ? 191 : 0);
    const [x, y] = at(chromaOf(red, green, blue));
    context.strokeStyle = `rgb(${red || 70} ${green || 70} ${blue || 70})`;
    context.strokeRect(x - 4, y - 4, 8, 8);
  }
}

/**
 * Counts as light: one canvas pixel a count.
 * @param {Uint16Array} counts
 * @param {number} columns
 * @param {number} rows
 * @param {boolean} upright whether they go column after column from below, else row after row from above
 * @param {readonly [number, number, number]} tone
 */
function glow(counts, columns, rows, upright, tone) {
  const canvas = new OffscreenCanvas(columns, rows);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(columns, rows);
  const most = counts.reduce((sum, count) => Math.max(sum, count), 1);
  counts.forEach((count, at) => {
    if (!count) return;
    const place = upright ? (rows - 1 - at % rows) * columns + Math.floor(at / rows) : at;
    image.data.set([...tone, 40 + 215 * Math.sqrt(Math.min(1, (upright ? 2 : 6) * count / most))], 4 * place);
  });
  context.putImageData(image, 0, 0);
  return canvas;
}
