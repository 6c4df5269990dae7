// @ts-check
/**
 * Two pages draw on one document, and neither takes the pencil from the other: the parts that this page has changed and
 * the server has not yet kept stay as they are here; of all others the newest told counts.
 */

/** @typedef {import("./document.js").Document} Document */
/** @typedef {keyof Document} Part */

export class Mine {
  /** The parts changed here, each with the number of its last change. @type {Map<Part, number>} */
  #changed = new Map();
  #count = 0;

  /** Whether something of this page's is not yet kept. */
  get waiting() {
    return this.#changed.size > 0;
  }

  /** @param {Part} part */
  change(part) {
    this.#changed.set(part, ++this.#count);
  }

  /** The number up to which a document sent now holds all changes. */
  get sent() {
    return this.#count;
  }

  /** The server has kept all changes up to this number. @param {number} sent */
  kept(sent) {
    for (const [part, count] of this.#changed) if (count <= sent) this.#changed.delete(part);
  }

  /**
   * What this page shows from now on: the document told, with the parts that are this page's own.
   * @param {Document} here
   * @param {Document} told
   * @returns {Document}
   */
  merged(here, told) {
    const own = [...this.#changed.keys()].map((part) => [part, here[part]]);
    return { ...told, ...Object.fromEntries(own) };
  }

  /** Another take: what was not kept belonged to the last one. */
  forget() {
    this.#changed.clear();
  }
}

/** This page's. */
export const mine = new Mine();
