/** What is wished for is asked for until it is here, one at a time and the newest only. */

import { NotDone } from "../../../src/komadori/studio/web/link.js";
import { Asking } from "../../../src/komadori/studio/web/views/asking.js";
import { equal } from "./looking_asserts.js";

/** @param {number} picture */
const wishFor = (picture) => ({ take: "t", picture, tables: "[]", upto: "" });

/** What is asked is answered by hand. */
function asking() {
  /** @type {{picture: number, done: (shown: any) => void, failed: (why: Error) => void}[]} */
  const asked = [];
  /** @type {(string | null)[]} */
  const refused = [];
  const to = { value: /** @type {any} */ (null) };
  const one = new Asking({
    to: /** @type {any} */ (to),
    keeps: 4,
    refused: (why) => refused.push(why && why.kind),
    make: (wish) =>
      new Promise((done, failed) => {
        const { picture } = wish;
        asked.push({ picture, failed, done: () => done(/** @type {any} */ ({ name: `picture ${picture}`, picture })) });
      }),
  });
  return { one, asked, refused, to };
}

const turn = () => new Promise((done) => setTimeout(done));
const superseded = () => new NotDone({ kind: "Superseded", message: "A newer picture was asked for.", hint: "" });

Deno.test("what is wished for is asked again where the server took something fetched ahead for newer", async () => {
  const { one, asked, refused, to } = asking();
  one.want(wishFor(1));
  asked[0].failed(superseded());
  await turn();
  equal(asked.map(({ picture }) => picture), [1, 1]);
  asked[1].done(null);
  await turn();
  equal([to.value.picture, refused], [1, [null]]);
});

Deno.test("of what was wished for meanwhile the newest is asked, and an older one that was superseded no more", async () => {
  const { one, asked, refused, to } = asking();
  for (const picture of [1, 2, 3]) one.want(wishFor(picture));
  asked[0].failed(superseded());
  await turn();
  equal(asked.map(({ picture }) => picture), [1, 3]);
  asked[1].done(null);
  await turn();
  equal([to.value.picture, refused], [3, [null]]);
});

Deno.test("why a picture cannot be had is told", async () => {
  const { one, asked, refused } = asking();
  one.want(wishFor(1));
  asked[0].failed(new NotDone({ kind: "BadRecipe", message: "", hint: "" }));
  await turn();
  equal([asked.length, refused], [1, ["BadRecipe"]]);
});
