// @ts-check
/** What went wrong, over the picture: the arrow that says where the camera must go, and the place that was noticed. */

import { label } from "./guides.js";
import { colour } from "./palette.js";

/** @typedef {import("./view.js").Viewport} Viewport */
/** @typedef {CanvasRenderingContext2D} Context */

/** The ring that the arrow shrinks into, CSS pixels. */
const RING = 15;
/** Pixels of the full picture at which it is as long as it gets. */
const FAR = 60;
/** Share of the picture's height that it is long then. */
const LONGEST = 0.3;

/**
 * The arrow from the middle of the picture: its way is that of the camera, its length how far, so that it shrinks into its
 * ring as the camera comes back.
 * @param {Context} context scaled to CSS pixels
 * @param {Viewport} viewport
 * @param {{right: number, down: number, far: number}} placed pixels of the full picture
 * @param {{words: string, figure: string, aspect: number}} told
 */
export function drawArrow(context, viewport, placed, { words, figure, aspect }) {
  const [x, y] = middleOf(viewport);
  const [right, down] = seenWay(viewport, placed, aspect);
  const share = Math.log1p(Math.min(placed.far, FAR)) / Math.log1p(FAR);
  const long = RING + share * LONGEST * viewport.frame.height;
  context.save();
  context.lineCap = context.lineJoin = "round";
  for (const [style, width] of /** @type {const} */ ([["ground", 11], ["coral", 5.5]])) {
    context.strokeStyle = colour(style);
    context.lineWidth = width;
    context.globalAlpha = style === "ground" ? 0.6 : 1;
    context.beginPath();
    context.arc(x, y, RING, 0, 2 * Math.PI);
    shaft(context, [x, y], [right, down], long);
    context.stroke();
  }
  context.restore();
  caption(context, [x, y - Math.sign(down || 1) * (RING + 38)], words, figure, "coral");
}

/** The camera is back: the ring alone. @param {Context} context @param {Viewport} viewport @param {string} words */
export function drawBack(context, viewport, words) {
  const [x, y] = middleOf(viewport);
  context.save();
  for (const [style, width] of /** @type {const} */ ([["ground", 9], ["moss-light", 4]])) {
    context.beginPath();
    context.arc(x, y, RING, 0, 2 * Math.PI);
    context.strokeStyle = colour(style);
    context.lineWidth = width;
    context.globalAlpha = style === "ground" ? 0.6 : 1;
    context.stroke();
  }
  context.restore();
  caption(context, [x, y + RING + 30], words, "", "moss-light");
}

/** @param {Viewport} viewport @returns {[number, number]} */
const middleOf = ({ frame }) => [frame.left + frame.width / 2, frame.top + frame.height / 2];

/**
 * A way in the picture as it is seen, turned and mirrored; a unit vector.
 * @param {Viewport} viewport
 * @param {{right: number, down: number}} way
 * @param {number} aspect
 * @returns {[number, number]}
 */
export function seenWay(viewport, { right, down }, aspect) {
  const [from, to] = [viewport.toBox(0.5, 0.5), viewport.toBox(0.5 + right / aspect, 0.5 + down)];
  const [across, along] = [to[0] - from[0], to[1] - from[1]];
  const long = Math.hypot(across, along);
  return long > 0 ? [across / long, along / long] : [0, 0];
}

/** @param {Context} context @param {[number, number]} from @param {[number, number]} way @param {number} long */
function shaft(context, [x, y], [right, down], long) {
  if (long <= RING + 2) return;
  const [tipX, tipY] = [x + right * long, y + down * long];
  const head = Math.min(15, long - RING);
  context.moveTo(x + right * RING, y + down * RING);
  context.lineTo(tipX, tipY);
  for (const side of [-1, 1]) {
    context.moveTo(tipX, tipY);
    context.lineTo(
      tipX - (right - side * down * 0.75) * head,
      tipY - (down + side * right * 0.75) * head,
    );
  }
}

/** @param {Context} context @param {[number, number]} at @param {string} words @param {string} figure @param {string} ink */
function caption(context, [x, y], words, figure, ink) {
  context.save();
  context.textAlign = "left";
  context.textBaseline = "middle";
  const [small, large] = ["500 13px Inter, system-ui, sans-serif", "600 19px Inter, system-ui, sans-serif"];
  context.font = small;
  const first = context.measureText(words).width;
  context.font = large;
  const second = figure ? context.measureText(figure).width + 12 : 0;
  const left = x - (first + second) / 2;
  context.beginPath();
  context.roundRect(left - 14, y - 17, first + second + 28, 34, 17);
  context.fillStyle = colour("ground");
  context.globalAlpha = 0.8;
  context.fill();
  context.globalAlpha = 1;
  context.fillStyle = colour("ink");
  context.font = small;
  context.fillText(words, left, y + 1);
  context.fillStyle = colour(ink);
  context.font = large;
  if (figure) context.fillText(figure, left + first + 12, y + 1);
  context.restore();
}

/**
 * The place an alarm means, with its kind.
 * @param {Context} context
 * @param {Viewport} viewport
 * @param {{box: [number, number, number, number], kind: string, size: {width: number, height: number}}} alarm
 *   box: left, top, right, bottom in pixels of the full picture of that size
 */
export function drawPlace(context, viewport, { box: [left, top, right, bottom], kind, size }) {
  const one = viewport.toBox(left / size.width, top / size.height);
  const other = viewport.toBox(right / size.width, bottom / size.height);
  const [x, y] = [0, 1].map((axis) => Math.min(one[axis], other[axis]) - 5);
  const [wide, high] = [0, 1].map((axis) => Math.abs(other[axis] - one[axis]) + 10);
  context.save();
  for (const [style, width] of /** @type {const} */ ([["ground", 5], ["coral", 2]])) {
    context.beginPath();
    context.roundRect(x, y, wide, high, 9);
    context.strokeStyle = colour(style);
    context.globalAlpha = style === "ground" ? 0.55 : 1;
    context.lineWidth = width;
    context.stroke();
  }
  context.restore();
  const { frame } = viewport;
  const below = y + high + 5;
  label(context, kind, Math.max(x, frame.left), below + 17 > frame.top + frame.height ? y - 22 : below);
}
