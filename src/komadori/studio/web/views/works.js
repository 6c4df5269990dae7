// @ts-check
/** Long work: how far it is, how long it will take, how to stop it, and what came of it. */

import { useSignal } from "@preact/signals";
import { act } from "../acting.js";
import { clockWords, sizeWords } from "../state/amounts.js";
import * as model from "../state/model.js";
import { spoken, t } from "../state/words.js";
import { Icon } from "./controls.js";
import { html } from "./html.js";

/** All pieces of work, newest first. */
export function Works() {
  const works = [...model.work.value.values()].sort((a, b) => b.id - a.id);
  return html`<section class="works" aria-label=${t("works")}><h2>${t("works")}</h2>${
    works.length
      ? works.map((work) => html`<${Piece} key=${work.id} work=${work} />`)
      : html`<p class="hint">${t("no-works")}</p>`
  }</section>`;
}

/** @param {{work: any}} given */
export function Piece({ work }) {
  return html`<article class=${`piece ${work.state}`} aria-live="polite">
    <header><b>${spoken(work.doing)}</b>${
    work.state === "running" ? html`<${Stop} work=${work} />` : html`<${Ended} work=${work} />`
  }</header>
    ${work.state === "running" ? html`<${Progress} work=${work} />` : html`<${Outcome} work=${work} />`}
  </article>`;
}

/** @param {{work: any}} given */
export const Stop = ({ work }) =>
  html`<button type="button" class="press small" onClick=${() => act("cancel", { work: work.id })}>${
    t("cancel")
  }</button>`;

/** @param {{work: any}} given */
const Ended = ({ work }) =>
  html`<span class=${work.state === "failed" ? "state bad" : "state"}>${t(`work-${work.state}`)}</span>`;

/** @param {{work: any}} given */
export function Progress({ work }) {
  const share = work.total ? 100 * work.done / work.total : 0;
  return html`
    <div class="bar" role="progressbar" aria-label=${spoken(work.doing)} aria-valuemin="0" aria-valuemax=${work.total ??
      1}
      aria-valuenow=${work.done}><i style=${`width:${share}%`}></i></div>
    <small>${work.total ? t("done-of", work.done, work.total) : t("begins")}${work.left >= 0
      ? ` · ${t("left", clockWords(work.left))}`
      : ""}</small>
  `;
}

/** What came of a piece of work, in words. @param {{work: any}} given */
export function Outcome({ work }) {
  if (work.state === "failed") {
    return html`<p class="trouble"><${Icon} name="warning" size=${15} /><span>${spoken(work.trouble)}${
      work.hint ? html`<small>${spoken(work.hint)}</small>` : null
    }</span></p>`;
  }
  if (work.state === "stopped") return html`<p>${t("stopped")}</p>`;
  if ("looks" in work.result) return html`<p>${t("looked-through", work.result.looks)}</p>`;
  return "path" in work.result
    ? html`<${Written} result=${work.result} />`
    : html`<${Finished} result=${work.result} />`;
}

/** @param {{result: any}} given */
const Finished = ({ result }) =>
  html`<p>${t("finished-told", result.pictures, result.made, result.kept)}${
    result.remarks ? ` ${t("remarks-told", result.remarks)}` : ""
  }</p>${result.said ? html`<p class="hint">${spoken(result.said)}</p>` : null}${
    result.failures?.length
      ? html`<ul class="failures">${
        result.failures.map((/** @type {string} */ one) => html`<li>${spoken(one)}</li>`)
      }</ul>`
      : null
  }`;

/** @param {{result: any}} given */
function Written({ result }) {
  const copied = useSignal(false);
  const copy = async () => {
    await navigator.clipboard?.writeText(result.path);
    copied.value = true;
  };
  const name = result.path.split(/[\\/]/).pop();
  return html`
    <p><b class="path" title=${result.path}>${name}</b>${t("frames", result.frames)} · ${sizeWords(result.bytes)}</p>
        <p
      class="where"><code><bdi>${result
        .path}</bdi></code><button type="button" class="press plain small" onClick=${copy}>${copied.value
        ? t("copied")
        : t("copy-path")}</button></p>
        ${result.notices.map((/** @type {string} */ one) => html`<p class="hint">${spoken(one)}</p>`)}
  `;
}

/**
 * A button that begins a piece of work and stands aside for it while it runs.
 * @param {{words: string, begin: () => Promise<any>, started: import("@preact/signals").Signal<number>, off?: boolean}} given
 */
export function Starts({ words, begin, started, off = false }) {
  const work = model.work.value.get(started.value);
  if (work?.state === "running") {
    return html`
      <div class="starts">
        <div>
          <${Progress} work=${work} />
        </div>
        <${Stop} work=${work} />
      </div>
    `;
  }
  const go = async () => {
    const answer = await begin();
    if (answer?.work) started.value = answer.work;
  };
  return html`<button type="button" class="press main wide" disabled=${off} onClick=${go}>${words}</button>`;
}
