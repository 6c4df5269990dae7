// @ts-check
/** The pointer on the exposure sheet: click, drag over, drag away, drag an edge, double-click, press long. */

import { moving, stretch } from "../state/edits.js";
import { spanAt } from "../state/sheet.js";

/** @typedef {import("./grid.js").Grid} Grid */
/** @typedef {import("../state/sheet.js").Span} Span */
/** @typedef {{kind: "select" | "move" | "stretch", column: string, from: number, to: number, span: Span | null}} Drag */

const EDGE = 5;
const LONG = 500;
const SLIP = 8;

export class Gestures {
  /**
   * @param {Grid} grid
   * @param {AbortSignal} signal
   */
  constructor(grid, signal) {
    this.grid = grid;
    /** @type {Drag | null} */
    this.drag = null;
    this.long = 0;
    this.start = { x: 0, y: 0 };
    const { scroller } = grid;
    scroller.style.touchAction = "pan-x pan-y";
    scroller.addEventListener("pointerdown", (event) => this.down(event), { signal });
    scroller.addEventListener("pointermove", (event) => this.move(event), { signal });
    scroller.addEventListener("pointerup", (event) => this.up(event), { signal });
    scroller.addEventListener("pointercancel", () => this.cancel(), { signal });
    scroller.addEventListener("pointerleave", () => this.hover(0), { signal });
    scroller.addEventListener("dblclick", (event) => this.twice(event), { signal });
    scroller.addEventListener("contextmenu", (event) => this.context(event), { signal });
  }

  /** @param {PointerEvent} event */
  down(event) {
    const { grid } = this;
    if (!grid.shown.sheet || event.button !== 0) return;
    const hit = grid.at(event);
    if (hit.header || hit.outside) return;
    // Focus moves after this handler; the scroller is no control, so it goes to the mirror that hears the keys.
    event.preventDefault();
    grid.focus();
    this.start = { x: event.clientX, y: event.clientY };
    if (event.pointerType === "touch") {
      this.long = setTimeout(() => this.pressed(event), LONG);
      return;
    }
    grid.scroller.setPointerCapture(event.pointerId);
    this.drag = this.begun(event, hit);
    if (this.drag.kind !== "select") return;
    grid.select(this.drag.from, this.drag.to, this.drag.column);
    grid.on.look(hit.frame);
  }

  /**
   * @param {PointerEvent} event
   * @param {ReturnType<Grid["at"]>} hit
   * @returns {Drag}
   */
  begun(event, hit) {
    const { selection } = this.grid.shown;
    const column = this.grid.columnOf(hit.view);
    const same = selection && selection.column === column;
    const span = this.edge(hit, event.altKey);
    if (span) return { kind: "stretch", column, from: span.last, to: span.last, span };
    if (same && event.shiftKey) {
      return { kind: "select", column, from: this.grid.anchor || selection.first, to: hit.frame, span: null };
    }
    const within = same && hit.frame >= selection.first && hit.frame <= selection.last;
    const movable = within && hit.view.as !== "note" && hit.view.as !== "words" && hit.view.as !== "sound";
    return { kind: movable ? "move" : "select", column, from: hit.frame, to: hit.frame, span: null };
  }

  /**
   * The cell whose lower edge is at hand, or with Alt the one anywhere under the pointer.
   * @param {ReturnType<Grid["at"]>} hit
   * @param {boolean} anywhere
   * @returns {Span | null}
   */
  edge(hit, anywhere) {
    const { column, as } = hit.view;
    if (!column || as === "sound") return null;
    const span = spanAt(column, hit.frame);
    if (!span || (column.kind !== "picture" && !span.cell.text)) return null;
    return anywhere || (hit.frame === span.last && hit.left <= EDGE) ? span : null;
  }

  /** @param {PointerEvent} event */
  move(event) {
    const { grid } = this;
    if (!grid.shown.sheet) return;
    if (Math.hypot(event.clientX - this.start.x, event.clientY - this.start.y) > SLIP) this.still();
    const hit = grid.at(event);
    if (!this.drag) {
      const edge = !hit.header && this.edge(hit, event.altKey);
      grid.scroller.style.cursor = edge ? "ns-resize" : "default";
      this.hover(event.pointerType === "touch" || hit.header ? 0 : hit.frame);
      return;
    }
    this.scroll(event);
    this.dragged(hit);
  }

