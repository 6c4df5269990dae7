// @ts-check
/** All lines over the picture, live or film. They are drawn when something of them changes, and only then. */

import { effect, signal } from "@preact/signals";
import { drawArrow, drawBack, drawPlace, seenWay } from "../draw/alarm.js";
import { drawGuides } from "../draw/guides.js";
import { drawDivider, drawLayerFrame, drawLoupeMap } from "../draw/handles.js";
import { drawIncrements } from "../draw/increments.js";
import { drawSketch } from "../draw/sketch.js";
import { drawTrail } from "../draw/trail.js";
import { Viewport } from "../draw/view.js";
import { alarmWords } from "../state/alarm_words.js";
import { corners } from "../state/line_up.js";
import * as model from "../state/model.js";
import { aspect, lookedAt, standing, standingSize } from "../state/standing.js";
import { lastPicture, through } from "../state/through.js";
import * as tools from "../state/tools.js";
import { language, t } from "../state/words.js";

/** @typedef {CanvasRenderingContext2D} Context */
/** @typedef {import("../state/document.js").OwnPath} OwnPath */

const NOTICED = 8000;
/** Milliseconds for which the place of an alarm is shown. */
const REASSURED = 2500;
/** Milliseconds for which a camera put back is told. */

/** The alarm whose place is shown now, and whether a camera was put back just now. */
const noticed = signal(/** @type {any} */ (null));
const reassured = signal(false);

/** How the picture stands in a box of this size; null without a picture. @param {{width: number, height: number}} box */
export function viewportIn(box) {
  const size = standingSize.value;
  if (size.width <= 0 || box.width <= 0 || box.height <= 0) return null;
  return new Viewport(box, size, lookedAt.value, devicePixelRatio || 1);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @returns {() => void} what ends it
 */
export function overlayOn(canvas) {
  const box = signal({ width: canvas.clientWidth, height: canvas.clientHeight });
  const watcher = new ResizeObserver(() => (box.value = { width: canvas.clientWidth, height: canvas.clientHeight }));
  watcher.observe(canvas);
  let asked = 0;
  const endings = [
    effect(() => {
      const viewport = viewportIn(box.value);
      const draws = viewport ? drawings(viewport) : [];
      cancelAnimationFrame(asked);
      asked = requestAnimationFrame(() => draw(canvas, box.value, draws));
    }),
    effect(forAWhile(() => model.alarms.value.at(-1), NOTICED, (alarm) => (noticed.value = alarm?.box ? alarm : null))),
    effect(forAWhile(() => model.putBack.value, REASSURED, (count) => (reassured.value = Boolean(count)))),
  ];
  return () => {
    endings.forEach((end) => end());
    cancelAnimationFrame(asked);
    watcher.disconnect();
  };
}

/**
 * What `read` gives is shown when it changes, and taken away after a while.
 * @template Value
 * @param {() => Value} read
 * @param {number} milliseconds
 * @param {(value: Value | undefined) => void} show
 */
function forAWhile(read, milliseconds, show) {
  let before = /** @type {Value | undefined} */ (undefined);
  let ending = 0;
  return () => {
    const value = read();
    if (value === before) return;
    before = value;
    clearTimeout(ending);
    show(value);
    ending = setTimeout(() => show(undefined), milliseconds);
  };
}

/** @param {HTMLCanvasElement} canvas @param {{width: number, height: number}} box @param {((pen: Context) => void)[]} draws */
function draw(canvas, box, draws) {
  const ratio = devicePixelRatio || 1;
  const [width, height] = [Math.round(box.width * ratio), Math.round(box.height * ratio)];
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, box.width, box.height);
  draws.forEach((one) => one(pen));
}

/**
 * What is to be drawn, from below upwards. All signals are read here, and none while it is drawn.
 * @param {Viewport} viewport
 * @returns {((pen: Context) => void)[]}
 */
function drawings(viewport) {
  // Some of it is in words.
  language.value;
  const parts = [sketch, guides, layerFrame, paths, trail, divider, loupeMap, place, arrow];
  return parts.map((part) => part(viewport)).filter((drawn) => drawn !== null);
}

/** Through the loupe only what lies in the picture's own frame is drawn. @param {Viewport} viewport @param {(pen: Context) => void} drawn */
const framed = (viewport, drawn) => (/** @type {Context} */ pen) => {
  const { left, top, width, height } = viewport.frame;
  pen.save();
  pen.beginPath();
  pen.rect(left, top, width, height);
  pen.clip();
  drawn(pen);
  pen.restore();
};

/** @typedef {(viewport: Viewport) => ((pen: Context) => void) | null} Part */

