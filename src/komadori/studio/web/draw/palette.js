// @ts-check
/** The colours of style/tokens.css for canvases, read once from the page. */

/** @type {Map<string, string>} */
const known = new Map();

/**
 * The colour token called `name` without its dashes, such as "lamp"; black where the page has no such token.
 * @param {string} name
 * @returns {string}
 */
export function colour(name) {
  let value = known.get(name);
  if (value === undefined) {
    value = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim() || "#000";
    known.set(name, value);
  }
  return value;
}
