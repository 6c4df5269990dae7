// @ts-check
/** The shaders of draw/compositor_gl.js; the order of operations stands in state/looking.js. */

import { LUMA, NO_PLATE, PEAKING, ZEBRA, ZEBRA_STEP } from "../state/looking.js";

/** @type {(value: number) => string} */
const float = (value) => Number.isInteger(value) ? `${value}.0` : String(value);
/** @type {(values: readonly number[]) => string} */
const vec3 = (values) => `vec3(${values.map(float).join(", ")})`;

export const VERTEX = `#version 300 es
void main() {
  gl_Position = vec4(vec2(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0), 0.0, 1.0);
}`;

/** Begins every fragment shader: from the drawn pixel to the picture pixel, through the loupe and the view. */
const PLACE = `#version 300 es
precision highp float;
precision highp int;
uniform vec2 u_picture;  // pixels
uniform vec2 u_at;       // pixels
uniform vec4 u_window;   // left, top, device pixels a seen pixel
uniform bool u_loupe;
uniform int u_turn;
uniform bool u_mirror;
out vec4 drawn;

// The picture pixel under this fragment; false outside the picture.
bool place(out vec2 point) {
  vec2 here = vec2(gl_FragCoord.x, u_at.y - gl_FragCoord.y);
  vec2 seen = u_window.xy + here / u_window.zw;
  if (u_loupe) seen = floor(seen) + 0.5;
  vec2 whole = u_turn % 180 == 0 ? u_picture : u_picture.yx;
  if (any(lessThan(seen, vec2(0.0))) || any(greaterThan(seen, whole))) return false;
  if (u_mirror) seen.x = whole.x - seen.x;
  point = u_turn == 0 ? seen
    : u_turn == 90 ? vec2(seen.y, u_picture.y - seen.x)
    : u_turn == 180 ? u_picture - seen
    : vec2(u_picture.x - seen.y, seen.x);
  return true;
}
`;

/**
 * What the base shader must be able to do: a shader for each combination in use, as software and small GPUs pay for what
 * they do not need.
 * @typedef {{films: number, key: boolean, plate: boolean, difference: boolean, split: boolean}} Abilities
 */

const KEYED = `
uniform vec3 u_key_colour;
uniform vec3 u_key_widths;  // tolerance, softness, spill

vec2 chroma(vec3 c) {
  float luma = dot(c, ${vec3(LUMA)});
  return vec2((c.b - luma) / 1.8556, (c.r - luma) / 1.5748);
}

vec3 keyed(vec3 live, vec3 plate) {
  float away = distance(chroma(live), chroma(u_key_colour)) - u_key_widths.x;
  float opacity = clamp(away / u_key_widths.y, 0.0, 1.0);
  float luma = dot(live, ${vec3(LUMA)});
  vec3 clean = mix(vec3(luma), live, clamp(away / u_key_widths.z, 0.0, 1.0));
  return mix(plate, min(clean * u_lift, 1.0), opacity);
}`;

/**
 * Key, lift, onion, difference and split in one pass.
 * @param {Abilities} abilities
 */
export function base({ films, key, plate, difference, split }) {
  const film = Array.from({ length: films }, (_, index) => index);
  const behind = plate ? "texture(u_plate, uv).rgb" : `vec3(${float(NO_PLATE)})`;
  return `${PLACE}
uniform sampler2D u_live;
${plate ? "uniform sampler2D u_plate;" : ""}
${difference ? "uniform sampler2D u_other;\nuniform float u_gain;" : ""}
${split ? "uniform sampler2D u_left;\nuniform float u_split;" : ""}
${film.map((index) => `uniform sampler2D u_film${index};\nuniform float u_share${index};`).join("\n")}
uniform float u_live_share, u_lift;
${key ? KEYED : ""}

void main() {
  vec2 point;
  drawn = vec4(0.0, 0.0, 0.0, 1.0);
  if (!place(point)) return;
  vec2 uv = point / u_picture;
  ${split ? "if (point.x < u_split) { drawn.rgb = texture(u_left, uv).rgb; return; }" : ""}
  vec3 live = texture(u_live, uv).rgb;
  ${difference ? "drawn.rgb = min(abs(live - texture(u_other, uv).rgb) * u_gain, 1.0); return;" : ""}
  vec3 seen = ${key ? `keyed(live, ${behind})` : "min(live * u_lift, 1.0)"} * u_live_share;
${film.map((index) => `  seen += u_share${index} * texture(u_film${index}, uv).rgb;`).join("\n")}
  drawn.rgb = seen;
}`;
}

/** One line-up layer, blended over what is drawn. */
export const LAYER = `${PLACE}
uniform sampler2D u_layer;
uniform vec2 u_own;      // the layer's size
uniform mat2 u_inverse;  // picture to layer
uniform vec2 u_middle;
uniform float u_opacity;

void main() {
  vec2 point;
  if (!place(point)) discard;
  vec2 uv = u_inverse * (point - u_middle) / u_own + 0.5;
  if (any(lessThan(uv, vec2(0.0))) || any(greaterThan(uv, vec2(1.0)))) discard;
  vec4 layer = texture(u_layer, uv);
  drawn = layer * u_opacity;  // bitmaps come multiplied by their alpha
}`;

/** Peaking and zebra, blended over what is drawn. */
export const MARKS = `${PLACE}
uniform sampler2D u_live;
uniform bool u_peaking, u_zebra;
uniform float u_threshold, u_level, u_split;

float luma(ivec2 at) {
  return dot(texelFetch(u_live, clamp(at, ivec2(0), ivec2(u_picture) - 1), 0).rgb, ${vec3(LUMA)});
}

void main() {
  vec2 point;
  if (!place(point) || point.x < u_split) discard;
  ivec2 at = ivec2(point);
  vec3 live = texelFetch(u_live, at, 0).rgb;
  float brightest = max(live.r, max(live.g, live.b));
  if (u_zebra && brightest * 255.0 + 0.5 >= u_level && (at.x + at.y) % ${ZEBRA_STEP} < ${ZEBRA_STEP / 2}) {
    drawn = vec4(vec3(${float(ZEBRA)}), 1.0);
    return;
  }
  if (!u_peaking) discard;
  float around = luma(at + ivec2(1, 0)) + luma(at - ivec2(1, 0)) + luma(at + ivec2(0, 1)) + luma(at - ivec2(0, 1));
  float edge = abs(4.0 * luma(at) - around);
  float mark = clamp((edge - u_threshold) / (0.5 * u_threshold), 0.0, 1.0);
  drawn = vec4(${vec3(PEAKING)}, 1.0) * mark;
}`;
