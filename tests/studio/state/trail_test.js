// @ts-check
/// <reference lib="deno.ns" />
import { ahead, marked, paces, trailed, unmarked } from "../../../src/komadori/studio/web/state/trail.js";
import { close, equal, ok } from "./looking_asserts.js";

const MARKS = [3, 1, 2, 5].map((frame) => ({ frame, x: frame / 10, y: 0.5 }));

Deno.test("marks are kept in order, one a frame", () => {
  const marks = MARKS.reduce((all, mark) => marked(all, mark), /** @type {typeof MARKS} */ ([]));
  equal(marks.map((mark) => mark.frame), [1, 2, 3, 5]);
  equal(marked(marks, { frame: 2, x: 0.9, y: 0.1 })[1].x, 0.9);
  equal(unmarked(marks, 2).map((mark) => mark.frame), [1, 3, 5]);
});

Deno.test("the last few up to now are shown, and the next beyond", () => {
  const { before, now, after } = trailed(MARKS, 3, 2);
  equal(before.map((mark) => mark.frame), [2, 3]);
  equal(now?.frame, 3);
  equal(after.map((mark) => mark.frame), [5]);
  equal(trailed(MARKS, 4).now, null);
});

Deno.test("an arc goes on as an arc, a slowing one slows", () => {
  const circle = [0, 1, 2].map((step) => ({
    frame: step * 2,
    x: 0.5 + 0.2 * Math.cos(step / 4) / 2,
    y: 0.5 + 0.2 * Math.sin(step / 4),
  }));
  const next = ahead(circle, 3, 2);
  equal(next.map((mark) => mark.frame), [6, 8, 10]);
  next.forEach(({ x, y }) => close(Math.hypot((x - 0.5) * 2, y - 0.5), 0.2));
  const slowing = [0, 0.4, 0.6].map((x, frame) => ({ frame, x, y: 0.5 }));
  const steps = paces([...slowing, ...ahead(slowing, 2, 1)], 1);
  ok(steps.every((step, index) => index === 0 || step < steps[index - 1]));
});

Deno.test("nothing is foreseen from too little", () => {
  equal(ahead(MARKS.slice(0, 2), 3, 1), []);
  equal(ahead([0, 1, 2].map((frame) => ({ frame, x: 0.5, y: 0.5 })), 3, 1), []);
});
