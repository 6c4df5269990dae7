// @ts-check
/** Keys of the page, by their place on the keyboard: pressed, released, and gone when the page is not in front. */

import { act } from "./acting.js";
import * as model from "./state/model.js";
import { belongsTo, meant, REPEATING } from "./state/pressing.js";

/** Keys that are down and have a release of their own. @type {Map<string, [string, Record<string, any>]>} */
const down = new Map();

export function listen() {
  addEventListener("keydown", pressed);
  addEventListener("keyup", released);
  addEventListener("blur", () => {
    for (const [command, words] of down.values()) act(command, words, false);
    down.clear();
    model.asleep.value = true;
  });
  addEventListener("focus", () => (model.asleep.value = false));
  addEventListener("pointerdown", () => {
    model.asleep.value = false;
    pointed = true;
  });
  addEventListener("keydown", () => (pointed = false), { capture: true });
  addEventListener("click", letGo);
  addEventListener("change", letGo);
}

/** Whether a pointer and no key was used last. */
let pointed = false;

/**
 * What was clicked while animating does not keep the keyboard: the next Enter is to shoot, the next digit to play.
 * Whoever came with the keyboard stays.
 * @param {Event} event
 */
function letGo(event) {
  const at = /** @type {HTMLElement} */ (event.target).closest?.("button, select, input[type=range]");
  if (!pointed || !at?.closest(".animate") || (at.tagName === "SELECT" && event.type === "click")) return;
  /** @type {HTMLElement} */ (at).blur();
}

/** @param {KeyboardEvent} event */
function focusOf(event) {
  const at = /** @type {HTMLElement} */ (event.target);
  return { tag: at.tagName ?? "", type: /** @type {any} */ (at).type ?? "", editable: at.isContentEditable ?? false };
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  if (model.learning.value || event.defaultPrevented) return;
  if (model.desk.value.black && !event.ctrlKey) {
    event.preventDefault();
    act("black", { on: false });
    return;
  }
  const found = meant(event, model.keys.value.keys);
  // The keypad's Enter shoots wherever the focus is; while there is nothing to shoot it is an Enter like any other.
  const shoots = event.code === "NumpadEnter" && model.take.value.id !== null;
  if (!found || (!shoots && belongsTo(focusOf(event), event.code === "NumpadEnter" ? "Enter" : event.code))) return;
  const [command, words] = found;
  // In another room Enter is for its forms; the keypad's shoots wherever one is.
  if (command === "shoot" && model.room.value !== "animate" && !event.code.startsWith("Numpad")) return;
  event.preventDefault();
  if (event.repeat && !REPEATING.has(command)) return;
  const held = model.welcome.value?.commands.find((/** @type {any} */ one) => one.name === command)?.held;
  if (held) down.set(event.code, [command, words]);
  act(command, words, held ? true : null);
}

/** @param {KeyboardEvent} event */
function released(event) {
  const held = down.get(event.code);
  if (!held) return;
  down.delete(event.code);
  act(held[0], held[1], false);
}
