// @ts-check
/** What operations, their parameters and choices are called by a person: in our words, or as they call themselves. */

import { t } from "../state/words.js";

/** Words of our own where there are some, else what the operation says. @param {string} name @param {string} told */
export function said(name, told) {
  const words = t(name);
  return words === name ? told : words;
}

/** @param {string} name */
export const spaced = (name) => name.replaceAll("_", " ").replace(/^./, (letter) => letter.toUpperCase());

/** @param {string} use */
export const operationName = (use) => said(`op-${use}`, spaced(use));

/** What an operation of the recipe is called by a person. @param {{use: string, name: string}} entry */
export function nameOfEntry({ use, name }) {
  const own = operationName(use);
  return name === use ? own : name.startsWith(`${use} `) ? `${own} ${name.slice(use.length + 1)}` : name;
}
