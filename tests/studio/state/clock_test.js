// @ts-check
/// <reference lib="deno.ns" />
import { indexAt, lateness, secondsOf } from "../../../src/komadori/studio/web/state/clock.js";

/** @type {[number, number][]} */
const RATES = [[24, 1], [25, 1], [30, 1], [12, 1], [24000, 1001], [30000, 1001], [60000, 1001], [25, 2]];

/**
 * @param {unknown} got
 * @param {unknown} meant
 * @param {string} [what]
 */
function equal(got, meant, what = "") {
  if (got !== meant) throw new Error(`${what}: got ${got}, meant ${meant}`);
}

Deno.test("a frame is due from its very beginning on, for ten hours at every rate", () => {
  for (const rate of RATES) {
    const last = Math.floor(36000 * rate[0] / rate[1]);
    for (let index = 0; index < last; index += index < 5000 ? 1 : 997) {
      equal(indexAt(secondsOf(index, rate), rate), index, `${rate} at ${index}`);
      equal(indexAt(secondsOf(index + 1, rate) - 1e-7, rate), index, `${rate} just before ${index + 1}`);
    }
  }
});

Deno.test("nothing gathers: frame 200,000 at 23.976 begins 8341 and two thirds of a second in", () => {
  equal(secondsOf(200_000, [24000, 1001]), 200_000 * 1001 / 24000);
  equal(indexAt(8341.67, [24000, 1001]), 200_000);
  equal(indexAt(8341.66, [24000, 1001]), 199_999);
});

Deno.test("before the first frame the index is negative", () => {
  equal(indexAt(-0.001, [24, 1]), -1);
  equal(indexAt(0, [24, 1]), 0);
});

Deno.test("lateness is the time since a frame was due", () => {
  equal(lateness(1 / 24, [24, 1]), 0);
  equal(Math.round(lateness(0.05, [24, 1]) * 1e6), Math.round((0.05 - 1 / 24) * 1e6));
});
