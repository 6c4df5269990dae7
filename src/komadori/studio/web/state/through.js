// @ts-check
/** What this page looks through: its switches, and from them what the compositor draws and which pictures it needs. */

import { computed, signal } from "@preact/signals-core";
import { desk, flicking, look, nextFrame, seen, sheet, take } from "./model.js";
import { isVideo } from "./line_up.js";
import { looking } from "./looking.js";
import { nextPictures, previousPictures, previousShots } from "./sheet.js";

/** @typedef {import("./looking.js").Looking} Looking */
/** @typedef {{slot: string, take: string, picture: number} | {slot: string, file: string, frame: number}} Need */

/** The switches as they are at first. */
export const AT_FIRST = {
  onion: { on: true, back: 3, ahead: 0, fade: 0.58, from: "near", picture: 0, take: "", frame: 0 },
  difference: { on: false, gain: 4 },
  split: { on: false, at: 0.5 },
  key: { on: false },
  peaking: { on: false, strength: 0.6 },
  zebra: { on: false, level: 0.97 },
  loupe: { on: false, x: 0.5, y: 0.5, zoom: 1 },
  arc: { on: false, last: 10 },
  score: { on: true },
  posing: { on: false },
  lamps: { on: false },
  guides: { on: false },
  reference: { on: false },
  scopes: { on: false },
  paths: { on: true },
  sketch: { on: true },
  lift: 0,
  mirror: false,
  turn: 0,
};

export const through = signal(structuredClone(AT_FIRST));

/** The other take an onion skin may come from: its identity, and the picture at each of its frames, 0 where none is. */
export const otherTake = signal({ id: "", frames: /** @type {number[]} */ ([]) });

/** Where an onion skin may come from. */
export const FROM = /** @type {const} */ (["near", "chosen", "previous-shot", "other-take", "reference"]);

/** Most pictures an onion skin goes back or on. */
export const DEEPEST = 5;

/**
 * Change one group of switches.
 * @template {keyof typeof AT_FIRST} Group
 * @param {Group} group
 * @param {Partial<(typeof AT_FIRST)[Group]>} change
 */
export function turn(group, change) {
  const held = through.value;
  through.value = { ...held, [group]: { .../** @type {object} */ (held[group]), ...change } };
}

/** @param {"lift" | "mirror" | "turn"} name @param {any} value */
export function setView(name, value) {
  through.value = { ...through.value, [name]: value };
}

/** The pictures before the one to be shot, nearest first, and those after it. */
const near = computed(() => {
  const held = sheet.value;
  if (!held) return { back: [], ahead: [] };
  const frame = nextFrame.value;
  return {
    back: previousPictures(held, frame, DEEPEST, seen.value),
    ahead: nextPictures(held, frame, DEEPEST, seen.value),
  };
});

/** The picture before the one to be shot, or null. */
export const lastPicture = computed(() => near.value.back[0] ?? null);

/** The pictures an onion skin shows now, nearest first, each with the slot it is kept in. */
export const ghostsShown = computed(() => {
  const { onion } = through.value;
  const here = take.value.id;
  if (!onion.on || here === null) return [];
  if (onion.from === "chosen") return onion.picture ? [ghost(here, onion.picture, 0)] : [];
  if (onion.from === "previous-shot") {
    const before = (take.value.before ?? []).slice(-onion.back * 2).reverse();
    const pictures = [...new Set(before)].slice(0, onion.back);
    return pictures.map((number, step) => ghost(take.value.before_take, /** @type {number} */ (number), step));
  }
  if (onion.from === "other-take") return ghostsOf(otherTake.value, onion);
  const back = near.value.back.slice(0, onion.back).map((number, step) => ghost(here, number, step));
  const ahead = near.value.ahead.slice(0, onion.ahead).map((number, step) => ghost(here, number, step));
  return [...back, ...ahead];
});

/** @param {string} from @param {number} picture @param {number} step */
function ghost(from, picture, step) {
  return { slot: `${from}:${picture}`, take: from, picture, weight: 0.6 ** step };
}

/**
 * The pictures of another take up to a frame of it, by default the one that is shot here; after its end its last.
 * @param {{id: string, frames: number[]}} other
 * @param {{back: number, frame: number}} onion
 */
function ghostsOf({ id, frames }, { back, frame }) {
  const upTo = frames.slice(0, frame || nextFrame.value).filter((number) => number > 0).reverse();
  return [...new Set(upTo)].slice(0, back).map((number, step) => ghost(id, number, step));
}

/** Everything the compositor is to draw. */
export const params = computed(() => {
  const switches = through.value;
  const kept = look.value;
  const last = lastPicture.value;
  const lastSlot = last === null ? "" : `${take.value.id}:${last}`;
  const onReference = switches.onion.from === "reference" && switches.onion.on;
  return looking({
    onion: {
      on: switches.onion.on && !desk.value.black,
      fade: switches.onion.fade,
      layers: onReference
        ? [{ slot: "line-up", weight: 1 }]
        : ghostsShown.value.map(({ slot, weight }) => ({ slot, weight })),
    },
    difference: { on: switches.difference.on, slot: lastSlot, gain: switches.difference.gain },
    split: { on: switches.split.on && !flicking.value, slot: lastSlot, at: switches.split.at },
    key: { ...kept.key, on: switches.key.on, plate: "plate" },
    peaking: switches.peaking,
    zebra: switches.zebra,
    loupe: switches.loupe,
    view: { mirror: switches.mirror, turn: /** @type {0|90|180|270} */ (switches.turn) },
    layers: switches.reference.on ? kept.layers.map((layer) => ({ ...layer, slot: `layer:${layer.id}` })) : [],
    lift: switches.lift,
  });
});

/** The pictures and files the compositor needs for that. */
export const needs = computed(() => {
  /** @type {Need[]} */
  const wanted = ghostsShown.value.map(({ slot, take: from, picture }) => ({ slot, take: from, picture }));
  const last = lastPicture.value;
  if (last !== null) wanted.push({ slot: `${take.value.id}:${last}`, take: take.value.id, picture: last });
  const kept = look.value;
  const { file } = kept.key;
  if (through.value.key.on && file) wanted.push({ slot: "plate", ...referenceAt({ file, offset: 0 }) });
  const [lineUp] = kept.layers;
  if (through.value.onion.from === "reference" && lineUp) wanted.push({ slot: "line-up", ...referenceAt(lineUp) });
  if (through.value.reference.on) {
    for (const layer of kept.layers) wanted.push({ slot: `layer:${layer.id}`, ...referenceAt(layer) });
  }
  return wanted;
});

/** The frame of a line-up file that belongs to the frame to be shot. @param {{file: string, offset: number}} layer */
function referenceAt({ file, offset }) {
  return { file, frame: isVideo(file) ? Math.max(1, nextFrame.value - offset) : 1 };
}

/** In words, what the onion skin shows: the frames behind the live view. */
export const overFrames = computed(() => {
  const held = sheet.value;
  if (!held || !through.value.onion.on || through.value.onion.from !== "near") return [];
  return previousShots(held, nextFrame.value, through.value.onion.back, seen.value).map((shot) => shot.first);
});
