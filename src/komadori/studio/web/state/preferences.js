// @ts-check
/** What this person likes at this page, whatever the take: language, volume, spoken numbers. */

import { signal } from "@preact/signals-core";

export const AT_FIRST = { language: "", volume: 0.6, speak: false, room: "" };

export const prefers = signal({ ...AT_FIRST });

/** @param {Partial<typeof AT_FIRST>} change */
export function prefer(change) {
  prefers.value = { ...prefers.value, ...change };
}

/**
 * What was written down by `write`, or nothing where it makes no sense.
 * @param {string | null} text
 * @returns {Partial<typeof AT_FIRST>}
 */
export function read(text) {
  try {
    const told = JSON.parse(text ?? "{}");
    return Object.fromEntries(
      Object.entries(AT_FIRST).flatMap(([name, usual]) =>
        typeof told[name] === typeof usual ? [[name, told[name]]] : []
      ),
    );
  } catch {
    return {};
  }
}

/** @returns {string} */
export const write = () => JSON.stringify(prefers.value);
