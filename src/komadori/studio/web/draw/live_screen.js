// @ts-check
/** What the live view's worker holds: the canvas, the newest frame, the pictures laid over it, and how they are looked at. */

import { DEFAULTS, fitted, looking, seenSize } from "../state/looking.js";
import { create } from "./compositor.js";
import { measure, stepOf } from "./scopes.js";

/** @typedef {import("../state/looking.js").Looking} Looking */
/** @typedef {import("../state/looking.js").Size} Size */
/** @typedef {import("./compositor.js").Renderer} Renderer */
/** @typedef {import("./scopes.js").Scopes} Scopes */

/** Milliseconds between two measurements of the scopes. */
const SCOPE_PAUSE = 125;
/** Pixels each way that the key's dropper takes the mean of. */
const DROPPER = 5;
/** Shapes closer than this fill the frame; others get black bars. */
const SAME_SHAPE = 0.02;

/** At the next refresh of the screen, also where workers are not told of it. @type {(draw: () => void) => unknown} */
const refresh = globalThis.requestAnimationFrame ?? ((draw) => setTimeout(draw, 16));

/** @param {Size} size @param {CanvasRenderingContext2DSettings} [settings] */
const paper = (
  size,
  settings,
) => /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(size.width, size.height).getContext(
  "2d",
  settings,
));

export class Screen {
  /** @type {ImageBitmap|null} */
  frame = null;
  /** @type {Map<string, ImageBitmap>} as given */
  given = new Map();
  /** @type {Map<string, ImageBitmap>} with bars, for the frame's shape */
  barred = new Map();
  params = looking();
  /** @type {Size} */
  box = { width: 0, height: 0 };
  black = false;
  scoped = false;
  measured = 0;
  stale = false;
  /** @type {OffscreenCanvasRenderingContext2D|undefined} */
  sampler;

  /**
   * @param {OffscreenCanvas} canvas
   * @param {Renderer} renderer
   * @param {{size: (size: Size) => void, scopes: (data: Scopes) => void}} tell
   */
  constructor(canvas, renderer, tell) {
    this.canvas = canvas;
    this.compositor = create(canvas, renderer);
    this.tell = tell;
  }

  /** Draws a new frame, which is the screen's from now on. @param {ImageBitmap} picture */
  show(picture) {
    const before = this.frame;
    this.frame = picture;
    if (!before || before.width !== picture.width || before.height !== picture.height) {
      this.unbar();
      this.tell.size({ width: picture.width, height: picture.height });
    }
    this.draw();
    before?.close();
    this.look();
  }

  draw() {
    this.stale = false;
    if (this.black) return this.blacken();
    if (!this.frame) return;
    const seen = seenSize(this.params.view, this.frame);
    const at = this.params.loupe.on ? fitted(seen, this.box) : seen;
    this.compositor.draw(this.frame, this.references(), this.params, at);
  }

  blacken() {
    const { width, height } = this.canvas;
    const dark = paper({ width: 1, height: 1 }, { alpha: false }).canvas;
    this.compositor.draw(dark, new Map(), DEFAULTS, { width, height });
  }

  /** Draws again at the next refresh of the screen; many changes are drawn once. */
  later() {
    if (this.stale) return;
    this.stale = true;
    refresh(() => {
      if (this.stale) this.draw();
    });
  }

  /** @param {Partial<Looking>} params */
  set(params) {
    this.params = looking(params);
    this.later();
  }

  /** @param {string} slot @param {ImageBitmap|null} picture */
  refer(slot, picture) {
    for (const held of [this.given, this.barred]) {
      held.get(slot)?.close();
      held.delete(slot);
    }
    if (picture) this.given.set(slot, picture);
    this.later();
  }

  unbar() {
    for (const picture of this.barred.values()) picture.close();
    this.barred.clear();
  }

  /** The references as they are drawn: line-up layers in their own shape, all others in the frame's. */
  references() {
    const own = new Set(this.params.layers.map((layer) => layer.slot));
    return new Map(
      [...this.given].map(([slot, picture]) => [slot, own.has(slot) ? picture : this.shaped(slot, picture)]),
    );
  }

  /** @param {string} slot @param {ImageBitmap} picture */
  shaped(slot, picture) {
    const frame = /** @type {ImageBitmap} */ (this.frame);
    const stretch = (picture.width / picture.height) / (frame.width / frame.height);
    if (Math.abs(stretch - 1) <= SAME_SHAPE) return picture;
    let barred = this.barred.get(slot);
    if (!barred) {
      const context = paper(frame, { alpha: false });
      const { width, height } = fitted(picture, frame);
      context.drawImage(picture, (frame.width - width) / 2, (frame.height - height) / 2, width, height);
      barred = context.canvas.transferToImageBitmap();
      this.barred.set(slot, barred);
    }
    return barred;
  }

  /** Measures the frame for the scopes, not too often. */
  look() {
    const now = performance.now();
    if (!this.scoped || !this.frame || now - this.measured < SCOPE_PAUSE) return;
    this.measured = now;
    const step = stepOf(this.frame.width, this.frame.height);
    const width = Math.floor(this.frame.width / step);
    const height = Math.floor(this.frame.height / step);
    this.sampler ??= paper({ width, height }, { willReadFrequently: true, alpha: false });
    const { canvas } = this.sampler;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    this.sampler.imageSmoothingEnabled = false;
    this.sampler.drawImage(this.frame, 0, 0, width * step, height * step, 0, 0, width, height);
    this.tell.scopes(measure(this.sampler.getImageData(0, 0, width, height).data, width));
  }

  /**
   * The mean colour, 0..1, around a point of the live picture; null without one.
   * @param {number} x
   * @param {number} y
   * @returns {[number, number, number]|null}
   */
  sample(x, y) {
    if (!this.frame) return null;
    const { width, height } = this.frame;
    const half = (DROPPER - 1) / 2;
    const left = Math.min(Math.max(Math.floor(x * width) - half, 0), Math.max(0, width - DROPPER));
    const top = Math.min(Math.max(Math.floor(y * height) - half, 0), Math.max(0, height - DROPPER));
    const context = paper({ width: DROPPER, height: DROPPER }, { willReadFrequently: true, alpha: false });
    context.drawImage(this.frame, left, top, DROPPER, DROPPER, 0, 0, DROPPER, DROPPER);
    const { data } = context.getImageData(0, 0, DROPPER, DROPPER);
    const sums = [0, 0, 0];
    data.forEach((code, at) => at % 4 < 3 && (sums[at % 4] += code));
    const [red, green, blue] = sums.map((sum) => sum / (255 * DROPPER * DROPPER));
    return [red, green, blue];
  }

  /** A copy of the live picture, or of what is seen; null without one. @param {"live"|"seen"} what */
  async snapshot(what) {
    if (!this.frame) return null;
    if (what === "live") return await createImageBitmap(this.frame);
    this.draw();
    return await createImageBitmap(this.canvas);
  }
}
