// @ts-check
/** One way to have a command done, whether a key, a button or the server asks: the desk's go there, the views' are here. */

import { AWAY, NotDone } from "./link.js";
import { ACTS, lookAt } from "./state/acts.js";
import * as model from "./state/model.js";

/** @type {import("./link.js").Link | null} */
let link = null;

/** @param {import("./link.js").Link} opened */
export function actThrough(opened) {
  link = opened;
}

/** Commands of the view that are the desk's, for the frame looked at. @type {Record<string, () => [string, Record<string, any>] | null>} */
const HERE = {
  "insert-here": () => {
    const frame = model.looked.value;
    return frame === null ? ["return-to-end", {}] : ["stand", { frame, insert: model.hasPicture(frame) }];
  },
  "shoot-again": () => {
    const frame = model.looked.value ?? model.lastFrame.value;
    return frame ? ["reshoot", { frame }] : null;
  },
};

/** Whoever shoots, or sends the camera somewhere, is to see what it sees there. */
const TO_LIVE = new Set(["shoot", "stand", "reshoot", "return-to-end"]);

/** @param {string} name */
const isOfView = (name) => name in ACTS;

/**
 * Do a command of the registry. Failures are told to the person, and null comes back.
 * @param {string} name
 * @param {Record<string, any>} [words]
 * @param {boolean | null} [pressed]
 * @returns {Promise<any>}
 */
export async function act(name, words = {}, pressed = null) {
  if (name in HERE) {
    const meant = HERE[name]();
    return meant && act(...meant);
  }
  if (isOfView(name)) {
    ACTS[name](words, pressed);
    return {};
  }
  if (TO_LIVE.has(name)) lookAt(null);
  try {
    return await link?.do(
      name,
      name === "black" && !("on" in words) ? { on: !model.desk.value.black } : words,
      pressed,
    );
  } catch (why) {
    if (!(why instanceof NotDone)) throw why;
    // That the studio does not answer is said by the page as a whole, until it does.
    if (why.kind === AWAY) return null;
    model.remark(why.message, why.hint, "trouble");
    return null;
  }
}

/** Tell the server something that is no command. @param {object} message */
export const tell = (message) => link?.tell(message);
