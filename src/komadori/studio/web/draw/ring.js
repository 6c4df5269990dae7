// @ts-check
/** The next pictures, decoded: a ring of bitmaps ahead of the play, over a store of compressed pictures. */

import { Decoder } from "./decoder.js";

/** Bitmaps held. Two dozen of 1280 x 720 px are about 90 MB, and a second of play on ones. */
export const SIZE = 24;
/** Bytes of compressed pictures held; beyond it the ones longest unused are fetched again when needed. */
export const BUDGET = 512 * 1024 * 1024;
/** Pictures fetched or decoded at one time. */
const AT_ONCE = 4;
/** Milliseconds after which a picture that could not be had is asked for again. */
const RETRY = 2000;

/** Compressed pictures by name, the ones longest unused given up beyond a budget of bytes. */
export class Blobs {
  /** @type {Map<string, Blob>} */
  #kept = new Map();
  #bytes = 0;
  #fetch;
  #budget;

  /**
   * @param {(name: string) => Promise<Blob>} fetch
   * @param {number} [budget]
   */
  constructor(fetch, budget = BUDGET) {
    this.#fetch = fetch;
    this.#budget = budget;
  }

  /** Bytes held now. */
  get bytes() {
    return this.#bytes;
  }

  /** @param {string} name */
  async get(name) {
    const kept = this.#kept.get(name);
    if (kept) {
      this.#kept.delete(name);
      this.#kept.set(name, kept);
      return kept;
    }
    const blob = await this.#fetch(name);
    if (!this.#kept.has(name)) this.#bytes += blob.size;
    this.#kept.set(name, blob);
    for (const [oldest, { size }] of this.#kept) {
      if (this.#bytes <= this.#budget || oldest === name) break;
      this.#kept.delete(oldest);
      this.#bytes -= size;
    }
    return blob;
  }
}

/** Bitmaps by name. A picture never changes under its name, so what is decoded stays true. */
export class Ring {
  /** @type {Map<string, ImageBitmap>} */
  #bitmaps = new Map();
  /** @type {Set<string>} */
  #busy = new Set();
  /** @type {Map<string, number>} */
  #failed = new Map();
  /** @type {string[]} */
  #wanted = [];
  /** @type {Set<{ names: string[], done: () => void }>} */
  #waiting = new Set();
  #closed = false;
  #size;
  #arrived;
  #failing;
  #decoder;
  #blobs;

  /**
   * @param {object} made
   * @param {(name: string) => Promise<Blob>} made.fetch
   * @param {(name: string) => void} [made.arrived] called when a picture is ready
   * @param {(name: string) => void} [made.failing] called when it cannot be had
   * @param {number} [made.size]
   * @param {number} [made.budget]
   */
  constructor({ fetch, arrived = () => {}, failing = () => {}, size = SIZE, budget = BUDGET }) {
    this.#size = size;
    this.#arrived = arrived;
    this.#failing = failing;
    this.#decoder = new Decoder();
    this.#blobs = new Blobs(fetch, budget);
  }

  /** Bitmaps it can hold. */
  get size() {
    return this.#size;
  }

  /** Bitmaps held now. */
  get held() {
    return this.#bitmaps.size;
  }

  /**
   * The picture, or null while it is not ready. It belongs to the ring and lives as long as its name is wanted.
   * @param {string} name
   */
  get(name) {
    return this.#bitmaps.get(name) ?? null;
  }

  /**
   * Say which pictures are needed, the most urgent first; as many as fit are made ready, others may be given up.
   * @param {string[]} names
   */
  want(names) {
    this.#wanted = names.slice(0, this.#size);
    this.#pump();
  }

  /**
   * Resolves once each of `names` is ready or cannot be had.
   * @param {string[]} names
   * @returns {Promise<void>}
   */
  settled(names) {
    return new Promise((done) => {
      this.#waiting.add({ names, done });
      this.#tell();
    });
  }

  #pump() {
    for (const name of this.#wanted) {
      if (this.#closed || this.#busy.size >= AT_ONCE) return;
      if (this.#bitmaps.has(name) || this.#busy.has(name) || this.#lost(name)) continue;
      if (!this.#makeRoom()) return;
      this.#busy.add(name);
      this.#bring(name);
    }
  }

  /** @param {string} name */
  async #bring(name) {
    try {
      const blob = await this.#blobs.get(name);
      if (!this.#wanted.includes(name)) return;
      const bitmap = await this.#decoder.decode(blob);
      if (this.#closed) return bitmap.close();
      this.#bitmaps.set(name, bitmap);
      this.#failed.delete(name);
      this.#arrived(name);
    } catch {
      this.#failed.set(name, performance.now());
      if (!this.#closed) this.#failing(name);
    } finally {
      this.#busy.delete(name);
      this.#tell();
      this.#pump();
    }
  }

  /** Whether there is room for one more, made by giving up what is not wanted. */
  #makeRoom() {
    for (const [name, bitmap] of this.#bitmaps) {
      if (this.#bitmaps.size + this.#busy.size < this.#size) return true;
      if (this.#wanted.includes(name)) continue;
      this.#bitmaps.delete(name);
      bitmap.close();
    }
    return this.#bitmaps.size + this.#busy.size < this.#size;
  }

  /** @param {string} name */
  #lost(name) {
    const when = this.#failed.get(name);
    return when !== undefined && performance.now() - when < RETRY;
  }

  #tell() {
    for (const waiting of this.#waiting) {
      if (!this.#closed && !waiting.names.every((name) => this.#bitmaps.has(name) || this.#failed.has(name))) continue;
      this.#waiting.delete(waiting);
      waiting.done();
    }
  }

  close() {
    this.#closed = true;
    this.#decoder.close();
    for (const bitmap of this.#bitmaps.values()) bitmap.close();
    this.#bitmaps.clear();
    this.#tell();
  }
}
