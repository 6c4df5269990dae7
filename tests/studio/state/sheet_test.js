// @ts-check
/// <reference lib="deno.ns" />
import * as sheet from "../../../src/komadori/studio/web/state/sheet.js";

/** @param {unknown} told @param {unknown} meant */
function same(told, meant) {
  const [one, other] = [JSON.stringify(told), JSON.stringify(meant)];
  if (one !== other) throw new Error(`${one} is not ${other}`);
}

/** @type {sheet.TakeMessage} */
const TAKE = {
  rate: [24, 1],
  exposures: ["x1", "x2"],
  revision: 4,
  columns: [
    {
      name: "picture",
      kind: "picture",
      cells: [
        { length: 2, pictures: [["x1", 1], ["x2", 2]] },
        { length: 3, pictures: [["x1", 3], ["x2", 4]], text: "slower" },
        { length: 1, pictures: [["x1", 5]], hidden: true },
        { length: 2, pictures: [["x1", 3]] },
        { length: 2 },
      ],
    },
    { name: "sound", kind: "sound", cells: [] },
    { name: "notes", kind: "note", cells: [{ length: 3 }, { length: 2, text: "lean in", alarm: true }] },
  ],
};
const now = sheet.sheetOf(TAKE);

Deno.test("a frame is found in the cell that holds it, and nowhere outside", () => {
  const spans = [0, 1, 2, 5, 6, 10, 11].map((frame) => sheet.spanAt(now.columns[0], frame)?.index ?? null);
  same(spans, [null, 0, 0, 1, 2, 4, null]);
  same(sheet.spanAt(now.columns[1], 1), null);
  same(sheet.spansIn(now.columns[0], 2, 6).map((span) => [span.first, span.last]), [[1, 2], [3, 5], [6, 6]]);
  same(sheet.spansIn(now.columns[0], -5, 1).length, 1);
});

Deno.test("hidden frames keep their place and are not played", () => {
  same(sheet.framePictures(now), [1, 1, 3, 3, 3, null, 3, 3, null, null]);
  same(sheet.framePictures(now, "x1", { hidden: true })[5], 5);
  same(sheet.playedFrames(now), [1, 2, 3, 4, 5, 7, 8, 9, 10]);
});

Deno.test("the onion skin is of pictures that differ, the nearest first, and passes over what is hidden", () => {
  same(sheet.previousPictures(now, 9, 3), [3, 1]);
  same(sheet.previousPictures(now, 11, 1), [3]);
  same(sheet.previousPictures(now, 4, 3), [1]);
  same(sheet.nextPictures(now, 1, 2), [3]);
  same(sheet.previousShots(now, 9, 1)[0].first, 7);
});

Deno.test("what is missing is asked for by frame, then by exposure; hidden slots are not shot", () => {
  same(sheet.firstMissing(now), { frame: 7, exposure: "x2", length: 2 });
  same(sheet.lastShot(now)?.last, 8);
});

Deno.test("a note rings where it begins and is read as long as it lasts", () => {
  same(sheet.notesAt(now, 4), [
    { text: "slower", alarm: false, column: "picture", first: 3 },
    { text: "lean in", alarm: true, column: "notes", first: 4 },
  ]);
  same(sheet.notesAt(now, 5)[1].alarm, false);
});

Deno.test("a change is spliced in where it stands, and the old sheet is as it was", () => {
  const change = { column: "picture", first: 3, removed: 1, inserted: [{ length: 1 }, { length: 1 }] };
  const after = sheet.applyChange(now, { revision: 5, changes: [change] });
  same([...after.columns[0].firsts], [1, 3, 4, 5, 6, 8]);
  same([after.frames, after.revision, now.frames], [9, 5, 10]);
});

Deno.test("columns come and go with the layout", () => {
  /** @type {sheet.Layout} */
  const layout = { exposures: ["x1", "x2"], columns: [["picture", "picture"], ["light key", "free"]] };
  const inserted = [{ length: 4, text: "72" }];
  const after = sheet.applyChange(now, {
    revision: 5,
    changes: [{ column: "light key", first: 1, removed: 0, inserted }],
    layout,
  });
  same(after.columns.map((column) => [column.name, column.frames]), [["picture", 10], ["light key", 4]]);
});

Deno.test("a change that this page cannot place is refused, so that it asks for the take again", () => {
  const strays = [
    { column: "picture", first: 4, removed: 1, inserted: [] },
    { column: "picture", first: 9, removed: 2, inserted: [] },
    { column: "picture", first: 12, removed: 0, inserted: [{ length: 1 }] },
    { column: "nowhere", first: 1, removed: 0, inserted: [] },
  ];
  for (const stray of strays) {
    let refused = false;
    try {
      sheet.applyChange(now, { revision: 5, changes: [stray] });
    } catch (error) {
      refused = error instanceof RangeError;
    }
    same([stray.first, refused], [stray.first, true]);
  }
});

Deno.test("time is told as animators and as broadcast do", () => {
  same(sheet.timecode(147, [24, 1]), "0:06 + 3 f");
  same(sheet.timecode(1, [24, 1]), "0:00 + 1 f");
  same(sheet.hms(147, [24, 1]), "00:00:06:02");
  same(sheet.hms(24 * 3600 + 1, [24000, 1001]), "01:00:00:00");
});