  /** @param {ReturnType<Grid["at"]>} hit */
  dragged(hit) {
    const { grid, drag } = this;
    if (!drag) return;
    if (drag.kind === "select") {
      if (hit.frame === drag.to) return;
      drag.to = hit.frame;
      grid.select(drag.from, drag.to, drag.column);
      return;
    }
    if (drag.kind === "stretch" && drag.span) {
      drag.to = Math.max(drag.span.first, hit.lower ? hit.frame : hit.frame - 1);
      grid.drag = { frame: drag.to + 1, kind: "stretch" };
    } else {
      drag.to = this.between(hit);
      const goes = grid.shown.selection && moving(grid.shown.selection, grid.shown.sheet ?? never(), drag.to);
      grid.drag = goes ? { frame: drag.to, kind: "move" } : null;
    }
    grid.redraw();
  }

  /**
   * The nearest place between two cells of the picture column; what is moved never cuts a hold.
   * @param {ReturnType<Grid["at"]>} hit
   */
  between(hit) {
    const column = (this.grid.shown.sheet ?? never()).columns[0];
    const span = spanAt(column, hit.frame);
    if (!span) return column.frames + 1;
    const upper = hit.frame - span.first + (hit.lower ? 1 : 0) <= span.cell.length / 2;
    return upper ? span.first : span.last + 1;
  }

  /**
   * Dragging past the upper or lower end scrolls on.
   * @param {PointerEvent} event
   */
  scroll(event) {
    const box = this.grid.scroller.getBoundingClientRect();
    const beyond = Math.max(0, event.clientY - box.bottom + 12) || Math.min(0, event.clientY - box.top - 36);
    if (beyond) this.grid.scroller.scrollTop += beyond;
  }

  /** @param {PointerEvent} event */
  up(event) {
    const { grid, drag } = this;
    if (event.pointerType === "touch" && this.long) this.tapped(event);
    this.still();
    this.drag = grid.drag = null;
    if (!drag || !grid.shown.sheet) return;
    const { sheet, selection } = grid.shown;
    if (drag.kind === "stretch" && drag.span) {
      const by = drag.to - drag.span.last;
      if (by) grid.ask(stretch(sheet, drag.column, drag.span.first, by));
      else this.chosen(drag);
    } else if (drag.kind === "move") {
      const slipped = Math.abs(event.clientY - this.start.y) > SLIP;
      if (!slipped) this.chosen(drag);
      else if (selection) grid.ask(moving(selection, sheet, drag.to));
    }
    grid.redraw();
  }

  /**
   * What began as a drag was a click.
   * @param {Drag} drag
   */
  chosen(drag) {
    this.grid.select(drag.from, drag.from, drag.column);
    this.grid.on.look(drag.from);
  }

  /** @param {PointerEvent} event */
  tapped(event) {
    const hit = this.grid.at(event);
    this.grid.select(hit.frame, hit.frame, this.grid.columnOf(hit.view));
    this.grid.on.look(hit.frame);
  }

  /** @param {PointerEvent} event */
  pressed(event) {
    this.long = 0;
    this.menu(event);
  }

  /** @param {MouseEvent} event */
  twice(event) {
    const { grid } = this;
    const hit = grid.at(event);
    const { sheet } = grid.shown;
    if (!sheet || hit.header || hit.outside) return;
    const column = grid.columnOf(hit.view);
    if (hit.view.as === "frame") grid.press({ code: "KeyI" });
    else if (hit.view.as === "picture") {
      const span = spanAt(sheet.columns[0], hit.frame);
      if (span) grid.select(span.first, span.last, column);
    } else if (hit.view.as !== "sound") grid.write(column, hit.frame);
  }

  /** @param {MouseEvent} event */
  context(event) {
    event.preventDefault();
    // A finger pressed long has its menu already.
    if (event instanceof PointerEvent && event.pointerType === "touch") return;
    this.menu(event);
  }

  /** @param {MouseEvent} event */
  menu(event) {
    const { grid } = this;
    const hit = grid.at(event);
    if (!grid.shown.sheet || hit.header || hit.outside) return;
    const column = grid.columnOf(hit.view);
    const { selection } = grid.shown;
    const within = selection?.column === column && hit.frame >= selection.first && hit.frame <= selection.last;
    if (!within) grid.select(hit.frame, hit.frame, column);
    grid.focus();
    grid.on.menu(hit.frame, column, event.clientX, event.clientY);
  }

  /** @param {number} frame */
  hover(frame) {
    if (this.grid.hover === frame) return;
    this.grid.hover = frame;
    this.grid.redraw();
  }

  /** No long press any more. */
  still() {
    clearTimeout(this.long);
    this.long = 0;
  }

  /** The browser took the gesture over, to scroll. */
  cancel() {
    this.still();
    this.drag = this.grid.drag = null;
    this.grid.redraw();
  }
}

/** @returns {never} */
function never() {
  throw new Error("Nothing is dragged on a sheet that is not there.");
}
