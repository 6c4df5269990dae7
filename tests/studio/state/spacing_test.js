// @ts-check
/// <reference lib="deno.ns" />
import {
  addPoint,
  bezier,
  distance,
  distanceToLine,
  eased,
  exposures,
  increments,
  keep,
  lengthOf,
  measured,
  movePoint,
  pointAt,
  pointNear,
  removePoint,
  SPACING,
  spanNear,
  tickAt,
  ticks,
} from "../../../src/komadori/studio/web/state/spacing.js";
import { chance, close, equal, ok } from "./looking_asserts.js";

const KINDS = /** @type {const} */ (["linear", "in", "out", "both", "custom"]);

/** @param {() => number} random */
function anyPath(random) {
  const points = Array.from({ length: 2 + Math.floor(random() * 6) }, () => ({ x: random(), y: random() }));
  return { points, smooth: random() < 0.7, aspect: 16 / 9 };
}

/** @param {() => number} random */
function anySpacing(random) {
  const handles = /** @type {[number, number, number, number]} */ ([random(), random(), random(), random()]);
  return {
    kind: KINDS[Math.floor(random() * KINDS.length)],
    strength: random(),
    handles,
    first: Math.floor(random() * 200),
    frames: 2 + Math.floor(random() * 60),
    on: 1 + Math.floor(random() * 3),
  };
}

Deno.test("law: ticks lie on the path, go only forward, and begin and end at its ends", () => {
  const random = chance(11);
  for (let turn = 0; turn < 200; turn++) {
    const [path, spacing] = [anyPath(random), anySpacing(random)];
    const all = ticks(path, spacing);
    const pieces = measured(path);
    ok(all.length === Math.ceil(spacing.frames / spacing.on));
    close(all[0].along, 0);
    if (all.length > 1) close(all[all.length - 1].along, 1, 1e-6);
    close(distance(all[0], path.points[0], path.aspect), 0);
    if (all.length > 1) close(distance(all[all.length - 1], path.points[path.points.length - 1], path.aspect), 0, 1e-6);
    all.slice(1).forEach((tick, index) => ok(tick.along >= all[index].along - 1e-9));
    for (const tick of all) {
      const away = pieces.slice(1).map((piece, index) => distanceToLine(pieces[index], piece, tick, path.aspect));
      ok(Math.min(...away) < 0.002, "a tick is beside its path");
    }
  }
});

Deno.test("law: equal times along a linear spacing are equal lengths of the path", () => {
  const path = { points: [{ x: 0.1, y: 0.9 }, { x: 0.3, y: 0.2 }, { x: 0.9, y: 0.4 }], smooth: true, aspect: 1.5 };
  const whole = lengthOf(path);
  let last = pointAt(path, 0);
  let walked = 0;
  for (let step = 1; step <= 4000; step++) {
    const next = pointAt(path, step / 4000);
    const gone = distance(last, next, path.aspect);
    close(gone, whole / 4000, whole / 4000 * 0.05);
    walked += gone;
    last = next;
  }
  close(walked, whole, whole * 0.002);
});

Deno.test("law: every easing rises from 0 to 1; both is symmetric, in mirrors out", () => {
  const random = chance(7);
  for (let turn = 0; turn < 100; turn++) {
    const spacing = anySpacing(random);
    const [first, last] = [eased(spacing, 0), eased(spacing, 1)];
    close(first, 0);
    close(last, 1);
    for (let step = 0; step < 50; step++) {
      ok(eased(spacing, (step + 1) / 50) >= eased(spacing, step / 50) - 1e-9);
      const [both, into, out] = KINDS.slice(1, 4).map((kind) => ({ ...spacing, kind })).toSorted((one, other) =>
        one.kind.localeCompare(other.kind)
      );
      close(eased(both, step / 50) + eased(both, 1 - step / 50), 1);
      close(eased(into, step / 50), 1 - eased(out, 1 - step / 50));
    }
  }
});

