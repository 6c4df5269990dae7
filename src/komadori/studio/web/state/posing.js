// @ts-check
/** Posing: what a drag over a puppet's part means for its axes, and the way each axis has come over the pictures. */

import { computed, signal } from "@preact/signals-core";
import { poses, rig, seen, sheet } from "./model.js";

/** @typedef {number | string} Value */
/** @typedef {{name: string, unit: string, low: number, high: number, rest: Value, choices: string[]}} Axis */
/** @typedef {{across: number, down: number, shift: boolean, alt: boolean}} Pull in heights of the picture */
/** @typedef {[channel: string, step: number]} Turn how far a channel goes for one height of the picture */
/** @typedef {{across?: Turn, down?: Turn}} Way */
/** @typedef {{part: RegExp, group: string, plain: Way, shift?: Way, alt?: Way}} Hold */

const BODY = {
  plain: { across: ["body.turn", 160], down: ["body.lean", 70] },
  shift: { across: ["body.sway", 70], down: ["body.rise", -90] },
  alt: { across: ["body.x", 300], down: ["body.y", -300] },
};

/** Puppets face the lens: what goes to their left goes to the right of the picture. @type {Hold[]} */
const HOLDS = /** @type {any} */ ([
  { part: /^ear\.(left|right)/, group: "ear", plain: { down: ["ear.$1", 120] } },
  {
    part: /^(?:arm|forearm|hand|sleeve)\.(left|right)/,
    group: "arm.$1",
    plain: { across: ["arm.$1.forward", 160], down: ["arm.$1.raise", -200] },
    shift: { across: ["arm.$1.bend", 160], down: ["arm.$1.bend", -160] },
  },
  { part: /^wing\.(left|right)/, group: "wing", plain: { down: ["wing.$1", -160] } },
  {
    part: /^(?:foot|leg|shin)\.(left|right)/,
    group: "foot.$1",
    plain: { across: ["foot.$1.forward", 80], down: ["foot.$1.lift", -80] },
  },
  { part: /^tail/, group: "tail", plain: { across: ["tail.turn", 160], down: ["tail.rise", -120] } },
  { part: /^(?:body|torso|hip|skirt|scarf)/, group: "body", ...BODY },
  {
    part: /^(?:head|neck|hair|lid|brow|mouth|eye|nose|face|muzzle|beak)/,
    group: "head",
    plain: { across: ["head.turn", 130], down: ["head.nod", 100] },
    shift: { across: ["head.tilt", 100], down: ["head.nod", 100] },
    alt: { across: ["gaze.turn", 90], down: ["gaze.nod", 70] },
  },
  { part: /^/, group: "body", ...BODY },
]);

/** The part that is in the hand, or was last, such as "badger.head"; "" before. */
export const part = signal("");
/** The puppet, or whatever else has axes, that is worked on; "" takes the first. */
export const owner = signal("");
/** Which of its groups of axes is open; "" takes the first. */
export const group = signal("");
/** Whether a hand moves something now. */
export const holding = signal(false);

/** Axes by their name. */
export const axes = computed(() =>
  new Map(/** @type {[string, Axis][]} */ (rig.value.axes.map((/** @type {Axis} */ axis) => [axis.name, axis])))
);

/** Whatever has axes: the puppets in the order of the stage, the camera last. */
export const owners = computed(() => {
  const all = [...new Set([...axes.value.keys()].map((name) => name.split(".")[0]))];
  return [...all.filter((name) => name !== "camera"), ...all.filter((name) => name === "camera")];
});

/** @param {string} part @returns {{who: string, hold: Hold, side: string} | null} */
function holdOf(part) {
  const [who, ...rest] = part.split(".");
  if (!who || rest.length === 0) return null;
  const own = rest.join(".");
  for (const hold of HOLDS) {
    const found = own.match(hold.part);
    if (found) return { who, hold, side: found[1] ?? "" };
  }
  return null;
}

