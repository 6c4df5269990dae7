// @ts-check
/** Playing and fading: the row under the picture. */

import { act } from "../acting.js";
import { finished } from "../state/film.js";
import * as model from "../state/model.js";
import { through, turn } from "../state/through.js";
import { t } from "../state/words.js";
import { Icon, Slider } from "./controls.js";
import { html } from "./html.js";

/** @param {{command: string, icon: any, words: string, on?: boolean, main?: boolean}} given */
const Button = ({ command, icon, words, on, main }) =>
  html`
    <button type="button" class=${main ? "play" : ""} title=${words} aria-label=${words}
      aria-pressed=${on === undefined ? null : String(on)} onClick=${() =>
        act(command)}><${Icon} name=${icon} /></button>
  `;

export function Transport() {
  const playing = model.playing.value && !model.shortPlay.value;
  return html`
    <section class="transport" aria-label=${t("play")}>
      <div class="group">
        <${Button} command="step-back" icon="back" words=${t("back")} />
        <${Button} command="play" icon=${playing ? "stop" : "play"} words=${playing
          ? t("stop")
          : t("play")} main=${true} />
        <${Button} command="step-forward" icon="forward" words=${t("forward")} />
        <${Button} command="short-play" icon="short" words=${t("short")} on=${model.playing.value &&
          model.shortPlay.value} />
        <${Button} command="loop" icon="loop" words=${t("loop")} on=${model.looping.value} />
        <${Button} command="play-to-black" icon="black" words=${t("black")} on=${model.toBlack.value} />
        <${Button} command="mute" icon=${model.muted.value ? "silent" : "sound"} words=${t("mute")} on=${!model.muted
          .value} />
        <${Preroll} />
        <${Button} command="finished" icon="finished" words=${t("finished-film")} on=${finished.value} />
        <${Button} command="full-resolution" icon="full" words=${t("full")} on=${model.fullResolution.value} />
      </div>
      <${Crossfade} />
      <${Rate} />
    </section>
  `;
}

function Preroll() {
  if (!model.take.value.before?.length) return null;
  return html`
    <button type="button" title=${t("preroll")} aria-label=${t("preroll")} aria-pressed=${String(model.preroll.value)}
      onClick=${() => (model.preroll.value = !model.preroll.value)}><${Icon} name="preroll" /></button>
  `;
}

function Crossfade() {
  const { fade } = through.value.onion;
  return html`<div class="cross"><span>${t("last", model.lastFrame.value || "")}</span>
    <${Slider} label=${t("fade")} value=${fade} change=${(/** @type {number} */ to) =>
    turn("onion", { on: true, fade: to })}
      shown=${`${Math.round(fade * 100)} %`} /><b>${t("to-live")}</b></div>`;
}

function Rate() {
  const held = model.sheet.value;
  if (!held) return null;
  const fps = Math.round(1000 * held.rate[0] / held.rate[1]) / 1000;
  return html`<div class="rate">${
    model.skipped.value ? html`<span class="skipped">${t("skipped", model.skipped.value)}</span>` : null
  }<span><b>${fps}</b> fps</span>
    <select aria-label=${t("on-label")} onChange=${(/** @type {any} */ event) =>
    act("on", { frames: Number(event.target.value) })}>
      ${
    [1, 2, 3, 4].map((n) => html`<option value=${n} selected=${model.desk.value.on === n}>${t("on-n", n)}</option>`)
  }
    </select></div>`;
}
