// @ts-check
/** Asks the server for pictures, one at a time: what was wished for meanwhile is asked for next, the newest only. */

import { NotDone } from "../link.js";

/** What is wished for: a picture finished by `tables`, before the operation `upto`; `width` and the like say how. */
/** @typedef {{take: string, picture: number, tables: string, upto: string} & Record<string, string | number>} Wish */
/** What came of it: of which picture and recipe it is, and the name of the wish; both "" where it only stands in. */
/** @typedef {{bitmap: ImageBitmap, name: string, picture: number, of: string}} Shown */

/** Who asks, so that the server knows which of our wishes are old. */
export const WHO = Math.random().toString(36).slice(2);

/** Why something stands in. */
const NOT_MEASURED = new NotDone({ kind: "NotMeasured", message: "", hint: "" });

/** @param {Wish} wish */
export const nameOf = (wish) => Object.values(wish).join(" ");

/** The picture and the recipe of a wish, however large it is wished for. @param {Wish} wish */
export const pictureOf = ({ take, picture, tables, upto }) => [take, picture, tables, upto].join(" ");

/**
 * One kind of picture.
 * @template {Shown} S
 */
export class Asking {
  /**
   * @param {object} how
   * @param {import("@preact/signals").Signal<S | null>} how.to
   * @param {(wish: Wish) => Promise<S>} how.make
   * @param {(why: NotDone | null, wish: Wish) => void} how.refused what is told where it was done, too, with null
   * @param {number} how.keeps pictures that stay decoded
   * @param {(milliseconds: number) => void} [how.took]
   */
  constructor({ to, make, refused, keeps, took = () => {} }) {
    this.to = to;
    this.make = make;
    this.refused = refused;
    this.keeps = keeps;
    this.took = took;
    /** @type {Wish | null} */
    this.wish = null;
    this.busy = false;
    /** @type {Map<string, S>} */
    this.kept = new Map();
  }

  /** @param {Wish} wish @param {boolean} [anew] even where it has been asked for before */
  want(wish, anew = false) {
    if (!anew && this.wish && nameOf(this.wish) === nameOf(wish)) return;
    this.wish = wish;
    if (!this.busy && !this.shows(wish)) this.go();
  }

  /** Show what is here already; returns whether it was. @param {Wish} wish */
  shows(wish) {
    const shown = this.kept.get(nameOf(wish));
    if (!shown) return false;
    this.to.value = shown;
    this.refused(null, wish);
    return true;
  }

  async go() {
    this.busy = true;
    try {
      /** @type {Wish | null} */
      let done = null;
      while (this.wish && this.wish !== done) {
        done = this.wish;
        await this.one(done);
      }
    } finally {
      this.busy = false;
    }
  }

  /** @param {Wish} wish */
  async one(wish) {
    if (this.shows(wish)) return;
    const began = performance.now();
    try {
      const shown = await this.brought(wish);
      // A picture of another frame is shown no more; one of an older recipe shows the slider's way.
      if (this.wish?.take !== wish.take || this.wish.picture !== wish.picture) return;
      this.to.value = shown;
      this.took(performance.now() - began);
      if (this.wish === wish) this.refused(shown.name ? null : NOT_MEASURED, wish);
    } catch (why) {
      if (!(why instanceof NotDone)) throw why;
      if (this.wish !== wish) return;
      // What was fetched ahead may reach the server later than what was wished for after it, and pass for newer.
      if (why.kind === "Superseded") await this.one(wish);
      else this.refused(why, wish);
    }
  }

  /** @param {Wish} wish */
  async brought(wish) {
    const shown = await this.make(wish);
    if (shown.name) this.kept.set(shown.name, shown);
    while (this.kept.size > this.keeps) this.kept.delete(/** @type {string} */ (this.kept.keys().next().value));
    return shown;
  }

  /** Have it here for later; what cannot be had is asked for again when it is wanted. @param {Wish} wish */
  async bring(wish) {
    if (this.kept.has(nameOf(wish))) return;
    try {
      await this.brought(wish);
    } catch (why) {
      if (!(why instanceof NotDone)) throw why;
    }
  }

  forget() {
    this.kept.clear();
    this.to.value = null;
    this.wish = null;
  }
}
