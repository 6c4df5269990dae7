// @ts-check
/** Markup in JavaScript, without a build. */

import htm from "htm";
import { h } from "preact";

export const html = htm.bind(h);
