// @ts-check
/** Chooses who draws the live view: the GPU where there is one, else the 2D canvas, which is 5 to 12 times cheaper. */

import { create as createGl } from "./compositor_gl.js";
import { create as create2d } from "./compositor_2d.js";

/** @typedef {import("../state/looking.js").Looking} Looking */
/** @typedef {import("../state/looking.js").Size} Size */
/** @typedef {"gl"|"2d"|"auto"} Renderer */
/** @typedef {ImageBitmap|OffscreenCanvas} Picture opaque, 8-bit sRGB */
/**
 * Draws `frame` with the references as `params` ask, in the order of state/looking.js, on a canvas that becomes `at` large
 * (device pixels; the seen picture's own size if left out).
 * @typedef {(frame: Picture, refs: Map<string, Picture>, params: Looking, at?: Size) => void} Draw
 */
/** @typedef {{kind: "gl"|"2d", draw: Draw, readonly size: Size, close: () => void}} Compositor size: as last drawn */

const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** Whether WebGL2 is there and drawn by a GPU. */
export function hasGpu() {
  const gl = new OffscreenCanvas(1, 1).getContext("webgl2");
  if (!gl) return false;
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  const renderer = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return !SOFTWARE.test(renderer);
}

/**
 * A compositor on `canvas`, which nobody else has drawn on. "gl" where there is no WebGL2 falls back to 2D.
 * @param {OffscreenCanvas|HTMLCanvasElement} canvas
 * @param {Renderer} renderer
 * @returns {Compositor}
 */
export function create(canvas, renderer = "auto") {
  if (renderer === "gl" || (renderer === "auto" && hasGpu())) {
    const drawn = createGl(canvas);
    if (drawn) return drawn;
  }
  return create2d(canvas);
}
