// @ts-check
/** Line-up layers: stills and videos brought to the take and laid over live. */

import { bring, NotDone } from "../link.js";
import { isVideo, newLayer, shifted } from "../state/line_up.js";
import * as model from "../state/model.js";
import { freeId, withChanged, without } from "../state/paths.js";
import { turn } from "../state/through.js";
import * as tools from "../state/tools.js";
import { t } from "../state/words.js";
import { Row, Slider } from "./controls.js";
import { html } from "./html.js";
import { change } from "./keeping.js";
import { Act, Choice, Figure, Hold, percent, Pill } from "./pills.js";

/** @typedef {import("../state/document.js").LineUpLayer} LineUpLayer */

const KINDS = "image/*,video/*,.mkv,.tif,.tiff,.exr,.dng,.cr3,.nef,.arw";

/** @param {string} id @param {Partial<LineUpLayer>} given */
const set = (id, given) => change("layers", (all) => withChanged(all, id, (layer) => ({ ...layer, ...given })));

/** Lay a file of the take over live. @param {string} file */
function lay(file) {
  const id = freeId(model.look.peek().layers, "layer ");
  change("layers", (all) => [...all, newLayer(id, file)]);
  tools.layer.value = id;
  turn("reference", { on: true });
}

/** @param {any} event */
async function brought(event) {
  const files = [...event.target.files];
  event.target.value = "";
  for (const file of files) {
    try {
      const { name } = await bring(`api/references/${encodeURIComponent(file.name)}`, file);
      lay(name);
    } catch (why) {
      const told = why instanceof NotDone ? why : new NotDone({ kind: "Away", message: String(why), hint: "" });
      model.remark(told.message, told.hint, "trouble");
    }
  }
}

export function ReferenceBody() {
  const { layers } = model.look.value;
  const files = /** @type {string[]} */ (model.take.value.references ?? []);
  const free = files.filter((name) => !layers.some((layer) => layer.file === name));
  return html`
    ${layers.toReversed().map((layer) => html`<${Layer} key=${layer.id} layer=${layer} />`)}
        <div
      class="wrap"><label class="word act brings"><input type="file" multiple accept=${KINDS} class="visually-hidden"
          onChange=${brought} />${t("add")}</label></div>
        ${free.length
          ? html`<${Choice} label=${t("again-from")} value="" choices=${[
            ["", t("again-from")],
            ...free.map((name) => [name, name]),
          ]} choose=${(/** @type {string} */ name) => name && lay(name)} />`
          : null}
  `;
}

/** @param {{layer: LineUpLayer}} given */
function Layer({ layer }) {
  const { id, file } = layer;
  const open = tools.layer.value === id;
  const flip = () => (tools.layer.value = open ? "" : id);
  return html`<div class="member"><div class="member-head">
      <button type="button" class="member-name" aria-expanded=${
    String(open)
  } title=${file} onClick=${flip}>${file}</button>
      <small>${percent(layer.opacity)}</small>
      <${Act} words="×" label=${`${t("remove")} ${file}`} press=${() =>
    change("layers", (all) => without(all, id))} /></div>
    ${open ? html`<${LayerBody} layer=${layer} />` : null}</div>`;
}

/** @param {{layer: LineUpLayer}} given */
function LayerBody({ layer }) {
  const { id, opacity, scale, turn: degrees, flip, offset, file } = layer;
  const held = model.tool.value === "layer";
  return html`
    <${Row} word=${t("opacity")} figure=${percent(opacity)}>
      <${Slider} label=${t("opacity")} value=${opacity}
        change=${(/** @type {number} */ to) => set(id, { opacity: to })} />
      <//>
      <${Row} word=${t("scale")} figure=${percent(scale)}>
        <${Slider} label=${t("scale")} least=${0.1} most=${4}
          value=${scale} change=${(/** @type {number} */ to) => set(id, { scale: to })} />
        <//>
        <${Row} word=${t("turn")} figure=${`${Math.round(degrees)}°`}><${Slider} label=${t(
          "turn",
        )} least=${-180} most=${180}
      step=${1} value=${degrees} change=${(/** @type {number} */ to) => set(id, { turn: to })} /><//>
    ${isVideo(file)
      ? html`
        <${Row} word=${t("offset")}>
          <${Figure} label=${t("offset")} value=${offset} least=${-9999} most=${9999}
            change=${(/** @type {number} */ to) => set(id, { offset: to })} />
          <//>
      `
      : null}
    <div class="wrap"><${Hold} words=${t("place")} held=${held} take=${() => tools.take("layer")} leave=${tools
      .leave} />
      <${Pill} words=${t("flip")} on=${flip} press=${() => set(id, { flip: !flip })} />
      <${Act} words="↑" label=${t("layer-up")} press=${() => change("layers", (all) => shifted(all, id, 1))} />
      <${Act} words="↓" label=${t("layer-down")} press=${() => change("layers", (all) => shifted(all, id, -1))} /></div>
  `;
}
