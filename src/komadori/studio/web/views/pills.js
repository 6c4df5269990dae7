// @ts-check
/** Small controls of the narrow column: words to press, figures to write, colours to choose. */

import { t } from "../state/words.js";
import { html } from "./html.js";

/** A word that is on or off. @param {{words: string, on: boolean, press: () => void, title?: string}} given */
export const Pill = ({ words, on, press, title }) =>
  html`<button type="button" class="word" aria-pressed=${String(on)} title=${title} onClick=${press}>${words}</button>`;

/** A word that does something. @param {{words: string, press: () => void, off?: boolean, label?: string}} given */
export const Act = ({ words, press, off = false, label }) =>
  html`
    <button type="button" class="word act" disabled=${off} aria-label=${label} title=${label}
      onClick=${press}>${words}</button>
  `;

/**
 * A whole number that is written or stepped.
 * @param {{label: string, value: number | "", least: number, most: number, change: (value: number) => void, hint?: string,
 *   short?: string}} given
 */
export const Figure = ({ label, value, least, most, change, hint, short }) =>
  html`
    <label class="count" title=${label}>${short
      ? html`<span>${short}</span>`
      : null}<input type="number" inputmode="numeric"
      aria-label=${label} min=${least} max=${most} value=${value} placeholder=${hint}
      onKeyDown=${(/** @type {KeyboardEvent} */ event) =>
        event.key === "Enter" && /** @type {any} */ (event.target).blur()} onChange=${(/** @type {any} */ event) => {
        const told = event.target.valueAsNumber;
        const sure = Number.isFinite(told) ? Math.min(most, Math.max(least, Math.round(told))) : least;
        change(sure);
        event.target.value = sure === 0 && hint ? "" : sure;
      }} /></label>
  `;

/** @param {{colours: readonly string[], value: string, choose: (colour: string) => void, label: string}} given */
export const Swatches = ({ colours, value, choose, label }) =>
  html`<div class="swatches" role="group" aria-label=${label}>${
    colours.map((colour, index) =>
      html`
        <button type="button" class="swatch" style=${`--ink:${colour}`} aria-label=${`${label} ${index + 1}`}
          aria-pressed=${String(colour === value)} onClick=${() => choose(colour)}></button>
      `
    )
  }</div>`;

/** One of several words. @param {{label: string, value: string, choices: readonly (readonly [string, string])[], choose: (value: string) => void}} given */
export const Choice = ({ label, value, choices, choose }) =>
  html`<select class="line" aria-label=${label} onChange=${(/** @type {any} */ event) => choose(event.target.value)}>${
    choices.map(([name, words]) => html`<option value=${name} selected=${name === value}>${words}</option>`)
  }</select>`;

/** What a slider shows of a share. @param {number} share */
export const percent = (share) => Math.round(share * 100);

/** What is to be pressed to take a tool up, or to put it down. @param {{words: string, held: boolean, take: () => void, leave: () => void}} given */
export const Hold = ({ words, held, take, leave }) =>
  html`<${Pill} words=${held ? t("done") : words} on=${held} press=${held ? leave : take} />`;
