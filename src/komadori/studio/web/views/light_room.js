// @ts-check
/** The room of light and motion: what the sheet says of them, until they are written here too. */

import { act } from "../acting.js";
import { curvesOf } from "../draw/lanes_curves.js";
import * as model from "../state/model.js";
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

function Programs() {
  const held = model.sheet.value;
  const curves = held ? [...curvesOf(held, "light"), ...curvesOf(held, "motion")] : [];
  return html`
    <section class="panel column" aria-label=${t("light")}>
      <h2>${t("light-title")}<span class="figure">${curves.length || ""}</span></h2>
      <div class="scrolls">${curves.length
        ? curves.map((curve) => html`<${Program} key=${curve.column.name} curve=${curve} />`)
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

/** One lamp or motor: its figure at this frame, or those before and after. @param {{curve: import("../draw/lanes_curves.js").Curve}} given */
function Program({ curve }) {
  const frame = model.playhead.value;
  const before = curve.points.filter((point) => point.frame <= frame).at(-1);
  const after = curve.points.find((point) => point.frame > frame);
  const here = before?.frame === frame || !after;
  return html`<article class="program"><i style=${`background:${curve.tone}`} aria-hidden="true"></i>
    <div><b>${curve.name}</b><small>${t("values", curve.points.length)}</small></div>
    <output aria-label=${t("at-frame", frame)}>${before?.value ?? "–"}${
    here ? null : html`
      <small class="faint">→ ${after?.value}</small>
    `
  }</output></article>`;
}
