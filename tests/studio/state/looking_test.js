// @ts-check
/// <reference lib="deno.ns" />
import {
  DEFAULTS,
  fitted,
  flicked,
  fromSeen,
  ghosts,
  looking,
  onionShares,
  placement,
  seenSize,
  slotsOf,
  splitColumn,
  toSeen,
  windowOf,
} from "../../../src/komadori/studio/web/state/looking.js";
import { close, equal, ok } from "./looking_asserts.js";

const TURNS = /** @type {const} */ ([0, 90, 180, 270]);
const everywhere = () => true;

Deno.test("what is left out is at its default, and numbers are held in their ranges", () => {
  equal(looking(), looking(DEFAULTS));
  equal(looking({ difference: { gain: 99 }, onion: { fade: -1 }, lift: 20 }).difference.gain, 16);
  equal(looking({ onion: { fade: -1 } }).onion.fade, 0);
  equal(looking({ lift: 20 }).lift, 4);
  equal(looking({ loupe: { zoom: 0.2 } }).loupe.zoom, 1);
});

Deno.test("the shares of an onion skin sum to one, whatever is there", () => {
  const layers = ghosts(3, 2, String);
  equal(layers.map((layer) => layer.slot), ["-1", "1", "-2", "2", "-3"]);
  for (const fade of [0, 0.3, 1]) {
    for (const there of [everywhere, () => false, (/** @type {string} */ slot) => slot === "-2"]) {
      const { live, film } = onionShares({ on: true, fade, layers }, there);
      close(live + film.reduce((sum, layer) => sum + layer.weight, 0), 1);
    }
  }
  equal(onionShares({ on: true, fade: 0.2, layers }, () => false).live, 1);
  equal(onionShares({ on: false, fade: 0.2, layers }, everywhere).live, 1);
});

Deno.test("only the slots that are looked at are asked for", () => {
  const line = { slot: "card", x: 0, y: 0, scale: 1, opacity: 0.5, flip: false, turn: 0 };
  const params = looking({ key: { on: true, plate: "sky" }, layers: [line, { ...line, slot: "no", opacity: 0 }] });
  equal([...slotsOf(params)].sort(), ["card", "sky"]);
  equal([...slotsOf(looking())], []);
});

Deno.test("a view turned and mirrored comes back to where it was", () => {
  for (const turn of TURNS) {
    for (const mirror of [false, true]) {
      const back = fromSeen({ turn, mirror }, ...toSeen({ turn, mirror }, 0.2, 0.7));
      close(back[0], 0.2);
      close(back[1], 0.7);
    }
  }
  equal(toSeen({ turn: 90, mirror: false }, 0, 0), [1, 0]);
  equal(seenSize({ turn: 270, mirror: false }, { width: 16, height: 9 }), { width: 9, height: 16 });
});

Deno.test("the loupe stays in the picture and on whole pixels", () => {
  const picture = { width: 1280, height: 720 };
  const at = { width: 301, height: 211 };
  for (const [x, y] of [[0, 0], [1, 1], [0.333, 0.71]]) {
    const { left, top, across } = windowOf(looking({ loupe: { on: true, x, y, zoom: 2 } }), picture, at);
    ok(Number.isInteger(left) && Number.isInteger(top) && left >= 0 && top >= 0);
    ok(left + at.width / across <= 1280 && top + at.height / across <= 720);
  }
  equal(windowOf(looking({ loupe: { on: true } }), { width: 100, height: 50 }, { width: 200, height: 50 }).left, -50);
});

Deno.test("a picture fits its box and keeps its shape", () => {
  equal(fitted({ width: 1280, height: 720 }, { width: 640, height: 640 }), { width: 640, height: 360 });
  equal(fitted({ width: 1280, height: 720 }, { width: 0, height: 0 }), { width: 1280, height: 720 });
});

Deno.test("a line-up picture at scale 1 touches the frame's edges", () => {
  const line = { slot: "a", x: 0, y: 0, scale: 1, opacity: 1, flip: false, turn: 0 };
  const [a, b, c, d, e, f] = placement(line, { width: 100, height: 200 }, { width: 320, height: 180 });
  close(d * 200, 180);
  close(a * 100, 90);
  equal([b, c, e, f], [0, -0, 160, 90].map((value) => value + 0));
});

Deno.test("there is no split without a reference", () => {
  equal(splitColumn({ on: true, slot: "last", at: 0.5 }, 320, everywhere), 160);
  equal(splitColumn({ on: true, slot: "last", at: 0.5 }, 320, () => false), 0);
  equal(splitColumn({ on: false, slot: "last", at: 0.5 }, 320, everywhere), 0);
});

Deno.test("a flick shows the picture alone, as it is viewed", () => {
  const params = looking({ view: { mirror: true }, difference: { on: true }, lift: 1 });
  const { onion, view, difference, lift } = flicked(params, "last");
  equal([onionShares(onion, everywhere), view.mirror, difference.on, lift], [
    { live: 0, film: [{ slot: "last", weight: 1 }] },
    true,
    false,
    0,
  ]);
});
