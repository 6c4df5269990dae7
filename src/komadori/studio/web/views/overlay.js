// @ts-check
/** Lines over the picture: what the animator drew and measures by, and the arrow of an alarm. */

import { effect } from "@preact/signals";
import { colour } from "../draw/palette.js";
import * as model from "../state/model.js";

/**
 * @param {HTMLCanvasElement} canvas
 * @returns {() => void} what ends it
 */
export function overlayOn(canvas) {
  let asked = 0;
  const redraw = () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(() => draw(canvas));
  };
  const watcher = new ResizeObserver(redraw);
  watcher.observe(canvas);
  const end = effect(() => {
    model.placed.value;
    model.liveSize.value;
    redraw();
  });
  return () => {
    end();
    watcher.disconnect();
  };
}

/** @param {HTMLCanvasElement} canvas */
function draw(canvas) {
  const ratio = devicePixelRatio || 1;
  canvas.width = Math.round(canvas.clientWidth * ratio);
  canvas.height = Math.round(canvas.clientHeight * ratio);
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.scale(ratio, ratio);
  pen.strokeStyle = colour("lamp");
}
