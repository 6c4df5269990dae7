// @ts-check
/** What is before the camera: every axis by its slider, with the way it has come; and the lamps by their faders. */

import { act } from "../acting.js";
import * as model from "../state/model.js";
import * as posing from "../state/posing.js";
import { t } from "../state/words.js";
import { Row, Slider } from "./controls.js";
import { html } from "./html.js";
import { Act, Choice, Pill } from "./pills.js";

/** @typedef {import("../state/posing.js").Axis} Axis */

const WAY = 16;
/** Pictures whose way is drawn. */
const WIDE = 84;
const TALL = 18;

/** @param {Record<string, number | string>} to @param {boolean} settled */
const send = (to, settled) => void act("pose", { to, settled });

/** What a slider has moved step by step is one pose. */
const settle = () => send({}, true);

export function PoseBody() {
  const { undo, redo } = model.rig.value;
  const who = posing.owners.value.includes(posing.owner.value) ? posing.owner.value : posing.owners.value[0];
  const groups = posing.groupsOf(who);
  const open = groups.has(posing.group.value) ? posing.group.value : [...groups.keys()][0];
  return html`
    <${Choice} label=${t("pose-who")} value=${who} choices=${posing.owners.value.map((name) => [name, name])}
      choose=${(/** @type {string} */ name) => (posing.owner.value = name)} />
    <div class="wrap tight">
      ${[...groups.keys()].map((name) =>
        html`<${Pill} words=${name} on=${name === open} press=${() => (posing.group.value = name)} />`
      )}
    </div>
    ${(groups.get(open) ?? []).map((axis) => html`<${AxisRow} key=${axis.name} axis=${axis} />`)}
    <div class="wrap">
      <${Act} words=${t("pose-back")} press=${() => act("undo-pose")} off=${!undo} />
      <${Act} words=${t("pose-again")} press=${() => act("redo-pose")} off=${!redo} />
    </div>
    <p class="aside">${t("pose-hint")}</p>
  `;
}

/** @param {{axis: Axis}} given */
function AxisRow({ axis }) {
  const value = model.rig.value.values[axis.name] ?? axis.rest;
  const word = axis.name.split(".").slice(-1)[0];
  if (axis.choices.length) {
    return html`
      <${Row} word=${word}>
        <${Choice} label=${axis.name} value=${value} choices=${axis.choices.map((name) => [name, name])}
          choose=${(/** @type {string} */ to) => send({ [axis.name]: to }, true)} />
        <//>
    `;
  }
  const now = Number(value);
  return html`
    <div class="axis" onPointerUp=${settle} onKeyUp=${settle}>
      <${Row} word=${word} figure=${posing.told(now, axis.unit)}>
        <${Slider} label=${axis.name} value=${now} least=${axis.low} most=${axis.high} step=${posing.stepOf(axis)}
          shown=${posing.told(now, axis.unit)} change=${(/** @type {number} */ to) =>
            send({ [axis.name]: posing.within(axis, to) }, false)} />
        <//>
        <${Way} axis=${axis} />
        </div>
  `;
}

/** The way of an axis over the last pictures, and how far it is from the last: what an animator counts. @param {{axis: Axis}} given */
function Way({ axis }) {
  const way = posing.wayOf(axis, WAY);
  const since = posing.sinceLast(axis);
  if (since === null) return null;
  const [low, high] = [Math.min(...way), Math.max(...way)];
  const spread = high - low || 1;
  const points = way.map((value, at) => [
    3 + at / (way.length - 1) * (WIDE - 6),
    high === low ? TALL / 2 : TALL - 3 - (value - low) / spread * (TALL - 6),
  ]);
  const [last, before] = [points[points.length - 1], points[points.length - 2]];
  const sign = since > 0 ? "+" : "";
  const told = `${sign}${posing.told(since, axis.unit)}`;
  return html`
    <div class="way" aria-label=${t("pose-since", told)} title=${increments(way, axis.unit)}>
      <svg width=${WIDE} height=${TALL} viewBox=${`0 0 ${WIDE} ${TALL}`} aria-hidden="true">
        <polyline points=${points.slice(0, -1).map((point) => point.join(",")).join(" ")} />
        <line x1=${before[0]} y1=${before[1]} x2=${last[0]} y2=${last[1]} class="next" />
        ${points.map(([x, y], at) =>
          html`
            <circle cx=${x} cy=${y} r=${at === points.length - 1 ? 2.6 : 1.5}
              class=${at === points.length - 1 ? "now" : ""} />
          `
        )}
      </svg>
      <b class=${Math.abs(since) > 0 ? "" : "none"}>${told}</b>
    </div>
  `;
}

/** The increments from picture to picture, as they are read out at the set. @param {number[]} way @param {string} unit */
const increments = (way, unit) =>
  way.slice(1).map((value, at) => {
    const gone = value - way[at];
    return `${gone > 0 ? "+" : ""}${posing.told(gone, unit)}`;
  }).join("  ");

export function LampsBody() {
  return html`${
    model.rig.value.lamps.map((/** @type {any} */ lamp) =>
      lamp.channels.map((/** @type {string} */ channel, /** @type {number} */ at) =>
        html`
          <${Row} word=${lamp.channels.length > 1 ? `${lamp.name} ${channel}` : lamp.name}
            figure=${`${Math.round(lamp.levels[at] / 2.55)}%`}>
            <${Slider} label=${`${lamp.name} ${channel}`} value=${lamp.levels[at]} least=${0} most=${255} step=${1}
              change=${(/** @type {number} */ level) =>
                act("lamp", { universe: lamp.universe, channel: lamp.address + at, level: Math.round(level) })} />
            <//>
        `
      )
    )
  }`;
}

/** In a corner while something is in the hand: what, and where it stands. */
export function InHand() {
  const held = posing.part.value;
  if (model.tool.value !== "pose" || !held || !posing.holding.value) return null;
  const axes = posing.groupsOf(posing.owner.value).get(posing.group.value) ?? [];
  return html`
    <div class="chip bottom-left">${held}
      ${axes.filter(({ choices }) => !choices.length).map((axis) =>
        html`
          <small>${axis.name.split(".").slice(-1)[0]} ${posing.told(
            Number(model.rig.value.values[axis.name] ?? 0),
            axis.unit,
          )}</small>
        `
      )}</div>
  `;
}
