// @ts-check
/** The frames that need a person's eye, the most doubtful first, as the recipe has found them or the last finishing told. */

import { lookAt } from "../state/acts.js";
import * as finishing from "../state/finishing.js";
import { remarkWords } from "../state/remark_words.js";
import { language, t } from "../state/words.js";
import { html } from "./html.js";
import { operationName } from "./naming.js";

const MOST = 200;

export function WorstFrames() {
  const remarks = finishing.remarks.value;
  const shown = finishing.shown.value?.number;
  return html`<section class="worst" aria-label=${t("worst")}><h2>${t("worst")}${
    remarks.length ? html`<em>${remarks.length}</em>` : null
  }</h2>${
    remarks.length
      ? html`<ol class="scrolls">${
        remarks.slice(0, MOST).map((one, at) =>
          html`<li key=${`${one.picture} ${one.use} ${at}`}><button type="button" class=${
            one.picture === shown ? "now" : ""
          }
          aria-current=${one.picture === shown ? "true" : undefined} onClick=${() => go(one)}>
          <span class="doubt" aria-hidden="true" style=${`--doubt:${one.doubt}`}></span><b>${one.frame}</b>
          <span class="why"><small>${operationName(one.use)} · ${
            one.doubt ? t("doubt", Math.round(100 * one.doubt)) : t("a-note")
          }</small>${remarkWords(one, language.value)}</span></button></li>`
        )
      }</ol>`
      : html`<p class="hint">${
        t(finishing.found.value || finishing.known.value?.finished ? "no-worst" : "no-worst-yet")
      }</p>`
  }</section>`;
}

/** To the frame, with the settings of what doubts it open. @param {import("../state/finishing.js").Remark} remark */
function go({ frame, use }) {
  lookAt(frame);
  const entry = finishing.recipe.value.find((one) => one.name === use) ??
    finishing.recipe.value.find((one) => one.use === use);
  if (entry?.on) finishing.opened.value = entry.name;
}
