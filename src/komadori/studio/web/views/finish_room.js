// @ts-check
/** The room where pictures are finished, looked at closely, and made into a movie. */

import * as finishing from "../state/finishing.js";
import { t } from "../state/words.js";
import { Compare } from "./compare.js";
import { Segments } from "./controls.js";
import { html } from "./html.js";
import { MoviePanel } from "./movie_panel.js";
import { OperationsPanel } from "./operations_panel.js";
import { StillScopesPanel } from "./still_scopes_panel.js";
import { Timeline } from "./timeline.js";
import { Works } from "./works.js";
import { WorstFrames } from "./worst_frames.js";

const SIDES = /** @type {const} */ (["look", "movie"]);

export function FinishRoom() {
  const { side } = finishing;
  return html`
    <main class="room finish" aria-label=${t("finish")}>
      <${OperationsPanel} />
      <${Compare} />
      <section class="panel column movie">
        <${Segments} label=${t("side")} value=${side.value} choices=${SIDES.map((
          one,
        ) => [one, t(`side-${one}`)])} choose=${(/** @type {any} */ to) => (side.value = to)} />
        ${side.value === "look"
          ? html`
            <${StillScopesPanel} />
            <${WorstFrames} />
          `
          : html`
            <div class="scrolls">
              <${MoviePanel} />
              <${Works} />
            </div>
          `}
      </section>
      <${Timeline} />
    </main>
  `;
}
