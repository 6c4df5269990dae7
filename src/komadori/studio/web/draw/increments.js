// @ts-check
/** The increment editor over the picture: the path, a tick for every exposure, the present one ringed, and how far it is. */

import { eased, exposures, increments, measured, tickAt, ticks } from "../state/spacing.js";
import { label } from "./guides.js";
import { colour } from "./palette.js";
import { said } from "./said.js";

/** @typedef {import("../state/spacing.js").Path} Path */
/** @typedef {import("../state/spacing.js").Spacing} Spacing */
/** @typedef {import("../state/spacing.js").Tick} Tick */
/** @typedef {import("../state/guides.js").Box} Box */
/** @typedef {import("./view.js").Viewport} Viewport */
/** @typedef {CanvasRenderingContext2D} Context */
/**
 * @typedef {{frame: number, editing?: boolean, chosen?: number, distances?: boolean}} Moment
 *   chosen: the point being moved; distances: between all ticks, not only at the present one
 */

/** Half a tick's length, CSS pixels. */
const TICK = 6;
/** Two frame numbers stand at least so far apart, CSS pixels. */
const ROOM = 30;

/**
 * Draws one path with its ticks; call it for each path. The context is scaled to CSS pixels.
 * @param {Context} context
 * @param {Viewport} viewport
 * @param {Path} path
 * @param {Spacing} spacing
 * @param {Moment} moment
 */
export function drawIncrements(context, viewport, path, spacing, moment) {
  if (path.points.length === 0) return;
  const all = ticks(path, spacing);
  const now = tickAt(all, spacing, moment.frame);
  const ink = path.colour ?? colour("bright");
  context.save();
  context.lineCap = context.lineJoin = "round";
  way(context, viewport, path, ink, now);
  const places = all.map((tick) => viewport.toBox(tick.x, tick.y));
  all.forEach((tick, index) => {
    if (tick !== now) mark(context, places, index, ink, now !== null && tick.frame < now.frame);
  });
  if (now) present(context, places[all.indexOf(now)], ink);
  if (all.length) numbers(context, all, places, now);
  if (moment.distances) distances(context, path, all, places);
  else if (now) told(context, path, all, places, now);
  if (moment.editing) points(context, viewport, path, ink, moment.chosen ?? -1);
  context.restore();
}

/** The path itself: bright ahead, faint where the puppet has been. @param {Context} context @param {Viewport} viewport @param {Path} path @param {string} ink @param {Tick|null} now */
function way(context, viewport, path, ink, now) {
  const pieces = measured(path);
  const gone = (now?.along ?? 0) * (pieces.at(-1)?.length ?? 0);
  /** @type {(part: typeof pieces, strength: number) => void} */
  const draw = (part, strength) => {
    context.beginPath();
    part.forEach(({ x, y }) => context.lineTo(...viewport.toBox(x, y)));
    context.globalAlpha = 0.45 * strength;
    context.strokeStyle = colour("ground");
    context.lineWidth = 4;
    context.stroke();
    context.globalAlpha = strength;
    context.strokeStyle = ink;
    context.lineWidth = 1.4;
    context.stroke();
  };
  const turn = pieces.findIndex((piece) => piece.length >= gone);
  draw(pieces.slice(Math.max(0, turn - 1)), 0.75);
  if (turn > 0) draw(pieces.slice(0, turn), 0.4);
  context.globalAlpha = 1;
}

/** Across the path at the tick at `index`: a unit vector. @param {[number, number][]} places @param {number} index @returns {[number, number]} */
function across(places, index) {
  const [from, to] = [places[Math.max(0, index - 1)], places[Math.min(places.length - 1, index + 1)]];
  const [x, y] = [to[0] - from[0], to[1] - from[1]];
  const long = Math.hypot(x, y) || 1;
  return [-y / long, x / long];
}

/** @param {Context} context @param {[number, number][]} places @param {number} index @param {string} ink @param {boolean} done */
function mark(context, places, index, ink, done) {
  const [x, y] = places[index];
  const [right, down] = across(places, index);
  const half = index === 0 || index === places.length - 1 ? TICK + 3 : TICK;
  context.beginPath();
  context.moveTo(x - right * half, y - down * half);
  context.lineTo(x + right * half, y + down * half);
  context.globalAlpha = done ? 0.3 : 0.55;
  context.strokeStyle = colour("ground");
  context.lineWidth = 4.2;
  context.stroke();
  context.globalAlpha = done ? 0.55 : 1;
  context.strokeStyle = ink;
  context.lineWidth = 1.8;
  context.stroke();
  context.globalAlpha = 1;
}

/** The tick of the present frame: where the puppet belongs now. @param {Context} context @param {[number, number]} place @param {string} ink */
function present(context, [x, y], ink) {
  for (const [radius, width, style] of /** @type {const} */ ([[9, 5, "ground"], [9, 2.2, "lamp"]])) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.globalAlpha = style === "ground" ? 0.6 : 1;
    context.strokeStyle = colour(style);
    context.lineWidth = width;
    context.stroke();
  }
  context.beginPath();
  context.arc(x, y, 2, 0, 2 * Math.PI);
  context.fillStyle = ink;
  context.fill();
}

