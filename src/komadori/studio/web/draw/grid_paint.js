// @ts-check
/** Paints the rows of the exposure sheet that are in sight, and nothing else. */

import { pictureOf, spanAt, spansIn } from "../state/sheet.js";
import { cellsOf } from "./grid_cells.js";
import { FRAME_WIDTH, HEADER, topOf } from "./grid_layout.js";
import { hatch, rounded, SMALL, tagged } from "./grid_marks.js";
import { colour } from "./palette.js";

/** @typedef {import("../state/sheet.js").Sheet} Sheet */
/** @typedef {import("../state/edits.js").Selection} Selection */
/** @typedef {import("./grid_layout.js").View} View */
/**
 * All that one picture of the sheet is painted from.
 * @typedef {object} Scene
 * @property {CanvasRenderingContext2D} canvas
 * @property {Sheet} sheet
 * @property {import("./grid_layout.js").Rows} rows
 * @property {View[]} views
 * @property {import("./grid_layout.js").Next | null} next
 * @property {number} playhead
 * @property {Selection | null} selection
 * @property {import("./lanes_sound.js").PeaksByName} peaks
 * @property {number} top how far it is scrolled down
 * @property {number} left how far it is scrolled aside
 * @property {number} width
 * @property {number} height
 * @property {boolean} focused
 * @property {boolean} ringed whether to show that keys go here
 * @property {string} exposure the one looked at
 * @property {number} hover the frame under the pointer, or 0
 * @property {{frame: number, kind: "move" | "stretch"} | null} drag where what is dragged would go, before which frame
 */

/**
 * The first and last frame in sight.
 * @param {Scene} scene
 * @returns {[number, number]}
 */
export function inSight(scene) {
  const { rows, top, height } = scene;
  return [rows.frameAt(top), rows.frameAt(top + height - HEADER)];
}

/**
 * @param {Scene} scene
 */
export function paint(scene) {
  const { canvas, width, height } = scene;
  const [first, last] = inSight(scene);
  const shot = shotIn(scene.sheet, first, last);
  canvas.fillStyle = colour("panel");
  canvas.fillRect(0, 0, width, height);
  canvas.save();
  canvas.beginPath();
  canvas.rect(0, HEADER, width, height - HEADER);
  canvas.clip();
  canvas.textBaseline = "middle";
  grounds(scene, first, last, shot);
  canvas.save();
  beside(scene);
  canvas.translate(-scene.left, 0);
  for (const view of scene.views) if (view.as !== "frame") column(scene, view, first, last, shot);
  canvas.restore();
  numbers(scene, first, last, shot);
  dragged(scene);
  canvas.restore();
  headings(scene);
  if (!scene.ringed) return;
  canvas.strokeStyle = colour("lamp-light");
  canvas.lineWidth = 1.5;
  rounded(canvas, 2, 2, width - 4, height - 4, 10);
  canvas.stroke();
}

/**
 * Which of the frames in sight have all their pictures.
 * @param {Sheet} sheet
 * @param {number} first
 * @param {number} last
 * @returns {(frame: number) => boolean}
 */
function shotIn(sheet, first, last) {
  const shot = new Uint8Array(Math.max(0, last - first + 1));
  for (const span of spansIn(sheet.columns[0], first, last)) {
    const all = sheet.exposures.every((name) => pictureOf(span.cell, name) !== null);
    if (all) shot.fill(1, Math.max(0, span.first - first), span.last - first + 1);
  }
  return (frame) => shot[frame - first] === 1;
}

/**
 * Rules between rows, the row looked at, and the row of the next frame.
 * @param {Scene} scene
 * @param {number} first
 * @param {number} last
 * @param {(frame: number) => boolean} shot
 */
function grounds(scene, first, last, shot) {
  const { canvas, rows, sheet, width } = scene;
  const second = Math.ceil(sheet.rate[0] / sheet.rate[1]);
  const quarter = second % 4 === 0 ? second / 4 : second % 5 === 0 ? second / 5 : second;
  for (let frame = first; frame <= last; frame++) {
    const y = topOf(scene, frame) + rows.tall(frame) - 0.5;
    const strong = frame % second === 0 ? 3.2 : frame % quarter === 0 ? 1 : 0.38;
    canvas.globalAlpha = strong > 1 ? 1 : strong;
    canvas.fillStyle = strong > 1 ? "rgba(240, 222, 196, 0.24)" : colour("line");
    canvas.fillRect(8, y - 0.5, width - 16, 1);
  }
  canvas.globalAlpha = 1;
  if (scene.hover && scene.hover !== scene.playhead) ground(scene, scene.hover, "rgba(240, 222, 196, 0.028)");
  if (scene.playhead >= first && scene.playhead <= last) {
    if (scene.playhead !== rows.at) ground(scene, scene.playhead, "rgba(240, 222, 196, 0.085)", colour("line-strong"));
  }
  if (rows.at) nextRow(scene, shot);
}

