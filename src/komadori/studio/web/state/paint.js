// @ts-check
/** What the brush has marked: strokes in shares of the picture's width, y downwards, each on one photograph. */

/** @typedef {"rig" | "keep"} Mode */
/** @typedef {[number, number]} Point */
/** @typedef {{picture: number, mode: Mode, radius: number, points: Point[]}} Stroke */
/** Where the sheet shows photographs: the frames, both ends included, and the numbers of all that stand there. */
/** @typedef {{first: number, last: number, pictures: readonly number[]}} Place */

export const THINNEST = 0.0015;
export const THICKEST = 0.12;
const STEP = 1.18;
/** How much larger or smaller one press makes the brush. */

/** @param {number} radius @param {1 | -1} by */
export const resized = (radius, by) => Math.min(THICKEST, Math.max(THINNEST, radius * STEP ** by));

/** The strokes on some photographs. @param {readonly Stroke[]} strokes @param {readonly number[]} pictures */
export const strokesOn = (strokes, pictures) => strokes.filter(({ picture }) => pictures.includes(picture));

/** The places of a sheet that were painted on. @param {readonly Stroke[]} strokes @param {readonly Place[]} places */
export function paintedOf(strokes, places) {
  const painted = new Set(strokes.map(({ picture }) => picture));
  return places.filter(({ pictures }) => pictures.some((number) => painted.has(number)));
}

/**
 * Of painted places the nearest before and the nearest after a frame's, or null.
 * @param {readonly Place[]} painted in the order of the sheet
 * @param {{first: number, last: number}} here
 */
export const beside = (painted, here) => ({
  before: painted.findLast(({ last }) => last < here.first) ?? null,
  after: painted.find(({ first }) => first > here.last) ?? null,
});

/**
 * A hand's points as they are kept: no closer than a quarter of the brush, its ends as they were.
 * @param {readonly Point[]} points
 * @param {number} radius
 * @returns {Point[]}
 */
export function thinned(points, radius) {
  /** @type {Point[]} */
  const kept = [];
  points.forEach((point, at) => {
    const last = kept.at(-1);
    const far = !last || Math.hypot(point[0] - last[0], point[1] - last[1]) >= radius / 4;
    if (far || (at === points.length - 1 && same(point, last) === false)) kept.push(point);
  });
  return kept;
}

/** @param {Point} one @param {Point | undefined} other */
const same = (one, other) => other !== undefined && one[0] === other[0] && one[1] === other[1];

/**
 * A stroke's line with points so close that no piece of it escapes the eraser between two.
 * @param {readonly Point[]} points
 * @param {number} spacing
 * @returns {Point[]}
 */
function dense(points, spacing) {
  /** @type {Point[]} */
  const line = [];
  points.forEach((point, at) => {
    const last = at ? points[at - 1] : point;
    const pieces = Math.max(1, Math.ceil(Math.hypot(point[0] - last[0], point[1] - last[1]) / spacing));
    for (let piece = at ? 1 : pieces; piece <= pieces; piece++) {
      const share = piece / pieces;
      line.push([last[0] + share * (point[0] - last[0]), last[1] + share * (point[1] - last[1])]);
    }
  });
  return line;
}

/**
 * The strokes without what the eraser went over on these photographs; a stroke cut through becomes two.
 * @param {readonly Stroke[]} strokes
 * @param {readonly number[]} pictures
 * @param {readonly Point[]} path of the eraser
 * @param {number} radius of the eraser
 * @returns {Stroke[]}
 */
export function erased(strokes, pictures, path, radius) {
  const rubbed = dense(path, radius / 2);
  return strokes.flatMap((stroke) => {
    if (!pictures.includes(stroke.picture)) return [stroke];
    // The eraser takes what lies under it; a thick stroke goes once its middle is reached or nearly so.
    const reach = radius + stroke.radius / 2;
    const near = (/** @type {Point} */ [x, y]) => rubbed.some(([a, b]) => Math.hypot(x - a, y - b) <= reach);
    const line = dense(stroke.points, Math.max(0.001, Math.min(radius, stroke.radius) / 2));
    if (!line.some(near)) return [stroke];
    /** @type {Point[][]} */
    const pieces = [[]];
    for (const point of line) {
      if (near(point)) pieces.push([]);
      else pieces[pieces.length - 1].push(point);
    }
    return pieces.filter((points) => points.length).map((points) => ({
      ...stroke,
      points: thinned(points, stroke.radius),
    }));
  });
}
