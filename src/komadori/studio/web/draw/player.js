// @ts-check
/**
 * Plays a programme at its exact rate. The sound is the clock; a picture that is not ready in time is left out and
 * counted, play never slows down.
 */

import { indexAt, lateness } from "../state/clock.js";
import { programme as made } from "../state/programme.js";
import { PlayClock } from "./play_clock.js";
import { Projector } from "./projector.js";
import { Soundtrack } from "./soundtrack.js";

/** @typedef {import("../state/clock.js").Rate} Rate */
/** @typedef {import("../state/programme.js").Programme} Programme */
/** @typedef {import("../state/programme.js").Shown} Shown */
/** @typedef {import("./projector.js").Size} Size */

/**
 * What is on the screen now. `index` is the place in the round, `size` what is drawn, `late` the seconds for which the
 * frame had been due when it was told.
 * @typedef {Shown & { index: number, size: Size, late: number }} Told
 */

/**
 * @typedef {object} Wiring
 * @property {HTMLCanvasElement} canvas
 * @property {import("./projector.js").FetchPicture} fetchPicture
 * @property {() => AudioContext | null} [audio] asked for when something is to sound, so after a person's first key
 * @property {(told: Told) => void} [onFrame]
 * @property {(total: number) => void} [onSkip] pictures that were left out since play began
 * @property {() => void} [onEnd]
 * @property {(on: boolean) => void} [onLive] the live picture is to be seen instead of this canvas, or no longer
 */

/** Pictures that are ready before play begins. */
const READY = 12;
/** Milliseconds after which play begins without them. */
const PATIENCE = 1500;

export class Player {
  #wiring;
  #projector;
  #clock = new PlayClock();
  /** @type {Soundtrack | null} */
  #soundtrack = null;
  #programme = made({ frames: [] });
  /** @type {Rate} */
  #rate = [24, 1];
  /** @type {AudioBuffer | null} */
  #sound = null;
  #soundFrame = 1;

  #playing = false;
  #turn = 0;
  #index = 0;
  #told = -1;
  #seen = 0;
  #end = Infinity;
  #skipped = 0;
  #live = false;

  #from = 0;
  #sounding = false;

  #full = false;
  #loop = false;
  #mute = false;
  #volume = 1;

  /** @param {Wiring} wiring */
  constructor(wiring) {
    this.#wiring = wiring;
    this.#projector = new Projector(wiring.canvas, wiring.fetchPicture);
  }

  /** Whether it plays, or is about to. */
  get playing() {
    return this.#playing;
  }

  /** The place in the round. */
  get index() {
    return this.#programme.place(this.#index, true);
  }

  /** What stands there. */
  get shown() {
    return this.#programme.at(this.index);
  }

  /** Pictures left out since play began. */
  get skipped() {
    return this.#skipped;
  }

  /** Where the sound comes out, to be listened to; null until something was to sound. */
  get output() {
    return this.#soundtrack?.output ?? null;
  }

  get loop() {
    return this.#loop;
  }

  /** Rounds follow each other; switched off, the present round is the last. */
  set loop(on) {
    this.#loop = on;
    this.#end = on ? Infinity : this.#roundEnd(this.#index);
  }

  get mute() {
    return this.#mute;
  }

  set mute(on) {
    this.#mute = on;
    this.#setLevel();
  }

  get volume() {
    return this.#volume;
  }

  /** 0..1 */
  set volume(level) {
    this.#volume = Math.min(1, Math.max(0, level));
    this.#setLevel();
  }

  get fullResolution() {
    return this.#full;
  }

