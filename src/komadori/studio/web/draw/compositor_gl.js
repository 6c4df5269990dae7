// @ts-check
/** The live view drawn by WebGL2: one shader for all that mixes, a small pass for each line-up layer and for the marks. */

import {
  liftFactor,
  onionShares,
  peakingThreshold,
  placement,
  seenSize,
  splitColumn,
  windowOf,
  zebraCode,
} from "../state/looking.js";
import { base, LAYER, MARKS, VERTEX } from "./compositor_shaders.js";

/** @typedef {import("./compositor.js").Picture} Picture */
/** @typedef {import("./compositor.js").Compositor} Compositor */
/** @typedef {import("../state/looking.js").Looking} Looking */
/** @typedef {import("../state/looking.js").Size} Size */
/** @typedef {import("./compositor_shaders.js").Abilities} Abilities */

/** Width of a chroma edge that is none: one code. */
const SHARP = 1 / 255;

/** A program, its uniforms by name, and which sampler reads which texture unit. */
class Pass {
  /** @param {WebGL2RenderingContext} gl @param {string} fragment */
  constructor(gl, fragment) {
    this.gl = gl;
    const program = gl.createProgram();
    for (const [kind, source] of /** @type {const} */ ([[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, fragment]])) {
      const shader = /** @type {WebGLShader} */ (gl.createShader(kind));
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
      throw new Error(`a shader of the compositor: ${gl.getProgramInfoLog(program)}`);
    }
    this.program = program;
    /** @type {Map<string, WebGLUniformLocation|null>} */
    this.places = new Map();
    this.unit = 0;
  }

  begin() {
    this.gl.useProgram(this.program);
    this.unit = 0;
  }

  /** @param {string} name */
  place(name) {
    let place = this.places.get(name);
    if (place === undefined) {
      place = this.gl.getUniformLocation(this.program, name);
      this.places.set(name, place);
    }
    return place;
  }

  /** @param {string} name @param {...number} values */
  floats(name, ...values) {
    const set = [this.gl.uniform1fv, this.gl.uniform2fv, this.gl.uniform3fv, this.gl.uniform4fv][values.length - 1];
    set.call(this.gl, this.place(name), values);
  }

  /** @param {string} name @param {number|boolean} value */
  int(name, value) {
    this.gl.uniform1i(this.place(name), Number(value));
  }

  /** @param {string} name @param {WebGLTexture|null} texture */
  texture(name, texture) {
    this.gl.activeTexture(this.gl.TEXTURE0 + this.unit);
    this.gl.bindTexture(this.gl.TEXTURE_2D, texture);
    this.int(name, this.unit++);
  }

  draw() {
    this.gl.drawArrays(this.gl.TRIANGLES, 0, 3);
  }
}

/** Textures by slot, each uploaded once for its bitmap. */
class Textures {
  /** @param {WebGL2RenderingContext} gl */
  constructor(gl) {
    this.gl = gl;
    /** @type {Map<string, {picture: Picture, texture: WebGLTexture}>} */
    this.held = new Map();
  }

  /** @param {string} slot @param {Picture} picture @returns {WebGLTexture} */
  of(slot, picture) {
    const gl = this.gl;
    let held = this.held.get(slot);
    if (held?.picture === picture) return held.texture;
    held = { picture, texture: held?.texture ?? this.made() };
    this.held.set(slot, held);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, held.texture);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, gl.RGBA, gl.UNSIGNED_BYTE, picture);
    return held.texture;
  }

  made() {
    const gl = this.gl;
    const texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    return texture;
  }

  /** Let go of the textures of slots that are no more. @param {Map<string, Picture>} refs */
  keep(refs) {
    for (const [slot, { texture }] of this.held) {
      if (slot === LIVE || refs.has(slot)) continue;
      this.gl.deleteTexture(texture);
      this.held.delete(slot);
    }
  }
}

/** No slot of the page's has this name. */
const LIVE = "\u0000live";

/** One drawing: what all passes read. */
/** @typedef {{frame: Picture, refs: Map<string, Picture>, params: Looking, at: Size, textures: Textures}} Scene */

/** @param {Pass} pass @param {Scene} scene */
function placed(pass, { frame, params, at }) {
  pass.begin();
  const { left, top, across, down } = windowOf(params, frame, at);
  pass.floats("u_picture", frame.width, frame.height);
  pass.floats("u_at", at.width, at.height);
  pass.floats("u_window", left, top, across, down);
  pass.int("u_loupe", params.loupe.on);
  pass.int("u_turn", params.view.turn);
  pass.int("u_mirror", params.view.mirror);
}

/** The pass that can do just this, made when it is first asked for. @param {Tools} made @param {Abilities} abilities */
function basePass(made, abilities) {
  const name = Object.values(abilities).map(Number).join(" ");
  let pass = made.bases.get(name);
  if (!pass) {
    pass = new Pass(made.gl, base(abilities));
    made.bases.set(name, pass);
  }
  return pass;
}

