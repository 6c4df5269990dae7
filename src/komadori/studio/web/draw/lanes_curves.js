// @ts-check
/** The timeline's curves: what lamps and motors do, from the figures of free columns; shown here, edited elsewhere. */

import { cellAt, spansIn } from "../state/sheet.js";
import { colour } from "./palette.js";

/** @typedef {import("./lanes.js").Scene} Scene */
/** @typedef {import("../state/sheet.js").Column} Column */
/** @typedef {{top: number, height: number}} Lane */
/** @typedef {{frame: number, value: number}} Point */
/** @typedef {{column: Column, name: string, tone: string, points: Point[], low: number, high: number}} Curve */

/** @type {WeakMap<Column, Point[]>} */
const read = new WeakMap();

/**
 * The columns of `sheet` that are curves of one kind, light or motion.
 * @param {import("../state/sheet.js").Sheet} sheet
 * @param {"light" | "motion"} kind
 * @returns {Curve[]}
 */
export function curvesOf(sheet, kind) {
  const columns = sheet.columns.filter((column) =>
    column.kind === "free" && column.name.toLowerCase().startsWith(kind)
  );
  const tones = kind === "light" ? ["lamp", "dusk", "moss", "quiet"] : ["dusk-light", "moss-light", "quiet", "edge"];
  const curves = columns.map((column, i) => {
    const name = column.name.replace(/^(light|motion)[ _-]+(?=.)/i, "");
    const points = pointsOf(column);
    const values = points.map((point) => point.value);
    const tone = colour(tones[i % tones.length]);
    return {
      column,
      name: name.charAt(0).toUpperCase() + name.slice(1),
      tone,
      points,
      low: Math.min(...values),
      high: Math.max(...values),
    };
  });
  // Lamps are set in per cent and are held against each other; motors have each their own unit.
  const shared = kind === "light" && curves.every((curve) => !(curve.low < 0 || curve.high > 100));
  const low = Math.min(...curves.map((curve) => curve.low));
  const high = Math.max(...curves.map((curve) => curve.high));
  return shared ? curves.map((curve) => ({ ...curve, low, high })) : curves;
}

/**
 * @param {Column} column
 * @returns {Point[]}
 */
function pointsOf(column) {
  let points = read.get(column);
  if (!points) {
    points = spansIn(column, 1, column.frames)
      .map((span) => ({ frame: span.first, value: Number.parseFloat(span.cell.text ?? "") }))
      .filter((point) => Number.isFinite(point.value));
    read.set(column, points);
  }
  return points;
}

/**
 * @param {Scene} scene
 * @param {Lane} lane
 * @param {Curve[]} curves
 */
export function curves(scene, lane, curves) {
  const { pen, scale } = scene;
  const split = Math.min(Math.max(scale.left, scale.x(scene.frontier)), scale.left + scale.width);
  for (const curve of curves) {
    if (!curve.points.length) continue;
    const near = inView(curve.points, scale.from, scale.to);
    const y = heights(lane, curve);
    pen.strokeStyle = curve.tone;
    part(pen, scale.left, split, lane, () => {
      pen.lineWidth = 2;
      trace(scene, near, y);
    });
    part(pen, split, scale.left + scale.width, lane, () => {
      pen.lineWidth = 1.6;
      pen.globalAlpha = 0.75;
      pen.lineCap = "round";
      pen.setLineDash([2, 5]);
      trace(scene, near, y);
    });
    for (const point of near) dot(scene, point, y(point.value), curve.tone);
  }
}

/**
 * The points in view, and one beyond each edge for the line to come from and go to.
 * @param {Point[]} points
 * @param {number} from
 * @param {number} to
 */
function inView(points, from, to) {
  const begin = points.findIndex((point) => point.frame >= from);
  const end = points.findIndex((point) => point.frame > to);
  const first = begin < 0 ? points.length - 1 : Math.max(0, begin - 1);
  return points.slice(first, end < 0 ? points.length : end + 1);
}

/**
 * @param {Lane} lane
 * @param {Curve} curve
 * @returns {(value: number) => number}
 */
function heights(lane, { low, high }) {
  const [top, room] = [lane.top + 8, lane.height - 16];
  return (value) => (high > low ? top + room * (1 - (value - low) / (high - low)) : top + room / 2);
}

/**
 * A smooth line that is level at every point, so that no value is passed that nobody gave.
 * @param {Scene} scene
 * @param {Point[]} points
 * @param {(value: number) => number} y
 */
function trace({ pen, scale }, points, y) {
  pen.beginPath();
  pen.moveTo(scale.left, y(points[0].value));
  let before = scale.left;
  let height = y(points[0].value);
  for (const point of points) {
    const x = scale.x(point.frame);
    const middle = (before + x) / 2;
    const next = y(point.value);
    if (point === points[0]) pen.lineTo(x, next);
    else pen.bezierCurveTo(middle, height, middle, next, x, next);
    before = x;
    height = next;
  }
  pen.lineTo(scale.left + scale.width, height);
  pen.stroke();
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number} left
 * @param {number} right
 * @param {Lane} lane
 * @param {() => void} draw
 */
function part(pen, left, right, lane, draw) {
  if (right <= left) return;
  pen.save();
  pen.beginPath();
  pen.rect(left, lane.top, right - left, lane.height);
  pen.clip();
  draw();
  pen.restore();
}

/**
 * @param {Scene} scene
 * @param {Point} point
 * @param {number} y
 * @param {string} tone
 */
function dot({ pen, scale, frontier }, point, y, tone) {
  const x = scale.x(point.frame);
  if (x < scale.left - 4 || x > scale.left + scale.width + 4 || scale.wide < 0.6) return;
  const done = point.frame <= frontier;
  pen.beginPath();
  pen.arc(x, y, done ? 3.6 : 3.2, 0, 2 * Math.PI);
  pen.fillStyle = done ? tone : colour("panel");
  pen.fill();
  pen.lineWidth = 1.5;
  pen.strokeStyle = tone;
  pen.stroke();
}

/**
 * What stands in a curve's column at `frame`, and "" where nothing does.
 * @param {Curve} curve
 * @param {number} frame
 */
export function valueAt({ column }, frame) {
  return cellAt(column, Math.min(frame, column.frames))?.text ?? "";
}
