// @ts-check
/** The brush: where the rig is, and where it is not, painted on the frame on screen and kept with the take. */

import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { effect, useSignal } from "@preact/signals";
import { act } from "../acting.js";
import { drawStrokes } from "../draw/strokes.js";
import * as finishing from "../state/finishing.js";
import * as model from "../state/model.js";
import { beside, erased, resized, strokesOn, thinned } from "../state/paint.js";
import { set } from "../state/recipe.js";
import { t } from "../state/words.js";
import { dragged, follow, grabbed, steppedBy } from "./close_up.js";
import { Icon, Segments } from "./controls.js";
import { html } from "./html.js";
import { askAgain } from "./previewing.js";

/** @typedef {import("../state/paint.js").Point} Point */

const ONION = 0.3;
/** How strongly the painted frames beside this one are seen. */
const PAINT = "paint.json";
/** Where strokes are kept, beside the take's pictures. */
const REST = 500;
/** Milliseconds after the last stroke until all are kept. */
const PACE = 0.01;
/** Widths of the picture that an arrow key moves the brush. */

let keeping = 0;

/** Keep what was painted, soon: strokes come one after another. */
function keep() {
  const take = model.take.value.id;
  clearTimeout(keeping);
  keeping = setTimeout(async () => {
    if (!await act("keep-paint", { strokes: finishing.strokes.value, take })) return;
    use();
    askAgain();
  }, REST);
}

/** What is painted is for the operation that takes rigs out: it is switched on, and told where the strokes are. */
function use() {
  const rig = finishing.recipe.value.find((one) => one.use === "rig");
  const paint = finishing.operations.value.find(({ name }) => name === "rig")?.parameters.find(({ name }) =>
    name === "paint"
  );
  if (rig && paint && !(rig.on && rig.settings.paint)) {
    finishing.changed.value = set(finishing.recipe.value, rig.name, paint, PAINT);
  }
}

/** @param {1 | -1} by */
const back = (by) => finishing.turnBack(by) && keep();

/** @param {Partial<typeof finishing.brush.value>} change */
const take = (change) => (finishing.brush.value = { ...finishing.brush.value, ...change });

/** @param {{place: import("@preact/signals").Signal<import("../draw/pair.js").Box | null>}} given */
export function Brush({ place }) {
  const canvas = useRef(/** @type {any} */ (null));
  const at = useSignal(/** @type {Point | null} */ (null));
  /** The stroke the hand is making. */
  const path = useSignal(/** @type {Point[]} */ ([]));
  // Before the screen is painted: the next key is the brush's, however fast.
  useLayoutEffect(() => canvas.current.focus({ preventScroll: true }), []);
  useEffect(() => effect(() => draw(canvas.current, place.value, at.value, path.value)), []);
  const point = (/** @type {PointerEvent} */ event) => {
    const box = canvas.current.getBoundingClientRect();
    const shown = place.value;
    return shown && /** @type {Point} */ ([
      (event.clientX - box.left - shown.left) / shown.width,
      (event.clientY - box.top - shown.top) / shown.width,
    ]);
  };
  const down = (/** @type {PointerEvent} */ event) => {
    grabbed(event);
    if (event.button !== 0) return;
    const here = point(event);
    canvas.current.setPointerCapture(event.pointerId);
    if (here) path.value = [here];
  };
  const move = (/** @type {PointerEvent} */ event) => {
    dragged(event);
    at.value = point(event);
    if (!path.value.length) return;
    const points = (event.getCoalescedEvents?.() ?? [event]).map(point).filter((one) => one !== null);
    path.value = [...path.value, ...points];
  };
  const up = () => {
    if (path.value.length) lay(path.value);
    path.value = [];
  };
  return html`
    <canvas ref=${canvas} class="brush" tabindex="0" role="application" aria-label=${t("brush-surface")}
      aria-describedby="brush-words" onPointerDown=${down} onPointerMove=${move} onPointerUp=${up}
      onPointerCancel=${up}
      onPointerLeave=${() => path.value.length || (at.value = null)}
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => keyed(event, at)}></canvas>
    <p id="brush-words" class="visually-hidden">${t("brush-keys")}</p>
  `;
}

/** @param {HTMLCanvasElement} canvas @param {import("../draw/pair.js").Box | null} place @param {Point | null} at @param {Point[]} path */
function draw(canvas, place, at, path) {
  const shown = finishing.shown.value;
  const { radius, mode, erase } = finishing.brush.value;
  if (!shown) return;
  let strokes = finishing.strokes.value;
  if (path.length) strokes = laid(strokes, path);
  const { before, after } = besideShown();
  const layers = [before, after].filter((one) => one !== null).map(({ pictures }) => ({
    strokes: strokesOn(strokes, pictures),
    strength: ONION,
  }));
  layers.push({ strokes: strokesOn(strokes, shown.numbers), strength: 1 });
  drawStrokes(canvas, place, layers, at && { at, radius, mode, erase });
}

