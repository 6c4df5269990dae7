// @ts-check
/** The picture from close by: which part of it is seen, fetched pixel by pixel, and moved by pointer, wheel and keys. */

import { computed, effect, signal } from "@preact/signals";
import { askPart } from "../link.js";
import { closer, covers, moved, placed, SCALES, showing, wanted } from "../state/closeness.js";
import * as finishing from "../state/finishing.js";
import * as model from "../state/model.js";
import { Asking, nameOf, pictureOf, WHO } from "./asking.js";
import { pair } from "./previewing.js";

/** @typedef {import("./asking.js").Wish} Wish */
/** @typedef {import("./asking.js").Shown} Shown */
/** @typedef {import("../state/closeness.js").Size} Size */
/** @typedef {Shown & {part: import("../state/closeness.js").Part}} Close */
/** @typedef {import("../draw/pair.js").Layer} Layer */

const KEPT = 3;
/** Parts of each kind that stay decoded: up to forty megabytes each. */
const CALM = 90;
/** Milliseconds that the picture must lie still until its pixels are fetched. */
const STEP = 60;
/** CSS pixels that an arrow key moves the picture. */

const after = signal(/** @type {Close | null} */ (null));
const before = signal(/** @type {Close | null} */ (null));

/** How large finished pictures are by their recipe, once one of them has been seen from close. */
const wholes = signal(/** @type {Map<string, Size>} */ (new Map()));

/** @param {string} line @param {typeof after} to */
const parts = (line, to) =>
  new Asking({
    to,
    keeps: KEPT,
    // Why there is none is said of the whole picture, which is asked for as well.
    refused: () => {},
    make: async (wish) => {
      const { take, tables, ...rest } = wish;
      const words = { ...rest, tables: JSON.parse(tables), line: `${WHO} close ${line}` };
      const { blob, place } = await askPart(`take/${take}/part`, words);
      const [left, top, width, height] = place.split(" ").map(Number);
      const bitmap = await createImageBitmap(blob);
      wholes.value = new Map([...wholes.value, [`${tables} ${rest.upto}`, { width, height }]]);
      const part = { left, top, width: bitmap.width, height: bitmap.height, whole: { width, height } };
      return { bitmap, name: nameOf(wish), picture: wish.picture, of: pictureOf(wish), part };
    },
  });

const asking = { before: parts("before", before), after: parts("after", after) };

/** What is drawn of each side: the whole picture small, and the part of it that has its own pixels. */
export const layers = computed(() => ({
  before: layerOf(pair.value.before, before.value),
  after: layerOf(pair.value.after, after.value),
}));

/** @param {Shown | null} shown @param {Close | null} close @returns {Layer | null} */
function layerOf(shown, close) {
  if (!shown) return null;
  const part = close?.of === shown.of ? close : null;
  const { bitmap } = shown;
  const [, wide] = model.pictures.value.get(shown.picture) ?? ["", bitmap.width];
  // A picture of this recipe has been seen from close, or else it is as large as the photograph, until it comes.
  const whole = part?.part.whole ?? wholes.value.get(recipeOf(shown)) ??
    { width: wide, height: Math.round(wide * bitmap.height / bitmap.width) };
  return { bitmap, whole, part: part && { ...part.part, bitmap: part.bitmap } };
}

/** @param {Shown} shown */
const recipeOf = ({ of }) => of.split(" ").slice(2).join(" ");

/** Where one looks, for keys and buttons that are not in the picture: its box in CSS pixels. */
const box = signal(/** @type {Size | null} */ (null));

const ratio = () => globalThis.devicePixelRatio || 1;

/** How large the picture is that one looks at. */
const wholeNow = () => {
  const { before, after } = layers.value;
  return (finishing.drawn.value === "before" ? before ?? after : after ?? before)?.whole ?? null;
};

/**
 * Fetch what is seen from close, once it lies still.
 * @param {() => [Wish | null, Wish | null]} wishes the pictures that are wished for, the finished one first
 */
export function keepClose(wishes) {
  let waiting = 0;
  const end = effect(() => {
    clearTimeout(waiting);
    const [place, closeness, mode] = [box.value, finishing.closeness.value, finishing.drawn.value];
    const [finished, plain] = wishes();
    const { before: one, after: other } = layers.value;
    if (!place || !closeness.scale) return;
    const sides = /** @type {const} */ ([["after", finished, other, "before"], ["before", plain, one, "after"]]);
    waiting = setTimeout(() => {
      for (const [side, wish, layer, alone] of sides) {
        // Until the picture is here small, the take may have to be looked through for it.
        if (!wish || !layer || mode === alone || pair.peek()[side]?.of !== pictureOf(wish)) continue;
        if (layer.part && covers(layer.part, place, closeness, ratio())) continue;
        const { take, picture, tables, upto } = wish;
        asking[side].want({ take, picture, tables, upto, ...wanted(place, closeness, ratio()) });
      }
    }, CALM);
  });
  return () => {
    end();
    clearTimeout(waiting);
    // Large, and quickly here again.
    asking.before.forget();
    asking.after.forget();
  };
}

