// @ts-check
/** The finished film of the take, asked for whenever another one is to be seen. */

import { computed, effect } from "@preact/signals";
import { askJson, fetchBlob } from "../link.js";
import { film, filmSound, finished } from "../state/film.js";
import * as model from "../state/model.js";
import { audio } from "./hearing.js";

/** How much has been finished since the page was opened. */
const done = computed(() => [...model.work.value.values()].filter(({ state }) => state === "done").length);

let turns = 0;

/**
 * Keep the finished film as it is now, while it is to be seen. Where there is none, or none of this sheet, why is said and
 * what was shot is seen again.
 * @returns {() => void} what ends it
 */
export function finishedFilmFollows() {
  return effect(() => {
    const { id } = model.take.value;
    model.sheet.value;
    done.value;
    if (finished.value && id) ask(id, model.seen.value);
    else {
      turns++;
      film.value = null;
    }
  });
}

/** @param {string} id @param {string} exposure */
async function ask(id, exposure) {
  const turn = ++turns;
  const address = `take/${id}/film/${encodeURIComponent(exposure)}`;
  try {
    const told = await askJson(address);
    const sound = told.retimed ? await soundOf(address) : null;
    if (turn !== turns) return;
    filmSound.value = sound;
    film.value = told;
  } catch (why) {
    if (turn !== turns) return;
    const { message, hint } = /** @type {import("../link.js").NotDone} */ (why);
    finished.value = false;
    model.remark(message, hint ?? "", "trouble");
  }
}

/** The sound of a film whose time was changed, null where the sheet has none. @param {string} address */
async function soundOf(address) {
  const opened = model.soundtrack.peek() ? audio() : null;
  if (!opened) return null;
  return await opened.decodeAudioData(await (await fetchBlob(`${address}/track.wav`)).arrayBuffer());
}