Deno.test("out leaves slowly, in arrives slowly; without strength every one is even", () => {
  ok(eased({ ...SPACING, kind: "out" }, 0.25) < 0.25);
  ok(eased({ ...SPACING, kind: "in" }, 0.25) > 0.25);
  for (const kind of KINDS.slice(0, 4)) close(eased({ ...SPACING, kind, strength: 0 }, 0.3), 0.3);
  close(bezier([1 / 3, 1 / 3, 2 / 3, 2 / 3], 0.37), 0.37, 1e-6);
});

Deno.test("exposures on ones, twos and threes", () => {
  equal(exposures({ ...SPACING, first: 10, frames: 6, on: 1 }), [10, 11, 12, 13, 14, 15]);
  equal(exposures({ ...SPACING, first: 10, frames: 6, on: 2 }), [10, 12, 14]);
  equal(exposures({ ...SPACING, first: 10, frames: 7, on: 3 }), [10, 13, 16]);
});

Deno.test("a frame stands at the exposure that holds it, and outside the move at none", () => {
  const path = { points: [{ x: 0, y: 0 }, { x: 1, y: 1 }], smooth: false, aspect: 1 };
  const spacing = { ...SPACING, first: 10, frames: 6, on: 2 };
  const all = ticks(path, spacing);
  equal([9, 10, 11, 15, 16].map((frame) => tickAt(all, spacing, frame)?.frame ?? null), [null, 10, 10, 14, null]);
});

Deno.test("law: what is shot stays where it was when the rest is spaced anew", () => {
  const random = chance(23);
  for (let turn = 0; turn < 100; turn++) {
    const [path, spacing] = [anyPath(random), anySpacing(random)];
    const before = ticks(path, spacing);
    const now = before[Math.floor(random() * before.length)].frame;
    const after = ticks(path, { ...keep(path, spacing, now), kind: "in", strength: random() });
    before.forEach((tick, index) => {
      if (tick.frame <= now) close(after[index].along, tick.along);
      if (index > 0) ok(after[index].along >= after[index - 1].along - 1e-9);
    });
    if (after.length > 1) close(after[after.length - 1].along, 1, 1e-6);
  }
});

Deno.test("increments are told in millimetres once the path's length is", () => {
  const path = { points: [{ x: 0, y: 0 }, { x: 1, y: 0 }], smooth: false, aspect: 1, millimetres: 60 };
  const steps = increments(path, ticks(path, { ...SPACING, kind: "linear", frames: 7, on: 1 }));
  equal(steps.map((step) => Math.round(step.millimetres ?? 0)), [10, 10, 10, 10, 10, 10]);
});

Deno.test("a path's points are found, moved, added and taken away; two stay", () => {
  const path = { points: [{ x: 0, y: 0 }, { x: 0.5, y: 0.5 }, { x: 1, y: 0 }], smooth: true, aspect: 2 };
  equal(pointNear(path, { x: 0.51, y: 0.5 }, 0.05), 1);
  equal(pointNear(path, { x: 0.7, y: 0.9 }, 0.05), -1);
  equal(spanNear(path, pointAt(path, 0.75), 0.03), 1);
  equal(movePoint(path, 1, { x: 0.4, y: 0.4 }).points[1], { x: 0.4, y: 0.4 });
  equal(addPoint(path, 1, { x: 0.2, y: 0.2 }).points.length, 4);
  equal(removePoint(removePoint(path, 1), 0).points.length, 2);
  equal(path.points.length, 3);
});

Deno.test("paths of no length, one point or none do not break", () => {
  const still = { points: [{ x: 0.2, y: 0.2 }, { x: 0.2, y: 0.2 }], smooth: true, aspect: 1 };
  ok(ticks(still, SPACING).every((tick) => tick.x === 0.2));
  equal(ticks({ ...still, points: [] }, SPACING), []);
  equal(pointAt({ ...still, points: [] }, 0.5), { x: 0.5, y: 0.5 });
});
