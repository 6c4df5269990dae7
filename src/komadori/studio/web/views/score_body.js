// @ts-check
/** The score beside the live view: what a hand sets before the next picture. */

import { effect } from "@preact/signals";
import { fetchBlob } from "../link.js";
import * as model from "../state/model.js";
import * as score from "../state/score.js";
import { spoken, t } from "../state/words.js";
import { html } from "./html.js";

const PAUSE = 150;
/** Milliseconds that the sheet must be still before the score is asked for. */

/**
 * Ask for the score whenever what it depends on is another.
 * @returns {() => void} what ends it
 */
export function scoreFollows() {
  let waiting = 0;
  const stop = effect(() => {
    const signature = score.signature.value;
    const { id } = model.take.value;
    clearTimeout(waiting);
    if (!signature || !id) {
      score.hear(null);
      return;
    }
    waiting = setTimeout(() => {
      fetchBlob(`take/${id}/score`).then(async (told) => {
        const heard = JSON.parse(await told.text());
        if (score.signature.peek() === signature) score.hear(heard);
      }).catch((why) => model.remark(why.message, why.hint ?? "", "trouble"));
    }, PAUSE);
  });
  return () => {
    clearTimeout(waiting);
    stop();
  };
}

/** In a few words, what is played at the frame worked on. */
export function scoreWords() {
  const { trouble } = score.told.value;
  if (trouble) return t("score-trouble");
  const marks = score.at(score.frame.value).flatMap(([, one]) => one.marks);
  return marks.length ? marks.join(", ") : t("score-frame", score.frame.value);
}

export function ScoreBody() {
  const { trouble, remarks } = score.told.value;
  if (trouble) return html`<p class="aside pre">${spoken(trouble)}</p>`;
  const rows = score.at(score.frame.value);
  return html`${rows.map(([who, one]) => html`<${Puppet} key=${who} who=${who} exposure=${one} />`)}
    ${rows.length === 0 ? html`<p class="aside">${t("score-over")}</p>` : null}
    ${remarks.slice(0, 2).map((words) => html`<p class="aside">${words}</p>`)}`;
}

/** @param {{who: string, exposure: import("../state/score.js").Exposure}} given */
function Puppet({ who, exposure }) {
  const joints = score.moved(exposure);
  const parts = Object.entries(exposure.parts);
  return html`
    <table class="score">
      <caption>${who}${exposure.marks.length ? html`<em>${exposure.marks.join(", ")}</em>` : null}</caption>
      <tbody>
        ${parts.map(([channel, part]) =>
          html`
            <tr class="part">
              <th scope="row">${channel}</th>
              <td colspan="2">${part}</td>
            </tr>
          `
        )}
        ${joints.map((channel) =>
          html`
            <tr>
              <th scope="row">${channel}</th>
              <td>${score.signed(exposure.change[channel])}${exposure.unit[channel]}</td>
              <td>${exposure.value[channel]}</td>
            </tr>
          `
        )}
        ${joints.length + parts.length === 0
          ? html`
            <tr>
              <th scope="row">${t("score-still")}</th>
            </tr>
          `
          : null}
      </tbody>
    </table>
  `;
}
