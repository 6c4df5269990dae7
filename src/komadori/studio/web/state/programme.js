// @ts-check
/** What is shown when: a sheet's frames made into one round of play, with its marks, pre-roll, live picture and black. */

/**
 * What stands on the screen at one index of a programme. `frame` is the timeline frame, counted from 1; the previous
 * shot's frames count back from 0, and live and black have the frame they follow. `picture` is a picture's number.
 * @typedef {object} Shown
 * @property {"picture" | "empty" | "preroll" | "live" | "black"} kind
 * @property {number | null} picture
 * @property {number} frame
 */

/**
 * @typedef {object} Wishes
 * @property {readonly (number | null)[]} frames the picture of each timeline frame, the first being frame 1; null where
 *   nothing is shot
 * @property {readonly number[]} [places] of a film whose time was changed: the timeline frame that each of `frames`
 *   shows, in rising order; its sound is then one of the film's own frames
 * @property {ReadonlySet<number>} [hidden] timeline frames that are skipped
 * @property {number} [from] the mark in: the first timeline frame played
 * @property {number} [to] the mark out: the last one
 * @property {boolean} [loop] whether rounds follow each other
 * @property {number} [shortPlay] play only so many frames, the last ones, and then the live picture
 * @property {boolean} [endOnLive] whether the live picture follows the last frame
 * @property {number} [liveFrames] how long it stays between rounds; as long as the last picture is held, if not told
 * @property {number} [toBlack] frames of black after each round, a second of them being the rate
 * @property {{ frames: readonly (number | null)[] }} [preroll] the last pictures of the previous shot, shown first
 */

/**
 * A stretch of a programme in which frames follow each other, and with them the sound, whose frames these are.
 * @typedef {object} Run
 * @property {number} index
 * @property {number} frame
 * @property {number} length
 */

const KINDS = /** @type {const} */ (["picture", "empty", "preroll", "live", "black"]);
const NONE = -1;

/** One round of play. Indexes count from 0; with `loop` they go on for ever, without it the last one stays. */
export class Programme {
  /** @type {number[]} */
  #kinds = [];
  /** @type {number[]} */
  #pictures = [];
  /** @type {number[]} */
  #frames = [];
  /** @type {number[]} */
  #sounds = [];
  /** @type {Run[] | null} */
  #runs = null;

  /** @param {Wishes} wishes */
  constructor(wishes) {
    /** Whether rounds follow each other. */
    this.loop = wishes.loop ?? false;
    const preroll = wishes.preroll?.frames ?? [];
    preroll.forEach((picture, place) => this.#put("preroll", picture, place - preroll.length + 1));
    for (const sound of played(wishes)) {
      const picture = wishes.frames[sound - 1];
      this.#put(picture === null ? "empty" : "picture", picture, wishes.places?.[sound - 1] ?? sound, sound);
    }
    const last = this.#frames.at(-1) ?? 1;
    if (wishes.endOnLive || wishes.shortPlay) this.#repeat("live", last, wishes.liveFrames ?? this.#heldAtEnd());
    this.#repeat("black", last, wishes.toBlack ?? 0);
    if (!this.#kinds.length) this.#put("empty", null, 1);
  }

  /**
   * @param {Shown["kind"]} kind
   * @param {number | null} picture
   * @param {number} frame
   * @param {number} [sound]
   */
  #put(kind, picture, frame, sound = frame) {
    this.#kinds.push(KINDS.indexOf(kind));
    this.#pictures.push(picture ?? NONE);
    this.#frames.push(frame);
    this.#sounds.push(sound);
  }

  /**
   * @param {Shown["kind"]} kind
   * @param {number} frame
   * @param {number} times
   */
  #repeat(kind, frame, times) {
    for (let count = 0; count < times; count++) this.#put(kind, null, frame);
  }

  /** How many of the last frames show the last picture, at least 1. */
  #heldAtEnd() {
    const end = this.#pictures.length - 1;
    let first = end;
    while (first > 0 && this.#same(first - 1, end)) first--;
    return Math.max(1, end - first + 1);
  }

