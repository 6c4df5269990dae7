// @ts-check
/** The timeline at the bottom: film, sound, light and motion under one playhead. */

import { useEffect, useRef } from "preact/hooks";
import { effect } from "@preact/signals";
import { act } from "../acting.js";
import { Lanes } from "../draw/lanes.js";
import { Thumbs } from "../draw/thumbs.js";
import { fetchBlob, pictureAddress } from "../link.js";
import { lookAt } from "../state/acts.js";
import * as model from "../state/model.js";
import { language, t } from "../state/words.js";
import { html } from "./html.js";

/** @param {HTMLCanvasElement} canvas */
function lanesOn(canvas) {
  const thumbs = new Thumbs({
    fetchThumb: (/** @type {number} */ number) => fetchBlob(pictureAddress(model.take.value.id, number, "thumb")),
    ready: () => lanes.redraw(),
  });
  const lanes = new Lanes({
    canvas,
    thumb: (/** @type {number} */ number) => thumbs.get(number),
    on: {
      look: (frame) => lookAt(frame),
      scrub: (frame, { sound }) => scrub(frame, sound),
      stand: (frame) => act("stand", { frame, insert: true }),
      marks: (first, last) => (model.marks.value = { in: first, out: last }),
    },
  });
  const end = effect(() => {
    // Its words are drawn anew in another language.
    language.value;
    lanes.set({
      sheet: model.sheet.value,
      rate: model.sheet.value?.rate ?? [24, 1],
      playhead: model.playing.value ? model.shownFrame.value : model.playhead.value,
      next: model.desk.value.next,
      peaks: model.peaks.value,
      marks: model.marks.value,
      exposure: model.seen.value,
    });
  });
  return () => {
    end();
    lanes.close();
    thumbs.close();
  };
}

/** @param {number} frame @param {boolean} sound */
function scrub(frame, sound) {
  model.playing.value = false;
  if (sound && model.hasPicture(frame)) model.player.value?.scrub(frame);
  lookAt(frame >= model.nextFrame.value && !model.hasPicture(frame) ? null : frame);
}

export function Timeline() {
  const canvas = useRef(/** @type {any} */ (null));
  useEffect(() => lanesOn(canvas.current), []);
  return html`
    <section class="panel timeline" aria-label=${t("timeline")}>
      <canvas ref=${canvas} tabindex="0" role="slider"
        aria-label=${t("film")} aria-valuemin="1" aria-valuemax=${model.sheet.value?.frames ?? 1} aria-valuenow=${model
          .playhead.value}></canvas>
    </section>
  `;
}
