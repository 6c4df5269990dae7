// @ts-check
/** Keeps the picture on screen as the recipe would finish it: asks the server, newest wins, and has measured what it lacks. */

import { computed, effect, signal } from "@preact/signals";
import { act } from "../acting.js";
import { askJson, askPreview, NotDone, tellJson } from "../link.js";
import * as finishing from "../state/finishing.js";
import * as model from "../state/model.js";
import { Asking, nameOf, pictureOf, WHO } from "./asking.js";

const WIDEST = 1920;
/** Pixels: a proxy of 1080p, however large the screen. */
const STEP = 64;
const STEADY = 320;
/** Milliseconds that a recipe must stand before the whole take is looked through for it. */
const KEPT = 14;
/** Pictures of each kind that stay decoded: eight megabytes each. */
const IDLE = 900;
/** Milliseconds of rest until the frames beside this one are fetched, and until an edit of the sheet is followed. */
const QUICK = 400;
/** Milliseconds that a picture may take for others to be fetched ahead: the next moved slider would wait for one. */

/** @typedef {import("./asking.js").Wish} Wish */
/** @typedef {import("./asking.js").Shown} Shown */

export const after = signal(/** @type {Shown | null} */ (null));
export const before = signal(/** @type {Shown | null} */ (null));

/** Before and after of the frame on screen; while it comes, both of the last one, and never one of each. */
export const pair = computed(() => {
  const number = finishing.shown.value?.number;
  const [one, other] = [before.value, after.value];
  if (one?.picture === other?.picture) return { before: one, after: other };
  return { before: one?.picture === number ? one : null, after: other?.picture === number ? other : null };
});
/** Why what is shown is not the newest: what went wrong, in the server's words. */
export const trouble = signal(/** @type {{message: string, hint: string} | null} */ (null));
/** The work that looks through the take for this recipe; 0 none. */
export const preparing = signal(0);
/** Milliseconds that the last picture took, from asking to being here. */
export const took = signal(0);

/**
 * A picture about as large as it is shown.
 * @param {string} line
 * @param {import("@preact/signals").Signal<Shown | null>} to
 * @param {(why: NotDone | null, wish: Wish) => void} refused
 */
const proxies = (line, to, refused) =>
  new Asking({
    to,
    refused,
    keeps: KEPT,
    took: (milliseconds) => (took.value = milliseconds),
    make: async (wish) => {
      const { take, tables, ...rest } = wish;
      const words = { ...rest, tables: JSON.parse(tables), line: `${WHO} ${line}`, soon: true };
      const { blob, standsIn } = await askPreview(`take/${take}/preview`, words);
      const bitmap = await createImageBitmap(blob);
      // One that stands in is not what was wished for, so it goes by no name.
      const [name, of] = standsIn ? ["", ""] : [nameOf(wish), pictureOf(wish)];
      return { bitmap, name, picture: wish.picture, of };
    },
  });

const askingAfter = proxies("after", after, (why, wish) => refused(why, wish));
const askingBefore = proxies("before", before, (why) => {
  if (why && why.kind !== "NotMeasured") trouble.value = { message: why.message, hint: why.hint };
});

let waiting = 0;

/** @param {NotDone | null} why null where it was done @param {Wish} wish */
function refused(why, wish) {
  clearTimeout(waiting);
  trouble.value = why && why.kind !== "NotMeasured" ? { message: why.message, hint: why.hint } : null;
  if (why?.kind !== "NotMeasured") {
    if (!why) {
      stopPreparing();
      lookOver(wish);
    }
    return;
  }
  waiting = setTimeout(() => prepare(wish), STEADY);
}

/** Have the take looked through for what the recipe must know. @param {Wish} wish */
async function prepare(wish) {
  stopPreparing();
  const answer = await act("prepare", { operations: JSON.parse(wish.tables) });
  if (answer?.work) preparing.value = answer.work;
}

/** A recipe that has changed needs other looks. */
function stopPreparing() {
  const work = model.work.value.get(preparing.value);
  preparing.value = 0;
  if (work?.state === "running") act("cancel", { work: work.id });
}

/** @param {HTMLElement} place whose width says how large a picture is worth having */
export function keepShown(place) {
  const ends = [
    effect(() => soon(model.take.value.id)),
    effect(() => {
      const [wish, plain] = wishes(place);
      if (wish) askingAfter.want(wish);
      if (plain) askingBefore.want(plain);
      clearTimeout(resting);
      if (wish && plain) resting = afterRest(resting, () => ahead(wish, plain));
    }),
    effect(looked),
    effect(() => edited(model.sheet.value?.revision ?? 0)),
    effect(() => endedWorks.value ? soon(model.take.peek().id) : undefined),
  ];
  return () => {
    for (const end of ends) end();
    clearTimeout(waiting);
    clearTimeout(resting);
    clearTimeout(again);
  };
}

let resting = 0;
let again = 0;
let sheetSeen = 0;

