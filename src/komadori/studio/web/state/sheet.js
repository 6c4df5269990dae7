// @ts-check
/** The exposure sheet as the page knows it: a copy of the server's, kept true by splices, and asked by frame. */

/**
 * A cell as it comes over the wire, fields at their defaults left out; see komadori.sheet.sheet.Cell.
 * @typedef {object} Cell
 * @property {number} length frames it is on screen, 1 or more
 * @property {[string, number][]} [pictures] each exposure taken with its picture's number
 * @property {string} [text] the note, or the sound's name
 * @property {boolean} [alarm] whether the note is called out when the camera reaches it
 * @property {number} [start] the first frame of the sound that is heard, from 1
 * @property {boolean} [hidden] neither shot nor played
 * @property {string} [tag] the colour a person gave
 */
/** @typedef {"picture" | "sound" | "note" | "free"} Kind */
/**
 * @typedef {object} Column
 * @property {string} name
 * @property {Kind} kind
 * @property {readonly Cell[]} cells
 * @property {Int32Array} firsts the first frame of each cell
 * @property {number} frames frames from 1 to the end of the last cell
 */
/**
 * @typedef {object} Sheet
 * @property {[number, number]} rate frames a second, as numerator and denominator
 * @property {readonly string[]} exposures in shooting order
 * @property {readonly Column[]} columns the first is the picture column
 * @property {number} frames frames of the picture column
 * @property {number} revision the server's count of changes
 */
/** @typedef {{first: number, last: number, cell: Cell, index: number}} Span A cell at its place, both ends included. */
/** @typedef {{name: string, kind: Kind, cells: Cell[]}} WireColumn */
/** @typedef {{rate: [number, number], exposures: string[], revision: number, columns: WireColumn[]}} TakeMessage */
/** @typedef {{column: string, first: number, removed: number, inserted: Cell[]}} Change */
/** @typedef {{exposures: string[], columns: [string, Kind][]}} Layout */
/** @typedef {{revision: number, changes: Change[], layout?: Layout | null}} ChangeMessage */
/** @typedef {{text: string, alarm: boolean, column: string, first: number}} Note */

/**
 * The column of `cells`, with the first frame of each.
 * @param {string} name
 * @param {Kind} kind
 * @param {readonly Cell[]} cells
 * @returns {Column}
 */
export function columnOf(name, kind, cells) {
  const firsts = new Int32Array(cells.length);
  let frame = 1;
  for (let i = 0; i < cells.length; i++) {
    firsts[i] = frame;
    frame += cells[i].length;
  }
  return { name, kind, cells, firsts, frames: frame - 1 };
}

/**
 * The sheet of a `take` message.
 * @param {TakeMessage} take
 * @returns {Sheet}
 */
export function sheetOf(take) {
  const columns = take.columns.map((column) => columnOf(column.name, column.kind, column.cells));
  return { rate: take.rate, exposures: take.exposures, columns, frames: columns[0].frames, revision: take.revision };
}

/**
 * The sheet after a `change` message. Throws RangeError where the change does not fit, which means that this page has
 * missed one and must ask for the take again.
 * @param {Sheet} sheet
 * @param {ChangeMessage} message
 * @returns {Sheet}
 */
export function applyChange(sheet, message) {
  const layout = message.layout ?? {
    exposures: [...sheet.exposures],
    columns: /** @type {[string, Kind][]} */ (sheet.columns.map((column) => [column.name, column.kind])),
  };
  const kinds = new Map([
    ...sheet.columns.map((column) => /** @type {const} */ ([column.name, column.kind])),
    ...layout.columns,
  ]);
  const written = new Map(sheet.columns.map((column) => [column.name, column]));
  for (const change of message.changes) {
    const kind = kinds.get(change.column);
    if (!kind) throw new RangeError(`The sheet has no column ${change.column}.`);
    written.set(change.column, spliced(written.get(change.column) ?? columnOf(change.column, kind, []), change));
  }
  const columns = layout.columns.map(([name, kind]) => {
    const column = written.get(name);
    return column && column.kind === kind ? column : columnOf(name, kind, column?.cells ?? []);
  });
  return { ...sheet, exposures: layout.exposures, columns, frames: columns[0].frames, revision: message.revision };
}

/**
 * @param {Column} column
 * @param {Change} change
 * @returns {Column}
 */
function spliced(column, change) {
  const index = change.first === column.frames + 1 ? column.cells.length : indexAt(column, change.first);
  const fits = index >= 0 && index + change.removed <= column.cells.length;
  if (!fits || (index < column.cells.length && column.firsts[index] !== change.first)) {
    throw new RangeError(
      `No cell of ${column.name} begins at frame ${change.first}, or ${change.removed} do not follow.`,
    );
  }
  const cells = [...column.cells.slice(0, index), ...change.inserted, ...column.cells.slice(index + change.removed)];
  return columnOf(column.name, column.kind, cells);
}

