// @ts-check
/** One open camera: what it sees, how it is, and all of its settings. */

import { useSignal } from "@preact/signals";
import { act } from "../acting.js";
import * as model from "../state/model.js";
import { spoken, t } from "../state/words.js";
import { Setting, settingName } from "./camera_panel.js";
import { Icon, Segments } from "./controls.js";
import { takeBack } from "./guest.js";
import { html } from "./html.js";
import { LiveTile } from "./live_tile.js";

/** @param {{camera: any, still: boolean}} given */
export function CameraCard({ camera, still }) {
  return html`<article class=${camera.chosen ? "camera-card chosen" : "camera-card"} aria-label=${camera.model}>
    <div class="camera-top"><${LiveTile} camera=${camera} still=${still} />
      <div class="camera-facts"><h3>${camera.model}</h3><${Facts} camera=${camera} />
        ${
    camera.trouble ? html`<p class="trouble"><${Icon} name="warning" size=${15} />${spoken(camera.trouble)}</p>` : null
  }
        ${
    camera.drifted.length
      ? html`<p class="trouble"><${Icon} name="warning" size=${15} />${t("drifted")} ${
        camera.drifted.map(spoken).join(" ")
      }</p>`
      : null
  }<${Choices} camera=${camera} /></div></div>
    ${
    camera.settings.length
      ? html`<${Settings} camera=${camera} />`
      : html`<p class="hint">${camera.opening ? t("opening") : t("no-settings")}</p>`
  }
  </article>`;
}

/** @param {{camera: any}} given */
function Facts({ camera }) {
  const state = camera.opening ? t("opening") : camera.trouble ? t("away") : camera.live ? t("live") : t("no-live");
  return html`<ul class="facts"><li class=${camera.trouble ? "bad" : camera.opening ? "" : "good"}>${state}</li>
    ${camera.guest ? html`<li>${t("guest-words")}</li>` : null}
    ${
    camera.battery === null
      ? null
      : html`<li class=${camera.battery <= 15 ? "bad" : ""}>${t("battery", camera.battery)}</li>`
  }
    ${camera.card === null ? null : html`<li>${t("card-left", camera.card)}</li>`}
    ${camera.settings.length ? html`<li>${camera.locked ? t("locked") : t("not-locked")}</li>` : null}</ul>`;
}

/** @param {{camera: any}} given */
function Choices({ camera }) {
  const close = () => {
    if (camera.guest) takeBack(camera.name);
    act("close-camera", { name: camera.name });
  };
  return html`
    <div
      class="choices">${camera.chosen
        ? html`<span class="badge"><i></i>${t("chosen")}</span>`
        : html`<button type="button" class="press small" onClick=${() => act("choose-camera", { name: camera.name })}>${
          t("choose")
        }</button>`}${camera.chosen && camera.settings.length
        ? html`
          <button type="button" class="press small" aria-pressed=${String(camera.locked)}
            onClick=${() => act(camera.locked ? "unlock" : "lock")}><${Icon} name="lock" size=${13} />${camera.locked
              ? t("unlock-it")
              : t("lock-it")}</button>
        `
        : null}<button type="button" class="press small plain" onClick=${close}>${t("close")}</button></div>
  `;
}

/** All settings, for every exposure of a frame or for one. @param {{camera: any}} given */
function Settings({ camera }) {
  const scope = useSignal("");
  const exposures = model.sheet.value?.exposures ?? [];
  const at = exposures.includes(scope.value) ? scope.value : "";
  return html`<div class="camera-settings">${
    exposures.length > 1
      ? html`
        <div
          class="scope"><${Segments} label=${t("settings")} value=${at} choices=${[
            ["", t("every-exposure")],
            ...exposures.map((name) => [name, name]),
          ]} choose=${(/** @type {string} */ name) => (scope.value = name)} /><small>${at
            ? t("override-words", at)
            : ""}</small></div>
      `
      : null
  }<div class="settings all">${
    camera.settings.map((/** @type {any} */ setting) =>
      html`<${Overridable} key=${setting.name} camera=${camera} setting=${setting} exposure=${at} />`
    )
  }</div></div>`;
}

/** A setting, and the way back to what it is for every exposure. @param {{camera: any, setting: any, exposure: string}} given */
function Overridable({ camera, setting, exposure }) {
  const own = camera.overrides.find((/** @type {string[]} */ [at, name]) => at === exposure && name === setting.name);
  const others = exposure ? [] : camera.overrides.filter((/** @type {string[]} */ row) => row[1] === setting.name);
  if (exposure && !setting.writable) return null;
  const back = () => act("set-setting", { camera: camera.name, name: setting.name, value: "", exposure });
  return html`<div class=${own ? "overridable own" : "overridable"}>
    <${Setting} camera=${camera} setting=${setting} exposure=${exposure} value=${own ? own[2] : setting.value} />
    ${
    own
      ? html`
        <button type="button" class="press plain small" title=${t("take-back")} aria-label=${`${t("take-back")}: ${
          settingName(setting.name)
        }`}
          onClick=${back}><${Icon} name="close" size=${12} /></button>
      `
      : null
  }${
    others.map((/** @type {string[]} */ [at, , value]) => html`<small class="otherwise">${at} ${value}</small>`)
  }</div>`;
}
