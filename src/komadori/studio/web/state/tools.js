// @ts-check
/** What the hand that points at the picture is doing: which path, which layer, which pen. */

import { effect, signal } from "@preact/signals-core";
import { INKS } from "./document.js";
import { tool } from "./model.js";
import { through } from "./through.js";

/** @typedef {""|"pose"|"arc"|"paths"|"sketch"|"pick"|"push-in"|"layer"} Tool */

/** The path that is worked on, "" for none; the point of it that was touched last, -1 for none. */
export const path = signal("");
export const point = signal(-1);
/** Whether that path still grows with every click, and where its next point would lie. */
export const growing = signal(false);
export const ahead = signal(/** @type {{x: number, y: number} | null} */ (null));
/** Whether the distances between all ticks are told. */
export const distances = signal(false);

/** The line-up layer that is worked on. */
export const layer = signal("");
/** Widths and heights of the pictures in the slots of the live view. */
export const sizes = signal(/** @type {Map<string, {width: number, height: number}>} */ (new Map()));

/** The pen: width in heights of the picture; `alone` draws on the frame that is seen and on no other. */
export const pen = signal({ erase: false, colour: /** @type {string} */ (INKS[1]), width: 0.006, alone: false });
/** The stroke being drawn. */
export const stroke = signal(/** @type {import("./sketch.js").Stroke | null} */ (null));

/** @param {Tool} name */
export function take(name) {
  tool.value = name;
}

/** Put the tool down; what was begun with it stays. */
export function leave() {
  tool.value = "";
}

/** The tool that belongs to a switch. */
const BELONGS = /** @type {const} */ ({ posing: "pose", arc: "arc", paths: "paths", sketch: "sketch" });

/**
 * A tool is put down when its switch is turned off, wherever that was done; the arc's, and the hand that poses, are
 * taken up with theirs.
 * @returns {() => void} what ends it
 */
export function followSwitches() {
  let arc = through.value.arc.on;
  let posing = through.value.posing.on;
  return effect(() => {
    const switches = through.value;
    const held = tool.peek();
    const off = Object.entries(BELONGS).some(([group, name]) =>
      held === name && !switches[/** @type {keyof typeof BELONGS} */ (group)].on
    );
    if (off || (held === "push-in" && !switches.guides.on) || (held === "layer" && !switches.reference.on)) leave();
    if (switches.arc.on && !arc) take("arc");
    arc = switches.arc.on;
    if (switches.posing.on && !posing) take("pose");
    posing = switches.posing.on;
  });
}
