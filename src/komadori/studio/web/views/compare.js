// @ts-check
/** Before and after: the frame on screen with a line between, as a difference, or one of the two; and the brush on it. */

import { useEffect, useRef } from "preact/hooks";
import { effect, useSignal } from "@preact/signals";
import { drawPair } from "../draw/pair.js";
import { SCALES } from "../state/closeness.js";
import * as finishing from "../state/finishing.js";
import * as model from "../state/model.js";
import { spoken, t } from "../state/words.js";
import { Brush } from "./brush.js";
import { CompareBar } from "./compare_bar.js";
import { boxIs, doubled, dragged, grabbed, keepClose, keyed, layers, lookFrom, wheeled } from "./close_up.js";
import { Icon, Segments } from "./controls.js";
import { html } from "./html.js";
import { nameOfEntry } from "./naming.js";
import { keepShown, pair, preparing, trouble, wishes } from "./previewing.js";
import { Progress, Stop } from "./works.js";

const STEP = 0.02;
/** How far an arrow key moves the line. */

export function Compare() {
  const place = useRef(/** @type {any} */ (null));
  useEffect(() => {
    const ends = [keepShown(place.current), keepClose(() => wishes(place.current))];
    // A wheel that moves the picture must be able to keep the page where it is.
    place.current.addEventListener("wheel", wheeled, { passive: false });
    return () => ends.forEach((end) => end());
  }, []);
  return html`
    <div class="comparing">
      <${CompareBar} />
      <section ref=${place} class="stage wipe" aria-label=${t("before-after")}>${finishing.shown.value
        ? html`<${Pair} />`
        : html`
          <div class="nothing">
            <h2>${t("nothing-shot")}</h2>
            <p>${t("nothing-shot-words")}</p>
          </div>
        `}</section>
    </div>
  `;
}

function Pair() {
  const canvas = useRef(/** @type {any} */ (null));
  const box = useSignal(/** @type {import("../draw/pair.js").Box | null} */ (null));
  const size = useSignal("");
  useEffect(() => {
    const watch = new ResizeObserver(([{ contentRect: { width, height } }]) => (size.value = `${width} ${height}`));
    watch.observe(canvas.current);
    const end = effect(() => {
      size.value;
      boxIs({ width: canvas.current.clientWidth, height: canvas.current.clientHeight });
      const place = drawPair(canvas.current, {
        ...layers.value,
        closeness: finishing.closeness.value,
        mode: finishing.drawn.value,
        line: finishing.line.value,
        gain: finishing.gain.value,
      });
      // What is here is told to whoever watches, tests among them.
      canvas.current.dataset.after = pair.value.after?.name ?? "";
      canvas.current.dataset.close = Object.values(layers.value).map((one) => one?.part ? "own" : "small").join(" ");
      if (JSON.stringify(place) !== JSON.stringify(box.peek())) box.value = place;
    });
    return () => {
      watch.disconnect();
      end();
    };
  }, []);
  const shown = /** @type {{frame: number}} */ (finishing.shown.value);
  const { on } = finishing.brush.value;
  const close = finishing.closeness.value.scale > 0;
  return html`
    <canvas ref=${canvas} class=${close ? "close" : ""} tabindex="0" role="img" onKeyDown=${keyed}
      onPointerDown=${grabbed} onPointerMove=${dragged} onDblClick=${doubled} aria-describedby="close-words"
      aria-label=${`${t(`mode-${finishing.drawn.value}`)}, ${t("frame-n", shown.frame)}`}></canvas>
        <p id="close-words" class="visually-hidden">${t("close-keys")}</p>
        <${Words} frame=${shown.frame} />
        ${on
          ? html`<${Brush} place=${box} />`
          : finishing.mode.value === "wipe" && pair.value.after
          ? html`<${Divider} />`
          : null}
        <${Standing} /><${Distance} />
  `;
}

/** From how close one looks. */
function Distance() {
  const { scale } = finishing.closeness.value;
  const at = finishing.drawn.value === "before" ? layers.value.before : layers.value.after;
  const coming = scale > 0 && at !== null && !at.part;
  return html`
    <div class=${coming ? "distance coming" : "distance"}>
      <${Segments} label=${t("distance")}
        value=${scale} choices=${SCALES.map((one) => [one, one ? t("percent", 100 * one) : t("fit")])}
        choose=${(/** @type {any} */ to) => lookFrom(to)} />
    </div>
  `;
}

/** What stands on which side. @param {{frame: number}} given */
function Words({ frame }) {
  const mode = finishing.drawn.value;
  const opened = finishing.recipe.value.find((one) => one.name === finishing.opened.value);
  const first = finishing.against.value === "operation" && opened
    ? t("before-operation", nameOfEntry(opened))
    : t("as-shot-short");
  const painting = finishing.brush.value.on;
  const left = mode === "after" && !painting
    ? t("finished-short")
    : mode === "difference"
    ? t("mode-difference")
    : first;
  return html`<span class="chip top-left">${left}<small>${t("frame-n", frame)}</small></span>${
    mode === "wipe" && pair.value.after ? html`<span class="chip top-right">${t("finished-short")}</span>` : null
  }`;
}

/** Why the newest is not to be seen yet. */
function Standing() {
  const work = model.work.value.get(preparing.value);
  const standsIn = pair.value.after?.name === "";
  const words = t(standsIn ? "stands-in" : "looking-through");
  if (work?.state === "running") {
    return html`
      <div class="standing" role="status">
        <div><b>${words}</b><${Progress} work=${work} /></div>
        <${Stop} work=${work} />
      </div>
    `;
  }
  if (!trouble.value) return standsIn ? html`<div class="standing" role="status"><b>${words}</b></div>` : null;
  return html`
    <div class="standing bad" role="status">
      <${Icon} name="warning" />
      <p>${spoken(trouble.value.message)}${trouble.value.hint
        ? html`<small>${spoken(trouble.value.hint)}</small>`
        : null}</p>
    </div>
  `;
}

function Divider() {
  const line = useRef(/** @type {any} */ (null));
  const at = finishing.line;
  const move = (/** @type {PointerEvent} */ event) => {
    if (!line.current.hasPointerCapture(event.pointerId)) return;
    const box = line.current.parentElement.getBoundingClientRect();
    at.value = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
  };
  const pressed = (/** @type {KeyboardEvent} */ event) => {
    const to = KEYS[event.key]?.(at.value);
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    at.value = Math.min(1, Math.max(0, to));
  };
  return html`
    <div ref=${line} class="divider" role="slider" tabindex="0" aria-label=${t("before-after")} aria-valuemin="0"
      aria-valuemax="100" aria-valuenow=${Math.round(100 * at.value)} style=${`left:${(100 * at.value).toFixed(2)}%`}
      onKeyDown=${pressed} onPointerMove=${move}
      onPointerDown=${(/** @type {PointerEvent} */ event) => line.current.setPointerCapture(event.pointerId)}><i
        aria-hidden="true"><${Icon} name="back" size=${14} /><${Icon} name="forward" size=${14} /></i></div>
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
