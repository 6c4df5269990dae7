// @ts-check
/** Decodes pictures off the page's thread. Asked {id, blob, fit}, it answers {id, bitmap} or {id, trouble}. */

/** @typedef {{ id: number, blob: Blob, fit: [number, number] | null }} Asked `fit` is the largest size wanted, in px */
/** @typedef {{ id: number, bitmap?: ImageBitmap, trouble?: string }} Answered */

/**
 * @typedef {object} WorkerScope
 * @property {((event: MessageEvent<Asked>) => void) | null} onmessage
 * @property {(message: Answered, transfer?: Transferable[]) => void} postMessage
 */

const scope = /** @type {WorkerScope} */ (/** @type {unknown} */ (self));

/** @param {MessageEvent<Asked>} event */
scope.onmessage = async ({ data: { id, blob, fit } }) => {
  try {
    const bitmap = fit ? await fitted(await createImageBitmap(blob), fit) : await createImageBitmap(blob);
    scope.postMessage({ id, bitmap }, [bitmap]);
  } catch (failure) {
    scope.postMessage({ id, trouble: String(failure) });
  }
};

/**
 * The picture no larger than the place it is for, scaled in one step and as well as the browser can.
 * @param {ImageBitmap} whole
 * @param {[number, number]} fit
 */
async function fitted(whole, [width, height]) {
  const scale = Math.min(width / whole.width, height / whole.height);
  if (scale >= 1) return whole;
  const [resizeWidth, resizeHeight] = [Math.round(whole.width * scale), Math.round(whole.height * scale)];
  const small = await createImageBitmap(whole, {
    resizeWidth: Math.max(1, resizeWidth),
    resizeHeight: Math.max(1, resizeHeight),
    resizeQuality: "high",
  });
  whole.close();
  return small;
}
