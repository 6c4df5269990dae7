// @ts-check
/** What the pages' own commands do: a table from names to changes of what this page is looking at. */

import { finished } from "./film.js";
import { turnClose } from "./finishing.js";
import * as model from "./model.js";
import { lastShot, nextShots, previousShots } from "./sheet.js";
import { DEEPEST, through, turn } from "./through.js";

/** @typedef {Record<string, any>} Words */
/** @typedef {(words: Words, pressed: boolean | null) => void} Act */

/** Show a frame of the film; null shows live. @param {number | null} frame */
export function lookAt(frame) {
  model.playing.value = false;
  model.looked.value = frame;
}

/** @param {number} direction @param {number} count */
function step(direction, count) {
  const held = model.sheet.value;
  if (!held) return;
  const here = model.looked.value;
  const from = here ?? model.nextFrame.value;
  const found = direction < 0
    ? previousShots(held, from, count, model.seen.value)
    : here === null
    ? []
    : nextShots(held, from, count, model.seen.value);
  const to = found.at(-1);
  if (to) lookAt(to.first);
  else if (direction > 0) lookAt(null);
}

/** @param {"in" | "out"} end */
function mark(end) {
  const marks = { ...model.marks.value, [end]: model.playhead.value };
  if (marks.in !== null && marks.out !== null && marks.in > marks.out) marks[end === "in" ? "out" : "in"] = null;
  model.marks.value = marks[end] === model.marks.value[end] ? { ...marks, [end]: null } : marks;
}

/** @param {import("@preact/signals-core").Signal<boolean>} flag */
const flip = (flag) => () => {
  flag.value = !flag.value;
};

/** @param {keyof typeof through.value} group */
const flipGroup = (group) => () =>
  turn(/** @type {any} */ (group), { on: !(/** @type {any} */ (through.value[group]).on) });

/** @param {number} by */
const fade = (by) => turn("onion", { on: true, fade: Math.min(1, Math.max(0, through.value.onion.fade + by)) });

/** @param {number} by */
const deepen = (by) => turn("onion", { on: true, back: Math.min(DEEPEST, Math.max(1, through.value.onion.back + by)) });

function play() {
  model.shortPlay.value = false;
  model.playing.value = !model.playing.value;
}

function shortPlay() {
  const on = !(model.playing.value && model.shortPlay.value);
  model.shortPlay.value = on;
  model.playing.value = on;
}

/** @type {Record<string, Act>} */
export const ACTS = {
  play,
  "short-play": shortPlay,
  live: () => lookAt(null),
  "step-back": ({ frames = 1 }) => step(-1, frames),
  "step-forward": ({ frames = 1 }) => step(1, frames),
  first: () => lookAt(1),
  last: () => lookAt(model.sheet.value ? lastShot(model.sheet.value)?.first ?? null : null),
  loop: flip(model.looping),
  mute: flip(model.muted),
  "play-to-black": flip(model.toBlack),
  flick: (_words, pressed) => (model.flicking.value = pressed ?? !model.flicking.value),
  "auto-toggle": flip(model.autoToggle),
  compare: flipGroup("split"),
  posing: flipGroup("posing"),
  finished: flip(finished),
  "full-resolution": flip(model.fullResolution),
  "opacity-up": ({ by = 10 }) => fade(by / 100),
  "opacity-down": ({ by = 10 }) => fade(-by / 100),
  deeper: () => deepen(1),
  shallower: () => deepen(-1),
  onion: flipGroup("onion"),
  difference: flipGroup("difference"),
  key: flipGroup("key"),
  arc: flipGroup("arc"),
  reference: flipGroup("reference"),
  guides: flipGroup("guides"),
  // In the Finish room there is no live view: one looks closely at the picture there is.
  loupe: () => model.room.value === "finish" ? turnClose() : flipGroup("loupe")(),
  peaking: flipGroup("peaking"),
  zebra: flipGroup("zebra"),
  scopes: flipGroup("scopes"),
  far: flip(model.far),
  "only-picture": flip(model.onlyPicture),
  room: ({ name }) => (model.room.value = name),
  help: flip(model.helping),
  "mark-in": () => mark("in"),
  "mark-out": () => mark("out"),
  "go-in": () => lookAt(model.marks.value.in ?? 1),
  "go-out": () => lookAt(model.marks.value.out ?? model.sheet.value?.frames ?? 1),
};
