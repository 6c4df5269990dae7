// @ts-check
/** What a page asks for when the studio behind it was started again: to go on where it was. */

/** @typedef {{command: string, with: Record<string, unknown>}} Command */
/**
 * Where the page was: the series, the take, and the cameras that were open, the one that shot first.
 * @typedef {{series: string, slate: string, take: number, cameras: string[]}} Place
 */

/**
 * The place after what is told now; what says nothing of it leaves it as it was.
 * @param {Place | null} place
 * @param {{series: string, take: any, cameras: any}} now
 * @returns {Place | null}
 */
export function placed(place, { series, take, cameras }) {
  if (!take || take.id === null) return place;
  const open = cameras.open.filter((/** @type {any} */ one) => !one.guest);
  const names = [...open].sort((one, other) => Number(other.chosen) - Number(one.chosen)).map((one) => one.name);
  const same = place?.series === series && place.slate === take.slate;
  return { series, slate: take.slate, take: take.number, cameras: names.length || !same ? names : place.cameras };
}

/**
 * The commands that bring a studio in which nothing is open back to `place`; none for another series.
 * @param {Place | null} place
 * @param {string} series
 * @returns {Command[]}
 */
export function back(place, series) {
  if (!place || place.series !== series) return [];
  const cameras = place.cameras.map((name) => ({ command: "open-camera", with: { name } }));
  return [...cameras, { command: "open", with: { slate: place.slate, take: place.take } }];
}
