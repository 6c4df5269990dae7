// @ts-check
/** English for what stands before the camera. @type {Record<string, string>} */
export const STAGE_EN = {
  posing: "Pose",
  "posing-off": "drag puppets in the live view",
  "posing-nothing": "drag a puppet",
  "pose-who": "Who is posed",
  "pose-back": "Back",
  "pose-again": "Again",
  "pose-since": "{0} since the last picture",
  "pose-hint": "drag: turn and nod · Shift: tilt, bend · Alt: gaze, walk",
  lamps: "Lamps",
  "lamps-some": "{0} lamps",
};
