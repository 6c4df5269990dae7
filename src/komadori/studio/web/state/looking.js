// @ts-check
/**
 * What the animator looks through: everything that is drawn of the live view and of the pictures laid over it.
 *
 * Order of operations, the same in draw/compositor_gl.js, draw/compositor_2d.js and tests/studio/looking_reference.py.
 * All maths is on sRGB codes 0..1, as every onion skin of the field has it; one picture pixel is one live pixel.
 *
 * 1. key         chroma distance of the raw live pixel from the key colour → opacity over the plate; a little spill goes
 * 2. lift        the live picture alone times 2^(stops / 2.2), cut off at white
 * 3. onion       fade · live + (1 - fade) · weighted mean of the film layers that are there
 * 4. difference  |raw live - reference| · gain, in place of all the above
 * 5. split       left of the line the reference alone
 * 6. layers      line-up pictures over it, in their order, each placed, scaled, turned and at its opacity
 * 7. marks       peaking and zebra, both read from the raw live picture, not left of the split
 * 8. view        turned clockwise, then mirrored; then the loupe, nearest pixel
 *
 * A reference that is not there is left out. References fill the frame; who gives them fits other shapes beforehand.
 */

/** @typedef {{slot: string, weight: number}} Film */
/** @typedef {{on: boolean, fade: number, layers: Film[]}} Onion fade: 0 is film alone, 1 is live alone */
/** @typedef {{on: boolean, slot: string, gain: number}} Difference gain: 1..16 */
/** @typedef {{on: boolean, slot: string, at: number}} Split at: 0..1 of the width; left is the reference, right live */
/**
 * @typedef {{on: boolean, colour: [number, number, number], tolerance: number, softness: number, spill: number,
 *   plate: string}} Key colour in codes 0..1; the three widths are chroma distances, about 0..0.5
 */
/** @typedef {{on: boolean, strength: number}} Peaking strength: 0..1 */
/** @typedef {{on: boolean, level: number}} Zebra level: the code 0..1 of the brightest channel from which it shows */
/**
 * @typedef {{on: boolean, x: number, y: number, zoom: number}} Loupe
 *   x, y: 0..1 of the picture; zoom: device pixels a picture pixel
 */
/** @typedef {{mirror: boolean, turn: 0|90|180|270}} View turned clockwise, then mirrored left to right */
/**
 * @typedef {{slot: string, x: number, y: number, scale: number, opacity: number, flip: boolean, turn: number}} LineUp
 *   x, y: shift of its centre from the middle, in widths and heights of the frame; scale 1 fits it in the frame; turn in
 *   degrees clockwise
 */
/**
 * @typedef {{onion: Onion, difference: Difference, split: Split, key: Key, peaking: Peaking, zebra: Zebra, loupe: Loupe,
 *   view: View, layers: LineUp[], lift: number}} Looking
 */
/** @typedef {{width: number, height: number}} Size in pixels */

/** The most film layers an onion skin has: five back and three on. */
export const FILM_MOST = 8;
/** Code of the flat grey behind a key without a plate. */
export const NO_PLATE = 32 / 255;
/** The colour of peaking: a cool one that no warm set has. */
export const PEAKING = /** @type {[number, number, number]} */ ([0.45, 0.95, 0.85]);
/** Code of the zebra's dark stripes, which are half of every `ZEBRA_STEP` picture pixels. */
export const ZEBRA = 0.08;
export const ZEBRA_STEP = 8;
/** Shares of red, green and blue in luma (BT.709). */
export const LUMA = /** @type {[number, number, number]} */ ([0.2126, 0.7152, 0.0722]);

/** @type {Readonly<Looking>} */
export const DEFAULTS = Object.freeze({
  onion: { on: false, fade: 0.58, layers: [] },
  difference: { on: false, slot: "last", gain: 4 },
  split: { on: false, slot: "last", at: 0.5 },
  key: {
    on: false,
    colour: /** @type {[number, number, number]} */ ([0, 0.7, 0.25]),
    tolerance: 0.14,
    softness: 0.08,
    spill: 0.12,
    plate: "plate",
  },
  peaking: { on: false, strength: 0.6 },
  zebra: { on: false, level: 0.97 },
  loupe: { on: false, x: 0.5, y: 0.5, zoom: 1 },
  view: { mirror: false, turn: /** @type {0} */ (0) },
  layers: [],
  lift: 0,
});

