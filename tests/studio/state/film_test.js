// @ts-check
/// <reference lib="deno.ns" />
import { film, finished, nameOfFinished, played, shownFilm } from "../../../src/komadori/studio/web/state/film.js";

/**
 * @param {unknown} got
 * @param {unknown} meant
 */
function same(got, meant) {
  const [one, other] = [JSON.stringify(got), JSON.stringify(meant)];
  if (one !== other) throw new Error(`got ${one}\nmeant ${other}`);
}

const PLAIN = { pictures: ["aa", "bb"], shows: [0, 0, 1], places: [1, 2, 5], retimed: false };
const SLOW = { pictures: ["bb", "cc"], shows: [0, 0, 1, 1], places: [1, 1, 2, 2], retimed: true };

/** @param {(number | null)[]} frames */
const named = (frames) => frames.map((number) => number === null ? null : nameOfFinished(number) ?? "");

Deno.test("a film in the sheet's time has the sheet's frames, and what it leaves out is hidden", () => {
  const { frames, places, hidden } = played(PLAIN, 6);
  same(named(frames), ["aa", "aa", null, null, "bb", null]);
  same(places, undefined);
  same([...(hidden ?? [])], [3, 4, 6]);
});

Deno.test("a film in another time has frames of its own", () => {
  const { frames, places, hidden } = played(SLOW, 2);
  same(named(frames), ["bb", "bb", "cc", "cc"]);
  same([places, hidden], [[1, 1, 2, 2], undefined]);
});

Deno.test("a finished picture keeps its number, and none of a take has one like it", () => {
  const [first] = played(PLAIN, 6).frames.slice(4);
  same(played(SLOW, 2).frames[0], first);
  same(nameOfFinished(9_999_999), undefined);
});

Deno.test("the film is seen only where it is asked for", () => {
  film.value = SLOW;
  same(shownFilm.value, null);
  finished.value = true;
  same(shownFilm.value, SLOW);
  finished.value = false;
});
