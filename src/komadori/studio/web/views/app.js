// @ts-check
/** The whole page: the top, and the room one is in. */

import * as model from "../state/model.js";
import { Alarms } from "./alarms.js";
import { Band } from "./band.js";
import { CameraPanel } from "./camera_panel.js";
import { FinishRoom } from "./finish_room.js";
import { Help } from "./help.js";
import { html } from "./html.js";
import { Keypad } from "./keypad.js";
import { LightRoom } from "./light_room.js";
import { LookThrough } from "./look_through.js";
import { Picture } from "./picture.js";
import { Announce, Asleep, Remarks, RestWord } from "./saying.js";
import { SetUp } from "./set_up.js";
import { SheetPanel } from "./sheet_panel.js";
import { SoundRoom } from "./sound_room.js";
import { Timeline } from "./timeline.js";
import { TopBar } from "./top_bar.js";
import { Transport } from "./transport.js";

export function App() {
  const classes = ["app", model.far.value ? "far" : "", model.onlyPicture.value ? "only-picture" : ""];
  return html`<div class=${classes.filter(Boolean).join(" ")}>
    <${TopBar} />
    <${Room} />
    <${Alarms} /><${Remarks} /><${RestWord} /><${Asleep} /><${Announce} />
    ${model.helping.value ? html`<${Help} />` : null}
  </div>`;
}

function Room() {
  if (!model.welcome.value) return html`<main></main>`;
  switch (model.room.value) {
    case "set-up":
      return html`<${SetUp} />`;
    case "light":
      return html`<${LightRoom} />`;
    case "sound":
      return html`<${SoundRoom} />`;
    case "finish":
      return html`<${FinishRoom} />`;
    default:
      return html`<${Animate} />`;
  }
}

const Animate = () =>
  html`
    <main class="animate">
      <section class="panel left">
        <div class="looks">
          <${LookThrough} />
        </div>
        <div>
          <${CameraPanel} />
        </div>
      </section>
      <div class="middle">
        <${Picture} />
        <${Transport} />
        <${Band} />
      </div>
      <${SheetPanel} />
      <${Timeline} />
      <${Keypad} />
    </main>
  `;
