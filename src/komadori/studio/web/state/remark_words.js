// @ts-check
/** What a finishing operation remarks of a picture, in the language of the person: the server's own sentence in English,
 * made from its name and figures else. */

/** @typedef {{name: string, figures: readonly string[]}} Said */
/** @typedef {{words: string, said?: readonly Said[]}} Remarked */

/**
 * Each remark in Japanese by its operation and its name there, with its figures for {0}, {1}…; "any" is what is said
 * whichever operation it is of.
 */
export const REMARKS_JA = /** @type {Record<string, string>} */ ({
  "any no exposure": "この絵には {0} の露光がありません。なしで進めました。",
  "any no companion": "この絵には {0} のファイルがついていません。なしで進めました。",
  "any held": "{0}番と{1}番のあいだは作れませんでした。動きがつながっていません。",
  "deflicker alone": "同じセットの絵がほかになく、光を比べられません。そのままにしました。",
  "deflicker dark": "真っ黒か白とびで、光がわかりません。そのままにしました。",
  "deflicker moving": "止まっている所がありません。絵全体の光で合わせました。",
  "deflicker off": "光が {0} 段ずれていました。",
  "stabilise lost":
    "最初の絵とも前の絵とも、重なる所がありません。そのままにしました。セットが写るはずなら、撮り直してください。",
  "stabilise alone": "絵が一枚だけで、比べるものがありません。",
  "stabilise cut": "ここから新しい場面です。場面ごとに止めました。同じ場面なら、何がセットを隠しているか見てください。",
  "stabilise quick":
    "ここからカメラが速く動きます。動く向きの揺れは見分けられないので、そのまま残しました。跳ねる絵があれば、撮り直してください。",
  "stabilise meant":
    "戻しましたが、{0} px の動きはわざとかもしれません。図を見て、わざとなら「取るもの」をなしにしてください。",
  "stabilise beside":
    "速い動きの道すじから {0} px 外れていたので、前後の絵の間へ {1} px 戻しました。道すじのどこかは数 px までしかわかりません。跳ねるなら撮り直してください。",
  "stabilise astray":
    "軸が動いていないのに、ここからカメラが {0} px 動いたので戻しました。わざとなら「軸」を切ってください。",
  "stabilise bumped":
    "そのまま残しましたが、前後の絵が示す所から {0} px 離れています。図を見て、ぶつかったのなら撮り直してください。",
  "stabilise step":
    "動いている間にカメラが {0} px ずれたままになりました（{1} px までしかわかりません）。仕上げでセットが跳ねるなら、その動きを撮り直してください。",
  "stabilise edge":
    "急に動き出す所か止まる所で {0} px 戻しました。本来の位置は {1} px までしかわかりません。跳ねるなら「取るもの」をなしにしてください。",
  "stabilise plain": "カメラの傾きがわかるほどセットが写っていません。わからない傾きは入れませんでした。",
  "stabilise unsure":
    "位置が {0} px までしかわかりません（幅 {1} px の中で）。跳ねるなら「取るもの」をなしにしてください。",
  "stabilise further": "切り取る幅よりカメラが動いていました。残りの端はのばしました。",
  "stabilise repeated": "欠けた端の {0} は近くの絵にも写っていません。のばして埋めました。",
  "dust alone": "絵が一枚だけで、ごみかセットか見分けられません。",
  "dust speck": "点を一つ、前後の絵から埋めました。左から {0}、上から {1} の所です。",
  "dust specks": "点を {0} 個、前後の絵から埋めました。一つは左から {1}、上から {2} の所です。",
  "dust no flat": "白い板の写真がありません。センサーのごみはそのままです。",
  "dust by flat": "白い板の写真から、ごみが {0} 個わかりました。",
  "dust still": "カメラがほとんど動かず、センサーのごみをセットと見分けられません。白い板の写真があればわかります。",
  "dust staying": "カメラが動いても同じ所にあるごみが {0} 個ありました。",
  "hot_pixels alone": "一枚だけでは、光る点がセットの輝きかわかりません。ダークがあればわかります。",
  "hot_pixels mended": "光る点、死んだ点を {0} 個、どの絵でも直しました。",
  "denoise alone": "同じ場面の絵が近くにありません。ノイズは残しました。",
  "rig other size": "この絵だけ大きさがちがいます。支えは探しませんでした。",
  "rig lost": "塗った支えを見失いました。この絵にも塗ってください。",
  "rig guess": "支えの後ろがどこにも写っていません。ぜんぶ推測で埋めました。",
  "rig part guess": "支えの {0} は推測で埋めました。後ろがどこにも写っていません。",
  "rig thin": "細いので支えとして消しました。人形まで消えていないか見てください。",
  "key no screen": "{0}の背景が見つかりません。抜いていません。",
  "balance unmeasured": "最初の絵をはかれませんでした。ホワイトバランスはそのままです。",
  "balance too dark": "灰色の所が絵の外か、暗すぎます。ホワイトバランスはそのままです。",
  "balance clipped": "灰色の所が白とびしています。ホワイトバランスはそのままです。",
  "balance mixed": "灰色の所の色がそろっていません。場所は合っていますか？",
  "match unmeasured": "最初の絵をはかれませんでした。合わせていません。",
  "match dark": "最初の絵か参考の絵が、真っ黒か白とびです。合わせていません。",
  "match another set": "参考の絵は別のセットです。明るさと色を全体で合わせました。",
  "background no plate": "光を合わせる写真が一枚に決まりません。光は合わせていません。",
});

/** Figures that are words. @type {Record<string, string>} */
const FIGURES_JA = { green: "緑", blue: "青" };

/**
 * The remark in words. What an operation says only in its own words, or a newer one says, stays as it is.
 * @param {Remarked} remark
 * @param {string} language
 */
export function remarkWords({ words, said = [] }, language) {
  const known = language === "ja" && said.length > 0 && said.every(({ name }) => name in REMARKS_JA);
  return known ? said.map(inJapanese).join("") : words;
}

/** @param {Said} said */
const inJapanese = ({ name, figures }) =>
  REMARKS_JA[name].replace(/\{(\d)\}/g, (_all, at) => FIGURES_JA[figures[at]] ?? figures[at] ?? "");
