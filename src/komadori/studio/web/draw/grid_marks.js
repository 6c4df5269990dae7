// @ts-check
/** The small marks of the exposure sheet: a drawing, its hold, a hidden frame, a tag, a bell, a text cut to its room. */

import { colour } from "./palette.js";

/** @typedef {CanvasRenderingContext2D} Canvas */

/**
 * Colours of tags, softened so that none is taken for trouble or for now; the letter is what tells them apart.
 * @type {Record<string, string>}
 */
const TAGS = { red: "#b0626c", orange: "#b08a52", green: "#78955f", blue: "#6b93ad", purple: "#9a80b4" };

export const SMALL = '400 11.5px "Inter", system-ui, sans-serif';
export const TINY = '400 10px "Inter", system-ui, sans-serif';

/**
 * A rounded rectangle as the path to fill or stroke.
 * @param {Canvas} canvas
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 * @param {number} radius
 */
export function rounded(canvas, x, y, width, height, radius) {
  canvas.beginPath();
  canvas.roundRect(x, y, width, height, Math.min(radius, width / 2, height / 2));
}

/**
 * A drawing where its hold begins: filled once shot, an outline while planned, bright where it is next.
 * @param {Canvas} canvas
 * @param {number} x middle
 * @param {number} y middle
 * @param {"shot" | "planned" | "next"} state
 */
export function drawing(canvas, x, y, state) {
  rounded(canvas, x - 9, y - 5.5, 18, 11, 4);
  if (state === "shot") {
    canvas.fillStyle = colour("shot");
    canvas.fill();
    return;
  }
  if (state === "next") {
    canvas.fillStyle = "rgba(255, 215, 155, 0.18)";
    canvas.fill();
  }
  rounded(canvas, x - 8.3, y - 4.8, 16.6, 9.6, 3.4);
  canvas.lineWidth = 1.4;
  canvas.strokeStyle = state === "next" ? "#ffd79b" : colour("planned");
  canvas.stroke();
}

/**
 * The line of a hold, broken while it is only planned.
 * @param {Canvas} canvas
 * @param {number} x
 * @param {number} top
 * @param {number} bottom
 * @param {string} stroke
 * @param {boolean} planned
 * @param {number} [strength] of the line, 0 to 1
 */
export function hold(canvas, x, top, bottom, stroke, planned, strength = planned ? 0.5 : 0.4) {
  const before = canvas.globalAlpha;
  canvas.beginPath();
  canvas.lineWidth = 2;
  canvas.strokeStyle = stroke;
  canvas.globalAlpha = before * strength;
  canvas.setLineDash(planned ? [3, 3] : []);
  canvas.moveTo(Math.round(x), Math.round(top));
  canvas.lineTo(Math.round(x), Math.round(bottom));
  canvas.stroke();
  canvas.setLineDash([]);
  canvas.globalAlpha = before;
}

/**
 * The hatching of hidden frames.
 * @param {Canvas} canvas
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 */
export function hatch(canvas, x, y, width, height) {
  canvas.save();
  canvas.beginPath();
  canvas.rect(x, y, width, height);
  canvas.clip();
  canvas.beginPath();
  canvas.strokeStyle = colour("line-strong");
  canvas.lineWidth = 1;
  // Lines are counted from the row's own top, so that they meet from row to row when rows are 20 or 22 px.
  for (let at = -height; at < width; at += 5) {
    canvas.moveTo(x + at, y + height);
    canvas.lineTo(x + at + height, y);
  }
  canvas.stroke();
  canvas.restore();
}

/**
 * A tag along the row's left edge, with its letter where the tagged cell begins.
 * @param {Canvas} canvas
 * @param {string} tag
 * @param {number} x
 * @param {number} y
 * @param {number} height
 * @param {boolean} begins
 * @param {number} [width]
 */
export function tagged(canvas, tag, x, y, height, begins, width = 3) {
  const name = tag.split(" ", 1)[0].toLowerCase();
  canvas.fillStyle = TAGS[name] ?? colour("edge");
  canvas.fillRect(x, y + (begins ? 2 : 0), width, height - (begins ? 2 : 0));
  if (!begins) return;
  canvas.font = '600 9px "Inter", system-ui, sans-serif';
  canvas.textAlign = "left";
  canvas.fillText(name.charAt(0).toUpperCase(), x + 5.5, y + height / 2 + 0.5);
}

/**
 * A small bell: this note is called out when its frame is reached.
 * @param {Canvas} canvas
 * @param {number} x left
 * @param {number} y middle
 * @param {string} stroke
 */
export function bell(canvas, x, y, stroke) {
  canvas.save();
  canvas.translate(x, y - 5);
  canvas.strokeStyle = stroke;
  canvas.lineWidth = 1.25;
  canvas.lineJoin = canvas.lineCap = "round";
  canvas.beginPath();
  canvas.moveTo(0.8, 7.6);
  canvas.bezierCurveTo(2.6, 6, 1.6, 1.2, 5, 1.2);
  canvas.bezierCurveTo(8.4, 1.2, 7.4, 6, 9.2, 7.6);
  canvas.closePath();
  canvas.moveTo(4.1, 9.6);
  canvas.lineTo(5.9, 9.6);
  canvas.stroke();
  canvas.restore();
}

/**
 * A value of a curve: its figure on a small ground.
 * @param {Canvas} canvas
 * @param {string} text
 * @param {number} x middle
 * @param {number} y middle
 * @param {number} room
 * @param {string} tone
 * @param {string} ink
 */
export function pill(canvas, text, x, y, room, tone, ink) {
  canvas.font = TINY;
  const told = fitted(canvas, text, room - 10);
  const width = canvas.measureText(told).width + 10;
  canvas.fillStyle = colour("panel");
  rounded(canvas, x - width / 2, y - 7.5, width, 15, 5);
  canvas.fill();
  canvas.globalAlpha *= 0.28;
  canvas.fillStyle = tone;
  canvas.fill();
  canvas.globalAlpha /= 0.28;
  canvas.fillStyle = ink;
  canvas.textAlign = "center";
  canvas.fillText(told, x, y + 0.5);
  canvas.textAlign = "left";
}

/** @type {Map<string, string>} */
const cut = new Map();

/**
 * `text` with an ellipsis where it is longer than `room` in the canvas's font.
 * @param {Canvas} canvas
 * @param {string} text
 * @param {number} room
 * @returns {string}
 */
export function fitted(canvas, text, room) {
  const line = text.replace(/\s+/g, " ");
  const key = `${Math.round(room)}|${canvas.font}|${line}`;
  let told = cut.get(key);
  if (told === undefined) {
    if (cut.size > 4000) cut.clear();
    told = canvas.measureText(line).width <= room ? line : shortened(canvas, line, room);
    cut.set(key, told);
  }
  return told;
}

/**
 * @param {Canvas} canvas
 * @param {string} line
 * @param {number} room
 */
function shortened(canvas, line, room) {
  let fits = 0;
  let over = line.length;
  while (over - fits > 1) {
    const middle = (fits + over) >> 1;
    if (canvas.measureText(line.slice(0, middle) + "…").width <= room) fits = middle;
    else over = middle;
  }
  return fits ? line.slice(0, fits).trimEnd() + "…" : "";
}
