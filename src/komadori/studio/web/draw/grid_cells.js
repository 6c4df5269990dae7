// @ts-check
/** What stands in the cells of one column: drawings and holds, loudness, words, values of curves, notes. */

import { notesAt, pictureOf, spansIn } from "../state/sheet.js";
import { HEADER, topOf } from "./grid_layout.js";
import { bell, drawing, fitted, hatch, hold, pill, rounded, SMALL } from "./grid_marks.js";
import { loudness } from "./lanes_sound.js";
import { colour } from "./palette.js";
import { said } from "./said.js";

/** @typedef {import("./grid_paint.js").Scene} Scene */
/** @typedef {import("./grid_layout.js").View} View */
/** @typedef {import("../state/sheet.js").Span} Span */
/** @typedef {(frame: number) => boolean} Shot Whether a frame in sight has all its pictures. */

/** @type {Record<string, (scene: Scene, view: View, span: Span, from: number, to: number, shot: Shot) => void>} */
const CELLS = { picture: pictures, sound: sounds, words: words, free: values, note: notes };

/**
 * @param {Scene} scene
 * @param {View} view
 * @param {number} first frame in sight
 * @param {number} last
 * @param {Shot} shot
 */
export function cellsOf(scene, view, first, last, shot) {
  if (!view.column) return;
  for (const span of spansIn(view.column, first, last)) {
    CELLS[view.as](scene, view, span, Math.max(first, span.first), Math.min(last, span.last), shot);
  }
  if (view.as === "note" && scene.views.find((each) => each.as === "note") === view) {
    remarks(scene, view, first, last, shot);
  }
  if (scene.rows.at) upcoming(scene, view);
}

/**
 * Whether `frame`'s row is the amber one.
 * @param {Scene} scene
 * @param {number} frame
 */
const isNext = (scene, frame) => frame === scene.rows.at && !scene.rows.insert;

/**
 * Whether the next picture is for this exposure.
 * @param {Scene} scene
 * @param {View} view
 */
const awaited = ({ next }, view) => !next?.exposure || next.exposure === view.exposure;

/**
 * @param {Scene} scene
 * @param {number} frame
 */
const middle = (scene, frame) => topOf(scene, frame) + scene.rows.tall(frame) / 2;

/** @type {(scene: Scene, view: View, span: Span, from: number, to: number, shot: Shot) => void} */
function pictures(scene, view, span, from, to) {
  const { canvas, rows } = scene;
  const x = Math.round(view.x + view.width / 2);
  const taken = pictureOf(span.cell, view.exposure) !== null;
  canvas.globalAlpha = span.cell.hidden ? 0.42 : 1;
  if (to > span.first || from > span.first) {
    const top = from > span.first ? topOf(scene, from) : middle(scene, span.first) + 9;
    hold(canvas, x, top, topOf(scene, to) + rows.tall(to) - 1, colour(taken ? "shot" : "planned"), !taken);
    if (isNext(scene, span.first)) hold(canvas, x, top, topOf(scene, to) + rows.tall(to) - 1, colour("lamp"), !taken);
  }
  if (from === span.first) {
    drawing(
      canvas,
      x,
      middle(scene, from) - 0.5,
      taken ? "shot" : isNext(scene, from) && awaited(scene, view) ? "next" : "planned",
    );
  }
  canvas.globalAlpha = 1;
  if (span.cell.hidden) {
    for (let frame = from; frame <= to; frame++) {
      hatch(canvas, view.x, topOf(scene, frame), view.width, rows.tall(frame));
    }
  }
}

/** @type {(scene: Scene, view: View, span: Span, from: number, to: number, shot: Shot) => void} */
function sounds(scene, view, span, from, to, shot) {
  const { canvas } = scene;
  if (!view.column || !span.cell.text) return;
  canvas.fillStyle = colour("dusk");
  const x = Math.round(view.x + view.width / 2);
  for (let frame = from; frame <= to; frame++) {
    const width = 3 + loudness(view.column, scene.peaks, frame) * (view.width - 13);
    canvas.globalAlpha = shot(frame) ? 0.5 : isNext(scene, frame) ? 0.6 : 0.26;
    rounded(canvas, x - width / 2, middle(scene, frame) - 7, width, 13, 4);
    canvas.fill();
  }
  canvas.globalAlpha = 1;
}