/**
 * @param {Scene} scene
 * @param {number} frame
 * @param {string} fill
 * @param {string} [stroke]
 */
function ground(scene, frame, fill, stroke) {
  const { canvas } = scene;
  rounded(canvas, 4.5, topOf(scene, frame) - 0.5, scene.width - 9, scene.rows.tall(frame), 7);
  canvas.fillStyle = fill;
  canvas.fill();
  if (!stroke) return;
  canvas.strokeStyle = stroke;
  canvas.lineWidth = 1;
  canvas.stroke();
}

/**
 * The amber row of the frame to be taken; the one thing on the sheet that is now.
 * @param {Scene} scene
 * @param {(frame: number) => boolean} shot
 */
function nextRow(scene, shot) {
  const { canvas, rows, width } = scene;
  const y = HEADER + rows.nextTop - scene.top;
  const tall = rows.insert ? rows.extra : rows.tall(rows.at);
  const warm = canvas.createLinearGradient(4, 0, width - 4, 0);
  warm.addColorStop(0, colour("lamp-low"));
  warm.addColorStop(0.7, "#3a2817");
  warm.addColorStop(1, "#2a1e14");
  canvas.fillStyle = colour("panel");
  canvas.fillRect(4, y - 1, width - 8, tall + 1);
  rounded(canvas, 4, y, width - 8, tall - 1, 8);
  canvas.fillStyle = warm;
  canvas.globalAlpha = !rows.insert && shot(rows.at) ? 0.6 : 1;
  canvas.fill();
  canvas.globalAlpha = 1;
}

/**
 * @param {Scene} scene
 * @param {View} view
 * @param {number} first
 * @param {number} last
 * @param {(frame: number) => boolean} shot
 */
function column(scene, view, first, last, shot) {
  const { canvas, selection } = scene;
  if (view.x + view.width < scene.left || view.x > scene.left + scene.width || !view.column) return;
  canvas.save();
  canvas.beginPath();
  canvas.rect(view.x, HEADER, view.width, scene.height);
  canvas.clip();
  if (view.as === "sound" || view.as === "words") edges(scene, view);
  if (selection && selection.column === view.column.name) selected(scene, view, selection);
  cellsOf(scene, view, first, last, shot);
  canvas.restore();
}

/**
 * Fine lines that hold a sound and its words together.
 * @param {Scene} scene
 * @param {View} view
 */
function edges(scene, view) {
  const { canvas, views } = scene;
  const words = views[views.indexOf(view) + 1]?.as === "words";
  canvas.fillStyle = colour("line");
  if (view.as === "sound") canvas.fillRect(view.x, HEADER, 1, scene.height);
  if (!words) canvas.fillRect(view.x + view.width - 1, HEADER, 1, scene.height);
}

/**
 * @param {Scene} scene
 * @param {View} view
 * @param {Selection} selection
 */
function selected(scene, view, { first, last }) {
  const { canvas, rows } = scene;
  const top = topOf(scene, first);
  const bottom = topOf(scene, last) + rows.tall(last);
  rounded(canvas, view.x + 1.5, top + 0.5, view.width - 3, bottom - top - 1.5, 6);
  canvas.fillStyle = "rgba(244, 198, 141, 0.10)";
  canvas.fill();
  canvas.strokeStyle = colour("lamp-light");
  canvas.globalAlpha = scene.focused ? 0.85 : 0.4;
  canvas.lineWidth = scene.focused ? 1.5 : 1;
  canvas.stroke();
  canvas.globalAlpha = 1;
}

/**
 * The frame numbers, which stay where they are when the sheet is scrolled aside.
 * @param {Scene} scene
 * @param {number} first
 * @param {number} last
 * @param {(frame: number) => boolean} shot
 */
