// @ts-check
/** A sound's waveform, small and whole. */

import { html } from "./html.js";

const WIDTH = 240;
const HEIGHT = 44;

/** @param {{peaks: {low: number[], high: number[]} | undefined}} given */
export function Waveform({ peaks }) {
  return html`
    <svg class="waveform" viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path d=${peaks?.high.length ? outline(peaks) : `M0 ${HEIGHT / 2}H${WIDTH}`} />
    </svg>
  `;
}

/** Along the tops and back along the bottoms. @param {{low: number[], high: number[]}} peaks */
function outline({ low, high }) {
  const middle = HEIGHT / 2;
  const tops = [];
  const bottoms = [];
  for (let x = 0; x < WIDTH; x++) {
    const from = Math.floor(x * high.length / WIDTH);
    const to = Math.max(from + 1, Math.floor((x + 1) * high.length / WIDTH));
    const top = Math.max(...high.slice(from, to), 0);
    const bottom = Math.min(...low.slice(from, to), 0);
    tops.push(`${x} ${(middle - 0.5 - top * (middle - 1)).toFixed(1)}`);
    bottoms.push(`${x} ${(middle + 0.5 - bottom * (middle - 1)).toFixed(1)}`);
  }
  return `M${tops.join("L")}L${bottoms.reverse().join("L")}Z`;
}
