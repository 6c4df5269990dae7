// @ts-check
/** The left side: all that can be laid over the live view, each with its switch and its few figures. */

import { useEffect, useRef } from "preact/hooks";
import { act } from "../acting.js";
import * as model from "../state/model.js";
import { DEEPEST, FROM, lastPicture, setView, through, turn } from "../state/through.js";
import { t } from "../state/words.js";
import { capOf } from "./band.js";
import { Icon, Row, Slider, Switch } from "./controls.js";
import { html } from "./html.js";
import { aspectName } from "../state/guides.js";
import * as posing from "../state/posing.js";
import { signature } from "../state/score.js";
import * as tools from "../state/tools.js";
import { GuidesBody } from "./guides_body.js";
import { KeyBody } from "./key_body.js";
import { change } from "./keeping.js";
import { OtherTake, otherWords } from "./other_take.js";
import { PathsBody } from "./paths_body.js";
import { Act, Hold, Pill } from "./pills.js";
import { unmark } from "./point_marks.js";
import { begin, end } from "./point_paths.js";
import { LampsBody, PoseBody } from "./pose_body.js";
import { ReferenceBody } from "./reference_body.js";
import { ScoreBody, scoreWords } from "./score_body.js";
import { SketchBody } from "./sketch_body.js";

/**
 * @param {{icon: any, words: string, told: string, command?: string, on: boolean, turn: (on: boolean) => void,
 *   children?: unknown}} given
 */
export function Veil({ icon, words, told, command, on, turn: change, children }) {
  const box = useRef(/** @type {any} */ (null));
  // What is switched on is seen whole, wherever in the list it stands.
  const shown = useRef(on);
  useEffect(() => {
    if (on && !shown.current) box.current?.scrollIntoView({ block: "nearest" });
    shown.current = on;
  }, [on]);
  return html`<div class=${on ? "veil on" : "veil"} ref=${box}>
    <div class="veil-head"><${Icon} name=${icon} /><div><b>${words}</b>${on ? html`<small>${told}</small>` : null}</div>
      ${command ? html`<kbd>${capOf(command)}</kbd>` : null}<${Switch} label=${words} on=${on} turn=${change} /></div>
    ${on && children ? html`<div class="veil-body">${children}</div>` : null}</div>`;
}

/** @param {string} group */
const switching = (group) => (/** @type {boolean} */ on) =>
  turn(/** @type {any} */ (group), /** @type {any} */ ({ on }));

export function LookThrough() {
  return html`
    <h2>${t("look-through")}</h2>
    <${Posing} />
    <${Lamps} />
    <${Score} />
    <${Onion} />
    <${Arc} />
    <${Guides} />
    <${Difference} />
    <${Split} />
    <${Key} />
    <${Reference} />
    <${Paths} />
    <${Sketch} />
    <${Focus} />
  `;
}

/** Only where something before the camera can be moved. */
const Posing = () =>
  model.rig.value.name
    ? html`
      <${Veil} icon="hand" words=${t("posing")} told=${posing.part.value || t("posing-nothing")} command="posing"
        on=${through.value.posing.on} turn=${switching("posing")}>
        <${PoseBody} />
        <//>
    `
    : null;

/** Only where there are lamps by name. */
const Lamps = () =>
  model.rig.value.lamps.length
    ? html`
      <${Veil} icon="lamp" words=${t("lamps")} told=${t("lamps-some", model.rig.value.lamps.length)}
        on=${through.value.lamps.on} turn=${switching("lamps")}>
        <${LampsBody} />
        <//>
    `
    : null;

/** Only where the sheet has a score. */
const Score = () =>
  signature.value
    ? html`
      <${Veil} icon="note" words=${t("score")} told=${scoreWords()} on=${through.value.score.on}
        turn=${switching("score")}>
        <${ScoreBody} />
        <//>
    `
    : null;

function onionWords() {
  const { onion } = through.value;
  if (onion.from === "chosen") return t("onion-chosen", onion.picture || "—");
  if (onion.from === "other-take") return otherWords();
  if (onion.from !== "near") return t(`onion-${onion.from}`);
  return onion.ahead ? t("onion-ahead", onion.back, onion.ahead) : t("onion-back", onion.back);
}

