// @ts-check
/** The room of light and motion: what the sheet says of them, until they are written here too. */

import { act } from "../acting.js";
import * as model from "../state/model.js";
import { cellAt, spansIn } from "../state/sheet.js";
import { t } from "../state/words.js";
import { Icon } from "./controls.js";
import { html } from "./html.js";
import { Picture } from "./picture.js";
import { SheetPanel } from "./sheet_panel.js";
import { Timeline } from "./timeline.js";
import { Transport } from "./transport.js";

export const LightRoom = () =>
  html`
    <main class="room bench" aria-label=${t("light")}>
      <${Programs} />
      <div class="middle">
        <${Picture} />
        <${Transport} />
      </div>
      <${SheetPanel} />
      <${Timeline} />
    </main>
  `;

/** The columns that are drawn as curves. @param {string} kind */
const columnsOf = (kind) =>
  model.sheet.value?.columns.filter((one) => one.kind === "free" && one.name.toLowerCase().startsWith(kind)) ?? [];

function Programs() {
  const columns = [...columnsOf("light"), ...columnsOf("motion")];
  return html`
    <section class="panel column" aria-label=${t("light")}>
      <h2>${t("light-title")}<span class="figure">${columns.length || ""}</span></h2>
      <div class="scrolls">${columns.length
        ? columns.map((column) => html`<${Program} key=${column.name} column=${column} />`)
        : html`<p class="hint drop"><${Icon} name="lamp" size=${26} />${t("no-light")}</p>`}</div>
      <p class="hint">${t("light-words")}</p>
      <div class="pair">
        <${Adds} kind="light" />
        <${Adds} kind="motion" />
      </div>
    </section>
  `;
}

/** A column of a name that is free. @param {{kind: string}} given */
function Adds({ kind }) {
  const taken = new Set(model.sheet.value?.columns.map((one) => one.name));
  let name = kind;
  for (let number = 2; taken.has(name); number++) name = `${kind} ${number}`;
  return html`<button type="button" class="press small" disabled=${model.take.value.id === null} onClick=${() =>
    act("add-column", { name, kind: "free" })}>${t(`add-${kind}`)}</button>`;
}

/** @param {{column: import("../state/sheet.js").Column}} given */
function Program({ column }) {
  const written = spansIn(column, 1, column.frames).filter(({ cell }) => cell.text);
  const frame = model.playhead.value;
  const now = cellAt(column, frame)?.text;
  return html`<article class="program"><div><b>${column.name}</b><small>${t("values", written.length)}</small></div>
    <output aria-label=${t("at-frame", frame)}>${now || "–"}</output></article>`;
}
