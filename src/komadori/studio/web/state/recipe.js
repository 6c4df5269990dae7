// @ts-check
/** A recipe as it is being made: every operation there is, on or off, some twice, and what is told to each and where. */

/** @typedef {boolean | number | string} Value */
/** @typedef {Record<string, Value>} Settings */
/**
 * @typedef {object} Parameter
 * @property {string} name
 * @property {"switch" | "count" | "number" | "choice" | "text"} kind
 * @property {Value} default
 * @property {number | null} least
 * @property {number | null} most
 * @property {string} unit
 * @property {string} sentence
 * @property {string[]} choices
 * @property {"" | "file" | "folder" | "plate"} holds
 */
/**
 * @typedef {{name: string, sentence: string, usual: boolean, opens: boolean, place: number, frames: boolean, times: boolean,
 *   parameters: Parameter[]}} Operation
 */
/** What an operation is told from film frame `first` to `last`, or that it is `off` there. */
/** @typedef {{first: number, last: number, off: boolean, settings: Settings}} Override */
/**
 * One operation of a recipe. `name` tells it from all others; `settings` hold what is not at its default, or what was
 * written down so. `written` is whether the recipe on the disk speaks of it.
 * @typedef {{use: string, name: string, on: boolean, settings: Settings, frames: Override[], written: boolean}} Entry
 */
/** @typedef {readonly Entry[]} Recipe */
/** @typedef {Record<string, any>} Table */

const OWN = new Set(["use", "name", "off", "frames"]);

/** @param {Table} table @param {Set<string>} own */
const settingsOf = (table, own) => Object.fromEntries(Object.entries(table).filter(([key]) => !own.has(key)));

const OF_FRAMES = new Set(["first", "last", "off"]);

/** @param {any} frames @returns {Override[]} */
function overridesOf(frames) {
  const told = (Array.isArray(frames) ? frames : frames ? [frames] : []).map((one) => ({
    first: one.first,
    last: one.last ?? one.first,
    off: one.off === true,
    settings: settingsOf(one, OF_FRAMES),
  }));
  // A shot's recipe is laid over the series', and says again what the series' says.
  return told.filter((one, at) => told.findIndex((other) => same(one, other)) === at);
}

/** @param {unknown} one @param {unknown} other */
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/**
 * Every operation in the order in which it works: as `tables` say, and off where they do not speak of it.
 * @param {readonly Table[]} tables
 * @param {readonly Operation[]} operations
 * @returns {Entry[]}
 */
export function entriesOf(tables, operations) {
  /** @type {Entry[]} */
  const entries = [];
  for (const table of tables) {
    entries.push({
      use: table.use,
      name: nameFor(entries, String(table.name || table.use)),
      on: table.off !== true,
      settings: settingsOf(table, OWN),
      frames: overridesOf(table.frames),
      written: true,
    });
  }
  for (const { name, opens } of operations) {
    if (entries.some((one) => one.use === name)) continue;
    entries.push({ use: name, name: nameFor(entries, name), on: opens, settings: {}, frames: [], written: false });
  }
  return inOrder(entries, operations);
}

/** @param {Entry[]} entries @param {readonly Operation[]} operations */
function inOrder(entries, operations) {
  const place = new Map(operations.map(({ name, place: at }) => [name, at]));
  const order = new Map(operations.map(({ name }, at) => [name, at]));
  const at = (/** @type {Entry} */ one) => place.get(one.use) ?? 1000;
  return entries.map((one, index) => ({ one, index })).sort((a, b) =>
    at(a.one) - at(b.one) || Number(b.one.written) - Number(a.one.written) ||
    (a.one.written || a.one.use === b.one.use
      ? a.index - b.index
      : (order.get(a.one.use) ?? 0) - (order.get(b.one.use) ?? 0))
  ).map(({ one }) => one);
}

/** A name that nobody has yet: as wished, or with a number. @param {Recipe} entries @param {string} wish */
export function nameFor(entries, wish) {
  const taken = new Set(entries.map((one) => one.name));
  if (!taken.has(wish)) return wish;
  let count = 2;
  while (taken.has(`${wish} ${count}`)) count++;
  return `${wish} ${count}`;
}

/** @param {Recipe} recipe @param {string} name @param {(entry: Entry) => Entry} change @returns {Entry[]} */
const changed = (recipe, name, change) => recipe.map((one) => one.name === name ? change(one) : one);

/** @param {Recipe} recipe @param {string} name @param {boolean} on */
export const switched = (recipe, name, on) => changed(recipe, name, (one) => ({ ...one, on }));

/**
 * @param {Recipe} recipe
 * @param {string} name
 * @param {Parameter} parameter
 * @param {Value} value one that is the default is forgotten, unless it was written down
 */
export const set = (recipe, name, parameter, value) =>
  changed(recipe, name, (one) => ({ ...one, on: true, settings: told(one.settings, parameter, value, one.written) }));

/** @param {Settings} settings @param {Parameter} parameter @param {Value} value @param {boolean} keep */
function told(settings, parameter, value, keep) {
  const { [parameter.name]: before, ...others } = settings;
  const silent = value === parameter.default && !(keep && before !== undefined);
  return silent ? others : { ...others, [parameter.name]: value };
}

