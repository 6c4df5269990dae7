// @ts-check
/** The film strip: pictures spaced as they fit, empty slots for what is planned, and an amber one for the next. */

import { pictureOf, spanAt, spansIn } from "../state/sheet.js";
import { hatch, rounded, tagged } from "./grid_marks.js";
import { colour } from "./palette.js";

/** @typedef {import("./lanes.js").Scene} Scene */
/** @typedef {{top: number, height: number}} Lane */
/** @typedef {{first: number, last: number, number: number | null, hidden: boolean}} Slot */

const RATIO = 1.72;
const GAP = 3;
const STEPS = [1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 24, 30, 48, 60, 72, 96, 120, 144, 240, 480, 720, 960, 1440];

/**
 * @param {Scene} scene
 * @param {Lane} lane
 */
export function film(scene, lane) {
  const { pen, scale, next } = scene;
  const high = lane.height - 13;
  const top = lane.top + 6;
  for (const slot of slots(scene, high)) {
    for (const piece of pieces(slot, next)) {
      const x = scale.x(piece.first);
      const width = (piece.last + 1 - piece.first) * scale.wide - GAP;
      if (width < 1.5) continue;
      if (piece.number === null) empty(pen, x, top, width, high);
      else picture(scene, piece, x, top, width, high);
    }
  }
  if (next) upcoming(scene, top, high);
  tags(scene, top, top + high + 2);
}

/**
 * The slots in view, each beginning with a cell. They are counted from the first frame on, not from the view's edge,
 * so that a picture keeps its place while the strip runs past.
 * @param {Scene} scene
 * @param {number} high
 * @returns {Slot[]}
 */
function slots({ scale, sheet, exposure }, high) {
  const column = sheet.columns[0];
  const fits = (high * RATIO + GAP) / scale.wide;
  const on = usual(spansIn(column, scale.from, scale.to).slice(0, 40));
  const step = STEPS.find((each) => each >= fits - 0.1 && each % on === 0) ?? Math.ceil(fits / on) * on;
  const end = Math.min(scale.to, column.frames);
  const begin = (/** @type {number} */ k) => spanAt(column, k * step + 1)?.first ?? column.frames + 1;
  const found = [];
  for (let k = Math.max(0, Math.floor((scale.from - 1) / step)); begin(k) <= end;) {
    const first = begin(k);
    // A hold longer than the step holds its slot too.
    while (begin(k) === first) k++;
    found.push(...parts(column, first, begin(k) - 1, exposure));
  }
  return joined(found, step * 0.45);
}

/**
 * The length most cells have; slots of a multiple of it are all as wide as each other.
 * @param {import("../state/sheet.js").Span[]} spans
 */
function usual(spans) {
  const counted = new Map();
  for (const { cell } of spans) counted.set(cell.length, (counted.get(cell.length) ?? 0) + 1);
  const [most] = [...counted].sort((one, other) => other[1] - one[1]);
  return most?.[0] ?? 1;
}

/**
 * A picture too narrow to be seen gives its place to the one before it.
 * @param {Slot[]} slots
 * @param {number} least frames
 * @returns {Slot[]}
 */
function joined(slots, least) {
  /** @type {Slot[]} */
  const told = [];
  for (const each of slots) {
    const before = told[told.length - 1];
    const narrow = each.number !== null && each.last - each.first + 1 < least;
    if (narrow && before && before.number !== null && before.hidden === each.hidden) before.last = each.last;
    else told.push(each);
  }
  return told;
}

/**
 * A slot as it is drawn: what is shot of it with the first picture there is, and what is still planned.
 * @param {import("../state/sheet.js").Column} column
 * @param {number} first
 * @param {number} last
 * @param {string} exposure
 * @returns {Slot[]}
 */
