// @ts-check
/** The pixel loops of the 2D compositor: colour key, peaking and zebra; plain arithmetic on RGBA bytes. */

import { LUMA, PEAKING, peakingThreshold, ZEBRA, ZEBRA_STEP, zebraCode } from "../state/looking.js";

/** @typedef {Uint8ClampedArray<ArrayBuffer>} Bytes RGBA, rows from the top */
/** @typedef {import("../state/looking.js").Looking} Looking */

const [RED, GREEN, BLUE] = LUMA;
/** Width of a chroma edge that is none: one code. */
const SHARP = 1;

/**
 * Makes `pixels` transparent where the key colour is, takes its spill away and lifts it by `lift`, in place.
 * @param {Bytes} pixels
 * @param {Looking["key"]} key
 * @param {number} lift what codes are multiplied by
 */
export function keyPixels(pixels, key, lift) {
  const [red, green, blue] = key.colour.map((code) => code * 255);
  const grey = RED * red + GREEN * green + BLUE * blue;
  const [keyB, keyR] = [(blue - grey) / 1.8556, (red - grey) / 1.5748];
  const tolerance = key.tolerance * 255;
  const [soft, spill] = [Math.max(key.softness * 255, SHARP), Math.max(key.spill * 255, SHARP)];
  for (let at = 0; at < pixels.length; at += 4) {
    const [r, g, b] = [pixels[at], pixels[at + 1], pixels[at + 2]];
    const luma = RED * r + GREEN * g + BLUE * b;
    const across = (b - luma) / 1.8556 - keyB;
    const down = (r - luma) / 1.5748 - keyR;
    const away = Math.sqrt(across * across + down * down) - tolerance;
    if (away <= 0) {
      pixels[at + 3] = 0;
      continue;
    }
    const kept = away < spill ? away / spill : 1;
    pixels[at] = (luma + (r - luma) * kept) * lift;
    pixels[at + 1] = (luma + (g - luma) * kept) * lift;
    pixels[at + 2] = (luma + (b - luma) * kept) * lift;
    if (away < soft) pixels[at + 3] = 255 * away / soft;
  }
}

/**
 * The marks over a live picture, as RGBA bytes of the same size.
 * @param {Bytes} live
 * @param {number} width
 * @param {number} height
 * @param {Pick<Looking, "peaking"|"zebra">} params
 * @returns {Bytes}
 */
export function markPixels(live, width, height, { peaking, zebra }) {
  const marks = new Uint8ClampedArray(live.length);
  if (peaking.on) peak(live, marks, width, height, peakingThreshold(peaking.strength) * 255);
  if (zebra.on) stripe(live, marks, width, zebraCode(zebra.level));
  return marks;
}

/** @type {(live: Bytes, marks: Bytes, width: number, height: number, threshold: number) => void} */
function peak(live, marks, width, height, threshold) {
  const luma = new Float32Array(width * height);
  for (let at = 0, pixel = 0; at < luma.length; at++, pixel += 4) {
    luma[at] = RED * live[pixel] + GREEN * live[pixel + 1] + BLUE * live[pixel + 2];
  }
  const [red, green, blue] = PEAKING.map((code) => Math.round(code * 255));
  for (let y = 0, at = 0; y < height; y++) {
    const [up, down] = [y > 0 ? -width : 0, y < height - 1 ? width : 0];
    for (let x = 0; x < width; x++, at++) {
      const around = luma[at + (x < width - 1 ? 1 : 0)] + luma[at - (x > 0 ? 1 : 0)] + luma[at + down] + luma[at + up];
      const edge = Math.abs(4 * luma[at] - around);
      if (edge <= threshold) continue;
      const pixel = at * 4;
      marks[pixel] = red;
      marks[pixel + 1] = green;
      marks[pixel + 2] = blue;
      marks[pixel + 3] = 255 * (edge - threshold) / (0.5 * threshold);
    }
  }
}

/** @type {(live: Bytes, marks: Bytes, width: number, level: number) => void} */
function stripe(live, marks, width, level) {
  const dark = Math.round(ZEBRA * 255);
  for (let at = 0, pixel = 0; pixel < live.length; at++, pixel += 4) {
    if (live[pixel] < level && live[pixel + 1] < level && live[pixel + 2] < level) continue;
    if ((at % width + Math.floor(at / width)) % ZEBRA_STEP >= ZEBRA_STEP / 2) continue;
    marks.fill(dark, pixel, pixel + 3);
    marks[pixel + 3] = 255;
  }
}
