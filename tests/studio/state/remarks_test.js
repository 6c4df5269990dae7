/** What is said to the person at a page, and that it is not said twice over. */

import * as model from "../../../src/komadori/studio/web/state/model.js";

/** @param {unknown} is @param {unknown} wanted */
function same(is, wanted) {
  const [a, b] = [JSON.stringify(is), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${a} is not ${b}`);
}

const texts = () => model.remarks.value.map((one) => one.text);

Deno.test("the newest four are seen, and what still stands there is said anew and not twice", () => {
  for (const text of ["one", "two", "three", "two"]) model.remark(text, "a hint", "trouble");
  same(texts(), ["one", "three", "two"]);
  model.remark("two", "another hint");
  for (const text of ["four", "five"]) model.remark(text);
  same(texts(), ["two", "two", "four", "five"]);
  const ids = model.remarks.value.map((one) => one.id);
  same(new Set(ids).size, ids.length);
});
