// @ts-check
/// <reference lib="deno.ns" />
import { menu, moving, shortcut, stretch, TAGS, WORDS } from "../../../src/komadori/studio/web/state/edits.js";
import { sheetOf } from "../../../src/komadori/studio/web/state/sheet.js";

/** @param {unknown} told @param {unknown} meant */
function same(told, meant) {
  const [one, other] = [JSON.stringify(told), JSON.stringify(meant)];
  if (one !== other) throw new Error(`${one} is not ${other}`);
}

const sheet = sheetOf({
  rate: [24, 1],
  exposures: ["x1"],
  revision: 1,
  columns: [
    {
      name: "picture",
      kind: "picture",
      cells: [
        { length: 2, pictures: [["x1", 1]], tag: "red" },
        { length: 3, pictures: [["x1", 2]], hidden: true },
        { length: 1 },
      ],
    },
    { name: "sound", kind: "sound", cells: [{ length: 9, text: "a.wav", start: 1 }] },
    { name: "notes", kind: "note", cells: [{ length: 2 }, { length: 3, text: "hop", alarm: true }] },
  ],
});

/** @param {number} first @param {number} last @param {string} [column] */
const chosen = (first, last, column = "picture") => ({ column, first, last });

/** @param {string} code @param {{column: string, first: number, last: number} | null} selection @param {object} [held] */
const press = (code, selection, held = {}) => shortcut({ code, ...held }, selection, sheet);

Deno.test("keys on pictures ask for what the server knows", () => {
  same(press("Delete", chosen(2, 4)), { command: "delete-frames", with: { first: 2, last: 4 } });
  same(press("KeyX", chosen(2, 4), { ctrl: true }), { command: "cut", with: { first: 2, last: 4 } });
  same(press("KeyC", chosen(2, 9), { ctrl: true }), { command: "copy", with: { first: 2, last: 6 } });
  same(press("KeyV", chosen(7, 7), { ctrl: true }), { command: "paste", with: { frame: 7 } });
  same(press("KeyR", chosen(4, 4)), { command: "hold", with: { frame: 3, by: 1 } });
  same(press("KeyR", chosen(4, 4), { shift: true }), { command: "hold", with: { frame: 3, by: -1 } });
  same(press("KeyS", chosen(4, 4)), { command: "split", with: { frame: 4 } });
  same(press("KeyA", chosen(4, 4)), { command: "reshoot", with: { frame: 3 } });
  same(press("Insert", chosen(3, 4)), { command: "insert-frames", with: { frame: 3, frames: 2 } });
});

Deno.test("what is hidden is shown again, and tags go round", () => {
  same(press("KeyH", chosen(1, 1))?.with, { first: 1, last: 1, hidden: true });
  same(press("KeyH", chosen(3, 3))?.with, { first: 3, last: 3, hidden: false });
  same(press("KeyT", chosen(1, 1))?.with.tag, TAGS[TAGS.indexOf("red") + 1]);
  same(press("KeyT", chosen(3, 3))?.with.tag, TAGS[1]);
});

Deno.test("to stand on a picture is to insert; on an empty slot it is to shoot there", () => {
  same(press("KeyI", chosen(3, 3)), { command: "stand", with: { frame: 3, insert: true } });
  same(press("KeyI", chosen(6, 6)), { command: "stand", with: { frame: 6, insert: false } });
  same(press("KeyI", chosen(3, 3, "notes")), { command: "stand", with: { frame: 3, insert: true } });
});

Deno.test("keys mean nothing where there is nothing to do", () => {
  same(press("Delete", null), null);
  same(press("Delete", chosen(9, 9)), null);
  same(press("KeyS", chosen(3, 3)), null);
  same(press("KeyA", chosen(6, 6)), null);
  same(press("KeyR", chosen(6, 6), { shift: true }), null);
  same(press("KeyV", chosen(8, 8), { ctrl: true }), null);
  same(press("KeyR", chosen(2, 2), { ctrl: true }), null);
});

Deno.test("a note is written, lengthened, shortened and erased", () => {
  same(press("Enter", chosen(4, 4, "notes")), { command: "write", with: { column: "notes", frame: 3 } });
  same(press("KeyN", chosen(1, 1)), { command: "write", with: { column: "notes", frame: 1 } });
  const longer = { column: "notes", frame: 3, text: "hop", alarm: true, length: 4 };
  same(press("KeyR", chosen(4, 4, "notes")), { command: "write", with: longer });
  const shorter = { column: "notes", frame: 5, text: "", length: 1 };
  same(press("KeyR", chosen(4, 4, "notes"), { shift: true }), { command: "write", with: shorter });
  const erased = { column: "notes", frame: 3, text: "", length: 3 };
  same(press("Delete", chosen(3, 5, "notes")), { command: "write", with: erased });
});

Deno.test("a hold is dragged longer and shorter but never away, and a sound lasts as long as it sounds", () => {
  same(stretch(sheet, "picture", 4, 5)?.with, { frame: 3, by: 5 });
  same(stretch(sheet, "picture", 4, -2)?.with, { frame: 3, by: -2 });
  same(stretch(sheet, "picture", 4, -3), null);
  same(stretch(sheet, "sound", 1, 1), null);
  same(stretch(sheet, "notes", 3, -2)?.with, { column: "notes", frame: 4, text: "", length: 2 });
});

Deno.test("frames move over their neighbours, and nowhere inside themselves", () => {
  same(moving(chosen(1, 2), sheet, 6)?.with, { first: 1, last: 2, to: 6 });
  same(moving(chosen(1, 2), sheet, 40)?.with.to, 7);
  same([1, 2, 3].map((to) => moving(chosen(1, 2), sheet, to)), [null, null, null]);
  same(press("ArrowDown", chosen(1, 2), { alt: true })?.with, { first: 1, last: 2, to: 6 });
  same(press("ArrowUp", chosen(6, 6), { alt: true })?.with, { first: 6, last: 6, to: 3 });
  same(press("ArrowUp", chosen(1, 1), { alt: true }), null);
});

Deno.test("the menu names all that can be done, in words, and says what cannot be had", () => {
  const rows = menu(chosen(3, 3), sheet);
  if (rows.some((row) => !WORDS[row.label])) throw new Error("a row has no words");
  same(rows.find((row) => row.label === "split"), {
    label: "split",
    key: "S",
    command: "split",
    with: {},
    enabled: false,
  });
  same(rows.some((row) => row.label === "show"), true);
  const ring = menu(chosen(3, 3, "notes"), sheet).find((row) => row.label === "silent");
  same(ring?.with, { column: "notes", frame: 3, text: "hop", alarm: false, length: 3 });
});
