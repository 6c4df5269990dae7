// @ts-check
/** Words on canvases: both languages have them, and a canvas without a page speaks English. */

import { columnSaid, headingSaid, said, speak } from "../../../src/komadori/studio/web/draw/said.js";
import { WORDS } from "../../../src/komadori/studio/web/state/edits.js";
import { CANVAS_EN } from "../../../src/komadori/studio/web/state/words_canvas_en.js";
import { CANVAS_JA } from "../../../src/komadori/studio/web/state/words_canvas_ja.js";
import { equal } from "./looking_asserts.js";

Deno.test("what stands on a canvas is there in Japanese, with the same places for figures", () => {
  const places = (/** @type {string} */ words) => (words.match(/\{\d\}/g) ?? []).join();
  equal(Object.keys(CANVAS_EN).filter((name) => !CANVAS_JA[name]), []);
  equal(Object.keys(CANVAS_EN).filter((name) => places(CANVAS_EN[name]) !== places(CANVAS_JA[name])), []);
  equal(Object.keys(WORDS).filter((label) => !CANVAS_JA[`edit-${label}`]), []);
});

Deno.test("a canvas speaks English of itself, and the page's language once it is told", () => {
  equal(said("frames-shot", 12), "12 frames shot");
  equal([columnSaid("notes"), headingSaid("notes"), headingSaid("picture")], ["notes", "Notes", "Picture"]);
  speak((name) => CANVAS_JA[name] ?? name);
  equal([columnSaid("notes"), headingSaid("robin")], ["メモ", "Robin"]);
});
