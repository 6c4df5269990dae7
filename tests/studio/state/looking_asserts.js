// @ts-check
/** Plain asserts for the tests of what lies over the picture. */

/** @param {unknown} truth @param {string} [says] */
export function ok(truth, says = "is not so") {
  if (!truth) throw new Error(says);
}

/** @param {unknown} is @param {unknown} should */
export function equal(is, should) {
  const [one, other] = [JSON.stringify(is), JSON.stringify(should)];
  ok(one === other, `${one} is not ${other}`);
}

/** @param {number} is @param {number} should @param {number} [by] */
export function close(is, should, by = 1e-9) {
  ok(Math.abs(is - should) <= by, `${is} is not within ${by} of ${should}`);
}

/** Numbers 0..1 that are the same on every run. @param {number} seed */
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9 >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
}
