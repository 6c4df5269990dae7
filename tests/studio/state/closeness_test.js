/** Looking at a picture closely: its pixels on the screen's, the place under the pointer, its edges, and what is fetched. */

import {
  closer,
  covers,
  fitted,
  moved,
  placed,
  showing,
  wanted,
  WHOLE,
} from "../../../src/komadori/studio/web/state/closeness.js";

/** @param {unknown} is @param {unknown} wished */
function same(is, wished) {
  const [a, b] = [JSON.stringify(is), JSON.stringify(wished)];
  if (a !== b) throw new Error(`${a} is not ${b}`);
}
/** @param {number} is @param {number} wished */
const near = (is, wished) => same(Math.abs(is - wished) < 1e-9, true);

const BOX = { width: 301, height: 201 };
const LARGE = { width: 1000, height: 600 };
const VAST = { width: 4000, height: 2400 };
const SMALL = { width: 100, height: 60 };

Deno.test("a whole picture stands in the middle of its box", () => {
  same(placed(LARGE, BOX, WHOLE, 2), fitted(LARGE, BOX));
});

Deno.test("from close each pixel lies on the screen's own", () => {
  for (const ratio of [1, 1.25, 2]) {
    for (const scale of [1, 2]) {
      for (const share of [0, 0.123, 0.5, 0.77, 1]) {
        const place = placed(LARGE, BOX, { scale, x: share, y: share }, ratio);
        near(place.left * ratio, Math.round(place.left * ratio));
        near(place.top * ratio, Math.round(place.top * ratio));
        near(place.width * ratio, LARGE.width * scale);
        same(place.left <= 0 && place.left + place.width >= BOX.width - 1 / ratio, true);
      }
    }
  }
});

Deno.test("a picture smaller than its box stays in the middle", () => {
  const place = placed(SMALL, BOX, { scale: 1, x: 1, y: 0 }, 1);
  same([Math.round(place.left), Math.round(place.top)], [101, 71]);
});

Deno.test("what is under the pointer stays there", () => {
  const at = /** @type {[number, number]} */ ([100, 90]);
  const before = fitted(LARGE, BOX);
  const share = (at[0] - before.left) / before.width;
  const to = closer(before, BOX, LARGE, 1, at, 1);
  const place = placed(LARGE, BOX, to, 1);
  same(Math.abs((at[0] - place.left) / place.width - share) <= 0.5 / 1000, true);
  const twice = placed(LARGE, BOX, closer(place, BOX, LARGE, 2, at, 1), 1);
  same(Math.abs((at[0] - twice.left) / twice.width - share) <= 1 / 1000, true);
  same(closer(place, BOX, LARGE, 0, at, 1), WHOLE);
});

Deno.test("moving ends at the picture's edge, and comes back from there at once", () => {
  const begin = { scale: 1, x: 0.5, y: 0.5 };
  const left = moved(begin, 9999, 0, LARGE, BOX, 1);
  same(placed(LARGE, BOX, left, 1).left, 0);
  same(placed(LARGE, BOX, moved(left, -10, 0, LARGE, BOX, 1), 1).left, -10);
});

Deno.test("a place outside is brought into sight, one in sight moves nothing", () => {
  const begin = { scale: 1, x: 0.5, y: 0.5 };
  same(showing(begin, [0.5, 0.3], LARGE, BOX, 1), begin);
  const place = placed(LARGE, BOX, showing(begin, [0.9, 0.3], LARGE, BOX, 1), 1);
  same(place.left + 0.9 * place.width <= BOX.width, true);
  same(showing(WHOLE, [0.9, 0.3], LARGE, BOX, 1), WHOLE);
});

Deno.test("what is fetched covers what is seen and a little more, and no farther", () => {
  for (const [scale, ratio] of [[1, 1], [2, 1], [1, 2]]) {
    const middle = { scale, x: 0.5, y: 0.5 };
    const { width, height } = wanted(BOX, middle, ratio);
    const part = {
      left: Math.round(2000 - width / 2),
      top: Math.round(1200 - height / 2),
      width,
      height,
      whole: VAST,
    };
    same(covers(part, BOX, middle, ratio), true);
    same(covers(part, BOX, moved(middle, -0.2 * BOX.width, 0, VAST, BOX, ratio), ratio), true);
    same(covers(part, BOX, moved(middle, -0.6 * BOX.width, 0, VAST, BOX, ratio), ratio), false);
    same(covers(part, BOX, WHOLE, ratio), false);
  }
  same(covers({ left: 0, top: 0, ...SMALL, whole: SMALL }, BOX, { scale: 1, x: 0.5, y: 0.5 }, 1), true);
});
