// @ts-check
/** The keypad as it is: what each key does now, also when it was taught something else; each can be pressed here too. */

import { act } from "../acting.js";
import * as model from "../state/model.js";
import { labelOf, sentenceOf, t } from "../state/words.js";
import { html } from "./html.js";

/** @type {Record<string, string>} */
export const SIGNS = {
  NumpadDivide: "/",
  NumpadMultiply: "*",
  NumpadSubtract: "−",
  NumpadAdd: "+",
  NumpadDecimal: ".",
  NumpadEnter: "Enter",
};

/** @param {string} name */
export const commandNamed = (name) => model.welcome.value?.commands.find((/** @type {any} */ one) => one.name === name);

export function Keypad() {
  const { rows, keys } = model.keys.value;
  return html`
    <section class="panel keypad" aria-label=${t("keypad")}>
      <h2><span>${t("keypad")}</span><button onClick=${() => act("help")}>${t("all-keys")} ?</button></h2>
      <div class="keys">${rows.flatMap((/** @type {string[]} */ row) =>
        row.map((code) => html`<${Key} code=${code} does=${keys[code]} />`)
      )}</div>
    </section>
  `;
}

/** What fits on a key: its sign says which way it fades. @param {{name: string, label: string}} command */
const shortOf = (command) => command.name.startsWith("opacity-") ? t("fade") : labelOf(command);

/** @param {{code: string, does: [string, any] | undefined}} given */
function Key({ code, does }) {
  const command = does && commandNamed(does[0]);
  if (!does || !command) return html`<span aria-hidden="true"></span>`;
  const shape = code === "NumpadEnter" || code === "NumpadAdd" ? " tall" : code === "Numpad0" ? " wide" : "";
  const held = command.held;
  const press = (/** @type {boolean} */ pressed) => () => act(does[0], does[1], pressed);
  return html`
    <button type="button" class=${`key${shape}${does[0] === "shoot" ? " shoot" : ""}`} title=${sentenceOf(command)}
      onClick=${held ? null : () => act(does[0], does[1])}
      onPointerDown=${held ? press(true) : null} onPointerUp=${held ? press(false) : null} onPointerLeave=${held
        ? press(false)
        : null}>
        <b>${SIGNS[code] ?? code.replace("Numpad", "")}</b><span>${shortOf(command)}</span></button>
  `;
}
