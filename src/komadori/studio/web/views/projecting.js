// @ts-check
/** The film on its canvas: playing, standing still, flicking to the last frame, all from what the page is looking at. */

import { batch, computed, effect, untracked } from "@preact/signals";
import { Player } from "../draw/player.js";
import { fetchBlob, pictureAddress } from "../link.js";
import * as model from "../state/model.js";
import { filmSound, nameOfFinished, played, shownFilm } from "../state/film.js";
import { lastPicture } from "../state/through.js";
import { programme } from "../state/programme.js";
import { framePictures, playedFrames, spanAt } from "../state/sheet.js";
import { audio } from "./hearing.js";

const SHORT = 12;
/** Frames that a short play shows before live. */
const FLICK_SECONDS = 0.5;
/** Half the time of one round of the automatic flick. */

/** @param {number} number @param {"proxy"|"full"} size @param {string} kind of what is shown: a preroll is another take's */
function fetchPicture(number, size, kind) {
  const take = model.take.value;
  const name = nameOfFinished(number);
  if (name) return fetchBlob(`take/${take.id}/finished/${name}/${size}.jpg`);
  return fetchBlob(pictureAddress(kind === "preroll" ? take.before_take : take.id, number, size));
}

/** What is played now, from the sheet, the marks and the switches. */
function wished() {
  const held = model.sheet.value;
  if (!held) return programme({ frames: [] });
  const rate = held.rate[0] / held.rate[1];
  const marks = model.marks.value;
  const before = model.preroll.value ? (model.take.value.before ?? []) : [];
  const short = model.shortPlay.value;
  const ofFilm = shownFilm.value;
  return programme({
    ...(ofFilm
      ? played(ofFilm, held.frames)
      : { frames: framePictures(held, model.seen.value, { hidden: true }), hidden: hiddenIn(held) }),
    from: short ? undefined : marks.in ?? undefined,
    to: short ? undefined : marks.out ?? undefined,
    loop: model.looping.value || short,
    shortPlay: short ? SHORT : undefined,
    endOnLive: short || !(model.toBlack.value || ofFilm),
    toBlack: model.toBlack.value && !short ? Math.round(rate) : 0,
    preroll: before.length && !short ? { frames: before } : undefined,
  });
}

/** The frames that are not played. @param {import("../state/sheet.js").Sheet} held */
function hiddenIn(held) {
  const played = new Set(playedFrames(held));
  return new Set(Array.from({ length: held.frames }, (_, at) => at + 1).filter((frame) => !played.has(frame)));
}

const take = computed(() => model.take.value.id);

/**
 * Each take has a player of its own, for a picture's number names another picture there.
 * @param {HTMLCanvasElement} canvas
 * @returns {() => void} what ends it
 */
export const projectorOn = (canvas) =>
  effect(() => {
    take.value;
    return untracked(() => playerOn(canvas));
  });

/**
 * @param {HTMLCanvasElement} canvas
 * @returns {() => void} what ends it
 */
function playerOn(canvas) {
  const player = new Player({
    canvas,
    fetchPicture,
    audio,
    onFrame: (told) => {
      model.shownFrame.value = told.frame;
      model.shownKind.value = told.kind;
    },
    onSkip: (total) => (model.skipped.value = total),
    onEnd: () =>
      batch(() => {
        stay(player);
        model.playing.value = false;
      }),
    onLive: (on) => (model.playsLive.value = on),
  });
  const endings = [
    effect(() => {
      const rate = model.sheet.value?.rate ?? [24, 1];
      const sound = shownFilm.value?.retimed ? filmSound.value : model.soundtrack.value;
      player.load(wished(), { rate, sound, soundFrame: 1 });
      if (!untracked(() => model.playing.value)) untracked(() => stand(player));
    }),
    effect(() => {
      player.mute = model.muted.value;
    }),
    effect(() => {
      player.loop = model.looping.value || model.shortPlay.value;
    }),
    effect(() => {
      player.fullResolution = model.fullResolution.value;
    }),
    effect(() => {
      if (model.playing.value) untracked(() => begin(player));
      else untracked(() => end(player));
    }),
    effect(() => {
      model.looked.value;
      if (!model.playing.value && !model.flicking.value) stand(player);
    }),
    effect(() => {
      if (model.flicking.value && lastPicture.value !== null) player.showFrame(model.lastFrame.value);
      else if (!untracked(() => model.playing.value)) untracked(() => stand(player));
    }),
    automatic(),
  ];
  model.player.value = player;
  return () => {
    endings.forEach((end) => end());
    player.close();
    model.player.value = null;
  };
}

/** @param {Player} player */
function stand(player) {
  const frame = model.looked.value;
  if (frame !== null) player.showFrame(frame);
}

/** @param {Player} player */
function begin(player) {
  const looked = model.looked.value;
  if (model.shortPlay.value || looked === null) player.play({ from: 0 });
  else {
    player.showFrame(looked);
    player.play({});
  }
}

/** Stop: the frame on the screen stays, live stays live. @param {Player} player */
function end(player) {
  if (!player.playing) return;
  player.stop();
  stay(player);
}

/** What play came to is what one looks at now: a frame, or after the last of them live. @param {Player} player */
function stay(player) {
  const { kind, frame } = player.shown;
  model.playsLive.value = false;
  model.looked.value = kind === "picture" || kind === "empty" ? spanFirst(frame) : null;
}

/** @param {number} frame */
function spanFirst(frame) {
  const held = model.sheet.value;
  return held ? spanAt(held.columns[0], frame)?.first ?? frame : frame;
}

/** Back and forth between live and the last picture by itself. */
function automatic() {
  return effect(() => {
    if (!model.autoToggle.value) return;
    const turning = setInterval(() => (model.flicking.value = !model.flicking.value), FLICK_SECONDS * 1000);
    return () => {
      clearInterval(turning);
      model.flicking.value = false;
    };
  });
}
