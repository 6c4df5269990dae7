// @ts-check
/** Where on the timeline a frame lies: how wide one is, which is leftmost, and how the view follows the playhead. */

const WIDEST = 96;
/** The playhead stays between these parts of the view: what was just done on its left, what comes on its right. */
const KEEP = [0.12, 0.7];

export class Scale {
  constructor() {
    /** Width of a frame in CSS pixels. */
    this.wide = 9;
    /** The moment at the left edge; 1 is the beginning of frame 1. */
    this.from = 1;
    this.left = 0;
    this.width = 1;
    this.frames = 1;
  }

  /** The narrowest a frame gets: the whole take in view. */
  get narrowest() {
    return Math.min(9, (this.width * 0.92) / Math.max(24, this.frames));
  }

  /**
   * @param {number} left
   * @param {number} width
   * @param {number} frames how many there are to see
   */
  fit(left, width, frames) {
    this.left = left;
    this.width = width;
    this.frames = frames;
    this.keep();
  }

  /**
   * The left edge of `frame`, or of any moment in it.
   * @param {number} frame
   */
  x(frame) {
    return this.left + (frame - this.from) * this.wide;
  }

  /**
   * The moment at `x`.
   * @param {number} x
   */
  moment(x) {
    return this.from + (x - this.left) / this.wide;
  }

  /**
   * The frame at `x`, from 1 on.
   * @param {number} x
   */
  frame(x) {
    return Math.max(1, Math.floor(this.moment(x)));
  }

  /** The moment at the right edge. */
  get to() {
    return this.from + this.width / this.wide;
  }

  /**
   * Make frames `by` times as wide; what is at `around` stays where it is.
   * @param {number} by
   * @param {number} around an x
   */
  zoom(by, around) {
    const fixed = this.moment(around);
    this.wide = Math.min(WIDEST, Math.max(this.narrowest, this.wide * by));
    this.from = fixed - (around - this.left) / this.wide;
    this.keep();
  }

  /**
   * Move the view by so many pixels.
   * @param {number} pixels
   */
  pan(pixels) {
    this.from += pixels / this.wide;
    this.keep();
  }

  /**
   * Move the view as little as keeps `frame` in its middle part.
   * @param {number} frame
   */
  follow(frame) {
    const across = (this.x(frame) - this.left) / this.width;
    const kept = Math.min(Math.max(across, KEEP[0]), KEEP[1]);
    this.from += ((across - kept) * this.width) / this.wide;
    this.keep();
  }

  /** Neither run off before the beginning nor far past the end. */
  keep() {
    this.wide = Math.min(WIDEST, Math.max(this.narrowest, this.wide));
    const margin = 12 / this.wide;
    const most = this.frames + 1 - (this.width * KEEP[1]) / this.wide;
    this.from = Math.max(1 - margin, Math.min(this.from, Math.max(most, 1 - margin)));
  }
}
