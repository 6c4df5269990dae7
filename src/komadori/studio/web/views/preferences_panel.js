// @ts-check
/** What a person likes at this page. */

import { act } from "../acting.js";
import * as model from "../state/model.js";
import { prefer, prefers } from "../state/preferences.js";
import { language, LANGUAGES, spoken, t } from "../state/words.js";
import { Segments, Slider, Switch } from "./controls.js";
import { sayNumber, sign } from "./hearing.js";
import { html } from "./html.js";

export function Preferences() {
  const { volume, speak } = prefers.value;
  const { preset, presets } = model.keys.value;
  return html`
    <section class="panel column preferences" aria-label=${t("preferences")}>
      <h2>${t("preferences")}</h2>
      <div class="likes">
        <div class="like"><span>${t("language")}</span><${Segments} label=${t("language")} value=${language.value}
            choices=${LANGUAGES} choose=${(/** @type {string} */ name) => prefer({ language: name })} /></div>
        <div class="like"><span>${t("volume")}</span><${Slider} label=${t("volume")} value=${volume} change=${loud}
            shown=${`${Math.round(volume * 100)} %`} /></div>
        <div class="like"><span>${t("speak")}</span><${Switch} label=${t("speak")} on=${speak} turn=${speaks} /></div>
        <label class="like"><span>${t("key-preset")}</span><select class="line" onChange=${(/** @type {any} */ event) =>
          act("keys-preset", { name: event.target.value })}>${presets.map((/** @type {string[]} */ [name, title]) =>
            html`<option value=${name} selected=${name === preset}>${spoken(title)}</option>`
          )}</select></label>
        <button type="button" class="press small" onClick=${() => act("help")}>${t("learn-title")} <kbd>?</kbd></button>
        <p class="hint">${t("rest-hint")}</p>
      </div>
    </section>
  `;
}

/** @param {number} volume */
function loud(volume) {
  prefer({ volume });
  clearTimeout(waiting);
  waiting = setTimeout(() => sign("move"), 150);
}

let waiting = 0;

/** @param {boolean} speak */
function speaks(speak) {
  prefer({ speak });
  if (speak) sayNumber(model.nextFrame.value);
}
