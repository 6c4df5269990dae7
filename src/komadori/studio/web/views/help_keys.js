// @ts-check
/** The parts of the page of keys: commands in groups, and the keypad as it is. */

import { act } from "../acting.js";
import * as model from "../state/model.js";
import { labelOf, sentenceOf, t } from "../state/words.js";
import { Icon } from "./controls.js";
import { html } from "./html.js";
import { commandNamed, SIGNS } from "./keypad.js";

/** @typedef {import("../state/command_groups.js").Line} Line */

/** What stands on the keycap of a code. @param {string} code */
const capOf = (code) => (model.keys.value.caps[code] ?? code).replace("keypad", t("on-keypad"));

/** @param {{name: string, lines: Line[]}} given */
export const Group = ({ name, lines }) =>
  lines.length
    ? html`
      <section class="key-group" aria-label=${t(`group-${name}`)}>
        <h2>${t(`group-${name}`)}</h2>
        <ul>${lines.map((line) =>
          html`<${OneLine} key=${line.command.name + JSON.stringify(line.words)} line=${line} />`
        )}</ul>
      </section>
    `
    : null;

/** The words of a key, for people: "on 2", "Sound". @param {Line} line */
function wordsOf({ command, words }) {
  const told = Object.entries(words).map(([name, value]) => {
    const own = `with-${command.name}-${name}`;
    return t(t(own) === own ? `with-${name}` : own, typeof value === "string" ? t(value) : value);
  });
  return [labelOf(command), ...told].join(" · ");
}

/** @param {{line: Line}} given */
function OneLine({ line }) {
  const words = wordsOf(line);
  const learning = model.learning.value;
  const now = learning?.command === line.command.name && JSON.stringify(learning.with) === JSON.stringify(line.words);
  const plain = !Object.keys(line.words).length;
  const learn = () => (model.learning.value = now ? null : { command: line.command.name, with: line.words, words });
  const told = html`<span class="does"><b>${words}</b>${
    plain ? html`<small>${sentenceOf(line.command)}</small>` : null
  }</span>`;
  return html`<li class=${now ? "line-of now" : "line-of"}>${
    line.learnable
      ? html`<button type="button" class="learn" aria-pressed=${String(now)} onClick=${learn}>${told}</button>`
      : html`<div class="learn by-hand">${told}</div>`
  }<span class="codes">${now ? html`<kbd class="waits">?</kbd>` : null}${
    line.codes.map((code) => html`<${Code} key=${code} code=${code} />`)
  }</span></li>`;
}

/** @param {{code: string}} given */
function Code({ code }) {
  if (!model.keys.value.learned.includes(code)) return html`<kbd>${capOf(code)}</kbd>`;
  return html`
    <kbd
      class="learned">${capOf(code)}<button type="button" title=${t("forget")} aria-label=${`${t("forget")} ${
        capOf(code)
      }`} onClick=${() => act("learn-key", { code, forget: true })}><${Icon} name="close" size=${10} /></button></kbd>
  `;
}

/** At the left: the keypad, and keys that were taught something. */
export function HelpSide() {
  const { rows, keys, learned } = model.keys.value;
  return html`
    <aside
      class="help-side"><h2>${t("keypad")}</h2><div class="keys drawn">${rows.flatMap((/** @type {string[]} */ row) =>
        row.map((code) => html`<${DrawnKey} key=${code} code=${code} does=${keys[code]} />`)
      )}</div><p class="hint">${t("keypad-words")}</p>${learned.length
        ? html`
          <h2>${t("learned")}</h2>
          <div class="taught">${learned.map((/** @type {string} */ code) =>
            html`<div><${Code} code=${code} /><span>${meaning(code)}</span></div>`
          )}</div>
        `
        : null}</aside>
  `;
}

/** @param {string} code */
function meaning(code) {
  const command = commandNamed(model.keys.value.keys[code]?.[0]);
  return command ? labelOf(command) : t("quiet-key");
}

/** A key of the drawing. While a command waits for its key, it can be chosen here, too. @param {{code: string, does: any}} given */
function DrawnKey({ code, does }) {
  const command = does && commandNamed(does[0]);
  const learning = model.learning.value;
  const shape = code === "NumpadEnter" || code === "NumpadAdd" ? " tall" : code === "Numpad0" ? " wide" : "";
  const taught = model.keys.value.learned.includes(code) ? " taught-key" : "";
  const choose = () => {
    model.learning.value = null;
    act("learn-key", { code, command: learning.command, with: learning.with });
  };
  const inside = html`<b>${SIGNS[code] ?? code.replace("Numpad", "")}</b><span>${
    command ? labelOf(command) : ""
  }</span>`;
  if (!code.startsWith("Numpad")) return html`<span aria-hidden="true"></span>`;
  return learning
    ? html`<button type="button" class=${`key${shape}${taught}`} onClick=${choose}>${inside}</button>`
    : html`<div class=${`key${shape}${taught}${does?.[0] === "shoot" ? " shoot" : ""}`} title=${
      command ? sentenceOf(command) : ""
    }>${inside}</div>`;
}
