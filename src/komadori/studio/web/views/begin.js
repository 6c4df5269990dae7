// @ts-check
/** The first minute: a name, a camera, and the first picture. */

import { useEffect, useRef } from "preact/hooks";
import { signal, useSignal } from "@preact/signals";
import { act } from "../acting.js";
import * as model from "../state/model.js";
import { spoken, t } from "../state/words.js";
import { Icon } from "./controls.js";
import { lend, ownCameras } from "./guest.js";
import { html } from "./html.js";
import { LiveTile } from "./live_tile.js";
import { Miniature } from "./miniature.js";

const RATES = ["12", "15", "23.976", "24", "25", "29.97", "30"];
const DRAWN = "pattern";
const OWN = "own";
const LATER = "";

/** @typedef {{id: string, words: string, told: string, camera: any, kind: "found" | "own" | "drawn" | "later"}} Tile */

/** While a series is being begun, the card stays although the series is there already. */
export const beginning = signal(false);

/** @param {boolean} own whether this machine has a camera of its own @returns {Tile[]} */
function tilesNow(own) {
  const { found, open } = model.cameras.value;
  const guest = open.find((/** @type {any} */ one) => one.guest);
  const drawn = open.find((/** @type {any} */ one) => one.name === DRAWN);
  const named = (/** @type {any} */ one) => !one.guest && one.name !== DRAWN;
  const opened = open.filter(named).map((/** @type {any} */ camera) => tile(camera.name, camera.model, "", camera));
  const there = found.filter((/** @type {any} */ one) =>
    !open.some((/** @type {any} */ other) => other.name === one.name)
  )
    .map((/** @type {any} */ one) => tile(one.name, one.model, t("found"), null));
  const ownTile = own || guest ? [tile(OWN, t("this-camera"), t("this-camera-told"), guest, "own")] : [];
  return [
    ...opened,
    ...there,
    ...ownTile,
    tile(DRAWN, t("drawn-scene"), t("drawn-scene-told"), drawn, "drawn"),
    tile(LATER, t("no-camera-yet"), t("no-camera-told"), null, "later"),
  ];
}

/**
 * @param {string} id @param {string} words @param {string} told @param {any} camera
 * @param {Tile["kind"]} [kind]
 * @returns {Tile}
 */
const tile = (id, words, told, camera, kind = "found") => ({ id, words, told, camera: camera ?? null, kind });

export function Begin() {
  const title = useSignal(model.welcome.value.folder);
  const rate = useSignal("24");
  const wanted = useSignal(/** @type {string | null} */ (null));
  const own = useSignal(false);
  const name = useSignal("");
  useEffect(() => {
    act("find-cameras");
    ownCameras().then((devices) => (own.value = devices.length > 0));
  }, []);
  const tiles = tilesNow(own.value);
  const chosen = wanted.value ?? tiles[0].id;
  const begin = () => beginWith(title.value, rate.value, tiles.find((one) => one.id === chosen) ?? tiles[0]);
  useEnter(begin);
  return html`
    <main class="room first-run">
      <form class="panel begin" aria-label=${t("welcome")} onSubmit=${(/** @type {Event} */ event) => {
        event.preventDefault();
        begin();
      }}>
        <header>
          <h1>${t("welcome")}</h1>
          <p>${t("welcome-words")}</p>
        </header>
        <${Naming} title=${title} rate=${rate} />
        <fieldset>
          <legend>${t("camera")}<span class="faint" role="status">${model.cameras.value.looking
            ? t("looking-for")
            : ""}</span></legend>
          <div class="tiles" role="radiogroup" aria-label=${t("camera")}>${tiles.map((one) =>
            html`<${Choice} key=${one.id} one=${one} chosen=${chosen === one.id} choose=${() => {
              wanted.value = one.id;
              openNow(one);
            }} />`
          )}</div>
        </fieldset>
        <footer><${ByName} name=${name} open=${(/** @type {string} */ called) => (wanted.value = called)} />
          <button class="press main big" disabled=${beginning.value}>${t("begin")} <kbd>Enter</kbd></button></footer>
      </form>
    </main>
  `;
}