  /** Stills are shown from the picture as it was kept; play stays with proxies. */
  set fullResolution(on) {
    this.#full = on;
    this.#projector.blur();
    this.#told = -1;
    if (!this.#playing) this.show(this.index);
  }

  /**
   * Play this from now on. The timeline frame on the screen stays, and play goes on from it.
   * @param {Programme} programme
   * @param {{ rate?: Rate, sound?: AudioBuffer | null, soundFrame?: number }} [time] `soundFrame` is the frame, as the
   *   programme counts its sound, with which `sound` begins
   */
  load(programme, { rate = [24, 1], sound = null, soundFrame = 1 } = {}) {
    const { frame } = this.shown;
    const wasPlaying = this.#playing;
    this.stop();
    [this.#programme, this.#rate, this.#sound, this.#soundFrame] = [programme, rate, sound, soundFrame];
    this.#soundtrack?.load(sound, soundFrame, rate);
    this.#loop = programme.loop;
    this.#index = programme.frameToIndex(frame);
    this.#told = -1;
    this.#prefetch();
    if (wasPlaying) this.play({ from: this.#index });
  }

  /**
   * Play from an index; from where one is, if not told, and from the beginning where that is the end. Resolves when the
   * clock runs, or when play was stopped before.
   * @param {{ from?: number }} [start]
   */
  async play({ from } = {}) {
    this.#halt();
    const turn = this.#turn;
    const here = this.index;
    this.#playing = true;
    this.#from = this.#index = from ?? (here === this.#programme.length - 1 ? 0 : here);
    this.#end = this.#loop ? Infinity : this.#programme.length;
    this.#setSkipped(0);
    const soundtrack = this.#sound ? this.#listen() : null;
    const ready = this.#projector.settled(this.#prefetch(), READY);
    const patience = new Promise((done) => setTimeout(done, PATIENCE));
    const [awake] = await Promise.all([soundtrack?.wake(), Promise.race([ready, patience])]);
    if (turn === this.#turn) this.#start(awake ?? false);
  }

  /** Stop where one is. */
  stop() {
    if (this.#playing) this.show(this.index);
  }

  /**
   * Stand still on an index: the proxy at once, or as soon as it is there, then the full picture where that is asked for.
   * @param {number} index
   */
  show(index) {
    this.#halt();
    this.#index = this.#programme.place(index, false);
    this.#present(0);
    // Asked for again, a picture that could not be had is tried again.
    this.#prefetch();
    if (this.#full) this.#sharpen();
  }

  /**
   * Stand still on a timeline frame, or on the nearest that is played.
   * @param {number} frame
   */
  showFrame(frame) {
    this.show(this.#programme.frameToIndex(frame));
  }

  /**
   * Stand still so many exposures on, or back.
   * @param {number} exposures
   */
  step(exposures) {
    this.show(this.#programme.stepped(this.index, exposures));
  }

  /**
   * Stand still on a timeline frame and sound it once.
   * @param {number} frame
   */
  scrub(frame) {
    this.showFrame(frame);
    const soundtrack = this.#sound ? this.#listen() : null;
    if (!soundtrack || this.#mute) return;
    const turn = this.#turn;
    soundtrack.wake().then((awake) =>
      awake && turn === this.#turn && soundtrack.scrub(this.#programme.soundAt(this.#index))
    );
  }

  /** Give everything back. The audio context stays open, for it is the page's. */
  close() {
    this.#halt();
    this.#projector.close();
    this.#soundtrack?.close();
  }

  #halt() {
    this.#turn++;
    this.#playing = false;
    this.#soundtrack?.stop();
  }

  /** @param {boolean} awake whether the sound is heard and so is the clock */
  #start(awake) {
    this.#sounding = awake && this.#soundtrack !== null;
    this.#seen = this.#index;
    this.#told = -1;
    const begun = this.#clock.begin(this.#sounding ? this.#soundtrack : null);
    if (this.#soundtrack && this.#sounding) {
      this.#soundtrack.begin(this.#programme, this.#from, begun);
      this.#soundtrack.ahead(this.#end);
    }
    const turn = this.#turn;
    const tick = (/** @type {number} */ now) =>
      turn === this.#turn && this.#tick(now / 1000) && requestAnimationFrame(tick);
    requestAnimationFrame(tick);
  }

  /**
   * One animation frame; whether there is to be another.
   * @param {number} wall seconds of the page's clock
   */
  #tick(wall) {
    const elapsed = this.#clock.elapsed(wall);
    const index = this.#from + Math.max(0, indexAt(elapsed, this.#rate));
    if (this.#sounding) this.#soundtrack?.ahead(this.#end);
    if (index >= this.#end) {
      this.#ended();
      return false;
    }
    // A clock that is set back a little, as some devices' latency is, takes no picture back.
    this.#index = Math.max(index, this.#index);
    this.#present(elapsed < 0 ? 0 : lateness(elapsed, this.#rate));
    return true;
  }

  #ended() {
    this.#index = this.#end - 1;
    this.#present(0);
    this.show(this.index);
    this.#wiring.onEnd?.();
  }

  /**
   * Bring what stands at the index to the screen and tell of it, each once.
   * @param {number} late
   */
  #present(late) {
    const shown = this.shown;
    if (this.#told !== this.#index) {
      this.#told = this.#index;
      this.#prefetch();
      this.#setLive(shown.kind === "live");
      this.#wiring.onFrame?.({ ...shown, index: this.index, size: "proxy", late });
    }
    if (this.#projector.show(shown, this.#playing)) this.#see();
  }

  /** What is on the screen now has been seen; what came between was not. */
  #see() {
    if (!this.#playing) return;
    const missed = document.hidden ? 0 : this.#programme.missed(this.#seen, this.#index, true);
    this.#seen = this.#index;
    if (missed) this.#setSkipped(this.#skipped + missed);
  }

  /** @param {number} total */
  #setSkipped(total) {
    if (total === this.#skipped) return;
    this.#skipped = total;
    this.#wiring.onSkip?.(total);
  }

  /** Swap the full picture in, and tell of it. */
  async #sharpen() {
    const { shown, index } = this;
    const turn = this.#turn;
    const sharp = await this.#projector.sharpen();
    if (sharp && turn === this.#turn) this.#wiring.onFrame?.({ ...shown, index, size: "full", late: 0 });
  }

  /** Have what comes next made ready, and return it in the order of need. */
  #prefetch() {
    const { index } = this;
    const next = this.#programme.ahead(index, this.#projector.reach, this.#loop);
    if (!this.#playing) {
      // Whoever stands still steps either way, or plays from the beginning.
      const back = [1, 2, 3].map((count) => this.#programme.at(this.#programme.stepped(index, -count), false));
      next.splice(READY, 0, ...back, ...this.#programme.ahead(0, READY, false));
    }
    this.#projector.want(next);
    return next;
  }

  /** The soundtrack, opened when something is to sound for the first time; null where the page has no sound. */
  #listen() {
    const context = this.#soundtrack ? null : this.#wiring.audio?.();
    if (context) {
      this.#soundtrack = new Soundtrack(context);
      this.#soundtrack.load(this.#sound, this.#soundFrame, this.#rate);
      this.#setLevel();
    }
    return this.#soundtrack;
  }

  #setLevel() {
    if (this.#soundtrack) this.#soundtrack.level = this.#mute ? 0 : this.#volume;
  }

  /** @param {boolean} on */
  #setLive(on) {
    if (on === this.#live) return;
    this.#live = on;
    this.#wiring.onLive?.(on);
  }

  /** @param {number} index */
  #roundEnd(index) {
    return (Math.floor(index / this.#programme.length) + 1) * this.#programme.length;
  }
}
