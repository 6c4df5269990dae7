// @ts-check
/** How close a picture is looked at: whole in its box, or at its own pixels, and which part of it is then seen. */

/** @typedef {{width: number, height: number}} Size */
/** @typedef {{left: number, top: number, width: number, height: number}} Box */
/** How many pixels of the screen each of the picture's has, 0 for the whole picture, and what is seen in the middle: shares of its width and height. */
/** @typedef {{scale: number, x: number, y: number}} Closeness */
/** A part of a picture: its first column and row, its size, and that of the whole, in the picture's pixels. */
/** @typedef {{left: number, top: number, width: number, height: number, whole: Size}} Part */

export const SCALES = /** @type {const} */ ([0, 1, 2]);
/** @type {Closeness} */
export const WHOLE = { scale: 0, x: 0.5, y: 0.5 };
const AROUND = 0.35;
/** How much more of the picture is fetched each way than is seen, so that a small move shows no seam. */
const MOST = 8192;
/** Pixels of a part each way that the server cuts. */

/**
 * Where a picture stands in a box, whole and in the middle.
 * @param {Size} picture
 * @param {Size} box
 * @returns {Box}
 */
export function fitted(picture, box) {
  const scale = Math.min(box.width / picture.width, box.height / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  return { left: (box.width - width) / 2, top: (box.height - height) / 2, width, height };
}

/**
 * Where a picture of this size stands in a box, in CSS pixels; from close by its pixels lie on those of the screen.
 * @param {Size} whole
 * @param {Size} box
 * @param {Closeness} closeness
 * @param {number} ratio device pixels of a CSS pixel
 * @returns {Box}
 */
export function placed(whole, box, { scale, x, y }, ratio) {
  if (!scale) return fitted(whole, box);
  const [width, height] = [whole.width * scale / ratio, whole.height * scale / ratio];
  const begin = (/** @type {number} */ share, /** @type {number} */ size, /** @type {number} */ room) =>
    Math.round(ratio * (size <= room ? (room - size) / 2 : bounded(room / 2 - share * size, room - size, 0))) / ratio;
  return { left: begin(x, width, box.width), top: begin(y, height, box.height), width, height };
}

/** @param {number} value @param {number} least @param {number} most */
const bounded = (value, least, most) => Math.min(most, Math.max(least, value));

/** What is in the middle of the box where the picture stands so. @param {Box} place @param {Size} box @param {number} scale @returns {Closeness} */
const seenFrom = (place, box, scale) => ({
  scale,
  x: bounded((box.width / 2 - place.left) / place.width, 0, 1),
  y: bounded((box.height / 2 - place.top) / place.height, 0, 1),
});

/**
 * Closer or farther, so that what is under the pointer stays there.
 * @param {Box} place where the picture stands now
 * @param {Size} box
 * @param {Size} whole
 * @param {number} scale that is wished for
 * @param {[number, number]} at the pointer, CSS pixels from the box's corner
 * @param {number} ratio
 * @returns {Closeness}
 */
export function closer(place, box, whole, scale, [left, top], ratio) {
  if (!scale) return WHOLE;
  const [width, height] = [whole.width * scale / ratio, whole.height * scale / ratio];
  const to = {
    left: left - (left - place.left) * width / place.width,
    top: top - (top - place.top) * height / place.height,
    width,
    height,
  };
  return within(seenFrom(to, box, scale), whole, box, ratio);
}

/**
 * Moved by so many CSS pixels, as far as there is picture.
 * @param {Closeness} closeness
 * @param {number} right
 * @param {number} down
 * @param {Size} whole
 * @param {Size} box
 * @param {number} ratio
 */
export function moved(closeness, right, down, whole, box, ratio) {
  const place = placed(whole, box, closeness, ratio);
  const to = { ...place, left: place.left + right, top: place.top + down };
  return within(seenFrom(to, box, closeness.scale), whole, box, ratio);
}

/** No farther to a side than the picture goes. @param {Closeness} closeness @param {Size} whole @param {Size} box @param {number} ratio */
const within = (closeness, whole, box, ratio) => seenFrom(placed(whole, box, closeness, ratio), box, closeness.scale);

/**
 * So that a place of the picture is seen, moved no more than that takes.
 * @param {Closeness} closeness
 * @param {[number, number]} at shares of the picture's width
 * @param {Size} whole
 * @param {Size} box
 * @param {number} ratio
 */
export function showing(closeness, [x, y], whole, box, ratio) {
  if (!closeness.scale) return closeness;
  const place = placed(whole, box, closeness, ratio);
  const [left, top] = [place.left + x * place.width, place.top + y * place.width];
  const edge = Math.min(60, box.width / 4, box.height / 4);
  const right = bounded(left, edge, box.width - edge) - left;
  const down = bounded(top, edge, box.height - edge) - top;
  return right || down ? moved(closeness, right, down, whole, box, ratio) : closeness;
}

/**
 * What of the picture is seen, in its pixels.
 * @param {Size} whole
 * @param {Size} box
 * @param {Closeness} closeness
 * @param {number} ratio
 */
function seen(whole, box, closeness, ratio) {
  const place = placed(whole, box, closeness, ratio);
  const pixels = closeness.scale / ratio;
  const left = Math.max(0, -place.left) / closeness.scale * ratio;
  const top = Math.max(0, -place.top) / closeness.scale * ratio;
  return {
    left,
    top,
    width: Math.min(whole.width - left, box.width / pixels),
    height: Math.min(whole.height - top, box.height / pixels),
  };
}

/**
 * Whether a part holds all that is seen.
 * @param {Part} part
 * @param {Size} box
 * @param {Closeness} closeness
 * @param {number} ratio
 */
export function covers(part, box, closeness, ratio) {
  if (!closeness.scale) return false;
  const { left, top, width, height } = seen(part.whole, box, closeness, ratio);
  return part.left <= left && part.top <= top && part.left + part.width >= Math.floor(left + width) &&
    part.top + part.height >= Math.floor(top + height);
}

/**
 * The part to fetch: what is seen, and some around it.
 * @param {Size} box
 * @param {Closeness} closeness
 * @param {number} ratio
 */
export function wanted(box, { scale, x, y }, ratio) {
  const size = (/** @type {number} */ room) => Math.min(MOST, Math.ceil(room * ratio / scale * (1 + 2 * AROUND)));
  return { x, y, width: size(box.width), height: size(box.height) };
}
