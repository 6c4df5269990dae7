// @ts-check
/** Line-up layers: stills and videos laid over live, each where it was put. */

import { placement } from "./looking.js";

/** @typedef {import("./document.js").LineUpLayer} LineUpLayer */
/** @typedef {import("./looking.js").Size} Size */
/** @typedef {"move"|"scale"|"turn"} LayerHandle */

const VIDEO = /\.(mp4|mov|m4v|webm|mkv|avi|mpg|mpeg)$/i;

/** Whether a file is named like a video. @param {string} file */
export const isVideo = (file) => VIDEO.test(file);

/** @param {string} id @param {string} file @returns {LineUpLayer} */
export const newLayer = (id, file) => ({
  id,
  file,
  x: 0,
  y: 0,
  scale: 1,
  opacity: 0.5,
  flip: false,
  turn: 0,
  offset: 0,
});

/**
 * The layers with the one of this id one place further up or down.
 * @param {readonly LineUpLayer[]} layers
 * @param {string} id
 * @param {-1|1} by
 * @returns {LineUpLayer[]}
 */
export function shifted(layers, id, by) {
  const at = layers.findIndex((layer) => layer.id === id);
  const to = at + by;
  if (at < 0 || to < 0 || to >= layers.length) return [...layers];
  const moved = layers.toSpliced(at, 1);
  return moved.toSpliced(to, 0, layers[at]);
}

/**
 * The corners of a layer in the picture, 0..1, clockwise from its own upper left.
 * @param {LineUpLayer} layer
 * @param {Size} own
 * @param {Size} picture
 * @returns {[number, number][]}
 */
export function corners(layer, own, picture) {
  const [a, b, c, d, e, f] = placement({ ...layer, slot: "" }, own, picture);
  return [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([across, down]) => {
    const [x, y] = [across * own.width / 2, down * own.height / 2];
    return [(a * x + c * y + e) / picture.width, (b * x + d * y + f) / picture.height];
  });
}

/**
 * A layer after one of its handles was dragged, all in picture pixels.
 * @param {LineUpLayer} layer as it was when the drag began
 * @param {LayerHandle} handle
 * @param {{x: number, y: number}} from
 * @param {{x: number, y: number}} to
 * @param {Size} picture
 * @returns {LineUpLayer}
 */
export function dragged(layer, handle, from, to, picture) {
  const middle = { x: (0.5 + layer.x) * picture.width, y: (0.5 + layer.y) * picture.height };
  const [before, after] = [from, to].map((at) => ({ x: at.x - middle.x, y: at.y - middle.y }));
  if (handle === "move") {
    const held = (/** @type {number} */ value) => Math.min(2, Math.max(-2, value));
    return {
      ...layer,
      x: held(layer.x + (to.x - from.x) / picture.width),
      y: held(layer.y + (to.y - from.y) / picture.height),
    };
  }
  if (handle === "scale") {
    const grown = Math.hypot(after.x, after.y) / Math.max(1, Math.hypot(before.x, before.y));
    return { ...layer, scale: Math.min(10, Math.max(0.05, layer.scale * grown)) };
  }
  const turned = Math.atan2(after.y, after.x) - Math.atan2(before.y, before.x);
  return { ...layer, turn: straightened(layer.turn + turned * 180 / Math.PI) };
}

/** An angle within half a turn, upright where it nearly is. @param {number} degrees */
function straightened(degrees) {
  const turn = ((degrees + 180) % 360 + 360) % 360 - 180;
  const near = Math.round(turn / 90) * 90;
  return Math.abs(turn - near) < 1 ? near : Math.round(turn * 10) / 10;
}
