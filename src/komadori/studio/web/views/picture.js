// @ts-check
/** The picture in the middle: live with all that is looked through, or the film, with lines and marks over either. */

import { useEffect, useRef } from "preact/hooks";
import { effect } from "@preact/signals";
import { LiveView } from "../draw/live.js";
import * as model from "../state/model.js";
import { playedFrames } from "../state/sheet.js";
import { needs, overFrames, params, through, turn } from "../state/through.js";
import { shownFilm } from "../state/film.js";
import { t } from "../state/words.js";
import { finishedFilmFollows } from "./finished_film.js";
import { guestOf } from "./guest.js";
import { html } from "./html.js";
import { otherTakeFollows } from "./other_take.js";
import { scoreFollows } from "./score_body.js";
import { overlayOn } from "./overlay.js";
import { pointingOn } from "./pointing.js";
import { InHand } from "./pose_body.js";
import { trailFollows } from "./point_pose.js";
import { projectorOn } from "./projecting.js";
import { referencesFor } from "./references.js";
import { Scopes } from "./scopes.js";

/** The address of the chosen camera's live view, or null. */
function liveAddress() {
  const camera = model.chosen.value;
  return camera && camera.live && !camera.opening ? `api/live/${encodeURIComponent(camera.name)}` : null;
}

/**
 * Keep the live canvas showing what it should.
 * @param {HTMLCanvasElement} canvas
 */
function liveOn(canvas) {
  const view = new LiveView(canvas, {
    onStats: (stats) => (model.stats.value = /** @type {any} */ (stats)),
    onSize: (width, height) => (model.liveSize.value = { width, height }),
    onScopes: (data) => (model.measured.value = data),
  });
  model.view.value = view;
  let shown = "";
  const endings = [
    effect(() => {
      const address = model.connection.value === "open" ? liveAddress() : null;
      const guest = guestOf(model.chosen.value);
      if (guest) {
        shown = "";
        view.disconnect();
        return guest.show((/** @type {ImageBitmap} */ picture) => view.feed(picture));
      }
      if (address === shown) return;
      shown = address ?? "";
      if (address) view.connect(address);
      else view.disconnect();
    }),
    effect(() => view.set(params.value)),
    effect(() => view.scopes(through.value.scopes.on)),
    referencesFor(view, needs),
  ];
  return () => {
    endings.forEach((end) => end());
    view.close();
    model.view.value = null;
  };
}

/** @param {{children?: unknown}} given */
export function Picture({ children }) {
  const live = useRef(/** @type {any} */ (null));
  const film = useRef(/** @type {any} */ (null));
  const over = useRef(/** @type {any} */ (null));
  useEffect(() => liveOn(live.current), []);
  useEffect(() => projectorOn(film.current), []);
  useEffect(() => overlayOn(over.current), []);
  useEffect(() => pointingOn(over.current), []);
  useEffect(finishedFilmFollows, []);
  useEffect(otherTakeFollows, []);
  useEffect(scoreFollows, []);
  useEffect(trailFollows, []);
  const onFilm = model.onFilm.value;
  const away = model.desk.value.state === "away" || Boolean(model.chosen.value?.trouble);
  const kind = away ? "stage away" : onFilm ? "stage film" : "stage";
  return html`<section class=${kind} aria-label=${onFilm ? t("film") : t("live")}>
    <canvas ref=${live} class=${onFilm ? "hidden" : ""} aria-hidden="true" style="object-fit:contain"></canvas>
    <canvas ref=${film} class=${filmClass(onFilm)} aria-hidden="true"></canvas>
    <canvas ref=${over} class="overlay" aria-hidden="true"></canvas>
    <${WhatIsSeen} onFilm=${onFilm} />
    <${InHand} />
    ${through.value.scopes.on && !onFilm ? html`<${Scopes} />` : null}
    ${children}
  </section>`;
}

/** The film is seen turned and mirrored as live is, so that one flicks between like and like. @param {boolean} shown */
function filmClass(shown) {
  const { mirror, turn: degrees } = through.value;
  return `${shown ? "" : "hidden"} turned-${degrees}${mirror ? " mirrored" : ""}`;
}

/** In a corner: what the picture is. @param {{onFilm: boolean}} given */
function WhatIsSeen({ onFilm }) {
  const held = model.sheet.value;
  if (!held) return null;
  if (onFilm) {
    const frame = model.flicking.value ? model.lastFrame.value : model.shownFrame.value;
    const what = model.flicking.value ? t("last", frame) : t("frame-n", frame);
    return html`<div class="chip top-left"><i class="still"></i>${what}
      ${shownFilm.value && !model.flicking.value ? html`<small>${finishedWords(shownFilm.value, held)}</small>` : null}
      ${model.shownKind.value === "empty" ? html`<small>${t("not-shot")}</small>` : null}
      ${model.shownKind.value === "preroll" ? html`<small>${t("onion-previous-shot")}</small>` : null}</div>`;
  }
  const frames = overFrames.value;
  return html`<div class="chip top-left"><i class="rec"></i>${t("live")}
    ${frames.length ? html`<small>${t("over", frames.join(" · "))}</small>` : null}</div>
    ${through.value.loupe.on ? html`<${LoupeHint} />` : null}`;
}

/**
 * That finished pictures are seen, and what became of the time.
 * @param {import("../state/film.js").Film} film
 * @param {import("../state/sheet.js").Sheet} held
 */
function finishedWords({ retimed, places }, held) {
  return retimed ? t("finished-retimed", playedFrames(held).length, places.length) : t("finished-short");
}

function LoupeHint() {
  return html`
    <button class="chip bottom-left" onClick=${() => turn("loupe", { on: false })}>${t("loupe")} ${through.value.loupe
      .zoom} : 1</button>
  `;
}
