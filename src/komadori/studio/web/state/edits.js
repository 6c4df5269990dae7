// @ts-check
/** From what is selected on the sheet, and the key or the menu's row chosen, to the command the server is asked for. */

import { cellAt, columnNamed, spanAt } from "./sheet.js";

/** @typedef {import("./sheet.js").Sheet} Sheet */
/** @typedef {{column: string, first: number, last: number}} Selection Frames of a column, both ends included. */
/** @typedef {{command: string, with: Record<string, unknown>}} Command */
/** @typedef {{code: string, ctrl?: boolean, shift?: boolean, alt?: boolean}} Key */
/** @typedef {Command & {label: string, key: string, enabled: boolean}} Entry A row of a cell's menu. */

export const TAGS = ["", "red", "orange", "green", "blue", "purple"];

/**
 * What the labels of the menu say in English.
 * @type {Record<string, string>}
 */
export const WORDS = {
  "hold-more": "Hold one frame longer",
  "hold-less": "Hold one frame less",
  split: "Split the hold here",
  "on-1": "On ones",
  "on-2": "On twos",
  "on-3": "On threes",
  reshoot: "Shoot this frame again",
  stand: "Insert from here",
  hide: "Hide",
  show: "Show again",
  tag: "Next colour tag",
  reverse: "Reverse the order",
  repeat: "Repeat once",
  cut: "Cut",
  copy: "Copy",
  paste: "Paste before",
  "insert-frames": "Insert empty frames",
  "delete-frames": "Delete frames",
  write: "Write…",
  alarm: "Ring when it is reached",
  silent: "Do not ring",
  erase: "Erase",
};

/**
 * The command for `key` while `selection` stands, or null where the key means nothing there. `write` without a text
 * asks the page to let the person write, and `stand` is the insert point.
 * @param {Key} key
 * @param {Selection | null} selection
 * @param {Sheet} sheet
 * @returns {Command | null}
 */
export function shortcut(key, selection, sheet) {
  if (!selection) return null;
  const chosen = `${key.ctrl ? "Ctrl+" : ""}${key.alt ? "Alt+" : ""}${key.shift ? "Shift+" : ""}${key.code}`;
  const entry = entries(selection, sheet).find((each) => each.codes.includes(chosen));
  return entry?.enabled ? { command: entry.command, with: entry.with } : null;
}

/**
 * The rows of the menu for `selection`, in order, each with its command, and whether it can be had now.
 * @param {Selection} selection
 * @param {Sheet} sheet
 * @returns {Entry[]}
 */
export function menu(selection, sheet) {
  return entries(selection, sheet)
    .filter((entry) => entry.label in WORDS)
    .map(({ label, key, command, with: told, enabled }) => ({ label, key, command, with: told, enabled }));
}

/** @typedef {Entry & {codes: string[]}} Keyed */

/**
 * @param {string} label
 * @param {string} key as people read it
 * @param {string[]} codes as keyboards tell it
 * @param {Command | null} command null where it cannot be had
 * @param {string} [name] the command's name where `command` is null
 * @returns {Keyed}
 */
function entry(label, key, codes, command, name = label) {
  return { label, key, codes, command: command?.command ?? name, with: command?.with ?? {}, enabled: command !== null };
}

/**
 * @param {Selection} selection
 * @param {Sheet} sheet
 * @returns {Keyed[]}
 */
function entries(selection, sheet) {
  const column = columnNamed(sheet, selection.column);
  const own = column && column.kind !== "picture" ? written(selection, sheet) : pictured(selection, sheet);
  return [...own, ...framed(selection, sheet)];
}

/**
 * What can be done to pictures and their slots.
 * @param {Selection} selection
 * @param {Sheet} sheet
 * @returns {Keyed[]}
 */
function pictured(selection, sheet) {
  const range = within(selection, sheet);
  const picture = sheet.columns[0];
  const span = spanAt(picture, selection.first);
  const hidden = Boolean(span?.cell.hidden);
  const tag = TAGS[(TAGS.indexOf(span?.cell.tag ?? "") + 1) % TAGS.length];
  const retime = (/** @type {number} */ on) => range && { command: "retime", with: { ...range, on } };
  const notes = sheet.columns.find((column) => column.kind === "note");
  return [
    entry("write", "N", ["KeyN"], notes ? writing(notes.name, selection.first) : null),
    entry("stand", "I", ["KeyI"], standing(selection.first, sheet)),
    entry("reshoot", "A", ["KeyA"], span?.cell.pictures ? { command: "reshoot", with: { frame: span.first } } : null),
    entry("hold-more", "R", ["KeyR"], stretch(sheet, picture.name, selection.first, 1), "hold"),
    entry("hold-less", "Shift+R", ["Shift+KeyR"], stretch(sheet, picture.name, selection.first, -1), "hold"),
    entry("split", "S", ["KeyS"], splitting(span, selection.first)),
    entry("on-1", "", [], retime(1), "retime"),
    entry("on-2", "", [], retime(2), "retime"),
    entry("on-3", "", [], retime(3), "retime"),
    entry(hidden ? "show" : "hide", "H", ["KeyH"], range && { command: "hide", with: { ...range, hidden: !hidden } }),
    entry("tag", "T", ["KeyT"], range && { command: "tag", with: { ...range, tag } }),
    entry("reverse", "", [], range && { command: "reverse", with: range }),
    entry("repeat", "", [], range && { command: "repeat", with: { ...range, times: 1 } }),
    entry("up", "", ["Alt+ArrowUp"], moved(selection, sheet, -1), "move"),
    entry("down", "", ["Alt+ArrowDown"], moved(selection, sheet, 1), "move"),
  ];
}

/**
 * What can be done to notes, words and curves.
 * @param {Selection} selection
 * @param {Sheet} sheet
 * @returns {Keyed[]}
 */