/** @param {Size} size of the picture's box */
export const boxIs = (size) => (box.value = size);

/** From another distance, around a place of the box or its middle. @param {number} scale @param {[number, number]} [at] */
export function lookFrom(scale, at) {
  const [place, whole] = [box.value, wholeNow()];
  if (!place || !whole) return;
  const now = standsAt(place, whole);
  finishing.closeness.value = closer(now, place, whole, scale, at ?? [place.width / 2, place.height / 2], ratio());
}

/** Where the picture stands, whole as it is drawn then, or from close. @param {Size} place @param {Size} whole */
const standsAt = (place, whole) => placed(whole, place, finishing.closeness.value, ratio());

/** One step closer or farther. @param {1 | -1} by @param {[number, number]} [at] */
export function step(by, at) {
  const now = SCALES.findIndex((scale) => scale === finishing.closeness.value.scale);
  const to = SCALES[now + by];
  if (to !== undefined) lookFrom(to, at);
}

/** Move the picture by so many CSS pixels; returns whether it was seen from close. @param {number} right @param {number} down */
export function move(right, down) {
  const [place, whole, now] = [box.value, wholeNow(), finishing.closeness.value];
  if (!place || !whole || !now.scale) return false;
  finishing.closeness.value = moved(now, right, down, whole, place, ratio());
  return true;
}

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [STEP, 0], ArrowRight: [-STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] };

/** So that the brush is seen where it goes. @param {[number, number]} at shares of the picture's width */
export function follow(at) {
  const [place, whole] = [box.value, wholeNow()];
  if (place && whole) finishing.closeness.value = showing(finishing.closeness.value, at, whole, place, ratio());
}

/** Closer or farther by a key; returns whether it was one. @param {KeyboardEvent} event */
export function steppedBy(event) {
  const by = event.key === "+" || event.key === "=" ? 1 : event.key === "-" ? -1 : 0;
  if (by) step(/** @type {1 | -1} */ (by));
  return by !== 0;
}

/** Keys on the picture. @param {KeyboardEvent} event */
export function keyed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const way = ARROWS[event.code];
  const away = event.code === "Escape" && finishing.closeness.value.scale > 0;
  const done = way ? move(...way) : away || steppedBy(event);
  if (away) lookFrom(0);
  if (!done) return;
  event.preventDefault();
  event.stopPropagation();
}

/** Where the pointer is in the picture's box. @param {MouseEvent} event @returns {[number, number]} */
function within(event) {
  const { left, top } = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
  return [event.clientX - left, event.clientY - top];
}

/** Ctrl and the wheel, or two fingers drawn apart, come closer; the wheel alone moves. @param {WheelEvent} event */
export function wheeled(event) {
  if (event.ctrlKey) {
    event.preventDefault();
    pinched(event);
  } else if (move(-event.deltaX, -event.deltaY)) event.preventDefault();
}

let turned = 0;
const NOTCH = 40;
/** Wheel turned so far that it is one step. */

/** @param {WheelEvent} event */
function pinched(event) {
  turned = Math.sign(turned) === Math.sign(event.deltaY) ? turned + event.deltaY : event.deltaY;
  if (Math.abs(turned) < NOTCH) return;
  step(turned < 0 ? 1 : -1, within(event));
  turned = 0;
}

/** A double click comes to the picture's own pixels there, or away again. @param {MouseEvent} event */
export const doubled = (event) => lookFrom(finishing.closeness.value.scale ? 0 : 1, within(event));

/** Dragging, by the middle button where the first one paints. @param {PointerEvent} event */
export function dragged(event) {
  if (event.buttons & (finishing.brush.value.on ? 4 : 5)) move(event.movementX, event.movementY);
}

/** @param {PointerEvent} event */
export function grabbed(event) {
  if (!finishing.closeness.value.scale || event.button > 1 || (finishing.brush.value.on && event.button !== 1)) return;
  /** @type {HTMLElement} */ (event.target).setPointerCapture(event.pointerId);
  if (event.button === 1) event.preventDefault();
}
