// @ts-check
/** The exposure sheet: a canvas over a scroller, and a mirror of the rows in sight for those who do not see it. */

import { menu, shortcut } from "../state/edits.js";
import { spanAt } from "../state/sheet.js";
import { Fitted } from "./fitted.js";
import { Gestures } from "./grid_gestures.js";
import { keyed } from "./grid_keys.js";
import { HEADER, rowCount, Rows, topOf, viewAt, viewsOf, widthOf } from "./grid_layout.js";
import { Mirror } from "./grid_mirror.js";
import { inSight, paint } from "./grid_paint.js";
import { colour } from "./palette.js";

/** @typedef {import("../state/sheet.js").Sheet} Sheet */
/** @typedef {import("../state/edits.js").Selection} Selection */
/** @typedef {import("./grid_layout.js").View} View */
/** @typedef {import("./grid_layout.js").Next} Next */
/** @typedef {import("./lanes_sound.js").PeaksByName} PeaksByName */
/** @typedef {{x: number, y: number, width: number, height: number}} Box In CSS pixels of the canvas's own box. */
/**
 * What the page is told.
 * @typedef {object} Told
 * @property {(first: number, last: number, column: string) => void} select
 * @property {(frame: number, how: {insert: boolean}) => void} stand the frame to shoot next
 * @property {(frame: number) => void} look
 * @property {(command: string, told: Record<string, unknown>) => void} edit
 * @property {(frame: number, column: string, x: number, y: number) => void} menu at a point of the window
 * @property {(column: string, frame: number, box: Box) => void} writing let the person write over `box`
 */
/**
 * What the sheet is drawn from.
 * @typedef {object} Shown
 * @property {Sheet | null} sheet
 * @property {number} playhead
 * @property {Next | null} next
 * @property {Selection | null} selection
 * @property {PeaksByName} peaks
 * @property {string} exposure the one looked at, that of pictures chosen by frame
 * @property {string} [language] that its words are in, to be laid out anew with another
 * @property {boolean} follow whether the playhead is kept in sight
 */

/**
 * The page lays `canvas` and `scroller` over each other, both filling their parent; `mirror` lies in the same parent.
 * The wheel, fingers and the scroll bar move the scroller natively and the canvas is painted anew.
 */
export class Grid extends Fitted {
  /** @param {{canvas: HTMLCanvasElement, mirror: HTMLElement, scroller: HTMLElement, on: Partial<Told>}} parts */
  constructor({ canvas, mirror, scroller, on }) {
    super(canvas);
    this.scroller = scroller;
    const silent = () => {};
    /** @type {Told} */
    this.on = { select: silent, stand: silent, look: silent, edit: silent, menu: silent, writing: silent, ...on };
    /** @type {Shown} */
    this.shown = { sheet: null, playhead: 0, next: null, selection: null, peaks: {}, exposure: "", follow: false };
    this.rowHeight = matchMedia("(pointer: coarse)").matches ? 22 : 20;
    this.rows = new Rows(this.rowHeight, 0, null);
    /** @type {View[]} */
    this.views = [];
    /** @type {{frame: number, kind: "move" | "stretch"} | null} */
    this.drag = null;
    this.hover = 0;
    this.anchor = 0;
    this.spacer = scroller.appendChild(document.createElement("div"));
    this.mirror = new Mirror(mirror);
    this.listen(mirror);
  }

  /** @param {HTMLElement} mirror */
  listen(mirror) {
    const signal = this.leaving.signal;
    this.canvas.style.pointerEvents = "none";
    this.canvas.setAttribute("aria-hidden", "true");
    // The scroller is reached through the mirror; as a focus stop of its own it would say nothing.
    this.scroller.tabIndex = -1;
    this.gestures = new Gestures(this, signal);
    this.scroller.addEventListener("scroll", () => this.redraw(), { signal, passive: true });
    mirror.addEventListener("keydown", (event) => keyed(this, event), { signal });
    for (const event of ["focus", "blur"]) mirror.addEventListener(event, () => this.redraw(), { signal });
  }

  /**
   * Show this from now on; what is left out stays as it was.
   * @param {Partial<Shown>} told
   */
  set(told) {
    const before = this.shown;
    this.shown = { ...before, ...told };
    const { sheet, next, playhead, follow, selection } = this.shown;
    if (selection && this.anchor !== selection.first && this.anchor !== selection.last) this.anchor = selection.first;
    if (sheet !== before.sheet || next !== before.next || this.shown.language !== before.language) this.layout();
    const fresh = !before.sheet || !before.follow || playhead !== before.playhead;
    if (follow && playhead && fresh) this.reveal(playhead);
    this.redraw();
  }

  /** Lay rows and columns out for the sheet and the room there is. @override */
  layout() {
    const { sheet, next } = this.shown;
    if (!sheet || !this.width) return;
    this.rows = new Rows(this.rowHeight, rowCount(sheet, next), next);
    this.views = viewsOf(sheet, this.width);
    const wide = widthOf(this.views);
    this.spacer.style.height = `${HEADER + this.rows.total}px`;
    this.spacer.style.width = wide > this.width + 1 ? `${wide}px` : "1px";
  }

