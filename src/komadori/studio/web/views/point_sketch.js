// @ts-check
/** Drawing on the picture, and the eraser that takes whole strokes. */

import * as model from "../state/model.js";
import { fine } from "../state/reading.js";
import { drawnOn, erasedAt, layerFor, withLayer } from "../state/sketch.js";
import { aspect, standing } from "../state/standing.js";
import * as tools from "../state/tools.js";
import { change } from "./keeping.js";

/** @typedef {import("./pointing.js").Hand} Hand */
/** @typedef {import("./pointing.js").At} At */
/** @typedef {import("../state/sketch.js").Layer} Layer */

const RUBBER = 9;
/** Radius of the eraser in CSS pixels. */

/** The frame of the layer that is drawn on, null for the one that is always seen. */
export const frameDrawn = () => tools.pen.value.alone ? standing.value : null;

/** @param {(layer: Layer) => Layer} to */
export function changeLayer(to) {
  const frame = frameDrawn();
  change("sketch", ({ layers }) => ({ layers: withLayer(layers, to(layerFor(layers, frame))) }));
}

/** Take the last stroke of the layer that is drawn on away; whether there was one. */
export function undoStroke() {
  const { strokes } = layerFor(model.look.peek().sketch.layers, frameDrawn());
  if (strokes.length) changeLayer((layer) => ({ ...layer, strokes: layer.strokes.slice(0, -1) }));
  return strokes.length > 0;
}

/** @param {At} at */
function erase(at) {
  const reach = RUBBER / (at.viewport.seen.height * at.viewport.scale);
  const frame = frameDrawn();
  change("sketch", (held) => {
    const layer = layerFor(held.layers, frame);
    const left = erasedAt(layer, at.x, at.y, reach, aspect.peek());
    return left === layer ? held : { layers: withLayer(held.layers, left) };
  });
}

/** @param {At} at @returns {import("../state/sketch.js").PenPoint} */
const pointOf = ({ x, y, pressure }) =>
  pressure === null ? [fine(x), fine(y)] : [fine(x), fine(y), Math.round(pressure * 100) / 100];

/** @type {Hand} */
export const sketch = {
  cursor: () => tools.pen.peek().erase ? "cell" : "crosshair",
  down(at) {
    const { erase: rubs, colour, width } = tools.pen.peek();
    if (rubs) {
      erase(at);
      return { move: erase };
    }
    tools.stroke.value = { colour, width, points: [pointOf(at)] };
    return {
      move(next) {
        const drawn = tools.stroke.peek();
        if (drawn) tools.stroke.value = { ...drawn, points: [...drawn.points, pointOf(next)] };
      },
      up() {
        const drawn = tools.stroke.peek();
        if (drawn) changeLayer((layer) => drawnOn(layer, drawn, aspect.peek()));
        tools.stroke.value = null;
      },
    };
  },
  key: (event) => event.code === "KeyZ" && (event.ctrlKey || event.metaKey) && !event.shiftKey && undoStroke(),
};
