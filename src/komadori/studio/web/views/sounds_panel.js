// @ts-check
/** The sounds of the shot: added, seen, heard, laid on the sheet; and the words that are spoken in them. */

import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { act } from "../acting.js";
import { wordsColumn } from "../draw/grid_layout.js";
import { bring, fetchBlob, NotDone } from "../link.js";
import { lookAt } from "../state/acts.js";
import { clockWords } from "../state/amounts.js";
import * as model from "../state/model.js";
import { spansIn } from "../state/sheet.js";
import { t } from "../state/words.js";
import { Icon } from "./controls.js";
import { html } from "./html.js";
import { Waveform } from "./waveform.js";

const KINDS = "audio/*,.wav,.flac,.mp3,.m4a,.ogg,.aif,.aiff";

export function SoundsPanel() {
  const over = useSignal(false);
  const busy = useSignal("");
  const picker = useRef(/** @type {any} */ (null));
  const add = (/** @type {Iterable<File>} */ files) => addAll([...files], busy);
  const sounds = model.take.value.sounds ?? [];
  return html`
    <section class=${over.value ? "panel column sounds over" : "panel column sounds"} aria-label=${t("sounds")}
      onDragOver=${(/** @type {DragEvent} */ event) => {
        event.preventDefault();
        over.value = true;
      }} onDragLeave=${() => (over.value = false)} onDrop=${(/** @type {DragEvent} */ event) => {
        event.preventDefault();
        over.value = false;
        add(event.dataTransfer?.files ?? []);
      }}>
      <h2>${t("sounds")}<span class="figure">${sounds.length || ""}</span></h2>
      <input ref=${picker} type="file" accept=${KINDS} multiple hidden onChange=${(/** @type {any} */ event) => {
        add(event.target.files);
        event.target.value = "";
      }} />
      <button type="button" class="press" disabled=${model.take.value.id === null} onClick=${() =>
        picker.current.click()}>${busy.value ? t("bringing", busy.value) : t("add-sound")}</button>
      <div class="scrolls">${sounds.length
        ? sounds.map((/** @type {string} */ name) => html`<${Sound} key=${name} name=${name} />`)
        : html`<p class="hint drop"><${Icon} name="note" size=${26} />${t("drop-sounds")}<br />${
          t("no-sounds")
        }</p>`}</div>
      <${Spoken} />
    </section>
  `;
}

/** Bring files one after another. @param {File[]} files @param {any} busy */
async function addAll(files, busy) {
  for (const file of files) {
    busy.value = file.name;
    try {
      await bring(`api/sounds/${encodeURIComponent(file.name)}`, file);
    } catch (why) {
      const hint = why instanceof NotDone ? why.hint : "";
      model.remark(/** @type {Error} */ (why).message, hint, "trouble");
    }
  }
  busy.value = "";
}

/** Where a sound stands on the sheet. @param {string} name */
function placesOf(name) {
  const columns = model.sheet.value?.columns.filter(({ kind }) => kind === "sound") ?? [];
  return columns.flatMap((column) =>
    spansIn(column, 1, column.frames).filter(({ cell }) => cell.text === name).map(({ first }) => first)
  );
}

/** @param {{name: string}} given */
function Sound({ name }) {
  useEffect(() => void fetchPeaks(name), [name]);
  const peaks = model.peaks.value[name];
  const places = placesOf(name);
  const seconds = peaks ? peaks.frames * peaks.rate[1] / peaks.rate[0] : 0;
  const frame = model.playhead.value;
  return html`
    <article class="sound-card">
      <header><b title=${name}>${name}</b><small>${peaks
        ? `${clockWords(seconds)} · ${t("frames", peaks.frames)}`
        : ""}</small></header>
      <${Waveform} peaks=${peaks} />
      <footer><span class="places">${places.length
        ? places.map((first) =>
          html`<button type="button" class="pill" aria-label=${t("at-frame", first)} onClick=${() => lookAt(first)}>${
            t("at-frame", first)
          }</button>`
        )
        : html`<small>${t("not-placed")}</small>`}</span><button type="button" class=${places.length
        ? "press small"
        : "press small main"} onClick=${() => act("place-sound", { name, frame })}>${t(
          "place-sound",
          frame,
        )}</button></footer>
    </article>
  `;
}

/** @param {string} name */
async function fetchPeaks(name) {
  const id = model.take.value.id;
  if (!id || name in model.peaks.value) return;
  try {
    const told = await (await fetchBlob(`take/${id}/sounds/${encodeURIComponent(name)}/peaks`)).text();
    model.peaks.value = { ...model.peaks.value, [name]: JSON.parse(told) };
  } catch {
    // Without its peaks a sound is listed all the same, by its name.
  }
}

/** The words spoken: a column of the sheet, made with one press and written on the sheet itself. */
function Spoken() {
  const held = model.sheet.value;
  if (!held) return null;
  const column = wordsColumn(held);
  if (!column) {
    return html`
      <div
        class="spoken"><p class="hint">${t("no-words")}</p><button type="button" class="press small" onClick=${() =>
          act("add-column", { name: "words", kind: "free" })}>${t("add-words")}</button></div>
    `;
  }
  const words = spansIn(column, 1, column.frames).filter(({ cell }) => cell.text);
  return html`<div class="spoken"><h3>${t("words-column")}</h3>${
    words.length
      ? html`<div class="said">${
        words.map(({ first, cell }) =>
          html`<button type="button" class="pill" onClick=${() =>
            lookAt(first)}><small>${first}</small>${cell.text}</button>`
        )
      }</div>`
      : html`<p class="hint">${t("words-hint", column.name)}</p>`
  }</div>`;
}
