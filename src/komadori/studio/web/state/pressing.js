// @ts-check
/** From a key that is pressed to the command it stands for. */

/** @typedef {{code: string, ctrlKey: boolean, metaKey: boolean, shiftKey: boolean, altKey: boolean, repeat: boolean}} Key */

/** The key as the map names it: its code, with Ctrl+ and Shift+ before it. @param {Key} key */
export function named(key) {
  const ctrl = key.ctrlKey || key.metaKey ? "Ctrl+" : "";
  return `${ctrl}${key.shiftKey ? "Shift+" : ""}${key.code}`;
}

/**
 * The command and words of a key, or null. With Shift a key that means nothing so means what it means without.
 * @param {Key} key
 * @param {Record<string, [string, Record<string, unknown>]>} map
 * @returns {[string, Record<string, unknown>] | null}
 */
export function meant(key, map) {
  if (key.altKey) return null;
  const name = named(key);
  return map[name] ?? null;
}

/** Commands that a key held down repeats; of all others a repetition is an accident. */
export const REPEATING = new Set(["step-back", "step-forward", "opacity-up", "opacity-down"]);

/**
 * Whether a key belongs to what has the focus: letters to a text field, everything to a list or slider that uses it.
 * @param {{tag: string, type: string, editable: boolean}} focus
 * @param {string} code
 */
export function belongsTo(focus, code) {
  if (focus.editable || focus.tag === "TEXTAREA") return true;
  if (focus.tag === "INPUT" && focus.type !== "range" && focus.type !== "checkbox") return true;
  if (focus.tag === "SELECT") return /^(Arrow|Key|Digit|Space|Enter|Home|End|Page)/.test(code);
  if (focus.tag === "INPUT") return /^(Arrow|Home|End|Page)/.test(code);
  if (focus.tag === "BUTTON" || focus.tag === "A") return code === "Space" || code === "Enter";
  return false;
}
