// @ts-check
/**
 * The increment editor: a path drawn over the picture, and where on it the puppet stands at each exposure.
 *
 * Lengths are measured on the picture as it is seen: in heights of the picture, so that across and down count alike.
 */

/** @typedef {{x: number, y: number}} Point 0..1 of the picture */
/** @typedef {{points: Point[], smooth: boolean, aspect: number, colour?: string, millimetres?: number}} Path */
/**
 * aspect: the picture's width to height; millimetres: how long the whole path is on the set, if that is known.
 *
 * @typedef {{kind: "linear"|"in"|"out"|"both"|"custom", strength: number, handles: [number, number, number, number],
 *   first: number, frames: number, on: number, kept?: number[]}} Spacing
 *   "out" leaves slowly, "in" arrives slowly, "both" does both; strength 0..1; handles: a cubic Bézier's two inner points;
 *   first: its first frame; frames: how many; on: frames an exposure stands; kept: where the exposures already shot stand
 */
/** @typedef {{frame: number, x: number, y: number, along: number}} Tick along: 0..1 of the path's length */

/** @type {Readonly<Spacing>} */
export const SPACING = Object.freeze({
  kind: "both",
  strength: 0.5,
  handles: /** @type {[number, number, number, number]} */ ([0.4, 0, 0.6, 1]),
  first: 1,
  frames: 24,
  on: 2,
});
/** Pieces that each span of a smooth path is measured in. */
const PIECES = 24;

/** @type {(value: number, low: number, high: number) => number} */
const within = (value, low, high) => Math.min(high, Math.max(low, value));

/** @param {Point} one @param {Point} other @param {number} aspect */
export const distance = (one, other, aspect) => Math.hypot((other.x - one.x) * aspect, other.y - one.y);

/**
 * A point on a span of the path. Smooth paths are centripetal Catmull-Rom splines (Barry and Goldman's pyramid), which
 * pass through every point and never loop between two.
 * @param {Path} path
 * @param {number} span 0..points - 2
 * @param {number} share 0..1 of the span
 * @returns {Point}
 */
export function pointOn(path, span, share) {
  const { points, smooth, aspect } = path;
  const [one, two] = [points[span], points[span + 1]];
  if (!smooth || points.length < 3 || distance(one, two, aspect) === 0) return between(one, two, share);
  const before = points[span - 1] ?? beyond(one, two);
  const after = points[span + 2] ?? beyond(two, one);
  const knots = [0];
  for (const [from, to] of [[before, one], [one, two], [two, after]]) {
    knots.push(knots[knots.length - 1] + Math.max(1e-6, Math.sqrt(distance(from, to, aspect))));
  }
  const at = knots[1] + share * (knots[2] - knots[1]);
  /** @type {(from: Point, to: Point, low: number, high: number) => Point} */
  const blend = (from, to, low, high) => between(from, to, (at - knots[low]) / (knots[high] - knots[low]));
  const left = blend(before, one, 0, 1);
  const middle = blend(one, two, 1, 2);
  const right = blend(two, after, 2, 3);
  return blend(blend(left, middle, 0, 2), blend(middle, right, 1, 3), 1, 2);
}

/** @type {(one: Point, other: Point, share: number) => Point} */
const between = (one, other, share) => ({
  x: one.x + (other.x - one.x) * share,
  y: one.y + (other.y - one.y) * share,
});

/** The point as far before `end` as `next` is after it. @param {Point} end @param {Point} next @returns {Point} */
const beyond = (end, next) => ({ x: 2 * end.x - next.x, y: 2 * end.y - next.y });

/**
 * A path measured: lengths from its start to each of its pieces' ends.
 * @param {Path} path
 * @returns {{span: number, share: number, length: number, x: number, y: number}[]}
 */
export function measured(path) {
  const pieces = [];
  let length = 0;
  /** @type {Point|null} */
  let last = null;
  for (let span = 0; span < path.points.length - 1; span++) {
    const count = path.smooth ? PIECES : 1;
    for (let piece = last ? 1 : 0; piece <= count; piece++) {
      const point = pointOn(path, span, piece / count);
      if (last) length += distance(last, point, path.aspect);
      pieces.push({ span, share: piece / count, length, ...point });
      last = point;
    }
  }
  return pieces;
}

/** How long a path is, in heights of the picture. @param {Path} path */
export const lengthOf = (path) => measured(path).at(-1)?.length ?? 0;

/**
 * The point at a share of the path's length.
 * @param {Path} path
 * @param {number} along 0..1
 * @returns {Point}
 */
export const pointAt = (path, along) => pointIn(path, measured(path), along);

/** @param {Path} path @param {ReturnType<typeof measured>} pieces @param {number} along @returns {Point} */
function pointIn(path, pieces, along) {
  if (pieces.length === 0) return path.points[0] ?? { x: 0.5, y: 0.5 };
  const wanted = within(along, 0, 1) * pieces[pieces.length - 1].length;
  let [low, high] = [0, pieces.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (pieces[middle].length <= wanted) low = middle;
    else high = middle;
  }
  const [from, to] = [pieces[low], pieces[high]];
  const share = to.length > from.length ? within((wanted - from.length) / (to.length - from.length), 0, 1) : 0;
  const start = from.span === to.span ? from.share : 0;
  return pointOn(path, to.span, start + (to.share - start) * share);
}

/**
 * The share of the way at a share of the time, both 0..1; rises, from 0 to 1.
 * @param {Spacing} spacing
 * @param {number} time
 */
