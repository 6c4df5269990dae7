// @ts-check
/** Small pictures by number, decoded once and kept while they are looked at. */

/** How many ways a picture is asked for at once; a strip of sixty would else wait behind itself. */
const AT_ONCE = 6;

export class Thumbs {
  /**
   * `fetchThumb` brings a picture's file; `ready` is called whenever another picture can be drawn; `room` is how many
   * are kept.
   * @param {{fetchThumb: (number: number) => Promise<Blob>, ready?: () => void, room?: number}} options
   */
  constructor({ fetchThumb, ready = () => {}, room = 240 }) {
    this.fetchThumb = fetchThumb;
    this.ready = ready;
    this.room = room;
    /** @type {Map<number, ImageBitmap>} From the one looked at longest ago to the latest. */
    this.kept = new Map();
    /** @type {Set<number>} */
    this.coming = new Set();
    /** @type {number[]} */
    this.wanted = [];
    /** @type {Set<number>} Pictures that could not be had; they are not asked for again and again. */
    this.missing = new Set();
    this.closed = false;
  }

  /**
   * The picture, or null until it is there, for which it is asked.
   * @param {number} number
   * @returns {ImageBitmap | null}
   */
  get(number) {
    const image = this.kept.get(number);
    if (image) {
      this.kept.delete(number);
      this.kept.set(number, image);
      return image;
    }
    if (!this.closed && !this.coming.has(number) && !this.missing.has(number)) {
      this.wanted = this.wanted.filter((other) => other !== number);
      this.wanted.push(number);
      // What was wanted long ago has been scrolled past.
      if (this.wanted.length > this.room / 2) this.wanted.shift();
      this.next();
    }
    return null;
  }

  /** Ask for what was wanted last, for that is in sight. */
  next() {
    while (this.coming.size < AT_ONCE && this.wanted.length) {
      const number = /** @type {number} */ (this.wanted.pop());
      this.coming.add(number);
      this.bring(number);
    }
  }

  /** @param {number} number */
  async bring(number) {
    try {
      this.keep(number, await createImageBitmap(await this.fetchThumb(number)));
    } catch {
      this.missing.add(number);
    }
    this.coming.delete(number);
    if (this.closed) return;
    this.next();
    this.ready();
  }

  /**
   * @param {number} number
   * @param {ImageBitmap} image
   */
  keep(number, image) {
    if (this.closed) {
      image.close();
      return;
    }
    this.kept.set(number, image);
    for (const [oldest, old] of this.kept) {
      if (this.kept.size <= this.room) break;
      this.kept.delete(oldest);
      old.close();
    }
  }

  /** Forget pictures that could not be had, as when the link to the server is back. */
  retry() {
    this.missing.clear();
  }

  /** Let go of all pictures. */
  close() {
    this.closed = true;
    for (const image of this.kept.values()) image.close();
    this.kept.clear();
    this.wanted = [];
  }
}