  /**
   * @param {number} one
   * @param {number} other
   */
  #same(one, other) {
    return this.#pictures[one] === this.#pictures[other] && this.#kinds[one] === this.#kinds[other];
  }

  /** Frames of one round, at least 1. */
  get length() {
    return this.#kinds.length;
  }

  /**
   * The place within the round of an index that may lie beyond it.
   * @param {number} index
   * @param {boolean} [loop]
   */
  place(index, loop = this.loop) {
    if (index < 0) return 0;
    return loop ? index % this.length : Math.min(index, this.length - 1);
  }

  /**
   * What stands on the screen at `index`.
   * @param {number} index
   * @param {boolean} [loop]
   * @returns {Shown}
   */
  at(index, loop = this.loop) {
    const place = this.place(index, loop);
    const picture = this.#pictures[place];
    return { kind: KINDS[this.#kinds[place]], picture: picture === NONE ? null : picture, frame: this.#frames[place] };
  }

  /** The frame of the sound that is heard at `index`. @param {number} index */
  soundAt(index) {
    return this.#sounds[this.place(index)];
  }

  /**
   * The first index that shows timeline frame `frame`; where it is hidden or not played, the nearest that is.
   * @param {number} frame
   */
  frameToIndex(frame) {
    let best = 0;
    let away = Infinity;
    for (let index = 0; index < this.length; index++) {
      const kind = KINDS[this.#kinds[index]];
      const distance = Math.abs(this.#frames[index] - frame);
      if (distance < away && (kind === "picture" || kind === "empty")) [best, away] = [index, distance];
    }
    return best;
  }

  /**
   * Where one is after stepping `exposures` exposures on, or back where it is negative: at the beginning of an exposure.
   * The ends hold.
   * @param {number} index
   * @param {number} exposures
   */
  stepped(index, exposures) {
    let place = this.#beginning(this.place(index));
    for (let count = 0; count < exposures; count++) {
      let next = place + 1;
      while (next < this.length && this.#same(next, place)) next++;
      if (next === this.length) break;
      place = next;
    }
    for (let count = 0; count > exposures && place > 0; count--) place = this.#beginning(place - 1);
    return place;
  }

  /** @param {number} place */
  #beginning(place) {
    let first = place;
    while (first > 0 && this.#same(first - 1, place)) first--;
    return first;
  }

  /**
   * How many exposures were never seen when the screen went from index `shown` straight to index `now`. Frames left out
   * within a held picture are no loss.
   * @param {number} shown
   * @param {number} now
   * @param {boolean} [loop]
   */
  missed(shown, now, loop = this.loop) {
    let changes = 0;
    for (let index = shown + 1; index <= now; index++) {
      if (!this.#same(this.place(index - 1, loop), this.place(index, loop))) changes++;
    }
    return Math.max(0, changes - 1);
  }

  /**
   * The next `count` different pictures from `index` on, in the order in which they are needed.
   * @param {number} index
   * @param {number} count
   * @param {boolean} [loop]
   * @returns {Shown[]}
   */
  ahead(index, count, loop = this.loop) {
    /** @type {Map<string, Shown>} */
    const found = new Map();
    const end = loop ? index + this.length : this.length;
    for (let place = index; place < end && found.size < count; place++) {
      const shown = this.at(place, loop);
      if (shown.picture === null) continue;
      const name = `${shown.kind}/${shown.picture}`;
      if (!found.has(name)) found.set(name, shown);
    }
    return [...found.values()];
  }

  /** Where frames follow each other without a gap: what of the sound is heard, and when. */
  get runs() {
    if (this.#runs) return this.#runs;
    /** @type {Run[]} */
    const runs = [];
    for (let index = 0; index < this.length; index++) {
      const kind = KINDS[this.#kinds[index]];
      if (kind !== "picture" && kind !== "empty") continue;
      const frame = this.#sounds[index];
      const run = runs.at(-1);
      if (run && run.index + run.length === index && run.frame + run.length === frame) run.length++;
      else runs.push({ index, frame, length: 1 });
    }
    this.#runs = runs;
    return runs;
  }
}

/**
 * Which of the frames are played, from 1, in order.
 * @param {Wishes} wishes
 */
function played({ frames, places, hidden, from = 1, to = Infinity, shortPlay = 0 }) {
  const marked = [];
  for (let frame = 1; frame <= frames.length; frame++) {
    const place = places?.[frame - 1] ?? frame;
    if (place >= from && place <= to && !hidden?.has(place)) marked.push(frame);
  }
  return shortPlay ? marked.slice(-shortPlay) : marked;
}

/**
 * One round of play.
 * @param {Wishes} wishes
 */
export function programme(wishes) {
  return new Programme(wishes);
}