  /** @override @param {number} width @param {number} height */
  refitted(width, height) {
    const fresh = !width || height !== this.height;
    if (fresh && this.shown.follow && this.shown.playhead) this.reveal(this.shown.playhead);
  }

  /** Paint now. @override */
  paint() {
    const { sheet, next, playhead, selection, peaks, exposure } = this.shown;
    if (!this.width) return;
    const sharp = this.canvas.width / this.width;
    this.pen.setTransform(sharp, 0, 0, sharp, 0, 0);
    if (!sheet) {
      this.pen.fillStyle = colour("panel");
      this.pen.fillRect(0, 0, this.width, this.height);
      return;
    }
    const scene = {
      ...{ canvas: this.pen, sheet, rows: this.rows, views: this.views, next, playhead, selection, peaks },
      ...{ top: this.scroller.scrollTop, left: this.scroller.scrollLeft, width: this.width, height: this.height },
      ...{ focused: this.mirror.focused, ringed: this.mirror.ringed, hover: this.hover, drag: this.drag, exposure },
    };
    paint(scene);
    this.painted++;
    this.mirror.show(sheet, this.views, next, selection, playhead, inSight(scene));
  }

  /**
   * Scroll so that `frame` is in sight with some rows around it.
   * @param {number} frame
   */
  reveal(frame) {
    const { scroller, rows } = this;
    const room = scroller.clientHeight - HEADER;
    const top = rows.top(frame);
    const margin = Math.min(3 * rows.height, room / 4);
    const above = top - margin < scroller.scrollTop;
    const below = top + rows.tall(frame) + margin > scroller.scrollTop + room;
    if (above || below) scroller.scrollTop = top - Math.round(room * 0.55);
  }

  /** Hear keys from now on. */
  focus() {
    this.mirror.element.focus({ preventScroll: true });
  }

  /**
   * What is at a point of the window.
   * @param {{clientX: number, clientY: number}} point
   */
  at({ clientX, clientY }) {
    const box = this.scroller.getBoundingClientRect();
    const y = clientY - box.top - HEADER + this.scroller.scrollTop;
    const x = clientX - box.left;
    const frame = this.rows.frameAt(y);
    const fixed = x < this.views[0].x + this.views[0].width;
    const view = fixed ? this.views[0] : viewAt(this.views, x + this.scroller.scrollLeft);
    const lower = y - this.rows.top(frame) > this.rows.tall(frame) / 2;
    const left = this.rows.top(frame) + this.rows.tall(frame) - y;
    return {
      frame,
      view,
      lower,
      left,
      header: clientY - box.top < HEADER,
      outside: clientX - box.left > this.scroller.clientWidth,
    };
  }

  /**
   * The column a view stands for; the frame numbers stand for the pictures.
   * @param {View} view
   */
  columnOf(view) {
    return view.column?.name ?? /** @type {Sheet} */ (this.shown.sheet).columns[0].name;
  }

  /**
   * Select frames of a column; `first` may lie after `last`.
   * @param {number} from
   * @param {number} to
   * @param {string} column
   */
  select(from, to, column) {
    const [first, last] = from < to ? [from, to] : [to, from];
    this.anchor = from;
    this.mirror.at(to);
    this.set({ selection: { column, first, last } });
    this.on.select(first, last, column);
  }

  /**
   * Ask the page for an edit; to stand and to write are asked for in their own ways.
   * @param {import("../state/edits.js").Command | null} asked
   * @returns {boolean} whether there was anything to ask
   */
  ask(asked) {
    if (!asked) return false;
    const { command, with: told } = asked;
    const frame = Number(told.frame);
    if (command === "stand") this.on.stand(frame, { insert: Boolean(told.insert) });
    else if (command === "write" && told.text === undefined) this.write(String(told.column), frame);
    else this.on.edit(command, told);
    return true;
  }

  /**
   * Let the person write in `column` at `frame`.
   * @param {string} column
   * @param {number} frame
   */
  write(column, frame) {
    const sheet = /** @type {Sheet} */ (this.shown.sheet);
    const view = this.views.find((each) => each.column?.name === column);
    if (!view?.column) return;
    const first = spanAt(view.column, frame)?.cell.text ? spanAt(view.column, frame)?.first ?? frame : frame;
    this.reveal(first);
    const scene = { rows: this.rows, top: this.scroller.scrollTop };
    const [y, height] = [topOf(scene, first), this.rows.tall(first)];
    // Words have little room of their own; what is written may reach over the columns beside them.
    const width = Math.max(view.width, Math.min(140, this.width - 16));
    const x = Math.min(view.x - this.scroller.scrollLeft, this.width - 8 - width);
    if (sheet) this.on.writing(column, first, { x, y, width, height });
  }

  /** The rows of the menu for what is selected; none where nothing is. */
  entries() {
    const { selection, sheet } = this.shown;
    return selection && sheet ? menu(selection, sheet) : [];
  }

  /**
   * Ask for what a key means here.
   * @param {import("../state/edits.js").Key} key
   */
  press(key) {
    const { selection, sheet } = this.shown;
    return sheet ? this.ask(shortcut(key, selection, sheet)) : false;
  }

  /** Let go of everything. @override */
  close() {
    super.close();
    this.mirror.close();
    this.spacer.remove();
  }
}
