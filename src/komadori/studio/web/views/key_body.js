// @ts-check
/** The colour key: which colour goes, how wide, and what is seen behind it. */

import { lookAt } from "../state/acts.js";
import * as model from "../state/model.js";
import { leave, take } from "../state/tools.js";
import { t } from "../state/words.js";
import { Row, Slider } from "./controls.js";
import { html } from "./html.js";
import { change } from "./keeping.js";
import { Choice, Hold, percent } from "./pills.js";

/** @typedef {import("../state/document.js").Plate} Plate */

/** @param {Partial<Plate>} given */
const set = (given) => change("key", (key) => ({ ...key, ...given }));

/** @param {readonly number[]} codes 0..1 */
const hex = (codes) => `#${codes.map((code) => Math.round(code * 255).toString(16).padStart(2, "0")).join("")}`;

/** @param {string} code such as #00b340 @returns {[number, number, number]} */
const codes = (code) => {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(code.slice(at, at + 2), 16) / 255);
  return [red, green, blue];
};

export function KeyBody() {
  const { colour, tolerance, softness, file } = model.look.value.key;
  const files = /** @type {string[]} */ (model.take.value.references ?? []);
  const plates = file && !files.includes(file) ? [...files, file] : files;
  const pick = () => {
    lookAt(null);
    take("pick");
  };
  return html`
    <div class="wrap"><input type="color" class="swatch wide" aria-label=${t("key-colour")} value=${hex(colour)}
      onInput=${(/** @type {any} */ event) => set({ colour: codes(event.target.value) })} />
      <${Hold} words=${t("pick")} held=${model.tool.value === "pick"} take=${pick} leave=${leave} /></div>
    <${Row} word=${t("tolerance")} figure=${percent(tolerance)}>
      <${Slider} label=${t("tolerance")} most=${0.6} value=${tolerance}
        change=${(/** @type {number} */ to) => set({ tolerance: to })} />
      <//>
      <${Row} word=${t("softness")} figure=${percent(softness)}>
        <${Slider} label=${t("softness")} most=${0.4} value=${softness}
          change=${(/** @type {number} */ to) => set({ softness: to })} />
        <//>
        <${Choice} label=${t("plate")} value=${file}
          choices=${[["", `${t("plate")}: ${t("none")}`], ...plates.map((name) => [name, name])]}
          choose=${(/** @type {string} */ name) => set({ file: name })} />
  `;
}
