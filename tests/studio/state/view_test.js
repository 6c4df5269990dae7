// @ts-check
/// <reference lib="deno.ns" />
import { Viewport } from "../../../src/komadori/studio/web/draw/view.js";
import { looking } from "../../../src/komadori/studio/web/state/looking.js";
import { close, equal, ok } from "./looking_asserts.js";

const BOX = { width: 900, height: 700 };
const PICTURE = { width: 1280, height: 720 };

Deno.test("a point of the picture comes back from the box, whatever the view and loupe", () => {
  for (const turn of /** @type {const} */ ([0, 90, 180, 270])) {
    for (const mirror of [false, true]) {
      for (const on of [false, true]) {
        const at = new Viewport(BOX, PICTURE, looking({ view: { turn, mirror }, loupe: { on, x: 0.3, zoom: 2 } }), 2);
        const [x, y] = at.toPicture(...at.toBox(0.23, 0.61));
        close(x, 0.23);
        close(y, 0.61);
      }
    }
  }
});

Deno.test("the picture stands in the middle of its box", () => {
  const at = new Viewport(BOX, PICTURE, looking());
  equal(at.frame, { left: 0, top: 96.875, width: 900, height: 506.25 });
  equal(at.whole, at.frame);
  equal(at.toBox(0.5, 0.5), [450, 350]);
  ok(at.holds(10, 100) && !at.holds(10, 90));
});

Deno.test("at 1:1 a picture pixel is a device pixel", () => {
  const at = new Viewport(BOX, PICTURE, looking({ loupe: { on: true } }), 2);
  close(at.scale, 0.5, 0.001);
});
