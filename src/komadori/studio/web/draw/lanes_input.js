// @ts-check
/** Pointer, wheel and keys of the timeline: drag to scrub, drag a bracket to move it, wheel to pan, Ctrl to zoom. */

/** @typedef {import("./lanes.js").Lanes} Lanes */
/** @typedef {{kind: "scrub" | "in" | "out" | "range", from: number, last: number}} Drag */

const NEAR = 7;

export class LanesInput {
  /**
   * @param {Lanes} lanes
   * @param {AbortSignal} signal
   */
  constructor(lanes, signal) {
    this.lanes = lanes;
    /** @type {Drag | null} */
    this.drag = null;
    const { canvas } = lanes;
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "slider");
    if (!canvas.hasAttribute("aria-label")) canvas.setAttribute("aria-label", "Timeline");
    canvas.style.touchAction = "none";
    canvas.addEventListener("pointerdown", (event) => this.down(event), { signal });
    canvas.addEventListener("pointermove", (event) => this.move(event), { signal });
    canvas.addEventListener("pointerup", () => this.end(), { signal });
    canvas.addEventListener("pointercancel", () => this.end(), { signal });
    canvas.addEventListener("dblclick", (event) => this.twice(event), { signal });
    canvas.addEventListener("wheel", (event) => this.wheel(event), { signal, passive: false });
    canvas.addEventListener("keydown", (event) => this.key(event), { signal });
  }

  /** Whether the view must stay, for it is what the pointer is measured by. */
  get dragging() {
    return this.drag !== null;
  }

  /** @param {MouseEvent} event */
  place(event) {
    const box = this.lanes.canvas.getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    return { x, y, frame: this.lanes.scale.frame(x) };
  }

  /**
   * The bracket at hand in the ruler.
   * @param {number} x
   * @param {number} y
   * @returns {"in" | "out" | null}
   */
  bracket(x, y) {
    const { scale, lanes, shown } = this.lanes;
    if (y > lanes[0].top + lanes[0].height) return null;
    if (shown.marks.in && Math.abs(scale.x(shown.marks.in) - x) < NEAR) return "in";
    if (shown.marks.out && Math.abs(scale.x(shown.marks.out + 1) - x) < NEAR) return "out";
    return null;
  }

  /** @param {PointerEvent} event */
  down(event) {
    const { lanes } = this;
    if (event.button !== 0 || !lanes.shown.sheet) return;
    const { x, y, frame } = this.place(event);
    if (x < lanes.scale.left) return;
    lanes.canvas.setPointerCapture(event.pointerId);
    const kind = event.shiftKey ? "range" : this.bracket(x, y) ?? "scrub";
    this.drag = { kind, from: frame, last: 0 };
    if (kind === "scrub") lanes.on.look(frame);
    this.drag.last = frame;
  }

  /** @param {PointerEvent} event */
  move(event) {
    const { lanes, drag } = this;
    if (!lanes.shown.sheet) return;
    const { x, y, frame } = this.place(event);
    if (!drag) {
      lanes.canvas.style.cursor = x > lanes.scale.left && this.bracket(x, y) ? "ew-resize" : "default";
      return;
    }
    const beyond = Math.max(0, x - lanes.width + 14) || Math.min(0, x - lanes.scale.left);
    if (beyond) {
      lanes.scale.pan(beyond / 2);
      lanes.redraw();
    }
    if (frame === drag.last) return;
    drag.last = frame;
    this.dragged(drag, frame);
  }

  /**
   * @param {Drag} drag
   * @param {number} frame
   */
  dragged({ kind, from }, frame) {
    const { on, shown } = this.lanes;
    if (kind === "scrub") on.scrub(frame, { sound: true });
    else if (kind === "range") on.marks(Math.min(from, frame), Math.max(from, frame));
    else if (kind === "in") on.marks(Math.min(frame, shown.marks.out ?? frame), shown.marks.out);
    else on.marks(shown.marks.in, Math.max(frame - 1, shown.marks.in ?? 1));
  }

  /** The pointer was let go. */
  end() {
    this.drag = null;
  }

  /** @param {MouseEvent} event */
  twice(event) {
    const { x, y, frame } = this.place(event);
    if (!this.lanes.shown.sheet || x < this.lanes.scale.left) return;
    if (this.bracket(x, y)) this.lanes.on.marks(null, null);
    else this.lanes.on.stand(frame);
  }

  /** @param {WheelEvent} event */
  wheel(event) {
    event.preventDefault();
    const { lanes } = this;
    const line = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1;
    if (event.ctrlKey || event.metaKey) {
      lanes.zoom(Math.exp(-event.deltaY * line * 0.0032), this.place(event).x);
      return;
    }
    lanes.scale.pan((Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.deltaY) * line);
    lanes.redraw();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { lanes } = this;
    const { sheet, playhead } = lanes.shown;
    if (!sheet || event.ctrlKey || event.metaKey || event.altKey) return;
    const by = event.shiftKey ? 10 : 1;
    const steps = {
      ...{ ArrowLeft: playhead - by, ArrowDown: playhead - by, ArrowRight: playhead + by, ArrowUp: playhead + by },
      ...{ PageUp: playhead + lanes.second, PageDown: playhead - lanes.second, Home: 1, End: sheet.frames },
    };
    const to = steps[/** @type {keyof steps} */ (event.code)];
    const wider = { "+": 1.25, "=": 1.25, "-": 0.8 }[event.key];
    if (to !== undefined) lanes.on.look(Math.min(Math.max(1, to), Math.max(sheet.frames, playhead, 1)));
    else if (wider !== undefined) lanes.zoom(wider);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
