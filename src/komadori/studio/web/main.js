// @ts-check
/** Where the page begins. */

import { render } from "preact";
import { effect } from "@preact/signals";
import { act, actThrough, tell } from "./acting.js";
import { black, dark } from "./darkness.js";
import { listen } from "./keyboard.js";
import { speak } from "./draw/said.js";
import { Link } from "./link.js";
import { back, placed } from "./state/comeback.js";
import * as model from "./state/model.js";
import { prefer, prefers, read, write } from "./state/preferences.js";
import { language, t } from "./state/words.js";
import { App } from "./views/app.js";
import { pressed } from "./views/guest.js";
import { sayNumber, sign, soundFollowsSheet } from "./views/hearing.js";
import { html } from "./views/html.js";

const KEPT = "komadori";

/** Where this page is, so that it can go on there when the studio was started again. @type {import("./state/comeback.js").Place | null} */
let place = null;

/** What this page does with messages that are more than news. @type {Record<string, (message: any) => void>} */
const DOES = {
  dark,
  press: pressed,
  view: ({ command, with: words, pressed: held }) => act(command, words, held),
  picture: ({ frame }) => sayNumber(frame),
  alarm: ({ kind, drawing }) => drawing || sign(kind === "duplicate" ? "duplicate" : "alarm"),
  desk: ({ rings, black: on }) => {
    if (rings) sign("note");
    black(on);
  },
  remark: ({ severity }) => severity === "trouble" && sign("failure"),
  rest: () => sign("rest"),
  take: async ({ id }) => {
    // A page is there again once it stands where it was: what it showed before is no longer true.
    const commands = id === null ? back(place, model.series.value.title) : [];
    await Promise.all(commands.map(({ command, with: words }) => act(command, words)));
    model.connection.value = link.there ? "open" : "lost";
  },
};

/** @param {any} message */
function hear(message) {
  try {
    model.hear(message);
  } catch (why) {
    if (!(why instanceof RangeError)) throw why;
    // A change was missed; everything is told afresh to whoever connects.
    link.begin();
    return;
  }
  DOES[message.type]?.(message);
  place = placed(place, {
    series: model.series.value.title,
    take: model.take.value,
    cameras: model.cameras.value,
  });
}

prefer(read(localStorage.getItem(KEPT)));
effect(() => localStorage.setItem(KEPT, write()));
effect(() => {
  const told = prefers.value.language || model.welcome.value?.language || navigator.language;
  language.value = told.startsWith("ja") ? "ja" : "en";
  document.documentElement.lang = language.value;
});

const link = new Link({
  hear,
  state: (state) => {
    if (state === "open") tell({ type: "promise", dark: true });
    else model.connection.value = state;
  },
});
speak(t);
actThrough(link);
soundFollowsSheet();
listen();
render(html`<${App} />`, /** @type {Element} */ (document.getElementById("studio")));
