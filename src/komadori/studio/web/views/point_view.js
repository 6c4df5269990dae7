// @ts-check
/** The pointer without a tool: it takes hold of the split's divider and of the loupe, and otherwise does nothing. */

import { knobOf } from "../draw/handles.js";
import * as model from "../state/model.js";
import { lastPicture, through, turn } from "../state/through.js";

/** @typedef {import("./pointing.js").Hand} Hand */
/** @typedef {import("./pointing.js").At} At */

const NEAR = 20;
/** CSS pixels from which the divider's handle, */
const LINE = 7;
/** and from which its line is meant. */

/** @param {At} at */
function onDivider({ left, top, viewport }) {
  const { on, at } = through.peek().split;
  if (!on || model.onFilm.peek() || lastPicture.peek() === null) return false;
  const [x, y] = knobOf(viewport, at);
  const [endX, endY] = viewport.toBox(at, 1);
  const long = Math.hypot(endX - x, endY - y) || 1;
  const away = Math.abs((endX - x) * (top - y) - (endY - y) * (left - x)) / long;
  return Math.hypot(left - x, top - y) <= NEAR || away <= LINE;
}

/** @param {At} at */
const onLoupe = ({ viewport }) => viewport.looking.loupe.on;

/** The middle of what the loupe shows now, as near to an edge as it can be. @param {At} at @returns {[number, number]} */
function middleOf({ viewport }) {
  const { left, top, width, height } = viewport.frame;
  const [x, y] = viewport.toPicture(left + width / 2, top + height / 2);
  return [Math.min(1, Math.max(0, x)), Math.min(1, Math.max(0, y))];
}

/** @param {At} from @returns {import("./pointing.js").Drag} */
function pull(from) {
  const [x, y] = middleOf(from);
  return {
    move({ left, top }) {
      // In the view as it was taken hold of, since it moves with the hand.
      const [nowX, nowY] = from.viewport.toPicture(left, top);
      turn("loupe", {
        x: Math.min(1, Math.max(0, x + from.x - nowX)),
        y: Math.min(1, Math.max(0, y + from.y - nowY)),
      });
    },
  };
}

/** @type {Hand} */
export const idle = {
  cursor: (at) => onDivider(at) ? sideways(at) : onLoupe(at) ? "grab" : "",
  down(at) {
    if (onDivider(at)) return { move: ({ x }) => turn("split", { at: Math.min(1, Math.max(0, x)) }) };
    return onLoupe(at) ? pull(at) : null;
  },
};

/** The divider's cursor: a turned picture has it lying. @param {At} at */
function sideways({ viewport }) {
  const [[x], [endX]] = [viewport.toBox(0.5, 0), viewport.toBox(0.5, 1)];
  return Math.abs(x - endX) < 1 ? "ew-resize" : "ns-resize";
}
