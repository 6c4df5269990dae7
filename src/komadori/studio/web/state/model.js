// @ts-check
/** All that the page knows: what the server told, and what this page itself is looking at. */

import { batch, computed, signal } from "@preact/signals-core";
import { documentOf } from "./document.js";
import { finished } from "./film.js";
import { mine } from "./mine.js";
import { applyChange, previousShots, sheetOf, spanAt } from "./sheet.js";

/** @typedef {import("./sheet.js").Sheet} Sheet */
/** @typedef {"set-up"|"animate"|"light"|"sound"|"finish"} Room */

// -- what the server told --------------------------------------------------------------------------------------------

export const connection = signal(/** @type {"connecting"|"open"|"lost"} */ ("connecting"));
export const welcome = signal(/** @type {any} */ (null));
export const series = signal({ title: "", rate: [24, 1] });
export const shots = signal(/** @type {any[]} */ ([]));
/** The take without its columns; `id` is null where none is open. */
export const take = signal(/** @type {any} */ ({ id: null }));
export const sheet = signal(/** @type {Sheet | null} */ (null));
/** Pictures by number: [exposure, width, height]. */
export const pictures = signal(/** @type {Map<number, [string, number, number]>} */ (new Map()));
export const desk = signal(/** @type {any} */ ({ state: "closed", next: null, on: 2, dark: true, black: false }));
export const cameras = signal(/** @type {any} */ ({ found: [], open: [], looking: false }));
export const keys = signal(/** @type {any} */ ({ keys: {}, rows: [], learned: [], presets: [], caps: {}, preset: "" }));
/** The look-through document of the take, with what this page has changed and the server has not yet kept. */
export const look = signal(documentOf({}));
export const tests = signal(/** @type {any[]} */ ([]));
export const alarms = signal(/** @type {any[]} */ ([]));
export const dismissed = signal(/** @type {string[]} */ ([]));
export const placed = signal(/** @type {any} */ (null));
/** How often a camera that was bumped has been put back. */
export const putBack = signal(0);
export const work = signal(/** @type {Map<number, any>} */ (new Map()));
export const remarks = signal(/** @type {{id: number, text: string, hint: string, severity: string}[]} */ ([]));
export const rest = signal(/** @type {any} */ (null));
/** What moves and what lights before the chosen camera. */
export const rig = signal(
  /** @type {any} */ ({ name: "", axes: [], values: {}, lamps: [], undo: false, redo: false }),
);
/** Where the axes that were not at rest stood in each picture. */
export const poses = signal(/** @type {Map<number, Record<string, number | string>>} */ (new Map()));
/** The last picture that was kept, as it was told. */
export const kept = signal(/** @type {any} */ (null));

// -- what this page is looking at ------------------------------------------------------------------------------------

export const room = signal(/** @type {Room} */ ("animate"));
/** The frame looked at; null looks at live. */
export const looked = signal(/** @type {number | null} */ (null));
export const playing = signal(false);
export const flicking = signal(false);
export const looping = signal(true);
export const muted = signal(false);
export const toBlack = signal(false);
export const shortPlay = signal(false);
export const autoToggle = signal(false);
export const preroll = signal(false);
export const fullResolution = signal(false);
export const marks = signal(/** @type {{in: number | null, out: number | null}} */ ({ in: null, out: null }));
export const selection = signal(/** @type {{column: string, first: number, last: number} | null} */ (null));
export const far = signal(false);
export const onlyPicture = signal(false);
export const helping = signal(false);
export const learning = signal(/** @type {any} */ (null));
export const stats = signal({ fps: 0, latency: 0, dropped: 0, width: 0, height: 0 });
export const skipped = signal(0);
export const exposure = signal("");
/** Which tool has the pointer over the picture: none, or the name of one. */
export const tool = signal(/** @type {string} */ (""));
export const asleep = signal(false);

let remarked = 0;
let arrived = false;

/** The camera that shoots, or null. */
export const chosen = computed(() => cameras.value.open.find((/** @type {any} */ one) => one.chosen) ?? null);

/** The exposure pages look at: the one chosen, or the sheet's first. */
export const seen = computed(() => exposure.value || sheet.value?.exposures[0] || "x1");

/** The frame to be shot, or the one after the sheet's end. */
export const nextFrame = computed(() => desk.value.next?.frame ?? (sheet.value?.frames ?? 0) + 1);

/** The frame that counts as now: the one looked at, or the one to be shot. */
export const playhead = computed(() => looked.value ?? nextFrame.value);

/**
 * Say something to the person at this page; what still stands there is said anew and not twice.
 * @param {string} text
 * @param {string} [hint]
 * @param {"note"|"trouble"} [severity]
 */
export function remark(text, hint = "", severity = "note") {
  const others = remarks.value.filter((one) => one.text !== text || one.hint !== hint);
  remarks.value = [...others.slice(-3), { id: ++remarked, text, hint, severity }];
}

