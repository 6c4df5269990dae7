// @ts-check
/** Increments: paths over the picture, and how the way along them is shared out over the exposures. */

import { INKS } from "../state/document.js";
import * as model from "../state/model.js";
import * as tools from "../state/tools.js";
import { t } from "../state/words.js";
import { Row, Segments, Slider } from "./controls.js";
import { CurveEditor } from "./curve_editor.js";
import { html } from "./html.js";
import { Act, Choice, Figure, Hold, percent, Pill, Swatches } from "./pills.js";
import { begin, changePath, end, removePath } from "./point_paths.js";

/** @typedef {import("../state/document.js").OwnPath} OwnPath */
/** @typedef {import("../state/spacing.js").Spacing} Spacing */

const KINDS = /** @type {const} */ ([
  ["linear", "linear"],
  ["in", "ease-in"],
  ["out", "ease-out"],
  ["both", "ease-both"],
  ["custom", "custom"],
]);

/** @param {string} id @param {Partial<Spacing>} given */
const space = (id, given) => changePath(id, (path) => ({ ...path, spacing: { ...path.spacing, ...given } }));

function leave() {
  end();
  tools.leave();
}

export function PathsBody() {
  const { paths } = model.look.value;
  const held = model.tool.value === "paths";
  const chosen = paths.find(({ id }) => id === tools.path.value);
  return html`
    <div class="wrap"><${Act} words=${t("new-path")} press=${begin} />
      ${paths.length || held
        ? html`<${Hold} words=${t("edit")} held=${held} take=${() => tools.take("paths")} leave=${leave} />`
        : null}</div>
    ${held && tools.growing.value ? html`<p class="aside">${t("path-hint")}</p>` : null}
    ${paths.map((path, index) =>
      html`<${Path} key=${path.id} path=${path} number=${index + 1} open=${path === chosen} />`
    )}
  `;
}

/** @param {{path: OwnPath, number: number, open: boolean}} given */
function Path({ path, number, open }) {
  const { id, colour, spacing } = path;
  const choose = () => {
    tools.path.value = open ? "" : id;
    tools.point.value = -1;
  };
  return html`<div class="member"><div class="member-head"><i class="ink" style=${`--ink:${colour}`}></i>
      <button type="button" class="member-name" aria-expanded=${String(open)} onClick=${choose}>${
    t("path", number)
  }</button><small>${spacing.first}–${spacing.first + spacing.frames - 1}</small>
      <${Act} words="×" label=${`${t("remove")} ${t("path", number)}`} press=${() => removePath(id)} /></div>
    ${open ? html`<${PathBody} path=${path} />` : null}</div>`;
}

/** @param {{path: OwnPath}} given */
function PathBody({ path }) {
  const { id, colour, spacing, millimetres } = path;
  const { kind, strength, first, frames, on } = spacing;
  return html`
    <${Swatches} label=${t("colour")} colours=${INKS} value=${colour} choose=${(/** @type {string} */ to) =>
      changePath(id, (own) => ({ ...own, colour: to }))} />
    <${Choice} label=${t("spacing")} value=${kind} choices=${KINDS.map(([name, words]) => [name, t(words)])}
      choose=${(/** @type {Spacing["kind"]} */ to) => space(id, { kind: to })} />
    ${kind === "custom"
      ? html`<${CurveEditor} spacing=${spacing} change=${(/** @type {Spacing["handles"]} */ handles) =>
        space(id, { handles })} />`
      : kind === "linear"
      ? null
      : html`
        <${Row} word=${t("strength")} figure=${percent(strength)}>
          <${Slider} label=${t("strength")} value=${strength}
            change=${(/** @type {number} */ to) => space(id, { strength: to })} />
          <//>
      `}
    <span class="counts"><${Figure} label=${t("first-frame")} short=${t("first-frame")} value=${first} least=${1}
        most=${999999} change=${(/** @type {number} */ to) => space(id, { first: to })} />
      <${Figure} label=${t("frames-long")} short=${t("frames-long")} value=${frames} least=${1} most=${9999}
        change=${(/** @type {number} */ to) => space(id, { frames: to })} /></span>
    <${Row} word=${t("on-label")}>
      <${Segments} label=${t("on-label")} value=${on}
        choices=${[1, 2, 3, 4].map((held) => [held, `${held}`])} choose=${(/** @type {number} */ to) =>
          space(id, { on: to })} />
      <//>
      <div class="wrap">
        <${Pill} words=${t("distances")} on=${tools.distances.value}
          press=${() => (tools.distances.value = !tools.distances.value)} />
        <${Figure} label=${t("millimetres")} short=${t("length")} hint="mm" value=${millimetres ?? ""} least=${0}
          most=${99999} change=${(/** @type {number} */ to) =>
            changePath(id, ({ millimetres: _before, ...own }) => to > 0 ? { ...own, millimetres: to } : own)} />
      </div>
  `;
}
