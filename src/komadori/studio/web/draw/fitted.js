// @ts-check
/** A canvas that fills its box in the screen's own pixels, and is painted once a frame of the screen at the most. */

/** To be made into what lays out and paints something of its own. */
export class Fitted {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { alpha: false }));
    /** How often it was painted, for measuring. */
    this.painted = 0;
    this.asked = 0;
    this.width = this.height = 0;
    this.leaving = new AbortController();
    this.watch = new ResizeObserver(() => this.measure());
    this.watch.observe(canvas);
    document.fonts?.addEventListener("loadingdone", () => this.redraw(), { signal: this.leaving.signal });
  }

  /** Lay out what there is for the room there is. */
  layout() {}

  /** The canvas fits again, and had this size before; 0 by 0 at first. @param {number} _width @param {number} _height */
  refitted(_width, _height) {}

  /** Paint now. */
  paint() {}

  /** Fit the canvas to its box and to the screen's own pixels. */
  measure() {
    const sharp = devicePixelRatio || 1;
    const { width, height, canvas } = this;
    [this.width, this.height] = [canvas.clientWidth, canvas.clientHeight];
    const [wide, tall] = [Math.round(this.width * sharp), Math.round(this.height * sharp)];
    if (wide !== canvas.width || tall !== canvas.height) [canvas.width, canvas.height] = [wide, tall];
    this.layout();
    this.refitted(width, height);
    // A canvas given a new size is blank until it is painted; waiting for the next frame would show that.
    this.paint();
  }

  /** Paint before the next frame of the screen, once however often it is asked for. */
  redraw() {
    if (this.asked) return;
    this.asked = requestAnimationFrame(() => {
      this.asked = 0;
      // Moved to a screen with other pixels, the box keeps its size and nothing else would say so.
      if (this.canvas.width !== Math.round(this.width * devicePixelRatio)) this.measure();
      else this.paint();
    });
  }

  /** Let go of everything. */
  close() {
    this.leaving.abort();
    this.watch.disconnect();
    cancelAnimationFrame(this.asked);
  }
}
