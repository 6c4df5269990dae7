/** The pure sides of the rooms: addresses, amounts, and commands in their groups. */

import { clockWords, sizeWords, whenWords } from "../../../src/komadori/studio/web/state/amounts.js";
import {
  GROUPS,
  isModifier,
  linesOf,
  speaksForItself,
  ungrouped,
} from "../../../src/komadori/studio/web/state/command_groups.js";
import { exposureNames, nextSlate } from "../../../src/komadori/studio/web/state/naming.js";

import { JA } from "../../../src/komadori/studio/web/state/words_ja.js";
import { EN } from "../../../src/komadori/studio/web/state/words_en.js";
import { FINISH_EN } from "../../../src/komadori/studio/web/state/words_finish_en.js";
import { FINISH_JA } from "../../../src/komadori/studio/web/state/words_finish_ja.js";
import { ROOMS_EN } from "../../../src/komadori/studio/web/state/words_rooms_en.js";
import { ROOMS_JA } from "../../../src/komadori/studio/web/state/words_rooms_ja.js";
import { COMMANDS_JA } from "../../../src/komadori/studio/web/state/words_commands_ja.js";

/** @param {unknown} is @param {unknown} wanted */
function same(is, wanted) {
  const [a, b] = [JSON.stringify(is), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${a} is not ${b}`);
}

Deno.test("the next shot follows the last, ten on", () => {
  same(nextSlate([]), "ep01/sc010/sh010");
  same(nextSlate(["ep01/sc010/sh010"]), "ep01/sc010/sh020");
  same(nextSlate(["ep01/sc010/sh010", "ep01/sc010/sh025"]), "ep01/sc010/sh030");
  same(nextSlate(["ep01/sc010/sh090"]), "ep01/sc010/sh100");
  same(nextSlate(["ep01/sc010/sh990"]), "ep01/sc010/sh1000");
  same(nextSlate(["a/b/sh020b"]), "a/b/sh030b");
  same(nextSlate(["a/b/shot"]), "a/b/shot-2");
});

Deno.test("a next shot is never one there is", () => {
  const slates = ["e/s/sh020", "e/s/sh030", "e/s/sh010"];
  same(slates.includes(nextSlate(slates)), false);
});

Deno.test("exposures are written with spaces or commas", () => {
  same(exposureNames("x1 matte, beauty"), ["x1", "matte", "beauty"]);
  same(exposureNames("  "), ["x1"]);
  same(exposureNames("a a"), ["a"]);
});

Deno.test("amounts are said as people say them", () => {
  same([sizeWords(0), sizeWords(999), sizeWords(1_234_567), sizeWords(250_000_000)], [
    "0 B",
    "999 B",
    "1.2 MB",
    "250 MB",
  ]);
  same([clockWords(0), clockWords(75), clockWords(-1)], ["0:00", "1:15", "0:00"]);
  const now = new Date("2026-03-04T12:00:00");
  same(whenWords("2026-03-04T09:30:00", now, "en-GB"), "09:30");
  same(whenWords("2026-03-01T09:30:00", now, "en-GB"), "1 Mar");
  same(whenWords("2025-03-01T09:30:00", now, "en-GB"), "1 Mar 2025");
  same(whenWords("", now, "en"), "");
});

/** @param {string} name @param {Record<string, string>} [told] */
const command = (name, told = {}) => ({ name, label: name, sentence: "", room: "desk", held: false, with: told });

Deno.test("each command has its keys, with and without words", () => {
  const commands = [command("shoot", { held: "a whole number; may be left out" }), command("room", { name: "one" })];
  const keys = /** @type {Record<string, [string, Record<string, unknown>]>} */ ({
    Enter: ["shoot", {}],
    KeyQ: ["shoot", { held: 2 }],
    F1: ["room", { name: "light" }],
  });
  const lines = linesOf(["shoot", "room", "gone"], commands, keys);
  same(lines.filter(({ codes }) => codes.length).map(({ words, codes }) => [words, codes]), [
    [{}, ["Enter"]],
    [{ held: 2 }, ["KeyQ"]],
    [{ name: "light" }, ["F1"]],
  ]);
  same(lines.every(({ learnable }) => learnable), true);
  same(linesOf(["write"], [command("write", { text: "a text" })], {})[0].learnable, false);
});

Deno.test("a command that must be told something does not speak for itself", () => {
  same(speaksForItself(command("undo")), true);
  same(speaksForItself(command("on", { frames: "a whole number" })), false);
  same(speaksForItself(command("finish", { operations: "a list; may be left out" })), false);
});

Deno.test("what stands in no group is found", () => {
  same(ungrouped([command("shoot"), command("sing")]), ["sing"]);
  same(new Set(GROUPS.flatMap(([, names]) => names)).size, GROUPS.flatMap(([, names]) => names).length);
});

Deno.test("a modifier waits for another key", () => {
  same(["ShiftLeft", "ControlRight", "", "F13", "KeyA"].map(isModifier), [true, true, true, false, false]);
});

Deno.test("the rooms speak both languages, and no word stands twice", () => {
  const japanese = { ...JA, ...ROOMS_JA };
  same(Object.keys(ROOMS_EN).filter((name) => !(name in japanese)), []);
  same(Object.keys(ROOMS_EN).filter((name) => name in EN), []);
  same(Object.keys(ROOMS_JA).filter((name) => name in JA), []);
  const own = Object.keys(FINISH_EN).filter((name) => !name.startsWith("unit-"));
  same(own.filter((name) => !(name in FINISH_JA)), []);
  same(own.filter((name) => name in EN || name in ROOMS_EN), []);
});

Deno.test("every grouped command has its word and sentence in Japanese", () => {
  const names = GROUPS.flatMap(([, named]) => [...named]);
  same(names.filter((name) => !COMMANDS_JA[name]?.[0] || !COMMANDS_JA[name]?.[1]), []);
});

Deno.test("words in both languages have the same places to fill", () => {
  const places = (/** @type {string} */ words) => [...new Set(words.match(/\{\d\}/g))].sort().join("");
  const both = Object.keys(ROOMS_EN).filter((name) => name in ROOMS_JA);
  same(both.filter((name) => places(ROOMS_EN[name]) !== places(ROOMS_JA[name])), []);
  const finish = Object.keys(FINISH_EN).filter((name) => name in FINISH_JA);
  same(finish.filter((name) => places(FINISH_EN[name]) !== places(FINISH_JA[name])), []);
});
