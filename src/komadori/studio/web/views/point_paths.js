// @ts-check
/** Paths by hand: points added, moved and taken away, also while the shot is being made. */

import * as model from "../state/model.js";
import { INKS } from "../state/document.js";
import { edited, freeColour, freeId, newPath, withChanged, without } from "../state/paths.js";
import { fine } from "../state/reading.js";
import { addPoint, movePoint, pointNear, removePoint, spanNear } from "../state/spacing.js";
import { aspect } from "../state/standing.js";
import * as tools from "../state/tools.js";
import { change } from "./keeping.js";

/** @typedef {import("./pointing.js").Hand} Hand */
/** @typedef {import("./pointing.js").At} At */
/** @typedef {import("../state/document.js").OwnPath} OwnPath */

const REACH = 11;
/** CSS pixels from which a point or a path is still meant. */

/** CSS pixels as heights of the picture. @param {At} at */
const reachOf = ({ viewport }) => REACH / (viewport.seen.height * viewport.scale);

/** @param {At} at */
const placeOf = ({ x, y }) => ({ x: fine(x), y: fine(y) });

const held = () => model.look.peek().paths;
const chosen = () => held().find(({ id }) => id === tools.path.peek()) ?? null;

/** @param {OwnPath} path */
const seen = (path) => ({ ...path, aspect: aspect.peek() });

/** @param {string} id @param {(path: OwnPath) => OwnPath} to */
export function changePath(id, to) {
  const next = model.nextFrame.peek();
  change("paths", (all) => withChanged(all, id, (path) => edited(path, (own) => to(seen(own)), next)));
}

/** Begin a path; the clicks that follow are its points. */
export function begin() {
  end();
  tools.take("paths");
  tools.path.value = "";
  tools.growing.value = true;
}

/** The path grows no more; one of a single point is none. */
export function end() {
  const path = chosen();
  tools.growing.value = false;
  tools.ahead.value = null;
  if (path && path.points.length < 2) removePath(path.id);
}

/** @param {string} id */
export function removePath(id) {
  change("paths", (all) => without(all, id));
  if (tools.path.peek() === id) tools.path.value = held().at(-1)?.id ?? "";
  tools.point.value = -1;
}

/** @param {At} at */
function grow(at) {
  const path = chosen();
  if (!path) return plant(at);
  const near = path.points.length > 1 && pointNear(seen(path), at, reachOf(at)) === path.points.length - 1;
  if (near) {
    end();
    return null;
  }
  changePath(path.id, (own) => addPoint(own, own.points.length, placeOf(at)));
  tools.point.value = path.points.length;
  return dragging(path.id, path.points.length);
}

/** The first point of a path. @param {At} at */
function plant(at) {
  const all = held();
  const { on } = model.desk.peek();
  const first = model.nextFrame.peek();
  const path = newPath(freeId(all, "path "), { colour: freeColour(all, INKS), first, on, aspect: aspect.peek() });
  change("paths", (before) => [...before, addPoint(path, 0, placeOf(at))]);
  tools.path.value = path.id;
  tools.point.value = 0;
  return dragging(path.id, 0);
}

/** @param {string} id @param {number} point @returns {import("./pointing.js").Drag} */
const dragging = (id, point) => ({ move: (at) => changePath(id, (path) => movePoint(path, point, placeOf(at))) });

/**
 * What is under the pointer: a point of a path, the one worked on first, or its line.
 * @param {At} at
 * @returns {{path: OwnPath, point: number, span: number} | null}
 */
function under(at) {
  const [reach, own] = [reachOf(at), chosen()];
  const order = own ? [own, ...held().filter((path) => path !== own)] : held();
  for (const path of order) {
    const point = pointNear(seen(path), at, reach);
    if (point >= 0) return { path, point, span: -1 };
  }
  for (const path of order) {
    const span = spanNear(seen(path), at, reach);
    if (span >= 0) return { path, point: -1, span };
  }
  return null;
}

/** @type {Hand} */
export const paths = {
  cursor(at) {
    if (tools.growing.peek()) return "crosshair";
    const found = under(at);
    if (!found) return held().length ? "default" : "crosshair";
    return found.point >= 0 ? "grab" : "copy";
  },
  hover(at) {
    tools.ahead.value = at && tools.growing.peek() ? placeOf(at) : null;
  },
  down(at) {
    tools.ahead.value = null;
    if (!held().length) tools.growing.value = true;
    if (tools.growing.peek()) return grow(at);
    const found = under(at);
    if (!found) {
      tools.point.value = -1;
      return null;
    }
    const { path, span } = found;
    tools.path.value = path.id;
    if (span >= 0) changePath(path.id, (own) => addPoint(own, span + 1, placeOf(at)));
    tools.point.value = span >= 0 ? span + 1 : found.point;
    return dragging(path.id, tools.point.peek());
  },
  key({ code }) {
    if (code === "Enter" || code === "NumpadEnter") {
      const grows = tools.growing.peek();
      if (grows) end();
      return grows;
    }
    if (code !== "Delete" && code !== "Backspace") return false;
    const path = chosen();
    const point = tools.point.peek();
    // Without a chosen point nothing is deleted; and never a picture while a path is in the hand.
    if (!path || point < 0) return true;
    if (path.points.length <= 2) removePath(path.id);
    else changePath(path.id, (own) => removePoint(own, point));
    tools.point.value = Math.min(point, path.points.length - 2);
    return true;
  },
};
