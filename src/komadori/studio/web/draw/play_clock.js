// @ts-check
/** The clock of play: what is heard, or the page's own time where nothing sounds. */

/** @typedef {import("./soundtrack.js").Soundtrack} Soundtrack */

/** Seconds between the start of the clock and the first frame. */
const LEAD = 0.06;
/** Seconds after which a clock of sound that stands still is given up: the device was pulled out. */
const STANDSTILL = 0.5;
/** Seconds a second by which the two clocks may run apart: more than any two quartzes do. */
const DRIFT = 0.002;
/** Seconds by which the sound has to fall back to be followed at once: it broke off, or goes to another device. */
const SLIP = 0.1;

/**
 * A sound's clock goes in steps of a whole buffer, 20 ms and more, and shows its true time only just after each step.
 * The largest lead over the page's even clock is therefore the true one; it is followed as the clocks drift.
 */
export class PlayClock {
  /** @type {Soundtrack | null} */
  #soundtrack = null;
  #begun = 0;
  #heard = -1;
  #moved = 0;
  #lead = -Infinity;
  #last = 0;

  /**
   * Begin in a moment; the time on the soundtrack's clock, or else the page's, at which it will be.
   * @param {Soundtrack | null} soundtrack null where nothing sounds
   */
  begin(soundtrack) {
    this.#soundtrack = soundtrack;
    this.#heard = -1;
    this.#lead = -Infinity;
    this.#begun = LEAD + (soundtrack ? soundtrack.output.context.currentTime : performance.now() / 1000);
    return this.#begun;
  }

  /**
   * Seconds since the beginning, negative before it.
   * @param {number} wall seconds of the page's time
   */
  elapsed(wall) {
    if (!this.#soundtrack) return wall - this.#begun;
    const heard = this.#soundtrack.heard;
    if (heard !== this.#heard) [this.#heard, this.#moved] = [heard, wall];
    const lead = heard - wall;
    const slipped = lead < this.#lead - SLIP;
    this.#lead = slipped ? lead : Math.max(lead, this.#lead - DRIFT * (wall - this.#last));
    this.#last = wall;
    const elapsed = wall + this.#lead - this.#begun;
    if (wall - this.#moved > STANDSTILL) [this.#soundtrack, this.#begun] = [null, wall - elapsed];
    return elapsed;
  }
}
