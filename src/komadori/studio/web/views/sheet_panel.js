// @ts-check
/** The exposure sheet at the right: seen, walked through and edited. */

import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { effect, useSignal } from "@preact/signals";
import { act } from "../acting.js";
import { Grid } from "../draw/grid.js";
import * as model from "../state/model.js";
import { lookAt } from "../state/acts.js";
import { cellAt, columnNamed } from "../state/sheet.js";
import { labelOf, language, t } from "../state/words.js";
import { Icon } from "./controls.js";
import { html } from "./html.js";
import { commandNamed } from "./keypad.js";
import { SheetMenu } from "./sheet_menu.js";

/** @typedef {{column: string, frame: number, box: {x: number, y: number, width: number, height: number}}} Writing */

export function SheetPanel() {
  const canvas = useRef(/** @type {any} */ (null));
  const mirror = useRef(/** @type {any} */ (null));
  const scroller = useRef(/** @type {any} */ (null));
  const writing = useSignal(/** @type {Writing | null} */ (null));
  const opened = useSignal(/** @type {{x: number, y: number} | null} */ (null));
  useEffect(() => {
    const grid = new Grid({
      canvas: canvas.current,
      mirror: mirror.current,
      scroller: scroller.current,
      on: told(writing, opened),
    });
    model.grid.value = grid;
    const end = effect(() =>
      grid.set({
        sheet: model.sheet.value,
        playhead: playheadNow(),
        next: model.desk.value.next,
        selection: model.selection.value,
        peaks: model.peaks.value,
        exposure: model.seen.value,
        language: language.value,
        follow: true,
      })
    );
    return () => {
      end();
      grid.close();
    };
  }, []);
  const held = model.sheet.value;
  return html`<section class="panel sheet" aria-label=${t("exposure-sheet")}>
    <div class="sheet-head"><h2>${t("exposure-sheet")}</h2><${Exposures} /><${Back} />
      <span>${held ? `${playheadNow()} / ${held.frames}` : ""}</span></div>
    <div class="grid"><div class="scroller" ref=${scroller}></div><canvas ref=${canvas} style="width:100%;height:100%"></canvas>
      <div ref=${mirror} class="visually-hidden" aria-label=${t("exposure-sheet")}></div>
      ${writing.value ? html`<${Write} writing=${writing} />` : null}</div>
    ${opened.value ? html`<${SheetMenu} at=${opened} />` : null}
    ${model.desk.value.next?.insert ? html`<${Standing} />` : null}
  </section>`;
}

/** The frame that runs, or stands, under the playhead. */
const playheadNow = () => model.playing.value ? model.shownFrame.value : model.playhead.value;

/** @param {any} writing @param {any} opened */
const told = (writing, opened) => ({
  select: (
    /** @type {number} */ first,
    /** @type {number} */ last,
    /** @type {string} */ column,
  ) => (model.selection.value = { column, first, last }),
  look: (/** @type {number} */ frame) =>
    lookAt(frame >= model.nextFrame.value && !model.hasPicture(frame) ? null : frame),
  stand: (/** @type {number} */ frame, /** @type {{insert: boolean}} */ { insert }) => act("stand", { frame, insert }),
  edit: (/** @type {string} */ command, /** @type {any} */ words) => act(command, words),
  menu: (
    /** @type {number} */ _frame,
    /** @type {string} */ _column,
    /** @type {number} */ x,
    /** @type {number} */ y,
  ) => (opened.value = { x, y }),
  writing: (
    /** @type {string} */ column,
    /** @type {number} */ frame,
    /** @type {any} */ box,
  ) => (writing.value = { column, frame, box }),
});

/** Taking edits back without a keyboard. */
const Back = () =>
  html`<div class="taking-back">${
    ["undo", "redo"].map((name) => {
      const words = labelOf(commandNamed(name) ?? { name, label: name });
      return html`
        <button type="button" key=${name} aria-label=${words} title=${words} disabled=${!model.take
          .value[name]}
          onClick=${() => act(name)}><${Icon} name=${name} size=${16} /></button>
      `;
    })
  }</div>`;

/** Which exposure is looked at, where there are several. */
function Exposures() {
  const held = model.sheet.value;
  if (!held || held.exposures.length < 2) return null;
  return html`
    <select class="line" style="width:auto;padding:3px 6px" aria-label=${t("exposures")}
      onChange=${(/** @type {any} */ event) => (model.exposure.value = event.target.value)}>${held.exposures.map((
        name,
      ) => html`<option selected=${name === model.seen.value}>${name}</option>`)}</select>
  `;
}

/** The camera does not stand at the end: a way back. */
const Standing = () =>
  html`<div style="padding:8px 12px"><button class="press small" style="width:100%" onClick=${() =>
    act("return-to-end")}>
    ${t("inserting", model.nextFrame.value)} · ${t("end")}</button></div>`;

/** A note or a word, written where it stands. @param {{writing: any}} given */
function Write({ writing }) {
  const { column, frame, box } = /** @type {Writing} */ (writing.value);
  const held = model.sheet.value;
  const written = held && columnNamed(held, column);
  const cell = written ? cellAt(written, frame) : null;
  const field = useRef(/** @type {any} */ (null));
  // Before the screen is painted: the letters that follow the key that opened the field are its own, however fast.
  useLayoutEffect(() => {
    field.current.focus();
    field.current.select();
  }, []);
  const keep = () => {
    if (!writing.value) return;
    writing.value = null;
    const text = field.current.value;
    if (text !== (cell?.text ?? "")) {
      act("write", {
        column,
        frame,
        text: text.replace(/^!\s*/, ""),
        alarm: /^!/.test(text) || Boolean(cell?.alarm && text),
      });
    }
    model.grid.value?.focus();
  };
  return html`
    <input ref=${field} class="line write-here" aria-label=${t("writing-note")} defaultValue=${cell?.text ?? ""}
      style=${`left:${box.x}px;top:${box.y - 4}px;width:${Math.max(90, box.width)}px;padding:3px 6px`}
      onBlur=${keep} onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
        event.stopPropagation();
        if (event.key === "Enter") keep();
        if (event.key === "Escape") writing.value = null;
      }} />
  `;
}
