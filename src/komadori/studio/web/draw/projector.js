// @ts-check
/** Brings pictures to a canvas: the ring's in play, and standing still the picture as it was kept. */

import { Letterbox } from "./letterbox.js";
import { Ring } from "./ring.js";
import { Stills } from "./stills.js";

/** @typedef {import("../state/programme.js").Shown} Shown */
/** @typedef {"proxy" | "full"} Size */
/**
 * @typedef {(number: number, size: Size, kind: Shown["kind"]) => Promise<Blob>} FetchPicture pictures of the kind
 *   "preroll" are the previous shot's
 */

/** @type {Shown} */
const NOTHING = { kind: "empty", picture: null, frame: 1 };

export class Projector {
  #screen;
  #ring;
  #stills;
  #shown = NOTHING;
  #moving = false;
  /** What the canvas shows, as `nameOf` gives it; "" where that is not yet `#shown`, or not good enough. */
  #drawn = "";
  /** @type {ImageBitmap | null} */
  #sharp = null;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {FetchPicture} fetchPicture
   */
  constructor(canvas, fetchPicture) {
    /** @param {Size} size */
    const fetched = (size) => (/** @type {string} */ name) => {
      const [kind, number] = name.split("/");
      return fetchPicture(Number(number), size, /** @type {Shown["kind"]} */ (kind));
    };
    this.#screen = new Letterbox(canvas);
    this.#screen.resized = () => this.#redraw();
    this.#ring = new Ring({
      fetch: fetched("proxy"),
      arrived: (name) => this.#arrived(name),
      failing: (name) => this.#failing(name),
    });
    this.#stills = new Stills(fetched("full"));
  }

  /** How many pictures are made ready ahead. */
  get reach() {
    return this.#ring.size;
  }

  /**
   * Show this; whether it is on the canvas. What is not ready comes by itself while one stands still, and has to be
   * asked for again in play.
   * @param {Shown} shown
   * @param {boolean} moving
   */
  show(shown, moving) {
    if (moving || nameOf(shown) !== nameOf(this.#shown)) this.blur();
    // What was drawn in passing is drawn as well as can be once it stands.
    if (this.#moving && !moving) this.#drawn = "";
    [this.#shown, this.#moving] = [shown, moving];
    return this.#draw();
  }

  #draw() {
    const name = nameOf(this.#shown);
    if (name === this.#drawn) return true;
    if (this.#sharp) {
      this.#screen.draw(this.#sharp, "high");
    } else if (this.#shown.picture === null) {
      if (this.#shown.kind === "black") this.#screen.black();
      else this.#screen.clear();
    } else {
      const bitmap = this.#ring.get(name);
      if (!bitmap) return false;
      this.#screen.draw(bitmap, this.#moving ? "medium" : "high");
    }
    this.#drawn = name;
    return true;
  }

  /** The canvas is blank: it got another size. */
  #redraw() {
    this.#drawn = "";
    this.#draw();
    if (this.#sharp) this.sharpen();
  }

  /** @param {string} name */
  #arrived(name) {
    if (!this.#moving && name === nameOf(this.#shown)) this.#draw();
  }

  /**
   * No other picture stands in for one that cannot be had.
   * @param {string} name
   */
  #failing(name) {
    if (this.#moving || this.#sharp || name !== nameOf(this.#shown)) return;
    this.#screen.clear();
    this.#drawn = "";
  }

  /** Swap in the picture as it was kept, scaled to the canvas; false where it cannot be had, or is no longer asked for. */
  async sharpen() {
    const [shown, size] = [this.#shown, this.#screen.size];
    if (shown.picture === null) return false;
    const sharp = await this.#stills.get(nameOf(shown), size);
    if (!sharp) return false;
    if (shown !== this.#shown || this.#moving || size !== this.#screen.size) {
      sharp.close();
      return false;
    }
    this.#sharp?.close();
    this.#sharp = sharp;
    this.#drawn = "";
    return this.#draw();
  }

  /** Back to the proxy. */
  blur() {
    if (!this.#sharp) return;
    this.#sharp.close();
    this.#sharp = null;
    this.#drawn = "";
  }

  /**
   * Say what is needed next, the most urgent first; what has no picture is passed over.
   * @param {Shown[]} next
   */
  want(next) {
    this.#ring.want(namesOf(next));
  }

  /**
   * Resolves once the first `count` of these pictures are ready, or cannot be had.
   * @param {Shown[]} next
   * @param {number} count
   */
  settled(next, count) {
    return this.#ring.settled(namesOf(next).slice(0, count));
  }

  close() {
    this.blur();
    this.#ring.close();
    this.#stills.close();
    this.#screen.close();
  }
}

/**
 * The name under which a picture is kept; for what has none, its kind.
 * @param {Shown} shown
 */
function nameOf({ kind, picture }) {
  return picture === null ? kind : `${kind}/${picture}`;
}

/** @param {Shown[]} next */
function namesOf(next) {
  return [...new Set(next.filter(({ picture }) => picture !== null).map(nameOf))];
}
