// @ts-check
/** Scopes of the frame on screen, as it was shot and as it is finished. */

import { useEffect, useRef } from "preact/hooks";
import { effect, useSignal } from "@preact/signals";
import { drawScope, scopesOf } from "../draw/still_scopes.js";
import * as finishing from "../state/finishing.js";
import { t } from "../state/words.js";
import { Segments } from "./controls.js";
import { html } from "./html.js";
import { after, before } from "./previewing.js";

const SCOPES = /** @type {const} */ (["waveform", "parade", "vectorscope", "histogram"]);

export const StillScopesPanel = () =>
  html`
    <section class=${`still-scopes of-${finishing.scope.value}`} aria-label=${t("scopes")}>
      <${Segments} label=${t("scopes")} value=${finishing.scope.value} choices=${SCOPES.map((
        one,
      ) => [one, t(`scope-${one}`)])} choose=${(/** @type {any} */ to) => (finishing.scope.value = to)} />
      <div class="both">
        <${One} of=${before} words=${t("before-short")} />
        <${One} of=${after} words=${t("finished-short")} />
      </div>
    </section>
  `;

/** @param {{of: typeof after, words: string}} given */
function One({ of, words }) {
  const canvas = useRef(/** @type {any} */ (null));
  const size = useSignal("");
  useEffect(() => {
    const watch = new ResizeObserver(([{ contentRect: { width, height } }]) => (size.value = `${width} ${height}`));
    watch.observe(canvas.current);
    /** @type {ImageBitmap | null} */
    let measured = null;
    /** @type {import("../draw/still_scopes.js").StillScopes | null} */
    let data = null;
    let asked = 0;
    const end = effect(() => {
      size.value;
      const scope = finishing.scope.value;
      const bitmap = of.value?.bitmap ?? null;
      cancelAnimationFrame(asked);
      // The picture comes first; its scopes follow in the next frame of the screen.
      asked = requestAnimationFrame(() => {
        if (bitmap !== measured) data = bitmap && scopesOf(bitmap);
        measured = bitmap;
        if (data) drawScope(canvas.current, data, scope);
      });
    });
    return () => {
      watch.disconnect();
      cancelAnimationFrame(asked);
      end();
    };
  }, []);
  return html`
    <figure>
      <canvas ref=${canvas} role="img" aria-label=${`${t(`scope-${finishing.scope.value}`)}: ${words}`}></canvas>
      <figcaption>${words}</figcaption>
    </figure>
  `;
}
