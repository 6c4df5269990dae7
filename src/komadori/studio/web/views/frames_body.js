// @ts-check
/** What an operation is told for some frames only: ranges of the film, each with what is otherwise there. */

import * as finishing from "../state/finishing.js";
import * as model from "../state/model.js";
import { otherwise, withFrames } from "../state/recipe.js";
import { t } from "../state/words.js";
import { Icon, Switch } from "./controls.js";
import { html } from "./html.js";
import { Line } from "./line.js";
import { said, spaced } from "./naming.js";
import { OneParameter } from "./parameter.js";

/** @typedef {import("../state/recipe.js").Entry} Entry */
/** @typedef {import("../state/recipe.js").Operation} Operation */
/** @typedef {import("../state/recipe.js").Override} Override */

/** @param {{one: Operation, entry: Entry}} given */
export function SomeFrames({ one, entry }) {
  if (one.opens) return null;
  // What is written for some frames can always be taken out, even where no more can be added.
  const put = (
    /** @type {Override[]} */ frames,
  ) => (finishing.changed.value = withFrames(finishing.recipe.value, entry.name, frames));
  const replace = (/** @type {number} */ at, /** @type {Override} */ to) =>
    put(entry.frames.map((each, index) => index === at ? to : each));
  const here = finishing.shown.value;
  const { first, last } = model.selection.value ?? { first: here?.frame ?? 1, last: here?.last ?? 1 };
  return html`
    ${entry.frames.map((override, at) =>
      html`
        <${OneRange} key=${at} one=${one} entry=${entry} override=${override} change=${(/** @type {Override} */ to) =>
          replace(at, to)}
          drop=${() => put(entry.frames.filter((_each, index) => index !== at))} />
      `
    )}${one.times ? null : html`
      <button type="button" class="press plain small some-frames"
        onClick=${() =>
          put([...entry.frames, {
            first,
            last,
            off: false,
            settings: {},
          }])}><${Icon} name="plus" size=${13} />${first === last
          ? t("only-frame", first)
          : t("only-frames", first, last)}</button>
    `}
  `;
}

/** @param {{one: Operation, entry: Entry, override: Override, change: (to: Override) => void, drop: () => void}} given */
function OneRange({ one, entry, override, change, drop }) {
  const most = Math.max(1, model.sheet.value?.frames ?? 1, override.last);
  const number = (/** @type {string} */ to) => Math.min(999_999, Math.max(1, Math.round(Number(to) || 1)));
  const told = one.parameters.filter(({ name }) => name in override.settings);
  const others = one.parameters.filter(({ name }) => !(name in override.settings));
  const here = finishing.shown.value?.frame ?? 0;
  const now = here >= override.first && here <= override.last;
  return html`<fieldset class=${now ? "range now" : "range"}><legend>${t("some-frames")}</legend>
    <div class="range-head"><${Line} type="number" min="1" max=${most} value=${override.first}
      aria-label=${t("from-frame")} change=${(/** @type {string} */ to) => {
    const first = number(to);
    change({ ...override, first, last: Math.max(first, override.last) });
  }} /><span>–</span><${Line} type="number" min="1" max=${most} value=${override.last}
      aria-label=${t("to-frame")} change=${(/** @type {string} */ to) => {
    const last = number(to);
    change({ ...override, last, first: Math.min(last, override.first) });
  }} /><span class="works-there">${t("works-there")}</span><${Switch} label=${t("works-there")} on=${!override.off}
      turn=${(/** @type {boolean} */ on) =>
    change({ ...override, off: !on })} /><button type="button" class="icon-press"
      aria-label=${t("as-elsewhere")} title=${
    t("as-elsewhere")
  } onClick=${drop}><${Icon} name="close" size=${13} /></button></div>
    ${
    override.off ? null : told.map((parameter) =>
      html`
        <${OneParameter} key=${parameter.name} one=${one} parameter=${parameter} value=${override
          .settings[parameter.name]}
          change=${(/** @type {any} */ to) => change(otherwise(override, parameter, to))}
          drop=${() => change(otherwise(override, parameter, undefined))} />
      `
    )
  }${
    override.off || !others.length ? null : html`
      <select class="line add" aria-label=${t("otherwise-here")}
        onChange=${(
          /** @type {any} */ event,
        ) => {
          const parameter = others.find(({ name }) => name === event.target.value);
          event.target.value = "";
          if (parameter) change(otherwise(override, parameter, entry.settings[parameter.name] ?? parameter.default));
        }}><option value="" selected>${t("otherwise-here")}</option>${others.map(({ name }) =>
          html`<option value=${name}>${said(`op-${one.name}-${name}`, spaced(name))}</option>`
        )}</select>
    `
  }</fieldset>`;
}