function parts(column, first, last, exposure) {
  const spans = spansIn(column, first, last);
  const shot = spans.filter((span) => pictureOf(span.cell, exposure) !== null);
  const seen = shot.find((span) => !span.cell.hidden) ?? shot[0];
  const hidden = spans.every((span) => span.cell.hidden);
  if (!seen) return [{ first, last, number: null, hidden }];
  const end = shot[shot.length - 1].last;
  const done = { first, last: end, number: pictureOf(seen.cell, exposure), hidden };
  return end < last ? [done, { first: end + 1, last, number: null, hidden: false }] : [done];
}

/**
 * A slot without the part that the next frame takes.
 * @param {Slot} slot
 * @param {import("./grid_layout.js").Next | null} next
 * @returns {Slot[]}
 */
function pieces(slot, next) {
  if (!next || next.insert || next.frame > slot.last || next.frame + next.length - 1 < slot.first) return [slot];
  const before = { ...slot, last: next.frame - 1 };
  const after = { ...slot, first: next.frame + next.length };
  return [before, after].filter((piece) => piece.first <= piece.last);
}

/**
 * @param {Scene} scene
 * @param {Slot} slot
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 */
function picture(scene, slot, x, y, width, height) {
  const { pen, thumb } = scene;
  const image = thumb(/** @type {number} */ (slot.number));
  rounded(pen, x, y, width, height, 7);
  pen.fillStyle = colour("raised");
  pen.fill();
  if (image) {
    pen.save();
    pen.clip();
    pen.globalAlpha = slot.hidden ? 0.3 : 0.92;
    cover(pen, image, x, y, width, height);
    pen.restore();
  }
  if (width < 28) return;
  pen.font = '400 10px "Inter", system-ui, sans-serif';
  pen.textAlign = "left";
  pen.fillStyle = colour("bright");
  pen.shadowColor = "rgba(0, 0, 0, 0.9)";
  pen.shadowBlur = 4;
  pen.fillText(String(slot.first), x + 6, y + height - 8);
  pen.shadowBlur = 0;
}

/**
 * Fill the box with the picture's middle.
 * @param {CanvasRenderingContext2D} pen
 * @param {CanvasImageSource} image
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 */
function cover(pen, image, x, y, width, height) {
  const { width: wide, height: high } = /** @type {ImageBitmap} */ (image);
  const scale = Math.max(width / wide, height / high);
  const [w, h] = [width / scale, height / scale];
  pen.drawImage(image, (wide - w) / 2, (high - h) / 2, w, h, x, y, width, height);
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 */
function empty(pen, x, y, width, height) {
  rounded(pen, x + 0.7, y + 0.7, width - 1.4, height - 1.4, 7);
  pen.strokeStyle = "#4a3d31";
  pen.lineWidth = 1.4;
  pen.setLineDash([2.5, 2.5]);
  pen.stroke();
  pen.setLineDash([]);
}

/**
 * The slot the next picture will fill: in its place, or between two pictures that it will part.
 * @param {Scene} scene
 * @param {number} y
 * @param {number} height
 */
function upcoming({ pen, scale, next }, y, height) {
  if (!next) return;
  const width = next.insert ? 9 : Math.max(10, next.length * scale.wide - GAP);
  const x = scale.x(next.frame) - (next.insert ? 5.5 : 0);
  rounded(pen, x + 0.8, y + 0.8, width - 1.6, height - 1.6, 6);
  pen.fillStyle = "#2a1d12";
  pen.fill();
  pen.strokeStyle = colour("lamp");
  pen.lineWidth = 1.6;
  pen.stroke();
}

/**
 * The tags' colours below the film, and hatching over what is hidden.
 * @param {Scene} scene
 * @param {number} top
 * @param {number} y
 */
function tags({ pen, scale, sheet }, top, y) {
  for (const span of spansIn(sheet.columns[0], scale.from, scale.to)) {
    const width = Math.max(3, span.cell.length * scale.wide - 1);
    if (span.cell.hidden && width > 3) hatch(pen, scale.x(span.first), top, width - GAP + 1, y - top - 2);
    if (span.cell.tag) tagged(pen, span.cell.tag, scale.x(span.first), y, 3, false, width);
  }
}
