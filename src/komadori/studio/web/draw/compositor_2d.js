// @ts-check
/** The live view drawn by a 2D canvas, where no GPU is: the same order of operations, see state/looking.js. */

import { liftFactor, NO_PLATE, onionShares, placement, seenSize, splitColumn, windowOf } from "../state/looking.js";
import { keyPixels, markPixels } from "./compositor_marks.js";

/** @typedef {import("./compositor.js").Picture} Picture */
/** @typedef {import("./compositor.js").Compositor} Compositor */
/** @typedef {import("../state/looking.js").Looking} Looking */
/** @typedef {import("../state/looking.js").Size} Size */
/** @typedef {OffscreenCanvasRenderingContext2D} Context */
/** @typedef {(slot: string) => boolean} There */
/** @typedef {{frame: Picture, refs: Map<string, Picture>, params: Looking, there: There, bench: Bench}} Scene */

/** Canvases for what cannot be drawn in place, made when first needed and kept at the picture's size. */
class Bench {
  /** @type {Map<string, Context>} */
  contexts = new Map();

  /** @param {string} name @param {Size} size @param {CanvasRenderingContext2DSettings} [settings] @returns {Context} */
  take(name, { width, height }, settings) {
    let context = this.contexts.get(name);
    if (!context) {
      context = /** @type {Context} */ (new OffscreenCanvas(width, height).getContext("2d", settings));
      this.contexts.set(name, context);
    }
    const canvas = context.canvas;
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    return context;
  }

  /** The live picture's RGBA bytes. @param {Picture} frame */
  pixels(frame) {
    const context = this.take("read", frame, { willReadFrequently: true, alpha: false });
    context.drawImage(frame, 0, 0);
    return context.getImageData(0, 0, frame.width, frame.height);
  }

  /** `pixels` as something to draw. @param {ImageData} pixels */
  painted(pixels) {
    const context = this.take("paint", pixels, { willReadFrequently: true });
    context.putImageData(pixels, 0, 0);
    return context.canvas;
  }
}

/** Multiplies the opaque codes drawn so far by `factor`, 0 or more. @param {Context} context @param {number} factor */
function multiply(context, factor) {
  const { width, height } = context.canvas;
  context.globalCompositeOperation = "source-over";
  if (factor < 1) {
    context.fillStyle = `rgba(0, 0, 0, ${1 - factor})`;
    context.fillRect(0, 0, width, height);
    return;
  }
  context.globalCompositeOperation = "lighter";
  let rest = factor;
  for (; rest >= 2; rest /= 2) context.drawImage(context.canvas, 0, 0);
  context.globalAlpha = rest - 1;
  if (rest > 1) context.drawImage(context.canvas, 0, 0);
  context.globalAlpha = 1;
  context.globalCompositeOperation = "source-over";
}

/** Key and lift. @param {Context} context @param {Scene} scene */
function drawLive(context, { frame, refs, params, bench }) {
  const { width, height } = frame;
  const lift = liftFactor(params.lift);
  if (!params.key.on) {
    context.drawImage(frame, 0, 0);
    if (params.lift !== 0) multiply(context, lift);
    return;
  }
  const plate = refs.get(params.key.plate);
  const grey = Math.round(NO_PLATE * 255);
  context.fillStyle = `rgb(${grey}, ${grey}, ${grey})`;
  if (plate) context.drawImage(plate, 0, 0, width, height);
  else context.fillRect(0, 0, width, height);
  const pixels = bench.pixels(frame);
  keyPixels(pixels.data, params.key, lift);
  context.drawImage(bench.painted(pixels), 0, 0);
}

/**
 * Each layer is drawn over those before it so that in the end every one has its share.
 * @param {Context} context
 * @param {Scene} scene
 */
function drawOnion(context, { frame, refs, params, there }) {
  const { live, film } = onionShares(params.onion, there);
  let before = live;
  for (const { slot, weight } of film) {
    before += weight;
    context.globalAlpha = before > 0 ? weight / before : 0;
    context.drawImage(/** @type {Picture} */ (refs.get(slot)), 0, 0, frame.width, frame.height);
  }
  context.globalAlpha = 1;
}

