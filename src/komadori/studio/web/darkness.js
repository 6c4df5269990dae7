// @ts-check
/** Going black when the shutter is about to open, and saying so once it is drawn. */

import { tell } from "./acting.js";
import * as model from "./state/model.js";
import { sign } from "./views/hearing.js";

const GIVE_UP = 5 * 60 * 1000;
/** Milliseconds after which a page that was never told that it may be light again is light by itself. */

let waiting = 0;

/** @param {boolean} on */
function cover(on) {
  const cloth = /** @type {HTMLElement} */ (document.getElementById("dark"));
  cloth.hidden = !on;
  document.body.classList.toggle("dark", on);
}

/** @param {{round: number, on: boolean}} message */
export function dark({ round, on }) {
  clearTimeout(waiting);
  if (!on) {
    cover(model.desk.value.black);
    sign("move");
    return;
  }
  cover(true);
  waiting = setTimeout(() => cover(false), GIVE_UP);
  const done = () => tell({ type: "dark-done", round });
  // A hidden page shines on nothing, and is given no animation frames to wait for.
  if (document.hidden) done();
  else requestAnimationFrame(() => requestAnimationFrame(done));
}

/** Follow the switch that keeps every screen black. @param {boolean} on */
export const black = (on) => cover(on);
