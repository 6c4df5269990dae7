// @ts-check
/** The drawn scene in small, as its camera will see it: felt hills by moonlight, a house, a woollen ball on a table. */

import { html } from "./html.js";

/** A tree of three tiers with its tip at (x, y), so high and half so wide. @param {number} x @param {number} y @param {number} high @param {number} half */
const tree = (x, y, high, half) =>
  [0.46, 0.74, 1].map((low, tier) => {
    const [top, wide] = [y + high * [0, 0.22, 0.46][tier], half * [0.56, 0.8, 1][tier]];
    return `M${x} ${top}L${x - wide} ${y + high * low}L${x + wide} ${y + high * low}Z`;
  }).join("") + `M${x - half / 5} ${y + high}h${half * 0.4}v${high * 0.1}h${-half * 0.4}z`;

const STARS =
  "M19 34h.7M48 27h.7M53 50h.7M69 19h.7M99 30h.7M107 50h.7M148 8h.7M163 47h.7M156 60h.7M176 5h.7M188 19h.7M" +
  "195 57h.7M216 49h.7M261 27h.7M302 45h.7M54 60h.7M164 58h.7M198 48h.7M237 20h.7M265 33h.7";

const Cloth = () =>
  html`
    <filter id="felt" x="-5%" y="-5%" width="110%" height="110%">
      <feTurbulence type="fractalNoise" baseFrequency="0.55 0.8" numOctaves="2" seed="4" />
      <feColorMatrix values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0.900 0 0 0 -0.330" />
      <feComposite in2="SourceAlpha" operator="in" />
      <feBlend in="SourceGraphic" mode="soft-light" />
      <feDropShadow dx="0" dy="-1" stdDeviation="2.200" flood-color="#170d12" flood-opacity=".5" />
    </filter>
    <filter id="grain" x="0" y="0" width="100%" height="100%">
      <feTurbulence type="fractalNoise" baseFrequency="0.018 0.75" numOctaves="2" seed="9" />
      <feColorMatrix values="0 0 0 0 .16 0 0 0 0 .08 0 0 0 0 .03 1.100 0 0 0 -.38" />
      <feComposite in2="SourceAlpha" operator="in" />
      <feMerge>
        <feMergeNode in="SourceGraphic" />
        <feMergeNode />
      </feMerge>
    </filter>
    <filter id="raised" x="-20%" y="-20%" width="150%" height="160%">
      <feDropShadow dx=".8" dy="1.600" stdDeviation="1.400" flood-color="#1a0f16" flood-opacity=".5" />
    </filter>
  `;

const Light = () =>
  html`
    <linearGradient id="dusk-sky" x2="0" y2="1">
      <stop stop-color="#2c2844" />
      <stop offset=".5" stop-color="#664767" />
      <stop offset=".78" stop-color="#a8646b" />
      <stop offset="1" stop-color="#c07a6c" />
    </linearGradient>
    <linearGradient id="planks" x2="0" y2="1">
      <stop stop-color="#b97a47" />
      <stop offset="1" stop-color="#8d5930" />
    </linearGradient>
    <radialGradient id="moon-glow">
      <stop offset=".3" stop-color="#e9d3b0" stop-opacity=".3" />
      <stop offset="1" stop-color="#e9d3b0" stop-opacity="0" />
    </radialGradient>
    <radialGradient id="ball-light" cx=".34" cy=".3" r=".85">
      <stop stop-color="#ff8a5c" />
      <stop offset=".55" stop-color="#d4643f" />
      <stop offset="1" stop-color="#5b2317" />
    </radialGradient>
    <radialGradient id="corners" r=".75">
      <stop offset=".55" stop-opacity="0" />
      <stop offset="1" stop-opacity=".28" />
    </radialGradient>
  `;