/** @param {number} id */
export function forget(id) {
  remarks.value = remarks.value.filter((one) => one.id !== id);
}

/** @type {Record<string, (message: any) => void>} */
const HEARD = {
  welcome: (message) => (welcome.value = message),
  series: (message) => (series.value = message),
  shots: (message) => (shots.value = message.shots),
  take: (message) => {
    const another = message.id !== take.value.id;
    take.value = { ...message, columns: undefined, pictures: undefined };
    sheet.value = message.id === null ? null : sheetOf(message);
    pictures.value = new Map(
      (message.pictures ?? []).map((/** @type {any} */ [n, name, width, height]) => [n, [name, width, height]]),
    );
    if (another) forgetLooks();
    // Where nothing lies on the desk yet, something is to be chosen first.
    if (!arrived) room.value = message.id === null ? "set-up" : "animate";
    arrived = true;
  },
  change: (message) => {
    const held = sheet.value;
    if (!held || message.revision <= held.revision) return;
    sheet.value = applyChange(held, message);
    take.value = { ...take.value, undo: message.undo, redo: message.redo };
  },
  picture: (message) => {
    pictures.value = new Map(pictures.value).set(message.number, [message.exposure, message.width, message.height]);
    kept.value = message;
  },
  desk: (message) => (desk.value = message),
  cameras: (message) => (cameras.value = message),
  keys: (message) => (keys.value = message),
  look: (message) => (look.value = mine.merged(look.value, documentOf(message.document))),
  tests: (message) => (tests.value = message.shots),
  dismissed: (message) => {
    dismissed.value = message.kinds;
    alarms.value = alarms.value.filter((one) => !message.kinds.includes(one.kind));
    if (message.kinds.includes("camera bump")) placed.value = null;
  },
  seen: (message) => (alarms.value = alarms.value.filter((one) => one.id !== message.alarm)),
  alarm: (message) => (alarms.value = [...alarms.value.filter((one) => one.id !== message.id).slice(-11), message]),
  placed: (message) => {
    if (message.back && placed.value && message.far > 0) putBack.value += 1;
    placed.value = message.back ? null : message;
  },
  work: (message) => (work.value = new Map(work.value).set(message.id, message)),
  remark: (message) => remark(message.text, message.hint, message.severity),
  rest: (message) => (rest.value = message),
  rig: (message) => (rig.value = message),
  posed: ({ values }) => (rig.value = { ...rig.value, values: { ...rig.value.values, ...values } }),
  poses: (
    message,
  ) => (poses.value = new Map(message.poses.map((/** @type {any} */ { picture, values }) => [picture, values]))),
};

/** Another take: nothing of the last one's is looked at any more. */
function forgetLooks() {
  looked.value = null;
  playing.value = false;
  finished.value = false;
  selection.value = null;
  marks.value = { in: null, out: null };
  alarms.value = [];
  dismissed.value = [];
  placed.value = null;
  kept.value = null;
  exposure.value = "";
  mine.forget();
  look.value = documentOf({});
}

/**
 * Take in one message of the server; returns whether it was one that is known here.
 * @param {any} message
 */
export function hear(message) {
  const heard = HEARD[message.type];
  if (heard) batch(() => heard(message));
  return heard !== undefined;
}

// -- what the picture view knows ---------------------------------------------------------------------------------------

/** The live view and the player, once the page shows them, for whoever must ask them something. */
export const view = signal(/** @type {any} */ (null));
export const player = signal(/** @type {any} */ (null));
/** Width and height of the live picture. */
export const liveSize = signal({ width: 0, height: 0 });
/** What the scopes measured last. */
export const measured = signal(/** @type {any} */ (null));
/** Frame and kind of what stands on the film's canvas. */
export const shownFrame = signal(0);
export const shownKind = signal("");
/** Whether playing has come to the live picture. */
export const playsLive = signal(false);
/** The sheet's sound as an AudioBuffer, null where there is none. */
export const soundtrack = signal(/** @type {any} */ (null));
/** Peaks of each sound by its name, for what is drawn. */
export const peaks = signal(/** @type {Record<string, any>} */ ({}));

/** The last frame before the one to be shot that has a picture. */
export const lastFrame = computed(() => {
  const held = sheet.value;
  return held ? previousShots(held, nextFrame.value, 1, seen.value)[0]?.first ?? 0 : 0;
});

/** Whether the film is to be seen and not live. */
export const onFilm = computed(() => {
  if (flicking.value) return lastFrame.value > 0;
  if (playing.value) return !playsLive.value;
  return looked.value !== null;
});

/** The exposure sheet's canvas, to give the keyboard back to. */
export const grid = signal(/** @type {any} */ (null));

/** Whether a picture stands at a frame. @param {number} frame */
export function hasPicture(frame) {
  const held = sheet.value;
  return held !== null && (spanAt(held.columns[0], frame)?.cell.pictures?.length ?? 0) > 0;
}
