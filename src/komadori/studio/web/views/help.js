// @ts-check
/** All keys: what each command does, which key does it, and how to teach a key something else. */

import { useEffect, useRef } from "preact/hooks";
import { act } from "../acting.js";
import { GROUPS, isModifier, linesOf, ungrouped } from "../state/command_groups.js";
import * as model from "../state/model.js";
import { named } from "../state/pressing.js";
import { spoken, t } from "../state/words.js";
import { Icon } from "./controls.js";
import { Group, HelpSide } from "./help_keys.js";
import { html } from "./html.js";

const close = () => {
  model.learning.value = null;
  model.helping.value = false;
};

export function Help() {
  const dialog = useRef(/** @type {any} */ (null));
  useEffect(() => {
    const before = /** @type {HTMLElement | null} */ (document.activeElement);
    dialog.current.showModal();
    dialog.current.querySelector("h1").focus();
    // The dialog hears a key before anything in it does, so that Space can be learned while a button has the focus.
    dialog.current.addEventListener("keydown", pressed, true);
    return () => before?.focus?.();
  }, []);
  const { commands } = model.welcome.value;
  const { keys } = model.keys.value;
  const learning = model.learning.value;
  const groups = [...GROUPS, /** @type {const} */ (["more", ungrouped(commands)])];
  return html`
    <dialog ref=${dialog} class="help" aria-labelledby="help-title" onClose=${close} onCancel=${cancelled}
      onClick=${(/** @type {Event} */ event) => event.target === dialog.current && dialog.current.close()}>
      <header><div><h1 id="help-title" tabindex="-1">${t("learn-title")}</h1><p role="status">${learning
        ? html`<b class="now">${t("learn-now", learning.words)}</b>`
        : t("learn-words")}</p></div><${Presets} /><button type="button" class="press plain" aria-label=${t(
          "close",
        )} onClick=${() => dialog.current.close()}><${Icon} name="close" /></button></header>
      <div class="help-body">
        <${HelpSide} />
        <div class="groups">
          <div class="flow">${groups.map(([name, names]) =>
            html`<${Group} key=${name} name=${name} lines=${linesOf(names, commands, keys)} />`
          )}</div>
        </div>
      </div>
    </dialog>
  `;
}

function Presets() {
  const { preset, presets } = model.keys.value;
  return html`<label class="like"><span>${t("key-preset")}</span><select class="line" onChange=${(
    /** @type {any} */ event,
  ) => act("keys-preset", { name: event.target.value })}>${
    presets.map((/** @type {string[]} */ [name, title]) =>
      html`<option value=${name} selected=${name === preset}>${spoken(title)}</option>`
    )
  }</select></label>`;
}

/** Escape leaves what is being learned before it leaves the dialog. @param {Event} event */
function cancelled(event) {
  if (!model.learning.value) return;
  event.preventDefault();
  model.learning.value = null;
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  const learning = model.learning.value;
  // What is pressed while reading about keys is not meant for the set.
  event.stopPropagation();
  if (!learning) {
    if (model.keys.value.keys[named(event)]?.[0] === "help") close();
    return;
  }
  event.preventDefault();
  if (event.code === "Escape") model.learning.value = null;
  else if (!isModifier(event.code) && !event.repeat && !event.altKey) learn(named(event), learning);
}

/** @param {string} code @param {{command: string, with: object}} learning */
function learn(code, learning) {
  model.learning.value = null;
  act("learn-key", { code, command: learning.command, with: learning.with });
}
