// @ts-check
/** The tools behind the switches of the left side, until each has a file of its own. */

import { html } from "./html.js";

export const GuidesBody = () => html``;
export const KeyBody = () => html``;
export const PathsBody = () => html``;
export const ReferenceBody = () => html``;
export const SketchBody = () => html``;
