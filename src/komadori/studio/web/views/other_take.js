// @ts-check
/** Another take of the shot under the onion skin: which one, and which frame of it. */

import { effect } from "@preact/signals";
import { fetchBlob } from "../link.js";
import * as model from "../state/model.js";
import { otherTake, through, turn } from "../state/through.js";
import { t } from "../state/words.js";
import { Row } from "./controls.js";
import { html } from "./html.js";
import { Choice, Figure } from "./pills.js";

/** @returns {{number: number, id: string}[]} */
const others = () => model.take.value.others ?? [];

/** The take that is chosen, by default the newest other one; null where there is none. */
const chosen = () => others().find(({ id }) => id === through.value.onion.take) ?? others().at(-1) ?? null;

/** In words, which take is looked through. */
export const otherWords = () => chosen() ? t("onion-other-take", chosen()?.number) : t("no-other-take");

/**
 * Ask for the frames of the take that is looked through, whenever that is another one.
 * @returns {() => void} what ends it
 */
export function otherTakeFollows() {
  return effect(() => {
    const id = through.value.onion.from === "other-take" ? chosen()?.id ?? "" : "";
    if (otherTake.peek().id === id) return;
    otherTake.value = { id, frames: [] };
    if (!id) return;
    fetchBlob(`take/${id}/frames`).then(async (told) => {
      const frames = JSON.parse(await told.text());
      if (otherTake.peek().id === id) otherTake.value = { id, frames };
    }).catch((why) => model.remark(why.message, why.hint ?? "", "trouble"));
  });
}

export function OtherTake() {
  const one = chosen();
  if (!one) return html`<p class="aside">${t("no-other-take")}</p>`;
  const { frames } = otherTake.value;
  return html`
    <${Choice} label=${t("from-other-take")} value=${one.id}
      choices=${others().map(({ number, id }) => [id, t("take", number)])}
      choose=${(/** @type {string} */ take) => turn("onion", { take })} />
    <${Row} word=${t("frame")}>
      <${Figure} label=${t("frame")} value=${through.value.onion.frame || ""} least=${0}
        most=${Math.max(1, frames.length)} hint=${t("same-frame")}
        change=${(/** @type {number} */ frame) => turn("onion", { frame })} />
      <//>
  `;
}
