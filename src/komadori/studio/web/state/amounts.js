// @ts-check
/** Sizes, times left and moments, as people say them. */

const UNITS = ["B", "kB", "MB", "GB", "TB"];

/**
 * A number of bytes: 1 234 567 is "1.2 MB".
 * @param {number} bytes
 */
export function sizeWords(bytes) {
  let unit = 0;
  let size = bytes;
  while (size >= 999.5 && unit < UNITS.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${unit && size < 99.5 ? size.toFixed(1) : Math.round(size)} ${UNITS[unit]}`;
}

/**
 * Seconds as minutes and seconds: 75 is "1:15".
 * @param {number} seconds
 */
export function clockWords(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/**
 * When something was kept: the time today, the day before that, "" where it never was.
 * @param {string} iso
 * @param {Date} now
 * @param {string} [language] by default the person's own
 */
export function whenWords(iso, now, language) {
  const at = new Date(iso);
  if (!iso || Number.isNaN(at.getTime())) return "";
  const time = at.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
  if (at.toDateString() === now.toDateString()) return time;
  const year = at.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return at.toLocaleDateString(language, { day: "numeric", month: "short", year });
}
