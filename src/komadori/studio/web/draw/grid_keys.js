// @ts-check
/** The keys of the exposure sheet while it is the one that hears them. */

import { topOf } from "./grid_layout.js";

/** @typedef {import("./grid.js").Grid} Grid */

/**
 * Where each key leads from `frame`.
 * @type {Record<string, (grid: Grid, frame: number) => number>}
 */
const STEPS = {
  ArrowUp: (_, frame) => frame - 1,
  ArrowDown: (_, frame) => frame + 1,
  PageUp: (grid, frame) => frame - page(grid),
  PageDown: (grid, frame) => frame + page(grid),
  Home: () => 1,
  End: (grid) => Math.max(1, grid.shown.sheet?.frames ?? 1),
};

/** @param {Grid} grid */
const page = (grid) => Math.max(1, Math.floor(grid.height / grid.rowHeight) - 3);

/**
 * @param {Grid} grid
 * @param {KeyboardEvent} event
 */
export function keyed(grid, event) {
  if (!grid.shown.sheet || event.isComposing) return;
  const key = {
    code: event.code || event.key,
    ctrl: event.ctrlKey || event.metaKey,
    shift: event.shiftKey,
    alt: event.altKey,
  };
  if (!(grid.press(key) || menu(grid, key) || step(grid, key) || aside(grid, key))) return;
  event.preventDefault();
  event.stopPropagation();
}

/** @typedef {{code: string, ctrl: boolean, shift: boolean, alt: boolean}} Pressed */

/**
 * The end of the selection that the keys move, and the column.
 * @param {Grid} grid
 */
function cursor(grid) {
  const { selection, playhead, sheet } = grid.shown;
  const column = selection?.column ?? /** @type {import("../state/sheet.js").Sheet} */ (sheet).columns[0].name;
  if (!selection) return { frame: Math.max(1, playhead), column };
  return { frame: grid.anchor === selection.last ? selection.first : selection.last, column };
}

/**
 * @param {Grid} grid
 * @param {Pressed} key
 */
function step(grid, key) {
  const lead = STEPS[key.code];
  // Shift with End sends the camera to the end, here as on the whole page.
  if (!lead || key.ctrl || key.alt || (key.shift && key.code === "End")) return false;
  const { frame, column } = cursor(grid);
  const to = Math.min(Math.max(1, lead(grid, frame)), grid.rows.count);
  const whole = !grid.shown.selection;
  grid.select(key.shift && !whole ? grid.anchor || frame : to, to, column);
  grid.reveal(to);
  grid.on.look(to);
  return true;
}

/**
 * Left and right go from column to column.
 * @param {Grid} grid
 * @param {Pressed} key
 */
function aside(grid, key) {
  const by = key.code === "ArrowLeft" ? -1 : key.code === "ArrowRight" ? 1 : 0;
  if (!by || key.ctrl || key.alt || key.shift) return false;
  const names = [...new Set(grid.views.slice(1).map((view) => grid.columnOf(view)))];
  const { frame, column } = cursor(grid);
  const to = names[Math.min(Math.max(0, names.indexOf(column) + by), names.length - 1)];
  grid.select(frame, frame, to);
  const view = grid.views.find((each) => each.column?.name === to);
  if (view) beside(grid, view);
  return true;
}

/**
 * Scroll aside until `view` is in sight beside the frame numbers.
 * @param {Grid} grid
 * @param {import("./grid_layout.js").View} view
 */
function beside(grid, view) {
  const numbers = grid.views[0].x + grid.views[0].width;
  const left = grid.scroller.scrollLeft;
  if (view.x - numbers < left) grid.scroller.scrollLeft = view.x - numbers;
  else if (view.x + view.width > left + grid.width) grid.scroller.scrollLeft = view.x + view.width - grid.width + 8;
}

/**
 * @param {Grid} grid
 * @param {Pressed} key
 */
function menu(grid, key) {
  if (key.code !== "ContextMenu" && !(key.code === "F10" && key.shift)) return false;
  const { frame, column } = cursor(grid);
  const box = grid.scroller.getBoundingClientRect();
  const view = grid.views.find((each) => each.column?.name === column) ?? grid.views[0];
  const y = topOf({ rows: grid.rows, top: grid.scroller.scrollTop }, frame) + grid.rows.tall(frame);
  grid.on.menu(frame, column, box.left + view.x - grid.scroller.scrollLeft + view.width / 2, box.top + y);
  return true;
}
