// @ts-check
/** Guides over the picture: masks, safe areas, grid, and the push-in that is used again at export. Boxes are fractions 0..1. */

/** @typedef {{left: number, top: number, width: number, height: number}} Box */
/** @typedef {{on: boolean, scale: number, x: number, y: number}} Push scale 1..4; x, y: its middle, 0..1 of the picture */
/**
 * @typedef {{on: boolean, thirds: boolean, centre: boolean, grid: {on: boolean, columns: number, rows: number},
 *   aspects: number[], mask: number, action: boolean, title: boolean, push: Push}} Guides
 *   aspects: widths to heights; mask: 0..1, how dark it is outside the narrowest
 */
/** @typedef {"move"|"left-top"|"right-top"|"left-bottom"|"right-bottom"} Handle */

/** The shapes that films are shown in, and what they are called. */
export const ASPECTS = Object.freeze([
  { ratio: 1.33, name: "1.33 : 1" },
  { ratio: 1.37, name: "1.37 : 1" },
  { ratio: 1.66, name: "1.66 : 1" },
  { ratio: 16 / 9, name: "16 : 9" },
  { ratio: 1.85, name: "1.85 : 1" },
  { ratio: 2, name: "2 : 1" },
  { ratio: 2.35, name: "2.35 : 1" },
  { ratio: 2.39, name: "2.39 : 1" },
  { ratio: 1, name: "1 : 1" },
  { ratio: 9 / 16, name: "9 : 16" },
]);

/** Shares of width and height that SMPTE ST 2046-1 calls safe. */
export const ACTION_SAFE = 0.93;
export const TITLE_SAFE = 0.9;
export const PUSH_MOST = 4;

/** @type {Readonly<Guides>} */
export const DEFAULTS = Object.freeze({
  on: true,
  thirds: true,
  centre: false,
  grid: { on: false, columns: 8, rows: 6 },
  aspects: [],
  mask: 0.6,
  action: false,
  title: false,
  push: { on: false, scale: 1.5, x: 0.5, y: 0.5 },
});

/** The whole picture. @type {Readonly<Box>} */
export const WHOLE = Object.freeze({ left: 0, top: 0, width: 1, height: 1 });

/** @type {(value: number, low: number, high: number) => number} */
const within = (value, low, high) => Math.min(high, Math.max(low, value));

/** What a ratio is called. @param {number} ratio */
export function aspectName(ratio) {
  const known = ASPECTS.find((aspect) => Math.abs(aspect.ratio - ratio) < 0.006);
  return known?.name ?? `${Number(ratio.toFixed(2))} : 1`;
}

/**
 * The largest middle part of `inside` that is `ratio` times as wide as it is high, where the whole picture is `shape`
 * times as wide as high.
 * @param {number} ratio
 * @param {number} shape
 * @param {Box} inside
 * @returns {Box}
 */
export function aspectBox(ratio, shape, inside = WHOLE) {
  const own = shape * inside.width / inside.height;
  const width = inside.width * Math.min(1, ratio / own);
  const height = inside.height * Math.min(1, own / ratio);
  return {
    left: inside.left + (inside.width - width) / 2,
    top: inside.top + (inside.height - height) / 2,
    width,
    height,
  };
}

/** The middle `share` of a box, each way. @param {number} share @param {Box} inside @returns {Box} */
export function safeBox(share, inside = WHOLE) {
  const edge = (1 - share) / 2;
  return {
    left: inside.left + inside.width * edge,
    top: inside.top + inside.height * edge,
    width: inside.width * share,
    height: inside.height * share,
  };
}

/** The push-in with its scale in range and its middle where the box stays in the picture. @param {Push} push @returns {Push} */
export function heldPush(push) {
  const scale = within(push.scale, 1, PUSH_MOST);
  const half = 0.5 / scale;
  return { ...push, scale, x: within(push.x, half, 1 - half), y: within(push.y, half, 1 - half) };
}

