// @ts-check
/** Words that come and go: remarks, the word of rest, keys that are asleep, and what a screen reader hears. */

import { useEffect } from "preact/hooks";
import * as model from "../state/model.js";
import { spoken, t } from "../state/words.js";
import { Icon } from "./controls.js";
import { html } from "./html.js";

const STAYS = { note: 6000, trouble: 20000 };
/** Milliseconds a remark stays by itself. */

export const Remarks = () =>
  html`<div class="remarks" role="status">${
    model.remarks.value.map((one) => html`<${Remark} key=${one.id} one=${one} />`)
  }</div>`;

/** @param {{one: {id: number, text: string, hint: string, severity: string}}} given */
function Remark({ one }) {
  useEffect(() => {
    const leaving = setTimeout(() => model.forget(one.id), STAYS[/** @type {"note"} */ (one.severity)] ?? STAYS.note);
    return () => clearTimeout(leaving);
  }, []);
  return html`<div class=${`remark ${one.severity}`}>${
    one.severity === "trouble" ? html`<${Icon} name="warning" size=${16} />` : null
  }
    <div>${spoken(one.text)}${one.hint ? html`<small>${spoken(one.hint)}</small>` : null}</div>
    <button class="press plain small" aria-label=${t("close")} onClick=${() =>
    model.forget(one.id)}><${Icon} name="close" size=${13} /></button></div>`;
}

export function RestWord() {
  const told = model.rest.value;
  if (!told) return null;
  return html`<aside class="rest"><h2>${t("rest-title", told.minutes)}</h2><p>${t("rest-words", told.pictures)}</p>
    <button class="press small" onClick=${() => (model.rest.value = null)}>${t("thanks")}</button></aside>`;
}

export function Asleep() {
  if (!model.asleep.value) return null;
  return html`
    <div class="asleep" onPointerDown=${() => (model.asleep.value = false)}>
      <div>
        <h2>${t("keys-asleep")}</h2>
        <p>${t("keys-asleep-words")}</p>
      </div>
    </div>
  `;
}

/** For a screen reader: the frame that was taken. */
export function Announce() {
  const kept = model.kept.value;
  return html`<div class="visually-hidden" aria-live="polite" id="announce">${
    kept ? t("taken", kept.frame) : ""
  }</div>`;
}
