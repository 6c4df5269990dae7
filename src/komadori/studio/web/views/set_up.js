// @ts-check
/** A room that is being furnished. */

import { html } from "./html.js";

export const SetUp = () => html`<main class="room"></main>`;
