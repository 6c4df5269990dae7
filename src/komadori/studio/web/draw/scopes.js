// @ts-check
/** Histogram and waveform of the live picture: measured in the live view's worker, drawn small by the page. */

import { colour } from "./palette.js";

/**
 * Counts of every code 0..255, and for each column of the decimated picture how many of its pixels have a luma in each of
 * `LEVELS` equal steps (column after column, darkest first).
 * @typedef {{red: Uint32Array, green: Uint32Array, blue: Uint32Array, luma: Uint32Array, columns: number,
 *   waveform: Uint16Array}} Scopes
 */

export const LEVELS = 128;
/** At most this many columns and as many rows are read. */
export const WIDEST = 320;
/** Red, green and blue as they are told apart on the dark panel. */
const CHANNELS = { red: "#c4705c", green: "#7c9c66", blue: "#6f7fbf" };

/**
 * Every which pixel is read of a picture this large, so that few are; odd, so that the middle of a step is one pixel.
 * @param {number} width
 * @param {number} height
 */
export const stepOf = (width, height) => Math.max(1, Math.ceil(Math.max(width, height) / WIDEST) | 1);

/** BT.709 luma in whole codes. @param {number} red @param {number} green @param {number} blue */
export const lumaCode = (red, green, blue) => (54 * red + 183 * green + 19 * blue + 128) >> 8;

/**
 * @param {Uint8ClampedArray} pixels RGBA
 * @param {number} columns pixels in a row
 * @returns {Scopes}
 */
export function measure(pixels, columns) {
  const [red, green, blue, luma] = [0, 1, 2, 3].map(() => new Uint32Array(256));
  const waveform = new Uint16Array(columns * LEVELS);
  for (let at = 0, column = 0; at < pixels.length; at += 4) {
    const code = lumaCode(pixels[at], pixels[at + 1], pixels[at + 2]);
    red[pixels[at]]++;
    green[pixels[at + 1]]++;
    blue[pixels[at + 2]]++;
    luma[code]++;
    waveform[column * LEVELS + (code >> 1)]++;
    column = column + 1 === columns ? 0 : column + 1;
  }
  return { red, green, blue, luma, columns, waveform };
}

/**
 * A canvas's context at the screen's own pixels, cleared, in CSS pixels.
 * @param {HTMLCanvasElement} canvas
 */
export function fresh(canvas) {
  const ratio = globalThis.devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.scale(ratio, ratio);
  return { context, width, height };
}

/**
 * Counts softened over five codes, as heights 0..1; the ends are told by `clipped`, and a root lets small heaps show.
 * @param {Uint32Array} counts
 */
function heights(counts) {
  const soft = Array.from(counts, (_, code) => {
    const around = counts.slice(Math.max(1, code - 2), Math.min(255, code + 3));
    return around.reduce((sum, count) => sum + count, 0) / Math.max(1, around.length);
  });
  const most = Math.max(...soft, 1);
  return soft.map((count) => Math.sqrt(count / most));
}

/** The share of all pixels with this code. @param {Uint32Array} counts @param {number} code */
export function clipped(counts, code) {
  const whole = counts.reduce((sum, count) => sum + count, 0);
  return whole ? counts[code] / whole : 0;
}

/** @param {CanvasRenderingContext2D} context @param {number[]} tops @param {number} width @param {number} height */
function hill(context, tops, width, height) {
  const room = height - 5;
  context.beginPath();
  context.moveTo(0, height);
  tops.forEach((top, code) => context.lineTo(code / 255 * width, height - top * room));
  context.lineTo(width, height);
}

/**
 * Red, green and blue as soft hills, luma as a line; a bar at the end where more than 1 in 500 pixels is black or blown.
 * @param {HTMLCanvasElement} canvas
 * @param {Scopes} data
 */
export function drawHistogram(canvas, data) {
  const { context, width, height } = fresh(canvas);
  context.strokeStyle = colour("line");
  for (const quarter of [1, 2, 3]) {
    context.beginPath();
    context.moveTo(Math.round(width * quarter / 4) + 0.5, 0);
    context.lineTo(Math.round(width * quarter / 4) + 0.5, height);
    context.stroke();
  }
  context.globalCompositeOperation = "lighter";
  for (const name of /** @type {const} */ (["red", "green", "blue"])) {
    hill(context, heights(data[name]), width, height);
    context.globalAlpha = 0.38;
    context.fillStyle = CHANNELS[name];
    context.fill();
  }
  context.globalCompositeOperation = "source-over";
  context.globalAlpha = 0.9;
  context.lineWidth = 1.25;
  context.lineJoin = "round";
  context.strokeStyle = colour("ink");
  hill(context, heights(data.luma), width, height);
  context.stroke();
  context.globalAlpha = 1;
  ends(context, data, width, height);
}

/** @param {CanvasRenderingContext2D} context @param {Scopes} data @param {number} width @param {number} height */
function ends(context, data, width, height) {
  for (const [code, left] of [[0, 0], [255, width - 3]]) {
    const share = Math.max(...[data.red, data.green, data.blue].map((counts) => clipped(counts, code)));
    if (share <= 0.002) continue;
    context.fillStyle = colour(code === 255 ? "coral" : "quiet");
    context.fillRect(left, 0, 3, height);
  }
}

/**
 * Lines at 0, 25, 50, 75 and 100 %.
 * @param {CanvasRenderingContext2D} context
 * @param {number} width
 * @param {number} room the height from none to all, in pixels
 */
export function drawLevels(context, width, room) {
  context.strokeStyle = colour("line-strong");
  for (const level of [0, 1, 2, 3, 4]) {
    const y = Math.round(2 + room * (1 - level / 4)) + 0.5;
    context.globalAlpha = level % 4 === 0 ? 1 : 0.55;
    context.beginPath();
    context.moveTo(0, y);
    context.lineTo(width, y);
    context.stroke();
  }
  context.globalAlpha = 1;
}

/**
 * Each column of the picture as a column of light: how much of it is how bright; lines at 0, 25, 50, 75 and 100 %.
 * @param {HTMLCanvasElement} canvas
 * @param {Scopes} data
 */
export function drawWaveform(canvas, data) {
  const { context, width, height } = fresh(canvas);
  const room = height - 5;
  drawLevels(context, width, room);
  context.imageSmoothingQuality = "high";
  context.drawImage(glow(data), 0, 2, width, room);
}

/** @param {Scopes} data */
function glow({ columns, waveform }) {
  const canvas = new OffscreenCanvas(columns, LEVELS);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(columns, LEVELS);
  let most = 1;
  for (const count of waveform) most = Math.max(most, count);
  const [red, green, blue] = [243, 214, 168];
  waveform.forEach((count, at) => {
    if (count === 0) return;
    const row = LEVELS - 1 - at % LEVELS;
    const pixel = 4 * (row * columns + Math.floor(at / LEVELS));
    image.data.set([red, green, blue, 30 + 225 * Math.sqrt(Math.min(1, 2 * count / most))], pixel);
  });
  context.putImageData(image, 0, 0);
  return canvas;
}