/**
 * The index of the cell at `frame`, or -1 outside the column.
 * @param {Column} column
 * @param {number} frame
 * @returns {number}
 */
export function indexAt(column, frame) {
  if (!(frame >= 1 && frame <= column.frames)) return -1;
  let low = 0;
  let high = column.cells.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (column.firsts[middle] <= frame) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * @param {Column} column
 * @param {number} frame
 * @returns {Cell | null}
 */
export function cellAt(column, frame) {
  return column.cells[indexAt(column, frame)] ?? null;
}

/**
 * The cell at `frame` with its place, or null outside the column.
 * @param {Column} column
 * @param {number} frame
 * @returns {Span | null}
 */
export function spanAt(column, frame) {
  const index = indexAt(column, frame);
  return index < 0 ? null : spanOf(column, index);
}

/**
 * @param {Column} column
 * @param {number} index of a cell there is
 * @returns {Span}
 */
export function spanOf(column, index) {
  const cell = column.cells[index];
  const first = column.firsts[index];
  return { first, last: first + cell.length - 1, cell, index };
}

/**
 * The cells on screen in frames `first` to `last`, in order.
 * @param {Column} column
 * @param {number} first
 * @param {number} last
 * @returns {Span[]}
 */
export function spansIn(column, first, last) {
  const spans = [];
  const from = indexAt(column, Math.max(1, first));
  for (let i = from; i >= 0 && i < column.cells.length && column.firsts[i] <= last; i++) spans.push(spanOf(column, i));
  return spans;
}

/**
 * The column called `name`, or null.
 * @param {Sheet} sheet
 * @param {string} name
 * @returns {Column | null}
 */
export function columnNamed(sheet, name) {
  return sheet.columns.find((column) => column.name === name) ?? null;
}

/**
 * The number of the picture that `cell` has for `exposure`, or null while it is still to be shot.
 * @param {Cell | null | undefined} cell
 * @param {string} exposure
 * @returns {number | null}
 */
export function pictureOf(cell, exposure) {
  for (const [name, number] of cell?.pictures ?? []) if (name === exposure) return number;
  return null;
}

/**
 * The picture on screen at `frame`, hidden or not; null where there is none.
 * @param {Sheet} sheet
 * @param {number} frame
 * @param {string} [exposure] the first one unless told
 * @returns {number | null}
 */
export function pictureAt(sheet, frame, exposure = sheet.exposures[0]) {
  return pictureOf(cellAt(sheet.columns[0], frame), exposure);
}

/**
 * The picture of every timeline frame (frame 1 at index 0), null where none is shot; hidden frames are null too unless
 * `hidden` asks for them.
 * @param {Sheet} sheet
 * @param {string} [exposure]
 * @param {{hidden?: boolean}} [options]
 * @returns {(number | null)[]}
 */
export function framePictures(sheet, exposure = sheet.exposures[0], { hidden = false } = {}) {
  /** @type {(number | null)[]} */
  const pictures = new Array(sheet.frames).fill(null);
  const column = sheet.columns[0];
  column.cells.forEach((cell, i) => {
    const number = cell.hidden && !hidden ? null : pictureOf(cell, exposure);
    if (number !== null) pictures.fill(number, column.firsts[i] - 1, column.firsts[i] - 1 + cell.length);
  });
  return pictures;
}

/**
 * The timeline frames that are played, in order: all that are not hidden.
 * @param {Sheet} sheet
 * @returns {number[]}
 */
export function playedFrames(sheet) {
  const column = sheet.columns[0];
  return column.cells.flatMap((cell, i) =>
    cell.hidden ? [] : Array.from({ length: cell.length }, (_, step) => column.firsts[i] + step)
  );
}

/**
 * The cells before `frame`'s cell that show `n` different pictures, the nearest first; hidden ones are passed over.
 * @param {Sheet} sheet
 * @param {number} frame
 * @param {number} n
 * @param {string} [exposure]
 * @returns {Span[]}
 */
export function previousShots(sheet, frame, n, exposure = sheet.exposures[0]) {
  const column = sheet.columns[0];
  const from = frame > column.frames ? column.cells.length : indexAt(column, frame);
  return shots(sheet, from - 1, -1, n, exposure);
}

/**
 * As previousShots, of what follows `frame`'s cell.
 * @param {Sheet} sheet
 * @param {number} frame
 * @param {number} n
 * @param {string} [exposure]
 * @returns {Span[]}
 */
export function nextShots(sheet, frame, n, exposure = sheet.exposures[0]) {
  const column = sheet.columns[0];
  const from = frame < 1 ? -1 : frame > column.frames ? column.cells.length : indexAt(column, frame);
  return shots(sheet, from + 1, 1, n, exposure);
}

/**
 * @param {Sheet} sheet
 * @param {number} from
 * @param {1 | -1} step
 * @param {number} n
 * @param {string} exposure
 * @returns {Span[]}
 */
function shots(sheet, from, step, n, exposure) {
  const column = sheet.columns[0];
  const seen = new Set();
  const found = [];
  for (let i = from; i >= 0 && i < column.cells.length && found.length < n; i += step) {
    const number = column.cells[i].hidden ? null : pictureOf(column.cells[i], exposure);
    if (number === null || seen.has(number)) continue;
    seen.add(number);
    found.push(spanOf(column, i));
  }
  return found;
}

/**
 * The `n` different pictures before `frame`, the nearest first: what the onion skin shows.
 * @param {Sheet} sheet
 * @param {number} frame
 * @param {number} n
 * @param {string} [exposure]
 * @returns {number[]}
 */
export function previousPictures(sheet, frame, n, exposure = sheet.exposures[0]) {
  return numbers(previousShots(sheet, frame, n, exposure), exposure);
}

/**
 * The `n` different pictures after the cell at `frame`, the nearest first.
 * @param {Sheet} sheet
 * @param {number} frame
 * @param {number} n
 * @param {string} [exposure]
 * @returns {number[]}
 */
export function nextPictures(sheet, frame, n, exposure = sheet.exposures[0]) {
  return numbers(nextShots(sheet, frame, n, exposure), exposure);
}

/**
 * @param {Span[]} spans
 * @param {string} exposure
 * @returns {number[]}
 */
const numbers = (spans, exposure) => spans.map((span) => /** @type {number} */ (pictureOf(span.cell, exposure)));

/**
 * The first exposure still to be shot, or null when every slot that is not hidden is full.
 * @param {Sheet} sheet
 * @returns {{frame: number, exposure: string, length: number} | null}
 */
export function firstMissing(sheet) {
  const column = sheet.columns[0];
  for (let i = 0; i < column.cells.length; i++) {
    const cell = column.cells[i];
    const exposure = cell.hidden ? undefined : sheet.exposures.find((name) => pictureOf(cell, name) === null);
    if (exposure !== undefined) return { frame: column.firsts[i], exposure, length: cell.length };
  }
  return null;
}

/**
 * The last cell of the sheet that has a picture, or null.
 * @param {Sheet} sheet
 * @returns {Span | null}
 */
export function lastShot(sheet) {
  const column = sheet.columns[0];
  for (let i = column.cells.length - 1; i >= 0; i--) {
    if (column.cells[i].pictures?.length) return spanOf(column, i);
  }
  return null;
}

/**
 * What the picture's own cell and the note columns say at `frame`; `alarm` only where the note begins, for one that
 * began earlier has rung already.
 * @param {Sheet} sheet
 * @param {number} frame
 * @returns {Note[]}
 */
export function notesAt(sheet, frame) {
  /** @type {Note[]} */
  const notes = [];
  for (const column of sheet.columns) {
    if (column.kind !== "note" && column.kind !== "picture") continue;
    const span = spanAt(column, frame);
    if (!span || !(span.cell.text || (column.kind === "note" && span.cell.alarm))) continue;
    const alarm = column.kind === "note" && Boolean(span.cell.alarm) && span.first === frame;
    notes.push({ text: span.cell.text ?? "", alarm, column: column.name, first: span.first });
  }
  return notes;
}

/**
 * Frames in a whole second of counting: a fractional rate counts in the next whole base, as broadcast does.
 * @param {readonly [number, number]} rate
 * @returns {number}
 */
export const base = (rate) => Math.ceil(rate[0] / rate[1]);

/**
 * Where a frame is, as animators say it: whole seconds passed, and the frame in the next; frame 147 at 24 is
 * "0:06 + 3 f".
 * @param {number} frame from 1
 * @param {readonly [number, number]} rate
 * @returns {string}
 */
export function timecode(frame, rate) {
  const seconds = Math.floor((frame - 1) / base(rate));
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)} + ${(frame - 1) % base(rate) + 1} f`;
}

/**
 * The non-drop timecode of a frame's beginning, hours:minutes:seconds:frames; frame 1 is 00:00:00:00.
 * @param {number} frame from 1
 * @param {readonly [number, number]} rate
 * @returns {string}
 */
export function hms(frame, rate) {
  const seconds = Math.floor((frame - 1) / base(rate));
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60, (frame - 1) % base(rate)];
  return clock.map(two).join(":");
}

/** @param {number} number */
const two = (number) => String(number).padStart(2, "0");
