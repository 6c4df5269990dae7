// @ts-check
/** A room that is being furnished. */

import { html } from "./html.js";

export const LightRoom = () => html`<main class="room"></main>`;
