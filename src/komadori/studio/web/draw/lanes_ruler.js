// @ts-check
/** The timeline's ruler of seconds, the flags of notes, the marks playing runs between, and the playhead. */

import { base, spansIn } from "../state/sheet.js";
import { wordsColumn } from "./grid_layout.js";
import { bell, fitted, rounded } from "./grid_marks.js";
import { colour } from "./palette.js";

/** @typedef {import("./lanes.js").Scene} Scene */
/** @typedef {{top: number, height: number}} Lane */

/** Distances between ticks, in seconds, and between the seconds that are named. */
const SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600];

/**
 * @param {Scene} scene
 * @param {Lane} lane
 */
export function ruler(scene, lane) {
  const { pen, scale, sheet } = scene;
  const second = base(sheet.rate);
  const named = SECONDS.find((each) => each * second * scale.wide > 74) ?? SECONDS[SECONDS.length - 1];
  const halves = second % 4 === 0 ? 4 : second % 5 === 0 ? 5 : 1;
  const steps = [1, 2, second / halves, second / 2, second, 2 * second, 5 * second, 10 * second, 60 * second];
  const step = Math.ceil(steps.find((each) => each * scale.wide >= 9) ?? 60 * second);
  pen.font = '400 11px "Inter", system-ui, sans-serif';
  pen.textAlign = "left";
  const from = Math.max(0, Math.floor((scale.from - 1) / step) * step);
  for (let passed = from; passed + 1 <= scale.to; passed += step) {
    const x = Math.round(scale.x(passed + 1)) + 0.5;
    const whole = passed % (named * second) === 0;
    const part = passed % (step * (halves === 5 ? 5 : 2)) === 0;
    const bottom = lane.top + 16;
    pen.fillStyle = whole ? "#8b8074" : part ? "#4a4039" : "#332b26";
    const height = whole ? 12 : part ? 6 : 3;
    if (x >= scale.left) pen.fillRect(x - 0.5, bottom - height, 1, height);
    if (x < scale.left - 40 || !(whole || scale.wide > 42)) continue;
    pen.fillStyle = whole ? colour("faint") : "#5d534a";
    pen.fillText(whole ? clock(passed / second) : String(passed + 1), x + 5, lane.top + 9.5);
  }
}

/** @param {number} seconds */
function clock(seconds) {
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/**
 * Notes as small flags, each with as much of its text as there is room for.
 * @param {Scene} scene
 * @param {Lane} lane
 */
export function flags(scene, lane) {
  const { pen, scale, sheet } = scene;
  const spoken = wordsColumn(sheet);
  const columns = sheet.columns.filter((column) => column.kind === "note" && column !== spoken);
  const spans = columns.flatMap((column) => spansIn(column, scale.from - 200, scale.to))
    .filter((span) => span.cell.text || span.cell.alarm).sort((one, other) => one.first - other.first);
  const middle = lane.top + lane.height / 2;
  spans.forEach((span, i) => {
    const x = Math.round(scale.x(span.first)) + 0.5;
    const until = i + 1 < spans.length ? scale.x(spans[i + 1].first) : scale.left + scale.width;
    const ink = colour(
      span.first === scene.next?.frame ? "lamp-light" : span.first < scene.frontier ? "quiet" : "faint",
    );
    if (until - x < 3 || x < scale.left - 400) return;
    if (span.cell.alarm && until - x > 16) bell(pen, x + 3, middle, ink);
    else flag(pen, x, middle, ink);
    const room = until - x - (span.cell.alarm ? 25 : 18);
    if (room < 14) return;
    pen.font = '400 10.5px "Inter", system-ui, sans-serif';
    pen.fillStyle = ink;
    pen.textAlign = "left";
    pen.fillText(fitted(pen, span.cell.text ?? "", room), x + (span.cell.alarm ? 17 : 10), middle + 0.5);
  });
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number} x
 * @param {number} y
 * @param {string} ink
 */
function flag(pen, x, y, ink) {
  pen.fillStyle = ink;
  pen.fillRect(x - 0.5, y - 5, 1, 10);
  pen.beginPath();
  pen.moveTo(x + 0.5, y - 5);
  pen.lineTo(x + 6, y - 2.5);
  pen.lineTo(x + 0.5, y);
  pen.fill();
}

/**
 * What lies outside the marks is dimmed; brackets stand at them.
 * @param {Scene} scene
 * @param {number} top
 * @param {number} bottom
 */
export function marks(scene, top, bottom) {
  const { pen, scale, marks: { in: first, out: last } } = scene;
  if (!first && !last) return;
  const [left, right] = [scale.left, scale.left + scale.width];
  const begin = first ? Math.min(right, Math.max(left, scale.x(first))) : left;
  const end = last ? Math.min(right, Math.max(left, scale.x(last + 1))) : right;
  pen.fillStyle = colour("panel");
  pen.globalAlpha = 0.55;
  pen.fillRect(left, top, begin - left, bottom - top);
  pen.fillRect(end, top, right - end, bottom - top);
  pen.globalAlpha = 1;
  if (first) bracket(scene, scale.x(first), top, bottom, 1);
  if (last) bracket(scene, scale.x(last + 1), top, bottom, -1);
}

/**
 * @param {Scene} scene
 * @param {number} at
 * @param {number} top
 * @param {number} bottom
 * @param {1 | -1} inward
 */
function bracket({ pen, scale }, at, top, bottom, inward) {
  const x = Math.round(at);
  if (x < scale.left - 1 || x > scale.left + scale.width + 1) return;
  pen.strokeStyle = colour("bright");
  pen.lineWidth = 1.6;
  pen.lineJoin = "round";
  pen.beginPath();
  pen.moveTo(x + 6 * inward, top + 1);
  pen.lineTo(x, top + 1);
  pen.lineTo(x, bottom);
  pen.lineTo(x + 6 * inward, bottom);
  pen.stroke();
}

/**
 * One line through all lanes, with the frame's number at its head.
 * @param {Scene} scene
 * @param {number} top
 * @param {number} bottom
 */
export function playhead(scene, top, bottom) {
  const { pen, scale } = scene;
  if (!scene.playhead) return;
  const x = scale.x(scene.playhead);
  if (x < scale.left - 1 || x > scale.left + scale.width + 1) return;
  pen.fillStyle = colour("lamp");
  pen.fillRect(Math.round(x) - 1, top, 2, bottom - top);
  pen.font = '650 11px "Inter", system-ui, sans-serif';
  const told = String(scene.playhead);
  const width = pen.measureText(told).width + 14;
  rounded(pen, Math.round(x) - width / 2, top, width, 17, 6);
  pen.fill();
  pen.fillStyle = "#1b0f05";
  pen.textAlign = "center";
  pen.fillText(told, Math.round(x), top + 9);
  pen.textAlign = "left";
}