/** The painted frames before and after the one on screen. */
function besideShown() {
  const { frame: first, last } = /** @type {{frame: number, last: number}} */ (finishing.shown.value);
  return beside(finishing.paintedPlaces.value, { first, last });
}

/** The strokes with one more, or with what it went over taken away. @param {import("../state/paint.js").Stroke[]} strokes @param {Point[]} path */
function laid(strokes, path) {
  const { number, numbers } = /** @type {{number: number, numbers: number[]}} */ (finishing.shown.value);
  const { radius, mode, erase } = finishing.brush.value;
  if (erase) return erased(strokes, numbers, path, radius);
  return [...strokes, { picture: number, mode, radius, points: thinned(path, radius) }];
}

/** @param {Point[]} path */
function lay(path) {
  finishing.painted(laid(finishing.strokes.value, path));
  keep();
}

/** @param {KeyboardEvent} event @param {import("@preact/signals").Signal<Point | null>} at */
function keyed(event, at) {
  const { radius, erase } = finishing.brush.value;
  const ctrl = event.ctrlKey || event.metaKey;
  const [x, y] = at.value ?? [0.5, 0.28];
  /** @type {Record<string, () => void>} */
  const means = {
    BracketLeft: () => take({ radius: resized(radius, -1) }),
    BracketRight: () => take({ radius: resized(radius, 1) }),
    KeyE: () => take({ erase: !erase }),
    Escape: () => take({ on: false }),
    ArrowLeft: () => (at.value = [x - PACE, y]),
    ArrowRight: () => (at.value = [x + PACE, y]),
    ArrowUp: () => (at.value = [x, y - PACE]),
    ArrowDown: () => (at.value = [x, y + PACE]),
    Space: () => lay([[x, y]]),
    Enter: () => lay([[x, y]]),
  };
  const does = ctrl && event.code === "KeyZ" ? () => back(event.shiftKey ? 1 : -1) : ctrl ? null : means[event.code];
  if (!does && (ctrl || !steppedBy(event))) return;
  event.preventDefault();
  event.stopPropagation();
  does?.();
  if (event.code.startsWith("Arrow") && at.value) follow(at.value);
}

/** The brush's own controls, and what stands on this frame. */
export function BrushBar() {
  const { mode, erase, radius } = finishing.brush.value;
  const which = erase ? "erase" : mode;
  return html`
    <div class="brush-bar">
      <${Segments} label=${t("brush")} value=${which} choices=${["rig", "keep", "erase"].map((
        one,
      ) => [one, t(`brush-${one}`)])} choose=${(/** @type {any} */ to) =>
        take(to === "erase" ? { erase: true } : { erase: false, mode: to })} />
      <span class="sizes"><button type="button" aria-label=${t("smaller")} title=${`${t("smaller")} [`}
          onClick=${() => take({ radius: resized(radius, -1) })}>−</button><b>${(200 * radius).toFixed(1)} %</b><button
          type="button" aria-label=${t("larger")} title=${`${t("larger")} ]`}
          onClick=${() => take({ radius: resized(radius, 1) })}>+</button></span>
      <button type="button" class="icon-press" aria-label=${t("stroke-back")} title=${t(
        "stroke-back",
      )} disabled=${!finishing
        .past.value.length}
        onClick=${() => back(-1)}><${Icon} name="undo" size=${16} /></button>
      <button type="button" class="icon-press" aria-label=${t("stroke-again")} title=${t("stroke-again")}
        disabled=${!finishing.future.value.length} onClick=${() => back(1)}><${Icon} name="redo" size=${16} /></button>
      <${Followed} />
    </div>
  `;
}

/** Whether the frame is painted itself, or from which one it is followed. */
function Followed() {
  const shown = finishing.shown.value;
  if (!shown) return null;
  const here = strokesOn(finishing.strokes.value, shown.numbers).length;
  const { before, after } = besideShown();
  const from = [before, after].filter((one) => one !== null).map(({ first }) => first);
  const words = here
    ? t("painted-here", here, finishing.paintedPlaces.value.length)
    : from.length
    ? t("followed-from", from.join(", "))
    : t("painted-nowhere");
  return html`<small class="followed" aria-live="polite">${words}</small>`;
}
