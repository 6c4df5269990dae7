// @ts-check
/** The commands as a person looks for them: in groups, each with the keys that do it. */

/** @typedef {{name: string, label: string, sentence: string, room: string, held: boolean, with: Record<string, string>}} Command */
/** @typedef {{command: Command, words: Record<string, unknown>, codes: string[], learnable: boolean}} Line */

const SHOOTING =
  "shoot test-shot delete undo redo insert-here shoot-again stand return-to-end on reshoot dark black stop lock unlock dismiss set-reference " +
  "pose undo-pose redo-pose grab where lamp";
const REVIEW = "play live step-back step-forward first last loop mute short-play play-to-black flick auto-toggle " +
  "mark-in mark-out go-in go-out finished full-resolution far only-picture";
const THROUGH =
  "onion opacity-up opacity-down deeper shallower difference compare key arc posing reference guides loupe " +
  "peaking zebra scopes keep-look";
const SHEET = "hold retime delete-frames cut copy paste move reverse repeat split hide tag write insert-frames " +
  "add-column remove-column place-sound";
const ROOMS = "room help begin-series open new-shot new-take find-cameras open-camera choose-camera close-camera " +
  "set-setting finish prepare keep-recipe keep-paint export cancel learn-key keys-preset";

/** Each group's name with its commands, in the order in which they are looked for. */
export const GROUPS = /** @type {const} */ ([
  ["shooting", SHOOTING.split(" ")],
  ["review", REVIEW.split(" ")],
  ["through", THROUGH.split(" ")],
  ["sheet", SHEET.split(" ")],
  ["rooms", ROOMS.split(" ")],
]);

/** Words that make a key of a command that says nothing by itself, or of one that is often wanted so. */
/** @type {Record<string, Record<string, unknown>[]>} */
const VARIANTS = {
  shoot: [{ held: 2 }, { held: 3 }, { held: 4 }],
  "step-back": [{ frames: 10 }],
  "step-forward": [{ frames: 10 }],
  on: [{ frames: 1 }, { frames: 2 }, { frames: 3 }, { frames: 4 }],
  hold: [{ by: -1 }],
  room: ["set-up", "animate", "light", "sound", "finish"].map((name) => ({ name })),
};

/** Commands that a person does by hand where they belong, never by a key. */
const BY_HAND = new Set(["begin-series", "learn-key", "keep-look", "finish", "prepare", "keep-recipe", "keep-paint"]);

/** Whether a command can be done without being told anything. @param {Command} command */
export const speaksForItself = (command) =>
  !BY_HAND.has(command.name) && Object.values(command.with ?? {}).every((must) => must.includes("may be left out"));

/**
 * The lines of one group: a command, and again with each of the words a key of it has.
 * @param {readonly string[]} names
 * @param {readonly Command[]} commands
 * @param {Record<string, [string, Record<string, unknown>]>} keys
 * @returns {Line[]}
 */
export function linesOf(names, commands, keys) {
  return names.flatMap((name) => {
    const command = commands.find((one) => one.name === name);
    return command ? linesOfOne(command, keys) : [];
  });
}

/**
 * @param {Command} command
 * @param {Record<string, [string, Record<string, unknown>]>} keys
 * @returns {Line[]}
 */
function linesOfOne(command, keys) {
  /** @type {Map<string, Line>} */
  const lines = new Map();
  const line = (/** @type {Record<string, unknown>} */ words, learnable = true) => {
    const mark = JSON.stringify(words);
    if (!lines.has(mark)) lines.set(mark, { command, words, codes: [], learnable });
    return /** @type {Line} */ (lines.get(mark));
  };
  if (speaksForItself(command)) line({});
  for (const words of VARIANTS[command.name] ?? []) line(words);
  for (const [code, [name, words]] of Object.entries(keys)) {
    if (name === command.name) line(words).codes.push(code);
  }
  if (!lines.size) line({}, false);
  return [...lines.values()];
}

/**
 * Commands of the registry that stand in no group.
 * @param {readonly Command[]} commands
 */
export function ungrouped(commands) {
  const grouped = new Set(GROUPS.flatMap(([, names]) => names));
  return commands.map(({ name }) => name).filter((name) => !grouped.has(/** @type {any} */ (name)));
}

/**
 * Whether a key alone is nothing yet: Shift, Ctrl and their like wait for another.
 * @param {string} code
 */
export const isModifier = (code) => /^(Shift|Control|Alt|Meta|OS)(Left|Right)?$/.test(code) || code === "";
