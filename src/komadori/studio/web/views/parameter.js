// @ts-check
/** One thing that may be set about an operation: a switch, a number, a choice, a text, or what it holds. */

import { useSignal } from "@preact/signals";
import * as finishing from "../state/finishing.js";
import * as model from "../state/model.js";
import { fineness } from "../state/recipe.js";
import { spoken, t } from "../state/words.js";
import { Icon, Segments, Slider, Switch } from "./controls.js";
import { html } from "./html.js";
import { Line } from "./line.js";
import { said, spaced } from "./naming.js";

/** @typedef {import("../state/recipe.js").Operation} Operation */
/** @typedef {import("../state/recipe.js").Parameter} Parameter */

/** @param {{one: Operation, parameter: Parameter, value: any, change: (to: any) => void, drop?: () => void}} given */
export function OneParameter({ one, parameter, value, change, drop }) {
  const name = said(`op-${one.name}-${parameter.name}`, spaced(parameter.name));
  const away = value === parameter.default || drop ? null : () => change(parameter.default);
  return html`<div class=${`parameter of-${parameter.kind}`} title=${spoken(parameter.sentence)}><span>${name}</span>
    <${Control} name=${name} parameter=${parameter} value=${value} change=${change} />${
    drop || away
      ? html`
        <button type="button" class="back-to" aria-label=${`${name}: ${t(drop ? "as-elsewhere" : "as-usual")}`}
          title=${t(drop ? "as-elsewhere" : "as-usual")} onClick=${drop ?? away}><${Icon} name=${drop
            ? "close"
            : "undo"} size=${12} /></button>
      `
      : html`<i></i>`
  }</div>`;
}

/** @param {{name: string, parameter: Parameter, value: any, change: (to: any) => void}} given */
function Control({ name, parameter, value, change }) {
  if (parameter.kind === "switch") return html`<${Switch} label=${name} on=${value} turn=${change} />`;
  if (parameter.kind === "choice") return html`<${Choice} ...${{ name, parameter, value, change }} />`;
  if (parameter.kind === "text") return html`<${Text} ...${{ name, parameter, value, change }} />`;
  const [least, most] = [parameter.least ?? 0, parameter.most ?? 1];
  if (parameter.kind === "count" && most > 1000) return html`<${Figure} ...${{ name, value, least, most, change }} />`;
  const fine = fineness(parameter);
  const shown = parameter.kind === "count"
    ? String(value)
    : Number(value).toFixed(fine < 0.001 ? 4 : fine < 0.01 ? 3 : 2);
  return html`
    <${Slider} label=${name} value=${value} least=${least} most=${most} step=${fine} change=${change}
      shown=${shown} /><output>${shown} <small>${unitOf(parameter)}</small></output>
  `;
}

/** @param {Parameter} parameter */
const unitOf = ({ unit }) => unit ? said(`unit-${unit}`, unit.startsWith("%") ? "%" : unit) : "";

/** @param {{name: string, parameter: Parameter, value: any, change: (to: any) => void}} given */
function Choice({ name, parameter, value, change }) {
  const choices = /** @type {[string, string][]} */ (
    parameter.choices.map((one) => [one, said(`choice-${one}`, one)])
  );
  if (choices.length <= 3 && choices.map(([, words]) => words).join("").length < 24) {
    return html`<${Segments} label=${name} value=${value} choices=${choices} choose=${change} />`;
  }
  return html`<select class="line" aria-label=${name} onChange=${(/** @type {any} */ event) =>
    change(event.target.value)}>${
    choices.map(([one, words]) => html`<option value=${one} selected=${one === value}>${words}</option>`)
  }</select>`;
}

let lists = 0;

/** A text, with what it may hold offered; the server says what is wrong with it. @param {{name: string, parameter: Parameter, value: any, change: (to: any) => void}} given */
function Text({ name, parameter, value, change }) {
  const list = useSignal(`held-${++lists}`);
  const offered = offers(parameter);
  return html`
    <${Line} aria-label=${name} value=${value} placeholder=${parameter.holds
      ? t(`holds-${parameter.holds}`)
      : ""} list=${offered.length ? list.value : undefined}
      change=${(/** @type {string} */ to) => change(to.trim())} />${offered.length
        ? html`<datalist id=${list.value}>${offered.map((one) => html`<option value=${one}></option>`)}</datalist>`
        : null}
  `;
}

/** What a parameter may hold, as far as it is known. @param {Parameter} parameter @returns {string[]} */
function offers({ holds }) {
  const there = finishing.known.value?.holds ?? { files: [], folders: [], exposures: [] };
  if (holds === "file") return there.files;
  if (holds === "folder") return there.folders;
  if (holds !== "plate") return [];
  const exposures = there.exposures.filter((/** @type {string} */ one) => one !== model.seen.value);
  const here = finishing.shown.value?.number;
  return [
    ...exposures.map((/** @type {string} */ one) => `exposure ${one}`),
    ...(here ? [`picture ${here}`] : []),
    ...there.files.filter((/** @type {string} */ one) => /\.(jpe?g|png|tiff?|exr|dng|nef|cr[23]|arw)$/i.test(one)),
  ];
}

/** A number too large for a slider. @param {{name: string, value: number, least: number, most: number, change: (to: number) => void}} given */
const Figure = ({ name, value, least, most, change }) =>
  html`
    <${Line} type="number" aria-label=${name} min=${least} max=${most} value=${value}
      change=${(/** @type {string} */ to) => change(Math.min(most, Math.max(least, Math.round(Number(to) || 0))))} />
  `;
