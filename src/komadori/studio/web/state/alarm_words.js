// @ts-check
/** What an alarm says in the language of the person: the server's own sentence in English, made from its figures else. */

/** @typedef {{kind: string, amount: number, unit: string, against: number | null, sentence: string}} Alarm */

/** Each kind in Japanese: its name, and its sentence with the amount for {0} and the other picture for {1}. */
const JA = /** @type {Record<string, [string, string]>} */ ({
  "camera bump": ["カメラのずれ", "{1}番の絵からカメラが {0} ずれました。"],
  "prop moved": ["小道具のずれ", "{1}番の絵から何かが {0} 動いたままです。"],
  "hand or tool": ["手か道具", "画面の {0} に何か入っています。手か道具では？"],
  "light drift": ["明るさの変化", "明るさが {0} 変わっています。"],
  "colour drift": ["色の変化", "色が {0} 変わっています。"],
  flicker: ["ちらつき", "{1}番の絵から明るさが {0} とびました。"],
  focus: ["ピント", "細かさが {0} 変わりました。ピントを確かめてください。"],
  "over-exposure": ["白とび", "画面の {0} が新しく白くとんでいます。"],
  duplicate: ["同じ絵", "{1}番の絵と同じです。"],
  settings: ["カメラの設定", "このテイクとちがう設定で撮られました。"],
  disk: ["ディスク", "ディスクに入るのはあと {0} です。"],
  card: ["カード", "カメラのカードに入るのはあと {0} です。"],
});

/** @param {Alarm} alarm */
function amountOf({ amount, unit }) {
  const shown = Math.abs(amount) >= 10 ? Math.round(Math.abs(amount)) : Math.abs(amount);
  if (unit.startsWith("picture")) return `${Math.round(amount)}枚`;
  return unit.startsWith("%") ? `${shown} %` : `${shown} ${unit}`;
}

/**
 * The name of its kind and its sentence.
 * @param {Alarm} alarm
 * @param {string} language
 * @returns {{kind: string, sentence: string}}
 */
export function alarmWords(alarm, language) {
  const words = language === "ja" ? JA[alarm.kind] : undefined;
  if (!words) return { kind: alarm.kind, sentence: alarm.sentence };
  const sentence = words[1].replace("{0}", amountOf(alarm)).replace("{1}", String(alarm.against ?? ""));
  return { kind: words[0], sentence };
}
