// @ts-check
/** The band that is read from the set: the state, the frame, and what comes next. */

import * as model from "../state/model.js";
import { spanAt, timecode } from "../state/sheet.js";
import { alarmWords } from "../state/alarm_words.js";
import { language, t } from "../state/words.js";
import { html } from "./html.js";

/** State, in a word, a hint, a shape and a class; never by colour alone. */
function state() {
  const { state: at } = model.desk.value;
  if (model.connection.value !== "open") return told("lost", "trouble", "triangle");
  if (model.take.value.id === null) return told("no-shot", "busy", "ring", t("no-camera-words"));
  if (at === "away" || model.chosen.value?.trouble) return told("away", "trouble", "triangle");
  if (at === "shooting") return told("shooting", "busy", "ring");
  if (model.playing.value) return told("watching", "quiet", "play", "");
  if (model.looked.value !== null) return told("looking", "quiet", "square", t("looking-words", capOf("live")));
  if (model.placed.value || urgent()) return told("look-out", "trouble", "triangle", urgent() ?? "");
  if (!model.chosen.value) return told("no-camera", "busy", "ring", t("no-camera-words"));
  return told("ready", "", "disc", t("ready-words", capOf("shoot")));
}

/** The sentence of an alarm that has not been seen. */
function urgent() {
  const newest = model.alarms.value.filter((one) => one.severity === "urgent").at(-1);
  return newest && alarmWords(newest, language.value).sentence;
}

/** @param {string} word @param {string} kind @param {string} shape @param {string} [hint] */
const told = (word, kind, shape, hint) => ({ word: t(word), kind, shape, hint: hint ?? t(`${word}-words`) });

/** What is printed on the key of a command. @param {string} command */
export function capOf(command) {
  const { keys, caps } = model.keys.value;
  const codes = Object.keys(keys).filter((code) => keys[code][0] === command && !Object.keys(keys[code][1]).length);
  const best = codes.find((code) => !code.startsWith("Numpad")) ?? codes[0];
  return best ? caps[best] ?? best : "—";
}

/** @param {{shape: string}} given */
const Orb = ({ shape }) =>
  html`<svg class="orb" viewBox="0 0 50 50" aria-hidden="true">
    <defs><radialGradient id="moss" cx="42%" cy="38%"><stop offset="0" stop-color="#d4e0b8"/>
      <stop offset=".5" stop-color="#93a77a"/><stop offset="1" stop-color="#4c5a3c"/></radialGradient></defs>
    ${SHAPES[shape]}</svg>`;

/** @type {Record<string, unknown>} */
const SHAPES = {
  disc: html`<circle cx="25" cy="25" r="24" fill="url(#moss)" />`,
  ring: html`<circle cx="25" cy="25" r="20" fill="none" stroke="#e8a35a" stroke-width="6" stroke-dasharray="96 30" />`,
  triangle: html`
    <path d="M25 5 47 44H3Z" fill="none" stroke="#e0866f" stroke-width="5" stroke-linejoin="round" />
    <path d="M25 19v12M25 36.500v.5" stroke="#e0866f" stroke-width="5" stroke-linecap="round" />
  `,
  square: html`<rect x="8" y="8" width="34" height="34" rx="7" fill="none" stroke="#a99c8c" stroke-width="5" />`,
  play: html`<path d="M14 8 42 25 14 42Z" fill="none" stroke="#a99c8c" stroke-width="5" stroke-linejoin="round" />`,
};

export function Band() {
  const now = state();
  return html`
    <section class="panel band" aria-label=${t("state")}>
      <div class="state">
        <${Orb} shape=${now.shape} />
        <div style="min-width:0"><div class=${`big ${now.kind}`}>${now.word}</div><small>${now.hint}</small></div>
      </div>
      <${Number_} />
      <${Cue} />
    </section>
  `;
}

function Number_() {
  const held = model.sheet.value;
  const frame = model.playing.value ? model.shownFrame.value : model.playhead.value;
  const insert = model.desk.value.next?.insert && !model.playing.value && model.looked.value === null;
  if (!held) return html`<div class="number"><b>—</b></div>`;
  const told = insert ? t("inserting", frame) : frame > held.frames ? t("after", held.frames) : t("of", held.frames);
  return html`<div class="number"><b data-frame=${frame}>${frame}</b>
    <span>${told}<br />
      <i>${timecode(frame, held.rate)}</i></span></div>`;
}

/** The note at the frame to be shot, and the next after it. */
function Cue() {
  const held = model.sheet.value;
  const next = model.desk.value.next;
  const ahead = held ? notesAhead(held, (next?.frame ?? 1) + (next?.length ?? 1)) : null;
  const here = next?.notes.map((/** @type {any} */ note) => note.text).filter(Boolean).join(" · ");
  const then = ahead ? t("then-in", ahead.text, ahead.first - (next?.frame ?? 1)) : here ? t("next") : t("no-cue");
  return html`<div class="cue"><div class="big">${here || ""}</div><small>${then}</small></div>`;
}

/**
 * The first note from `frame` on.
 * @param {import("../state/sheet.js").Sheet} held
 * @param {number} frame
 */
function notesAhead(held, frame) {
  let found = null;
  for (const column of held.columns) {
    if (column.kind !== "note") continue;
    const from = spanAt(column, frame)?.index ?? (frame <= column.frames ? 0 : column.cells.length);
    for (let i = from; i < column.cells.length; i++) {
      const { text } = column.cells[i];
      if (text && column.firsts[i] >= frame) {
        if (!found || column.firsts[i] < found.first) found = { text, first: column.firsts[i] };
        break;
      }
    }
  }
  return found;
}
