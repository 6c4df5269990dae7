// @ts-check
/** Changes of the look-through document: seen at once, kept with the take a little later, told to every page. */

import { effect } from "@preact/signals";
import { act } from "../acting.js";
import { mine } from "../state/mine.js";
import * as model from "../state/model.js";

const LATER = 300;
/** Milliseconds after the last change until it is kept. */

/** @typedef {import("../state/document.js").Document} Document */

let waiting = 0;

/**
 * Change a part of the document.
 * @template {keyof Document} Part
 * @param {Part} part
 * @param {(held: Document[Part]) => Document[Part]} change
 */
export function change(part, change) {
  const held = model.look.peek();
  const changed = change(held[part]);
  if (changed === held[part]) return;
  mine.change(part);
  model.look.value = { ...held, [part]: changed };
  clearTimeout(waiting);
  waiting = setTimeout(keep, LATER);
}

/** Keep what has been changed, now. */
export async function keep() {
  clearTimeout(waiting);
  const take = model.take.peek().id;
  if (!mine.waiting || take === null) return;
  const sent = mine.sent;
  // What could not be kept stays this page's own, and is tried again with the next change.
  if (await act("keep-look", { document: model.look.peek(), take })) mine.kept(sent);
}

addEventListener("pagehide", () => void keep());

// A line that was lost is back, and with it the take; had another been laid on the desk, nothing would be waiting.
effect(() => {
  if (model.connection.value === "open" && mine.waiting) waiting = setTimeout(keep, 4 * LATER);
});