/** @type {(value: number, low: number, high: number) => number} */
const within = (value, low, high) => Math.min(high, Math.max(low, value));

/**
 * `partial` over the defaults, every group of its own, and every number within its range.
 * @param {{[group in keyof Looking]?: Looking[group] extends (number|unknown[]) ? Looking[group] : Partial<Looking[group]>}} partial
 * @returns {Looking}
 */
export function looking(partial = {}) {
  const onion = { ...DEFAULTS.onion, ...partial.onion };
  const difference = { ...DEFAULTS.difference, ...partial.difference };
  const split = { ...DEFAULTS.split, ...partial.split };
  const loupe = { ...DEFAULTS.loupe, ...partial.loupe };
  return {
    onion: { ...onion, fade: within(onion.fade, 0, 1), layers: onion.layers.slice(0, FILM_MOST) },
    difference: { ...difference, gain: within(difference.gain, 1, 16) },
    split: { ...split, at: within(split.at, 0, 1) },
    key: { ...DEFAULTS.key, ...partial.key },
    peaking: { ...DEFAULTS.peaking, ...partial.peaking },
    zebra: { ...DEFAULTS.zebra, ...partial.zebra },
    loupe: { ...loupe, x: within(loupe.x, 0, 1), y: within(loupe.y, 0, 1), zoom: within(loupe.zoom, 1, 16) },
    view: { ...DEFAULTS.view, ...partial.view },
    layers: partial.layers ?? [],
    lift: within(partial.lift ?? 0, -4, 4),
  };
}

/**
 * The slots that `params` would show now, so that nothing else need be fetched.
 * @param {Looking} params
 * @returns {Set<string>}
 */
export function slotsOf(params) {
  const slots = new Set(params.layers.filter((layer) => layer.opacity > 0).map((layer) => layer.slot));
  if (params.onion.on) params.onion.layers.forEach((layer) => slots.add(layer.slot));
  if (params.difference.on) slots.add(params.difference.slot);
  if (params.split.on) slots.add(params.split.slot);
  if (params.key.on) slots.add(params.key.plate);
  return slots;
}

/**
 * Film layers for an onion skin of `back` frames before and `on` frames after the next one, nearest first; each further
 * one weighs `falloff` of its nearer neighbour. `slot` names the slot of a distance: -1 is the last frame.
 * @param {number} back
 * @param {number} on
 * @param {(distance: number) => string} slot
 * @param {number} falloff 0..1
 * @returns {Film[]}
 */
export function ghosts(back, on, slot, falloff = 0.6) {
  const layers = [];
  for (let step = 1; step <= Math.max(back, on); step++) {
    const weight = falloff ** (step - 1);
    if (step <= back) layers.push({ slot: slot(-step), weight });
    if (step <= on) layers.push({ slot: slot(step), weight });
  }
  return layers.slice(0, FILM_MOST);
}

/**
 * What is seen while flicking to the picture in `slot`: it alone, viewed and magnified as before.
 * @param {Looking} params
 * @param {string} slot
 * @returns {Looking}
 */
export function flicked({ view, loupe }, slot) {
  return looking({ view, loupe, onion: { on: true, fade: 0, layers: [{ slot, weight: 1 }] } });
}

/**
 * The shares of live and of each film layer that is there in the onion skin; they sum to 1.
 * @param {Onion} onion
 * @param {(slot: string) => boolean} there
 * @returns {{live: number, film: Film[]}}
 */
export function onionShares(onion, there) {
  const film = onion.on
    ? onion.layers.slice(0, FILM_MOST).filter((layer) => layer.weight > 0 && there(layer.slot))
    : [];
  const whole = film.reduce((sum, layer) => sum + layer.weight, 0);
  if (whole === 0) return { live: 1, film: [] };
  const part = (1 - onion.fade) / whole;
  return { live: onion.fade, film: film.map(({ slot, weight }) => ({ slot, weight: weight * part })) };
}

/** What live codes are multiplied by for `stops` of lift. @param {number} stops */
export const liftFactor = (stops) => 2 ** (stops / 2.2);

/** The whole code 0..255 of the brightest channel from which the zebra shows. @param {number} level */
export const zebraCode = (level) => Math.round(level * 255);

/**
 * How much a pixel's luma must differ from its four neighbours' together for peaking to begin, for a strength 0..1. A second
 * difference, as edges out of focus are as strong as sharp ones but never so sudden.
 * @param {number} strength
 */
