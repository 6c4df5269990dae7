// @ts-check
/** A room that is being furnished. */

import { html } from "./html.js";

export const SoundRoom = () => html`<main class="room"></main>`;
