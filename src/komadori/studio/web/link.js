// @ts-check
/** The one file that speaks to the server: messages by web socket, files by HTTP. */

const PAUSES = [200, 400, 800, 1500, 3000];
/** Milliseconds before each attempt to reach the server again; the last is repeated. */

/** The kind of trouble where nobody answers. */
export const AWAY = "Away";

/** @typedef {{kind: string, message: string, hint: string}} Trouble */

/** Why a command was not done. */
export class NotDone extends Error {
  /** @param {Trouble} trouble */
  constructor(trouble) {
    super(trouble.message);
    this.kind = trouble.kind;
    this.hint = trouble.hint;
  }
}

/** The connection to the server. It comes back by itself, and is then told everything afresh. */
export class Link {
  /**
   * @param {{hear: (message: any) => void, state: (state: "connecting"|"open"|"lost") => void}} to
   */
  constructor(to) {
    this.to = to;
    this.attempt = 0;
    this.calls = 0;
    /** @type {Map<number, {done: (result: any) => void, failed: (why: Error) => void}>} */
    this.waiting = new Map();
    /** @type {WebSocket | null} */
    this.socket = null;
    this.connect();
    globalThis.addEventListener?.("online", () => this.retry());
  }

  connect() {
    this.to.state(this.attempt ? "lost" : "connecting");
    const socket = new WebSocket(address("api/link"));
    this.socket = socket;
    socket.onopen = () => {
      this.attempt = 0;
      this.to.state("open");
    };
    socket.onmessage = (event) => this.heard(JSON.parse(event.data));
    socket.onclose = () => this.closed(socket);
  }

  /** @param {WebSocket} socket */
  closed(socket) {
    if (socket !== this.socket) return;
    this.socket = null;
    this.to.state("lost");
    for (const call of this.waiting.values()) {
      call.failed(new NotDone({ kind: AWAY, message: "The studio does not answer.", hint: "it is tried again." }));
    }
    this.waiting.clear();
    const pause = PAUSES[Math.min(this.attempt++, PAUSES.length - 1)];
    setTimeout(() => this.retry(), pause);
  }

  /** Connect afresh, to be told everything once more. */
  begin() {
    this.socket?.close();
  }

  retry() {
    if (!this.socket) this.connect();
  }

  /** @param {any} message */
  heard(message) {
    if (message.type !== "answer") {
      this.to.hear(message);
      return;
    }
    const call = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.trouble) call?.failed(new NotDone(message.trouble));
    else call?.done(message.result);
  }

  /** Whether the server can be spoken to now. */
  get there() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  /** @param {object} message */
  tell(message) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  /**
   * Have the server do a command of the registry.
   * @param {string} command
   * @param {Record<string, unknown>} [words]
   * @param {boolean | null} [pressed]
   * @returns {Promise<any>}
   */
  do(command, words = {}, pressed = null) {
    const id = ++this.calls;
    return new Promise((done, failed) => {
      if (this.socket?.readyState !== WebSocket.OPEN) {
        failed(new NotDone({ kind: AWAY, message: "The studio does not answer.", hint: "it is tried again." }));
        return;
      }
      this.waiting.set(id, { done, failed });
      this.tell({ type: "do", id, command, with: words, pressed });
    });
  }
}

/**
 * The address of a web socket of the server.
 * @param {string} path
 */
export function address(path) {
  const url = new URL(path, document.baseURI);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

/**
 * A file of the server, or NotDone with its own words.
 * @param {string} path
 * @returns {Promise<Blob>}
 */
export async function fetchBlob(path) {
  const answer = await fetch(new URL(path, document.baseURI));
  if (!answer.ok) throw await refusal(answer);
  return await answer.blob();
}

/**
 * Bring a file to the server.
 * @param {string} path
 * @param {BodyInit} body
 * @param {Record<string, string>} [headers]
 * @returns {Promise<any>}
 */
export async function bring(path, body, headers = {}) {
  const answer = await fetch(new URL(path, document.baseURI), { method: "POST", body, headers });
  if (!answer.ok) throw await refusal(answer);
  return await answer.json();
}

/**
 * The server's answer to what it is told at an address, or NotDone with its own words.
 * @param {string} path
 * @param {object} words
 * @returns {Promise<Response>}
 */
async function asked(path, words) {
  const headers = { "content-type": "application/json" };
  const told = { method: "POST", body: JSON.stringify(words), headers };
  const answer = await fetch(new URL(path, document.baseURI), told);
  if (!answer.ok) throw await refusal(answer);
  return answer;
}

/** A picture, and whether it only stands in until the take is looked through. @param {string} path @param {object} words */
export async function askPreview(path, words) {
  const answer = await asked(path, words);
  return { blob: await answer.blob(), standsIn: answer.headers.has("komadori-stands-in") };
}

/** A part of a picture, and the header that says which. @param {string} path @param {object} words */
export async function askPart(path, words) {
  const answer = await asked(path, words);
  return { blob: await answer.blob(), place: answer.headers.get("komadori-part") ?? "" };
}

/** What the server knows of what it is told. @param {string} path @param {object} words @returns {Promise<any>} */
export const tellJson = async (path, words) => await (await asked(path, words)).json();

/** What the server knows under an address, or NotDone. @param {string} path @returns {Promise<any>} */
export const askJson = async (path) => JSON.parse(await (await fetchBlob(path)).text());

/** @param {Response} answer */
async function refusal(answer) {
  const told = await answer.json().catch(() => null);
  const why = told?.error ?? { kind: "Refused", message: `The studio answered ${answer.status}.`, hint: "" };
  return new NotDone(why);
}

/**
 * Where a picture of a take is.
 * @param {string} take
 * @param {number} number
 * @param {"thumb"|"proxy"|"full"|"finished"} size
 */
export const pictureAddress = (take, number, size) =>
  `take/${take}/${number}/${size === "full" ? size : `${size}.jpg`}`;
