// @ts-check
/** The hand that poses: it takes hold of a puppet's part in the live view and moves its axes. */

import { effect, untracked } from "@preact/signals";
import { act } from "../acting.js";
import * as model from "../state/model.js";
import * as posing from "../state/posing.js";
import { fine } from "../state/reading.js";
import { through } from "../state/through.js";
import { marked } from "../state/trail.js";
import { change, keep } from "./keeping.js";

/** @typedef {import("./pointing.js").Hand} Hand */
/** @typedef {import("./pointing.js").At} At */

/** Sends where the axes go, no faster than they get there; what came in between is passed over. */
class Sender {
  /** @type {Record<string, number> | null} */
  waiting = null;
  busy = false;
  /** @type {Record<string, number>} */
  sent = {};

  /** @param {Record<string, number>} to */
  send(to) {
    this.waiting = to;
    if (!this.busy) void this.go();
  }

  async go() {
    this.busy = true;
    while (this.waiting) {
      const to = this.waiting;
      this.waiting = null;
      this.sent = to;
      await act("pose", { to, settled: false });
    }
    this.busy = false;
  }

  /** Everything has been sent, and is one pose. */
  async settle() {
    while (this.busy || this.waiting) await new Promise((done) => setTimeout(done, 10));
    if (Object.keys(this.sent).length) await act("pose", { to: this.sent });
  }
}

class Drag {
  /** @type {string | null} */
  part = null;
  /** @type {At | null} */
  last = null;
  ended = false;
  sender = new Sender();
  from = { ...model.rig.peek().values };

  /** @param {At} began */
  constructor(began) {
    this.began = began;
    void this.grab();
  }

  async grab() {
    const { x, y } = this.began;
    const told = await act("grab", { across: clamped(x), down: clamped(y) });
    this.part = told?.part ?? "";
    if (!this.part) return;
    posing.take(this.part);
    posing.holding.value = !this.ended;
    if (this.last) this.move(this.last);
    if (this.ended) await this.sender.settle();
  }

  /** @param {At} at */
  move(at) {
    this.last = at;
    if (!this.part) return;
    const { x, y, viewport } = this.began;
    const wide = viewport.seen.width / viewport.seen.height;
    const pull = { across: (at.x - x) * wide, down: at.y - y, shift: Boolean(at.shift), alt: at.alt };
    const to = posing.dragged(this.part, this.from, pull);
    if (Object.keys(to).length) this.sender.send(to);
  }

  /** @param {At} at */
  up(at) {
    if (Math.hypot(at.x - this.began.x, at.y - this.began.y) > 0.004) this.move(at);
    this.ended = true;
    posing.holding.value = false;
    if (this.part) void this.sender.settle();
  }
}

/**
 * With the arc trail on, every picture marks where the part in the hand was: nobody has to click it.
 * @returns {() => void} what ends it
 */
export function trailFollows() {
  let before = model.kept.peek();
  return effect(() => {
    const kept = model.kept.value;
    if (!kept || kept === before) return;
    before = kept;
    untracked(() => void mark(kept));
  });
}

/** @param {{frame: number | null}} kept */
async function mark({ frame }) {
  const held = posing.part.peek();
  if (!held || frame === null || !through.peek().arc.on || !model.rig.peek().name) return;
  const place = await act("where", { name: held });
  if (place?.across === undefined) return;
  change("trail", (marks) => marked(marks, { frame, x: fine(place.across), y: fine(place.down) }));
  keep();
}

/** @param {number} share */
const clamped = (share) => Math.min(1, Math.max(0, share));

/** @type {Hand} */
export const pose = {
  cursor: () => model.onFilm.peek() ? "not-allowed" : posing.holding.peek() ? "grabbing" : "grab",
  down(at) {
    if (model.onFilm.peek() || !model.rig.peek().name) return null;
    const drag = new Drag(at);
    return { move: (to) => drag.move(to), up: (to) => drag.up(to) };
  },
};
