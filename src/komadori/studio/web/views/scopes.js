// @ts-check
/** Histogram and waveform of the live picture. */

import { useEffect, useRef } from "preact/hooks";
import { effect } from "@preact/signals";
import { drawHistogram, drawWaveform } from "../draw/scopes.js";
import { measured } from "../state/model.js";
import { html } from "./html.js";

export function Scopes() {
  const wave = useRef(/** @type {any} */ (null));
  const histogram = useRef(/** @type {any} */ (null));
  useEffect(() =>
    effect(() => {
      const data = measured.value;
      if (!data) return;
      drawWaveform(wave.current, data);
      drawHistogram(histogram.current, data);
    }), []);
  return html`
    <div class="scopes" aria-hidden="true">
      <canvas ref=${wave}></canvas>
      <canvas ref=${histogram}></canvas>
    </div>
  `;
}
