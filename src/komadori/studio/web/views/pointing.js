// @ts-check
/** The pointer over the picture: handed to the tool that is held, and to nothing where none is. */

import { effect, untracked } from "@preact/signals";
import * as model from "../state/model.js";
import { through, turn } from "../state/through.js";
import { followSwitches, leave } from "../state/tools.js";
import { keep } from "./keeping.js";
import { viewportIn } from "./overlay.js";
import { lineUp, pushIn } from "./point_frames.js";
import { arc, pick } from "./point_marks.js";
import { paths } from "./point_paths.js";
import { pose } from "./point_pose.js";
import { sketch } from "./point_sketch.js";
import { idle } from "./point_view.js";

/** @typedef {import("../draw/view.js").Viewport} Viewport */
/**
 * @typedef {{x: number, y: number, left: number, top: number, viewport: Viewport, alt: boolean, shift?: boolean, pressure: number|null}} At
 *   x, y: 0..1 of the picture, left, top: CSS pixels of the box; pressure: of a pen, 0..1, null of what has none
 */
/** @typedef {{move: (at: At) => void, up?: (at: At) => void}} Drag */
/**
 * @typedef {{down: (at: At) => Drag | null, cursor: (at: At) => string, hover?: (at: At | null) => void,
 *   key?: (event: KeyboardEvent) => boolean, beyond?: boolean}} Hand
 *   key: whether the key was the tool's; beyond: it has handles that may lie beside the picture
 */

/** @type {Record<string, Hand>} */
const HANDS = { pose, arc, pick, paths, sketch, "push-in": pushIn, layer: lineUp };

const handOf = () => HANDS[model.tool.peek()] ?? idle;

/** Loupe steps of a wheel. */
const ZOOMS = [1, 2, 3, 4, 6, 8];

class Pointing {
  /** @type {Drag | null} */
  drag = null;
  pointer = -1;
  /** Where the pointer was last, whether pressed or not. @type {At | null} */
  last = null;

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
  }

  /** @param {PointerEvent} event @returns {At | null} */
  at(event) {
    const box = this.canvas.getBoundingClientRect();
    const viewport = untracked(() => viewportIn({ width: this.canvas.clientWidth, height: this.canvas.clientHeight }));
    if (!viewport) return null;
    const [left, top] = [event.clientX - box.left, event.clientY - box.top];
    const [x, y] = viewport.toPicture(left, top);
    const pressure = event.pointerType === "pen" && event.pressure > 0 ? event.pressure : null;
    return { x, y, left, top, viewport, alt: event.altKey, shift: event.shiftKey, pressure };
  }

  /** @param {At} at */
  over({ left, top, viewport }) {
    return Boolean(handOf().beyond) || viewport.holds(left, top);
  }

  /** @param {PointerEvent} event */
  down(event) {
    if (event.button !== 0 || this.drag) return;
    // Keys are the studio's again, and no longer those of a switch that was pressed before.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    const at = this.at(event);
    if (!at || !this.over(at)) return;
    this.drag = handOf().down(at);
    if (!this.drag) return void keep();
    event.preventDefault();
    this.pointer = event.pointerId;
    this.canvas.setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  move(event) {
    const at = this.at(event);
    if (!at) return;
    this.last = at;
    if (this.drag && event.pointerId === this.pointer) return this.follow(event, this.drag);
    const hand = handOf();
    const over = this.over(at);
    hand.hover?.(over ? at : null);
    this.canvas.style.cursor = over ? hand.cursor(at) : "";
  }

  /** A pen tells more places than the screen has pictures. @param {PointerEvent} event @param {Drag} drag */
  follow(event, drag) {
    const all = event.getCoalescedEvents?.() ?? [];
    for (const each of all.length ? all : [event]) {
      const at = this.at(each);
      if (at) drag.move(at);
    }
  }

  /** @param {PointerEvent} event */
  up(event) {
    if (!this.drag || event.pointerId !== this.pointer) return;
    const { drag } = this;
    this.drag = null;
    const at = this.at(event) ?? this.last;
    if (at) drag.up?.(at);
    keep();
  }

  gone() {
    this.last = null;
    if (!this.drag) handOf().hover?.(null);
  }

  /** @param {WheelEvent} event */
  wheel(event) {
    const { on, zoom } = through.peek().loupe;
    if (!on || model.onFilm.peek() || !event.deltaY) return;
    event.preventDefault();
    const now = ZOOMS.findIndex((step) => step >= zoom);
    turn("loupe", { zoom: ZOOMS[Math.min(ZOOMS.length - 1, Math.max(0, now - Math.sign(event.deltaY)))] });
  }
}

/** Whether what is written or chosen in has the key. @param {EventTarget | null} target */
const writes = (target) => target instanceof Element && target.matches("input:not([type=range]), select, textarea");

/** The tool's keys go before those of the studio: what is deleted with a path in the hand is its point, never a picture. @param {KeyboardEvent} event */
function key(event) {
  if (!model.tool.peek() || model.room.peek() !== "animate" || writes(event.target)) return;
  if (model.learning.peek() || model.helping.peek()) return;
  if (event.code === "Escape") leave();
  else if (!handOf().key?.(event)) return;
  event.preventDefault();
}

/** The loupe opens where one points. @param {Pointing} pointing */
function loupeFollows(pointing) {
  let before = through.peek().loupe.on;
  return effect(() => {
    const { on } = through.value.loupe;
    const { last } = pointing;
    if (on && !before && last?.viewport.holds(last.left, last.top)) {
      untracked(() => turn("loupe", { x: last.x, y: last.y }));
    }
    before = on;
  });
}

/**
 * @param {HTMLCanvasElement} canvas
 * @returns {() => void} what ends it
 */
export function pointingOn(canvas) {
  const pointing = new Pointing(canvas);
  const up = (/** @type {PointerEvent} */ event) => pointing.up(event);
  canvas.addEventListener("pointerdown", (event) => pointing.down(event));
  canvas.addEventListener("pointermove", (event) => pointing.move(event));
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
  canvas.addEventListener("pointerleave", () => pointing.gone());
  canvas.addEventListener("wheel", (event) => pointing.wheel(event), { passive: false });
  addEventListener("keydown", key, { capture: true });
  const endings = [
    followSwitches(),
    loupeFollows(pointing),
    effect(() => {
      model.tool.value;
      canvas.style.cursor = pointing.last ? handOf().cursor(pointing.last) : "";
    }),
  ];
  return () => {
    removeEventListener("keydown", key, { capture: true });
    endings.forEach((end) => end());
  };
}
