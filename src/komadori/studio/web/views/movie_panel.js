// @ts-check
/** A movie or stills of the take: for whom, of which pictures, how wide. */

import { signal } from "@preact/signals";
import { act } from "../acting.js";
import { cropOf } from "../state/document.js";
import * as model from "../state/model.js";
import { t } from "../state/words.js";
import { Segments, Switch } from "./controls.js";
import { html } from "./html.js";
import { Starts } from "./works.js";

const WIDTHS = [0, 3840, 2560, 1920, 1280, 960];

const wish = signal({ preset: "", finished: false, exposure: "", width: 0, allow_missing: false, crop: false });
const started = signal(0);

/** @param {Partial<typeof wish.value>} change */
const want = (change) => (wish.value = { ...wish.value, ...change });

/** The part of the picture that the push-in of the guides leaves, or null where there is none. */
const pushed = () => cropOf(model.look.value);

export function MoviePanel() {
  const { presets } = model.welcome.value;
  const preset = wish.value.preset ||
    (presets.some((/** @type {string[]} */ [name]) => name === "h264") ? "h264" : presets[0]?.[0]);
  const exposures = model.sheet.value?.exposures ?? [];
  const write = () => {
    const { width, exposure, crop, ...rest } = wish.value;
    const part = crop ? pushed() : null;
    return act("export", {
      ...rest,
      preset,
      exposure: exposures.includes(exposure) ? exposure : "",
      ...(width ? { width } : {}),
      ...(part ? { crop: part } : {}),
    });
  };
  return html`
    <div class="make" aria-label=${t("export")} role="group">
      <h2>${t("export")}</h2>
      <div class="presets" role="radiogroup" aria-label=${t("export")}>${presets.map((
        /** @type {string[]} */ [name, told],
      ) => html`<${Preset} key=${name} name=${name} told=${told} chosen=${name === preset} />`)}</div>
      <${Of} exposures=${exposures} />
      <${Starts} words=${t("write")} started=${started} begin=${write} off=${!model.pictures.value.size} />
    </div>
  `;
}

/** @type {Record<string, string>} */
const TITLES = {
  prores: "ProRes 422 HQ",
  prores4444: "ProRes 4444",
  h264: "H.264",
  gif: "GIF",
  png: "PNG",
  tiff: "TIFF",
  exr: "OpenEXR",
};

/** @param {{name: string, told: string, chosen: boolean}} given */
function Preset({ name, told, chosen }) {
  const words = t(`preset-${name}`);
  return html`<label class=${
    chosen ? "preset chosen" : "preset"
  }><input type="radio" name="preset" class="visually-hidden"
      checked=${chosen} onChange=${() => want({ preset: name })} /><b>${TITLES[name] ?? name}</b><small>${
    words === `preset-${name}` ? told : words
  }</small></label>`;
}

/** @param {{exposures: readonly string[]}} given */
function Of({ exposures }) {
  const { finished, exposure, width, allow_missing: gaps, crop } = wish.value;
  return html`<div class="likes"><${Segments} label=${t("finished")} value=${finished} choices=${[
    [false, t("as-shot-short")],
    [true, t("finished-short")],
  ]} choose=${(/** @type {boolean} */ to) => want({ finished: to })} />
    ${
    exposures.length > 1
      ? html`<label class="like"><span>${t("exposure")}</span><select class="line" onChange=${(
        /** @type {any} */ event,
      ) => want({ exposure: event.target.value })}>${
        exposures.map((name) => html`<option selected=${name === exposure}>${name}</option>`)
      }</select></label>`
      : null
  }
    <label class="like"><span>${t("width")}</span><select class="line" onChange=${(/** @type {any} */ event) =>
    want({ width: Number(event.target.value) })}>${
    WIDTHS.map((one) =>
      html`<option value=${one} selected=${one === width}>${one ? t("wide", one) : t("as-it-is")}</option>`
    )
  }</select></label>
    <div class="like"><span>${t("hold-gaps")}</span><${Switch} label=${t("hold-gaps")} on=${gaps} turn=${(
    /** @type {boolean} */ to,
  ) => want({ allow_missing: to })} /></div>
    ${
    pushed()
      ? html`<div class="like"><span>${t("crop")}</span><${Switch} label=${t("crop")} on=${crop} turn=${(
        /** @type {boolean} */ to,
      ) => want({ crop: to })} /></div>`
      : null
  }</div>`;
}
