// @ts-check
/** This page's own camera, lent to the studio: its live view is shown here and brought there, its photographs too. */

import { address, bring } from "../link.js";
import * as model from "../state/model.js";

const LIVE_WIDTH = 960;
/** Pixels of width of the live view that other pages see. */
const OFTEN = 100;
/** Milliseconds between two of its pictures. */

/** @type {Map<string, Guest>} */
const lent = new Map();

class Guest {
  /** @param {string} name @param {MediaStream} stream */
  constructor(name, stream) {
    this.name = name;
    this.stream = stream;
    /** @type {((picture: ImageBitmap) => void) | null} */
    this.shows = null;
    this.video = document.createElement("video");
    this.video.muted = true;
    this.video.srcObject = stream;
    this.video.play();
    this.sent = 0;
    this.ended = false;
    this.connect();
    this.watch();
  }

  connect() {
    if (this.ended) return;
    const label = this.name.replace(/^browser:/, "");
    this.socket = new WebSocket(address(`api/lend/${encodeURIComponent(label)}`));
    this.socket.onclose = () => setTimeout(() => this.connect(), 1000);
  }

  /** Every picture of the stream goes to this page's live view, and now and then one to the studio. */
  watch() {
    if (this.ended) return;
    const next = () => this.watch();
    if ("requestVideoFrameCallback" in this.video) this.video.requestVideoFrameCallback(next);
    else setTimeout(next, 33);
    this.hand();
  }

  async hand() {
    if (!this.video.videoWidth || this.handing) return;
    this.handing = true;
    try {
      this.shows?.(await createImageBitmap(this.video));
      const now = performance.now();
      if (now - this.sent > OFTEN && this.socket?.readyState === WebSocket.OPEN && !this.socket.bufferedAmount) {
        this.sent = now;
        this.socket.send(await this.picture(LIVE_WIDTH, "image/jpeg", 0.8));
      }
    } finally {
      this.handing = false;
    }
  }

  /** @param {number} width @param {string} kind @param {number} [quality] */
  async picture(width, kind, quality) {
    const wide = Math.min(width, this.video.videoWidth);
    const canvas = new OffscreenCanvas(wide, Math.round(wide * this.video.videoHeight / this.video.videoWidth));
    canvas.getContext("2d")?.drawImage(this.video, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob({ type: kind, quality });
  }

  /** A photograph taken now, as large as the stream, without loss. @param {string} token */
  async press(token) {
    await this.fresh();
    const photograph = await this.picture(Infinity, "image/png");
    const headers = { "x-token": token, "x-name": `${token.replace(/\W+/g, "_")}.png` };
    await bring(`api/press/${encodeURIComponent(this.name)}`, photograph, headers);
  }

  /** Wait for a picture that the camera gave after now: two that follow, since one may be on its way. */
  async fresh() {
    if (!("requestVideoFrameCallback" in this.video)) return;
    for (let count = 0; count < 2; count++) {
      await new Promise((done) => this.video.requestVideoFrameCallback(() => done(null)));
    }
  }

  /** @param {(picture: ImageBitmap) => void} shows @returns {() => void} */
  show(shows) {
    this.shows = shows;
    return () => {
      if (this.shows === shows) this.shows = null;
    };
  }

  end() {
    this.ended = true;
    this.socket?.close();
    this.stream.getTracks().forEach((track) => track.stop());
    lent.delete(this.name);
  }
}

/** The camera of this page that goes by this name in the studio, or null. @param {any} camera */
export const guestOf = (camera) => (camera?.guest && lent.get(camera.name)) || null;

/** The cameras of this machine that the browser would lend, once it may. */
export async function ownCameras() {
  if (!navigator.mediaDevices?.enumerateDevices) return [];
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter((device) => device.kind === "videoinput");
}

/**
 * Lend a camera of this machine to the studio. The browser asks the person.
 * @param {string} [device]
 */
export async function lend(device) {
  const size = { width: { ideal: 4096 }, height: { ideal: 2160 } };
  try {
    const video = device ? { deviceId: { exact: device }, ...size } : size;
    const stream = await navigator.mediaDevices.getUserMedia({ video, audio: false });
    const label = stream.getVideoTracks()[0].label || "camera";
    const plain = label.replace(/^.*[\\/]/, "").replace(/[^\w .-]+/g, " ").trim().slice(0, 60) || "camera";
    const name = `browser:${plain}`;
    lent.get(name)?.end();
    lent.set(name, new Guest(name, stream));
    return name;
  } catch (why) {
    model.remark(`The browser does not lend its camera: ${why instanceof Error ? why.message : why}`, "", "trouble");
    return null;
  }
}

/** The studio asks for a photograph. @param {{camera: string, token: string}} message */
export async function pressed({ camera, token }) {
  try {
    await lent.get(camera)?.press(token);
  } catch (why) {
    model.remark(/** @type {Error} */ (why).message, "", "trouble");
  }
}

/** @param {string} name */
export const takeBack = (name) => lent.get(name)?.end();
