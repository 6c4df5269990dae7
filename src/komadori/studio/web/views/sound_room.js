// @ts-check
/** The room where one animates to sound: sounds brought and placed, their words on the sheet, the film to hear them by. */

import { t } from "../state/words.js";
import { html } from "./html.js";
import { Picture } from "./picture.js";
import { SheetPanel } from "./sheet_panel.js";
import { SoundsPanel } from "./sounds_panel.js";
import { Timeline } from "./timeline.js";
import { Transport } from "./transport.js";

export const SoundRoom = () =>
  html`
    <main class="room bench" aria-label=${t("sound")}>
      <${SoundsPanel} />
      <div class="middle">
        <${Picture} />
        <${Transport} />
      </div>
      <${SheetPanel} />
      <${Timeline} />
    </main>
  `;
