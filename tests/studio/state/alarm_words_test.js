import { alarmWords } from "../../../src/komadori/studio/web/state/alarm_words.js";

const BUMP = { kind: "camera bump", amount: 2.2, unit: "px", against: 19, sentence: "The picture shifted 2.2 px." };

/** @param {unknown} found @param {unknown} wanted */
function same(found, wanted) {
  if (JSON.stringify(found) !== JSON.stringify(wanted)) throw new Error(`${JSON.stringify(found)} is not ${wanted}`);
}

Deno.test("English says what the server says", () => {
  same(alarmWords(BUMP, "en"), { kind: "camera bump", sentence: BUMP.sentence });
});

Deno.test("Japanese tells the same figures", () => {
  const { kind, sentence } = alarmWords(BUMP, "ja");
  same(kind, "カメラのずれ");
  same(sentence.includes("2.2 px") && sentence.includes("19番"), true);
});

Deno.test("a kind nobody has translated yet is told as it came", () => {
  same(alarmWords({ ...BUMP, kind: "earthquake" }, "ja").sentence, BUMP.sentence);
});