/** The same operation once more, behind the others of its kind. @param {Recipe} recipe @param {string} use */
export function added(recipe, use) {
  const last = recipe.findLastIndex((one) => one.use === use);
  const name = nameFor(recipe, use);
  const fresh = { use, name, on: true, settings: {}, frames: [], written: false };
  return { recipe: [...recipe.slice(0, last + 1), fresh, ...recipe.slice(last + 1)], name };
}

/** Without one of several of its kind. @param {Recipe} recipe @param {string} name */
export const removed = (recipe, name) => recipe.filter((one) => one.name !== name);

/** Whether an operation stands there more than once. @param {Recipe} recipe @param {Entry} entry */
export const isOneOfSeveral = (recipe, entry) => recipe.filter((one) => one.use === entry.use).length > 1;

/** @param {Recipe} recipe @param {string} name @param {string} wish */
export function renamed(recipe, name, wish) {
  const others = recipe.filter((one) => one.name !== name);
  const to = nameFor(others, wish.trim().slice(0, 60) || name);
  return { recipe: changed(recipe, name, (one) => ({ ...one, name: to })), name: to };
}

/**
 * The neighbour in the same place that an operation may change places with, or null.
 * @param {Recipe} recipe
 * @param {string} name
 * @param {1 | -1} by
 * @param {readonly Operation[]} operations
 */
export function neighbour(recipe, name, by, operations) {
  const at = recipe.findIndex((one) => one.name === name);
  const place = (/** @type {Entry} */ one) => operations.find((each) => each.name === one.use)?.place;
  for (let to = at + by; recipe[to] && place(recipe[to]) === place(recipe[at]); to += by) {
    if (recipe[to].on) return recipe[to];
  }
  return null;
}

/**
 * @param {Recipe} recipe
 * @param {string} name
 * @param {1 | -1} by
 * @param {readonly Operation[]} operations
 * @returns {Recipe}
 */
export function moved(recipe, name, by, operations) {
  const other = neighbour(recipe, name, by, operations);
  const mine = recipe.find((one) => one.name === name);
  if (!other || !mine) return recipe;
  const rest = recipe.filter((one) => one !== mine);
  const at = rest.indexOf(other) + (by > 0 ? 1 : 0);
  return [...rest.slice(0, at), mine, ...rest.slice(at)];
}

/** @param {Recipe} recipe @param {string} name @param {Override[]} frames */
export const withFrames = (recipe, name, frames) => changed(recipe, name, (one) => ({ ...one, frames }));

/**
 * Another value for some frames only; undefined as everywhere else.
 * @param {Override} override
 * @param {Parameter} parameter
 * @param {Value | undefined} value
 * @returns {Override}
 */
export function otherwise(override, parameter, value) {
  const { [parameter.name]: _before, ...settings } = override.settings;
  return { ...override, settings: value === undefined ? settings : { ...settings, [parameter.name]: value } };
}

/** @param {Override} one @returns {Table} */
const frameTable = ({ first, last, off, settings }) => off ? { first, last, off } : { first, last, ...settings };

/** @param {Entry} one @returns {Table} */
const table = ({ use, name, on, settings, frames }) => ({
  use,
  ...(name === use ? {} : { name }),
  ...(on ? {} : { off: true }),
  ...settings,
  ...(frames.length ? { frames: frames.map(frameTable) } : {}),
});

/**
 * What the server is told to finish by: what is on, in order, with what is not as usual.
 * @param {Recipe} recipe
 * @returns {Table[]}
 */
export const asked = (recipe) => recipe.filter((one) => one.on).map(table);

/**
 * What is written down: also what is off, where the recipe beneath would else switch it on again.
 * @param {Recipe} recipe
 * @returns {Table[]}
 */
export const kept = (recipe) =>
  recipe.filter((one) => one.on || one.written || Object.keys(one.settings).length).map(table);

/**
 * What a picture looks like before anything but its framing was done to it.
 * @param {Recipe} recipe
 * @param {readonly Operation[]} operations
 * @param {boolean} [asFramed] whether it is framed as the finished picture is
 */
export const asShot = (recipe, operations, asFramed = true) =>
  asked(
    recipe.filter((one) =>
      operations.some(({ name, opens, frames }) => name === one.use && (opens || (asFramed && frames)))
    ),
  );

/** Whether the finished pictures are framed otherwise than the photographs. @param {Recipe} recipe @param {readonly Operation[]} operations */
export const framed = (recipe, operations) =>
  recipe.some((one) => one.on && operations.some(({ name, place }) => name === one.use && REFRAMED.has(place)));

/** The places at which pictures are laid, turned, cropped and scaled: see `Place` of operation.py. */
const REFRAMED = new Set([10, 60, 70, 80]);

/**
 * How fine a slider of a parameter goes: about two hundred steps, and whole numbers where it counts.
 * @param {Parameter} parameter
 */
export function fineness({ kind, least, most }) {
  if (kind === "count") return 1;
  const span = (most ?? 1) - (least ?? 0);
  return span <= 0.1 ? 0.0005 : span <= 2 ? 0.005 : span <= 20 ? 0.05 : 0.5;
}
