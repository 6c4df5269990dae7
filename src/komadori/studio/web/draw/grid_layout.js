// @ts-check
/** Where a frame's row and a column's strip lie on the exposure sheet, and back from a point to what is there. */

import { headingSaid, said } from "./said.js";

/** @typedef {import("../state/sheet.js").Sheet} Sheet */
/** @typedef {import("../state/sheet.js").Column} Column */
/** @typedef {{frame: number, exposure?: string, length: number, insert: boolean}} Next */

export const HEADER = 24;
export const FRAME_WIDTH = 46;
const SIDE = 8;
/** Blank rows after the last written frame, so that a note can be written ahead of the pictures. */
const AHEAD = 24;

/**
 * A strip of the sheet as drawn: the frame numbers, one exposure of the pictures, a sound, its words, curves, notes.
 * @typedef {object} View
 * @property {"frame" | "picture" | "sound" | "words" | "free" | "note"} as how it is drawn
 * @property {Column | null} column null for the frame numbers
 * @property {string} label
 * @property {string} exposure of a picture view; otherwise ""
 * @property {number} x
 * @property {number} width
 */

/** The rows: all of one height, but the next frame's own is taller, or a row more where it is to be inserted. */
export class Rows {
  /**
   * @param {number} height
   * @param {number} count
   * @param {Next | null} next
   */
  constructor(height, count, next) {
    this.height = height;
    this.count = count;
    this.at = next && next.frame <= count + 1 ? next.frame : 0;
    this.insert = Boolean(this.at && next?.insert);
    this.extra = this.at ? (this.insert ? height + 4 : 4) : 0;
  }

  /** Height of all rows together. */
  get total() {
    return this.count * this.height + this.extra;
  }

  /**
   * The top of `frame`'s row below the top of row 1.
   * @param {number} frame
   */
  top(frame) {
    const pushed = this.at && (frame > this.at || (this.insert && frame === this.at));
    return (frame - 1) * this.height + (pushed ? this.extra : 0);
  }

  /**
   * The height of `frame`'s own row.
   * @param {number} frame
   */
  tall(frame) {
    return this.height + (frame === this.at && !this.insert ? this.extra : 0);
  }

  /** The top of the row the next frame will take, inserted or not; -1 where none is next. */
  get nextTop() {
    return this.at ? (this.at - 1) * this.height : -1;
  }

  /**
   * The frame whose row is at `y`, kept within the rows; the row to be inserted counts as the frame it pushes along.
   * @param {number} y
   */
  frameAt(y) {
    const plain = Math.floor(y / this.height) + 1;
    const frame = !this.at || plain < this.at
      ? plain
      : Math.max(this.at, Math.floor((y - this.extra) / this.height) + 1);
    return Math.min(Math.max(1, frame), this.count);
  }
}

/**
 * The top of `frame`'s row on a canvas whose rows are scrolled `top` down.
 * @param {{rows: Rows, top: number}} scene
 * @param {number} frame
 */
export const topOf = (scene, frame) => HEADER + scene.rows.top(frame) - scene.top;

/**
 * How many rows a sheet is shown with.
 * @param {Sheet} sheet
 * @param {Next | null} next
 */
export function rowCount(sheet, next) {
  const ends = sheet.columns.map((column) => column.frames);
  return Math.max(...ends, next ? next.frame + next.length - 1 : 0) + AHEAD;
}

/**
 * The words of a sound, if a column holds them: what is said, and when.
 * @param {Sheet} sheet
 * @returns {Column | null}
 */
export function wordsColumn(sheet) {
  const written = sheet.columns.filter((column) => column.kind === "note" || column.kind === "free");
  return written.find((column) => /^(words|dialogue|voice|mouths?|lips)\b/i.test(column.name)) ?? null;
}

/**
 * The strips of `sheet` from left to right: sounds with their words, pictures by exposure, curves, then the notes,
 * which take what width is left.
 * @param {Sheet} sheet
 * @param {number} room width there is
 * @returns {View[]}
 */
export function viewsOf(sheet, room) {
  const words = wordsColumn(sheet);
  const of = (/** @type {string} */ kind) => sheet.columns.filter((each) => each.kind === kind && each !== words);
  const many = sheet.exposures.length > 1;
  /** @type {View[]} */
  const views = [{ as: "frame", column: null, label: said("column-frame"), exposure: "", x: SIDE, width: FRAME_WIDTH }];
  const add = (/** @type {View["as"]} */ as, /** @type {Column} */ column, /** @type {number} */ width) =>
    views.push({
      as,
      column,
      label: as === "words" && sounds.length ? "" : named(column.name),
      exposure: "",
      x: 0,
      width,
    });
  const sounds = of("sound");
  for (const column of sounds) add("sound", column, 42);
  if (words) add("words", words, spoken(words));
  for (const name of sheet.exposures) {
    const label = many ? name : named(sheet.columns[0].name);
    views.push({ as: "picture", column: sheet.columns[0], label, exposure: name, x: 0, width: many ? 34 : 48 });
  }
  for (const column of of("free")) add("free", column, 42);
  for (const column of of("note")) add("note", column, 84);
  placed(views, room);
  return views;
}

/**
 * @param {View[]} views
 * @param {number} room
 */
function placed(views, room) {
  const used = views.reduce((sum, view) => sum + view.width, 2 * SIDE);
  const notes = views.filter((view) => view.as === "note");
  const wide = notes.length ? notes : views.slice(1);
  for (const view of wide) view.width += Math.max(0, room - used) / wide.length;
  let x = SIDE;
  for (const view of views) {
    view.x = x;
    x += view.width;
  }
}

/**
 * Width of all strips together.
 * @param {readonly View[]} views
 */
export function widthOf(views) {
  const last = views[views.length - 1];
  return last.x + last.width + SIDE;
}

/**
 * The strip at `x`; at the margins the first and the last.
 * @param {readonly View[]} views
 * @param {number} x
 */
export function viewAt(views, x) {
  return views.find((view) => x < view.x + view.width) ?? views[views.length - 1];
}

/**
 * A column's name as its heading; that it is of light or of motion is seen from its tone.
 * @param {string} name
 */
function named(name) {
  const own = name.replace(/^(light|motion)[ _-]+(?=.)/i, "");
  return headingSaid(own);
}

/**
 * The width for words, narrow for syllables.
 * @param {Column} words
 */
function spoken(words) {
  const longest = words.cells.reduce((most, cell) => Math.max(most, cell.text?.length ?? 0), 0);
  return Math.min(44, Math.max(28, 12 + longest * 6));
}