/** @param {{title: any, rate: any}} given */
function Naming({ title, rate }) {
  const field = useRef(/** @type {any} */ (null));
  useEffect(() => {
    field.current.focus();
    field.current.select();
  }, []);
  return html`<div class="naming"><label class="field"><span>${
    t("title")
  }</span><input ref=${field} value=${title.value}
      maxlength="240" autocomplete="off" spellcheck=${false} onInput=${(
    /** @type {any} */ event,
  ) => (title.value = event.target.value)} /></label>
    <label class="field"><span>${t("rate")}</span><select value=${rate.value} onChange=${(
    /** @type {any} */ event,
  ) => (rate.value = event.target.value)}>${
    RATES.map((one) => html`<option value=${one} selected=${one === rate.value}>${one}</option>`)
  }</select></label></div>`;
}

/** @param {{one: Tile, chosen: boolean, choose: () => void}} given */
const Choice = ({ one, chosen, choose }) =>
  // Not its change: the first tile is chosen before anybody chose it, and whoever takes it means to keep it.
  html`<label class=${chosen ? "tile chosen" : "tile"}><input type="radio" name="camera" class="visually-hidden"
      checked=${chosen} onClick=${choose} />
    <div class="tile-picture">${
    one.camera ? html`<${LiveTile} camera=${one.camera} />` : one.kind === "drawn" ? html`<${Miniature} />` : html`
      <div class="live-none">
        <${Icon} name=${ICONS[one.kind]} size=${34} />
      </div>
    `
  }</div>
    <b>${one.words}</b><small>${
    spoken(one.camera?.trouble) || (one.camera?.opening ? t("opening") : one.told) || t("live")
  }</small>
  </label>`;

/** @type {Record<string, any>} */
const ICONS = { found: "focus", own: "screen", later: "clock", drawn: "sketch" };

/** @param {{name: any, open: (name: string) => void}} given */
const ByName = ({ name, open }) =>
  html`
    <details class="by-name">
      <summary>${t("open-by-name")}</summary>
      <div><input class="line" value=${name.value}
          aria-label=${t("open-by-name")} placeholder=${t("name-hint")} onInput=${(
            /** @type {any} */ event,
          ) => (name.value = event.target.value)} onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
            if (event.key !== "Enter" || !name.value.trim()) return;
            event.preventDefault();
            event.stopPropagation();
            open(name.value.trim());
            act("open-camera", { name: name.value.trim() });
            name.value = "";
          }} /></div>
    </details>
  `;

/** Enter begins, wherever the focus is, also that of the keypad. @param {() => void} begin */
function useEnter(begin) {
  const newest = useRef(begin);
  newest.current = begin;
  useEffect(() => {
    const pressed = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Enter" || event.defaultPrevented || event.repeat || model.helping.value) return;
      if (/** @type {HTMLElement} */ (event.target).closest?.("button, summary, a, .by-name")) return;
      event.preventDefault();
      newest.current();
    };
    const page = document.documentElement;
    page.addEventListener("keydown", pressed);
    return () => page.removeEventListener("keydown", pressed);
  }, []);
}

/** Whoever chooses a camera sees through it at once. @param {Tile} one */
function openNow(one) {
  if (one.camera || one.kind === "later") return;
  if (one.kind === "own") lend();
  else act("open-camera", { name: one.id });
}

/** @param {string} title @param {string} fps @param {Tile} one */
async function beginWith(title, fps, one) {
  if (beginning.value) return;
  beginning.value = true;
  const done = await act("begin-series", { title: title.trim(), fps });
  if (done) {
    await choose(one);
    model.room.value = "animate";
  }
  beginning.value = false;
}

/** Shoot with the camera of a tile, and let go of those that were only tried. @param {Tile} one */
async function choose(one) {
  if (one.kind === "later") return;
  const name = one.camera?.name ?? (one.kind === "own" ? await lend() : one.id);
  if (!name) return;
  if (!one.camera && one.kind !== "own") await act("open-camera", { name });
  const opened = model.cameras.value.open.some((/** @type {any} */ camera) => camera.name === name);
  if (opened && model.chosen.value?.name !== name) await act("choose-camera", { name });
}
