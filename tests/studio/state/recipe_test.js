/** A recipe as it is being made: what is on, twice, for some frames, and what is told of it. */

import {
  added,
  asked,
  asShot,
  entriesOf,
  fineness,
  framed,
  kept,
  moved,
  neighbour,
  otherwise,
  removed,
  renamed,
  set,
  switched,
  withFrames,
} from "../../../src/komadori/studio/web/state/recipe.js";

/** @param {unknown} is @param {unknown} wanted */
function same(is, wanted) {
  const [a, b] = [JSON.stringify(is), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${a} is not ${b}`);
}

const REACH = {
  ...{ name: "reach", kind: /** @type {const} */ ("count"), default: 12, least: 4, most: 60 },
  ...{ unit: "pictures", sentence: "", choices: [], holds: /** @type {const} */ ("") },
};

/** @param {string} name @param {number} place @param {object} [more] */
const operation = (name, place, more = {}) => ({
  ...{ name, sentence: "", usual: false, opens: false, place, frames: false, parameters: [REACH] },
  ...more,
});
const OPERATIONS = [
  operation("develop", 0, { opens: true, usual: true }),
  operation("deflicker", 20, { usual: true }),
  operation("balance", 40),
  operation("level", 40),
  operation("crop", 70, { frames: true }),
];
const USUAL = [{ use: "develop" }, { use: "deflicker" }];

Deno.test("a recipe begins as written, has every operation in its place, and tells only what is not as usual", () => {
  const usual = entriesOf(USUAL, OPERATIONS);
  same(usual.map(({ name }) => name), ["develop", "deflicker", "balance", "level", "crop"]);
  same(asked(usual), USUAL);
  const more = set(usual, "deflicker", REACH, 20);
  same(asked(more)[1], { use: "deflicker", reach: 20 });
  same(asked(switched(switched(usual, "crop", true), "deflicker", false)).map(({ use }) => use), ["develop", "crop"]);
});

Deno.test("a value set back to its default is forgotten, and said again where it was written down", () => {
  const fresh = entriesOf([{ use: "develop" }], OPERATIONS);
  same(asked(set(set(fresh, "level", REACH, 20), "level", REACH, 12))[1], { use: "level" });
  const written = entriesOf([{ use: "level", reach: 20 }], OPERATIONS);
  same(asked(set(written, "level", REACH, 12))[1], { use: "level", reach: 12 });
});

Deno.test("what is off is written down where the recipe beneath would switch it on again", () => {
  const recipe = switched(entriesOf(USUAL, OPERATIONS), "deflicker", false);
  same(asked(recipe), [{ use: "develop" }]);
  same(kept(recipe), [{ use: "develop" }, { use: "deflicker", off: true }]);
  same(entriesOf(kept(recipe), OPERATIONS).find(({ name }) => name === "deflicker")?.on, false);
});

Deno.test("an operation stands twice under names of their own, which may be changed but never shared", () => {
  const one = set(entriesOf(USUAL, OPERATIONS), "level", REACH, 20);
  const { recipe, name } = added(one, "level");
  same(name, "level 2");
  same(asked(recipe).slice(2), [{ use: "level", reach: 20 }, { use: "level", name: "level 2" }]);
  const dusk = renamed(recipe, "level 2", " dusk ");
  same(dusk.name, "dusk");
  same(renamed(dusk.recipe, "dusk", "level").name, "level 2");
  same(renamed(dusk.recipe, "dusk", "").name, "dusk");
  same(removed(dusk.recipe, "dusk").filter(({ use }) => use === "level").length, 1);
  const again = entriesOf(kept(dusk.recipe), OPERATIONS);
  same(again.map(({ name: told }) => told).filter((told) => ["level", "dusk"].includes(told)), ["level", "dusk"]);
});

Deno.test("operations change places with those of the same place only", () => {
  let recipe = entriesOf([...USUAL, { use: "level" }, { use: "level", name: "dusk" }], OPERATIONS);
  same(neighbour(recipe, "level", -1, OPERATIONS), null);
  same(neighbour(recipe, "level", 1, OPERATIONS)?.name, "dusk");
  recipe = moved(recipe, "level", 1, OPERATIONS);
  same(asked(recipe).map(({ name, use }) => name ?? use), ["develop", "deflicker", "dusk", "level"]);
  same(moved(recipe, "deflicker", 1, OPERATIONS), recipe);
  // Written down and read again they stand as they stood.
  same(asked(entriesOf(kept(recipe), OPERATIONS)), asked(recipe));
});

Deno.test("some frames are told otherwise, or left out, and a shot repeats no frames of its series", () => {
  const here = { first: 3, last: 6, off: false, settings: {} };
  const other = otherwise(here, REACH, 30);
  const recipe = withFrames(entriesOf(USUAL, OPERATIONS), "deflicker", [other, { ...here, first: 9, last: 9, off: true }]);
  const frames = [{ first: 3, last: 6, reach: 30 }, { first: 9, last: 9, off: true }];
  same(asked(recipe)[1], { use: "deflicker", frames });
  same(otherwise(other, REACH, undefined), here);
  const layered = entriesOf([{ use: "deflicker", frames: [...frames, ...frames] }], OPERATIONS);
  same(layered.find(({ name }) => name === "deflicker")?.frames.length, 2);
  same(entriesOf([{ use: "level", frames: { first: 4 } }], OPERATIONS).find(({ on, use }) => on && use === "level")?.frames, [
    { first: 4, last: 4, off: false, settings: {} },
  ]);
});

Deno.test("before is the photograph, framed as the finished picture is or bare for the brush", () => {
  const recipe = switched(entriesOf(USUAL, OPERATIONS), "crop", true);
  same(asShot(recipe, OPERATIONS), [{ use: "develop" }, { use: "crop" }]);
  same(asShot(recipe, OPERATIONS, false), [{ use: "develop" }]);
  same([framed(recipe, OPERATIONS), framed(entriesOf(USUAL, OPERATIONS), OPERATIONS)], [true, false]);
});

Deno.test("an operation that is not installed is kept", () => {
  const recipe = entriesOf([...USUAL, { use: "sparkle", many: 3 }], OPERATIONS);
  same(kept(recipe).at(-1), { use: "sparkle", many: 3 });
});

Deno.test("a slider is as fine as what it sets", () => {
  same(fineness(REACH), 1);
  same(fineness({ ...REACH, kind: "number", least: 0, most: 0.05 }), 0.0005);
  same(fineness({ ...REACH, kind: "number", least: -0.25, most: 0.25 }), 0.005);
  same(fineness({ ...REACH, kind: "number", least: -45, most: 45 }), 0.5);
});
