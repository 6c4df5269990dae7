// @ts-check
/** The curve of a spacing made by hand: way over time, with a dot for each exposure and two handles. */

import { useEffect, useRef } from "preact/hooks";
import { drawSpacing } from "../draw/increments.js";
import { fine, within } from "../state/reading.js";
import { standing } from "../state/standing.js";
import { t } from "../state/words.js";
import { html } from "./html.js";
import { keep } from "./keeping.js";

/** @typedef {import("../state/spacing.js").Spacing} Spacing */

/** CSS pixels around the curve, so that handles at the edge can be held. */
const EDGE = 8;

/** @param {{spacing: Spacing, change: (handles: Spacing["handles"]) => void}} given */
export function CurveEditor({ spacing, change }) {
  const canvas = useRef(/** @type {any} */ (null));
  const held = useRef(-1);
  const frame = standing.value;
  useEffect(() => paint(canvas.current, spacing, frame));
  /** @param {PointerEvent} event */
  const at = (event) => {
    const box = canvas.current.getBoundingClientRect();
    const share = (/** @type {number} */ way, /** @type {number} */ whole) =>
      fine(within((way - EDGE) / (whole - 2 * EDGE), 0, 1));
    return [share(event.clientX - box.left, box.width), 1 - share(event.clientY - box.top, box.height)];
  };
  /** @param {PointerEvent} event */
  const move = (event) => {
    if (held.current < 0) return;
    const [x, y] = at(event);
    const [x1, y1, x2, y2] = spacing.handles;
    change(held.current === 0 ? [x, y, x2, y2] : [x1, y1, x, y]);
  };
  /** @param {PointerEvent} event */
  const down = (event) => {
    const [x, y] = at(event);
    const [x1, y1, x2, y2] = spacing.handles;
    held.current = Math.hypot(x - x1, y - y1) <= Math.hypot(x - x2, y - y2) ? 0 : 1;
    canvas.current.setPointerCapture(event.pointerId);
    move(event);
  };
  const up = () => {
    held.current = -1;
    keep();
  };
  return html`
    <canvas ref=${canvas} class="curve" role="img" aria-label=${t("by-hand")} title=${t("by-hand")}
      onPointerDown=${down} onPointerMove=${move} onPointerUp=${up} onPointerCancel=${up}></canvas>
  `;
}

/** @param {HTMLCanvasElement} canvas @param {Spacing} spacing @param {number} frame */
function paint(canvas, spacing, frame) {
  const ratio = devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  Object.assign(canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.scale(ratio, ratio);
  const box = { left: EDGE, top: EDGE, width: width - 2 * EDGE, height: height - 2 * EDGE };
  drawSpacing(pen, box, spacing, frame);
}
