// @ts-check
/** Asks decode.worker.js for pictures. */

/** @typedef {import("./decode.worker.js").Answered} Answered */

export class Decoder {
  #worker = new Worker(new URL("./decode.worker.js", import.meta.url), { type: "module", name: "decode" });
  /** @type {Map<number, { done: (bitmap: ImageBitmap) => void, failed: (failure: Error) => void }>} */
  #waiting = new Map();
  #last = 0;
  #closed = false;

  constructor() {
    this.#worker.onmessage = (/** @type {MessageEvent<Answered>} */ { data }) => this.#answered(data);
    this.#worker.onerror = () => this.#failAll("the decoder could not be started");
  }

  /** @param {Answered} answer */
  #answered({ id, bitmap, trouble }) {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (bitmap && waiting) waiting.done(bitmap);
    else if (bitmap) bitmap.close();
    else waiting?.failed(new Error(trouble));
  }

  /** @param {string} why */
  #failAll(why) {
    for (const { failed } of this.#waiting.values()) failed(new Error(why));
    this.#waiting.clear();
  }

  /**
   * The picture in `blob`; with `fit` made no larger than so many pixels. Whoever asks closes it. Rejects where the blob
   * is no picture, and after `close`.
   * @param {Blob} blob
   * @param {[number, number] | null} [fit]
   * @returns {Promise<ImageBitmap>}
   */
  decode(blob, fit = null) {
    if (this.#closed) return Promise.reject(new Error("the decoder is closed"));
    const id = ++this.#last;
    return new Promise((done, failed) => {
      this.#waiting.set(id, { done, failed });
      this.#worker.postMessage({ id, blob, fit });
    });
  }

  close() {
    this.#closed = true;
    this.#worker.terminate();
    this.#failAll("the decoder is closed");
  }
}
