// @ts-check
/// <reference lib="deno.ns" />
import { at, far, hear, moved, signed } from "../../../src/komadori/studio/web/state/score.js";
import { equal } from "./looking_asserts.js";

const exposure = (/** @type {number} */ frame, /** @type {number} */ held) => ({
  frame,
  held,
  marks: [],
  change: { "head.tilt": 0.5, "head.turn": -4 },
  value: { "head.tilt": 0.5, "head.turn": -4 },
  unit: { "head.tilt": "°", "head.turn": "°" },
  parts: {},
});

Deno.test("each puppet's exposure is the one on screen", () => {
  hear({ who: { badger: { exposures: [exposure(1, 2), exposure(3, 3)] } }, trouble: "", remarks: [] });
  equal(at(2).map(([who, one]) => [who, one.frame]), [["badger", 1]]);
  equal(at(5).map(([, one]) => one.frame), [3]);
  equal(at(6), []);
  hear(null);
  equal(at(1), []);
});

Deno.test("joints stand in the puppet's order, with their sign, and those that go far stand out", () => {
  equal(moved(exposure(1, 2)), ["head.tilt", "head.turn"]);
  equal(far({ ...exposure(1, 2), change: { "head.tilt": 12 } }, "head.tilt"), true);
  equal(far(exposure(1, 2), "head.tilt"), false);
  equal(signed(-4), "\u22124");
  equal(signed(0.5), "+0.5");
  equal(signed(12), "+12");
});
