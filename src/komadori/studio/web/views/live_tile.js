// @ts-check
/** A camera's live picture, small, for as long as it is to be seen. */

import { useEffect, useRef } from "preact/hooks";
import * as model from "../state/model.js";
import { t } from "../state/words.js";
import { Icon } from "./controls.js";
import { html } from "./html.js";

export const MOST = 3;
/** Streams at once: a browser opens six connections to one server, and pictures must come through too. */

/** @param {{camera: any, still?: boolean}} given `still` where another stream would be one too many */
export function LiveTile({ camera, still = false }) {
  const shown = camera.live && !camera.opening && !still && model.connection.value === "open";
  return html`<div class="live-tile">${
    shown
      ? html`<${Stream} key=${camera.name} name=${camera.name} model=${camera.model} />`
      : html`<div class="live-none"><${Icon} name=${camera.trouble ? "warning" : "focus"} size=${26} /><span>${
        camera.opening ? t("opening") : camera.trouble ? t("away") : t("no-live")
      }</span></div>`
  }</div>`;
}

/** @param {{name: string, model: string}} given */
function Stream({ name, model: called }) {
  const image = useRef(/** @type {any} */ (null));
  useEffect(() => {
    const held = image.current;
    // An image that leaves the page keeps its stream open until it is told to show something else.
    return () => (held.src = "data:,");
  }, []);
  return html`<img ref=${image} src=${`live.mjpeg?camera=${encodeURIComponent(name)}`} alt=${`${
    t("live")
  } ${called}`} />`;
}
