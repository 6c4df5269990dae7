// @ts-check
/** The cameras: those open, each with its picture and its settings, and those that could be. */

import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { act } from "../acting.js";
import * as model from "../state/model.js";
import { t } from "../state/words.js";
import { CameraCard } from "./camera_card.js";
import { Icon } from "./controls.js";
import { lend, ownCameras } from "./guest.js";
import { html } from "./html.js";
import { MOST } from "./live_tile.js";

const DRAWN = "pattern";

export function CamerasPanel() {
  const { open, looking } = model.cameras.value;
  useEffect(() => void act("find-cameras"), []);
  return html`
    <section class="panel column" aria-label=${t("cameras")}>
      <h2>${t("cameras")}<button type="button" class="press plain small" disabled=${looking} onClick=${() =>
        act("find-cameras")}>${looking ? t("looking-for") : t("look-again")}</button></h2>
      <div class="scrolls cameras">
        ${open.length ? null : html`<p class="hint">${t("no-camera-open")}</p>`}
        ${open.map((/** @type {any} */ camera, /** @type {number} */ at) =>
          html`<${CameraCard} key=${camera.name} camera=${camera} still=${at >= MOST} />`
        )}
        <${Others} />
      </div>
      <p class="tip"><${Icon} name="moon" size=${16} /><span>${t("tip-screen")}</span></p>
    </section>
  `;
}

/** Cameras that are not open. */
function Others() {
  const own = useSignal(/** @type {MediaDeviceInfo[]} */ ([]));
  useEffect(() => void ownCameras().then((devices) => (own.value = devices)), []);
  const { found, open } = model.cameras.value;
  const isOpen = (/** @type {string} */ name) => open.some((/** @type {any} */ one) => one.name === name);
  const there = found.filter((/** @type {any} */ one) => !isOpen(one.name));
  return html`<div class="others">
    ${
    there.map((/** @type {any} */ one) =>
      html`<${Other} icon="focus" words=${one.model} told=${one.name} open=${() =>
        act("open-camera", { name: one.name })} />`
    )
  }
    ${
    own.value.map((device, at) =>
      html`
        <${Other} icon="screen" words=${device.label || t("this-camera")} told=${t("this-camera-told")} key=${at}
          open=${() => lend(device.deviceId || undefined)} />
      `
    )
  }
    ${
    isOpen(DRAWN)
      ? null
      : html`<${Other} icon="sketch" words=${t("drawn-scene")} told=${t("drawn-scene-told")} open=${() =>
        act("open-camera", { name: DRAWN })} />`
  }
    <${ByName} />
  </div>`;
}

/** @param {{icon: any, words: string, told: string, open: () => void}} given */
const Other = ({ icon, words, told, open }) =>
  html`
    <div
      class="other"><${Icon} name=${icon} size=${20} /><div><b>${words}</b><small>${told}</small></div>
        <button type="button" class="press small" aria-label=${`${t("open")} ${words}`} onClick=${open}>${t(
          "open",
        )}</button></div>
  `;

function ByName() {
  const name = useSignal("");
  const open = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!name.value.trim()) return;
    act("open-camera", { name: name.value.trim() });
    name.value = "";
  };
  return html`<form class="other" onSubmit=${open}><${Icon} name="plus" size=${20} />
    <input class="line" value=${name.value} spellcheck=${false} aria-label=${t("open-by-name")} placeholder=${`${
    t("open-by-name")
  }: ${t("name-hint")}`} onInput=${(/** @type {any} */ event) => (name.value = event.target.value)} />
    <button class="press small" disabled=${!name.value.trim()}>${t("open")}</button></form>`;
}
