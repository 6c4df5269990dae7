// @ts-check
/** The top: which film this is, which room, and how camera and card are. */

import { act } from "../acting.js";
import * as model from "../state/model.js";
import { spoken, t } from "../state/words.js";
import { html } from "./html.js";

const ROOMS = /** @type {const} */ (["set-up", "animate", "light", "sound", "finish"]);

export function TopBar() {
  const take = model.take.value;
  const [, scene, shot] = (take.slate || "").split("/");
  return html`
    <header class="top">
      <div class="brand">
        <${Bird} />
        <div><b>Komadori</b><span>コマドリ</span></div>
      </div>
      <div class="crumb"><b>${model.series.value.title}</b>
          ${scene
            ? html`<i></i><span>${scene} ${shot}</span><i></i><span>${t("take", take.number)}</span>`
            : null}</div>
      <nav class="rooms" aria-label=${t("rooms")}>${ROOMS.map((name) =>
        html`
          <button type="button" aria-current=${model.room.value === name ? "page" : null}
            onClick=${() => act("room", { name })}>${t(name)}</button>
        `
      )}</nav>
      <${Status} />
    </header>
  `;
}

const Bird = () =>
  html`
    <svg width="30" height="30" viewBox="0 0 30 30" aria-hidden="true">
      <circle cx="15" cy="15" r="14" fill="#1d1713" />
      <path d="M6.5 16.500a8.500 8.500 0 0 1 17 0c0 4-3.400 7-8.500 7s-8.500-3-8.500-7Z" fill="#8a5334" />
      <path d="M14 8.200c5.600-.8 9.600 3 9.500 8.300-.2 4-3.600 6.600-8.100 7-2.700-3.600-3.400-11-1.400-15.300Z"
        fill="#e0904f" />
      <circle cx="18.600" cy="13.600" r="1.700" fill="#17110e" />
      <path d="M23 14.600l4.200 1.500-4.200 1.700z" fill="#3a2c22" />
    </svg>
  `;

function Status() {
  const camera = model.chosen.value;
  return html`<div class="status">
    ${camera ? html`<${CameraStatus} camera=${camera} />` : html`<span>${t("no-camera")}</span>`}
    <${Saved} />
  </div>`;
}

/** @param {{camera: any}} given */
function CameraStatus({ camera }) {
  const { fps, latency } = model.stats.value;
  const away = model.connection.value !== "open" || Boolean(camera.trouble);
  // Where no live picture is drawn, there is nothing to count.
  const stats = model.view.value && fps ? t("live-stats", Math.round(fps), Math.round(latency)) : t("live");
  const live = camera.live ? stats : t("no-live");
  const low = camera.battery !== null && camera.battery <= 15;
  return html`<span title=${spoken(camera.trouble)}><i class=${away ? "dot away" : "dot"}></i><b>${camera.model}</b>
      <span class="wide"> · ${camera.opening ? t("opening") : live}</span></span>
    ${
    camera.battery === null ? null : html`<span class="wide"><i class=${low ? "battery low" : "battery"}>
      <i style=${`width:${camera.battery}%`}></i></i>${camera.battery} %</span>`
  }
    ${
    camera.card === null
      ? null
      : html`<span class="wide">${t("card-left", camera.card.toLocaleString("en").replace(",", " "))}</span>`
  }`;
}

function Saved() {
  if (model.connection.value !== "open") return html`<span class="skipped">${t("lost")}</span>`;
  const saved = model.desk.value.saved;
  const time = saved && new Date(saved).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  return html`<span>${saved ? t("saved-at", time) : t("saved")}</span>`;
}
