// @ts-check
/** The bar over the picture: how before and after are compared, with what, the brush, and the way from frame to frame. */

import { act } from "../acting.js";
import * as finishing from "../state/finishing.js";
import * as model from "../state/model.js";
import { t } from "../state/words.js";
import { BrushBar } from "./brush.js";
import { Icon, Segments, Slider } from "./controls.js";
import { html } from "./html.js";
import { nameOfEntry } from "./naming.js";

const MODES = /** @type {const} */ (["wipe", "difference", "after", "before"]);

export function CompareBar() {
  const { mode, brush } = finishing;
  const paints = finishing.shown.value !== null;
  return html`<div class="panel compare" role="toolbar" aria-label=${t("before-after")}>
    <${Steps} />
    <${Segments} label=${t("compare-by")} value=${brush.value.on ? finishing.drawn.value : mode.value} choices=${
    MODES.map((one) => [one, t(`mode-${one}`)])
  } choose=${(/** @type {any} */ to) => (mode.value = to)} />
    ${mode.value === "difference" ? html`<${Gain} />` : null}
    ${mode.value === "after" || brush.value.on ? null : html`<${Against} />`}
    <button type="button" class="press small brushes" aria-pressed=${String(brush.value.on)} disabled=${!paints}
      onClick=${() => (brush.value = { ...brush.value, on: !brush.value.on })}><${Icon} name="brush" size=${15} />${
    t("brush")
  }</button>
    ${brush.value.on ? html`<${BrushBar} />` : null}
  </div>`;
}

/** What the finished picture is compared with: the photograph, or the picture as it comes to the operation that is open. */
function Against() {
  const { against, opened, recipe } = finishing;
  const entry = recipe.value.find((one) => one.name === opened.value && one.on);
  const opens = finishing.operations.value.some(({ name, opens }) => name === entry?.use && opens);
  if (!entry || opens) return null;
  const words = [["shot", t("against-shot")], ["operation", t("against-operation", nameOfEntry(entry))]];
  return html`<select class="line against" aria-label=${t("against")} onChange=${(
    /** @type {any} */ event,
  ) => (against.value = event.target.value)}>${
    words.map(([one, told]) => html`<option value=${one} selected=${one === against.value}>${told}</option>`)
  }</select>`;
}

const Gain = () =>
  html`
    <label
      class="gain"><span>${t("stronger")}</span><${Slider} label=${t("stronger")} value=${Math.log2(
        finishing.gain.value,
      )} least=${0} most=${6} step=${0.25} shown=${t("times", finishing.gain.value.toFixed(1))}
        change=${(/** @type {number} */ to) => (finishing.gain.value = 2 ** to)} /><output>${t(
          "times",
          finishing.gain.value < 10 ? finishing.gain.value.toFixed(1) : Math.round(finishing.gain.value),
        )}</output></label>
  `;

/** From picture to picture. */
const Steps = () =>
  html`
    <div
      class="steps"><button type="button" aria-label=${t("back")} title=${t("back")} onClick=${() =>
        act("step-back")}><${Icon} name="back" /></button><b>${finishing.shown.value?.frame ??
        model.playhead.value}</b><button type="button" aria-label=${t("forward")} title=${t("forward")} onClick=${() =>
        act("step-forward")}><${Icon} name="forward" /></button></div>
  `;
