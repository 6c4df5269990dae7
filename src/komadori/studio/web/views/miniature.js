// @ts-check
/** The drawn scene in small: a table, a lamp and a bird, for a tile that is not open yet. */

import { html } from "./html.js";

export const Miniature = () =>
  html`
    <svg class="miniature" viewBox="0 0 320 180" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <defs>
        <radialGradient id="glow" cx="26%" cy="52%" r="75%">
          <stop offset="0" stop-color="#8a6136" />
          <stop offset=".55" stop-color="#3d2f28" />
          <stop offset="1" stop-color="#1b1719" />
        </radialGradient>
      </defs>
      <rect width="320" height="180" fill="url(#glow)" />
      <rect x="216" y="22" width="72" height="66" rx="7" fill="#1d2234" stroke="#2a211c" stroke-width="6" />
      <circle cx="266" cy="46" r="11" fill="#dccf9f" />
      <path d="M216 76c20-12 50-10 72 0v8a4 4 0 0 1-4 4h-64a4 4 0 0 1-4-4z" fill="#262d3e" />
      <path d="M0 138c90-8 230-8 320 0v42H0z" fill="#3a2719" />
      <path d="M0 138c90-8 230-8 320 0" stroke="#5a3d26" stroke-width="2" fill="none" />
      <path d="M62 78h46l8 66H54z" fill="#f0c987" />
      <path d="M62 78h46l-3-8H65z" fill="#7b4a2b" />
      <path d="M73 78l-4 66M97 78l4 66M85 78v66" stroke="#d9a761" stroke-width="1.500" />
      <path d="M138 124c0-24 16-44 40-44 22 0 36 16 36 34 0 20-18 32-42 32-22 0-34-8-34-22z" fill="#8a5334" />
      <circle cx="196" cy="88" r="23" fill="#c47a42" />
      <circle cx="203" cy="82" r="3.600" fill="#17110e" />
      <path d="M217 85l12 4-12 5z" fill="#3a2c22" />
      <path d="M176 108c12 8 30 8 40-2l2 10c-12 9-32 10-44 2z" fill="#7b8f5f" />
      <path d="M246 124h30l-4 22h-22z" fill="#5d7682" />
      <path d="M276 128c12 0 12 12-2 12" stroke="#5d7682" stroke-width="4" fill="none" />
    </svg>
  `;
