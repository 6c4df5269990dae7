// @ts-check
/** The room where a shot is prepared: which one, with which camera, tried and seen. */

import * as model from "../state/model.js";
import { t } from "../state/words.js";
import { Begin, beginning } from "./begin.js";
import { CamerasPanel } from "./cameras_panel.js";
import { html } from "./html.js";
import { Preferences } from "./preferences_panel.js";
import { ShotsPanel } from "./shots_panel.js";
import { TestShots } from "./tests_panel.js";

export function SetUp() {
  if (!model.series.value.title || beginning.value) return html`<${Begin} />`;
  return html`
    <main class="room set-up" aria-label=${t("set-up")}>
      <${ShotsPanel} />
      <${CamerasPanel} />
      <div class="stack">
        <${TestShots} />
        <${Preferences} />
      </div>
    </main>
  `;
}
