// @ts-check
/** From anything at all to a value that is sure: files are old, hands are quick, and neither may break the page. */

/** @type {(value: number, low: number, high: number) => number} */
export const within = (value, low, high) => Math.min(high, Math.max(low, value));

/** @param {unknown} value @returns {Record<string, unknown>} */
export const record = (value) =>
  value !== null && typeof value === "object" && !Array.isArray(value)
    ? /** @type {Record<string, unknown>} */ (value)
    : {};

/** A number within its range; `usual` where it is none. @param {unknown} value @param {number} usual @param {number} low @param {number} high */
export const number = (value, usual, low, high) =>
  typeof value === "number" && Number.isFinite(value) ? within(value, low, high) : usual;

/** @param {unknown} value @param {number} usual @param {number} low @param {number} high */
export const whole = (value, usual, low, high) => Math.round(number(value, usual, low, high));

/** @param {unknown} value @param {boolean} usual */
export const flag = (value, usual = false) => typeof value === "boolean" ? value : usual;

/** @param {unknown} value @param {number} most letters @param {string} usual */
export const text = (value, most, usual = "") => typeof value === "string" ? value.slice(0, most) : usual;

/** @param {unknown} value @param {string} usual such as #f3e6d0 */
export const colourCode = (value, usual) =>
  typeof value === "string" && /^#[0-9a-f]{6}$/i.test(value) ? value.toLowerCase() : usual;

/**
 * @template {string} Name
 * @param {unknown} value
 * @param {readonly Name[]} names
 * @param {Name} usual
 */
export const oneOf = (value, names, usual) =>
  names.includes(/** @type {Name} */ (value)) ? /** @type {Name} */ (value) : usual;

/**
 * At most `most` members, each as `of` reads it; what it reads as null is left out.
 * @template Member
 * @param {unknown} value
 * @param {number} most
 * @param {(member: unknown) => Member | null} of
 * @returns {Member[]}
 */
export const list = (value, most, of) =>
  Array.isArray(value)
    ? value.slice(0, most).map(of).filter((member) => member !== null).map((member) => /** @type {Member} */ (member))
    : [];

/**
 * The members of which each has another id.
 * @template {{id: string}} Member
 * @param {Member[]} members
 */
export const apart = (members) =>
  members.filter((member, index) => members.findIndex((other) => other.id === member.id) === index);

/** Places of the picture, 0..1, to a ten-thousandth: finer than any pixel, and short in a file. @param {number} value */
export const fine = (value) => Math.round(value * 10000) / 10000;
