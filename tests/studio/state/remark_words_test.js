/** Remarks in the person's language: English as the server says it, Japanese from names and figures. */

import { remarkWords, REMARKS_JA } from "../../../src/komadori/studio/web/state/remark_words.js";

/** @param {unknown} is @param {unknown} wanted */
function same(is, wanted) {
  if (is !== wanted) throw new Error(`${is} is not ${wanted}`);
}

const REMARK = {
  words: "the rig is filled, but 30% of it was guessed; a new scene begins here",
  said: [{ name: "rig part guess", figures: ["30%"] }, { name: "stabilise cut", figures: [] }],
};

Deno.test("a remark is told in English as it came, in Japanese from its data", () => {
  same(remarkWords(REMARK, "en"), REMARK.words);
  const told = remarkWords(REMARK, "ja");
  same(told, REMARKS_JA["rig part guess"].replace("{0}", "30%") + REMARKS_JA["stabilise cut"]);
  same(told.includes("30%"), true);
  same(remarkWords({ words: "", said: [{ name: "key no screen", figures: ["green"] }] }, "ja").startsWith("緑の"), true);
});

Deno.test("what is said in plain words, or by a newer operation, stays in these", () => {
  same(remarkWords({ words: "it glitters" }, "ja"), "it glitters");
  same(remarkWords({ words: "a; b", said: [{ name: "rig lost", figures: [] }, { name: "new one", figures: [] }] }, "ja"), "a; b");
});
