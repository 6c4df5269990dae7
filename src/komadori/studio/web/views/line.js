// @ts-check
/** A line that one types in: what is being typed outlives whatever is drawn anew meanwhile. */

import { useSignal } from "@preact/signals";
import { html } from "./html.js";

/**
 * `change` is told the text once it is entered or left; other attributes are the input's own.
 * @param {{value: string | number, change: (to: string) => void, [attribute: string]: unknown}} given
 */
export function Line({ value, change, ...attributes }) {
  const typed = useSignal(/** @type {string | null} */ (null));
  return html`
    <input class="line" spellcheck=${false} autocomplete="off" ...${attributes} value=${typed.value ?? value}
      onInput=${(/** @type {any} */ event) => (typed.value = event.target.value)}
      onBlur=${() => (typed.value = null)}
      onChange=${(/** @type {any} */ event) => {
        typed.value = null;
        change(event.target.value);
      }} />
  `;
}
