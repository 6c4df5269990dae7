// @ts-check
/** Frames that are dragged by their corners: the push-in, and a line-up layer. */

import { stalkOf } from "../draw/handles.js";
import { dragPush, pushHandle } from "../state/guides.js";
import { dragged } from "../state/line_up.js";
import * as model from "../state/model.js";
import { withChanged } from "../state/paths.js";
import { standingSize } from "../state/standing.js";
import * as tools from "../state/tools.js";
import { change } from "./keeping.js";
import { layerCorners } from "./overlay.js";

/** @typedef {import("./pointing.js").Hand} Hand */
/** @typedef {import("./pointing.js").At} At */

const REACH = 16;
/** CSS pixels from which a corner is still meant. */

/** @param {At} at */
function handleOf({ x, y, viewport }) {
  const { width, height } = viewport.whole;
  return pushHandle(model.look.peek().push_in, x, y, { x: REACH / width, y: REACH / height });
}

/** The cursor of a corner as it is seen. @param {At} at @param {{left: number, top: number}} middle */
const diagonal = (at, middle) => (at.left - middle.left) * (at.top - middle.top) > 0 ? "nwse-resize" : "nesw-resize";

/** @type {Hand} */
export const pushIn = {
  beyond: true,
  cursor(at) {
    const handle = handleOf(at);
    if (!handle) return "default";
    const { x, y } = model.look.peek().push_in;
    const [left, top] = at.viewport.toBox(x, y);
    return handle === "move" ? "move" : diagonal(at, { left, top });
  },
  down(at) {
    const handle = handleOf(at);
    if (!handle) return null;
    const before = model.look.peek().push_in;
    return { move: (to) => change("push_in", () => dragPush(before, handle, at, to)) };
  },
};

/**
 * The handle of the layer that is worked on under the pointer, or the layer itself; null beside it.
 * @param {At} at
 * @returns {import("../state/line_up.js").LayerHandle | null}
 */
function partOf(at) {
  const corners = layerCorners(at.viewport);
  if (!corners) return null;
  const near = (/** @type {readonly [number, number]} */ [x, y]) => Math.hypot(x - at.left, y - at.top) <= REACH;
  if (near(stalkOf(corners).turn)) return "turn";
  if (corners.some(near)) return "scale";
  return inside(corners, at) ? "move" : null;
}

/** Whether a point lies on the same side of all four edges. @param {[number, number][]} corners @param {At} at */
function inside(corners, { left, top }) {
  const sides = corners.map(([x, y], index) => {
    const [toX, toY] = corners[(index + 1) % corners.length];
    return Math.sign((toX - x) * (top - y) - (toY - y) * (left - x));
  });
  return sides.every((side) => side >= 0) || sides.every((side) => side <= 0);
}

/** @param {At} at */
function pixels({ x, y }) {
  const { width, height } = standingSize.peek();
  return { x: x * width, y: y * height };
}

/** @type {Hand} */
export const lineUp = {
  beyond: true,
  cursor(at) {
    const part = partOf(at);
    if (part === "turn") return "grab";
    if (part === "move") return "move";
    const corners = part && layerCorners(at.viewport);
    if (!corners) return "default";
    return diagonal(at, { left: (corners[0][0] + corners[2][0]) / 2, top: (corners[0][1] + corners[2][1]) / 2 });
  },
  down(at) {
    const part = partOf(at);
    const id = tools.layer.peek();
    const before = model.look.peek().layers.find((layer) => layer.id === id);
    if (!part || !before) return null;
    const from = pixels(at);
    return {
      move: (to) =>
        change(
          "layers",
          (all) => withChanged(all, id, () => dragged(before, part, from, pixels(to), standingSize.peek())),
        ),
    };
  },
};
