// @ts-check
/** Clicks that mean one place: the point of the arc trail at this frame, and the colour that the key takes away. */

import * as model from "../state/model.js";
import { fine } from "../state/reading.js";
import { standing } from "../state/standing.js";
import { turn } from "../state/through.js";
import { leave } from "../state/tools.js";
import { marked, unmarked } from "../state/trail.js";
import { change } from "./keeping.js";

/** @typedef {import("./pointing.js").Hand} Hand */
/** @typedef {import("./pointing.js").At} At */

/** @param {At} at */
function markAt({ x, y }) {
  const frame = standing.peek();
  change("trail", (marks) => marked(marks, { frame, x: fine(x), y: fine(y) }));
}

/** Take the mark of the frame on the screen away. */
export function unmark() {
  const frame = standing.peek();
  change("trail", (marks) => marks.some((mark) => mark.frame === frame) ? unmarked(marks, frame) : marks);
}

/** @type {Hand} */
export const arc = {
  cursor: ({ alt }) => alt ? "not-allowed" : "crosshair",
  down(at) {
    if (at.alt) {
      unmark();
      return null;
    }
    markAt(at);
    return { move: markAt };
  },
};

/** @type {Hand} */
export const pick = {
  cursor: () => model.onFilm.peek() ? "not-allowed" : "crosshair",
  down(at) {
    if (model.onFilm.peek()) return null;
    sample(at);
    return { move: sample, up: leave };
  },
};

/** @param {At} at */
async function sample({ x, y }) {
  const colour = await model.view.peek()?.sample(Math.min(1, Math.max(0, x)), Math.min(1, Math.max(0, y)));
  if (!colour) return;
  change("key", (key) => ({ ...key, colour: colour.map(fine) }));
  turn("key", { on: true });
}
