// @ts-check
/// <reference lib="deno.ns" />
import {
  changed,
  drawnOn,
  erasedAt,
  layer,
  layersAt,
  simplified,
} from "../../../src/komadori/studio/web/state/sketch.js";
import { close, equal, ok } from "./looking_asserts.js";

const line = /** @type {[number, number][]} */ (Array.from({ length: 101 }, (_, step) => [step / 100, 0.5]));
const curve = /** @type {[number, number][]} */ (line.map(([x]) => [x, 0.5 + 0.2 * Math.sin(9 * x)]));
const stroke = { colour: "#fff", width: 0.01, points: line };

Deno.test("a straight stroke keeps its ends, a curve its shape", () => {
  equal(simplified(line, 1), [[0, 0.5], [1, 0.5]]);
  const few = simplified(curve, 1, 0.002);
  ok(few.length > 8 && few.length < 60);
  equal([few[0], few[few.length - 1]], [curve[0], curve[100]]);
  for (const [x, y] of curve) {
    const next = Math.max(1, few.findIndex((point) => point[0] >= x));
    const [[left, top], [right, bottom]] = [few[next - 1], few[next]];
    close(top + (bottom - top) * (x - left) / (right - left), y, 0.004);
  }
});

Deno.test("the eraser takes whole strokes that it touches, and only those", () => {
  const drawn = drawnOn(drawnOn(layer("a", "plan"), stroke, 2), { ...stroke, points: [[0.1, 0.1]] }, 2);
  equal(erasedAt(drawn, 0.5, 0.52, 0.02, 2).strokes.length, 1);
  equal(erasedAt(drawn, 0.1, 0.1, 0.01, 2).strokes.length, 1);
  ok(erasedAt(drawn, 0.5, 0.8, 0.02, 2) === drawn);
});

Deno.test("a layer is seen at its frame or always, unless it is clear", () => {
  const layers = [layer("a", "always"), layer("b", "once", 12), { ...layer("c", "clear"), opacity: 0 }];
  equal(layersAt(layers, 12).map((each) => each.id), ["a", "b"]);
  equal(layersAt(layers, 13).map((each) => each.id), ["a"]);
  equal(changed(layers, "b", (each) => ({ ...each, opacity: 0.5 }))[1].opacity, 0.5);
});
