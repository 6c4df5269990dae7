// @ts-check
/** What is to be done to the pictures: the operations there are, each with what may be set. */

import { computed, signal } from "@preact/signals";
import { act } from "../acting.js";
import * as model from "../state/model.js";
import { asked, fineness, set, switched, usualRecipe } from "../state/recipe.js";
import { t } from "../state/words.js";
import { Segments, Slider, Switch } from "./controls.js";
import { html } from "./html.js";
import { Starts } from "./works.js";

/** @typedef {import("../state/recipe.js").Operation} Operation */
/** @typedef {import("../state/recipe.js").Parameter} Parameter */

const chosen = signal(/** @type {import("../state/recipe.js").Recipe | null} */ (null));
const operations = computed(() => /** @type {Operation[]} */ (model.welcome.value?.operations ?? []));
const recipe = computed(() => chosen.value ?? usualRecipe(operations.value));
const started = signal(0);

export function OperationsPanel() {
  const nothing = !model.pictures.value.size;
  return html`
    <section class="panel column operations" aria-label=${t("finish-it")}>
      <h2>${t("finish-it")}<button type="button" class="press plain small" disabled=${!chosen
        .value} onClick=${() => (chosen.value = null)}>${t("as-usual")}</button></h2>
      <p class="hint">${t("finish-words")}</p>
      <div class="scrolls">${operations.value.map((one) => html`<${OneOperation} key=${one.name} one=${one} />`)}</div>
      <${Starts} words=${t("finish-it")} started=${started} off=${nothing} begin=${() =>
        act("finish", { operations: asked(recipe.value, operations.value) })} />
    </section>
  `;
}

/** Words of our own where there are some, else the operation's. @param {string} name @param {string} told */
const said = (name, told) => {
  const words = t(name);
  return words === name ? told : words;
};

/** @param {string} name */
const spaced = (name) => name.replaceAll("_", " ").replace(/^./, (letter) => letter.toUpperCase());

/** @param {{one: Operation}} given */
function OneOperation({ one }) {
  const { on } = recipe.value[one.name];
  const name = said(`op-${one.name}`, spaced(one.name));
  return html`<article class=${on ? "operation on" : "operation"}>
    <header><div><b>${name}</b><small>${said(`op-${one.name}-told`, one.sentence)}</small></div>${
    one.opens ? html`<span class="faint always">${t("always")}</span>` : html`<${Switch} label=${name} on=${on} turn=${(
      /** @type {boolean} */ to,
    ) => (chosen.value = switched(recipe.value, one.name, to))} />`
  }</header>
    ${
    on
      ? html`<div class="parameters">${
        one.parameters.map((parameter) =>
          html`<${OneParameter} key=${parameter.name} one=${one} parameter=${parameter} />`
        )
      }</div>`
      : null
  }</article>`;
}

/** @param {{one: Operation, parameter: Parameter}} given */
function OneParameter({ one, parameter }) {
  const value = recipe.value[one.name].settings[parameter.name] ?? parameter.default;
  const change = (/** @type {any} */ to) => (chosen.value = set(recipe.value, one.name, parameter, to));
  const name = said(`op-${one.name}-${parameter.name}`, spaced(parameter.name));
  return html`<div class=${`parameter of-${parameter.kind}`} title=${parameter.sentence}><span>${name}</span>
    <${Control} name=${name} parameter=${parameter} value=${value} change=${change} /></div>`;
}

/** @param {{name: string, parameter: Parameter, value: any, change: (to: any) => void}} given */
function Control({ name, parameter, value, change }) {
  if (parameter.kind === "switch") return html`<${Switch} label=${name} on=${value} turn=${change} />`;
  if (parameter.kind === "choice") {
    const choices =
      /** @type {[string, string][]} */ (parameter.choices.map((one) => [one, said(`choice-${one}`, one)]));
    if (choices.length <= 3) {
      return html`<${Segments} label=${name} value=${value} choices=${choices} choose=${change} />`;
    }
    return html`<select class="line" aria-label=${name} onChange=${(/** @type {any} */ event) =>
      change(event.target.value)}>${
      choices.map(([one, words]) => html`<option value=${one} selected=${one === value}>${words}</option>`)
    }</select>`;
  }
  const [least, most] = [parameter.least ?? 0, parameter.most ?? 1];
  const shown = parameter.kind === "count" ? String(value) : Number(value).toFixed(fineness(parameter) < 0.01 ? 3 : 2);
  if (parameter.kind === "count" && most > 1000) return html`<${Figure} ...${{ name, value, least, most, change }} />`;
  return html`
    <${Slider} label=${name} value=${value} least=${least} most=${most} step=${fineness(parameter)} change=${change}
      shown=${shown} /><output>${shown} <small>${unitOf(parameter)}</small></output>
  `;
}

/** @param {Parameter} parameter */
const unitOf = ({ unit }) => unit ? said(`unit-${unit}`, unit.startsWith("%") ? "%" : unit) : "";

/** A number too large for a slider. @param {{name: string, value: number, least: number, most: number, change: (to: number) => void}} given */
const Figure = ({ name, value, least, most, change }) =>
  html`
    <input class="line" type="number" aria-label=${name} min=${least} max=${most} value=${value}
      onChange=${(/** @type {any} */ event) =>
        change(Math.min(most, Math.max(least, Math.round(Number(event.target.value) || 0))))} />
  `;
