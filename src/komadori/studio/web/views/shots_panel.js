// @ts-check
/** The shots of the series: opened with a click, begun with a new address. */

import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { act } from "../acting.js";
import { whenWords } from "../state/amounts.js";
import * as model from "../state/model.js";
import { exposureNames, nextSlate } from "../state/naming.js";
import { clockLanguage, spoken, t } from "../state/words.js";
import { Icon, Segments } from "./controls.js";
import { html } from "./html.js";

export function ShotsPanel() {
  const shots = model.shots.value;
  return html`
    <section class="panel column" aria-label=${t("shots")}>
      <h2>${t("shots")}<span class="figure">${shots.length || ""}</span></h2>
      <div class="scrolls shots">${shots.length
        ? shots.map((shot) => html`<${Shot} key=${shot.slate} shot=${shot} />`)
        : html`<p class="hint">${t("no-shots")}</p>`}</div>
      <${NewShot} />
    </section>
  `;
}

/** @param {string} slate @param {number} [take] */
async function open(slate, take) {
  const done = await act("open", take ? { slate, take } : { slate });
  if (done) model.room.value = "animate";
}

/** The shot on the desk as it is now; the list is told when a take is opened. @param {any} shot */
function fresh(shot) {
  const held = model.sheet.value;
  if (!held || shot.takes.at(-1) !== model.take.value.number) return shot;
  const cells = held.columns[0].cells.filter((cell) => cell.pictures?.length);
  return {
    ...shot,
    pictures: model.pictures.value.size,
    frames: held.frames,
    shot: cells.reduce((sum, cell) => sum + cell.length, 0),
    kept: model.desk.value.saved || shot.kept,
  };
}

/** The slate of the shot that a picture was kept of last, or "". */
function lastWorkedOn() {
  const shot = model.shots.peek().filter((/** @type {any} */ one) => one.kept);
  return shot.sort((one, other) => (one.kept < other.kept ? 1 : -1))[0]?.slate ?? "";
}

/** @param {{shot: any}} given */
function Shot({ shot: told }) {
  const here = model.take.value.slate === told.slate;
  const shot = here ? fresh(told) : told;
  const [episode, scene, name] = shot.slate.split("/");
  const when = whenWords(shot.kept, new Date(), clockLanguage.value);
  const button = useRef(/** @type {any} */ (null));
  // On the next morning Enter goes on with what was shot last.
  useEffect(() => {
    if (model.take.peek().id === null && shot.slate === lastWorkedOn()) button.current.focus({ preventScroll: true });
  }, []);
  return html`<article class=${here ? "shot here" : "shot"}>
    <button type="button" class="shot-open" ref=${button} aria-current=${here ? "true" : null} onClick=${() =>
    open(shot.slate)}>
      <${Poster} shot=${shot} />
      <span class="shot-words"><b>${name} <small>${scene} · ${episode}</small></b>
        <span>${shot.frames ? t("shot-of", shot.shot, shot.frames) : t("nothing-shot")}${
    when
      ? html`
        <i>${when}</i>
      `
      : null
  }</span>
        <span class="bar" aria-hidden="true"><i style=${`width:${
    shot.frames ? 100 * Math.min(1, shot.shot / shot.frames) : 0
  }%`}></i></span></span>
    </button>
    ${
    shot.notices.map((/** @type {string} */ notice) =>
      html`<p class="trouble"><${Icon} name="warning" size=${14} />${spoken(notice)}</p>`
    )
  }
    ${here ? html`<${Takes} shot=${shot} />` : null}
  </article>`;
}

/** @param {{shot: any}} given */
function Poster({ shot }) {
  const gone = useSignal(false);
  useEffect(() => void (gone.value = false), [shot.kept]);
  if (!shot.pictures || gone.value) return html`<span class="poster empty"><${Icon} name="focus" size=${18} /></span>`;
  const address = `shots/${shot.slate}/poster.jpg?${encodeURIComponent(shot.kept)}`;
  return html`<img class="poster" loading="lazy" decoding="async" alt="" src=${address} onError=${() => (gone.value =
    true)} />`;
}

/** The takes of the shot on the desk. @param {{shot: any}} given */
const Takes = ({ shot }) =>
  html`
    <div class="takes" role="group"
      aria-label=${t("takes", shot.takes.length)}>${shot.takes.map((/** @type {number} */ number) =>
        html`<button type="button" class="pill" aria-pressed=${
          String(number === model.take.value.number)
        } onClick=${() => open(shot.slate, number)}>${t("take", number)}</button>`
      )}<button type="button" class="pill plus" onClick=${newTake}><${Icon} name="plus" size=${13} />${t(
        "new-take",
      )}</button></div>
  `;

async function newTake() {
  if (await act("new-take")) model.room.value = "animate";
}

function NewShot() {
  const written = useSignal(/** @type {string | null} */ (null));
  const on = useSignal(model.desk.value.on || 2);
  const exposures = useSignal("x1");
  const address = written.value ?? nextSlate(model.shots.value.map((shot) => shot.slate));
  const make = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const words = { slate: address.trim(), on: on.value, exposures: exposureNames(exposures.value) };
    if (!await act("new-shot", words)) return;
    written.value = null;
    model.room.value = "animate";
  };
  return html`
    <form class="new-shot" onSubmit=${make} aria-label=${t("new-shot")}>
      <label
        class="field"><span>${t(
          "address",
        )}</span><input value=${address} spellcheck=${false} autocomplete="off" onInput=${(
          /** @type {any} */ event,
        ) => (written.value = event.target.value)} /></label>
      <div class="pair"><div class="field"><span>${t("on-label")}</span><${Segments} label=${t("on-label")} value=${on
        .value}
            choices=${[1, 2, 3, 4].map((n) => [n, String(n)])} choose=${(
              /** @type {number} */ n,
            ) => (on.value = n)} /></div>
          <label class="field"><span>${t("exposures")}</span><input value=${exposures.value} spellcheck=${false}
            title=${t("exposures-hint")} placeholder="x1" onInput=${(
              /** @type {any} */ event,
            ) => (exposures.value = event.target.value)} /></label></div>
      <button class="press main">${t("new-shot")}</button>
    </form>
  `;
}
