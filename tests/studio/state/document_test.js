// @ts-check
/// <reference lib="deno.ns" />
import { cropOf, documentOf } from "../../../src/komadori/studio/web/state/document.js";
import { pushInBox } from "../../../src/komadori/studio/web/state/guides.js";
import { Mine } from "../../../src/komadori/studio/web/state/mine.js";
import { chance, close, equal, ok } from "./looking_asserts.js";

const HOSTILE = [undefined, null, 0, NaN, Infinity, -1e300, "", "<svg>", "x".repeat(5000), [], [[[]]], {}, true, {
  length: 9,
}];

const WHOLE = {
  guides: { thirds: false, centre: true, grid: { on: true, columns: 5, rows: 4 }, aspects: [2.39], mask: 0.8 },
  push_in: { on: true, scale: 2, x: 0.6, y: 0.4 },
  paths: [{
    id: "path 1",
    points: [{ x: 0.1, y: 0.2 }, { x: 0.8, y: 0.6 }],
    colour: "#E8A35A",
    aspect: 1.5,
    millimetres: 240,
    spacing: { kind: "in", strength: 0.7, first: 9, frames: 20, on: 1, kept: [0, 0.2] },
  }],
  trail: [{ frame: 5, x: 0.5, y: 0.5 }, { frame: 1, x: 0.4, y: 0.5 }, { frame: 5, x: 0.6, y: 0.5 }],
  sketch: {
    layers: [{
      id: "always",
      frame: null,
      strokes: [{ colour: "#ffffff", width: 0.01, points: [[0, 0], [1, 1, 0.3]] }],
    }],
  },
  layers: [{ id: "layer 1", file: "board.png", x: 0.1, scale: 2, turn: 12, offset: -4 }],
  key: { colour: [0, 1, 0.5], tolerance: 0.2, softness: 0.1, file: "plate.jpg" },
};

Deno.test("a document that is whole stays as it is, and reading it twice changes nothing", () => {
  const read = documentOf(WHOLE);
  equal(read.guides.grid, WHOLE.guides.grid);
  equal(read.push_in, WHOLE.push_in);
  equal(read.paths[0].colour, "#e8a35a");
  equal(read.paths[0].spacing.kept, [0, 0.2]);
  equal(read.trail.map(({ frame, x }) => [frame, x]), [[1, 0.4], [5, 0.6]]);
  equal(read.sketch.layers[0].strokes[0].points, [[0, 0], [1, 1, 0.3]]);
  const { x, y, scale, turn, offset, opacity, flip } = read.layers[0];
  equal([x, y, scale, turn, offset, opacity, flip], [0.1, 0, 2, 12, -4, 0.5, false]);
  equal(read.key, WHOLE.key);
  equal(documentOf(read), read);
  equal(documentOf(JSON.parse(JSON.stringify(read))), read);
});

Deno.test("nothing, or anything, becomes a document", () => {
  const usual = documentOf({});
  for (const told of HOSTILE) equal(documentOf(told), usual);
  equal(usual.guides.thirds, true);
  equal(usual.paths, []);
});

/** Some value of the document replaced by something it must not be. @param {any} value @param {() => number} random @returns {any} */
function spoilt(value, random) {
  if (value === null || typeof value !== "object" || random() < 0.12) {
    return HOSTILE[Math.floor(random() * HOSTILE.length)];
  }
  const names = Object.keys(value);
  if (names.length === 0) return value;
  const name = names[Math.floor(random() * names.length)];
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[name] = spoilt(copy[name], random);
  return copy;
}

/** @param {unknown} value */
function finite(value) {
  if (typeof value === "number") ok(Number.isFinite(value));
  else if (value !== null && typeof value === "object") Object.values(value).forEach(finite);
}

Deno.test("a damaged document is whole again, with numbers in their ranges", () => {
  const random = chance(41);
  let told = /** @type {any} */ (WHOLE);
  for (let turn = 0; turn < 2000; turn++) {
    if (turn % 7 === 0) told = WHOLE;
    told = spoilt(told, random);
    const read = documentOf(told);
    finite(read);
    equal(documentOf(read), read);
    for (const path of read.paths) {
      ok(path.points.length > 0 && path.spacing.first >= 1 && path.spacing.frames >= 1 && path.spacing.on >= 1);
      const kept = path.spacing.kept ?? [];
      ok(kept.every((along, index) => along >= (kept[index - 1] ?? 0) && along <= 1));
    }
    for (const layer of read.layers) ok(layer.file !== "" && layer.scale > 0 && layer.opacity <= 1);
    const { left, top, width, height } = pushInBox(read.push_in);
    ok(left >= -1e-9 && top >= -1e-9 && left + width <= 1 + 1e-9 && top + height <= 1 + 1e-9);
  }
});

Deno.test("two things of one name are one, and there are never too many", () => {
  const path = WHOLE.paths[0];
  equal(documentOf({ paths: [path, path, { ...path, id: "b" }] }).paths.map(({ id }) => id), ["path 1", "b"]);
  const many = Array.from({ length: 9000 }, (_, frame) => ({ frame: frame + 1, x: 0, y: 0 }));
  equal(documentOf({ trail: many }).trail.length, 5000);
});

Deno.test("what is exported is what the push-in leaves", () => {
  equal(cropOf({}), null);
  equal(cropOf({ push_in: { on: false, scale: 2 } }), null);
  equal(cropOf({ push_in: { on: true, scale: 1 } }), null);
  const crop = cropOf(WHOLE) ?? [];
  [0.35, 0.15, 0.5, 0.5].forEach((share, index) => close(crop[index], share));
});

Deno.test("what this page is drawing stays, and all else is as the others have it", () => {
  const mine = new Mine();
  const here = documentOf(WHOLE);
  const told = documentOf({ ...WHOLE, trail: [], paths: [] });
  equal(mine.merged(here, told), told);
  mine.change("trail");
  ok(mine.waiting);
  const both = mine.merged(here, told);
  equal([both.trail, both.paths], [here.trail, []]);
  const sent = mine.sent;
  mine.change("trail");
  mine.kept(sent);
  ok(mine.waiting, "it was changed again while it was being kept");
  mine.kept(mine.sent);
  ok(!mine.waiting);
  mine.change("key");
  mine.forget();
  equal(mine.merged(here, told), told);
});
