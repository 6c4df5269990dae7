// @ts-check
/** Pictures as they were kept, scaled as well as can be to the place where they are shown. */

import { Decoder } from "./decoder.js";

export class Stills {
  /** @type {Decoder | null} */
  #decoder = null;
  #fetch;
  /** @type {{ name: string, blob: Blob } | null} */
  #last = null;

  /** @param {(name: string) => Promise<Blob>} fetch */
  constructor(fetch) {
    this.#fetch = fetch;
  }

  /**
   * The picture no larger than `size`; null where it cannot be had. Whoever asks closes it.
   * @param {string} name
   * @param {[number, number]} size
   * @returns {Promise<ImageBitmap | null>}
   */
  async get(name, size) {
    this.#decoder ??= new Decoder();
    try {
      // The last one is asked for again whenever its place changes its size.
      if (this.#last?.name !== name) this.#last = { name, blob: await this.#fetch(name) };
      return await this.#decoder.decode(this.#last.blob, size);
    } catch {
      return null;
    }
  }

  close() {
    this.#decoder?.close();
  }
}
