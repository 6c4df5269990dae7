// @ts-check
/**
 * Japanese of what the server says of files of pictures, colours and sounds, and of the stage's renderer.
 * @type {Record<string, string>}
 */
export const TOLD_FILES_JA = {
  // 絵
  "{0}: it is a copy of {1}, and was left out.": "{0} は {1} の写しなので、入れませんでした。",
  "it cannot be read: {0}.": "読めません: {0}。",
  "no pictures lie in this folder.": "このフォルダーに絵がありません。",
  "this link leads to nothing.": "このリンクの先に何もありません。",
  "look at the spelling and the permissions.": "名前と許可を見てください。",
  "Picture {0}, kept but not on the sheet": "{0}番の絵（残しましたが、シートにはありません）",
  "its header claims {0} × {1} px.": "頭に {0} × {1} px と書かれています。",
  "{0} × {1} px is too large.": "{0} × {1} px は大きすぎます。",
  "it is not a RAW picture, so it has no sensor data to develop.": "RAWではないので、現像できません。",
  "the JPEG holds CMYK, the colours of print.": "JPEGが印刷用の色（CMYK）です。",
  "the JPEG holds {0} channels of {1} bits.": "JPEGが {1} ビット、{0} チャンネルです。",
  "the PNG does not begin with its size.": "PNGの頭に大きさがありません。",
  "the PNG ends after {0} bytes, before its picture is complete.": "PNGが {0} バイトで、絵の途中で切れています。",
  "the PNG is animated; a frame is one picture.": "動くPNGです。1コマは1枚の絵です。",
  "Save its pictures as single PNG files.": "一枚ずつのPNGにしてください。",
  "the PNG is damaged (chunk {0} at byte {1} has a wrong checksum).": "PNGが壊れています（{1} バイト目の {0}）。",
  "the RAW picture ends after {0} bytes, before its sensor data are complete.":
    "RAWが {0} バイトで、絵の途中で切れています。",
  "the EXR ends before its picture is complete.": "EXRが絵の途中で切れています。",
  "the EXR holds channels of different sizes.": "EXRのチャンネルの大きさがそろっていません。",
  "the EXR holds the channels {0} and no flat R, G, B.": "EXRに R、G、B がありません（{0} です）。",
  "Save it flat, with the channels R, G and B.": "R、G、B で、重ねずに書き出してください。",
  "the TIFF ends after {0} of {1} bytes, before its picture is complete.":
    "TIFFが {1} バイトのうち {0} バイトで切れています。",
  "the TIFF ends after {0} bytes, before its picture is described.": "TIFFが {0} バイトで切れています。",
  "the TIFF has {0} pages; a frame is one picture.": "TIFFが {0} ページあります。1コマは1枚の絵です。",
  "Save its pages as single TIFF files.": "一枚ずつのTIFFにしてください。",
  "the TIFF holds fewer pixels than it claims.": "TIFFの点が、書かれた数より足りません。",
  "the TIFF does not say where its pixels are.": "TIFFのどこに絵があるかわかりません。",
  "the TIFF holds packed planes.": "TIFFの色の並びが、読めない形です。",
  "Save it with the channels together (interleaved), or not compressed.":
    "色をまとめて（interleaved）、または圧縮なしで書き出してください。",
  "the TIFF holds {0} channels of {1} bits.": "TIFFが {1} ビット、{0} チャンネルです。",
  "Save it with 8 or 16 bits a channel, or floating-point pictures as OpenEXR.":
    "8か16ビットで、小数の絵はOpenEXRで書き出してください。",
  // 音
  "it holds values that are no numbers.": "数でない値が入っています。",
  "it should last {0} s and breaks off after {1} s.": "{0} 秒のはずが、{1} 秒で切れています。",
  "its header promises {0} bytes of sound, and there are {1}.": "{0} バイトのはずの音が、{1} バイトです。",
  "{0} channels at {1} samples a second are no sound for a film.":
    "{0} チャンネル、毎秒 {1} は、映画の音に使えません。",
  // 色
  "{0} is no .cube file: it is not text.": "{0} は .cube ではありません。文字のファイルではありません。",
  "{0} is too large for a look-up table: {1} bytes.": "{0} は変換表には大きすぎます（{1} バイト）。",
  "{0} does not say how large its table is.": "{0} に表の大きさがありません。",
  "{0} ends too soon: it promises {1} colours and has {2} lines.": "{0} は {1} 色のはずが {2} 行で終わっています。",
  "{0} has no numbers in its first {1} lines.": "{0} の初めの {1} 行に数がありません。",
  "{0} has what is no number: {1}.": "{0} に数でないものがあります: {1}。",
  "{0} holds numbers beyond {1}.": "{0} に {1} をこえる数があります。",
  "{0} promises {1} colours and holds {2} of {3} numbers.": "{0} は {1} 色のはずが、{3} 個の数が {2} 行です。",
  "a .cube file has LUT_1D_SIZE or LUT_3D_SIZE, and then that many lines of three numbers.":
    ".cube には LUT_1D_SIZE か LUT_3D_SIZE があり、そのあとに三つの数の行が続きます。",
  "{0} is no match: it has schema {1}, version {2}.": "{0} は色合わせではありません（schema {1}、{2} 版）。",
  "{0} lacks codes, stops or matrix as numbers: {1}.": "{0} に要る数がありません: {1}。",
  "OpenColorIO has no config {0}.": "OpenColorIOに設定 {0} はありません。",
  "The config has no colour space {0}.": "設定に色空間 {0} はありません。",
  "The config has no display {0}.": "設定にディスプレイ {0} はありません。",
  "{0} has no view {1}.": "{0} にビュー {1} はありません。",
  "{0} is no OpenColorIO config: {1}.": "{0} はOpenColorIOの設定ではありません: {1}。",
  "{0} needs other files beside it.": "{0} には、そばにほかのファイルが要ります。",
  "{0} is too large for a config: {1} bytes.": "{0} は設定には大きすぎます（{1} バイト）。",
  // ミニチュアの舞台
  "There is no stage {0}.": "舞台 {0} はありません。",
  "There is no stage file {0}.": "舞台のファイル {0} がありません。",
  "komadori stage new NAME writes one.": "`komadori stage new 名前` で作れます。",
  "There is no axis {0} on the stage.": "舞台に軸 {0} はありません。",
  "There is no puppet {0} on the stage.": "舞台に人形 {0} はいません。",
  "{0} cannot go to {1}.": "{0} は {1} へ動けません。",
  "The renderer of the stage is not set up on this machine.": "この機械に、舞台を撮るしくみがまだ入っていません。",
  "`komadori stage setup` sets it up.": "`komadori stage setup` で入ります。",
  "The renderer {0} does not start: {1}.": "舞台を撮る {0} が動きません: {1}。",
  "The renderer could not make the picture, also when started anew: {0}.": "始め直しても、絵を作れませんでした: {0}。",
  "The renderer gave no answer within many times the time such a picture takes, twice; it was ended.":
    "舞台を撮るしくみが二度とも、いつまでも答えないので終わらせました。",
  "There was not enough memory for the picture: {0}.": "メモリが足りず、絵を作れませんでした: {0}。",
  "a smaller picture, the draft quality, fewer workers, or --device cpu.":
    "絵を小さくするか、下書きの質にするか、--device cpu を試してください。",
  "try a smaller picture; if it happens again, please report the scene.":
    "絵を小さくしてください。また起きたら、その場面を知らせてください。",
  "`komadori stage setup --check` tells whether the renderer itself is sound.":
    "`komadori stage setup --check` で、そのしくみが正しく動くかわかります。",
  "The worker that makes a picture of {0} x {1} died {2} times.": "{0} x {1} の絵の計算が {2} 回止まりました。",
  "fewer workers, or a smaller picture, need less memory.": "同時の数を減らすか、絵を小さくしてください。",
  // スコア
  "Nothing is shot on {0}s.": "{0} コマ打ちでは撮れません。",
  "1 is on ones, 2 on twos.": "1は1コマ打ち、2は2コマ打ちです。",
  "Frame {0}: {1} is not in the cast.": "{0}コマ目: {1} は配役にいません。",
  "There is no character {0}.": "{0} という役はいません。",
  "The character {0} cannot be read: {1}.": "役 {0} を読めません: {1}。",
  "A feeling stands in parentheses: ({0}).": "気持ちは ({0}) のように括弧に書きます。",
  'Such as: badger: tilt left ~8f, blink, hum "?"': '例: badger: tilt left ~8f, blink, hum "?"',
  // 色の表
  "{0}: its inputs run from {1} to {2}.": "{0}: 入力の範囲が {1}〜{2} になっています。",
  "{0}: its range of inputs is not told as numbers: {1}.": "{0}: 入力の範囲が数ではありません: {1}。",
  "{0}: {1} is {2}; it is a whole number from 2 to {3}.": "{0}: {1} が {2} です。2〜{3} の整数のはずです。",
  "{0} has stops or matrix beyond {1}, or what is no number.": "{0} に {1} をこえる値か、数でないものがあります。",
  "{0} has {1} stops and a matrix of {2}, not 3 × {3} and 3 × 3.":
    "{0} の stops が {1}、matrix が {2} です。3 × {3} と 3 × 3 のはずです。",
  "The config knows no way from linear light with sRGB primaries: {0}.":
    "この設定には、sRGB原色のリニアな光からの変換がありません: {0}。",
  "name its space for that with `source`.": "その色空間の名前を「元の色空間」（`source`）に書いてください。",
  "pack it with them into one file: `ocioarchive NAME --iconfig config.ocio` makes NAME.ocioz.":
    "一つにまとめてください。`ocioarchive 名前 --iconfig config.ocio` で「名前.ocioz」ができます。",
  "{0} unpacks to more than {1} MB.": "{0} は、ほどくと {1} MB をこえます。",
  "it is too large for a packed 8-bit TIFF.": "圧縮した8ビットのTIFFには大きすぎます。",
  "the TIFF cannot be decoded{0}.": "TIFFを読み取れません{0}。",
  " (the decoder says: {0})": "（{0}）",
  "the TIFF holds {0}.": "TIFFの色が {0} です。読めない形です。",
  "grey with white as 0": "白を0とする灰色",
  "CMYK, the colours of print": "印刷用の色（CMYK）",
  "the TIFF holds {0}samples of {1} bits.": "TIFFの数値が {0}{1} ビットです。読めない形です。",
  // 保存
  "{0} cannot name a file in the cache.": "{0} はキャッシュのファイル名にできません。",
  "A key is 3 to 128 letters and digits, an ending a dot and up to 8 of them.":
    "名前は英数字で3〜128字、拡張子は「.」と8字までです。",
};
