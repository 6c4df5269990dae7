// @ts-check
/** Guides: what divides the picture, what masks it, and the part that is pushed in to. */

import { ASPECTS, heldPush } from "../state/guides.js";
import * as model from "../state/model.js";
import { leave, take } from "../state/tools.js";
import { t } from "../state/words.js";
import { Row, Slider } from "./controls.js";
import { html } from "./html.js";
import { change } from "./keeping.js";
import { Act, Figure, Hold, percent, Pill } from "./pills.js";

/** @typedef {import("../state/document.js").Lines} Lines */

/** @param {Partial<Lines>} given */
const set = (given) => change("guides", (lines) => ({ ...lines, ...given }));

/** @param {Partial<import("../state/guides.js").Push>} given */
const push = (given) => change("push_in", (held) => heldPush({ ...held, ...given }));

export function GuidesBody() {
  const { guides } = model.look.value;
  /** @param {"thirds"|"centre"|"action"|"title"} name */
  const flag = (name) =>
    html`<${Pill} words=${t(name === "title" ? "title-safe" : name)} on=${guides[name]} press=${() =>
      set({ [name]: !guides[name] })} />`;
  const { on, columns, rows } = guides.grid;
  const grid = (/** @type {Partial<Lines["grid"]>} */ given) => set({ grid: { ...guides.grid, ...given } });
  return html`
    <div class="wrap">${flag("thirds")}<${Pill} words=${t("grid")} on=${on} press=${() => grid({ on: !on })} />
      ${flag("centre")}${flag("action")}${flag("title")}</div>
    ${on
      ? html`<${Row} word=${t("cells")}><span class="counts">
          <${Figure} label=${t("columns")} value=${columns} least=${2} most=${40}
            change=${(/** @type {number} */ to) => grid({ columns: to })} />×
          <${Figure} label=${t("rows")} value=${rows} least=${2} most=${40}
            change=${(/** @type {number} */ to) => grid({ rows: to })} /></span><//>`
      : null}
    <${Masks} guides=${guides} />
    <${PushIn} />
  `;
}

/** @param {{guides: Lines}} given */
function Masks({ guides }) {
  const { aspects, mask } = guides;
  /** @param {number} ratio */
  const flip = (ratio) => {
    const there = aspects.includes(ratio);
    set({ aspects: there ? aspects.filter((one) => one !== ratio) : [...aspects, ratio] });
  };
  return html`
    <div class="wrap tight" role="group" aria-label=${t("masks")}>${ASPECTS.map(({ ratio, name }) =>
      html`
        <${Pill} words=${name.replaceAll(" ", "").replace(/(\.\d+):1$/, "$1")} title=${name} on=${aspects.includes(
          ratio,
        )}
          press=${() => flip(ratio)} />
      `
    )}</div>
    <${Row} word=${t("dim")} figure=${percent(mask)}>
      <${Slider} label=${t("dim")} value=${mask} change=${(/** @type {number} */ to) => set({ mask: to })} />
      <//>
  `;
}

function PushIn() {
  const { on, scale } = model.look.value.push_in;
  const held = model.tool.value === "push-in";
  return html`
    <div class="wrap"><${Pill} words=${t("push-in")} on=${on} press=${() => {
      push({ on: !on });
      if (on) leave();
      else take("push-in");
    }} />
      ${on
        ? html`
          <${Hold} words=${t("frame-it")} held=${held} take=${() => take("push-in")} leave=${leave} />
          <${Act} words=${t("whole")} press=${() => push({ on: false, scale: 1.5, x: 0.5, y: 0.5 })} />
        `
        : null}</div>
    ${on
      ? html`
        <${Row} word="" figure=${percent(scale)}>
          <${Slider} label=${t("push-in")} least=${1} most=${4} step=${0.01} value=${scale}
            change=${(/** @type {number} */ to) => push({ scale: to })} />
          <//>
      `
      : null}
  `;
}
