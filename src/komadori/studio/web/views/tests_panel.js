// @ts-check
/** Test shots: taken to look at, kept with their settings, no part of the film. */

import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { act } from "../acting.js";
import { whenWords } from "../state/amounts.js";
import * as model from "../state/model.js";
import { clockLanguage, t } from "../state/words.js";
import { settingName } from "./camera_panel.js";
import { Icon } from "./controls.js";
import { html } from "./html.js";

const TELLING = ["exposure_time", "f_number", "iso", "white_balance", "colour_temperature"];
/** What a test shot is usually about. */

export function TestShots() {
  const open = useSignal(/** @type {number | null} */ (null));
  const busy = useSignal(false);
  const tests = [...model.tests.value].reverse();
  const take = async () => {
    busy.value = true;
    await act("test-shot");
    busy.value = false;
  };
  return html`<section class="panel column tests" aria-label=${t("test-shots")}>
    <h2>${t("test-shots")}<span class="figure">${tests.length || ""}</span></h2>
    <div class="scrolls strip">${
    tests.length
      ? tests.map((shot, at) => html`<${Test} key=${shot.name} shot=${shot} enlarge=${() => (open.value = at)} />`)
      : html`<p class="hint">${t("no-tests")}</p>`
  }</div>
    <button type="button" class="press" disabled=${busy.value || !model.chosen.value || model.take.value.id === null}
      onClick=${take}>${busy.value ? t("taking") : t("take-test")}</button>
    ${open.value !== null && tests[open.value] ? html`<${Enlarged} tests=${tests} open=${open} />` : null}
  </section>`;
}

/** @param {string} name */
const address = (name) => `take/${model.take.value.id}/tests/${encodeURIComponent(name)}`;

/** @param {{shot: any, enlarge: () => void}} given */
function Test({ shot, enlarge }) {
  const told = new Map(shot.settings);
  const brief = TELLING.map((name) => told.get(name)).filter(Boolean).slice(0, 4).join(" · ");
  const when = whenWords(shot.at, new Date(), clockLanguage.value);
  return html`<button type="button" class="test" aria-label=${`${t("enlarge")} ${when} ${brief}`} onClick=${enlarge}>
    <img src=${address(shot.name)} loading="lazy" decoding="async" alt="" /><span>${
    brief || shot.camera
  }</span><small>${when}</small></button>`;
}

/** @param {{tests: any[], open: any}} given */
function Enlarged({ tests, open }) {
  const dialog = useRef(/** @type {any} */ (null));
  useEffect(() => dialog.current.showModal(), []);
  const shot = tests[open.value];
  const go = (/** @type {number} */ by) => {
    open.value = Math.min(tests.length - 1, Math.max(0, open.value + by));
  };
  const pressed = (/** @type {KeyboardEvent} */ event) => {
    event.stopPropagation();
    if (event.key === "ArrowRight") go(1);
    if (event.key === "ArrowLeft") go(-1);
  };
  return html`
    <dialog ref=${dialog} class="enlarged" aria-label=${t(
      "test-shots",
    )} onClose=${() => (open.value = null)} onKeyDown=${pressed}
      onClick=${(/** @type {Event} */ event) => event.target === dialog.current && dialog.current.close()}>
      <img src=${address(shot.name)} alt=${shot.name} />
      <aside>
        <header><h2>${shot.name}</h2><button class="press plain small" aria-label=${t("close")} onClick=${() =>
          dialog.current.close()}><${Icon} name="close" size=${15} /></button></header>
        <dl>${shot.settings.map((/** @type {string[]} */ [name, value]) =>
          html`
            <div>
              <dt>${settingName(name)}</dt>
              <dd>${value}</dd>
            </div>
          `
        )}<div><dt>${t("camera")}</dt><dd>${shot.camera}</dd></div></dl>
        <footer><button class="press small" disabled=${open.value === 0} onClick=${() => go(-1)}>${t("newer")}</button>
            <button class="press small" disabled=${open.value === tests.length - 1} onClick=${() => go(1)}>${t(
              "older",
            )}</button>
            <span class="figure">${open.value + 1} / ${tests.length}</span></footer>
      </aside>
    </dialog>
  `;
}
