// @ts-check
/** What is to be done to the pictures: which operations, and what each is told. */

/** @typedef {boolean | number | string} Value */
/**
 * @typedef {object} Parameter
 * @property {string} name
 * @property {"switch" | "count" | "number" | "choice"} kind
 * @property {Value} default
 * @property {number | null} least
 * @property {number | null} most
 * @property {string} unit
 * @property {string} sentence
 * @property {string[]} choices
 */
/** @typedef {{name: string, sentence: string, usual: boolean, opens: boolean, parameters: Parameter[]}} Operation */
/** @typedef {Record<string, {on: boolean, settings: Record<string, Value>}>} Recipe */

/**
 * The recipe a take gets when nobody says otherwise.
 * @param {readonly Operation[]} operations
 * @returns {Recipe}
 */
export const usualRecipe = (operations) =>
  Object.fromEntries(operations.map(({ name, usual, opens }) => [name, { on: usual || opens, settings: {} }]));

/**
 * @param {Recipe} recipe
 * @param {string} name
 * @param {boolean} on
 * @returns {Recipe}
 */
export const switched = (recipe, name, on) => ({ ...recipe, [name]: { ...recipe[name], on } });

/**
 * @param {Recipe} recipe
 * @param {string} name
 * @param {Parameter} parameter
 * @param {Value} value one that is the default is forgotten
 * @returns {Recipe}
 */
export function set(recipe, name, parameter, value) {
  const { [parameter.name]: _before, ...settings } = recipe[name].settings;
  if (value !== parameter.default) settings[parameter.name] = value;
  return { ...recipe, [name]: { on: true, settings } };
}

/**
 * What the command `finish` is told: each operation that is on, in order, with what is not as usual.
 * @param {Recipe} recipe
 * @param {readonly Operation[]} operations
 * @returns {Record<string, Value>[]}
 */
export const asked = (recipe, operations) =>
  operations.filter(({ name, opens }) => opens || recipe[name]?.on).map(({ name }) => ({
    use: name,
    ...recipe[name]?.settings,
  }));

/**
 * How fine a slider of a parameter goes: about two hundred steps, and whole numbers where it counts.
 * @param {Parameter} parameter
 */
export function fineness({ kind, least, most }) {
  if (kind === "count") return 1;
  const span = (most ?? 1) - (least ?? 0);
  return span <= 2 ? 0.005 : span <= 20 ? 0.05 : 0.5;
}
