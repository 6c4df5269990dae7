// @ts-check
/// <reference lib="deno.ns" />
import { INKS } from "../../../src/komadori/studio/web/state/document.js";
import { corners, dragged, isVideo, newLayer, shifted } from "../../../src/komadori/studio/web/state/line_up.js";
import {
  alongNear,
  edited,
  freeColour,
  freeId,
  newPath,
  withChanged,
  without,
} from "../../../src/komadori/studio/web/state/paths.js";
import { addPoint, distance, movePoint, pointAt, ticks } from "../../../src/komadori/studio/web/state/spacing.js";
import { layerFor, withLayer } from "../../../src/komadori/studio/web/state/sketch.js";
import { chance, close, equal, ok } from "./looking_asserts.js";

const path = {
  ...newPath("path 1", { colour: INKS[0], first: 11, on: 2, aspect: 1.6 }),
  points: [{ x: 0.1, y: 0.8 }, { x: 0.4, y: 0.3 }, { x: 0.9, y: 0.5 }],
};

Deno.test("the place on a path that comes nearest to a point of it is that point", () => {
  for (let along = 0; along <= 1; along += 0.05) close(alongNear(path, pointAt(path, along)), along, 0.005);
});

Deno.test("exposures that are shot stay where the puppet stood, whatever becomes of the rest", () => {
  const random = chance(9);
  for (let next = 11; next < 33; next += 2) {
    const before = ticks(path, path.spacing).filter((tick) => tick.frame < next);
    const spaced = edited(path, (own) => ({ ...own, spacing: { ...own.spacing, kind: "linear" } }), next);
    const after = ticks(spaced, spaced.spacing);
    before.forEach((tick, index) => close(distance(tick, after[index], 1.6), 0, 0.002));
    ok(after.every((tick, index) => index === 0 || tick.along >= after[index - 1].along));
    close(after[after.length - 1].along, 1);
    const moved = edited(path, (own) => movePoint(own, 2, { x: 0.6 + 0.4 * random(), y: random() }), next);
    const stood = ticks(moved, moved.spacing);
    ok(stood.every((tick, index) => index === 0 || tick.along >= stood[index - 1].along));
  }
});

Deno.test("a point added beyond what is shot leaves it where it stood", () => {
  const next = 17;
  const shot = ticks(path, path.spacing).filter((tick) => tick.frame < next);
  const longer = edited(path, (own) => addPoint(own, 3, { x: 0.95, y: 0.9 }), next);
  const after = ticks(longer, longer.spacing);
  shot.forEach((tick, index) => ok(distance(tick, after[index], 1.6) < 0.03));
});

Deno.test("other frames, or another length, begin afresh", () => {
  const later = edited(path, (own) => ({ ...own, spacing: { ...own.spacing, first: 13 } }), 17);
  equal(later.spacing.kept, undefined);
  equal(edited(path, (own) => ({ ...own, colour: "#ffffff" }), 11).spacing.kept, undefined);
  equal(edited(path, (own) => ({ ...own, colour: "#ffffff" }), 99).spacing.kept, undefined);
});

Deno.test("names and colours are those still free", () => {
  equal(freeId([{ id: "path 2" }], "path "), "path 3");
  equal(freeId([], "path "), "path 1");
  equal(freeColour([{ colour: INKS[0] }, { colour: INKS[1] }, { colour: INKS[0] }], INKS), INKS[2]);
  equal(without(withChanged([path], "path 1", (own) => ({ ...own, id: "b" })), "b"), []);
});

const SIZE = { width: 1280, height: 720 };

Deno.test("a line-up layer fits the picture, and is moved, scaled and turned about its middle", () => {
  const layer = newLayer("layer 1", "board.png");
  const fits = corners(layer, { width: 640, height: 640 }, SIZE);
  close(fits[0][1], 0);
  close(fits[2][0] - fits[0][0], 720 / 1280);
  const moved = dragged(layer, "move", { x: 100, y: 100 }, { x: 228, y: 172 }, SIZE);
  close(moved.x, 0.1);
  close(moved.y, 0.1);
  close(dragged(layer, "scale", { x: 740, y: 360 }, { x: 840, y: 360 }, SIZE).scale, 2);
  close(dragged(layer, "turn", { x: 640, y: 260 }, { x: 740, y: 360 }, SIZE).turn, 90);
  close(dragged(layer, "turn", { x: 640, y: 260 }, { x: 640.5, y: 260 }, SIZE).turn, 0);
  const far = dragged(layer, "move", { x: 0, y: 0 }, { x: 1e9, y: -1e9 }, SIZE);
  equal([far.x, far.y], [2, -2]);
});

Deno.test("layers change places, and end at the ends", () => {
  const layers = ["a", "b", "c"].map((id) => newLayer(id, `${id}.png`));
  const ids = (/** @type {typeof layers} */ all) => all.map(({ id }) => id).join("");
  equal([ids(shifted(layers, "a", 1)), ids(shifted(layers, "a", -1)), ids(shifted(layers, "c", -1))], [
    "bac",
    "abc",
    "acb",
  ]);
  equal(ids(shifted(layers, "z", 1)), "abc");
  equal(["a.MP4", "b.png", "c.mp4.png"].map(isVideo), [true, false, false]);
});

Deno.test("a drawing's layer comes with its first stroke and goes with its last", () => {
  const stroke = { colour: "#ffffff", width: 0.01, points: /** @type {[number, number][]} */ ([[0, 0]]) };
  const fresh = layerFor([], 7);
  equal([fresh.frame, fresh.strokes.length], [7, 0]);
  const one = withLayer([], { ...fresh, strokes: [stroke] });
  equal(layerFor(one, 7).strokes.length, 1);
  equal(layerFor(one, null).strokes.length, 0);
  equal(withLayer(one, { ...fresh, strokes: [] }), []);
  equal(withLayer([], fresh), []);
});
