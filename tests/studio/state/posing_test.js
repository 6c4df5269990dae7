import * as model from "../../../src/komadori/studio/web/state/model.js";
import * as posing from "../../../src/komadori/studio/web/state/posing.js";

/** @param {unknown} found @param {unknown} wanted */
function same(found, wanted) {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${a} is not ${b}`);
}

/** @param {string} name @param {number} low @param {number} high @param {string} [unit] */
const axis = (name, low, high, unit = "deg") => ({ name, unit, low, high, rest: 0, choices: [] });

const AXES = [
  axis("camera.pan", -90, 90),
  axis("badger.body.x", -100, 100, "mm"),
  axis("badger.body.turn", -90, 90),
  axis("badger.head.turn", -60, 60),
  axis("badger.head.nod", -30, 40),
  axis("badger.head.tilt", -25, 25),
  axis("badger.arm.left.raise", 0, 180),
  axis("badger.arm.left.forward", -40, 120),
  axis("badger.lids", 0, 1, ""),
  { name: "badger.mouth", unit: "", low: 0, high: 0, rest: "rest", choices: ["rest", "smile"] },
];
const KNOWN = new Map(AXES.map((one) => [one.name, one]));
/** @param {number} across @param {number} down @param {{shift?: boolean, alt?: boolean}} [keys] */
const pull = (across, down, { shift = false, alt = false } = {}) => ({ across, down, shift, alt });

function rigged() {
  model.hear({ type: "rig", name: "axes", axes: AXES, values: { "badger.head.turn": 12 }, lamps: [], undo: false, redo: false });
}

Deno.test("a head is turned and nodded where it is drawn, from where it stood", () => {
  same(posing.dragged("badger.head", { "badger.head.turn": 12 }, pull(0.1, 0.05), KNOWN), {
    "badger.head.turn": 25,
    "badger.head.nod": 5,
  });
});

Deno.test("with Shift it is tilted, and no further than it goes", () => {
  same(posing.dragged("badger.head", {}, pull(0.6, 0, { shift: true }), KNOWN), {
    "badger.head.tilt": 25,
    "badger.head.nod": 0,
  });
});

Deno.test("a hand or a forearm moves its arm: up raises it", () => {
  for (const part of ["badger.arm.left", "badger.forearm.left", "badger.hand.left.open"]) {
    same(posing.dragged(part, {}, pull(0, -0.25), KNOWN), {
      "badger.arm.left.forward": 0,
      "badger.arm.left.raise": 50,
    });
  }
});

Deno.test("with Alt a body walks, along the axes it has", () => {
  same(posing.dragged("badger.body", {}, pull(0.1, 0.2, { alt: true }), KNOWN), { "badger.body.x": 30 });
});

Deno.test("what nobody has named moves the body; what is no part moves nothing", () => {
  same(Object.keys(posing.dragged("badger.apron", {}, pull(0.1, 0), KNOWN)), ["badger.body.turn"]);
  same(posing.dragged("badger", {}, pull(0.1, 0), KNOWN), {});
  same(posing.dragged("robin.head", {}, pull(0.1, 0), KNOWN), {});
});

Deno.test("axes are shown by puppet and group, the face as one, the camera last", () => {
  rigged();
  same(posing.owners.value, ["badger", "camera"]);
  same([...posing.groupsOf("badger").keys()], ["body", "head", "arm.left", "face"]);
  same(posing.groupsOf("badger").get("face")?.map(({ name }) => name), ["badger.lids", "badger.mouth"]);
});

Deno.test("what is taken into the hand opens its axes", () => {
  posing.take("badger.forearm.left");
  same([posing.owner.value, posing.group.value], ["badger", "arm.left"]);
});

Deno.test("the way of an axis is that of the pictures in the film's order, and how far it is from the last", () => {
  rigged();
  model.hear({
    type: "take", id: "t", exposures: ["x1"], revision: 1, pictures: [],
    columns: [{ name: "picture", kind: "picture", cells: [
      { length: 2, pictures: [["x1", 2]] },
      { length: 2, pictures: [["x1", 1]] },
    ] }],
  });
  model.hear({ type: "poses", poses: [{ picture: 2, values: { "badger.head.turn": 4 } }] });
  const turn = /** @type {any} */ (KNOWN.get("badger.head.turn"));
  same(posing.wayOf(turn, 16), [4, 0, 12]);
  same(posing.sinceLast(turn), 12);
  model.hear({ type: "posed", values: { "badger.head.turn": -3 } });
  same(posing.sinceLast(turn), -3);
});

Deno.test("figures have their unit, and a minus that is one", () => {
  same(posing.told(-3.26, "deg"), "\u22123.3°");
  same(posing.told(-0.01, "mm"), "0.0 mm");
  same(posing.told(0.5, ""), "0.50");
});
