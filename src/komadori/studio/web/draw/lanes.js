// @ts-check
/** The timeline: a ruler, the film, the sound with its words, and what lamps and motors do, under one playhead. */

import { base, firstMissing, timecode } from "../state/sheet.js";
import { Fitted } from "./fitted.js";
import { wordsColumn } from "./grid_layout.js";
import { curves, curvesOf } from "./lanes_curves.js";
import { film } from "./lanes_film.js";
import { LanesInput } from "./lanes_input.js";
import { labels } from "./lanes_labels.js";
import { flags, marks, playhead, ruler } from "./lanes_ruler.js";
import { Scale } from "./lanes_scale.js";
import { wave, words, wordsOf } from "./lanes_wave.js";
import { colour } from "./palette.js";

/** @typedef {import("../state/sheet.js").Sheet} Sheet */
/** @typedef {import("../state/sheet.js").Column} Column */
/** @typedef {import("./grid_layout.js").Next} Next */
/** @typedef {import("./lanes_curves.js").Curve} Curve */
/** @typedef {{first: number, length: number, text: string}} Word */
/** @typedef {{in: number | null, out: number | null}} Marks The first and last frame played, where they are set. */
/**
 * What the page is told.
 * @typedef {object} Told
 * @property {(frame: number) => void} look
 * @property {(frame: number, how: {sound: boolean}) => void} scrub
 * @property {(frame: number) => void} stand
 * @property {(first: number | null, last: number | null) => void} marks
 */
/**
 * What the timeline is drawn from; `zoom` is the width of a frame in CSS pixels.
 * @typedef {object} Shown
 * @property {Sheet | null} sheet
 * @property {[number, number]} [rate] that of the sheet unless told
 * @property {number} playhead
 * @property {Next | null} next
 * @property {import("./lanes_sound.js").PeaksByName} peaks
 * @property {Word[] | null} words those of the words' column unless told
 * @property {Marks} marks
 * @property {number} [zoom]
 * @property {string} exposure
 */
/** @typedef {{kind: "ruler" | "notes" | "film" | "sound" | "light" | "motion", top: number, height: number}} Lane */
/**
 * @typedef {object} Scene
 * @property {CanvasRenderingContext2D} pen
 * @property {Sheet} sheet
 * @property {Scale} scale
 * @property {number} playhead
 * @property {Next | null} next
 * @property {number} frontier the first frame that is not shot
 * @property {import("./lanes_sound.js").PeaksByName} peaks
 * @property {readonly Word[]} words
 * @property {Marks} marks
 * @property {string} exposure
 * @property {(picture: number) => CanvasImageSource | null} thumb
 */

export const LABELS = 108;
const TOP = 8;
const BOTTOM = 10;
const RIGHT = 12;

export class Lanes extends Fitted {
  /**
   * `thumb` gives a picture's small image or null, and has `redraw` called once it is there.
   * @param {{canvas: HTMLCanvasElement, on: Partial<Told>, thumb: (picture: number) => CanvasImageSource | null}} parts
   */
  constructor({ canvas, on, thumb }) {
    super(canvas);
    const silent = () => {};
    /** @type {Told} */
    this.on = { look: silent, scrub: silent, stand: silent, marks: silent, ...on };
    this.thumb = thumb;
    this.scale = new Scale();
    /** @type {Shown} */
    this.shown = {
      ...{ sheet: null, playhead: 0, next: null, peaks: {}, words: null },
      ...{ marks: { in: null, out: null }, exposure: "" },
    };
    /** @type {Lane[]} */
    this.lanes = [];
    /** @type {{light: Curve[], motion: Curve[]}} */
    this.curves = { light: [], motion: [] };
    /** @type {Word[]} */
    this.words = [];
    this.frontier = 1;
    this.input = new LanesInput(this, this.leaving.signal);
  }

  /**
   * Show this from now on; what is left out stays as it was.
   * @param {Partial<Shown>} told
   */
  set(told) {
    const before = this.shown;
    this.shown = { ...before, ...told };
    const { sheet, next, zoom, playhead } = this.shown;
    if (sheet !== before.sheet || next !== before.next || told.words !== undefined) this.prepare();
    if (zoom && zoom !== before.zoom) this.scale.zoom(zoom / this.scale.wide, this.scale.x(playhead || 1));
    const moved = playhead !== before.playhead || (sheet !== null && before.sheet === null);
    if (moved && playhead && !this.input.dragging) this.scale.follow(playhead);
    this.redraw();
  }

  /** Read the sheet once for all the times it will be drawn. */
  prepare() {
    const { sheet, next } = this.shown;
    if (!sheet) return;
    this.curves = { light: curvesOf(sheet, "light"), motion: curvesOf(sheet, "motion") };
    this.words = this.shown.words ?? wordsOf(wordsColumn(sheet));
    this.frontier = next && !next.insert ? next.frame : firstMissing(sheet)?.frame ?? sheet.frames + 1;
    this.layout();
  }

