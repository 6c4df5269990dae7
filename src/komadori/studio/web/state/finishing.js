// @ts-check
/** What the Finish room looks at: the recipe being made, how before and after are compared, the brush, the remarks. */

import { computed, signal } from "@preact/signals-core";
import { WHOLE } from "./closeness.js";
import * as model from "./model.js";
import { paintedOf } from "./paint.js";
import { asked, asShot, entriesOf, framed } from "./recipe.js";
import { nextShots, previousShots, spanAt } from "./sheet.js";

/** @typedef {import("./recipe.js").Operation} Operation */
/** @typedef {import("./recipe.js").Entry} Entry */
/** @typedef {import("./paint.js").Stroke} Stroke */
/** @typedef {"wipe" | "difference" | "after" | "before"} Mode */
/** @typedef {{frame: number, picture: number, use: string, doubt: number} & import("./remark_words.js").Remarked} Remark */

/** What the server knows of the take: its written recipe, paint and remarks; null until it has said so. */
export const known = signal(/** @type {any} */ (null));

/** The recipe as this page has changed it, null where it is as written. @type {import("@preact/signals-core").Signal<Entry[] | null>} */
export const changed = signal(/** @type {any} */ (null));

export const operations = computed(() => /** @type {Operation[]} */ (model.welcome.value?.operations ?? []));

export const recipe = computed(() =>
  changed.value ?? entriesOf(known.value?.tables ?? usual(operations.value), operations.value)
);

/** @param {readonly Operation[]} all */
const usual = (all) => all.filter((one) => one.usual).map(({ name }) => ({ use: name }));

/** What a take gets when nobody says otherwise. */
export const asUsual = () => (changed.value = entriesOf(usual(operations.value), operations.value));

/** The tables that pictures are finished by; the same value while nothing in them changes. */
export const tables = computed(() => JSON.stringify(asked(recipe.value)));
export const plainTables = computed(() => JSON.stringify(asShot(recipe.value, operations.value)));

/** The photograph as it was opened, unframed: what is painted on. */
export const bareTables = computed(() => JSON.stringify(asShot(recipe.value, operations.value, false)));

/** What is drawn: under the brush the photograph stands still, so before it is what one paints on. */
export const drawn = computed(() =>
  brush.value.on && (mode.value === "wipe" || framed(recipe.value, operations.value)) ? "before" : mode.value
);

/** The entry whose settings are open, by its name. */
export const opened = signal("");
export const mode = signal(/** @type {Mode} */ ("wipe"));
/** Where the line between before and after stands, 0..1. */
export const line = signal(0.5);
/** How many times a difference is made larger. */
export const gain = signal(8);
/** What "before" is: the photograph, or the picture as it comes to the operation that is open. */
export const against = signal(/** @type {"shot" | "operation"} */ ("shot"));
/** How close the picture is looked at. */
export const closeness = signal(WHOLE);

/** Close to the picture's own pixels, or the whole of it again. */
export const turnClose = () => (closeness.value = closeness.value.scale ? WHOLE : { ...closeness.value, scale: 1 });

/** Which scope is shown. */
export const scope = signal(/** @type {"waveform" | "parade" | "vectorscope" | "histogram"} */ ("waveform"));
/** What the right side shows. */
export const side = signal(/** @type {"look" | "movie"} */ ("look"));

/** The frames and the number of the picture at the playhead, or of the last one before it, and all taken beside it. */
export const shown = computed(() => {
  const held = model.sheet.value;
  if (!held) return null;
  const frame = model.playhead.value;
  const here = spanAt(held.columns[0], frame);
  const span = here?.cell.pictures?.length ? here : previousShots(held, frame, 1, model.seen.value)[0];
  const pictures = span?.cell.pictures ?? [];
  const [, number] = pictures.find(([name]) => name === model.seen.value) ?? pictures[0] ?? [];
  return span && number
    ? { frame: span.first, last: span.last, number, numbers: pictures.map(([, one]) => one) }
    : null;
});

/** The numbers of the pictures that a step leads to from the one shown, the next first. */
export function besideShown() {
  const [held, here] = [model.sheet.value, shown.value];
  if (!held || !here) return [];
  const spans = [
    ...nextShots(held, here.last, 1, model.seen.value),
    ...previousShots(held, here.frame, 1, model.seen.value),
  ];
  return spans.flatMap((span) => span.cell.pictures?.find(([name]) => name === model.seen.value)?.[1] ?? []);
}

/** What this recipe has found out that wants an eye; null until the take has been looked through for it. */
export const found = signal(/** @type {Remark[] | null} */ (null));

/** What wants an eye, worst first: by this recipe, or else as the last finishing has told. */
export const remarks = computed(() => found.value ?? /** @type {Remark[]} */ (known.value?.remarks ?? []));

// -- the brush -------------------------------------------------------------------------------------------------------

export const brush = signal({
  on: false,
  radius: 0.015,
  mode: /** @type {import("./paint.js").Mode} */ ("rig"),
  erase: false,
});
export const strokes = signal(/** @type {Stroke[]} */ ([]));
/** Where the sheet shows what was painted on. */
export const paintedPlaces = computed(() => {
  const cells = model.sheet.value?.columns[0];
  if (!cells || !strokes.value.length) return [];
  const places = cells.cells.map((cell, at) => ({
    first: cells.firsts[at],
    last: cells.firsts[at] + cell.length - 1,
    pictures: (cell.pictures ?? []).map(([, number]) => number),
  }));
  return paintedOf(strokes.value, places);
});
/** Strokes as they were before each of the last changes, and what was taken back. */
export const past = signal(/** @type {Stroke[][]} */ ([]));
export const future = signal(/** @type {Stroke[][]} */ ([]));

const FAR_BACK = 100;

/** @param {Stroke[]} now */
export function painted(now) {
  past.value = [...past.value.slice(1 - FAR_BACK), strokes.value];
  future.value = [];
  strokes.value = now;
}

/** Take the last stroke back, or do it again. @param {1 | -1} by */
export function turnBack(by) {
  const [from, to] = by < 0 ? [past, future] : [future, past];
  const last = from.value.at(-1);
  if (!last) return false;
  from.value = from.value.slice(0, -1);
  to.value = [...to.value, strokes.value];
  strokes.value = last;
  return true;
}

/** The server has told all it knows of a take; what the hand has painted since is newer. @param {any} told */
export function heard(told) {
  known.value = told;
  if (!past.value.length && !future.value.length) strokes.value = told?.strokes ?? [];
}

/** Another take: nothing of the last one's is left. */
export function forget() {
  known.value = null;
  found.value = null;
  changed.value = null;
  strokes.value = [];
  past.value = future.value = [];
  brush.value = { ...brush.value, on: false };
  closeness.value = WHOLE;
}
