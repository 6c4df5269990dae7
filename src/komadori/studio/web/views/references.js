// @ts-check
/** Pictures that are laid over live: fetched when they are needed, handed to the live view, let go when they are not. */

import { effect } from "@preact/signals";
import { fetchBlob, pictureAddress } from "../link.js";
import { isVideo } from "../state/line_up.js";
import { remark, take } from "../state/model.js";
import { sizes } from "../state/tools.js";
import { t } from "../state/words.js";

/** @typedef {import("../draw/live.js").LiveView} LiveView */
/** @typedef {import("../state/through.js").Need} Need */

/** @param {Need} need */
function addressOf(need) {
  if ("picture" in need) return pictureAddress(need.take, need.picture, "proxy");
  const file = `take/${take.value.id}/references/${encodeURIComponent(need.file)}`;
  return isVideo(need.file) ? `${file}/${need.frame}` : file;
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
  /** @type {Set<string>} */
  const told = new Set();
  /** @param {string} slot @param {string} address */
  const missed = (slot, address) => {
    if (held.get(slot) !== address) return;
    const file = needs.value.find((need) => need.slot === slot && "file" in need);
    if (!file) return void held.delete(slot);
    // A file that is there and cannot be shown stays so: it is told once, and not asked for again.
    view.refer(slot, null);
    if (!told.has(address)) remark(t("line-up-unreadable", "file" in file ? file.file : ""), "", "trouble");
    told.add(address);
  };
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
        .then((bitmap) => {
          if (held.get(slot) !== address) return bitmap.close();
          const { width, height } = bitmap;
          sizes.value = new Map(sizes.peek()).set(slot, { width, height });
          view.refer(slot, bitmap);
        })
        .catch(() => missed(slot, address));
    }
  });
}
