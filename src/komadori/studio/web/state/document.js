// @ts-check
/**
 * The look-through document of a take: what is drawn and measured over its picture. It is kept with the take, so it may be
 * old, edited by hand or damaged; `documentOf` makes a whole one of anything.
 */

import { DEFAULTS as GUIDES, heldPush, pushInBox } from "./guides.js";
import { DEFAULTS as LOOKING } from "./looking.js";
import { apart, colourCode, flag, list, number, oneOf, record, text, whole } from "./reading.js";
import { SPACING } from "./spacing.js";

/** @typedef {import("./guides.js").Push} Push */
/** @typedef {import("./spacing.js").Spacing} Spacing */
/** @typedef {import("./trail.js").Mark} Mark */
/** @typedef {import("./sketch.js").Layer} SketchLayer */
/** @typedef {import("./sketch.js").Stroke} Stroke */
/** @typedef {Omit<import("./guides.js").Guides, "on"|"push">} Lines */
/** @typedef {import("./spacing.js").Path & {id: string, colour: string, spacing: Spacing}} OwnPath */
/**
 * @typedef {{id: string, file: string, x: number, y: number, scale: number, opacity: number, flip: boolean, turn: number,
 *   offset: number}} LineUpLayer offset: frames that a video begins after the shot's first
 */
/** @typedef {{colour: [number, number, number], tolerance: number, softness: number, file: string}} Plate file: "" is none */
/**
 * @typedef {{guides: Lines, push_in: Push, paths: OwnPath[], trail: Mark[], sketch: {layers: SketchLayer[]},
 *   layers: LineUpLayer[], key: Plate}} Document
 */

/** Colours that lines may be drawn in: each is told from the others, and from coral, which is for trouble. */
export const INKS = /** @type {const} */ (["#f3e6d0", "#e8a35a", "#cbd8b4", "#bdb9d6", "#8fc6d6", "#e4b7c4"]);
/** Frames a shot has at most. */
const FRAMES = 1_000_000;
const PATHS = 40;
const POINTS = 400;
const MARKS = 5000;
const LAYERS = 2000;
const STROKES = 2000;
const STROKE_POINTS = 5000;
const LINE_UPS = 24;

/** Room beside the picture in which a point may still lie. */
const BESIDE = 1;

/** @param {unknown} told @returns {Document} */
export function documentOf(told) {
  const { guides, push_in, paths, trail, sketch, layers, key } = record(told);
  return {
    guides: linesOf(guides),
    push_in: pushOf(push_in),
    paths: apart(list(paths, PATHS, pathOf)),
    trail: trailOf(trail),
    sketch: { layers: apart(list(record(sketch).layers, LAYERS, sketchLayerOf)) },
    layers: apart(list(layers, LINE_UPS, lineUpOf)),
    key: keyOf(key),
  };
}

/**
 * The part of each picture that a push-in leaves, as `export` takes it: left, top, width and height as shares; null for
 * the whole picture.
 * @param {unknown} document
 * @returns {[number, number, number, number] | null}
 */
export function cropOf(document) {
  const push = pushOf(record(document).push_in);
  if (!push.on || push.scale <= 1) return null;
  const { left, top, width, height } = pushInBox(push);
  return [left, top, width, height];
}

/** @param {unknown} told @returns {Lines} */
function linesOf(told) {
  const { thirds, centre, grid, aspects, mask, action, title } = record(told);
  const { on, columns, rows } = record(grid);
  return {
    thirds: flag(thirds, GUIDES.thirds),
    centre: flag(centre),
    grid: {
      on: flag(on),
      columns: whole(columns, GUIDES.grid.columns, 2, 40),
      rows: whole(rows, GUIDES.grid.rows, 2, 40),
    },
    aspects: [
      ...new Set(list(aspects, 10, (ratio) => {
        const read = number(ratio, 0, 0, 5);
        return read >= 0.2 ? read : null;
      })),
    ],
    mask: number(mask, GUIDES.mask, 0, 1),
    action: flag(action),
    title: flag(title),
  };
}

/** @param {unknown} told @returns {Push} */
function pushOf(told) {
  const { on, scale, x, y } = record(told);
  const usual = GUIDES.push;
  return heldPush({
    on: flag(on),
    scale: number(scale, usual.scale, 1, 4),
    x: number(x, usual.x, 0, 1),
    y: number(y, usual.y, 0, 1),
  });
}

/** @param {unknown} told @returns {{x: number, y: number} | null} */
function pointOf(told) {
  const { x, y } = record(told);
  if (typeof x !== "number" || typeof y !== "number" || !Number.isFinite(x + y)) return null;
  return { x: number(x, 0, -BESIDE, 1 + BESIDE), y: number(y, 0, -BESIDE, 1 + BESIDE) };
}