function Onion() {
  const { onion } = through.value;
  return html`
    <${Veil} icon="onion" words=${t("onion")} told=${onionWords()} command="onion" on=${onion.on} turn=${switching(
      "onion",
    )}>
      ${onion.from === "near" ? html`<${Neighbours} onion=${onion} />` : null}
      <${Row} word=${t("fade")} figure=${Math.round(onion.fade * 100)}>
        <${Slider} label=${t("fade")} value=${onion.fade}
          change=${(/** @type {number} */ fade) => turn("onion", { fade })} />
      <//>
      <select class="line" aria-label=${t("from")} onChange=${(/** @type {any} */ event) =>
        chooseFrom(event.target.value)}>${FROM.map((name) =>
          html`<option value=${name} selected=${onion.from === name} disabled=${!isThere(name)}>${
            t(`from-${name}`)
          }</option>`
        )}</select>
      ${onion.from === "other-take" ? html`<${OtherTake} />` : null}
    <//>
  `;
}

/** How many pictures back and ahead. @param {{onion: {back: number, ahead: number}}} given */
const Neighbours = ({ onion }) =>
  html`
    <${Row} word=${t("depth")} figure=${onion.back}>
      <${Pips} word=${t("depth")} value=${onion.back} least=${1}
        choose=${(/** @type {number} */ back) => turn("onion", { back })} />
      <//>
      <${Row} word=${t("ahead")} figure=${onion.ahead}>
        <${Pips} word=${t("ahead")} value=${onion.ahead} least=${0}
          choose=${(/** @type {number} */ ahead) => turn("onion", { ahead })} />
        <//>
  `;

/** Whether there is anything to be seen from there. @param {string} from */
function isThere(from) {
  const { before_take: before, others } = model.take.value;
  if (from === "previous-shot") return Boolean(before);
  if (from === "other-take") return Boolean(others?.length);
  return from !== "reference" || model.look.value.layers.length > 0;
}

/** @param {string} from */
function chooseFrom(from) {
  const held = model.sheet.value;
  const column = held?.columns[0];
  const at = model.playhead.value;
  const index = column ? column.firsts.findLastIndex((first) => first <= at) : -1;
  const picture = index >= 0 ? column?.cells[index].pictures?.[0]?.[1] ?? 0 : 0;
  turn("onion", { from, picture: picture || lastPicture.value || 0 });
}

/** @param {{word: string, value: number, least: number, choose: (value: number) => void}} given */
const Pips = ({ word, value, least, choose }) =>
  html`<span class="pips" role="group" aria-label=${word}>${
    Array.from({ length: DEEPEST }, (_, at) =>
      html`
        <button type="button" class=${at < value ? "on" : ""} aria-label=${`${word} ${at + 1}`}
          aria-pressed=${String(at < value)} onClick=${() =>
            choose(at + 1 === value ? Math.max(least, at) : at + 1)}></button>
      `)
  }</span>`;

function Arc() {
  const { arc } = through.value;
  const marks = model.look.value.trail.length;
  return html`
    <${Veil} icon="arc" words=${t("arc")} told=${marks > 1
      ? t("arc-marks", marks)
      : marks
      ? t("mark-one")
      : t("arc-hint")} command="arc"
      on=${arc.on} turn=${switching("arc")}>
      <div class="wrap">
        <${Hold} words=${t("mark")} held=${model.tool.value === "arc"} take=${() => tools.take("arc")} leave=${tools
          .leave} />
        <${Act} words=${t("unmark-here")} press=${unmark} off=${marks === 0} />
        <${Act} words=${t("clear-marks")} press=${() => change("trail", () => [])} off=${marks === 0} />
      </div>
      <${Row} word=${t("last", "")} figure=${arc.last}>
        <${Slider} label=${t("arc")} least=${2} most=${48} step=${1} value=${arc.last}
          change=${(/** @type {number} */ last) => turn("arc", { last })} />
        <//>
        <//>
  `;
}

const Guides = () =>
  html`
    <${Veil} icon="guides" words=${t("guides")} told=${guidesWords()} command="guides" on=${through.value.guides.on}
      turn=${switching("guides")}>
      <${GuidesBody} />
      <//>
  `;

function guidesWords() {
  const { guides, push_in: push } = model.look.value;
  const told = [
    guides.thirds ? t("thirds") : "",
    ...guides.aspects.map(aspectName),
    guides.grid.on ? t("grid") : "",
    push.on ? `${t("push-in")} ${Math.round(push.scale * 100)}%` : "",
  ];
  return told.filter(Boolean).join(", ");
}

