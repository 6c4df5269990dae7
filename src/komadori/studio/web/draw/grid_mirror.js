// @ts-check
/** The rows in sight as a real grid of the page, for screen readers and for the focus; nobody sees it. */

import { notesAt, pictureOf, spanAt } from "../state/sheet.js";
import { wordsColumn } from "./grid_layout.js";
import { columnSaid, said } from "./said.js";

/** @typedef {import("../state/sheet.js").Sheet} Sheet */
/** @typedef {import("../state/edits.js").Selection} Selection */
/** @typedef {import("./grid_layout.js").View} View */
/** @typedef {import("./grid_layout.js").Next} Next */

const MOST = 60;
const LATER = 90;

/**
 * A frame in words, such as "frame 147, shot, held 2, note: lean in".
 * @param {Sheet} sheet
 * @param {number} frame
 * @param {Next | null} next
 * @returns {string}
 */
export function sentence(sheet, frame, next) {
  const span = spanAt(sheet.columns[0], frame);
  const told = [said("row-frame", frame)];
  if (next?.frame === frame) told.push(said(next.insert ? "row-insert" : "row-next"));
  if (!span) told.push(said("row-after"));
  else {
    const taken = sheet.exposures.filter((name) => pictureOf(span.cell, name) !== null);
    told.push(
      taken.length && taken.length < sheet.exposures.length
        ? said("row-some", taken.join(", "))
        : said(taken.length ? "row-shot" : "row-none"),
    );
    if (span.first < frame) told.push(said("row-held-from", span.first));
    else if (span.cell.length > 1) told.push(said("row-held", span.cell.length));
    if (span.cell.hidden) told.push(said("row-hidden"));
    if (span.cell.tag) told.push(said("row-tag", span.cell.tag));
  }
  const spoken = wordsColumn(sheet)?.name;
  for (const note of notesAt(sheet, frame)) {
    if (note.first === frame && note.column !== spoken) {
      told.push(said("row-note", note.text), ...(note.alarm ? [said("row-rings")] : []));
    }
  }
  return told.join(", ");
}

/**
 * One cell in words.
 * @param {Sheet} sheet
 * @param {View} view
 * @param {number} frame
 * @param {Next | null} next
 */
function words(sheet, view, frame, next) {
  if (view.as === "frame" || !view.column) return String(frame);
  if (view.as === "picture") return sentence(sheet, frame, next);
  const span = spanAt(view.column, frame);
  if (!span?.cell.text) return [columnSaid(view.column.name), said("row-frame", frame), said("row-empty")].join(", ");
  const told = [columnSaid(view.column.name), said("row-frame", frame), span.cell.text];
  if (span.first < frame) told.push(said("row-from", span.first));
  if (span.cell.alarm) told.push(said("row-rings"));
  return told.join(", ");
}

let mirrors = 0;

