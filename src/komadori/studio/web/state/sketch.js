// @ts-check
/** Drawing over the live view: layers of strokes, each for one frame or for all. */

import { distanceToLine } from "./spacing.js";

/** @typedef {[number, number, number?]} PenPoint x and y, 0..1 of the picture, and how hard the pen pressed, 0..1 */
/** @typedef {{colour: string, width: number, points: PenPoint[]}} Stroke width: of the picture's height, at half pressure */
/** @typedef {{id: string, name: string, opacity: number, frame: number|null, strokes: Stroke[]}} Layer frame: null is always */

/** Deviation, in heights of the picture, that a kept stroke may have from the drawn one. */
const FINE = 0.0008;

/** @param {string} id @param {string} name @param {number|null} frame @returns {Layer} */
export const layer = (id, name, frame = null) => ({ id, name, opacity: 1, frame, strokes: [] });

/** The layer that is drawn on at `frame` alone, or with null always; an empty one where there is none. @param {readonly Layer[]} layers @param {number|null} frame */
export const layerFor = (layers, frame) =>
  layers.find((each) => each.frame === frame) ?? layer(frame === null ? "always" : `frame ${frame}`, "", frame);

/** The layers with this one in the place of that of its id, or last; without it once it is empty. @param {readonly Layer[]} layers @param {Layer} own @returns {Layer[]} */
export function withLayer(layers, own) {
  const at = layers.findIndex((each) => each.id === own.id);
  if (own.strokes.length === 0) return layers.filter((_, index) => index !== at);
  return at < 0 ? [...layers, own] : layers.with(at, own);
}

/** How wide a stroke is at a point that was pressed so hard, to its own width. @param {number} pressure 0..1 */
export const pressed = (pressure) => 0.3 + 1.4 * pressure;

/** The layers seen at `frame`, in their order. @param {readonly Layer[]} layers @param {number} frame */
export const layersAt = (layers, frame) =>
  layers.filter((each) => each.opacity > 0 && (each.frame === null || each.frame === frame));

/** The layers with the one of this id changed. @param {readonly Layer[]} layers @param {string} id @param {(layer: Layer) => Layer} change */
export const changed = (layers, id, change) => layers.map((each) => each.id === id ? change(each) : each);

/** The layer with a stroke more, freed of points that do not show. @param {Layer} to @param {Stroke} stroke @param {number} aspect @returns {Layer} */
export function drawnOn(to, stroke, aspect) {
  return { ...to, strokes: [...to.strokes, { ...stroke, points: simplified(stroke.points, aspect) }] };
}

/**
 * The layer without the strokes that a round eraser touches.
 * @param {Layer} from
 * @param {number} x 0..1
 * @param {number} y 0..1
 * @param {number} reach the eraser's radius in heights of the picture
 * @param {number} aspect the picture's width to height
 * @returns {Layer}
 */
export function erasedAt(from, x, y, reach, aspect) {
  const strokes = from.strokes.filter((stroke) => !touches(stroke, x, y, reach, aspect));
  return strokes.length === from.strokes.length ? from : { ...from, strokes };
}

/** @type {(stroke: Stroke, x: number, y: number, reach: number, aspect: number) => boolean} */
function touches({ points, width }, x, y, reach, aspect) {
  const at = { x, y };
  const near = reach + width / 2;
  return points.some((point, index) => {
    const from = points[Math.max(0, index - 1)];
    return distanceToLine(asPoint(from), asPoint(point), at, aspect) <= near;
  });
}

/** @param {PenPoint} point */
const asPoint = ([x, y]) => ({ x, y });

/**
 * A line with the points left out that lie within `fine` heights of the picture of what remains (Douglas and Peucker).
 * @param {PenPoint[]} points
 * @param {number} aspect
 * @param {number} fine
 * @returns {PenPoint[]}
 */
export function simplified(points, aspect, fine = FINE) {
  if (points.length < 3) return points;
  const kept = new Set([0, points.length - 1]);
  const parts = [[0, points.length - 1]];
  for (let part = parts.pop(); part; part = parts.pop()) {
    const [from, to] = part;
    let [furthest, found] = [fine, -1];
    for (let index = from + 1; index < to; index++) {
      const away = distanceToLine(asPoint(points[from]), asPoint(points[to]), asPoint(points[index]), aspect);
      if (away > furthest) [furthest, found] = [away, index];
    }
    if (found < 0) continue;
    kept.add(found);
    parts.push([from, found], [found, to]);
  }
  return points.filter((_, index) => kept.has(index));
}
