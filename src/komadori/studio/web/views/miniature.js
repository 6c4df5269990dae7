// @ts-check
/** The drawn scene in small, as its camera will see it: hills at dusk, a house, a ball on a table. */

import { html } from "./html.js";

export const Miniature = () =>
  html`
    <svg class="miniature" viewBox="0 0 320 180" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <defs>
        <linearGradient id="dusk-sky" x2="0" y2="1">
          <stop stop-color="#352f4f" />
          <stop offset=".45" stop-color="#6e4d6b" />
          <stop offset=".7" stop-color="#b56a68" />
        </linearGradient>
        <linearGradient id="planks" x2="0" y2="1">
          <stop stop-color="#a8703f" />
          <stop offset="1" stop-color="#6d4325" />
        </linearGradient>
        <radialGradient id="moon-glow">
          <stop offset=".3" stop-color="#f4e7c0" stop-opacity=".5" />
          <stop offset="1" stop-color="#f4e7c0"
            stop-opacity="0" />
        </radialGradient>
      </defs>
      <rect width="320" height="130" fill="url(#dusk-sky)" />
      <circle cx="233" cy="36" r="44" fill="url(#moon-glow)" />
      <circle cx="233" cy="36" r="16" fill="#f2e4b8" />
      <path d="M72 0v30M160 0v16" stroke="#d9c9c6" stroke-opacity=".35" />
      <path
        d="M57 44a7 7 0 0 1 2-13 9 9 0 0 1 16-3 8 8 0 0 1 13 6 6 6 0 0 1 2 10zM146 28a5 5 0 0 1 2-9 8 8 0 0 1 13-2 6 6 0 0 1 10 4 4 4 0 0 1 2 7z"
        fill="#f3d9cd" />
      <path d="M0 116c30-16 60-2 88-12 30-12 62-8 92 0 40 12 80-10 140 4v36H0z" fill="#8b7d86" />
      <path d="M0 124c46-22 88-2 128-6 60-6 110-16 192 2v26H0z" fill="#6d8159" />
      <path d="M0 134c70-14 200-4 320-12v20H0z" fill="#56703f" />
      <path d="M106 104h27v26h-27z" fill="#e2c29a" />
      <path d="M101 105 119 88l19 17z" fill="#b9573c" />
      <path d="M111 110h9v9h-9z" fill="#ffe28c" />
      <path d="M124 114h6v16h-6z" fill="#7b4a2b" />
      <path d="M42 132 54 96l12 36zM262 132l13-42 13 42zM292 130l9-30 9 30z" fill="#39543f" />
      <path d="M0 138h320v42H0z" fill="url(#planks)" />
      <path d="M0 152h320M0 166h320" stroke="#5a3720" stroke-opacity=".7" />
      <ellipse cx="84" cy="163" rx="19" ry="4" fill="#2c1a10" fill-opacity=".55" />
      <circle cx="84" cy="142" r="18" fill="#cf6541" />
      <circle cx="79" cy="140" r="2.400" fill="#1b120d" />
      <circle cx="90" cy="140" r="2.400" fill="#1b120d" />
    </svg>
  `;