/**
 * Where a drag that began with the axes at `from` puts them.
 * @param {string} part what is in the hand
 * @param {Record<string, Value>} from
 * @param {Pull} pull
 * @param {Map<string, Axis>} [known]
 * @returns {Record<string, number>}
 */
export function dragged(part, from, pull, known = axes.peek()) {
  const held = holdOf(part);
  if (!held) return {};
  const { plain, shift, alt } = held.hold;
  const way = (pull.shift && shift) || (pull.alt && alt) || plain;
  /** @type {Record<string, number>} */
  const targets = {};
  for (const direction of /** @type {const} */ (["across", "down"])) {
    const turn = way[direction];
    if (!turn) continue;
    const name = `${held.who}.${turn[0].replace("$1", held.side)}`;
    const axis = known.get(name);
    if (!axis || axis.choices.length) continue;
    const before = targets[name] ?? Number(from[name] ?? axis.rest);
    targets[name] = within(axis, before + pull[direction] * turn[1]);
  }
  return targets;
}

/** As near as the axis goes, in steps that can be told apart. @param {Axis} axis @param {number} value */
export function within(axis, value) {
  const step = stepOf(axis);
  const even = Math.round(Math.round(value / step) * step * 1000) / 1000;
  return Math.min(axis.high, Math.max(axis.low, even));
}

/** @param {Axis} axis */
export const stepOf = ({ unit, low, high }) => unit ? 0.5 : (high - low) / 100;

/** Take a part into the hand: its puppet and its axes are open from now on. @param {string} taken */
export function take(taken) {
  part.value = taken;
  const held = holdOf(taken);
  if (!held) return;
  owner.value = held.who;
  group.value = held.hold.group.replace("$1", held.side);
}

/** The group an axis is shown in: its name without the puppet and without its last word; the face is one. @param {string} name */
export function groupOf(name) {
  const words = name.split(".").slice(1);
  if (/^(?:lids?|brows|mouth|gaze)$/.test(words[0])) return "face";
  return words.length > 1 ? words.slice(0, -1).join(".") : words[0];
}

/** The groups of one owner with their axes, in the order of the stage. @param {string} who @returns {Map<string, Axis[]>} */
export function groupsOf(who) {
  /** @type {Map<string, Axis[]>} */
  const found = new Map();
  for (const axis of axes.value.values()) {
    if (!axis.name.startsWith(`${who}.`)) continue;
    const key = groupOf(axis.name);
    found.set(key, [...(found.get(key) ?? []), axis]);
  }
  return found;
}

/** The pictures of the film in its order, each once. @type {import("@preact/signals-core").ReadonlySignal<number[]>} */
const inOrder = computed(() => {
  const cells = sheet.value?.columns[0].cells ?? [];
  const shown = cells.flatMap((cell) => cell.pictures?.filter(([name]) => name === seen.value).map(([, n]) => n) ?? []);
  return [...new Set(shown)];
});

/**
 * Where an axis stood in the last pictures of the film, and where it stands now, last.
 * @param {Axis} axis
 * @param {number} most
 * @returns {number[]}
 */
export function wayOf(axis, most) {
  const before = inOrder.value.slice(-most).map((picture) =>
    Number(poses.value.get(picture)?.[axis.name] ?? axis.rest)
  );
  return [...before, Number(rig.value.values[axis.name] ?? axis.rest)];
}

/** How far an axis has gone since the last picture, or null where there is none. @param {Axis} axis */
export function sinceLast(axis) {
  const way = wayOf(axis, 1);
  return way.length < 2 ? null : way[1] - way[0];
}

/** A number with its unit, not a digit more than a hand can do. @param {number} value @param {string} unit */
export function told(value, unit) {
  const figure = Math.abs(value).toFixed(unit ? 1 : 2);
  const sign = value < 0 && Number(figure) !== 0 ? "\u2212" : "";
  return `${sign}${figure}${unit === "deg" ? "°" : unit ? ` ${unit}` : ""}`;
}
