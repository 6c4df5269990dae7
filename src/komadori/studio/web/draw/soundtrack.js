// @ts-check
/** A shot's sound beside its pictures: started on an exact clock, looped without a click, scrubbed frame by frame. */

import { secondsOf } from "../state/clock.js";

/** @typedef {import("../state/clock.js").Rate} Rate */
/** @typedef {import("../state/programme.js").Run} Run */
/** @typedef {{ runs: Run[], length: number }} Timed what a programme tells of time */
/** @typedef {{ gain: GainNode, sources: Set<AudioBufferSourceNode> }} Stage sounds that end together */

/** Seconds in which a stretch of sound comes and goes, so that no cut clicks. */
const EDGE = 0.003;
/** Seconds ahead of the clock by which sound is handed over: more than a page is ever held up while it plays. */
const AHEAD = 1;
/** Seconds in which everything fades when play is stopped. */
const FADE = 0.006;
/** Seconds one waits for a browser that does not let a page sound. */
const PATIENCE = 0.3;

export class Soundtrack {
  #context;
  #output;
  /** @type {Stage | null} */
  #stage = null;
  /** @type {Stage | null} */
  #scrubbed = null;
  /** @type {AudioBuffer | null} */
  #buffer = null;
  #firstFrame = 1;
  /** @type {Rate} */
  #rate = [24, 1];
  /** @type {Timed} */
  #timed = { runs: [], length: 1 };
  #from = 0;
  #begun = 0;
  #next = 0;

  /** @param {BaseAudioContext} context */
  constructor(context) {
    this.#context = context;
    this.#output = context.createGain();
    this.#output.connect(context.destination);
  }

  /** Where all of it comes out, to be listened to. */
  get output() {
    return this.#output;
  }

  /** Seconds of the context's clock that are being heard now. */
  get heard() {
    const { outputLatency = 0, baseLatency = 0 } = /** @type {AudioContext} */ (this.#context);
    return this.#context.currentTime - (outputLatency || baseLatency);
  }

  /** Have the browser let the page sound; false where it does not. */
  async wake() {
    const context = /** @type {AudioContext} */ (this.#context);
    if (context.state === "suspended") {
      const waited = new Promise((done) => setTimeout(done, PATIENCE * 1000));
      await Promise.race([context.resume().catch(() => {}), waited]);
    }
    return context.state === "running";
  }

  /** @param {number} level 0..1 */
  set level(level) {
    this.#output.gain.setTargetAtTime(level, this.#context.currentTime, FADE);
  }

  /**
   * The sound to play: `buffer` begins with timeline frame `firstFrame`.
   * @param {AudioBuffer | null} buffer
   * @param {number} firstFrame
   * @param {Rate} rate
   */
  load(buffer, firstFrame, rate) {
    [this.#buffer, this.#firstFrame, this.#rate] = [buffer, firstFrame, rate];
  }

  /**
   * Begin with index `from` of a programme at the context's time `begun`; `ahead` then hands the sound over.
   * @param {Timed} timed
   * @param {number} from
   * @param {number} begun
   */
  begin(timed, from, begun) {
    this.stop();
    this.#stage = this.#newStage();
    [this.#timed, this.#from, this.#begun, this.#next] = [timed, from, begun, 0];
  }

  /**
   * Hand over what begins within a second, up to index `end`, which may be Infinity. To be called at every frame drawn.
   * @param {number} end
   */
  ahead(end) {
    const { runs, length } = this.#timed;
    if (!runs.length || !this.#stage) return;
    for (;;) {
      const run = runs[this.#next % runs.length];
      const index = Math.floor(this.#next / runs.length) * length + run.index;
      const skipped = Math.max(0, this.#from - index);
      const when = this.#begun + secondsOf(index + skipped - this.#from, this.#rate);
      if (index >= end || when > this.#context.currentTime + AHEAD) return;
      if (skipped < run.length) {
        const duration = secondsOf(run.length - skipped, this.#rate);
        this.#sound(this.#stage, when, run.frame + skipped, duration, EDGE);
      }
      this.#next++;
    }
  }

  /**
   * Sound timeline frame `frame` and what follows, from the context's time `when` on.
   * @param {Stage} stage
   * @param {number} when
   * @param {number} frame
   * @param {number} duration seconds
   * @param {number} edge seconds
   */
  #sound(stage, when, frame, duration, edge) {
    if (!this.#buffer) return;
    const offset = secondsOf(frame - this.#firstFrame, this.#rate);
    // What lies before the sound's own beginning is silent, and what is already past is not made up for.
    const late = Math.max(0, -offset, this.#context.currentTime - when);
    const begin = offset + late;
    const lasts = Math.min(duration - late, this.#buffer.duration - begin);
    if (lasts <= 0) return;
    const source = new AudioBufferSourceNode(this.#context, { buffer: this.#buffer });
    const gain = new GainNode(this.#context, { gain: 0 });
    const [first, last, ramp] = [when + late, when + late + lasts, Math.min(edge, lasts / 2)];
    gain.gain.setValueAtTime(0, first);
    gain.gain.linearRampToValueAtTime(1, first + ramp);
    gain.gain.setValueAtTime(1, last - ramp);
    gain.gain.linearRampToValueAtTime(0, last);
    source.connect(gain).connect(stage.gain);
    source.start(first, begin, lasts);
    stage.sources.add(source);
    source.onended = () => {
      gain.disconnect();
      stage.sources.delete(source);
    };
  }

  /** @returns {Stage} */
  #newStage() {
    const gain = this.#context.createGain();
    gain.connect(this.#output);
    return { gain, sources: new Set() };
  }

  /**
   * Sound one frame, once and now; the frame scrubbed before gives way.
   * @param {number} frame
   */
  scrub(frame) {
    this.#silence(this.#scrubbed);
    this.#scrubbed = this.#newStage();
    this.#sound(this.#scrubbed, this.#context.currentTime, frame, secondsOf(1, this.#rate), 2 * EDGE);
  }

  /** Be silent, softly. */
  stop() {
    this.#silence(this.#stage);
    this.#stage = null;
  }

  /** @param {Stage | null} stage */
  #silence(stage) {
    if (!stage) return;
    const now = this.#context.currentTime;
    stage.gain.gain.setTargetAtTime(0, now, FADE / 3);
    for (const source of stage.sources) source.stop(now + 3 * FADE);
  }

  close() {
    this.stop();
    this.#output.disconnect();
  }
}