function written({ column: name, first, last }, sheet) {
  const column = columnNamed(sheet, name);
  const span = column && spanAt(column, first);
  const text = span?.cell.text;
  const rings = Boolean(span?.cell.alarm);
  const ring = column?.kind === "note" && span && text
    ? rewritten(name, span, { alarm: !rings, length: span.cell.length })
    : null;
  const erased = { command: "write", with: { column: name, frame: first, text: "", length: last - first + 1 } };
  const codes = ["Delete", "Backspace"];
  return [
    entry("write", "N", ["KeyN", "Enter", "F2"], column?.kind === "sound" ? null : writing(name, span?.first ?? first)),
    entry(rings ? "silent" : "alarm", "", [], ring, "write"),
    entry("hold-more", "R", ["KeyR"], text ? stretch(sheet, name, first, 1) : null, "write"),
    entry("hold-less", "Shift+R", ["Shift+KeyR"], text ? stretch(sheet, name, first, -1) : null, "write"),
    entry("erase", "Delete", codes, column && first <= column.frames ? erased : null, "write"),
    entry("stand", "I", ["KeyI"], standing(first, sheet)),
  ];
}

/**
 * What can be done to frames as such, whatever column is selected.
 * @param {Selection} selection
 * @param {Sheet} sheet
 * @returns {Keyed[]}
 */
function framed(selection, sheet) {
  const range = within(selection, sheet);
  const ends = selection.first <= sheet.frames + 1;
  const picture = selection.column === sheet.columns[0].name;
  return [
    entry("cut", "Ctrl+X", ["Ctrl+KeyX"], range && { command: "cut", with: range }),
    entry("copy", "Ctrl+C", ["Ctrl+KeyC"], range && { command: "copy", with: range }),
    entry("insert-frames", "Insert", ["Insert"], ends ? room(selection) : null),
    entry("paste", "Ctrl+V", ["Ctrl+KeyV"], ends ? { command: "paste", with: { frame: selection.first } } : null),
    entry(
      "delete-frames",
      picture ? "Delete" : "",
      picture ? ["Delete", "Backspace"] : [],
      range && { command: "delete-frames", with: range },
    ),
  ];
}

/**
 * As many empty frames as are selected, before them.
 * @param {Selection} selection
 * @returns {Command}
 */
const room = ({ first, last }) => ({ command: "insert-frames", with: { frame: first, frames: last - first + 1 } });

/**
 * The part of the selection that lies on the shot, or null.
 * @param {Selection} selection
 * @param {Sheet} sheet
 */
function within({ first, last }, sheet) {
  return first >= 1 && first <= sheet.frames ? { first, last: Math.min(last, sheet.frames) } : null;
}

/**
 * @param {string} column
 * @param {number} frame
 * @returns {Command}
 */
const writing = (column, frame) => ({ command: "write", with: { column, frame } });

/**
 * The insert point before `frame`: on a slot still empty it is simply the next to be shot.
 * @param {number} frame
 * @param {Sheet} sheet
 * @returns {Command | null}
 */
function standing(frame, sheet) {
  if (frame < 1 || frame > sheet.frames) return null;
  const cell = cellAt(sheet.columns[0], frame);
  return { command: "stand", with: { frame, insert: Boolean(cell?.pictures?.length) } };
}

/**
 * @param {import("./sheet.js").Span | null} span
 * @param {number} frame
 * @returns {Command | null}
 */
const splitting = (span, frame) => span && span.first < frame ? { command: "split", with: { frame } } : null;

/**
 * @param {string} column
 * @param {import("./sheet.js").Span} span
 * @param {Record<string, unknown>} other
 * @returns {Command}
 */
function rewritten(column, span, other) {
  const { text = "", alarm = false } = span.cell;
  return { command: "write", with: { column, frame: span.first, text, alarm, ...other } };
}

/**
 * The command that holds the cell at `frame` of `column` for `by` frames more, fewer where negative; null where
 * nothing would remain, or where it is a sound, which lasts as long as it sounds.
 * @param {Sheet} sheet
 * @param {string} column
 * @param {number} frame
 * @param {number} by
 * @returns {Command | null}
 */
export function stretch(sheet, column, frame, by) {
  const found = columnNamed(sheet, column);
  const span = found && spanAt(found, frame);
  if (!span || !by || span.cell.length + by < 1 || found.kind === "sound") return null;
  if (found.kind === "picture") return { command: "hold", with: { frame: span.first, by } };
  if (by > 0) return rewritten(column, span, { length: span.cell.length + by });
  // Writing the text anew for fewer frames would leave its end standing; so the end is what is written over.
  return { command: "write", with: { column, frame: span.last + 1 + by, text: "", length: -by } };
}

/**
 * The command that moves the selected frames before frame `to`, or null where they would not move.
 * @param {Selection} selection
 * @param {Sheet} sheet
 * @param {number} to frame before which they go, as numbered now; frames + 1 is the end
 * @returns {Command | null}
 */
export function moving(selection, sheet, to) {
  const range = within(selection, sheet);
  const place = Math.min(Math.max(1, to), sheet.frames + 1);
  if (!range || (place >= range.first && place <= range.last + 1)) return null;
  return { command: "move", with: { ...range, to: place } };
}

/**
 * @param {Selection} selection
 * @param {Sheet} sheet
 * @param {1 | -1} step over the neighbouring cell above or below
 * @returns {Command | null}
 */
function moved(selection, sheet, step) {
  const range = within(selection, sheet);
  const neighbour = range && spanAt(sheet.columns[0], step < 0 ? range.first - 1 : range.last + 1);
  return neighbour ? moving(selection, sheet, step < 0 ? neighbour.first : neighbour.last + 1) : null;
}
