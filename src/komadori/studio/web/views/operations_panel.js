// @ts-check
/** The recipe: every operation in the order in which it works, switched on or off, some twice, and what each is told. */

import { useSignal } from "@preact/signals";
import * as finishing from "../state/finishing.js";
import * as model from "../state/model.js";
import * as made from "../state/recipe.js";
import { t } from "../state/words.js";
import { Icon, Switch } from "./controls.js";
import { html } from "./html.js";
import { Line } from "./line.js";
import { nameOfEntry } from "./naming.js";
import { SomeFrames } from "./frames_body.js";
import { OneParameter } from "./parameter.js";
import { RecipeFoot } from "./recipe_foot.js";

/** @typedef {import("../state/recipe.js").Entry} Entry */
/** @typedef {import("../state/recipe.js").Operation} Operation */

export function OperationsPanel() {
  const recipe = finishing.recipe.value;
  return html`
    <section class="panel column operations" aria-label=${t("recipe")}>
      <h2>${t("recipe")}<button type="button" class="press plain small" onClick=${() => {
        finishing.changed.value = null;
        if (!finishing.known.value?.shot && !finishing.known.value?.series) finishing.asUsual();
      }} disabled=${!finishing.changed.value}>${t("as-written")}</button></h2>
      <div class="scrolls">${recipe.map((entry) => {
        const one = finishing.operations.value.find(({ name }) => name === entry.use);
        return one
          ? html`<${OneOperation} key=${entry.name} one=${one} entry=${entry} />`
          : html`<${Unknown} entry=${entry} />`;
      })}<${Add} /></div>
      <${RecipeFoot} off=${!model.pictures.value.size} />
    </section>
  `;
}

/** @param {import("../state/recipe.js").Recipe} to */
const change = (to) => (finishing.changed.value = [...to]);

/** An operation that this Komadori does not have. @param {{entry: Entry}} given */
const Unknown = ({ entry }) =>
  html`
    <article class="operation on">
      <header>
        <div><b>${entry.name}</b><small class="bad">${t("not-installed")}</small></div>
      </header>
    </article>
  `;

/** @param {{one: Operation, entry: Entry}} given */
function OneOperation({ one, entry }) {
  const name = nameOfEntry(entry);
  const open = entry.on && finishing.opened.value === entry.name;
  const unfold = () => (finishing.opened.value = open ? "" : entry.name);
  const turn = (/** @type {boolean} */ on) => {
    change(made.switched(finishing.recipe.value, entry.name, on));
    if (on) finishing.opened.value = entry.name;
    else if (open) finishing.opened.value = "";
  };
  const sentence = told(`op-${one.name}-told`, one.sentence);
  const remarks = finishing.remarks.value.filter(({ use }) => use === entry.name || use === entry.use).length;
  return html`<article class=${`operation${entry.on ? " on" : ""}${open ? " open" : ""}`}>
    <header>${
    entry.on
      ? html`
        <button type="button" class="unfold" aria-expanded=${String(open)}
          onClick=${unfold}><${Icon} name="below" size=${14} /><b>${name}</b>${remarks
            ? html`<em title=${t("remarks-here", remarks)}>${remarks}</em>`
            : null}</button>
      `
      : html`<b title=${sentence}>${name}</b>`
  }${
    one.opens
      ? html`<span class="faint always">${t("always")}</span>`
      : html`<${Switch} label=${name} on=${entry.on} turn=${turn} />`
  }</header>
    ${
    open
      ? html`
        <div
          class="parameters"><p class="hint">${sentence}</p>${one.parameters.map((parameter) =>
            html`<${OneParameter} key=${parameter.name} one=${one} parameter=${parameter} value=${
              entry.settings[parameter.name] ?? parameter.default
            } change=${(/** @type {any} */ to) =>
              change(made.set(finishing.recipe.value, entry.name, parameter, to))} />`
          )}<${SomeFrames} one=${one} entry=${entry} /><${Several} entry=${entry} one=${one} /></div>
      `
      : null
  }</article>`;
}

/** Words of our own where there are some, else the operation's. @param {string} name @param {string} words */
function told(name, words) {
  const own = t(name);
  return own === name ? words : own;
}

/** What can be done to an operation as a whole: a second of its kind, a name, another place. @param {{entry: Entry, one: Operation}} given */
function Several({ entry, one }) {
  const recipe = finishing.recipe.value;
  const several = made.isOneOfSeveral(recipe, entry);
  const move = (/** @type {1 | -1} */ by) => change(made.moved(recipe, entry.name, by, finishing.operations.value));
  const rename = (/** @type {string} */ words) => {
    const { recipe: to, name } = made.renamed(recipe, entry.name, words);
    change(to);
    finishing.opened.value = name;
  };
  const again = () => {
    const { recipe: to, name } = made.added(recipe, entry.use);
    change(to);
    finishing.opened.value = name;
  };
  const [before, after] = [-1, 1].map((by) =>
    made.neighbour(recipe, entry.name, /** @type {1 | -1} */ (by), finishing.operations.value)
  );
  return html`<div class="several">${
    several ? html`<${Line} aria-label=${t("its-name")} value=${entry.name} change=${rename} />` : null
  }${
    before
      ? html`
        <button type="button" class="icon-press" aria-label=${t("earlier")} title=${t("earlier")}
          onClick=${() => move(-1)}><${Icon} name="up" size=${15} /></button>
      `
      : null
  }${
    after
      ? html`
        <button type="button" class="icon-press" aria-label=${t("later-in")} title=${t("later-in")}
          onClick=${() => move(1)}><${Icon} name="down" size=${15} /></button>
      `
      : null
  }${
    one.opens ? null : html`<button type="button" class="press plain small" onClick=${again}>${t("once-more")}</button>`
  }${
    several
      ? html`<button type="button" class="press plain small" onClick=${() =>
        change(made.removed(recipe, entry.name))}>${t("take-out")}</button>`
      : null
  }</div>`;
}

/** One more of an operation that is on already. */
function Add() {
  const chosen = useSignal("");
  const on = finishing.operations.value.filter(({ name, opens }) =>
    !opens && finishing.recipe.value.some((one) => one.on && one.use === name)
  );
  if (!on.length) return null;
  const add = (/** @type {any} */ event) => {
    if (!event.target.value) return;
    const { recipe, name } = made.added(finishing.recipe.value, event.target.value);
    change(recipe);
    finishing.opened.value = name;
    event.target.value = chosen.value = "";
  };
  return html`
    <select class="line add" aria-label=${t("add-again")}
      onChange=${add}><option value="" selected>${t("add-again")}</option>${on.map(({ name }) =>
        html`<option value=${name}>${nameOfEntry({ use: name, name })}</option>`
      )}</select>
  `;
}
