// A take to show and test the sheet and the timeline with: "Tea at Dusk", 312 frames on twos, 146 of them shot.
import { sheetOf } from "/state/sheet.js";

const WORDS = [
  [70, 3, "the"], [76, 6, "kettle’s"], [88, 5, "on,"], [105, 4, "come"], [110, 4, "sit"], [122, 3, "a"],
  [126, 6, "while"], [132, 1, "m"], [133, 2, "ay"], [135, 1, "w"], [136, 2, "ah"], [138, 2, "m"], [140, 1, "t"],
  [141, 2, "oo"], [143, 1, "n"], [144, 2, "ai"], [146, 1, "t"], [151, 1, "s"], [152, 1, "t"], [153, 2, "eh"],
  [155, 3, "oo"], [158, 1, "m"],
]; // deno-fmt-ignore
const NOTES = [
  [133, 4, "turn from lamp"], [139, 1, "blink"], [144, 1, "sees the cup"], [147, 1, "lean in", true],
  [151, 4, "breathe, hold", true], [155, 1, "soft “oh”"], [190, 6, "steam swap 3: the tall one", true],
];
const LANTERN = [[51, 60], [73, 64], [96, 76], [121, 72], [137, 82], [147, 79], [156, 66], [176, 70], [200, 66], [220, 70]];
const MOON = [[62, 30], [84, 38], [110, 34], [133, 40], [150, 48], [168, 56], [190, 58]];
const PAN = [[60, 0], [90, 4], [120, 12.5], [146, 12], [170, 30], [200, 44]];

/** Cells of a column from [frame, length, text, alarm?]. */
export function written(entries) {
  const cells = [];
  let frame = 1;
  for (const [first, length, text, alarm] of entries) {
    if (first > frame) cells.push({ length: first - frame });
    cells.push(alarm ? { length, text, alarm } : { length, text });
    frame = first + length;
  }
  return cells;
}

/** Cells of a curve from [frame, value]: each lasts until the next. */
export function curve(keys) {
  return written(keys.map(([frame, value], i) => [frame, i + 1 < keys.length ? keys[i + 1][0] - frame : 1, String(value)]));
}

export function pictures(frames, shot) {
  const cells = [];
  for (let frame = 1; frame <= frames; frame += 2) {
    const cell = { length: 2 };
    if (frame <= shot) cell.pictures = [["x1", (frame + 1) / 2]];
    if (frame === 139 || frame === 117) cell.tag = "green";
    if (frame === 125) cell.tag = "purple";
    if (frame === 141) cell.hidden = true;
    cells.push(cell);
  }
  return cells;
}

export const TAKE = {
  id: "dusk", rate: [24, 1], exposures: ["x1"], revision: 1,
  columns: [
    { name: "picture", kind: "picture", cells: pictures(312, 146) },
    { name: "sound", kind: "sound", cells: [{ length: 40 }, { length: 260, text: "kettle_02.wav", start: 1 }] },
    { name: "notes", kind: "note", cells: written(NOTES) },
    { name: "words", kind: "free", cells: written(WORDS) },
    { name: "light lantern", kind: "free", cells: curve(LANTERN) },
    { name: "light moon", kind: "free", cells: curve(MOON) },
    { name: "motion pan", kind: "free", cells: curve(PAN) },
  ],
};

export const dusk = () => sheetOf(TAKE);

/** Peaks of a sound that was never recorded: phrases with syllables, the same each time. */
export function peaks(frames) {
  const [low, high] = [[], []];
  for (let i = 0; i < frames * 4; i++) {
    const second = i / 96;
    const phrase = Math.max(0, 0.25 + Math.sin(second * 3.1) + 0.4 * Math.sin(second * 7.3));
    const syllable = 0.25 + 0.75 * Math.abs(Math.sin(second * 13));
    const rough = 0.85 + 0.15 * Math.sin(i * 12.9898) * Math.cos(i * 78.233);
    const loud = Math.min(0.96, 0.004 + 0.6 * phrase * syllable * rough);
    high.push(loud);
    low.push(-loud * (0.86 + 0.14 * Math.sin(i * 3.7)));
  }
  return { "kettle_02.wav": { rate: [24, 1], per_frame: 4, low, high } };
}

/** A take for measuring: `frames` frames on ones and twos, ten columns. */
export function long(frames) {
  const cells = [];
  for (let frame = 1, number = 1; frame <= frames; number++) {
    const length = Math.min(frames - frame + 1, number % 3 ? 2 : 1);
    cells.push({ length, pictures: [["x1", number]] });
    frame += length;
  }
  const every = (step, text) =>
    written(Array.from({ length: Math.floor(frames / step) }, (_, i) => [i * step + 1, Math.min(step, 5), `${text}${i}`]));
  const values = Array.from({ length: Math.floor(frames / 12) }, (_, i) => [i * 12 + 1, (i * 37) % 100]);
  return sheetOf({
    rate: [24, 1], exposures: ["x1"], revision: 1,
    columns: [
      { name: "picture", kind: "picture", cells },
      { name: "sound", kind: "sound", cells: [{ length: frames, text: "kettle_02.wav", start: 1 }] },
      { name: "notes", kind: "note", cells: every(9, "note ") },
      { name: "words", kind: "free", cells: every(6, "w") },
      ...["light a", "light b", "light c", "motion pan", "motion tilt", "motion rise"].map((name) => ({
        name, kind: "free", cells: curve(values),
      })),
    ],
  });
}
