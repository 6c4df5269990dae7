// @ts-check
/** The live view for the page: a canvas whose pictures a worker fetches and draws. */

/** @typedef {import("../state/looking.js").Looking} Looking */
/** @typedef {import("./compositor.js").Renderer} Renderer */
/** @typedef {import("./live_stream.js").Stats} Stats */
/** @typedef {import("./scopes.js").Scopes} Scopes */

/**
 * @typedef {{type: "canvas", canvas: OffscreenCanvas, renderer: Renderer} | {type: "connect", url: string} |
 *   {type: "disconnect"} | {type: "feed", picture: ImageBitmap, sent: number} |
 *   {type: "set", params: Partial<Looking>} | {type: "refer", slot: string, picture: ImageBitmap|null} |
 *   {type: "box", width: number, height: number} | {type: "scopes", on: boolean} |
 *   {type: "black", id: number, on: boolean} | {type: "sample", id: number, x: number, y: number} |
 *   {type: "snapshot", id: number, what: "live"|"seen"}} Request what the page asks of the worker
 */
/**
 * @typedef {{type: "stats"} & Stats | {type: "size", width: number, height: number} | {type: "scopes", data: Scopes} |
 *   {type: "renderer", kind: "gl"|"2d"} | {type: "answer", id: number, value: unknown}} Report what the worker tells
 */
/**
 * Stats come twice a second: fps, latency (median) and p95 in milliseconds from the camera's giving a frame to its being
 * drawn, frames dropped since the start, the picture's size. onSize tells the camera picture's own size, before any turn.
 * @typedef {{onStats?: (stats: Stats) => void, onSize?: (width: number, height: number) => void,
 *   onScopes?: (data: Scopes) => void, renderer?: Renderer}} Options
 */

export class LiveView {
  /** Who draws, once the worker has said so. @type {"gl"|"2d"|""} */
  kind = "";

  /**
   * Takes the canvas over for good: nobody else can draw on it, and it cannot be given to a second LiveView. It keeps its
   * CSS size; `object-fit: contain` shows pictures of any shape undistorted.
   * @param {HTMLCanvasElement} canvas
   * @param {Options} options
   */
  constructor(canvas, { onStats, onSize, onScopes, renderer = "auto" } = {}) {
    /** @type {Map<number, {resolve: (value: any) => void}>} */
    this.asked = new Map();
    this.asks = 0;
    this.worker = new Worker(new URL("./live.worker.js", import.meta.url), { type: "module", name: "live view" });
    this.worker.onmessage = (/** @type {MessageEvent<Report>} */ { data }) => {
      if (data.type === "stats") onStats?.(data);
      else if (data.type === "size") onSize?.(data.width, data.height);
      else if (data.type === "scopes") onScopes?.(data.data);
      else if (data.type === "renderer") this.kind = data.kind;
      else this.answered(data.id, data.value);
    };
    const offscreen = canvas.transferControlToOffscreen();
    this.tell({ type: "canvas", canvas: offscreen, renderer }, [offscreen]);
    this.watcher = new ResizeObserver(([entry]) => this.measured(entry));
    this.watcher.observe(canvas);
  }

  /** @param {Request} request @param {Transferable[]} transfer */
  tell(request, transfer = []) {
    this.worker.postMessage(request, transfer);
  }

  /** @param {(id: number) => Request} request @returns {Promise<any>} */
  ask(request) {
    const id = ++this.asks;
    return new Promise((resolve) => {
      this.asked.set(id, { resolve });
      this.tell(request(id));
    });
  }

  /** @param {number} id @param {unknown} value */
  answered(id, value) {
    this.asked.get(id)?.resolve(value);
    this.asked.delete(id);
  }

  /** @param {ResizeObserverEntry} entry */
  measured(entry) {
    const ratio = globalThis.devicePixelRatio || 1;
    const [exact] = entry.devicePixelContentBoxSize ?? [];
    const width = exact?.inlineSize ?? Math.round(entry.contentRect.width * ratio);
    const height = exact?.blockSize ?? Math.round(entry.contentRect.height * ratio);
    this.tell({ type: "box", width, height });
  }

  /** Shows the camera at this address, such as "/api/live/canon"; lost lines are taken up again. @param {string} url */
  connect(url) {
    const whole = new URL(url, globalThis.location.href);
    whole.protocol = whole.protocol.replace("http", "ws");
    this.tell({ type: "connect", url: whole.href });
  }

  /** Leaves the last picture standing. */
  disconnect() {
    this.tell({ type: "disconnect" });
  }

  /**
   * Draws a frame of the page's own, such as the browser's webcam. The bitmap is given away.
   * @param {ImageBitmap} picture
   * @param {number} sent milliseconds since 1970 when the camera gave it
   */
  feed(picture, sent = Date.now()) {
    this.tell({ type: "feed", picture, sent }, [picture]);
  }

  /** How it is looked at from now on; what is left out is at its default. @param {Partial<Looking>} params */
  set(params) {
    this.tell({ type: "set", params });
  }

  /**
   * The picture that params mean by `slot`, or none. The bitmap is given away; pictures of another shape than the live
   * view's get black bars, except as line-up layers.
   * @param {string} slot
   * @param {ImageBitmap|null} picture
   */
  refer(slot, picture) {
    this.tell({ type: "refer", slot, picture }, picture ? [picture] : []);
  }

  /** Whether onScopes is told of the live picture, at most eight times a second. @param {boolean} on */
  scopes(on) {
    this.tell({ type: "scopes", on });
  }

  /**
   * The live picture's colour around a point, codes 0..1, whatever lies over it; null before the first frame.
   * @param {number} x 0..1 of the picture
   * @param {number} y 0..1 of the picture
   * @returns {Promise<[number, number, number]|null>}
   */
  sample(x, y) {
    return this.ask((id) => ({ type: "sample", id, x, y }));
  }

  /**
   * A copy of the newest live picture, or with "seen" of all that is drawn; null before the first frame.
   * @param {"live"|"seen"} what
   * @returns {Promise<ImageBitmap|null>}
   */
  snapshot(what = "live") {
    return this.ask((id) => ({ type: "snapshot", id, what }));
  }

  /** Nothing but black until told otherwise; settles when it is drawn. @param {boolean} on @returns {Promise<void>} */
  black(on) {
    return this.ask((id) => ({ type: "black", id, on }));
  }

  /** Ends the worker; what is still asked is answered with null. */
  close() {
    this.watcher.disconnect();
    this.worker.terminate();
    for (const id of [...this.asked.keys()]) this.answered(id, null);
  }
}
