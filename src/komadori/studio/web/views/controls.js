// @ts-check
/** The few controls that all panels share. */

import { html } from "./html.js";

/** @param {{label: string, on: boolean, turn: (on: boolean) => void}} given */
export const Switch = ({ label, on, turn }) =>
  html`
    <button type="button" class="switch" role="switch" aria-checked=${String(on)} aria-label=${label}
      onClick=${() => turn(!on)}></button>
  `;

/**
 * @param {{label: string, value: number, least?: number, most?: number, step?: number, change: (value: number) => void,
 *   shown?: string}} given
 */
export const Slider = ({ label, value, least = 0, most = 1, step = 0.01, change, shown }) => {
  const done = 100 * (value - least) / (most - least);
  return html`
    <input type="range" aria-label=${label} min=${least} max=${most} step=${step} value=${value}
      aria-valuetext=${shown} style=${`--done:${done}%`}
      onInput=${(/** @type {any} */ event) => change(Number(event.target.value))} />
  `;
};

/** A row of a panel: a word, a control, a figure. @param {{word: string, figure?: unknown, children?: unknown}} given */
export const Row = ({ word, figure, children }) =>
  html`<div class="row"><span>${word}</span>${children}${
    figure === undefined ? null : html`<span>${figure}</span>`
  }</div>`;

/**
 * @param {{label: string, value: unknown, choices: readonly (readonly [any, string])[], choose: (value: any) => void}} given
 */
export const Segments = ({ label, value, choices, choose }) =>
  html`<div class="segments" role="group" aria-label=${label}>${
    choices.map(([name, words]) =>
      html`<button type="button" aria-pressed=${String(value === name)} onClick=${() => choose(name)}>${words}</button>`
    )
  }</div>`;

const SHAPES = {
  onion: "M4 12a6 6 0 0 1 6-6M4 12a6 6 0 0 0 6 6M20 12a6 6 0 1 1-12 0a6 6 0 1 1 12 0",
  arc:
    "M4 17C8 6 15 5 20 9M5.4 17a1.4 1.4 0 1 1-2.8 0a1.4 1.4 0 1 1 2.8 0M21.4 9a1.4 1.4 0 1 1-2.8 0a1.4 1.4 0 1 1 2.8 0",
  guides:
    "M7 5h10a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3V8a3 3 0 0 1 3-3ZM9.3 5v14M14.7 5v14M4 9.7h16M4 14.3h16",
  difference: "M14.5 12a5.5 5.5 0 1 1-11 0a5.5 5.5 0 1 1 11 0M20.5 12a5.5 5.5 0 1 1-11 0a5.5 5.5 0 1 1 11 0",
  split: "M4 5h16v14H4zM12 3v18",
  key: "M7 6h10a3 3 0 0 1 3 3v6a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3V9a3 3 0 0 1 3-3ZM15 12a3 3 0 1 1-6 0a3 3 0 1 1 6 0",
  reference: "M5 17 10 10l4 4 2-2 3 5zM6.500 5h11a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3h-11a3 3 0 0 1-3-3V8a3 3 0 0 1 3-3Z",
  paths: "M4 18C9 18 9 6 20 6M4 18v-3M9 14.500l2.400 1.400M13.500 8.500l2 2M20 6v3",
  sketch: "M5 19l1-4L16 5l3 3L9 18zM14 7l3 3",
  focus: "M17 11a6 6 0 1 1-12 0a6 6 0 1 1 12 0M15.500 15.500 20 20",
  lock:
    "M8.400 11h7.200a2.400 2.400 0 0 1 2.400 2.400v3.200a2.400 2.400 0 0 1-2.400 2.400H8.400A2.400 2.400 0 0 1 6 16.600v-3.200A2.400 2.400 0 0 1 8.400 11ZM8.500 11V8.600a3.500 3.500 0 0 1 7 0V11",
  moon: "M19 14.500A7.500 7.500 0 1 1 10 4.800a6 6 0 0 0 9 9.700Z",
  back: "M15 6l-6 6 6 6z",
  play: "M8 5.500 18.500 12 8 18.500z",
  stop: "M7 7h10v10H7z",
  forward: "M9 6l6 6-6 6z",
  short: "M12 7V3L7.500 6.500 12 10V7a5.500 5.500 0 1 1-5.500 5.500M10.800 10.500v4l3.200-2z",
  undo: "M9 14 4.500 9.500 9 5M4.500 9.500H14a5.500 5.500 0 0 1 0 11h-3",
  redo: "M15 14l4.500-4.500L15 5M19.500 9.500H10a5.500 5.500 0 0 0 0 11h3",
  loop: "M5 11a6 6 0 0 1 6-5h7l-2.500-2.500M19 13a6 6 0 0 1-6 5H6l2.500 2.500",
  sound: "M5 10v4h3l4 3.500v-11L8 10zM15.500 9.500a4 4 0 0 1 0 5M17.800 7.500a7 7 0 0 1 0 9",
  silent: "M5 10v4h3l4 3.500v-11L8 10zM16 10l4 4M20 10l-4 4",
  black:
    "M6 5h12a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2ZM12 5v14M12 8h8M12 11h8M12 14h8M12 17h8",
  full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  finished: "M6.500 5h11a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3h-11a3 3 0 0 1-3-3V8a3 3 0 0 1 3-3ZM8 12.200l3 3 5.500-6",
  preroll: "M4 6v12M20 6l-9 6 9 6zM11 6v12",
  warning: "M12 4 21 19.500H3zM12 10v4.500M12 17v.2",
  close: "M6 6l12 12M18 6 6 18",
  screen:
    "M5 5h14a1.500 1.500 0 0 1 1.500 1.500v9a1.500 1.500 0 0 1-1.500 1.500H5a1.500 1.500 0 0 1-1.500-1.500v-9A1.500 1.500 0 0 1 5 5ZM9 20.500h6M12 7.600v.2",
  clock: "M20 12a8 8 0 1 1-16 0a8 8 0 1 1 16 0M12 7.500V12l3 2",
  plus: "M12 5v14M5 12h14",
  note:
    "M9 17.500a2.500 2.500 0 1 1-5 0a2.500 2.500 0 1 1 5 0M9 17.500V6l10-2v11.500M19 15.500a2.500 2.500 0 1 1-5 0a2.500 2.500 0 1 1 5 0",
  hand:
    "M8.500 13V6a1.500 1.500 0 0 1 3 0v5M11.500 11V4.800a1.500 1.500 0 0 1 3 0V11M14.500 11V6.500a1.500 1.500 0 0 1 3 0V14a6 6 0 0 1-6 6.500c-3 0-4-1.500-5.500-4.500L4.800 13.200a1.400 1.400 0 0 1 2.500-1.200l1.200 2",
  lamp: "M8 4h8l3 9H5zM12 13v5M8.500 20h7",
  brush: "M14 4.500 19.500 10 12 16.500 7.500 12zM7.500 12c-3 .5-2.500 4-4.500 6.500 3.500 1 7.500.5 9-2",
  below: "M6 9.500 12 15.500 18 9.500",
  up: "M12 19V5M6.500 10.500 12 5l5.500 5.500",
  down: "M12 5v14M6.500 13.500 12 19l5.500-5.500",
};

/** @param {{name: keyof typeof SHAPES, size?: number, filled?: boolean}} given */
export const Icon = ({ name, size = 18, filled = false }) =>
  html`
    <svg class="icon" viewBox="0 0 24 24" width=${size} height=${size} aria-hidden="true"
      style=${filled ? "fill:currentColor" : ""}>
      <path d=${SHAPES[name]} />
    </svg>
  `;