export function eased(spacing, time) {
  const power = 1 + 2 * within(spacing.strength, 0, 1);
  const at = within(time, 0, 1);
  if (spacing.kind === "out") return at ** power;
  if (spacing.kind === "in") return 1 - (1 - at) ** power;
  if (spacing.kind === "both") return at < 0.5 ? 0.5 * (2 * at) ** power : 1 - 0.5 * (2 - 2 * at) ** power;
  return spacing.kind === "custom" ? bezier(spacing.handles, at) : at;
}

/**
 * The height of a cubic Bézier from (0, 0) to (1, 1) where it is `at` across. Handles are held in 0..1, so that time and
 * way both only go on.
 * @param {[number, number, number, number]} handles
 * @param {number} at
 */
export function bezier(handles, at) {
  const [x1, y1, x2, y2] = handles.map((value) => within(value, 0, 1));
  /** @type {(one: number, two: number, t: number) => number} */
  const curve = (one, two, t) => 3 * one * t * (1 - t) ** 2 + 3 * two * t * t * (1 - t) + t ** 3;
  if (at <= 0 || at >= 1) return within(at, 0, 1);
  let [low, high] = [0, 1];
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (curve(x1, x2, middle) < at) low = middle;
    else high = middle;
  }
  return curve(y1, y2, (low + high) / 2);
}

/** The first frames of a spacing's exposures. @param {Spacing} spacing @returns {number[]} */
export function exposures({ first, frames, on }) {
  const count = Math.max(1, Math.ceil(frames / Math.max(1, on)));
  return Array.from({ length: count }, (_, index) => first + index * Math.max(1, on));
}

/**
 * Where the puppet stands at each exposure: the first at the path's start, the last at its end. Exposures already shot stay
 * where they were kept; the spacing of the rest goes on from there.
 * @param {Path} path
 * @param {Spacing} spacing
 * @returns {Tick[]}
 */
export function ticks(path, spacing) {
  if (path.points.length < 2) return [];
  const frames = exposures(spacing);
  const pieces = measured(path);
  const kept = spacing.kept ?? [];
  const last = Math.max(1, frames.length - 1);
  const from = Math.max(0, kept.length - 1);
  const [start, gone] = [kept[from] ?? 0, eased(spacing, from / last)];
  return frames.map((frame, index) => {
    const share = gone < 1 ? (eased(spacing, index / last) - gone) / (1 - gone) : 1;
    const along = kept[index] ?? start + (1 - start) * share;
    return { frame, along, ...pointIn(path, pieces, along) };
  });
}

/**
 * The spacing with every exposure up to `frame` kept where it stands now, so that it may be changed while shooting.
 * @param {Path} path
 * @param {Spacing} spacing
 * @param {number} frame
 * @returns {Spacing}
 */
export function keep(path, spacing, frame) {
  return { ...spacing, kept: ticks(path, spacing).filter((tick) => tick.frame <= frame).map((tick) => tick.along) };
}

/** The tick that stands at `frame`: the last that begins at or before it; null outside. @param {Tick[]} all @param {Spacing} spacing @param {number} frame */
export function tickAt(all, spacing, frame) {
  if (frame < spacing.first || frame >= spacing.first + spacing.frames) return null;
  return all.findLast((tick) => tick.frame <= frame) ?? null;
}

/**
 * The way from each tick to the next: of the path's length, and in millimetres where the path's length is known.
 * @param {Path} path
 * @param {Tick[]} all
 * @returns {{frame: number, share: number, millimetres: number|null}[]}
 */
export function increments(path, all) {
  return all.slice(1).map((tick, index) => {
    const share = tick.along - all[index].along;
    return { frame: tick.frame, share, millimetres: path.millimetres ? share * path.millimetres : null };
  });
}

/**
 * The index of the path's point within `reach` heights of the picture of (x, y), or -1.
 * @param {Path} path
 * @param {Point} at
 * @param {number} reach
 */
export function pointNear(path, at, reach) {
  const away = path.points.map((point) => distance(point, at, path.aspect));
  const nearest = away.indexOf(Math.min(...away));
  return nearest >= 0 && away[nearest] <= reach ? nearest : -1;
}

/**
 * The span of the path that passes within `reach` heights of the picture of a point, or -1.
 * @param {Path} path
 * @param {Point} at
 * @param {number} reach
 */
export function spanNear(path, at, reach) {
  let [nearest, found] = [reach, -1];
  const pieces = measured(path);
  pieces.slice(1).forEach((to, index) => {
    const away = distanceToLine(pieces[index], to, at, path.aspect);
    if (away <= nearest) [nearest, found] = [away, to.span];
  });
  return found;
}

/** @type {(one: Point, other: Point, at: Point, aspect: number) => number} */
export function distanceToLine(one, other, at, aspect) {
  const [across, down] = [(other.x - one.x) * aspect, other.y - one.y];
  const whole = across ** 2 + down ** 2;
  const share = whole > 0 ? within(((at.x - one.x) * aspect * across + (at.y - one.y) * down) / whole, 0, 1) : 0;
  return distance(between(one, other, share), at, aspect);
}

/** @template {Path} Own @param {Own} path @param {number} index @param {Point} to @returns {Own} */
export const movePoint = (path, index, to) => ({ ...path, points: path.points.with(index, { x: to.x, y: to.y }) });

/** The new point stands at `index`. @template {Path} Own @param {Own} path @param {number} index @param {Point} point @returns {Own} */
export const addPoint = (path, index, point) => ({
  ...path,
  points: path.points.toSpliced(index, 0, { x: point.x, y: point.y }),
});

/** A path keeps two points. @template {Path} Own @param {Own} path @param {number} index @returns {Own} */
export const removePoint = (path, index) =>
  path.points.length > 2 ? { ...path, points: path.points.toSpliced(index, 1) } : path;