/**
 * Where the sheet has changed, also while another room was shown, what was found out from the whole take may have too.
 * Once the hands rest, the picture and what wants an eye are asked for again.
 * @param {number} revision
 */
function edited(revision) {
  askingAfter.kept.clear();
  if (revision === sheetSeen) return;
  if (sheetSeen) again = afterRest(again, askAgain);
  sheetSeen = revision;
}

/** @param {number} before what waits no longer @param {() => void} act */
function afterRest(before, act) {
  clearTimeout(before);
  return setTimeout(act, IDLE);
}

/**
 * Fetch the frames beside this one while nobody asks for anything, so that a step shows at once what flickers.
 * @param {Wish} wish
 * @param {Wish} plain
 */
async function ahead(wish, plain) {
  const still = () =>
    askingAfter.wish === wish && askingBefore.wish === plain && !askingAfter.busy && !askingBefore.busy;
  for (const picture of finishing.besideShown()) {
    for (const [asking, one] of /** @type {const} */ ([[askingAfter, wish], [askingBefore, plain]])) {
      if (!still() || took.value > QUICK) return;
      await asking.bring({ ...one, picture });
    }
  }
}

/**
 * How many pixels wide the picture is shown, in steps, for each width is made by itself.
 * @param {HTMLElement} place
 * @param {number} number
 */
function widthIn(place, number) {
  const [, wide, high] = model.pictures.value.get(number) ?? ["", 16, 9];
  const fits = Math.min(place.clientWidth, place.clientHeight * wide / high) * (globalThis.devicePixelRatio || 1);
  return Math.min(WIDEST, STEP * Math.ceil(fits / STEP) || WIDEST);
}

/** @param {HTMLElement} place @returns {[Wish | null, Wish | null]} */
export function wishes(place) {
  const shown = finishing.shown.value;
  const take = model.take.value.id;
  if (!shown || !take || !finishing.known.value) return [null, null];
  const width = widthIn(place, shown.number);
  const tables = finishing.tables.value;
  const mine = { take, picture: shown.number, tables, upto: "", width };
  const opened = finishing.recipe.value.find((one) => one.name === finishing.opened.value && one.on);
  const upto = finishing.against.value === "operation" && opened ? opened.name : "";
  if (finishing.brush.value.on) return [mine, { ...mine, tables: finishing.bareTables.value }];
  return [mine, upto ? { ...mine, upto } : { ...mine, tables: finishing.plainTables.value }];
}

let lookedOver = "";

/**
 * Ask what the operations have found out that wants a person's eye: once what they must know of the take is known.
 * @param {Wish} wish
 */
async function lookOver({ take, tables }) {
  const over = [take, tables, model.sheet.peek()?.revision, endedWorks.peek()].join(" ");
  if (over === lookedOver) return;
  lookedOver = over;
  try {
    const remarks = await tellJson(`take/${take}/remarks`, { tables: JSON.parse(tables), line: `${WHO} remarks` });
    if (lookedOver === over) finishing.found.value = remarks;
  } catch (why) {
    if (!(why instanceof NotDone)) throw why;
    // The last ones stay until the take has been looked through; whoever is asked for then asks again.
    if (lookedOver === over) lookedOver = "";
  }
}

/** How many pieces of work have ended; finishing leaves remarks. */
const endedWorks = signal(0);

/** Once the take has been looked through, the picture is asked for again. */
function looked() {
  const ended = [...model.work.value.values()].filter((one) => one.state !== "running").length;
  const work = model.work.value.get(preparing.value);
  if (ended !== endedWorks.peek()) {
    endedWorks.value = ended;
    if (askingAfter.wish && after.peek()?.name === nameOf(askingAfter.wish)) lookOver(askingAfter.wish);
  }
  if (!work || work.state === "running") return;
  preparing.value = 0;
  if (work.state === "done" && askingAfter.wish) askingAfter.want({ ...askingAfter.wish }, true);
  else if (work.state === "failed") trouble.value = { message: work.trouble, hint: work.hint };
}

/** Ask once more for everything, for something beside the recipe has changed. */
export function askAgain() {
  askingAfter.kept.clear();
  if (askingAfter.wish) askingAfter.want({ ...askingAfter.wish }, true);
}

let heardOf = "";

/** Outside of whatever is being followed now. @param {string | null} take */
function soon(take) {
  if (take) queueMicrotask(() => hear(take));
}

/** What is written, painted and remarked of the take. @param {string} take */
async function hear(take) {
  if (heardOf !== take) {
    finishing.forget();
    askingAfter.forget();
    askingBefore.forget();
    heardOf = take;
  }
  try {
    const told = await askJson(`take/${take}/finishing`);
    if (heardOf === take) finishing.heard(told);
  } catch (why) {
    if (!(why instanceof NotDone)) throw why;
    trouble.value = { message: why.message, hint: why.hint };
  }
}

/** Ask for what is known of the take again, for this page has changed it. */
export const hearAgain = () => hear(model.take.value.id);
