// @ts-check
/** The address of a shot that is still to be made. */

const FIRST = "ep01/sc010/sh010";
const STEP = 10;
/** Between two shots, so that one more fits in. */

/**
 * The next address after the last of `slates`, which are in order: ep01/sc010/sh010 leads to ep01/sc010/sh020.
 * @param {readonly string[]} slates
 * @returns {string}
 */
export function nextSlate(slates) {
  const last = slates.at(-1);
  if (!last) return FIRST;
  const taken = new Set(slates);
  const found = /^(.*?)(\d+)(\D*)$/.exec(last);
  if (!found) return `${last}-2`;
  const [, before, digits, after] = found;
  let number = Number(digits);
  for (;;) {
    number = (Math.floor(number / STEP) + 1) * STEP;
    const next = `${before}${String(number).padStart(digits.length, "0")}${after}`;
    if (!taken.has(next)) return next;
  }
}

/**
 * The names of exposures as a person writes them, parted by spaces or commas; x1 where there are none.
 * @param {string} text
 * @returns {string[]}
 */
export function exposureNames(text) {
  const names = text.split(/[\s,、]+/).filter(Boolean);
  return names.length ? [...new Set(names)] : ["x1"];
}
