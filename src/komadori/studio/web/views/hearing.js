// @ts-check
/** What is heard: the sheet's sound, and the small signs that say what happens on the set. */

import { effect } from "@preact/signals";
import { Earcons } from "../draw/earcons.js";
import { fetchBlob } from "../link.js";
import * as model from "../state/model.js";
import { prefers } from "../state/preferences.js";
import { columnsOf } from "../state/score.js";

/** @type {AudioContext | null} */
let context = null;
/** @type {Earcons | null} */
let earcons = null;

/** The page's one audio context, made when something is to sound. */
export function audio() {
  try {
    context ??= new AudioContext({ latencyHint: "interactive" });
  } catch {
    return null;
  }
  return context;
}

/** @param {"shutter"|"move"|"duplicate"|"failure"|"beat"|"alarm"|"note"|"rest"} name */
export function sign(name) {
  const opened = audio();
  if (!opened || !prefers.value.volume) return;
  if (opened.state === "suspended") opened.resume();
  earcons ??= new Earcons(opened);
  earcons.volume = prefers.value.volume;
  earcons.play(name);
}

/** Keep the sheet's sound with the voices of its score, and the peaks that are drawn of each sound, as the sheet has them. */
export function soundFollowsSheet() {
  return effect(() => {
    const held = model.sheet.value;
    const id = model.take.value.id;
    const placed = held?.columns.filter((column) => column.kind === "sound") ?? [];
    const said = columnsOf(held).map(({ name, cells }) => [name, cells]);
    const cells = placed.flatMap((column) => column.cells.map((cell) => cell.text ? cell : { length: cell.length }));
    const mark = JSON.stringify([id, cells, said]);
    if (mark === heard) return;
    heard = mark;
    const names = [...new Set(placed.flatMap((column) => column.cells.map((cell) => cell.text ?? "")))].filter(Boolean);
    fetchTrack(id, names.length + said.length > 0, mark);
    for (const name of names) fetchPeaks(id, name);
  });
}

let heard = "";

/** @param {string | null} id @param {boolean} any @param {string} mark */
async function fetchTrack(id, any, mark) {
  model.soundtrack.value = null;
  const opened = any && id ? audio() : null;
  if (!opened) return;
  try {
    const bytes = await (await fetchBlob(`take/${id}/track.wav`)).arrayBuffer();
    const buffer = await opened.decodeAudioData(bytes);
    if (mark === heard) model.soundtrack.value = buffer;
  } catch (why) {
    model.remark(/** @type {Error} */ (why).message, "", "trouble");
  }
}

/** @param {string | null} id @param {string} name */
async function fetchPeaks(id, name) {
  if (!id || name in model.peaks.value) return;
  try {
    const told = await (await fetchBlob(`take/${id}/sounds/${encodeURIComponent(name)}/peaks`)).text();
    model.peaks.value = { ...model.peaks.value, [name]: JSON.parse(told) };
  } catch {
    // A sound whose file is missing is told of with the track; it is drawn as silence.
  }
}

/** Say a frame's number, where the person wants it. @param {number} number */
export function sayNumber(number) {
  const opened = audio();
  if (!opened || !prefers.value.speak) return;
  earcons ??= new Earcons(opened);
  earcons.speaking = true;
  earcons.speak(number);
}
