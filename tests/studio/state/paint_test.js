/** The brush: how large it is, which points of a hand are kept, and what the eraser takes away. */

import {
  beside,
  erased,
  paintedOf,
  resized,
  strokesOn,
  THICKEST,
  thinned,
  THINNEST,
} from "../../../src/komadori/studio/web/state/paint.js";

/** @param {unknown} is @param {unknown} wanted */
function same(is, wanted) {
  const [a, b] = [JSON.stringify(is), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${a} is not ${b}`);
}

/** @param {number} picture @param {import("../../../src/komadori/studio/web/state/paint.js").Point[]} points */
const stroke = (picture, points, radius = 0.01) => ({ picture, mode: /** @type {const} */ ("rig"), radius, points });

Deno.test("a brush grows and shrinks within bounds", () => {
  same(resized(0.01, 1) > 0.01 && resized(0.01, -1) < 0.01, true);
  same([resized(THICKEST, 1), resized(THINNEST, -1)], [THICKEST, THINNEST]);
});

Deno.test("of a hand's points those are kept that tell the line, and its ends", () => {
  const hand = Array.from({ length: 101 }, (_, at) => /** @type {[number, number]} */ ([at / 1000, 0.2]));
  const kept = thinned(hand, 0.02);
  same([kept[0], kept.at(-1)], [hand[0], hand.at(-1)]);
  same(kept.length < 25, true);
  same(thinned([[0.5, 0.5]], 0.02), [[0.5, 0.5]]);
  same(thinned([[0.5, 0.5], [0.5, 0.5]], 0.02), [[0.5, 0.5]]);
});

Deno.test("strokes are where the sheet shows what they were painted on, however often and in whatever order", () => {
  const strokes = [stroke(3, [[0, 0]]), stroke(9, [[0, 0]]), stroke(9, [[1, 0]]), stroke(77, [[0, 0]])];
  const sheet = [[9], [1], [3, 4], [2], [9]].map((pictures, at) => ({ first: 2 * at + 1, last: 2 * at + 2, pictures }));
  const painted = paintedOf(strokes, sheet);
  same(painted.map(({ first }) => first), [1, 5, 9]);
  const frames = (/** @type {number} */ first) => {
    const { before, after } = beside(painted, { first, last: first + 1 });
    return [before?.first, after?.first];
  };
  same([frames(3), frames(5), frames(9)], [[1, 5], [1, 9], [5, undefined]]);
  same(paintedOf([], sheet), []);
  same(strokesOn(strokes, [9, 10]).length, 2);
});

Deno.test("the eraser cuts a stroke in two, takes small ones whole, and spares other photographs", () => {
  const long = stroke(5, [[0.1, 0.3], [0.9, 0.3]]);
  const cut = erased([long], [5, 6], [[0.5, 0.3]], 0.05);
  same(cut.length, 2);
  const reach = 0.05 + long.radius / 2;
  for (const { points } of cut) same(points.every(([x]) => Math.abs(x - 0.5) > reach - 1e-9), true);
  same([cut[0].points[0], cut[1].points.at(-1)], [[0.1, 0.3], [0.9, 0.3]]);
  same(erased([stroke(5, [[0.5, 0.31]])], [5], [[0.5, 0.3]], 0.05), []);
  same(erased([stroke(4, [[0.5, 0.31]])], [5, 6], [[0.5, 0.3]], 0.05).length, 1);
  same(erased([long], [5], [[0.5, 0.8]], 0.05), [long]);
});

Deno.test("a quick hand erases between the points it was seen at", () => {
  const strokes = [stroke(1, [[0.5, 0.1], [0.5, 0.5]])];
  same(erased(strokes, [1], [[0.2, 0.3], [0.8, 0.3]], 0.02).length, 2);
});
