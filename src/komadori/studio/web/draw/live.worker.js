// @ts-check
/** The live view's worker: owns the canvas and the line to the camera, so that a busy page never holds the picture up. */

import { Screen } from "./live_screen.js";
import { Pace, Stream } from "./live_stream.js";

/** @typedef {import("./live.js").Request} Request */
/** @typedef {import("./live.js").Report} Report */

/** How often figures are told, in milliseconds. */
const TELLING = 500;

/**
 * @type {{postMessage(report: Report, transfer?: Transferable[]): void,
 *   onmessage: ((event: MessageEvent<Request>) => void)|null}}
 */
const page = /** @type {any} */ (self);

const pace = new Pace();
/** @type {Screen|null} */
let screen = null;

/** @param {ImageBitmap} picture @param {number} sent */
function show(picture, sent) {
  screen?.show(picture);
  pace.mark(sent);
}

const stream = new Stream(show, pace);

/** @type {(id: number, value: unknown, transfer?: Transferable[]) => void} */
const answer = (id, value, transfer = []) => page.postMessage({ type: "answer", id, value }, transfer);

/** What each request of the page does. @type {{[type in Request["type"]]: (request: any) => unknown}} */
const DOES = {
  canvas({ canvas, renderer }) {
    screen = new Screen(canvas, renderer, {
      size: (size) => page.postMessage({ type: "size", ...size }),
      scopes: (data) => page.postMessage({ type: "scopes", data }),
    });
    page.postMessage({ type: "renderer", kind: screen.compositor.kind });
  },
  connect: ({ url }) => stream.open(url),
  disconnect: () => stream.close(),
  feed: ({ picture, sent }) => show(picture, sent),
  set: ({ params }) => screen?.set(params),
  refer: ({ slot, picture }) => screen?.refer(slot, picture),
  box({ width, height }) {
    if (!screen) return;
    screen.box = { width, height };
    if (screen.params.loupe.on) screen.later();
  },
  scopes({ on }) {
    if (!screen) return;
    screen.scoped = on;
    screen.look();
  },
  black({ id, on }) {
    if (screen) screen.black = on;
    screen?.draw();
    answer(id, null);
  },
  sample: ({ id, x, y }) => answer(id, screen?.sample(x, y) ?? null),
  async snapshot({ id, what }) {
    const picture = await screen?.snapshot(what) ?? null;
    answer(id, picture, picture ? [picture] : []);
  },
};

page.onmessage = ({ data }) => void DOES[data.type](data);

setInterval(() => {
  const frame = screen?.frame;
  if (frame) page.postMessage({ type: "stats", ...pace.figures(), width: frame.width, height: frame.height });
}, TELLING);