function numbers(scene, first, last, shot) {
  const { canvas, rows, sheet } = scene;
  for (const span of spansIn(sheet.columns[0], first, last)) {
    for (let frame = Math.max(first, span.first); frame <= Math.min(last, span.last); frame++) {
      const [y, tall] = [topOf(scene, frame), rows.tall(frame)];
      if (span.cell.hidden) hatch(canvas, 5, y, FRAME_WIDTH - 2, tall);
      if (span.cell.tag) tagged(canvas, span.cell.tag, 5, y, tall, frame === span.first);
    }
  }
  canvas.textAlign = "right";
  for (let frame = first; frame <= last; frame++) {
    const now = frame === rows.at && !rows.insert;
    const hidden = shot(frame) && spanAt(sheet.columns[0], frame)?.cell.hidden;
    const looked = frame === scene.playhead && frame !== rows.at;
    canvas.font = now ? '650 13px "Inter", system-ui' : looked ? '600 11.5px "Inter"' : SMALL;
    canvas.fillStyle = now ? "#ffe3b8" : colour(looked ? "bright" : shot(frame) ? "quiet" : "faint");
    canvas.globalAlpha = hidden ? 0.55 : frame > sheet.frames && !now ? 0.6 : 1;
    canvas.fillText(String(frame), 8 + FRAME_WIDTH - 12, topOf(scene, frame) + rows.tall(frame) / 2 + 0.5);
  }
  canvas.globalAlpha = 1;
  if (rows.insert) inserted(scene);
  canvas.textAlign = "left";
}

/**
 * The number the inserted frame will have.
 * @param {Scene} scene
 */
function inserted(scene) {
  const { canvas, rows } = scene;
  canvas.font = '650 13px "Inter", system-ui';
  canvas.fillStyle = "#ffe3b8";
  canvas.fillText(String(rows.at), 8 + FRAME_WIDTH - 12, HEADER + rows.nextTop - scene.top + rows.extra / 2);
}

/**
 * From here on paint only beside the frame numbers, which stay when the sheet is scrolled aside; a line tells that it is.
 * @param {Scene} scene
 */
function beside({ canvas, left, width, height }) {
  if (left <= 0) return;
  const edge = 8 + FRAME_WIDTH;
  canvas.fillStyle = colour("line-strong");
  canvas.fillRect(edge - 1, 0, 1, height);
  canvas.beginPath();
  canvas.rect(edge, 0, width - edge, height);
  canvas.clip();
}

/**
 * Where what is being dragged would come to lie.
 * @param {Scene} scene
 */
function dragged(scene) {
  if (!scene.drag) return;
  const { canvas, width } = scene;
  const y = topOf(scene, scene.drag.frame) - 0.5;
  canvas.strokeStyle = colour("lamp-light");
  canvas.lineWidth = 2;
  canvas.setLineDash(scene.drag.kind === "stretch" ? [4, 4] : []);
  canvas.beginPath();
  canvas.moveTo(8, y);
  canvas.lineTo(width - 8, y);
  canvas.stroke();
  canvas.setLineDash([]);
}

/**
 * The headings, which stay.
 * @param {Scene} scene
 */
function headings(scene) {
  const { canvas, width } = scene;
  canvas.fillStyle = colour("panel");
  canvas.fillRect(0, 0, width, HEADER);
  canvas.font = '400 10.5px "Inter", system-ui, sans-serif';
  canvas.fillStyle = colour("faint");
  canvas.textBaseline = "middle";
  for (const view of scene.views) {
    const looked = view.as === "picture" && scene.sheet.exposures.length > 1 && view.exposure === scene.exposure;
    canvas.fillStyle = colour(looked ? "lamp-light" : "faint");
    const left = view.as === "note" || view.as === "words" || view.as === "frame";
    const x = view.as === "frame" ? view.x : view.x - scene.left;
    canvas.textAlign = left ? "left" : "center";
    const label = headed(scene, view);
    if (label) canvas.fillText(label, left ? x + 6 : Math.round(x + room(scene, view) / 2), HEADER / 2 + 0.5);
    if (view.as !== "frame") continue;
    canvas.save();
    beside(scene);
  }
  canvas.restore();
  canvas.textAlign = "left";
  canvas.fillStyle = colour("line");
  canvas.fillRect(0, HEADER - 1, width, 1);
}

/**
 * The width a heading stands over: a sound's is over its words too.
 * @param {Scene} scene
 * @param {View} view
 */
function room({ views }, view) {
  const after = views[views.indexOf(view) + 1];
  return view.width + (view.as === "sound" && after?.as === "words" ? after.width : 0);
}

/** @type {WeakMap<View, string>} */
const heads = new WeakMap();

/**
 * @param {Scene} scene
 * @param {View} view
 */
function headed(scene, view) {
  let told = heads.get(view);
  if (told === undefined) {
    told = view.label;
    while (told.length > 1 && scene.canvas.measureText(told).width > room(scene, view) - 3) told = told.slice(0, -1);
    heads.set(view, told);
  }
  return told;
}
