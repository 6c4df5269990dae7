// @ts-check
/// <reference lib="deno.ns" />
import {
  aspectBox,
  aspectName,
  ASPECTS,
  cropPixels,
  DEFAULTS,
  dragPush,
  heldPush,
  pushHandle,
  pushInBox,
  safeBox,
  shownBox,
  WHOLE,
} from "../../../src/komadori/studio/web/state/guides.js";
import { chance, close, equal, ok } from "./looking_asserts.js";

const SHAPE = 16 / 9;

/** @param {{left: number, top: number, width: number, height: number}} box */
function isInside({ left, top, width, height }) {
  ok(left >= -1e-9 && top >= -1e-9 && left + width <= 1 + 1e-9 && top + height <= 1 + 1e-9);
}

Deno.test("an aspect is the largest middle part of its shape", () => {
  for (const { ratio, name } of ASPECTS) {
    const box = aspectBox(ratio, SHAPE);
    isInside(box);
    close(box.width * SHAPE / box.height, ratio);
    ok(Math.abs(box.width - 1) < 1e-9 || Math.abs(box.height - 1) < 1e-9);
    close(box.left + box.width / 2, 0.5);
    equal(aspectName(ratio), name);
  }
  equal(aspectName(2.2), "2.2 : 1");
});

Deno.test("safe areas are in the middle", () => {
  equal(safeBox(1), { ...WHOLE });
  close(safeBox(0.9).left, 0.05);
});

Deno.test("a push-in stays in the picture however it is dragged", () => {
  const random = chance(3);
  let push = { on: true, scale: 1.5, x: 0.5, y: 0.5 };
  for (let turn = 0; turn < 400; turn++) {
    const handles = /** @type {const} */ (["move", "left-top", "right-top", "left-bottom", "right-bottom"]);
    const point = () => ({ x: 1.6 * random() - 0.3, y: 1.6 * random() - 0.3 });
    push = dragPush(push, handles[Math.floor(random() * 5)], point(), point());
    isInside(pushInBox(push));
    ok(push.scale >= 1 && push.scale <= 4 + 1e-9);
  }
});

Deno.test("a corner that is dragged leaves the opposite one where it is", () => {
  const before = { on: true, scale: 2, x: 0.5, y: 0.5 };
  const after = dragPush(before, "right-bottom", { x: 0.75, y: 0.75 }, { x: 0.65, y: 0.6 });
  close(pushInBox(after).left, 0.25);
  close(pushInBox(after).top, 0.25);
  close(pushInBox(after).width, 0.4);
});

Deno.test("what is under the pointer: a corner before the inside, nothing outside", () => {
  const push = { on: true, scale: 2, x: 0.5, y: 0.5 };
  const reach = { x: 0.02, y: 0.03 };
  equal(pushHandle(push, 0.251, 0.26, reach), "left-top");
  equal(pushHandle(push, 0.5, 0.5, reach), "move");
  equal(pushHandle(push, 0.1, 0.5, reach), null);
  equal(pushHandle({ ...push, on: false }, 0.5, 0.5, reach), null);
});

Deno.test("a crop for export is whole, even, within the picture and where the box is", () => {
  const random = chance(5);
  for (let turn = 0; turn < 300; turn++) {
    const [width, height] = [64 + Math.floor(random() * 6000), 64 + Math.floor(random() * 4000)];
    const push = heldPush({ on: true, scale: 1 + 3 * random(), x: random(), y: random() });
    const { left, top, ...size } = cropPixels(pushInBox(push), width, height);
    ok([left, top].every(Number.isInteger) && size.width % 2 === 0 && size.height % 2 === 0);
    ok(left >= 0 && top >= 0 && left + size.width <= width && top + size.height <= height);
    close(left + size.width / 2, push.x * width, 2);
    close(size.width, width / push.scale, 2);
  }
});

Deno.test("what is shown in the end is the narrowest shape within the push-in", () => {
  const box = shownBox({ ...DEFAULTS, aspects: [2.39, 1], push: { on: true, scale: 2, x: 0.3, y: 0.5 } }, SHAPE);
  close(box.left + box.width / 2, 0.3);
  ok(box.width < 0.5 && box.height < 0.5);
  equal(shownBox(DEFAULTS, SHAPE), { ...WHOLE });
});