/** What the push-in leaves of the picture. @param {Push} push @returns {Box} */
export function pushInBox(push) {
  const { scale, x, y } = heldPush(push);
  return { left: x - 0.5 / scale, top: y - 0.5 / scale, width: 1 / scale, height: 1 / scale };
}

/** The part of the picture that is shown in the end: the push-in, and in it the narrowest aspect. @param {Guides} guides @param {number} shape @returns {Box} */
export function shownBox(guides, shape) {
  let box = guides.push.on ? pushInBox(guides.push) : WHOLE;
  for (const ratio of guides.aspects) {
    const next = aspectBox(ratio, shape, guides.push.on ? pushInBox(guides.push) : WHOLE);
    box = meet(box, next);
  }
  return box;
}

/** Where two boxes with one middle overlap. @param {Box} one @param {Box} other @returns {Box} */
function meet(one, other) {
  const left = Math.max(one.left, other.left);
  const top = Math.max(one.top, other.top);
  return {
    left,
    top,
    width: Math.min(one.left + one.width, other.left + other.width) - left,
    height: Math.min(one.top + one.height, other.top + other.height) - top,
  };
}

/**
 * A box in picture pixels for export: whole and even, as video asks, and within the picture.
 * @param {Box} box
 * @param {number} width of the picture
 * @param {number} height of the picture
 * @returns {Box}
 */
export function cropPixels(box, width, height) {
  const wide = within(2 * Math.round(box.width * width / 2), 2, width - width % 2);
  const high = within(2 * Math.round(box.height * height / 2), 2, height - height % 2);
  const left = Math.round((box.left + box.width / 2) * width - wide / 2);
  const top = Math.round((box.top + box.height / 2) * height - high / 2);
  return { left: within(left, 0, width - wide), top: within(top, 0, height - high), width: wide, height: high };
}

/**
 * Which part of the push-in is under a point, or null: a corner within `reach`, else its inside.
 * @param {Push} push
 * @param {number} x
 * @param {number} y
 * @param {{x: number, y: number}} reach fractions of the picture
 * @returns {Handle|null}
 */
export function pushHandle(push, x, y, reach) {
  if (!push.on) return null;
  const { left, top, width, height } = pushInBox(push);
  for (const [across, side] of /** @type {const} */ ([[left, "left"], [left + width, "right"]])) {
    for (const [down, end] of /** @type {const} */ ([[top, "top"], [top + height, "bottom"]])) {
      if (Math.abs(x - across) <= reach.x && Math.abs(y - down) <= reach.y) return `${side}-${end}`;
    }
  }
  const inside = x >= left && x <= left + width && y >= top && y <= top + height;
  return inside && push.scale > 1 ? "move" : null;
}

/**
 * The push-in after its `handle` was dragged from one point to another; a corner scales it about the opposite corner.
 * @param {Push} push as it was when the drag began
 * @param {Handle} handle
 * @param {{x: number, y: number}} from
 * @param {{x: number, y: number}} to
 * @returns {Push}
 */
export function dragPush(push, handle, from, to) {
  const { left, top, width, height } = pushInBox(push);
  if (handle === "move") return heldPush({ ...push, x: push.x + to.x - from.x, y: push.y + to.y - from.y });
  const [side, end] = handle.split("-");
  const still = { x: side === "left" ? left + width : left, y: end === "top" ? top + height : top };
  const room = {
    x: side === "left" ? still.x : 1 - still.x,
    y: end === "top" ? still.y : 1 - still.y,
  };
  const wanted = Math.max(Math.abs(to.x - still.x), Math.abs(to.y - still.y));
  const size = within(wanted, 1 / PUSH_MOST, Math.min(room.x, room.y));
  return heldPush({
    ...push,
    scale: 1 / size,
    x: still.x + (side === "left" ? -size / 2 : size / 2),
    y: still.y + (end === "top" ? -size / 2 : size / 2),
  });
}