  /** Share the height out among the lanes that have something to show. @override */
  layout() {
    const { sheet, next } = this.shown;
    if (!sheet || !this.width) return;
    const frames = Math.max(
      sheet.frames,
      next ? next.frame + next.length - 1 : 0,
      ...sheet.columns.map((each) => each.frames),
    );
    this.scale.fit(LABELS, Math.max(1, this.width - LABELS - RIGHT), frames);
    const spoken = wordsColumn(sheet);
    const has = {
      notes: sheet.columns.some((column) => column.kind === "note" && column !== spoken && column.cells.length > 0),
      sound: sheet.columns.some((column) => column.kind === "sound") || this.words.length > 0,
    };
    this.lanes = shared(this.height, has, this.curves);
  }

  /** @override @param {number} width */
  refitted(width) {
    if (!width && this.shown.playhead) this.scale.follow(this.shown.playhead);
  }

  /** Paint now. @override */
  paint() {
    const { sheet, playhead: at, next, peaks, marks: set, exposure } = this.shown;
    if (!this.width) return;
    const { pen, scale, words: said, frontier, thumb } = this;
    const sharp = this.canvas.width / this.width;
    pen.setTransform(sharp, 0, 0, sharp, 0, 0);
    pen.textBaseline = "middle";
    pen.fillStyle = colour("panel");
    pen.fillRect(0, 0, this.width, this.height);
    if (!sheet) return;
    const shown = exposure || sheet.exposures[0];
    const scene = {
      pen,
      sheet,
      scale,
      playhead: at,
      next,
      frontier,
      peaks,
      words: said,
      marks: set,
      exposure: shown,
      thumb,
    };
    labels(scene, this.lanes, this.curves);
    pen.save();
    pen.beginPath();
    pen.rect(scale.left, 0, scale.width + 1, this.height);
    pen.clip();
    for (const lane of this.lanes) this.lane(scene, lane);
    marks(scene, this.lanes[0].top + 16, this.height - BOTTOM);
    pen.restore();
    playhead(scene, TOP, this.height - BOTTOM);
    this.painted++;
    this.tell(sheet, at);
  }

  /**
   * @param {Scene} scene
   * @param {Lane} lane
   */
  lane(scene, lane) {
    if (lane.kind === "ruler") return ruler(scene, lane);
    if (lane.kind === "notes") return flags(scene, lane);
    scene.pen.fillStyle = colour("line");
    scene.pen.fillRect(scene.scale.left, lane.top, scene.scale.width, 1);
    if (lane.kind === "film") return film(scene, lane);
    if (lane.kind !== "sound") return curves(scene, lane, this.curves[lane.kind]);
    const sounds = scene.sheet.columns.filter((column) => column.kind === "sound");
    for (const column of sounds) wave(scene, lane, column);
    words(scene, lane);
  }

  /**
   * The canvas is a slider over the frames for those who do not see it.
   * @param {Sheet} sheet
   * @param {number} at
   */
  tell(sheet, at) {
    const rate = this.shown.rate ?? sheet.rate;
    const told = {
      "aria-valuemin": "1",
      "aria-valuemax": String(Math.max(1, sheet.frames, at)),
      "aria-valuenow": String(at),
      "aria-valuetext": at ? `frame ${at}, ${timecode(at, rate)}` : "",
    };
    for (const [name, value] of Object.entries(told)) {
      if (this.canvas.getAttribute(name) !== value) this.canvas.setAttribute(name, value);
    }
  }

  /**
   * Make frames `by` times as wide around an x of the canvas, the playhead unless told.
   * @param {number} by
   * @param {number} [around]
   */
  zoom(by, around) {
    const at = this.scale.x(this.shown.playhead || 1);
    const seen = at >= LABELS && at <= this.width - RIGHT;
    this.scale.zoom(by, around ?? (seen ? at : LABELS + this.scale.width / 2));
    this.redraw();
  }

  /** Frames in a second, for steps by the second. */
  get second() {
    return base(this.shown.rate ?? this.shown.sheet?.rate ?? [24, 1]);
  }
}

/**
 * The lanes from top to bottom.
 * @param {number} height
 * @param {{notes: boolean, sound: boolean}} has
 * @param {{light: Curve[], motion: Curve[]}} curved
 * @returns {Lane[]}
 */
function shared(height, has, curved) {
  /** @type {[Lane["kind"], number, number][]} lane, least height, share of what is left */
  const wanted = [["ruler", 22, 0]];
  if (has.notes) wanted.push(["notes", 16, 0]);
  wanted.push(["film", 60, has.sound || curved.light.length ? 0.3 : 1]);
  if (has.sound) wanted.push(["sound", 44, 0.5]);
  if (curved.light.length) wanted.push(["light", 14 + 13 * Math.min(2, curved.light.length), 1]);
  if (curved.motion.length) wanted.push(["motion", 14 + 13 * Math.min(2, curved.motion.length), 0.8]);
  const room = height - TOP - BOTTOM;
  const least = wanted.reduce((sum, [, each]) => sum + each, 0);
  const shares = wanted.reduce((sum, [, , share]) => sum + share, 0) || 1;
  let top = TOP;
  return wanted.map(([kind, each, share]) => {
    const scaled = least > room ? (each * room) / least : each + ((room - least) * share) / shares;
    const lane = { kind, top: Math.round(top), height: 0 };
    top += scaled;
    lane.height = Math.round(top) - lane.top;
    return lane;
  });
}