const Sky = () =>
  html`
    <rect width="320" height="134" fill="url(#dusk-sky)" />
    <path d=${STARS} stroke="#f6e6cf" stroke-width=".8" stroke-opacity=".85" />
    <circle cx="233.600" cy="37.700" r="44" fill="url(#moon-glow)" />
    <circle cx="233.600" cy="37.700" r="15.200" fill="#fbeac1" />
    <path d="M228.500 39a3.800 3.800 0 1 1 0 7.600 3.800 3.800 0 0 1 0-7.600M238.500 31a3 3 0 1 1 0 6 3 3 0 0 1 0-6"
      fill="#efd7ac" />
    <path d="M73.500 0v33M160 0v18" stroke="#d9c9c6" stroke-width=".5" stroke-opacity=".45" />
    <path
      d="M62 52.500a6.500 6.500 0 0 1 .5-13 10 10 0 0 1 18.500-1.500 8 8 0 0 1 7.500 3.500 5.800 5.800 0 0 1 1 11zM151 31.500a4.600 4.600 0 0 1 .5-9 7.500 7.500 0 0 1 14-2 5.500 5.500 0 0 1 5.500 3 4 4 0 0 1 .5 8z"
      fill="#f4d8cf" filter="url(#raised)" />
  `;

const Land = () =>
  html`
    <path
      d="M-6 103c22-3 30 6 46 4 22-3 34-14 56-13.400 30 2 54-1.600 82 .4 24 2 40 12 63 13 14 .5 20-2.500 33-3 18-1 34-3 52-4v40H-6z"
      fill="#8d7d88" filter="url(#felt)" />
    <path
      d="M-6 104c12-2 20-1 30 3 18 8 34 14 56 13 24-1 36-19 60-19 16 0 18 8 30 8.600 20 1 28 0 40 8 16 8 24 2 36-3 18-8 50-12 80-12v34H-6z"
      fill="#7c8f62" filter="url(#felt)" />
    <g filter="url(#raised)">
      <path d="M97.900 101.500h22v17.700h-22zM112.700 84.600h3.900v10h-3.900z" fill="#dcb394" />
      <path d="M112.700 84.600h3.900v10h-3.900z" fill="#8a4f41" />
      <path d="M94.800 102 108.900 86.700 123.200 102z" fill="#bd5c43" />
    </g>
    <path d="M102 104.600h7.700v7.700H102z" fill="#ffef9c" />
    <path d="M105.850 104.600v7.700M102 108.450h7.700" stroke="#a0693f" />
    <path d="M112.200 107h5.100v12.200h-5.100z" fill="#774840" />
    <path
      d="M-6 124c26-4 48-5 72-3.500 28 2 42 12 70 12 16 0 26-2 42-4 26-3 44-10 68-10 18 0 28 6 44 7 14 1 24 2 40 2.500v12H-6z"
      fill="#56763f" filter="url(#felt)" />
    <path d=${tree(41.8, 93.6, 28, 7.4) + tree(61, 103.8, 21, 4.8) + tree(265.7, 88.2, 31, 7.8) +
      tree(285, 102.3, 22, 5.6) + tree(304, 93.6, 28, 7.2)} fill="#35583f" filter="url(#raised)" />
  `;

const Table = () =>
  html`
    <path d="M0 133.500h320V180H0z" fill="url(#planks)" filter="url(#grain)" />
    <path d="M0 145.600h320M0 160.500h320" stroke="#4a2d1a" stroke-width=".9" stroke-opacity=".85" />
    <path d="M0 133.700h320" stroke="#d39a63" stroke-width=".6" />
    <ellipse cx="52" cy="167.500" rx="15" ry="3" fill="#24140b" fill-opacity=".6" />
    <circle cx="51.200" cy="152" r="15.400" fill="url(#ball-light)" filter="url(#felt)" />
    <path
      d="M44 153.500a2.800 2.800 0 1 1 0 5.600 2.800 2.800 0 0 1 0-5.600M59 153.500a2.800 2.800 0 1 1 0 5.600 2.800 2.800 0 0 1 0-5.600"
      fill="#ef4f45" fill-opacity=".45" />
    <path d="M46.900 149.800a2 2 0 1 1 0 4 2 2 0 0 1 0-4M56.100 149.800a2 2 0 1 1 0 4 2 2 0 0 1 0-4" fill="#160e10" />
    <path d="M46.500 151.200h.1M55.700 151.200h.1" stroke="#fff" stroke-width=".9" stroke-linecap="round" />
  `;

export const Miniature = () =>
  html`
    <svg class="miniature" viewBox="0 0 320 180" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <defs>
        <${Light} />
        <${Cloth} />
      </defs>
      <${Sky} />
      <${Land} />
      <${Table} />
      <rect width="320" height="180" fill="url(#corners)" />
    </svg>
  `;
