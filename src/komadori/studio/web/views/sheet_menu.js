// @ts-check
/** What can be done to the selected frames, at the pointer or at the selection; by arrow keys as by pointer. */

import { useLayoutEffect, useRef } from "preact/hooks";
import { menu, WORDS } from "../state/edits.js";
import * as model from "../state/model.js";
import { t } from "../state/words.js";
import { html } from "./html.js";

const MARGIN = 8;
/** Pixels that stay free between the menu and the edge of the window. */

/** Where each key leads among so many rows. @type {Record<string, (at: number, count: number) => number>} */
const STEPS = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_at, count) => count - 1,
};

/** @param {string} label */
const wordOf = (label) => {
  const told = t(`edit-${label}`);
  return told === `edit-${label}` ? WORDS[label] : told;
};

/** @param {{at: {value: {x: number, y: number} | null}}} given */
export function SheetMenu({ at }) {
  const box = useRef(/** @type {any} */ (null));
  const held = model.sheet.value;
  const selection = model.selection.value;
  // The keyboard goes back to the sheet: the next letter is meant for it, and not for the page.
  const close = () => {
    at.value = null;
    model.grid.value?.focus();
  };
  useLayoutEffect(() => inSight(box.current, at.value));
  useLayoutEffect(() => box.current?.querySelector("button:enabled")?.focus(), []);
  if (!held || !selection) return null;
  return html`
    <div class="beneath" onPointerDown=${close} onContextMenu=${(/** @type {Event} */ event) => {
      event.preventDefault();
      close();
    }}></div>
    <div ref=${box} class="menu" role="menu" aria-label=${t("exposure-sheet")}
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => keyed(event, box.current, close)}>${menu(selection, held).map(
        (entry) =>
          html`<button role="menuitem" key=${entry.label} disabled=${!entry.enabled} onClick=${() => {
            close();
            model.grid.value?.ask(entry);
          }}>${wordOf(entry.label)}${entry.key ? html`<kbd>${entry.key}</kbd>` : null}</button>`,
      )}</div>
  `;
}

/**
 * Lay the menu where it was asked for, or as near to it as the window allows.
 * @param {HTMLElement | null} box
 * @param {{x: number, y: number} | null} at
 */
function inSight(box, at) {
  if (!box || !at) return;
  const within = (/** @type {number} */ wish, /** @type {number} */ size, /** @type {number} */ room) =>
    Math.max(MARGIN, Math.min(wish, room - size - MARGIN));
  box.style.left = `${within(at.x, box.offsetWidth, innerWidth)}px`;
  box.style.top = `${within(at.y, box.offsetHeight, innerHeight)}px`;
}

/**
 * No key of an open menu is the page's, or a frame would be shot from within it.
 * @param {KeyboardEvent} event
 * @param {HTMLElement} box
 * @param {() => void} close
 */
function keyed(event, box, close) {
  event.stopPropagation();
  const rows = /** @type {HTMLElement[]} */ ([...box.querySelectorAll("button:enabled")]);
  const leaves = event.key === "Escape" || event.key === "Tab";
  const step = event.key in STEPS ? STEPS[event.key] : null;
  if (step) rows[step(rows.indexOf(/** @type {HTMLElement} */ (document.activeElement)), rows.length)]?.focus();
  if (leaves) close();
  if (step || leaves) event.preventDefault();
}
