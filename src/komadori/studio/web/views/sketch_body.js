// @ts-check
/** Drawing: the pen, and the layer it draws on. */

import { INKS } from "../state/document.js";
import * as model from "../state/model.js";
import { layerFor } from "../state/sketch.js";
import * as tools from "../state/tools.js";
import { t } from "../state/words.js";
import { Row, Slider } from "./controls.js";
import { html } from "./html.js";
import { Act, percent, Pill, Swatches } from "./pills.js";
import { changeLayer, frameDrawn, undoStroke } from "./point_sketch.js";

/** @param {Partial<typeof tools.pen.value>} given */
const set = (given) => (tools.pen.value = { ...tools.pen.value, ...given });

/** Take the pen or the eraser up, or put it down. @param {boolean} erase */
function hold(erase) {
  if (model.tool.value === "sketch" && tools.pen.value.erase === erase) return tools.leave();
  set({ erase });
  tools.take("sketch");
}

export function SketchBody() {
  const { erase, colour, width, alone } = tools.pen.value;
  const held = model.tool.value === "sketch";
  const { strokes, opacity } = layerFor(model.look.value.sketch.layers, frameDrawn());
  const empty = strokes.length === 0;
  return html`
    <div class="wrap">
      <${Pill} words=${t("draw")} on=${held && !erase} press=${() => hold(false)} />
      <${Pill} words=${t("erase")} on=${held && erase} press=${() => hold(true)} />
      <${Act} words=${t("undo-stroke")} off=${empty} press=${undoStroke} />
    </div>
    <${Swatches} label=${t("colour")} colours=${INKS} value=${colour}
      choose=${(/** @type {string} */ to) => set({ colour: to, erase: false })} />
    <${Row} word=${t("pen")} figure=${Math.round(width * 1000)}>
      <${Slider} label=${t("pen")} least=${0.001} most=${0.03}
        step=${0.001} value=${width} change=${(/** @type {number} */ to) => set({ width: to })} />
      <//>
      <${Row} word=${t("opacity")} figure=${percent(opacity)}>
        <${Slider} label=${t("opacity")} value=${opacity}
          change=${(/** @type {number} */ to) => changeLayer((layer) => ({ ...layer, opacity: to }))} />
        <//>
        <div class="wrap">
          <${Pill} words=${t("this-frame-only")} on=${alone} press=${() => set({ alone: !alone })} />

          <${Act} words=${t("clear")} off=${empty} press=${() => changeLayer((layer) => ({ ...layer, strokes: [] }))} />
        </div>
  `;
}
