// @ts-check
/** A page that is being written. */

import { html } from "./html.js";

export const Help = () => html`<dialog open></dialog>`;
