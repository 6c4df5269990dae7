// @ts-check
/** A canvas on which pictures of any size are shown whole, in the pixels of the screen. */

import { colour } from "./palette.js";

export class Letterbox {
  #canvas;
  #context;
  #watching;
  /** @type {() => void} */
  #resized = () => {};
  /** @type {[number, number]} */
  #size = [1, 1];

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    const context = canvas.getContext("2d", { alpha: false });
    if (!context) throw new Error("this browser draws no canvas");
    this.#canvas = canvas;
    this.#context = context;
    this.#measure();
    this.#watching = new ResizeObserver(() => this.#measure() && this.#resized());
    this.#watching.observe(canvas);
  }

  /** Pixels of the screen across and down. */
  get size() {
    return this.#size;
  }

  /** @param {() => void} resized called after the canvas got another size, and is blank */
  set resized(resized) {
    this.#resized = resized;
  }

  #measure() {
    const dense = globalThis.devicePixelRatio || 1;
    const [width, height] = [this.#canvas.clientWidth, this.#canvas.clientHeight].map((side) =>
      Math.round(side * dense)
    );
    if (width < 1 || height < 1 || (width === this.#canvas.width && height === this.#canvas.height)) return false;
    [this.#canvas.width, this.#canvas.height] = [width, height];
    this.#size = [width, height];
    this.clear();
    return true;
  }

  /** Nothing but the ground. */
  clear() {
    this.#fill(colour("ground"));
  }

  /** Black, whatever the page's colours are. */
  black() {
    this.#fill("#000");
  }

  /** @param {string} ground */
  #fill(ground) {
    this.#context.fillStyle = ground;
    this.#context.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
  }

  /**
   * Show a picture whole and centred.
   * @param {ImageBitmap} picture
   * @param {ImageSmoothingQuality} quality
   */
  draw(picture, quality) {
    const [width, height] = [this.#canvas.width, this.#canvas.height];
    const scale = Math.min(width / picture.width, height / picture.height);
    const across = Math.round(picture.width * scale);
    const down = Math.round(picture.height * scale);
    const [left, top] = [(width - across) >> 1, (height - down) >> 1];
    this.#context.imageSmoothingQuality = quality;
    this.#context.drawImage(picture, left, top, across, down);
    // Only the edges: what the picture covers need not be painted twice.
    this.#context.fillStyle = "#000";
    for (const [x, y, w, h] of edges(width, height, left, top, across, down)) this.#context.fillRect(x, y, w, h);
  }

  close() {
    this.#watching.disconnect();
  }
}

/**
 * The bars beside a picture.
 * @param {number} width
 * @param {number} height
 * @param {number} left
 * @param {number} top
 * @param {number} across
 * @param {number} down
 */
function edges(width, height, left, top, across, down) {
  const bars = [];
  if (left > 0) bars.push([0, 0, left, height], [left + across, 0, width - left - across, height]);
  if (top > 0) bars.push([0, 0, width, top], [0, top + down, width, height - top - down]);
  return bars;
}
