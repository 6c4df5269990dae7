// @ts-check
/** Japanese for what stands before the camera. @type {Record<string, string>} */
export const STAGE_JA = {
  posing: "ポーズ",
  "posing-off": "ライブの中の人形を動かします",
  "posing-nothing": "人形を引いてください",
  "pose-who": "だれを動かすか",
  "pose-back": "戻す",
  "pose-again": "もう一度",
  "pose-since": "前の絵から{0}",
  "pose-hint": "引く: 向きとうなずき · Shift: かしげる、曲げる · Alt: 視線、歩く",
  lamps: "照明",
  "lamps-some": "{0}灯",
};