export const peakingThreshold = (strength) => 0.06 + 0.6 * (1 - strength) ** 2;

/**
 * The first picture column that is not left of the split; 0 without one.
 * @param {Split} split
 * @param {number} width in picture pixels
 * @param {(slot: string) => boolean} there
 */
export const splitColumn = (split, width, there) => split.on && there(split.slot) ? Math.round(split.at * width) : 0;

/**
 * The size of a picture as seen through `view`.
 * @param {View} view
 * @param {Size} picture
 * @returns {Size}
 */
export const seenSize = (view, { width, height }) =>
  view.turn % 180 === 0 ? { width, height } : { width: height, height: width };

/**
 * Where a point of the picture is seen; both in 0..1.
 * @param {View} view
 * @param {number} x
 * @param {number} y
 * @returns {[number, number]}
 */
export function toSeen(view, x, y) {
  /** @type {Record<number, [number, number]>} */
  const turned = { 0: [x, y], 90: [1 - y, x], 180: [1 - x, 1 - y], 270: [y, 1 - x] };
  const [across, down] = turned[view.turn];
  return [view.mirror ? 1 - across : across, down];
}

/**
 * The inverse of `toSeen`.
 * @param {View} view
 * @param {number} across
 * @param {number} down
 * @returns {[number, number]}
 */
export function fromSeen(view, across, down) {
  const u = view.mirror ? 1 - across : across;
  /** @type {Record<number, [number, number]>} */
  const turned = { 0: [u, down], 90: [down, 1 - u], 180: [1 - u, 1 - down], 270: [1 - down, u] };
  return turned[view.turn];
}

/**
 * The part of the seen picture that is drawn on `at`: seen pixel = left + drawn pixel / zoom. Without the loupe the whole
 * picture fills `at`. With it, `left` and `top` are whole pixels within the picture, so that 1:1 is sharp, and a picture
 * smaller than `at` stands in the middle.
 * @param {Pick<Looking, "loupe"|"view">} params
 * @param {Size} picture
 * @param {Size} at device pixels
 * @returns {{left: number, top: number, across: number, down: number}} across, down: device pixels a seen pixel
 */
export function windowOf({ loupe, view }, picture, at) {
  const seen = seenSize(view, picture);
  if (!loupe.on) return { left: 0, top: 0, across: at.width / seen.width, down: at.height / seen.height };
  const [x, y] = toSeen(view, loupe.x, loupe.y);
  return {
    left: firstPixel(x, seen.width, at.width / loupe.zoom),
    top: firstPixel(y, seen.height, at.height / loupe.zoom),
    across: loupe.zoom,
    down: loupe.zoom,
  };
}

/**
 * @param {number} centre 0..1
 * @param {number} whole
 * @param {number} shown
 */
function firstPixel(centre, whole, shown) {
  if (shown >= whole) return -Math.floor((shown - whole) / 2);
  return within(Math.round(centre * whole - shown / 2), 0, Math.floor(whole - shown));
}

/**
 * Where a line-up layer stands: a point (x, y) of the layer, measured from its middle in its own pixels, is drawn at the
 * picture pixel (a·x + c·y + e, b·x + d·y + f).
 * @param {LineUp} layer
 * @param {Size} own the layer's own size
 * @param {Size} picture
 * @returns {[number, number, number, number, number, number]} a to f
 */
export function placement(layer, own, picture) {
  const size = layer.scale * Math.min(picture.width / own.width, picture.height / own.height);
  const angle = layer.turn * Math.PI / 180;
  const cos = Math.cos(angle) * size;
  const sin = Math.sin(angle) * size;
  const side = layer.flip ? -1 : 1;
  return [cos * side, sin * side, -sin, cos, (0.5 + layer.x) * picture.width, (0.5 + layer.y) * picture.height];
}

/**
 * The largest whole-pixel size of `seen`'s shape within `box`; `seen` itself where there is no box.
 * @param {Size} seen
 * @param {Size} box
 * @returns {Size}
 */
export function fitted(seen, box) {
  if (box.width <= 0 || box.height <= 0) return seen;
  const scale = Math.min(box.width / seen.width, box.height / seen.height);
  return {
    width: Math.max(1, Math.round(seen.width * scale)),
    height: Math.max(1, Math.round(seen.height * scale)),
  };
}
