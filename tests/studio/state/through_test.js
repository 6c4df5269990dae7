// @ts-check
/// <reference lib="deno.ns" />
import { documentOf } from "../../../src/komadori/studio/web/state/document.js";
import { mine } from "../../../src/komadori/studio/web/state/mine.js";
import * as model from "../../../src/komadori/studio/web/state/model.js";
import { standing, standingSize } from "../../../src/komadori/studio/web/state/standing.js";
import {
  AT_FIRST,
  ghostsShown,
  needs,
  otherTake,
  params,
  through,
  turn,
} from "../../../src/komadori/studio/web/state/through.js";
import * as tools from "../../../src/komadori/studio/web/state/tools.js";
import { equal, ok } from "./looking_asserts.js";

/** A take with six pictures on twos, the seventh to be shot at frame 13. @param {string} id */
function lay(id) {
  const cells = [1, 2, 3, 4, 5, 6].map((number) => ({ length: 2, pictures: [["x1", number]] }));
  const columns = [{ name: "Picture", kind: "picture", cells }];
  const pictures = [1, 2, 3, 4, 5, 6].map((number) => [number, "x1", 1600, 900]);
  const rate = [24, 1];
  model.hear({ type: "take", id, number: 2, takes: [1, 2], rate, exposures: ["x1"], revision: 1, columns, pictures });
  model.hear({ type: "desk", state: "ready", next: { frame: 13, exposure: "x1", length: 2, notes: [] }, on: 2 });
  through.value = structuredClone(AT_FIRST);
  tools.leave();
}

Deno.test("the onion skin shows another take at the frame that is shot, or at one that is chosen", () => {
  lay("b");
  otherTake.value = { id: "a", frames: [7, 7, 8, 8, 0, 0, 9, 9, 10, 10, 11, 11, 12, 12, 13] };
  turn("onion", { from: "other-take", back: 3 });
  equal(ghostsShown.value.map(({ take, picture }) => [take, picture]), [["a", 12], ["a", 11], ["a", 10]]);
  turn("onion", { frame: 6, back: 1 });
  equal(ghostsShown.value.map(({ picture }) => picture), [8]);
  turn("onion", { frame: 900, back: 1 });
  equal(ghostsShown.value.map(({ picture }) => picture), [13]);
  otherTake.value = { id: "", frames: [] };
  equal(ghostsShown.value, []);
});

Deno.test("a still is asked for once, a video at the frame that is shot less its offset", () => {
  lay("c");
  const layers = [{ id: "l1", file: "board.png" }, { id: "l2", file: "walk.mp4", offset: 3 }];
  model.hear({ type: "look", document: { layers, key: { file: "sky.mov" } } });
  turn("reference", { on: true });
  turn("key", { on: true });
  const asked = needs.value.flatMap((need) => "file" in need ? [[need.slot, need.file, need.frame]] : []);
  equal(asked, [["plate", "sky.mov", 13], ["layer:l1", "board.png", 1], ["layer:l2", "walk.mp4", 10]]);
  equal(params.value.layers.map(({ slot, opacity }) => [slot, opacity]), [["layer:l1", 0.5], ["layer:l2", 0.5]]);
});

Deno.test("marks belong to the picture on the screen, however long it is held", () => {
  lay("d");
  equal(standing.value, 13);
  model.looked.value = 8;
  equal(standing.value, 7);
  equal(standingSize.value, { width: 1600, height: 900 });
  model.looked.value = null;
  model.liveSize.value = { width: 1280, height: 720 };
  equal(standingSize.value, { width: 1280, height: 720 });
  model.flicking.value = true;
  equal(standing.value, 11);
  model.flicking.value = false;
});

Deno.test("what was not kept of one take is never another's", () => {
  lay("e");
  model.hear({ type: "look", document: { trail: [{ frame: 1, x: 0, y: 0 }] } });
  mine.change("trail");
  model.hear({ type: "look", document: {} });
  equal(model.look.value.trail.length, 1);
  lay("f");
  equal(model.look.value, documentOf({}));
  ok(!mine.waiting);
});

Deno.test("a tool is put down with its switch, and the arc's is taken up with it", () => {
  lay("g");
  const end = tools.followSwitches();
  turn("arc", { on: true });
  equal(model.tool.value, "arc");
  turn("arc", { on: false });
  equal(model.tool.value, "");
  tools.take("sketch");
  turn("sketch", { on: false });
  equal(model.tool.value, "");
  turn("guides", { on: true });
  tools.take("push-in");
  turn("guides", { on: false });
  equal(model.tool.value, "");
  end();
});

Deno.test("a camera that is put back is told once, a forgotten alarm is not", () => {
  lay("h");
  const before = model.putBack.value;
  model.hear({ type: "placed", right: 3, down: 4, far: 5, back: false });
  model.hear({ type: "placed", right: 0.1, down: 0, far: 0.1, back: true });
  equal([model.placed.value, model.putBack.value], [null, before + 1]);
  model.hear({ type: "placed", right: 3, down: 4, far: 5, back: false });
  model.hear({ type: "dismissed", kinds: ["camera bump"] });
  equal([model.placed.value, model.putBack.value], [null, before + 1]);
});