/** @type {(scene: Scene, view: View, span: Span, from: number, to: number, shot: Shot) => void} */
function words(scene, view, span, from, _to, shot) {
  const { canvas } = scene;
  if (!span.cell.text || from !== span.first) return;
  canvas.font = '500 11px "Inter", system-ui, sans-serif';
  canvas.fillStyle = colour(shot(from) || isNext(scene, from) ? "dusk-light" : "faint");
  canvas.fillText(fitted(canvas, span.cell.text, view.width - 5), view.x + 3, middle(scene, from));
}

/** @type {(scene: Scene, view: View, span: Span, from: number, to: number, shot: Shot) => void} */
function values(scene, view, span, from, to, shot) {
  const { canvas, rows } = scene;
  const x = Math.round(view.x + view.width / 2);
  if (!span.cell.text) return;
  const light = /^light/i.test(view.column?.name ?? "");
  const tone = colour(light ? "moss" : "dusk");
  if (to > from || from > span.first) {
    const top = from > span.first ? topOf(scene, from) : middle(scene, from);
    hold(canvas, x, top, topOf(scene, to) + rows.tall(to), tone, !shot(from), 0.28);
  }
  if (from !== span.first) return;
  canvas.globalAlpha = shot(from) || isNext(scene, from) ? 1 : 0.75;
  pill(canvas, span.cell.text, x, middle(scene, from), view.width, tone, colour(light ? "moss-light" : "dusk-light"));
  canvas.globalAlpha = 1;
}

/** @type {(scene: Scene, view: View, span: Span, from: number, to: number, shot: Shot) => void} */
function notes(scene, view, span, from, to, shot) {
  if (!(span.cell.text || span.cell.alarm)) return;
  const { canvas, rows } = scene;
  if (span.cell.length > 1) {
    canvas.fillStyle = colour("line-strong");
    canvas.fillRect(view.x + 1, topOf(scene, from) + 3, 1, topOf(scene, to) + rows.tall(to) - topOf(scene, from) - 6);
  }
  if (from !== span.first) return;
  say(scene, view, from, span.cell.text ?? "", Boolean(span.cell.alarm), shot);
}

/**
 * @param {Scene} scene
 * @param {View} view
 * @param {number} frame
 * @param {string} text
 * @param {boolean} rings
 * @param {Shot} shot
 */
function say(scene, view, frame, text, rings, shot) {
  const { canvas } = scene;
  const ink = isNext(scene, frame) ? "#ffe3b8" : colour(shot(frame) ? "quiet" : "faint");
  const y = middle(scene, frame);
  if (rings) bell(canvas, view.x + 6, y - 0.5, isNext(scene, frame) ? colour("lamp-light") : ink);
  const x = view.x + (rings ? 21 : 6);
  canvas.font = SMALL;
  canvas.fillStyle = ink;
  canvas.fillText(fitted(canvas, text, view.x + view.width - x - 2), x, y);
}

/**
 * Slots carry remarks of their own; they are read among the notes where no note stands.
 * @param {Scene} scene
 * @param {View} view
 * @param {number} first
 * @param {number} last
 * @param {Shot} shot
 */
function remarks(scene, view, first, last, shot) {
  for (const span of spansIn(scene.sheet.columns[0], first, last)) {
    if (!span.cell.text || span.first < first) continue;
    const noted = notesAt(scene.sheet, span.first).some((note) => note.column === view.column?.name);
    if (!noted) say(scene, view, span.first, span.cell.text, false, shot);
  }
}

/**
 * The slot of a frame that is to be inserted, or that comes after the last one.
 * @param {Scene} scene
 * @param {View} view
 */
function upcoming(scene, view) {
  const { rows, sheet, next, canvas } = scene;
  if (view.as === "note" && rows.insert) {
    canvas.font = SMALL;
    canvas.fillStyle = colour("lamp-light");
    canvas.fillText(said("inserted-here"), view.x + 6, HEADER + rows.nextTop - scene.top + rows.extra / 2);
  }
  if (view.as !== "picture" || !next || !(rows.insert || next.frame > sheet.frames)) return;
  const y = HEADER + rows.nextTop - scene.top;
  const tall = rows.insert ? rows.extra : rows.tall(rows.at);
  drawing(canvas, view.x + view.width / 2, y + tall / 2 - 0.5, awaited(scene, view) ? "next" : "planned");
  if (rows.insert || next.length < 2) return;
  hold(canvas, view.x + view.width / 2, y + tall, y + tall + (next.length - 1) * rows.height, colour("planned"), true);
}
