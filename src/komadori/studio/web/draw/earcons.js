// @ts-check
/**
 * Short sounds for hands and eyes that are busy. Each has a pitch and a rhythm of its own, so that one may be deaf to
 * either, and all begin softly, for they are heard a thousand times a day.
 */

/** @typedef {"shutter" | "move" | "duplicate" | "failure" | "beat" | "alarm" | "note" | "rest"} Earcon */

/**
 * One tone: after `at` seconds, `hz` high, for `lasts` seconds. `swell` is the share of it in which it comes up, `level`
 * its peak (0..1), `warmth` the share of a second partial an octave up.
 * @typedef {{ at: number, hz: number, lasts: number, swell: number, level: number, warmth: number }} Tone
 */

/**
 * @param {number} at
 * @param {number} hz
 * @param {number} lasts
 * @param {number} level
 * @param {number} [swell]
 * @param {number} [warmth]
 * @returns {Tone}
 */
const tone = (at, hz, lasts, level, swell = 0.2, warmth = 0.12) => ({ at, hz, lasts, swell, level, warmth });

/** @type {Readonly<Record<Earcon, readonly Tone[]>>} */
export const EARCONS = {
  // The shutter opens: one low knock.
  shutter: [tone(0, 165, 0.075, 0.34, 0.12, 0.3)],
  // You may move: one high, long and soft breath.
  move: [tone(0, 1047, 0.145, 0.15, 0.35, 0.05)],
  // Is this the same picture twice? Two equal ones.
  duplicate: [tone(0, 587, 0.05, 0.22), tone(0.085, 587, 0.05, 0.22)],
  // It did not work: a falling pair, short and long.
  failure: [tone(0, 466, 0.04, 0.24), tone(0.055, 311, 0.09, 0.26)],
  // A beat of the rhythm one animates to: a tick.
  beat: [tone(0, 1568, 0.025, 0.16, 0.25, 0)],
  // Look at this: rising a third, long and longer.
  alarm: [tone(0, 523, 0.14, 0.26, 0.15), tone(0.18, 659, 0.2, 0.26, 0.15)],
  // A note on the sheet is due: rising a fifth, short and long.
  note: [tone(0, 784, 0.07, 0.18), tone(0.12, 1175, 0.16, 0.16, 0.15, 0.06)],
  // Rest your hands: three small steps down.
  rest: [tone(0, 440, 0.035, 0.2), tone(0.052, 370, 0.035, 0.2), tone(0.104, 294, 0.04, 0.22)],
};

/** Points of a tone's curve; it is smooth at this many for the longest one. */
const POINTS = 128;

export class Earcons {
  #context;
  #output;
  #volume = 1;
  /** Whether numbers are spoken. */
  speaking = false;

  /** @param {BaseAudioContext} context */
  constructor(context) {
    this.#context = context;
    this.#output = new GainNode(context);
    this.#output.connect(context.destination);
  }

  get volume() {
    return this.#volume;
  }

  /** 0..1, apart from the film's own sound. */
  set volume(level) {
    this.#volume = Math.min(1, Math.max(0, level));
    this.#output.gain.setValueAtTime(this.#volume, this.#context.currentTime);
  }

  /**
   * Sound one, now or at a time of the context's clock. Nothing sounds before a person touched the page: browsers ask it.
   * @param {Earcon} name
   * @param {number} [when]
   */
  play(name, when = this.#context.currentTime) {
    if (!this.#volume) return;
    const context = /** @type {AudioContext} */ (this.#context);
    // A context that sleeps would keep them all and sound them at once when it wakes.
    if (context.state === "suspended" && "resume" in context && "baseLatency" in context) {
      context.resume().catch(() => {});
      return;
    }
    for (const one of EARCONS[name]) this.#tone(one, when);
  }

  /**
   * @param {Tone} one
   * @param {number} when
   */
  #tone({ at, hz, lasts, swell, level, warmth }, when) {
    const gain = new GainNode(this.#context, { gain: 0 });
    gain.gain.setValueCurveAtTime(curve(level / (1 + warmth), swell), when + at, lasts);
    gain.connect(this.#output);
    [[hz, 1], [2 * hz, warmth]].forEach(([frequency, share], place) => {
      if (!share) return;
      const partial = new OscillatorNode(this.#context, { frequency });
      const part = new GainNode(this.#context, { gain: share });
      partial.connect(part).connect(gain);
      partial.start(when + at);
      partial.stop(when + at + lasts);
      if (!place) partial.onended = () => gain.disconnect();
    });
  }

  /**
   * Say a number, where that is asked for and the browser has a voice.
   * @param {number} number
   */
  speak(number) {
    const voice = globalThis.speechSynthesis;
    if (!this.speaking || !voice) return;
    // Only the last one matters.
    voice.cancel();
    const words = new SpeechSynthesisUtterance(String(number));
    words.volume = this.#volume;
    voice.speak(words);
  }
}

/**
 * How a tone comes and goes: up as half a wave of a cosine, down the same way but falling faster at first, as a bell does.
 * @param {number} level
 * @param {number} swell
 */
function curve(level, swell) {
  return Float32Array.from({ length: POINTS }, (_, point) => {
    const place = point / (POINTS - 1);
    if (place < swell) return level * (0.5 - 0.5 * Math.cos(Math.PI * place / swell));
    return level * (0.5 + 0.5 * Math.cos(Math.PI * (place - swell) / (1 - swell))) ** 1.5;
  });
}