/** @param {unknown} told @returns {OwnPath | null} */
function pathOf(told) {
  const { id, points, smooth, aspect, colour, millimetres, spacing } = record(told);
  const placed = list(points, POINTS, pointOf);
  const name = text(id, 40);
  if (!name || placed.length < 1) return null;
  const long = number(millimetres, 0, 0, 100_000);
  return {
    id: name,
    points: placed,
    smooth: flag(smooth, true),
    aspect: number(aspect, 16 / 9, 0.1, 10),
    colour: colourCode(colour, INKS[0]),
    spacing: spacingOf(spacing),
    ...(long > 0 ? { millimetres: long } : {}),
  };
}

/** @param {unknown} told @returns {Spacing} */
function spacingOf(told) {
  const { kind, strength, handles, first, frames, on, kept } = record(told);
  const inner = list(handles, 4, (value) => number(value, -1, 0, 1));
  const sure = inner.length === 4 && !inner.includes(-1);
  let furthest = 0;
  const stood = list(kept, FRAMES, (value) => (furthest = Math.max(furthest, number(value, furthest, 0, 1))));
  return {
    kind: oneOf(kind, ["linear", "in", "out", "both", "custom"], SPACING.kind),
    strength: number(strength, SPACING.strength, 0, 1),
    handles: sure ? /** @type {[number, number, number, number]} */ (inner) : [...SPACING.handles],
    first: whole(first, SPACING.first, 1, FRAMES),
    frames: whole(frames, SPACING.frames, 1, 10_000),
    on: whole(on, SPACING.on, 1, 99),
    ...(stood.length ? { kept: stood } : {}),
  };
}

/** The marks in order, one a frame. @param {unknown} told @returns {Mark[]} */
function trailOf(told) {
  const marks = list(told, MARKS, (each) => {
    const point = pointOf(each);
    const frame = whole(record(each).frame, 0, 0, FRAMES);
    return point && frame >= 1 ? { frame, ...point } : null;
  });
  return [...new Map(marks.map((mark) => [mark.frame, mark])).values()].sort((one, other) => one.frame - other.frame);
}

/** @param {unknown} told @returns {SketchLayer | null} */
function sketchLayerOf(told) {
  const { id, name, opacity, frame, strokes } = record(told);
  const called = text(id, 40);
  if (!called) return null;
  const at = whole(frame, 0, 0, FRAMES);
  return {
    id: called,
    name: text(name, 80),
    opacity: number(opacity, 1, 0, 1),
    frame: at >= 1 ? at : null,
    strokes: list(strokes, STROKES, strokeOf),
  };
}

/** @param {unknown} told @returns {Stroke | null} */
function strokeOf(told) {
  const { colour, width, points } = record(told);
  const drawn = list(points, STROKE_POINTS, penPoint);
  if (drawn.length === 0) return null;
  return { colour: colourCode(colour, INKS[0]), width: number(width, 0.005, 0.0005, 0.2), points: drawn };
}

/** @param {unknown} told @returns {[number, number, number?] | null} */
function penPoint(told) {
  if (!Array.isArray(told)) return null;
  const [x, y, pressure] = told;
  const point = pointOf({ x, y });
  if (!point) return null;
  return typeof pressure === "number" ? [point.x, point.y, number(pressure, 0.5, 0, 1)] : [point.x, point.y];
}

/** @param {unknown} told @returns {LineUpLayer | null} */
function lineUpOf(told) {
  const { id, file, x, y, scale, opacity, flip, turn, offset } = record(told);
  const [called, from] = [text(id, 40), text(file, 255)];
  if (!called || !from) return null;
  return {
    id: called,
    file: from,
    x: number(x, 0, -2, 2),
    y: number(y, 0, -2, 2),
    scale: number(scale, 1, 0.05, 10),
    opacity: number(opacity, 0.5, 0, 1),
    flip: flag(flip),
    turn: number(turn, 0, -360, 360),
    offset: whole(offset, 0, -FRAMES, FRAMES),
  };
}

/** @param {unknown} told @returns {Plate} */
function keyOf(told) {
  const { colour, tolerance, softness, file } = record(told);
  const codes = list(colour, 3, (code) => number(code, -1, 0, 1));
  const sure = codes.length === 3 && !codes.includes(-1);
  return {
    colour: sure ? /** @type {[number, number, number]} */ (codes) : [...LOOKING.key.colour],
    tolerance: number(tolerance, LOOKING.key.tolerance, 0, 0.6),
    softness: number(softness, LOOKING.key.softness, 0, 0.4),
    file: text(file, 255),
  };
}
