// @ts-check
/** Below the recipe: what it does, in words, or what is wrong with it; where it is kept; and finishing itself. */

import { useEffect } from "preact/hooks";
import { effect, signal } from "@preact/signals";
import { act } from "../acting.js";
import { bring, NotDone } from "../link.js";
import * as finishing from "../state/finishing.js";
import * as model from "../state/model.js";
import { asked, kept } from "../state/recipe.js";
import { spoken, t } from "../state/words.js";
import { Icon } from "./controls.js";
import { html } from "./html.js";
import { hearAgain } from "./previewing.js";
import { Outcome, Starts } from "./works.js";

const PAUSE = 180;
/** Milliseconds without a change until the words are asked for. */

const started = signal(0);
const said = signal(
  /** @type {{steps: {name: string, words: string}[], problems: {message: string, hint: string}[]}} */ ({
    steps: [],
    problems: [],
  }),
);

/** Ask for the words whenever the recipe has come to rest. */
function follow() {
  let waiting = 0;
  const end = effect(() => {
    const [take, tables] = [model.take.value.id, finishing.tables.value];
    clearTimeout(waiting);
    if (take) waiting = setTimeout(() => ask(take, tables), PAUSE);
  });
  return () => {
    clearTimeout(waiting);
    end();
  };
}

/** @param {string} take @param {string} tables */
async function ask(take, tables) {
  try {
    said.value = await bring(`take/${take}/recipe`, JSON.stringify({ tables: JSON.parse(tables) }));
  } catch (why) {
    if (!(why instanceof NotDone)) throw why;
  }
}

/** What the last finishing from here came to. */
function Told() {
  const work = model.work.value.get(started.value);
  if (!work || work.state === "running") return null;
  return html`
    <div class=${`piece ${work.state}`} role="status">
      <${Outcome} work=${work} />
    </div>
  `;
}

/** @param {{off: boolean}} given */
export function RecipeFoot({ off }) {
  useEffect(follow, []);
  const { steps, problems } = said.value;
  const keep = async (/** @type {boolean} */ series) => {
    const operations = kept(finishing.recipe.value);
    if (!await act("keep-recipe", { operations, series })) return;
    await hearAgain();
    finishing.changed.value = null;
    model.remark(t(series ? "kept-series" : "kept-shot"));
  };
  return html`<footer class="recipe-foot">${
    problems.length
      ? html`<ul class="failures" role="alert">${
        problems.map(({ message, hint }) =>
          html`<li>${spoken(message)}${
            hint
              ? html`
                <small>${spoken(hint)}</small>
              `
              : null
          }</li>`
        )
      }</ul>`
      : html`
        <details class="in-words">
          <summary><${Icon} name="below" size=${13} />${t("in-words")}</summary>
          <ol>${steps.filter(({ words }) => words).map(({ words }) => html`<li>${spoken(words)}</li>`)}</ol>
        </details>
      `
  }
    <${Told} />
    <div class="keep"><span>${t(finishing.changed.value ? "not-kept" : standing())}</span><button type="button"
      class="press small" disabled=${!finishing.changed.value || !model.take.value.id} onClick=${() => keep(false)}>${
    t("keep-shot")
  }</button><button
      type="button" class="press small" disabled=${!model.take.value.id} onClick=${() => keep(true)}>${
    t("keep-series")
  }</button></div>
    <${Starts} words=${t("finish-it")} started=${started} off=${off || problems.length > 0} begin=${() =>
    act("finish", { operations: asked(finishing.recipe.value) })} />
  </footer>`;
}

/** Whose recipe it is. */
function standing() {
  const known = finishing.known.value;
  return known?.shot ? "of-shot" : known?.series ? "of-series" : "of-nobody";
}
