// @ts-check
/**
 * Frames of a live view over a WebSocket: newest wins, each acknowledged when it is drawn, the line taken up again by itself.
 *
 * A frame is a header of 16 bytes, little endian (u32 sequence, u32 flags, f64 milliseconds since 1970 when the camera gave
 * it), and a JPEG.
 */

/** @typedef {{fps: number, latency: number, p95: number, dropped: number, width: number, height: number}} Stats */

const HEADER = 16;
/** How far back the figures reach, in milliseconds. */
const SPAN = 2000;
const PAUSES = [150, 300, 600, 1200, 2400];
/** A larger gap in the sequence is another camera or a restart, not lost frames. */
const RESTART = 1000;

/** Frames a second and how old they were when drawn, over the last two seconds. */
export class Pace {
  /** @type {{at: number, late: number}[]} */
  drawn = [];
  dropped = 0;

  /** A frame that the camera gave at `sent` (milliseconds since 1970) is drawn. @param {number} sent @param {number} now */
  mark(sent, now = Date.now()) {
    this.drawn.push({ at: now, late: Math.max(0, now - sent) });
  }

  /** Figures as of `now`; latencies in milliseconds. @param {number} now */
  figures(now = Date.now()) {
    this.drawn = this.drawn.filter(({ at }) => now - at < SPAN && at <= now);
    const late = this.drawn.map((drawn) => drawn.late).sort((one, other) => one - other);
    const span = this.drawn.length > 1 ? this.drawn[this.drawn.length - 1].at - this.drawn[0].at : 0;
    return {
      fps: span > 0 ? 1000 * (this.drawn.length - 1) / span : 0,
      latency: late[Math.floor((late.length - 1) * 0.5)] ?? 0,
      p95: late[Math.floor((late.length - 1) * 0.95)] ?? 0,
      dropped: this.dropped,
    };
  }
}

export class Stream {
  /** @type {WebSocket|null} */
  socket = null;
  url = "";
  tries = 0;
  /** @type {number|undefined} */
  timer;
  /** @type {ArrayBuffer|null} */
  waiting = null;
  decoding = false;
  /** @type {number|null} */
  sequence = null;

  /**
   * `show` draws a picture and owns it from then on.
   * @param {(picture: ImageBitmap, sent: number) => void} show
   * @param {Pace} pace
   */
  constructor(show, pace) {
    this.show = show;
    this.pace = pace;
  }

  /** @param {string} url */
  open(url) {
    this.close();
    this.url = url;
    this.sequence = null;
    this.dial();
  }

  close() {
    clearTimeout(this.timer);
    this.url = "";
    this.waiting = null;
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  dial() {
    const socket = new WebSocket(this.url);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => void (this.tries = 0);
    socket.onmessage = ({ data }) => {
      if (this.socket === socket && data instanceof ArrayBuffer) this.take(data);
    };
    socket.onclose = () => {
      if (this.socket !== socket) return;
      this.socket = null;
      this.timer = setTimeout(() => this.dial(), PAUSES[Math.min(this.tries++, PAUSES.length - 1)]);
    };
    this.socket = socket;
  }

  /** @param {ArrayBuffer} data */
  take(data) {
    if (data.byteLength <= HEADER) return this.pass();
    if (this.decoding) {
      if (this.waiting) this.pass();
      this.waiting = data;
      return;
    }
    this.draw(data);
  }

  /** A frame that will not be drawn still gives its credit back. */
  pass() {
    this.pace.dropped++;
    this.acknowledge(this.socket);
  }

  /** @param {WebSocket|null} socket */
  acknowledge(socket) {
    if (socket?.readyState === WebSocket.OPEN) socket.send("ack");
  }

  /** @param {ArrayBuffer} data */
  async draw(data) {
    const socket = this.socket;
    this.decoding = true;
    const header = new DataView(data, 0, HEADER);
    this.follow(header.getUint32(0, true));
    try {
      const jpeg = new Blob([new Uint8Array(data, HEADER)], { type: "image/jpeg" });
      const picture = await createImageBitmap(jpeg, { colorSpaceConversion: "none" });
      if (socket === this.socket) this.show(picture, header.getFloat64(8, true));
      else picture.close();
    } catch {
      // A frame cut short by the camera is left out; the next one is whole.
      this.pace.dropped++;
    }
    this.acknowledge(socket);
    this.decoding = false;
    const next = this.waiting;
    this.waiting = null;
    if (next) this.draw(next);
  }

  /** Counts the frames between the last sequence number and this one. @param {number} sequence */
  follow(sequence) {
    const gap = this.sequence === null ? 1 : sequence - this.sequence;
    if (gap > 1 && gap < RESTART) this.pace.dropped += gap - 1;
    this.sequence = sequence;
  }
}