/** @param {Tools} made @param {Scene} scene */
function drawBase(made, scene) {
  const { frame, refs, params, textures } = scene;
  const { key, difference, split } = params;
  /** @param {string} slot */
  const there = (slot) => refs.has(slot);
  /** @param {string} slot */
  const textured = (slot) => textures.of(slot, /** @type {Picture} */ (refs.get(slot)));
  const shares = onionShares(params.onion, there);
  const column = splitColumn(split, frame.width, there);
  const abilities = {
    films: difference.on && there(difference.slot) ? 0 : shares.film.length,
    key: key.on,
    plate: key.on && there(key.plate),
    difference: difference.on && there(difference.slot),
    split: column > 0,
  };
  const pass = basePass(made, abilities);
  const live = textures.of(LIVE, frame);
  const film = shares.film.slice(0, abilities.films).map((layer) => textured(layer.slot));
  /** @type {[string, WebGLTexture][]} */
  const others = [["u_live", live]];
  if (abilities.plate) others.push(["u_plate", textured(key.plate)]);
  if (abilities.difference) others.push(["u_other", textured(difference.slot)]);
  if (abilities.split) others.push(["u_left", textured(split.slot)]);
  placed(pass, scene);
  for (const [name, texture] of others) pass.texture(name, texture);
  film.forEach((texture, index) => pass.texture(`u_film${index}`, texture));
  film.forEach((_, index) => pass.floats(`u_share${index}`, shares.film[index].weight));
  pass.floats("u_live_share", shares.live);
  pass.floats("u_lift", liftFactor(params.lift));
  pass.floats("u_split", column);
  pass.floats("u_gain", difference.gain);
  pass.floats("u_key_colour", ...key.colour);
  pass.floats("u_key_widths", key.tolerance, Math.max(key.softness, SHARP), Math.max(key.spill, SHARP));
  pass.draw();
}

/** @param {Pass} pass @param {Scene} scene */
function drawLayers(pass, scene) {
  for (const layer of scene.params.layers) {
    const picture = scene.refs.get(layer.slot);
    if (!picture || layer.opacity <= 0) continue;
    const texture = scene.textures.of(layer.slot, picture);
    const [a, b, c, d, e, f] = placement(layer, picture, scene.frame);
    const area = a * d - b * c;
    placed(pass, scene);
    pass.texture("u_layer", texture);
    pass.floats("u_own", picture.width, picture.height);
    pass.gl.uniformMatrix2fv(pass.place("u_inverse"), false, [d / area, -b / area, -c / area, a / area]);
    pass.floats("u_middle", e, f);
    pass.floats("u_opacity", layer.opacity);
    pass.draw();
  }
}

/** @param {Pass} pass @param {Scene} scene */
function drawMarks(pass, scene) {
  const { frame, refs, params, textures } = scene;
  if (!params.peaking.on && !params.zebra.on) return;
  placed(pass, scene);
  pass.texture("u_live", textures.of(LIVE, frame));
  pass.int("u_peaking", params.peaking.on);
  pass.int("u_zebra", params.zebra.on);
  pass.floats("u_threshold", peakingThreshold(params.peaking.strength));
  pass.floats("u_level", zebraCode(params.zebra.level));
  pass.floats("u_split", splitColumn(params.split, frame.width, (slot) => refs.has(slot)));
  pass.draw();
}

/** @param {WebGL2RenderingContext} gl */
function tools(gl) {
  gl.disable(gl.DITHER);
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  /** @type {Map<string, Pass>} */
  const bases = new Map();
  return { gl, bases, layer: new Pass(gl, LAYER), marks: new Pass(gl, MARKS), textures: new Textures(gl) };
}

/** @typedef {ReturnType<typeof tools>} Tools */

/**
 * A compositor on `canvas`, or null where WebGL2 is not to be had. A lost GPU comes back by itself.
 * @param {OffscreenCanvas|HTMLCanvasElement} canvas
 * @returns {Compositor|null}
 */
export function create(canvas) {
  const options = { alpha: false, antialias: false, depth: false, stencil: false };
  const gl = /** @type {WebGL2RenderingContext|null} */ (canvas.getContext("webgl2", options));
  if (!gl) return null;
  let made = tools(gl);
  const lost = (/** @type {Event} */ event) => event.preventDefault();
  const back = () => void (made = tools(gl));
  canvas.addEventListener("webglcontextlost", lost);
  canvas.addEventListener("webglcontextrestored", back);
  return {
    kind: "gl",
    get size() {
      return { width: canvas.width, height: canvas.height };
    },
    draw(frame, refs, params, at = seenSize(params.view, frame)) {
      if (gl.isContextLost()) return;
      if (canvas.width !== at.width) canvas.width = at.width;
      if (canvas.height !== at.height) canvas.height = at.height;
      const scene = { frame, refs, params, at, textures: made.textures };
      made.textures.keep(refs);
      gl.viewport(0, 0, at.width, at.height);
      gl.disable(gl.BLEND);
      drawBase(made, scene);
      gl.enable(gl.BLEND);
      drawLayers(made.layer, scene);
      drawMarks(made.marks, scene);
    },
    close() {
      canvas.removeEventListener("webglcontextlost", lost);
      canvas.removeEventListener("webglcontextrestored", back);
      gl.getExtension("WEBGL_lose_context")?.loseContext();
    },
  };
}
