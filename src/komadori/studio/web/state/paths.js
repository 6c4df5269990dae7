// @ts-check
/** The paths of the document: begun, drawn on, changed while they are being shot. */

import { fine } from "./reading.js";
import { distance, measured, SPACING, ticks } from "./spacing.js";

/** @typedef {import("./document.js").OwnPath} OwnPath */
/** @typedef {import("./spacing.js").Spacing} Spacing */
/** @typedef {import("./spacing.js").Point} Point */

/**
 * @param {string} id
 * @param {{colour: string, first: number, on: number, aspect: number}} given
 * @returns {OwnPath}
 */
export function newPath(id, { colour, first, on, aspect }) {
  return {
    id,
    colour,
    aspect,
    points: [],
    smooth: true,
    spacing: { ...SPACING, handles: [...SPACING.handles], first, on },
  };
}

/** A name that none of them has. @param {readonly {id: string}[]} members @param {string} letter */
export function freeId(members, letter) {
  let number = members.length + 1;
  while (members.some(({ id }) => id === `${letter}${number}`)) number += 1;
  return `${letter}${number}`;
}

/** The colour used least among them. @param {readonly {colour: string}[]} members @param {readonly string[]} colours */
export function freeColour(members, colours) {
  const uses = colours.map((colour) => members.filter((one) => one.colour === colour).length);
  return colours[uses.indexOf(Math.min(...uses))];
}

/**
 * The members with the one of this id changed.
 * @template {{id: string}} Member
 * @param {readonly Member[]} members
 * @param {string} id
 * @param {(member: Member) => Member} change
 * @returns {Member[]}
 */
export const withChanged = (members, id, change) => members.map((each) => each.id === id ? change(each) : each);

/**
 * The members without the one of this id.
 * @template {{id: string}} Member
 * @param {readonly Member[]} members
 * @param {string} id
 * @returns {Member[]}
 */
export const without = (members, id) => members.filter((each) => each.id !== id);

/**
 * A path changed when the exposures before frame `next` are shot already: those stay where the puppet stood, as near as
 * the changed path comes to it, and the others share what is left.
 * @param {OwnPath} path
 * @param {(path: OwnPath) => OwnPath} change
 * @param {number} next
 * @returns {OwnPath}
 */
export function edited(path, change, next) {
  const shot = ticks(path, path.spacing).filter((tick) => tick.frame < next);
  const after = change(path);
  const { kept: _kept, ...spacing } = after.spacing;
  const sameFrames = spacing.first === path.spacing.first && spacing.on === path.spacing.on;
  const rest = ticks(after, spacing).length - shot.length;
  if (shot.length === 0 || !sameFrames || rest < 1) return { ...after, spacing };
  const moved = after.points !== path.points;
  let furthest = 0;
  const kept = shot.map((tick) => {
    const along = moved ? alongNear(after, tick) : tick.along;
    return (furthest = Math.max(furthest, fine(along)));
  });
  return { ...after, spacing: { ...spacing, kept } };
}

/** The share of the path's length at which it comes nearest to a point. @param {OwnPath} path @param {Point} point */
export function alongNear(path, point) {
  const pieces = measured(path);
  const whole = pieces.at(-1)?.length ?? 0;
  if (whole === 0) return 0;
  let [nearest, found] = [Infinity, 0];
  for (let index = 1; index < pieces.length; index++) {
    const [from, to] = [pieces[index - 1], pieces[index]];
    const share = shareOn(from, to, point, path.aspect);
    const at = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
    const away = distance(at, point, path.aspect);
    if (away < nearest) [nearest, found] = [away, from.length + (to.length - from.length) * share];
  }
  return found / whole;
}

/** @param {Point} from @param {Point} to @param {Point} at @param {number} aspect */
function shareOn(from, to, at, aspect) {
  const [across, down] = [(to.x - from.x) * aspect, to.y - from.y];
  const square = across ** 2 + down ** 2;
  const share = square > 0 ? ((at.x - from.x) * aspect * across + (at.y - from.y) * down) / square : 0;
  return Math.min(1, Math.max(0, share));
}
