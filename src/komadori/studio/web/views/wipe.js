// @ts-check
/** Before and after: the picture as it was shot and as it was finished, with a line between them that can be moved. */

import { useEffect, useRef } from "preact/hooks";
import { computed, useSignal } from "@preact/signals";
import { act } from "../acting.js";
import { pictureAddress } from "../link.js";
import * as model from "../state/model.js";
import { previousShots, spanAt } from "../state/sheet.js";
import { t } from "../state/words.js";
import { Icon } from "./controls.js";
import { html } from "./html.js";

const STEP = 0.02;
/** How far an arrow key moves the line. */

/** The frame and the number of the picture at the playhead, or of the last one before it. */
const shown = computed(() => {
  const held = model.sheet.value;
  if (!held) return null;
  const frame = model.playhead.value;
  const here = spanAt(held.columns[0], frame);
  const span = here?.cell.pictures?.length ? here : previousShots(held, frame, 1, model.seen.value)[0];
  const pictures = span?.cell.pictures ?? [];
  const [, number] = pictures.find(([name]) => name === model.seen.value) ?? pictures[0] ?? [];
  return span && number ? { frame: span.first, number } : null;
});

/** Grows whenever pictures have been finished, so that they are asked for again. */
const finishes = computed(() => [...model.work.value.values()].filter((work) => work.state !== "running").length);

export function Wipe() {
  const at = useSignal(0.5);
  const picture = shown.value;
  return html`<section class="stage wipe" aria-label=${t("before-after")}>${
    picture ? html`<${Pair} picture=${picture} at=${at} />` : html`
      <div class="nothing">
        <h2>${t("nothing-shot")}</h2>
        <p>${t("nothing-shot-words")}</p>
      </div>
    `
  }</section>`;
}

/** @param {{picture: {frame: number, number: number}, at: any}} given */
function Pair({ picture, at }) {
  const there = useSignal(false);
  const take = model.take.value.id;
  const after = `${pictureAddress(take, picture.number, "finished")}?${finishes.value}`;
  useEffect(() => void (there.value = false), [after]);
  const place = `${(100 * at.value).toFixed(2)}%`;
  return html`<img class="before" src=${pictureAddress(take, picture.number, "proxy")} alt=${`${
    t("as-shot-short")
  } ${picture.frame}`} />
    <img class="after" src=${after} alt="" style=${
    there.value ? `clip-path:inset(0 0 0 ${place})` : "visibility:hidden"
  } onLoad=${() => (there.value = true)} onError=${() => (there.value = false)} />
    <span class="chip top-left">${t("as-shot-short")}<small>${t("frame-n", picture.frame)}</small></span>
    <span class="chip top-right">${there.value ? t("finished-short") : t("not-finished")}</span>
    <${Steps} />
    ${there.value ? html`<${Divider} at=${at} place=${place} />` : null}`;
}

/** From picture to picture. */
const Steps = () =>
  html`<div class="chip bottom-left steps">
    <button type="button" aria-label=${t("back")} onClick=${() => act("step-back")}><${Icon} name="back" /></button>
    <button type="button" aria-label=${t("forward")} onClick=${() =>
    act("step-forward")}><${Icon} name="forward" /></button></div>`;

/** @param {{at: any, place: string}} given */
function Divider({ at, place }) {
  const line = useRef(/** @type {any} */ (null));
  const move = (/** @type {PointerEvent} */ event) => {
    if (!line.current.hasPointerCapture(event.pointerId)) return;
    const box = line.current.parentElement.getBoundingClientRect();
    at.value = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
  };
  const pressed = (/** @type {KeyboardEvent} */ event) => {
    const to = KEYS[event.key]?.(at.value);
    if (to === undefined) return;
    event.preventDefault();
    at.value = Math.min(1, Math.max(0, to));
  };
  return html`
    <div ref=${line} class="divider" role="slider" tabindex="0" aria-label=${t("before-after")} aria-valuemin="0"
      aria-valuemax="100" aria-valuenow=${Math.round(100 * at.value)} style=${`left:${place}`} onKeyDown=${pressed}
      onPointerDown=${(/** @type {PointerEvent} */ event) => line.current.setPointerCapture(event.pointerId)}
      onPointerMove=${move}><i aria-hidden="true"><${Icon} name="back" size=${14} /><${Icon} name="forward" size=${14} /></i></div>
  `;
}

/** @type {Record<string, (at: number) => number>} */
const KEYS = {
  ArrowLeft: (at) => at - STEP,
  ArrowRight: (at) => at + STEP,
  PageDown: (at) => at - 5 * STEP,
  PageUp: (at) => at + 5 * STEP,
  Home: () => 0,
  End: () => 1,
};