/** @type {Part} */
function sketch(viewport) {
  const { layers } = model.look.value.sketch;
  const [frame, drawing] = [standing.value, tools.stroke.value];
  if (!through.value.sketch.on || (layers.length === 0 && !drawing)) return null;
  return (pen) => drawSketch(pen, viewport, layers, frame, drawing);
}

/** @type {Part} */
function guides(viewport) {
  const { guides: lines, push_in: push } = model.look.value;
  if (!through.value.guides.on && model.tool.value !== "push-in") return null;
  const on = through.value.guides.on;
  const shown = on ? lines : { ...lines, thirds: false, centre: false, aspects: [], action: false, title: false };
  const grid = on ? lines.grid : { ...lines.grid, on: false };
  return framed(viewport, (pen) => drawGuides(pen, viewport.whole, { ...shown, grid, on: true, push }));
}

/** @type {Part} */
function paths(viewport) {
  const held = model.look.value.paths;
  const editing = model.tool.value === "paths";
  if (held.length === 0 || !(through.value.paths.on || editing)) return null;
  const [frame, chosen, point, distances] = [
    standing.value,
    tools.path.value,
    tools.point.value,
    tools.distances.value,
  ];
  const ahead = tools.growing.value && editing ? tools.ahead.value : null;
  const width = aspect.value;
  return framed(viewport, (pen) => {
    for (const path of held) {
      const own = path.id === chosen;
      const points = own && ahead && path.points.length ? [...path.points, ahead] : path.points;
      const seen = { ...path, points, aspect: width };
      drawIncrements(pen, viewport, seen, path.spacing, {
        frame,
        editing: editing && own,
        chosen: point,
        distances: distances && own,
      });
    }
  });
}

/** @type {Part} */
function trail(viewport) {
  const marks = model.look.value.trail;
  const { on, last } = through.value.arc;
  const frame = standing.value;
  if (!on || marks.length === 0) return null;
  return framed(viewport, (pen) => drawTrail(pen, viewport, marks, { frame, last }));
}

/** @type {Part} */
function divider(viewport) {
  const { on, at } = through.value.split;
  if (!on || model.onFilm.value || lastPicture.value === null) return null;
  const sides = /** @type {const} */ ([t("last", model.lastFrame.value), t("live-side")]);
  return framed(viewport, (pen) => drawDivider(pen, viewport, at, sides));
}

/** The frame of the layer that is worked on, in the box. @param {Viewport} viewport @returns {[number, number][] | null} */
export function layerCorners(viewport) {
  const layer = model.look.value.layers.find(({ id }) => id === tools.layer.value);
  const own = layer && tools.sizes.value.get(`layer:${layer.id}`);
  if (!layer || !own || model.onFilm.value) return null;
  return corners(layer, own, standingSize.value).map(([x, y]) => viewport.toBox(x, y));
}

/** @type {Part} */
function layerFrame(viewport) {
  const places = model.tool.value === "layer" ? layerCorners(viewport) : null;
  return places && ((pen) => drawLayerFrame(pen, places));
}

/** @type {Part} */
function loupeMap(viewport) {
  return lookedAt.value.loupe.on ? (pen) => drawLoupeMap(pen, viewport) : null;
}

/** @type {Part} */
function place(viewport) {
  const alarm = noticed.value;
  const [, width, height] = (alarm && model.pictures.value.get(alarm.picture)) || ["", 0, 0];
  if (!width) return null;
  const { kind } = alarmWords(alarm, language.value);
  return (pen) => drawPlace(pen, viewport, { box: alarm.box, kind, size: { width, height } });
}

/** @type {Part} */
function arrow(viewport) {
  const placed = model.placed.value;
  const width = aspect.value;
  if (model.onFilm.value) return null;
  if (!placed) return reassured.value ? (pen) => drawBack(pen, viewport, t("put-back")) : null;
  const told = {
    words: t("move-camera", wayIn(seenWay(viewport, placed, width))),
    figure: `${placed.far.toFixed(1)} px`,
    aspect: width,
  };
  return (pen) => drawArrow(pen, viewport, placed, told);
}

/** A way in words; a part less than a fifth of the other is left out. @param {[number, number]} way */
export function wayIn([right, down]) {
  const most = Math.max(Math.abs(right), Math.abs(down));
  const named = /** @type {[number, string, string][]} */ ([[right, "way-right", "way-left"], [
    down,
    "way-down",
    "way-up",
  ]])
    .filter(([part]) => Math.abs(part) > most / 5)
    .map(([part, on, back]) => t(part > 0 ? on : back));
  return named.length > 1 ? t("way-and", ...named) : named[0] ?? "";
}