/** Frame numbers beside the ticks, as many as have room. @param {Context} context @param {Tick[]} all @param {[number, number][]} places @param {Tick|null} now */
function numbers(context, all, places, now) {
  context.font = "500 10.5px Inter, system-ui, sans-serif";
  context.textAlign = "center";
  context.textBaseline = "middle";
  /** @type {[number, number][]} */
  const used = now ? [places[all.indexOf(now)]] : [];
  const order = [0, all.length - 1, ...all.keys()];
  for (const index of order) {
    const [x, y] = places[index];
    if (used.some(([left, top]) => Math.hypot(left - x, top - y) < ROOM)) continue;
    used.push(places[index]);
    const [right, down] = across(places, index);
    const side = down > 0 || (down === 0 && right > 0) ? 1 : -1;
    const at = /** @type {const} */ ([x + side * right * (TICK + 12), y + side * down * (TICK + 10)]);
    context.globalAlpha = 0.75;
    context.lineWidth = 3;
    context.strokeStyle = colour("ground");
    context.strokeText(String(all[index].frame), ...at);
    context.globalAlpha = 1;
    context.fillStyle = colour("ink");
    context.fillText(String(all[index].frame), ...at);
  }
}

/** How far, in words. @param {{share: number, millimetres: number|null}|undefined} step */
const words = (step) =>
  !step ? "" : step.millimetres === null ? `${(100 * step.share).toFixed(1)} %` : `${step.millimetres.toFixed(1)} mm`;

/** How far it is from each tick to the next, where there is room. @param {Context} context @param {Path} path @param {Tick[]} all @param {[number, number][]} places */
function distances(context, path, all, places) {
  /** @type {[number, number]} */
  let last = [-ROOM, -ROOM];
  increments(path, all).forEach((step, index) => {
    const [x, y] = [0, 1].map((axis) => (places[index][axis] + places[index + 1][axis]) / 2);
    if (Math.hypot(x - last[0], y - last[1]) < 1.4 * ROOM) return;
    last = [x, y];
    const [right, down] = across(places, index + 1);
    const side = down > 0 || (down === 0 && right > 0) ? -1 : 1;
    label(
      context,
      words(step),
      x + side * right * 14,
      y + side * down * 14 - 8,
      side * right < -0.3 ? "right" : "left",
    );
  });
}

/** How far the puppet goes to the present tick, and on from it. @param {Context} context @param {Path} path @param {Tick[]} all @param {[number, number][]} places @param {Tick} now */
function told(context, path, all, places, now) {
  const index = all.indexOf(now);
  const steps = increments(path, all);
  const [before, after] = [words(steps[index - 1]), words(steps[index])];
  const text = [`${now.frame}`, before && `+${before}`, after && said("path-then", after)].filter(Boolean).join(
    "  ·  ",
  );
  const [right, down] = across(places, index);
  const side = down > 0 || (down === 0 && right > 0) ? -1 : 1;
  const [x, y] = [places[index][0] + side * right * 26, places[index][1] + side * down * 26];
  label(context, text, x, y - 8, side * right < -0.3 ? "right" : "left");
}

/** The points that can be moved. @param {Context} context @param {Viewport} viewport @param {Path} path @param {string} ink @param {number} chosen */
function points(context, viewport, path, ink, chosen) {
  path.points.forEach((point, index) => {
    const [x, y] = viewport.toBox(point.x, point.y);
    context.beginPath();
    context.roundRect(x - 5, y - 5, 10, 10, 3);
    context.globalAlpha = 0.9;
    context.fillStyle = index === chosen ? colour("lamp") : colour("ground");
    context.fill();
    context.globalAlpha = 1;
    context.lineWidth = 1.6;
    context.strokeStyle = index === chosen ? colour("lamp-light") : ink;
    context.stroke();
  });
}

/**
 * The spacing as a curve of way over time in a box, with a dot for each exposure and, for a custom one, its two handles.
 * @param {Context} context scaled to CSS pixels
 * @param {Box} box
 * @param {Spacing} spacing
 * @param {number} frame
 */
export function drawSpacing(context, box, spacing, frame) {
  /** @type {(time: number, along: number) => [number, number]} */
  const at = (time, along) => [box.left + time * box.width, box.top + (1 - along) * box.height];
  context.save();
  context.strokeStyle = colour("line-strong");
  context.lineWidth = 1;
  context.strokeRect(box.left + 0.5, box.top + 0.5, box.width - 1, box.height - 1);
  context.beginPath();
  for (let step = 0; step <= 48; step++) context.lineTo(...at(step / 48, eased(spacing, step / 48)));
  context.strokeStyle = colour("quiet");
  context.lineWidth = 1.5;
  context.stroke();
  if (spacing.kind === "custom") handles(context, at, spacing.handles);
  const all = exposures(spacing);
  all.forEach((each, index) => {
    const time = index / Math.max(1, all.length - 1);
    const now = frame >= each && frame < each + spacing.on;
    context.beginPath();
    context.arc(...at(time, eased(spacing, time)), now ? 4 : 2.2, 0, 2 * Math.PI);
    context.fillStyle = colour(now ? "lamp" : "bright");
    context.fill();
  });
  context.restore();
}

/** @param {Context} context @param {(time: number, along: number) => [number, number]} at @param {Spacing["handles"]} places */
function handles(context, at, [x1, y1, x2, y2]) {
  for (const [from, to] of [[at(0, 0), at(x1, y1)], [at(1, 1), at(x2, y2)]]) {
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(...to);
    context.strokeStyle = colour("edge");
    context.lineWidth = 1;
    context.stroke();
    context.beginPath();
    context.arc(...to, 4.5, 0, 2 * Math.PI);
    context.fillStyle = colour("raised");
    context.fill();
    context.strokeStyle = colour("lamp-light");
    context.lineWidth = 1.5;
    context.stroke();
  }
}
