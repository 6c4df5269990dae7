// @ts-check
/// <reference lib="deno.ns" />
import { programme } from "../../../src/komadori/studio/web/state/programme.js";

/**
 * @param {unknown} got
 * @param {unknown} meant
 */
function same(got, meant) {
  const [one, other] = [JSON.stringify(got), JSON.stringify(meant)];
  if (one !== other) throw new Error(`got ${one}\nmeant ${other}`);
}

const LETTERS = { picture: "p", empty: "e", preroll: "r", live: "l", black: "b" };

/**
 * One word for each index: p7@13 is picture 7 at timeline frame 13.
 * @param {import("../../../src/komadori/studio/web/state/programme.js").Programme} made
 * @param {number} [count]
 */
function told(made, count = made.length) {
  return Array.from({ length: count }, (_, index) => {
    const { kind, picture, frame } = made.at(index);
    return `${LETTERS[kind]}${picture ?? ""}@${frame}`;
  }).join(" ");
}

const TWOS = [1, 1, 2, 2, 3, 3];

Deno.test("all frames in order", () => {
  same(told(programme({ frames: [1, 1, null, 2] })), "p1@1 p1@2 e@3 p2@4");
});

Deno.test("without a loop the last one stays, with it rounds follow", () => {
  same(programme({ frames: TWOS }).at(100), { kind: "picture", picture: 3, frame: 6 });
  same(told(programme({ frames: [1, 2], loop: true }), 5), "p1@1 p2@2 p1@1 p2@2 p1@1");
  same(told(programme({ frames: [1, 2], loop: true }), 2), "p1@1 p2@2");
  same(programme({ frames: [1, 2] }).at(3, true).picture, 2);
});

Deno.test("marks in and out, and hidden frames", () => {
  same(told(programme({ frames: TWOS, from: 2, to: 5 })), "p1@2 p2@3 p2@4 p3@5");
  same(told(programme({ frames: TWOS, from: -3, to: 99, hidden: new Set([3, 4]) })), "p1@1 p1@2 p3@5 p3@6");
  same(told(programme({ frames: TWOS, from: 5, to: 2 })), "e@1");
});

Deno.test("a film in another time shows its own frames, and tells which of the timeline they are", () => {
  const slow = { frames: [7, 7, 8, 9, 9, 9], places: [1, 1, 2, 2, 3, 3] };
  const made = programme(slow);
  same(told(made), "p7@1 p7@1 p8@2 p9@2 p9@3 p9@3");
  same(made.runs, [{ index: 0, frame: 1, length: 6 }]);
  same([1, 2, 3, 9].map((frame) => made.frameToIndex(frame)), [0, 2, 4, 4]);
  same(told(programme({ ...slow, from: 2, to: 2 })), "p8@2 p9@2");
  same(programme({ ...slow, from: 2 }).runs, [{ index: 0, frame: 3, length: 4 }]);
  same(programme({ ...slow, from: 2 }).soundAt(1), 4);
  same(told(programme({ ...slow, hidden: new Set([2]) })), "p7@1 p7@1 p9@3 p9@3");
  const fast = programme({ frames: [7, 8, 9], places: [1, 4, 7] });
  same([1, 2, 3, 4, 6, 9].map((frame) => fast.at(fast.frameToIndex(frame)).frame), [1, 1, 4, 4, 7, 7]);
});

Deno.test("short play: the last frames, then live for as long as the last picture is held", () => {
  same(told(programme({ frames: TWOS, shortPlay: 3, loop: true })), "p2@4 p3@5 p3@6 l@6 l@6");
  same(told(programme({ frames: TWOS, shortPlay: 3, liveFrames: 1 })), "p2@4 p3@5 p3@6 l@6");
  same(told(programme({ frames: [], shortPlay: 3 })), "l@1");
  same(told(programme({ frames: [1, 2], shortPlay: 12 })), "p1@1 p2@2 l@2");
});

Deno.test("short play counts frames that are shown", () => {
  same(told(programme({ frames: TWOS, shortPlay: 3, hidden: new Set([5, 6]), liveFrames: 1 })), "p1@2 p2@3 p2@4 l@4");
});

Deno.test("the end on live, and black after the round", () => {
  same(told(programme({ frames: [1], endOnLive: true })), "p1@1 l@1");
  same(told(programme({ frames: [1, 2], toBlack: 3, loop: true }), 7), "p1@1 p2@2 b@2 b@2 b@2 p1@1 p2@2");
});

Deno.test("the previous shot's last pictures come first and count back from frame 0", () => {
  same(told(programme({ frames: [1, 2], preroll: { frames: [88, 89, 89] } })), "r88@-2 r89@-1 r89@0 p1@1 p2@2");
});

Deno.test("a frame's index, or its nearest", () => {
  const made = programme({ frames: TWOS, hidden: new Set([3, 4]), preroll: { frames: [9, 9] }, endOnLive: true });
  same(told(made), "r9@-1 r9@0 p1@1 p1@2 p3@5 p3@6 l@6 l@6");
  same([1, 2, 3, 4, 5, 6, 50].map((frame) => made.frameToIndex(frame)), [2, 3, 3, 4, 4, 5, 5]);
});

Deno.test("steps go from exposure to exposure", () => {
  const made = programme({ frames: [1, 1, 2, 2, 2, 3], endOnLive: true });
  same([0, 1, 2, 4, 5].map((index) => made.stepped(index, 1)), [2, 2, 5, 5, 6]);
  same([0, 1, 3, 5, 6].map((index) => made.stepped(index, -1)), [0, 0, 0, 2, 5]);
  same([made.stepped(0, 10), made.stepped(6, -10), made.stepped(6, 1)], [6, 0, 6]);
});

Deno.test("exposures that were never seen are counted, frames within a hold are not", () => {
  const made = programme({ frames: TWOS, loop: true });
  same([made.missed(0, 1), made.missed(0, 2), made.missed(0, 3), made.missed(1, 2)], [0, 0, 0, 0]);
  same([made.missed(0, 4), made.missed(0, 6), made.missed(5, 7), made.missed(5, 8)], [1, 2, 0, 1]);
});

Deno.test("the next pictures, each once, in the order in which they are needed", () => {
  const made = programme({ frames: [1, 1, null, 2, 1, 3], preroll: { frames: [1] } });
  const names = (/** @type {number} */ index, /** @type {number} */ count, loop = false) =>
    made.ahead(index, count, loop).map(({ kind, picture }) => `${kind}${picture}`);
  same(names(0, 9), ["preroll1", "picture1", "picture2", "picture3"]);
  same(names(5, 2), ["picture1", "picture3"]);
  same(names(6, 9), ["picture3"]);
  same(names(6, 3, true), ["picture3", "preroll1", "picture1"]);
});

Deno.test("runs are where the sound goes on", () => {
  const made = programme({
    frames: [1, 1, null, 2, 2, 3],
    hidden: new Set([2]),
    preroll: { frames: [9] },
    toBlack: 2,
  });
  same(made.runs, [{ index: 1, frame: 1, length: 1 }, { index: 2, frame: 3, length: 4 }]);
});

Deno.test("a long shot is no burden", () => {
  const frames = Array.from({ length: 200_000 }, (_, place) => place >> 1);
  const made = programme({ frames, loop: true, endOnLive: true });
  const begun = performance.now();
  for (let index = 0; index < 20_000; index++) made.ahead(index * 7, 20);
  same(made.runs.length, 1);
  if (performance.now() - begun > 2000) throw new Error("too slow");
});
