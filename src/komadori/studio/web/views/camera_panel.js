// @ts-check
/** The camera that shoots: its settings, whether they are held still, and dark exposure. */

import { act } from "../acting.js";
import * as model from "../state/model.js";
import { spoken, t } from "../state/words.js";
import { Icon, Switch } from "./controls.js";
import { html } from "./html.js";
import { Line } from "./line.js";
import { said } from "./naming.js";

const FIRST = ["exposure_time", "f_number", "iso", "white_balance", "colour_temperature", "gain", "focus"];
/** Settings in the order in which animators ask for them; the set-up room has them all. */

/** @type {Record<string, string>} */
const NAMED = {
  exposure_time: "Shutter",
  f_number: "Aperture",
  iso: "ISO",
  white_balance: "White",
  colour_temperature: "Kelvin",
  gain: "Gain",
  focus: "Focus",
};

/** A setting's name for people. @param {string} name */
export const settingName = (name) =>
  (t(`setting-${name}`) !== `setting-${name}` && t(`setting-${name}`)) || NAMED[name] ||
  name.replaceAll("_", " ").replace(/^./, (letter) => letter.toUpperCase());

export function CameraPanel() {
  const camera = model.chosen.value;
  return html`<hr /><h2>${t("camera")} ${camera ? html`<${Lock} camera=${camera} />` : null}</h2>
    ${
    camera
      ? html`<${Settings} camera=${camera} />`
      : html`<button class="press small" onClick=${() => act("room", { name: "set-up" })}>${
        t("no-camera-words")
      }</button>`
  }
    <${DarkCard} />`;
}

/** @param {{camera: any}} given */
function Lock({ camera }) {
  if (!camera.settings.length) return null;
  return html`
    <button class="press plain small" style="display:flex;gap:5px;align-items:center"
      onClick=${() => act(camera.locked ? "unlock" : "lock")}><${Icon} name="lock" size=${13} />${camera.locked
        ? t("locked")
        : t("lock-it")}</button>
  `;
}

/** @param {{camera: any}} given */
function Settings({ camera }) {
  const known = new Map(camera.settings.map((/** @type {any} */ one) => [one.name, one]));
  const shown = FIRST.map((name) => known.get(name)).filter(Boolean).slice(0, 4);
  const rest = camera.settings.filter((/** @type {any} */ one) => one.writable && !FIRST.includes(one.name));
  const all = shown.length ? shown : rest.slice(0, 4);
  return html`<div class="settings">${
    all.map((/** @type {any} */ setting) => html`<${Setting} camera=${camera} setting=${setting} />`)
  }</div>
    ${
    camera.drifted.length
      ? html`<p class="skipped" style="margin:6px 4px 0;font-size:11.5px">${t("drifted")} ${
        camera.drifted.map(spoken).join(" ")
      }</p>`
      : null
  }`;
}

/** @param {{camera: any, setting: any, exposure?: string, value?: string}} given */
export function Setting({ camera, setting, exposure = "", value = setting.value }) {
  const drifted = camera.drifted.some((/** @type {string} */ told) => told.startsWith(setting.name));
  const set = (/** @type {string} */ to) =>
    act("set-setting", { camera: camera.name, name: setting.name, value: to, exposure });
  const off = !setting.writable || (camera.locked && setting.name.endsWith("_auto"));
  return html`<label class=${drifted ? "setting drifted" : "setting"}><small>${settingName(setting.name)}</small>${
    setting.writable && setting.choices.length
      ? html`<select disabled=${off} onChange=${(/** @type {any} */ event) => set(event.target.value)}>${
        setting.choices.map((/** @type {string} */ choice) =>
          html`<option value=${choice} selected=${choice === value}>${
            said(`value-${choice.toLowerCase()}`, choice)
          }</option>`
        )
      }</select>`
      : setting.writable
      ? html`<${Line} class="" value=${value} disabled=${off} change=${set} title=${
        setting.limits ? setting.limits.slice(0, 2).join(" – ") : ""
      } />`
      : html`<b>${said(`value-${value.toLowerCase()}`, value)}</b>`
  }</label>`;
}

const DarkCard = () =>
  html`
    <div class="dark-card">
      <div class="veil-head">
        <${Icon} name="moon" />
        <div><b>${t("dark-exposure")}</b></div>
        <${Switch} label=${t("dark-exposure")} on=${model.desk.value.dark} turn=${(/** @type {boolean} */ on) =>
          act("dark", { on })} />
      </div>
      <p>${t("dark-words")}</p>
    </div>
  `;
