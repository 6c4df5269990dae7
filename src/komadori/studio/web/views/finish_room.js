// @ts-check
/** The room where pictures are finished and a movie is made. */

import { t } from "../state/words.js";
import { html } from "./html.js";
import { MoviePanel } from "./movie_panel.js";
import { OperationsPanel } from "./operations_panel.js";
import { Timeline } from "./timeline.js";
import { Wipe } from "./wipe.js";
import { Works } from "./works.js";

export const FinishRoom = () =>
  html`
    <main class="room finish" aria-label=${t("finish")}>
      <${OperationsPanel} />
      <${Wipe} />
      <section class="panel column movie">
        <div class="scrolls">
          <${MoviePanel} />
          <${Works} />
        </div>
      </section>
      <${Timeline} />
    </main>
  `;
