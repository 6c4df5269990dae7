// @ts-check
/** Guides on a canvas over the picture: thin, calm, and to be seen on white as on black. */

import {
  ACTION_SAFE,
  aspectBox,
  aspectName,
  pushInBox,
  safeBox,
  shownBox,
  TITLE_SAFE,
  WHOLE,
} from "../state/guides.js";
import { colour } from "./palette.js";
import { said } from "./said.js";

/** @typedef {import("../state/guides.js").Box} Box */
/** @typedef {import("../state/guides.js").Guides} Guides */
/** @typedef {CanvasRenderingContext2D} Context */

const SMALL = "500 10.5px Inter, system-ui, sans-serif";

/**
 * Draws `guides` over the picture that stands at `box`, in CSS pixels. The context is scaled to CSS pixels and cleared by
 * who calls.
 * @param {Context} context
 * @param {Box} box
 * @param {Guides} guides
 */
export function drawGuides(context, box, guides) {
  if (!guides.on) return;
  context.save();
  context.beginPath();
  context.rect(box.left, box.top, box.width, box.height);
  context.clip();
  const shape = box.width / box.height;
  const inner = guides.push.on ? pushInBox(guides.push) : WHOLE;
  shade(context, box, guides, shape);
  if (guides.grid.on) lattice(context, place(box, inner), guides.grid.columns, guides.grid.rows, 0.2);
  if (guides.thirds) lattice(context, place(box, shownBox(guides, shape)), 3, 3, 0.36);
  if (guides.centre) cross(context, place(box, inner));
  masks(context, box, guides, shape);
  const shown = shownBox(guides, shape);
  if (guides.action) safe(context, place(box, safeBox(ACTION_SAFE, shown)), said("action-safe"), 0.5, "right");
  if (guides.title) safe(context, place(box, safeBox(TITLE_SAFE, shown)), said("title-safe"), 0.34, "left");
  if (guides.push.on) pushed(context, place(box, inner), guides.push.scale);
  context.restore();
}

/** @param {Box} box @param {Box} part @returns {Box} */
const place = (box, part) => ({
  left: box.left + part.left * box.width,
  top: box.top + part.top * box.height,
  width: part.width * box.width,
  height: part.height * box.height,
});

/** A light line on a dark one, so that no picture hides it. @param {Context} context @param {number} strength 0..1 @param {string} light */
function line(context, strength, light = colour("bright")) {
  context.globalAlpha = strength * 0.6;
  context.strokeStyle = colour("ground");
  context.lineWidth = 2.5;
  context.stroke();
  context.globalAlpha = strength;
  context.strokeStyle = light;
  context.lineWidth = 1;
  context.stroke();
  context.globalAlpha = 1;
}

/** In the middle of a pixel. @param {number} value */
const crisp = (value) => Math.round(value) + 0.5;

/** @param {Context} context @param {Box} box */
function outline(context, { left, top, width, height }) {
  context.beginPath();
  context.rect(crisp(left), crisp(top), Math.round(width) - 1, Math.round(height) - 1);
}

/** Darkens all that is not shown in the end. @param {Context} context @param {Box} box @param {Guides} guides @param {number} shape */
function shade(context, box, guides, shape) {
  const shown = place(box, shownBox(guides, shape));
  context.beginPath();
  context.rect(box.left, box.top, box.width, box.height);
  context.rect(Math.round(shown.left), Math.round(shown.top), Math.round(shown.width), Math.round(shown.height));
  context.globalAlpha = guides.aspects.length ? guides.mask : guides.mask * 0.6;
  context.fillStyle = colour("ground");
  context.fill("evenodd");
  context.globalAlpha = 1;
}

/** @param {Context} context @param {Box} box @param {number} columns @param {number} rows @param {number} strength */
function lattice(context, { left, top, width, height }, columns, rows, strength) {
  context.beginPath();
  for (let column = 1; column < columns; column++) {
    const x = crisp(left + width * column / columns);
    context.moveTo(x, top);
    context.lineTo(x, top + height);
  }
  for (let row = 1; row < rows; row++) {
    const y = crisp(top + height * row / rows);
    context.moveTo(left, y);
    context.lineTo(left + width, y);
  }
  line(context, strength);
}

/** @param {Context} context @param {Box} box */
function cross(context, { left, top, width, height }) {
  const [x, y] = [crisp(left + width / 2), crisp(top + height / 2)];
  const arm = Math.min(18, height / 12);
  context.beginPath();
  for (const side of [-1, 1]) {
    context.moveTo(x + side * 4, y);
    context.lineTo(x + side * arm, y);
    context.moveTo(x, y + side * 4);
    context.lineTo(x, y + side * arm);
  }
  line(context, 0.75);
}

/** The edge of each aspect; more than one is told by name. @param {Context} context @param {Box} box @param {Guides} guides @param {number} shape */
function masks(context, box, guides, shape) {
  const inner = guides.push.on ? pushInBox(guides.push) : WHOLE;
  for (const ratio of guides.aspects) {
    const edge = place(box, aspectBox(ratio, shape, inner));
    outline(context, edge);
    line(context, 0.4);
    if (guides.aspects.length < 2) continue;
    const tall = edge.height >= box.height * inner.height - 1;
    if (tall) label(context, aspectName(ratio), edge.left + 8, edge.top + edge.height * 0.5);
    else label(context, aspectName(ratio), edge.left + edge.width - 8, edge.top + 8, "right");
  }
}

/** @param {Context} context @param {Box} box @param {string} name @param {number} strength @param {"left"|"right"} side */
function safe(context, box, name, strength, side) {
  outline(context, box);
  line(context, strength);
  label(context, name, side === "left" ? box.left + 8 : box.left + box.width - 8, box.top + box.height - 25, side);
}

/** The push-in: corners to take hold of, and how near it comes. @param {Context} context @param {Box} box @param {number} scale */
function pushed(context, box, scale) {
  outline(context, box);
  line(context, 0.55);
  const arm = Math.min(22, box.width / 6);
  const [left, top, right, bottom] = [box.left, box.top, box.left + box.width - 1, box.top + box.height - 1].map(crisp);
  context.lineCap = "round";
  context.beginPath();
  for (const [x, across] of [[left, 1], [right, -1]]) {
    for (const [y, down] of [[top, 1], [bottom, -1]]) {
      context.moveTo(x + across * arm, y);
      context.lineTo(x, y);
      context.lineTo(x, y + down * arm);
    }
  }
  context.strokeStyle = colour("ground");
  context.globalAlpha = 0.5;
  context.lineWidth = 5;
  context.stroke();
  context.globalAlpha = 1;
  context.strokeStyle = colour("bright");
  context.lineWidth = 2.5;
  context.stroke();
  label(context, said("push-in-by", scale.toFixed(2)), box.left + 10, box.top + 10);
}

/**
 * A small word on a dark ground; (x, y) is its upper left or, aligned right, its upper right corner.
 * @param {Context} context
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {"left"|"right"} align
 */
export function label(context, text, x, y, align = "left") {
  context.font = SMALL;
  const width = context.measureText(text).width + 12;
  const left = align === "right" ? x - width : x;
  context.beginPath();
  context.roundRect(left, y, width, 17, 6);
  context.globalAlpha = 0.68;
  context.fillStyle = colour("ground");
  context.fill();
  context.globalAlpha = 1;
  context.fillStyle = colour("ink");
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.fillText(text, left + 6, y + 9);
}
