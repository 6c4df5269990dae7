// @ts-check
/** Two pictures of the same frame on one canvas: side by side of a line, or as the difference between them. */

import { covers, placed } from "../state/closeness.js";
import { colour } from "./palette.js";

/** @typedef {import("../state/finishing.js").Mode} Mode */
/** @typedef {import("../state/closeness.js").Box} Box */
/** @typedef {import("../state/closeness.js").Size} Size */
/** @typedef {import("../state/closeness.js").Closeness} Closeness */
/** One side: the picture small, how large it really is, and the part of it that is here in its own pixels. */
/** @typedef {{bitmap: ImageBitmap, whole: Size, part: (import("../state/closeness.js").Part & {bitmap: ImageBitmap}) | null}} Layer */
/** @typedef {{before: Layer | null, after: Layer | null, mode: Mode, line: number, gain: number, closeness: Closeness}} What */

/**
 * Draw what `mode` asks for and return where the picture stands, in CSS pixels; null where there is none.
 * @param {HTMLCanvasElement} canvas
 * @param {What} what
 * @returns {Box | null}
 */
export function drawPair(canvas, { before, after, mode, line, gain, closeness }) {
  const ratio = globalThis.devicePixelRatio || 1;
  const box = { width: canvas.clientWidth, height: canvas.clientHeight };
  const [width, height] = [Math.round(box.width * ratio), Math.round(box.height * ratio)];
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { alpha: false }));
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalCompositeOperation = "source-over";
  context.fillStyle = colour("ground");
  context.fillRect(0, 0, width, height);
  const first = mode === "after" ? after ?? before : before ?? after;
  if (!first || !width || !height) return null;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  // Pictures come about as large as they are shown; the finest scaling would cost more than making them anew does.
  context.imageSmoothingQuality = "medium";
  /** @type {View} */
  const view = { box, closeness, ratio };
  const place = placeOf(mode === "before" ? first : after ?? first, view);
  put(context, first, view);
  if (!before || !after) return place;
  if (mode === "wipe") wiped(context, after, view, line * box.width);
  else if (mode === "difference") differ(context, after, view, place, gain);
  return place;
}

/** @typedef {{box: Size, closeness: Closeness, ratio: number}} View */

/** @param {Layer} layer @param {View} view */
const placeOf = ({ bitmap, whole }, { box, closeness, ratio }) =>
  placed(closeness.scale ? whole : bitmap, box, closeness, ratio);

/**
 * The picture: from close in its own pixels, sharp as they are, and small where these are not here yet.
 * @param {CanvasRenderingContext2D} context
 * @param {Layer} layer
 * @param {View} view
 * @param {boolean} [once] whether nothing may be drawn twice
 */
function put(context, layer, view, once = false) {
  const { bitmap, part } = layer;
  const { left, top, width, height } = placeOf(layer, view);
  const close = view.closeness.scale ? part : null;
  const all = close !== null && covers(close, view.box, view.closeness, view.ratio);
  if (!all) context.drawImage(bitmap, left, top, width, height);
  if (!close || (once && !all)) return;
  const pixel = width / close.whole.width;
  context.imageSmoothingEnabled = false;
  context.drawImage(
    close.bitmap,
    left + close.left * pixel,
    top + close.top * pixel,
    close.width * pixel,
    close.height * pixel,
  );
  context.imageSmoothingEnabled = true;
}

/** @param {CanvasRenderingContext2D} context @param {Layer} after @param {View} view @param {number} from */
function wiped(context, after, view, from) {
  context.save();
  context.beginPath();
  context.rect(from, 0, context.canvas.width, context.canvas.height);
  context.clip();
  // What the picture before shows beside a picture of another shape would be seen through.
  context.fillStyle = colour("ground");
  context.fillRect(from, 0, context.canvas.width, context.canvas.height);
  put(context, after, view);
  context.restore();
}

/**
 * The difference of the codes, each channel by itself, made larger `gain` times.
 * @param {CanvasRenderingContext2D} context
 * @param {Layer} after
 * @param {View} view
 * @param {Box} place
 * @param {number} gain
 */
function differ(context, after, view, place, gain) {
  const { left, top, width, height } = seenOf(place, view.box);
  const { a: ratio } = context.getTransform();
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.globalCompositeOperation = "difference";
  put(context, after, view, true);
  context.globalCompositeOperation = "lighter";
  for (let more = gain; more > 1.001; more /= 2) {
    // Laid over itself the picture doubles; with less of it, less.
    context.globalAlpha = Math.min(1, more - 1);
    context.drawImage(
      context.canvas,
      left * ratio,
      top * ratio,
      width * ratio,
      height * ratio,
      left,
      top,
      width,
      height,
    );
  }
  context.restore();
}

/** What of a place lies in the box. @param {Box} place @param {Size} box @returns {Box} */
function seenOf(place, box) {
  const [left, top] = [Math.max(0, place.left), Math.max(0, place.top)];
  const [right, bottom] = [
    Math.min(box.width, place.left + place.width),
    Math.min(box.height, place.top + place.height),
  ];
  return { left, top, width: right - left, height: bottom - top };
}
