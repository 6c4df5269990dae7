import { back, placed } from "../../../src/komadori/studio/web/state/comeback.js";

/** @param {unknown} found @param {unknown} wanted */
function same(found, wanted) {
  if (JSON.stringify(found) !== JSON.stringify(wanted)) {
    throw new Error(`${JSON.stringify(found)} is not ${JSON.stringify(wanted)}`);
  }
}

const TAKE = { id: "a", slate: "ep01/sc010/sh010", number: 2 };
const CAMERAS = {
  open: [
    { name: "webcam", chosen: false, guest: false },
    { name: "tethered", chosen: true, guest: false },
    { name: "browser:mine", chosen: false, guest: true },
  ],
};

Deno.test("a page remembers its take and cameras, the one that shoots first, and no guests", () => {
  const place = placed(null, { series: "Tea", take: TAKE, cameras: CAMERAS });
  same(place?.cameras, ["tethered", "webcam"]);
  same(back(place, "Tea").map((one) => one.command), ["open-camera", "open-camera", "open"]);
  same(back(place, "Tea").at(-1)?.with, { slate: TAKE.slate, take: 2 });
});

Deno.test("a studio that was started again says nothing of the place", () => {
  const place = placed(null, { series: "Tea", take: TAKE, cameras: CAMERAS });
  same(placed(place, { series: "Tea", take: { id: null }, cameras: { open: [] } }), place);
  same(placed(place, { series: "Tea", take: TAKE, cameras: { open: [] } })?.cameras, ["tethered", "webcam"]);
});

Deno.test("another series at the same address is left alone", () => {
  const place = placed(null, { series: "Tea", take: TAKE, cameras: CAMERAS });
  same(back(place, "Soup"), []);
  same(back(null, "Tea"), []);
});