function Difference() {
  const { difference } = through.value;
  const last = model.lastFrame.value;
  return html`
    <${Veil} icon="difference" words=${t("difference")} command="difference" on=${difference.on}
      told=${last ? t("difference-since", last) : t("difference-nothing")} turn=${switching("difference")}>
      <${Row} word=${t("gain")} figure=${`×${difference.gain}`}>
        <${Slider} label=${t("gain")} least=${1} most=${16} step=${1}
          value=${difference.gain} change=${(/** @type {number} */ gain) => turn("difference", { gain })} />
        <//>
        <//>
  `;
}

function Split() {
  const { split } = through.value;
  return html`
    <${Veil} icon="split" words=${t("split")} told=${`${t("last", model.lastFrame.value || "")} | ${t("to-live")}`}
      command="compare" on=${split.on} turn=${switching("split")}>
      <${Row} word="">
        <${Slider} label=${t("split")} value=${split.at} change=${(/** @type {number} */ at) =>
          turn("split", { at })} />
        <//>
        <//>
  `;
}

const Key = () =>
  html`
    <${Veil} icon="key" words=${t("key")} told=${model.look.value.key.file || t("key-hint")} command="key"
      on=${through.value.key.on} turn=${switching("key")}>
      <${KeyBody} />
      <//>
  `;

const Reference = () =>
  html`
    <${Veil} icon="reference" words=${t("reference")} command="reference" on=${through.value.reference.on}
      told=${model.look.value.layers.map((one) => one.file).join(", ") || t("reference-none")}
      turn=${switching("reference")}>
      <${ReferenceBody} />
      <//>
  `;

function Paths() {
  const count = model.look.value.paths.length;
  return html`
    <${Veil} icon="paths" words=${t("paths")} told=${count === 0
      ? t("paths-none")
      : count === 1
      ? t("path-one")
      : t("paths-some", count)}
      on=${model.tool.value === "paths" || (count > 0 && through.value.paths.on)}
      turn=${(/** @type {boolean} */ on) => {
        turn("paths", { on });
        if (on && count === 0) begin();
        if (!on) end();
      }}>
      <${PathsBody} />
      <//>
  `;
}

function Sketch() {
  const { layers } = model.look.value.sketch;
  const strokes = layers.reduce((sum, layer) => sum + layer.strokes.length, 0);
  return html`
    <${Veil} icon="sketch" words=${t("sketch")} told=${strokes === 1 ? t("stroke-one") : t("strokes", strokes)}
      on=${model.tool.value === "sketch" || (strokes > 0 && through.value.sketch.on)}
      turn=${(/** @type {boolean} */ on) => {
        turn("sketch", { on });
        if (on && strokes === 0) tools.take("sketch");
      }}>
      <${SketchBody} />
      <//>
  `;
}

function Focus() {
  const { loupe, peaking, zebra, scopes, mirror, turn: degrees, lift } = through.value;
  const any = loupe.on || peaking.on || zebra.on || scopes.on || mirror || degrees !== 0 || lift !== 0;
  return html`
    <div class=${any ? "veil on" : "veil"}>
      <div class="veil-head">
        <${Icon} name="focus" />
        <div><b>${t("focus")}</b><small>${t("focus-words")}</small></div>
      </div>
      <div class="veil-body">
        <div class="wrap">
          ${toggle("loupe", loupe.on)}${toggle("peaking", peaking.on)}${toggle("zebra", zebra.on)}${toggle(
            "scopes",
            scopes.on,
          )}
          <${Pill} words=${t("mirror")} on=${mirror} press=${() => setView("mirror", !mirror)} />
          <${Pill} words=${`${t("turn")} ${degrees}°`} on=${degrees !== 0} press=${() =>
            setView("turn", (degrees + 90) % 360)} /></div>
        <${Row} word=${t("lift")} figure=${lift}>
          <${Slider} label=${t("lift")} least=${0} most=${4} step=${0.5} value=${lift}
            change=${(/** @type {number} */ to) => setView("lift", to)} />
          <//>
          </div>
          </div>
  `;
}

/** @param {string} command @param {boolean} on */
const toggle = (command, on) => html`<${Pill} words=${t(command)} on=${on} press=${() => act(command)} />`;
