// @ts-check
/** Between the picture, 0..1 each way, and the box in which it is shown: bars, turn, mirror and loupe. */

import { fitted, fromSeen, seenSize, toSeen, windowOf } from "../state/looking.js";

/** @typedef {import("../state/looking.js").Looking} Looking */
/** @typedef {import("../state/looking.js").Size} Size */
/** @typedef {import("../state/guides.js").Box} Box */

export class Viewport {
  /**
   * @param {Size} box where it is shown, CSS pixels
   * @param {Size} picture its own size
   * @param {Pick<Looking, "view"|"loupe">} looking
   * @param {number} ratio device pixels a CSS pixel
   */
  constructor(box, picture, looking, ratio = 1) {
    const seen = seenSize(looking.view, picture);
    const scale = Math.min(box.width / seen.width, box.height / seen.height);
    const width = seen.width * scale;
    const height = seen.height * scale;
    this.looking = looking;
    this.seen = seen;
    this.ratio = ratio;
    /** The picture's place in the box, without its bars; CSS pixels. @type {Box} */
    this.frame = { left: (box.width - width) / 2, top: (box.height - height) / 2, width, height };
    const device = { width: box.width * ratio, height: box.height * ratio };
    /** Of the loupe's canvas; device pixels. */
    this.at = looking.loupe.on ? fitted(seen, device) : seen;
    this.window = windowOf(looking, picture, this.at);
  }

  /** CSS pixels a pixel of the seen picture is wide. */
  get scale() {
    return this.window.across * this.frame.width / this.at.width;
  }

  /**
   * Where a point of the picture is in the box, in CSS pixels; outside the frame if the loupe does not show it.
   * @param {number} x
   * @param {number} y
   * @returns {[number, number]}
   */
  toBox(x, y) {
    const [across, down] = toSeen(this.looking.view, x, y);
    const { left, top } = this.window;
    return [
      this.frame.left +
      (across * this.seen.width - left) * this.window.across * this.frame.width / this.at.width,
      this.frame.top + (down * this.seen.height - top) * this.window.down * this.frame.height / this.at.height,
    ];
  }

  /**
   * The point of the picture under a point of the box; may lie outside 0..1.
   * @param {number} x CSS pixels
   * @param {number} y CSS pixels
   * @returns {[number, number]}
   */
  toPicture(x, y) {
    const across = (x - this.frame.left) * this.at.width / this.frame.width / this.window.across + this.window.left;
    const down = (y - this.frame.top) * this.at.height / this.frame.height / this.window.down + this.window.top;
    return fromSeen(this.looking.view, across / this.seen.width, down / this.seen.height);
  }

  /** Whether a point of the box is on the picture. @param {number} x @param {number} y */
  holds(x, y) {
    const { left, top, width, height } = this.frame;
    return x >= left && x <= left + width && y >= top && y <= top + height;
  }

  /** Where the whole picture would stand in the box, bars and loupe taken in; CSS pixels. @returns {Box} */
  get whole() {
    const [one, other] = [this.toBox(0, 0), this.toBox(1, 1)];
    return {
      left: Math.min(one[0], other[0]),
      top: Math.min(one[1], other[1]),
      width: Math.abs(other[0] - one[0]),
      height: Math.abs(other[1] - one[1]),
    };
  }
}