/** @param {Context} context @param {Scene} scene */
function drawDifference(context, { frame, refs, params }) {
  const other = /** @type {Picture} */ (refs.get(params.difference.slot));
  context.drawImage(frame, 0, 0);
  context.globalCompositeOperation = "difference";
  context.drawImage(other, 0, 0, frame.width, frame.height);
  multiply(context, params.difference.gain);
}

/** @param {Context} context @param {Scene} scene @param {number} left @param {number} right @param {() => void} draw */
function between(context, { frame }, left, right, draw) {
  context.save();
  context.beginPath();
  context.rect(left, 0, right - left, frame.height);
  context.clip();
  draw();
  context.restore();
}

/** @param {Context} context @param {Scene} scene */
function drawLayers(context, { frame, refs, params }) {
  for (const layer of params.layers) {
    const picture = refs.get(layer.slot);
    if (!picture || layer.opacity <= 0) continue;
    context.setTransform(...placement(layer, picture, frame));
    context.globalAlpha = layer.opacity;
    context.drawImage(picture, -picture.width / 2, -picture.height / 2);
    context.resetTransform();
  }
  context.globalAlpha = 1;
}

/** Everything up to the marks, in picture pixels. @param {Context} context @param {Scene} scene */
function compose(context, scene) {
  const { frame, refs, params, there, bench } = scene;
  if (params.difference.on && there(params.difference.slot)) drawDifference(context, scene);
  else {
    drawLive(context, scene);
    drawOnion(context, scene);
  }
  const column = splitColumn(params.split, frame.width, there);
  const last = refs.get(params.split.slot);
  if (last && column > 0) {
    between(context, scene, 0, column, () => context.drawImage(last, 0, 0, frame.width, frame.height));
  }
  drawLayers(context, scene);
  if (params.peaking.on || params.zebra.on) {
    const pixels = bench.pixels(frame);
    pixels.data.set(markPixels(pixels.data, frame.width, frame.height, params));
    const marks = bench.painted(pixels);
    between(context, scene, column, frame.width, () => context.drawImage(marks, 0, 0));
  }
}

/**
 * The transform from picture pixels to device pixels of `at`.
 * @param {Looking} params @param {Size} picture @param {Size} at
 * @returns {[number, number, number, number, number, number]}
 */
function toDevice(params, picture, at) {
  const { width, height } = picture;
  /** @type {Record<number, [number, number, number, number, number, number]>} */
  const turned = {
    0: [1, 0, 0, 1, 0, 0],
    90: [0, 1, -1, 0, height, 0],
    180: [-1, 0, 0, -1, width, height],
    270: [0, -1, 1, 0, 0, width],
  };
  let [a, b, c, d, e, f] = turned[params.view.turn];
  if (params.view.mirror) [a, c, e] = [-a, -c, seenSize(params.view, picture).width - e];
  const { left, top, across, down } = windowOf(params, picture, at);
  return [a * across, b * down, c * across, d * down, (e - left) * across, (f - top) * down];
}

/**
 * A compositor on `canvas`.
 * @param {OffscreenCanvas|HTMLCanvasElement} canvas
 * @returns {Compositor}
 */
export function create(canvas) {
  const context = /** @type {Context} */ (canvas.getContext("2d", { alpha: false }));
  const bench = new Bench();
  return {
    kind: "2d",
    get size() {
      return { width: canvas.width, height: canvas.height };
    },
    draw(frame, refs, params, at = seenSize(params.view, frame)) {
      if (canvas.width !== at.width) canvas.width = at.width;
      if (canvas.height !== at.height) canvas.height = at.height;
      const there = (/** @type {string} */ slot) => refs.has(slot);
      const scene = { frame, refs, params, there, bench };
      const whole = at.width === frame.width && at.height === frame.height;
      if (whole && !params.loupe.on && !params.view.mirror && params.view.turn === 0) return compose(context, scene);
      const stage = bench.take("stage", frame, { alpha: false });
      compose(stage, scene);
      context.fillStyle = "#000";
      context.fillRect(0, 0, at.width, at.height);
      context.imageSmoothingEnabled = !params.loupe.on;
      context.setTransform(...toDevice(params, frame, at));
      context.drawImage(stage.canvas, 0, 0);
      context.resetTransform();
      context.imageSmoothingEnabled = true;
    },
    close() {
      bench.contexts.clear();
    },
  };
}
