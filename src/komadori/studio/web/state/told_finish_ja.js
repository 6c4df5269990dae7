// @ts-check
/**
 * Japanese of what the server says of long work, finishing, movies, and files that cannot be read.
 * @type {Record<string, string>}
 */
export const TOLD_FINISH_JA = {
  // 作業
  "finishing {0}": "{0} の仕上げ",
  "looking through {0}": "{0} の見直し",
  "writing {0}": "{0} の書き出し",
  "verifying {0}": "{0} の検査",
  "making frames in between": "あいだのコマ作り",
  "looking over the take": "テイクの見直し",
  "drawing alarms": "知らせの絵",
  "keeping photographs": "写真の取り込み",
  "looking at photographs": "写真の確認",
  // 仕上げ
  "Nobody wants this picture any more.": "この絵はもう要らなくなりました。",
  "A newer picture was asked for.": "もっと新しい絵を作っています。",
  "Picture {0} does not stand on the sheet of {1}.": "{0}番の絵は {1} のシートにありません。",
  "{0} has not measured the take yet.": "{0} はまだテイクを測っていません。",
  "measure it first.": "先に測ってください。",
  "{0} has not been worked out yet.": "{0} はまだ計算されていません。",
  "work it out first.": "先に計算してください。",
  "No picture stands on the sheet of {0}.": "{0} のシートに絵がありません。",
  "`komadori shoot` or `komadori import` comes first.": "先に撮影するか、写真を取り込んでください。",
  "None of the pictures of {0} could be read:\n{1}": "{0} の絵を一枚も読めませんでした:\n{1}",
  "What {0} found out for a picture is no longer in the cache.": "{0} が調べたことが、もう保存されていません。",
  "A measure went out of the cache while it was needed.": "測ったものが、使うあいだになくなりました。",
  "finish the take again.": "もう一度テイクを仕上げてください。",
  "What the recipe holds is not all there.": "レシピが使うものが、そろっていません。",
  "{0}: there is no {1} {2} in the take, the shot or the series.":
    "{0}: テイク、カット、作品のどこにも {1} {2} がありません。",
  "put it into {0}/ or beside komadori.toml, and name it from there.":
    "{0}/ か komadori.toml のそばに置き、そこからの名前を書いてください。",
  "{0}: the sheet of {1} has no exposure {2}.": "{0}: {1} のシートに露出 {2} はありません。",
  "it has {0}.": "あるもの: {0}。",
  "the take has pictures 1 to {0}.": "テイクの絵は1〜{0}番です。",
  "{0} was changed while the take was being finished.": "仕上げのあいだに {0} が変わりました。",
  "start again.": "もう一度始めてください。",
  "{0}, is not what was taken: {1} bytes instead of {2}.":
    "{0} が撮ったときとちがいます: {2} バイトのはずが {1} バイトです。",
  "{0}, is not what was taken: its {1} bytes have another hash.":
    "{0} が撮ったときとちがいます: {1} バイトの中身が変わっています。",
  "{0}, cannot be read: {1}.": "{0} を読めません: {1}。",
  "`komadori check` tells whether another copy is at hand.": "`komadori check` で、ほかに写しがあるかわかります。",
  "There is nothing to lay with the picture.": "絵と重ねるものがありません。",
  'plate = "picture 1", frames = "a folder" or colour = "#203040".':
    "「写真」「連番」「色」のどれかを決めてください。例: picture 1、フォルダー、#203040",
  "There is no {0} for this picture to be laid with.": "この絵と重ねる {0} がありません。",
  "shoot it for every picture, or name a plate that serves all.": "絵ごとに撮るか、全部に使える写真を書いてください。",
  "The flat plate is {0} x {1} pixels, the take's pictures are {2} x {3}.":
    "白い板の写真は {0} x {1}、テイクの絵は {2} x {3} ピクセルです。",
  "take it with the take's camera and lens: an even, bright surface out of focus.":
    "テイクと同じカメラとレンズで、明るくむらのない面をぼかして撮ってください。",
  "The dark frame {0} is {1} x {2} pixels, the take's pictures are {3} x {4}.":
    "ダーク {0} は {1} x {2}、テイクの絵は {3} x {4} ピクセルです。",
  "take dark frames with the take's camera, in the same format and size, with the cap on.":
    "テイクと同じカメラ、同じ形式と大きさで、キャップをして撮ってください。",
  "There is no picture lit from behind beside this one.": "この絵に、後ろから照らした絵がついていません。",
  'shoot the exposure that matte = "{0}" names for every picture.': "絵ごとに露出「{0}」も撮ってください。",
  "The picture lit from behind is all dark.": "後ろから照らした絵が真っ暗です。",
  "name the exposure with the light behind the puppet.": "人形の後ろから照らした露出を選んでください。",
  "The key goes by the clean plate, and none is named.": "人形のない写真で抜くのに、その写真が書かれていません。",
  'plate = "picture 1", say, where the set is empty.': "セットだけの絵を書いてください。例: picture 1",
  "The {0} has {1} × {2} pixels, the picture {3} × {4}.": "{0} は {1} × {2}、絵は {3} × {4} ピクセルです。",
  "shoot it with the same camera and settings as the take, or crop it to the same proportions.":
    "テイクと同じカメラと設定で撮るか、同じ縦横の比に切ってください。",
  "{0} is no light program.": "{0} は照明の予定ではありません。",
  'it begins with schema = "{0}" and has [lamps].': 'schema = "{0}" で始まり、[lamps] があるものです。',
  "{0} cannot be read as a light program: {1}.": "{0} を照明の予定として読めません: {1}。",
  "{0}: the levels of {1} are not frames with a level.": "{0}: {1} の値が、コマと明るさになっていません。",
  "The light program tells nothing of the lamp {0}.": "照明の予定に灯り {0} がありません。",
  "it knows {0}.": "あるもの: {0}。",
  "{0} is too large to be a match.": "{0} は色合わせのファイルには大きすぎます。",
  "{0} cannot be read as a match: {1}.": "{0} を色合わせとして読めません: {1}。",
  "`komadori chart` and `komadori match` write such files.":
    "`komadori chart` か `komadori match` が作るファイルです。",
  "The strokes were not kept: {0}": "塗りを保存できませんでした: {0}",
  "The strokes were not kept: {0}.": "塗りを保存できませんでした: {0}。",
  "These strokes were painted over another take.": "この塗りは別のテイクの上に描かれました。",
  "each has picture, mode, radius and points.": "どの筆にも picture、mode、radius、points があります。",
  "paint fewer or simpler strokes, or begin anew.": "筆を減らすか、塗り直してください。",
  // レシピ
  "{0} has {1} problems.": "{0} に {1} か所、おかしな所があります。",
  "{0} once, and both {1} would do it.": "{0}のは一度だけです。{1} が重なっています。",
  "A photograph is opened": "写真を開く",
  "A photograph is laid on the set": "写真をセットに重ねる",
  "A film's time is changed": "時間を変える",
  "The recipe {0} cannot be read: {1}.": "レシピ {0} を読めません: {1}。",
  "{0} is not TOML: {1}.": "{0} はTOMLになっていません: {1}。",
  "{0} is no recipe: its schema is {1}.": "{0} はレシピではありません（schema が {1}）。",
  "{0} is written in version {1} of recipes; this Komadori knows version {2}.":
    "{0} はレシピの {1} 版です。このKomadoriは {2} 版まで知っています。",
  "{0} has {1}, which no recipe has.": "{0} に {1} とありますが、レシピにはないものです。",
  "The operation {0} is installed and cannot be used: {1}.": "処理 {0} は入っていますが、使えません: {1}。",
  "There is no operation {0}.": "処理 {0} はありません。",
  "{0} changes the time of the whole film, not of some frames.":
    "{0} は全体の時間を変えます。一部のコマだけにはできません。",
  "a parameter of its own says where, such as only.": "どこで働くかは「コマ」で決めます。",
  "{0}: some of its frames run from {1} to {2}.": "{0}: コマが {1}〜{2} になっています。",
  "Operation {0} does not say which it is.": "{0} 番目の処理の名前がありません。",
  "{0} has no parameter {1}.": "{0} に {1} という設定はありません。",
  "{0}: {1} is {2}; {3}.": "{0}: {1} が {2} です（{3}）。",
  "usually {0}.": "ふつうは {0} です。",
  "There is no recipe {0}.": "レシピ {0} はありません。",
  "its makers know more; Komadori's own operations work without it.":
    "作った人にきいてください。Komadoriの処理はそのまま使えます。",
  "first = 25 and last = 48, film frames from 1 on.": "始めと終わりのコマを、1から数えて書きます。",
  "version = {0}, or a newer Komadori.": "{0} 版にするか、新しいKomadoriを使ってください。",
  // 動画にする
  "There is no preset {0}.": "書き出し方 {0} はありません。",
  "{0} has no picture to show.": "{0} に見せる絵がありません。",
  "`komadori shoot {0}` begins.": "撮影から始めます（`komadori shoot {0}`）。",
  "{0} has {1} of {2} frames still to shoot: {3}.": "{0} は {2} コマのうち {1} コマがまだです: {3}。",
  "shoot them, or say --allow-missing to hold the picture before each gap.":
    "撮影するか、「足りないコマは前の絵で」を選んでください。",
  "The sheet of {0} was changed after its time was.": "{0} は、時間を変えたあとでシートが変わりました。",
  "The film of {0} was made by an older Komadori.": "{0} の映像は古いKomadoriが作りました。",
  "{0} has not been finished.": "{0} はまだ仕上げていません。",
  "{0} is not finished: picture {1}.": "{0} は仕上げが終わっていません: {1}番の絵。",
  "`komadori finish {0}` makes it anew.": "仕上げ直してください（`komadori finish {0}`）。",
  "`komadori finish {0}` makes what is missing.": "足りない分を仕上げてください（`komadori finish {0}`）。",
  "`komadori finish {0}` does it.": "仕上げてください（`komadori finish {0}`）。",
  "finish it first.": "先に仕上げてください。",
  "finish the shot again.": "もう一度カットを仕上げてください。",
  "This finished picture is not in the cache any more.": "仕上げた絵がもう保存されていません。",
  "A frame of the retimed film is gone.": "時間を変えた映像のコマがなくなっています。",
  "Picture {0} has no finished frame.": "{0}番の絵はまだ仕上げていません。",
  "Run `komadori finish` on the shot.": "カットを仕上げてください（`komadori finish`）。",
  "The pictures of {0} are not of one size. {1}.": "{0} の絵の大きさがそろっていません。{1}。",
  "`komadori finish {0}` with a scale brings them to one size.":
    "「拡大縮小」を入れて仕上げると、そろいます（`komadori finish {0}`）。",
  "{0} has {1} × {2} pixels, the pictures before it {3} × {4}.":
    "{0} は {1} × {2} ピクセル、それより前の絵は {3} × {4} です。",
  "finish the shot with a scale to bring its pictures to one size.": "「拡大縮小」を入れて仕上げると、そろいます。",
  "The pictures are {0} pixels wide; {1} was asked for.": "絵の幅は {0} ピクセルです。{1} にはできません。",
  "pictures are only shrunk.": "小さくすることだけできます。",
  "A movie has two by two pixels at the least, and this would have {0} × {1}.":
    "動画は2×2ピクセルからです。これでは {0} × {1} になります。",
  "png, tiff and exr take any size.": "png、tiff、exr なら、どんな大きさでもできます。",
  "The part {0},{1},{2},{3} does not lie in the picture.": "{0},{1},{2},{3} は絵の外です。",
  "{0} is {1}; {2} would be written there.": "{0} は {1} です。そこに {2} は書けません。",
  "{0} already exists.": "{0} はもうあります。",
  "choose another name.": "別の名前にしてください。",
  "The folder {0} holds {1}, which no export wrote, so it is not replaced.":
    "フォルダー {0} に、書き出したものではない {1} があります。置きかえませんでした。",
  "choose a folder of its own for the sequence.": "連番だけのフォルダーを選んでください。",
  "{0} holds no sound.": "{0} に音は入りません。",
  "please send us this message; the pictures are safe.": "この知らせを送ってください。絵は無事です。",
  "Not shot yet, so the picture before is held at frame {0} of the movie.":
    "まだ撮っていないので、動画の {0} コマ目は前の絵を止めています。",
  "The time was changed: {0} frames of the sheet became {1}; sound that was laid to the sheet is not stretched.":
    "時間を変えたので、シートの {0} コマが {1} コマになりました。シートに置いた音は伸び縮みしません。",
  "Of {0} pixels the part from {1}, {2} of {3} × {4} was taken.":
    "{0} ピクセルのうち、{1}, {2} から {3} × {4} を使いました。",
  "Shrunk from {0} × {1} to {2} × {3} pixels.": "{0} × {1} から {2} × {3} ピクセルに縮めました。",
  "Colour is stored for two by two pixels, so the last odd column or row was left out: {0} × {1} became {2} × {3}.":
    "色は2×2ピクセルごとなので、端の1列を落としました: {0} × {1} が {2} × {3} に。",
  "{0} The movie is silent there.": "{0}動画ではそこが無音です。",
  "The sounds together were too loud, and were turned down by {0} dB.": "重ねた音が大きすぎるので、{0} dB 下げました。",
  "{0} holds no sound, so that of the sheet was left out.": "{0} に音は入らないので、シートの音は入れませんでした。",
  // 計算する機械
  "A worker died {0} times on the same piece of work: {1}.": "同じ作業で、計算が {0} 回止まりました: {1}。",
  "the machine may be out of memory: close other programs and start again; what was finished stays.":
    "メモリが足りないのかもしれません。ほかのソフトを閉じて、もう一度始めてください。できた分は残ります。",
  "No Dask scheduler answers at {0}.": "{0} のDaskが答えません。",
  "start one with `dask scheduler` and give its tcp:// address.":
    "`dask scheduler` で始めて、tcp:// のアドレスを書いてください。",
  "The farm at {0} is a Dask cluster, and the library that speaks to it is not installed here.":
    "{0} はDaskですが、つなぐためのものがここに入っていません。",
  "{0} is no address of a Dask scheduler.": "{0} はDaskのアドレスではありません。",
  "it reads tcp://HOST:PORT, such as tcp://render:8786.": "tcp://HOST:PORT と書きます。例: tcp://render:8786",
  // 読めないファイル
  "{0}: {1}": "{0}: {1}",
  "the file is empty.": "空のファイルです。",
  "the file is empty (0 bytes).": "空のファイルです（0バイト）。",
  "left, top, width and height are shares from 0 to 1, such as 0.1,0.1,0.8,0.8.":
    "左、上、幅、高さを0から1で書きます。例: 0.1,0.1,0.8,0.8",
  "there is no file {0}.": "ファイル {0} がありません。",
  "it is a folder, not a picture.": "フォルダーです。絵ではありません。",
  "it is a folder, not a sound.": "フォルダーです。音ではありません。",
  "it cannot be opened: {0}.": "開けません: {0}。",
  "it cannot be decoded: {0}.": "中身を読み取れません: {0}。",
  "a file of {0} bytes is too large.": "{0} バイトは大きすぎます。",
  "it is a text file, not a picture.": "文字のファイルです。絵ではありません。",
  "it is not a picture in a known format.": "知っている形式の絵ではありません。",
  "it is {0}, which is not read.": "{0} です。読めない形式です。",
  "it holds nothing but zeros.": "中身がぜんぶ0です。",
  "there is no sound in it.": "音が入っていません。",
  "there is not one sample in it.": "音が少しも入っていません。",
  "it is not a sound that can be read.": "読める音ではありません。",
  "it is too long.": "長すぎます。",
  "the JPEG ends before its picture is complete.": "JPEGが絵の途中で切れています。",
  "the JPEG ends after {0} bytes, before its picture.": "JPEGが {0} バイトで切れていて、絵がありません。",
  "the JPEG is damaged (the decoder says: {0}).": "JPEGが壊れています（{0}）。",
  "the PNG cannot be decoded.": "PNGを読み取れません。",
  "the TIFF cannot be decoded.": "TIFFを読み取れません。",
  "the EXR cannot be decoded.": "EXRを読み取れません。",
  "the RAW picture cannot be decoded.": "RAWを読み取れません。",
  "the RAW picture's sensor data are damaged.": "RAWのデータが壊れています。",
  "LibRaw does not know this camera's RAW.": "このカメラのRAWはLibRawが知りません。",
  "Shoot RAW + JPEG, or convert it to DNG.": "RAW＋JPEGで撮るか、DNGに変えてください。",
};
