// @ts-check
/** Where the page stands in the film: the frame that counts for what lies over the picture, and the picture's own shape. */

import { computed } from "@preact/signals-core";
import * as model from "./model.js";
import { pictureAt, spanAt } from "./sheet.js";
import { params } from "./through.js";

/** The frame on the screen, live or film. */
const onScreen = computed(() => {
  if (model.flicking.value) return model.lastFrame.value || model.nextFrame.value;
  if (model.playing.value) return model.playsLive.value ? model.nextFrame.value : model.shownFrame.value;
  return model.playhead.value;
});

/**
 * The frame that marks and drawings belong to: the first of the picture on the screen, however long it is held, since it is
 * one picture; live it is the frame to be shot.
 */
export const standing = computed(() => {
  const held = model.sheet.value;
  const frame = onScreen.value;
  if (!held || !model.onFilm.value) return frame;
  const span = spanAt(held.columns[0], frame);
  return span?.cell.pictures?.length ? span.first : frame;
});

/** Width and height of the picture on the screen, 0 where there is none; before any turn. */
export const standingSize = computed(() => {
  const held = model.sheet.value;
  const number = held && model.onFilm.value ? pictureAt(held, onScreen.value, model.seen.value) : null;
  const [, width, height] = (number && model.pictures.value.get(number)) || ["", 0, 0];
  return width ? { width, height } : model.liveSize.value;
});

/** Width to height of the picture, before any turn. */
export const aspect = computed(() => {
  const { width, height } = standingSize.value;
  return height > 0 ? width / height : 16 / 9;
});

/** How the picture on the screen is looked at; film has no loupe. */
export const lookedAt = computed(() => {
  const { view, loupe } = params.value;
  return { view, loupe: model.onFilm.value ? { ...loupe, on: false } : loupe };
});
