// @ts-check
/** Pictures that are laid over live: fetched when they are needed, handed to the live view, let go when they are not. */

import { effect } from "@preact/signals";
import { fetchBlob, pictureAddress } from "../link.js";
import { take } from "../state/model.js";

/** @typedef {import("../draw/live.js").LiveView} LiveView */
/** @typedef {import("../state/through.js").Need} Need */

/** @param {Need} need */
function addressOf(need) {
  if ("picture" in need) return pictureAddress(need.take, need.picture, "proxy");
  return `take/${take.value.id}/references/${encodeURIComponent(need.file)}/${need.frame}`;
}

/**
 * Keep the slots of `view` filled with what `needs` asks for.
 * @param {LiveView} view
 * @param {{value: Need[]}} needs
 * @returns {() => void} what ends it
 */
export function referencesFor(view, needs) {
  /** @type {Map<string, string>} */
  const held = new Map();
  return effect(() => {
    const wanted = new Map(needs.value.map((need) => [need.slot, addressOf(need)]));
    for (const slot of [...held.keys()]) {
      if (wanted.has(slot)) continue;
      held.delete(slot);
      view.refer(slot, null);
    }
    for (const [slot, address] of wanted) {
      if (held.get(slot) === address) continue;
      held.set(slot, address);
      fetchBlob(address)
        .then((blob) => createImageBitmap(blob))
        .then((bitmap) => held.get(slot) === address ? view.refer(slot, bitmap) : bitmap.close())
        .catch(() => held.get(slot) === address && held.delete(slot));
    }
  });
}
