// @ts-check
/** The names of the timeline's lanes, at its left, each with what can be said of it in a few words. */

import { pictureOf, spanAt } from "../state/sheet.js";
import { fitted } from "./grid_marks.js";
import { valueAt } from "./lanes_curves.js";
import { colour } from "./palette.js";
import { headingSaid, said } from "./said.js";

/** @typedef {import("./lanes.js").Scene} Scene */
/** @typedef {import("./lanes.js").Lane} Lane */
/** @typedef {import("./lanes_curves.js").Curve} Curve */

const LEFT = 18;
const ROOM = 84;

/**
 * @param {Scene} scene
 * @param {Lane[]} lanes
 * @param {{light: Curve[], motion: Curve[]}} curves
 */
export function labels(scene, lanes, curves) {
  for (const lane of lanes) {
    const middle = lane.top + lane.height / 2;
    if (lane.kind === "film") titled(scene, said("lane-film"), said("frames-shot", shotFrames(scene)), middle);
    if (lane.kind === "sound") titled(scene, ...sounding(scene), middle);
    if (lane.kind === "light") legend(scene, said("lane-light"), curves.light, lane);
    if (lane.kind === "motion") legend(scene, said("lane-motion"), curves.motion, lane);
  }
}

/** @type {WeakMap<object, number>} */
const counted = new WeakMap();

/**
 * Frames of the sheet that have a picture.
 * @param {Scene} scene
 */
function shotFrames({ sheet, exposure }) {
  const column = sheet.columns[0];
  let frames = counted.get(column);
  if (frames === undefined) {
    frames = 0;
    for (const cell of column.cells) if (pictureOf(cell, exposure) !== null) frames += cell.length;
    counted.set(column, frames);
  }
  return frames;
}

/**
 * The sound's column and the sound heard at the playhead.
 * @param {Scene} scene
 * @returns {[string, string]}
 */
function sounding({ sheet, playhead }) {
  const column = sheet.columns.find((each) => each.kind === "sound");
  if (!column) return [said("lane-words"), ""];
  const heard = spanAt(column, Math.max(1, playhead))?.cell.text || column.cells.find((cell) => cell.text)?.text;
  return [headingSaid(column.name), heard ?? said("no-sound-yet")];
}

/**
 * @param {Scene} scene
 * @param {string} name
 * @param {string} aside
 * @param {number} middle
 */
function titled({ pen }, name, aside, middle) {
  pen.textAlign = "left";
  pen.font = '500 12px "Zen Maru Gothic", "Inter", sans-serif';
  pen.fillStyle = colour("quiet");
  pen.fillText(fitted(pen, name, ROOM), LEFT, middle - (aside ? 8 : 0));
  if (!aside) return;
  pen.font = '400 10.5px "Inter", system-ui, sans-serif';
  pen.fillStyle = colour("faint");
  pen.fillText(fitted(pen, aside, ROOM), LEFT, middle + 8);
}

/**
 * The curves of a lane by name, each with its tone and its value at the playhead.
 * @param {Scene} scene
 * @param {string} name
 * @param {Curve[]} curves
 * @param {Lane} lane
 */
function legend(scene, name, curves, lane) {
  const { pen } = scene;
  const line = 15;
  const lines = Math.max(1, Math.floor((lane.height - 2) / line));
  // Where the lane is too low for all, the curves' own names say enough.
  const headed = curves.length < lines;
  const rows = curves.slice(0, headed ? lines - 1 : lines);
  let y = lane.top + (lane.height - (rows.length + (headed ? 1 : 0)) * line) / 2 - line / 2;
  pen.textAlign = "left";
  pen.font = '500 12px "Zen Maru Gothic", "Inter", sans-serif';
  pen.fillStyle = colour("quiet");
  if (headed) pen.fillText(name, LEFT, y += line);
  pen.font = '400 10.5px "Inter", system-ui, sans-serif';
  for (const curve of rows) {
    y += line;
    pen.beginPath();
    pen.arc(LEFT + 4, y - 0.5, 4, 0, 2 * Math.PI);
    pen.fillStyle = curve.tone;
    pen.fill();
    pen.fillStyle = colour("faint");
    pen.fillText(fitted(pen, `${curve.name} ${valueAt(curve, scene.playhead)}`, ROOM - 14), LEFT + 14, y);
  }
}
