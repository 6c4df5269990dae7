// @ts-check
/** What went wrong on the set, while it still stands: a picture, a sentence, and a way to say that it has been seen. */

import { act } from "../acting.js";
import * as model from "../state/model.js";
import { alarmWords } from "../state/alarm_words.js";
import { language, t } from "../state/words.js";
import { Icon } from "./controls.js";
import { html } from "./html.js";

export function Alarms() {
  const newest = model.alarms.value.at(-1);
  if (!newest) return null;
  const more = model.alarms.value.length - 1;
  const { kind, sentence } = alarmWords(newest, language.value);
  return html`<aside class=${`alarm ${newest.severity}`} role="alert">
    <header><${Icon} name="warning" /><b>${t("alarm")}</b><span class="faint">${kind}${more ? ` · +${more}` : ""}</span>
      <button class="press plain small" aria-label=${
    t("seen")
  } onClick=${seen}><${Icon} name="close" size=${15} /></button></header>
    ${
    newest.drawing
      ? html`<a href=${newest.drawing} target="_blank" rel="noopener"><img src=${newest.drawing} alt=${sentence} /></a>`
      : null
  }
    <p>${sentence}</p>
    ${
    newest.kind === "camera bump" && model.placed.value
      ? html`<p class="still-off"><b>${t("still-off", model.placed.value.far.toFixed(1))}</b></p>`
      : null
  }
    <div class="choices"><button class="press small main" onClick=${seen}>${t("seen")}</button>
      <button class="press small" onClick=${() => refer(newest.picture)}>${t("use-reference")}</button>
      <button class="press small plain" onClick=${() => act("dismiss", { kind: newest.kind })}>${
    t("not-again")
  }</button></div>
  </aside>`;
}

function seen() {
  const newest = model.alarms.value.at(-1);
  if (newest) act("seen", { alarm: newest.id });
}

/** @param {number} picture */
function refer(picture) {
  act("set-reference", { picture });
  for (const one of model.alarms.value) act("seen", { alarm: one.id });
  model.placed.value = null;
}