export class Mirror {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.name = `sheet${++mirrors}`;
    /** @type {HTMLElement[]} */
    this.rows = [];
    this.later = 0;
    this.cursor = 0;
    /** @type {(() => void) | null} */
    this.waiting = null;
    this.head = element.appendChild(document.createElement("div"));
    this.head.setAttribute("role", "row");
    this.head.setAttribute("aria-rowindex", "1");
    element.setAttribute("role", "grid");
    element.setAttribute("aria-multiselectable", "true");
    if (!element.hasAttribute("aria-label")) element.setAttribute("aria-label", "Exposure sheet");
    element.tabIndex = 0;
    Object.assign(element.style, {
      ...{
        position: "absolute",
        inset: "0",
        overflow: "hidden",
        opacity: "0",
        pointerEvents: "none",
        contain: "strict",
      },
    });
  }

  /** Whether keys go to the sheet. */
  get focused() {
    return document.activeElement === this.element;
  }

  /** Whether that is to be seen, for it was keys that led here. */
  get ringed() {
    return this.element.matches(":focus-visible");
  }

  /**
   * The end of the selection that the keys move is what is read.
   * @param {number} frame
   */
  at(frame) {
    this.cursor = frame;
  }

  /**
   * Tell the rows from `sight[0]` to `sight[1]`, soon: while the sheet runs past, nobody reads it.
   * @param {Sheet} sheet
   * @param {View[]} views
   * @param {Next | null} next
   * @param {Selection | null} selection
   * @param {number} playhead
   * @param {[number, number]} sight
   */
  show(sheet, views, next, selection, playhead, sight) {
    this.waiting = () => this.write(sheet, views, next, selection, playhead, sight);
    clearTimeout(this.later);
    this.later = setTimeout(() => this.settle(), LATER);
  }

  /** Tell now what was to be told soon. */
  settle() {
    clearTimeout(this.later);
    this.waiting?.();
    this.waiting = null;
  }

  /**
   * @param {Sheet} sheet
   * @param {View[]} views
   * @param {Next | null} next
   * @param {Selection | null} selection
   * @param {number} playhead
   * @param {[number, number]} sight
   */
  write(sheet, views, next, selection, playhead, [first, last]) {
    const count = Math.min(MOST, last - first + 1);
    put(this.element, "aria-rowcount", String(Math.max(sheet.frames, last) + 1));
    put(this.element, "aria-colcount", String(views.length));
    cells(this.head, views.map((view) => view.label), "columnheader");
    while (this.rows.length > count) this.rows.pop()?.remove();
    while (this.rows.length < count) {
      const row = document.createElement("div");
      row.setAttribute("role", "row");
      this.rows.push(this.element.appendChild(row));
    }
    this.rows.forEach((row, at) => {
      const frame = first + at;
      const chosen = (/** @type {View} */ view) =>
        selection !== null && frame >= selection.first && frame <= selection.last &&
        view.column?.name === selection.column;
      put(row, "aria-rowindex", String(frame + 1));
      put(row, "aria-current", frame === playhead ? "true" : "false");
      cells(row, views.map((view) => words(sheet, view, frame, next)), "gridcell");
      views.forEach((view, i) => {
        const cell = /** @type {HTMLElement} */ (row.children[i]);
        put(cell, "aria-selected", chosen(view) ? "true" : "false");
        put(cell, "id", `${this.name}-${frame}-${i}`);
      });
    });
    this.activate(views, selection, first, first + count - 1);
  }

  /**
   * The selected cell is the one that is read.
   * @param {View[]} views
   * @param {Selection | null} selection
   * @param {number} first
   * @param {number} last
   */
  activate(views, selection, first, last) {
    const at = selection ? views.findIndex((view) => view.column?.name === selection.column) : -1;
    const frame = selection ? Math.min(Math.max(selection.first, this.cursor), selection.last) : 0;
    const there = at >= 0 && frame >= first && frame <= last;
    put(this.element, "aria-activedescendant", there ? `${this.name}-${frame}-${at}` : "");
  }

  /** Let go of everything. */
  close() {
    clearTimeout(this.later);
    this.element.replaceChildren();
  }
}

/**
 * Writes only what is not so already, for writing an attribute costs whether or not it changes.
 * @param {HTMLElement} element
 * @param {string} name
 * @param {string} value
 */
function put(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/**
 * @param {HTMLElement} row
 * @param {string[]} texts
 * @param {"columnheader" | "gridcell"} role
 */
function cells(row, texts, role) {
  while (row.children.length > texts.length) row.lastElementChild?.remove();
  while (row.children.length < texts.length) {
    const cell = document.createElement("span");
    const first = row.children.length === 0 && role === "gridcell";
    cell.setAttribute("role", first ? "rowheader" : role);
    row.appendChild(cell);
  }
  texts.forEach((text, i) => {
    if (row.children[i].textContent !== text) row.children[i].textContent = text;
  });
}
