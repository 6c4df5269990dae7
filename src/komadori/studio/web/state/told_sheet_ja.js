// @ts-check
/**
 * Japanese of what the server says of the studio itself, the sheet, the series and the disk.
 * @type {Record<string, string>}
 */
export const TOLD_SHEET_JA = {
  // スタジオ
  "This is our mistake, not yours: {0}: {1}. No picture was lost.":
    "Komadoriのまちがいです。あなたのせいではありません（{0}: {1}）。絵は一枚もなくなっていません。",
  "This is our mistake, not yours: {0}: {1}.": "Komadoriのまちがいです。あなたのせいではありません（{0}: {1}）。",
  "The studio is closing.": "スタジオを閉じているところです。",
  "open it again; everything taken is safe.": "もう一度開いてください。撮った絵はすべて無事です。",
  "The studio answered {0}.": "スタジオの答え: {0}",
  "No series has been begun yet.": "まだ作品を始めていません。",
  "give it a name and begin.": "名前をつけて始めてください。",
  "No take is open.": "テイクが開いていません。",
  "open a shot in the set-up room.": "「準備」でカットを開いてください。",
  "The take {0} is not on the desk.": "テイク {0} は机の上にありません。",
  "open its shot.": "そのカットを開いてください。",
  "it has been put away; open it again.": "片づけられています。もう一度開いてください。",
  "Stopped. What was finished stays.": "止めました。できた分は残ります。",
  "No work {0} is underway.": "作業 {0} は動いていません。",
  "it may have ended by itself.": "もう終わったのかもしれません。",
  "{0} commands of this page are waiting already.": "このページの指示が、もう {0} 件待っています。",
  "{0} belongs to the browser.": "{0} はブラウザーが使うキーです。",
  "Choose another key, such as F13.": "F13 など、ほかのキーを選んでください。",
  "{0} keys have learned something already.": "もう {0} 個のキーが覚えています。",
  "Let some of them forget.": "いくつか忘れさせてください。",
  "There is no key preset {0}.": "キーの組 {0} はありません。",
  "The presets are {0}.": "あるもの: {0}。",
  "Nothing has been shot of {0} yet.": "{0} はまだ何も撮っていません。",
  "{0} cannot be read as a video: {1}.": "{0} をビデオとして読めません: {1}。",
  "{0} has no picture.": "{0} に映像がありません。",
  "bring it as MP4, MOV or WebM.": "MP4、MOV、WebM で持ってきてください。",
  "A body of {0} bytes is more than the {1} there may be.": "{0} バイトは大きすぎます（{1} バイトまで）。",
  "Nothing can listen at {0} port {1} of {2}: {3}.": "{2} の {0} ポート {1} を使えません: {3}。",
  "Choose another port in the settings, or end the program that has it.":
    "設定で別のポートにするか、使っているソフトを終えてください。",
  "{0} is not a settings file: {1}.": "{0} は設定ファイルではありません: {1}。",
  "{0} sets {1}, which is no setting.": "{0} に {1} とありますが、そんな設定はありません。",
  "The settings are {0}.": "設定は {0} です。",
  "There is no way to {0}:{1}: {2}.": "{0}:{1} に届きません: {2}。",
  "Look at the name and the network.": "名前とネットワークを見てください。",
  // シート
  "There is nothing left to undo.": "もう取り消すものがありません。",
  "There is nothing to redo.": "やり直すものがありません。",
  "A new edit clears what was undone.": "新しく編集すると、取り消した分は消えます。",
  "There is nothing to paste.": "貼るものがありません。",
  "copy or cut some frames first.": "先にコマをコピーするか切り取ってください。",
  "Column {0} would have {1} frames; {2} is the most.": "列 {0} が {1} コマになります。{2} コマまでです。",
  "There is no frame {0}; frames count from 1.": "{0}コマ目はありません。1から数えます。",
  "Frame {0} lies beyond the sheet, which ends at frame {1}.": "{0}コマ目はシートの外です。シートは {1} コマまでです。",
  "The next free frame is {0}.": "次のあいたコマは {0} です。",
  "Frames {0} to {1} cannot move to before frame {2}, inside themselves or nowhere.":
    "{0}〜{1}コマ目を {2}コマ目の前へは動かせません。自分の中か、同じ所です。",
  "Frames cannot be repeated {0} times.": "{0} 回は繰り返せません。",
  "Repeat once or more.": "1回からです。",
  "Frame {0} already begins a cell of column {1}.": "{0}コマ目は、もう列 {1} のセルの始まりです。",
  "The sheet has no exposure {0}.": "シートに露出 {0} はありません。",
  "It has {0}.": "あるもの: {0}。",
  "The picture column shows pictures; text belongs in a note column.":
    "絵の列には絵が並びます。文字はメモの列に書いてください。",
  "The sheet already has a column {0}.": "シートにはもう列 {0} があります。",
  "Pictures of {0} stand on the sheet, so that name must stay.":
    "{0} の絵がシートにあるので、この名前は変えられません。",
  "Column {0} has no frames {1} to {2}.": "列 {0} に {1}〜{2}コマ目はありません。",
  "It has frames 1 to {0}.": "1〜{0}コマ目です。",
  "A cell cannot be held for {0} frames.": "{0} コマは止められません。",
  "The shortest hold is one frame.": "いちばん短くて1コマです。",
  "The camera cannot stand at frame {0}.": "カメラを {0}コマ目に置けません。",
  "The sheet has room at frames 1 to {0}.": "シートの1〜{0}コマ目に置けます。",
  "The sheet has no column {0}.": "シートに列 {0} はありません。",
  "Its columns are: {0}.": "列: {0}。",
  "A column needs a name one can print, not {0}.": "列には書ける名前が要ります。{0} は使えません。",
  "Two columns of a sheet have one name among {0}.": "同じ名前の列が二つあります（{0}）。",
  "{0} cannot name an exposure.": "{0} は露出の名前にできません。",
  "Use up to 32 letters, digits, - and _, such as x1.": "英数字と - _ で32字まで。例: x1",
  "A sheet names one exposure or more, each once, not {0}.":
    "露出は一つ以上、同じ名前なしで書きます。{0} は使えません。",
  "Such as x1, x2.": "例: x1, x2",
  "{0} is not a frame rate.": "{0} はフレームレートではありません。",
  "Write frames a second: 24, 25, 30, 12, 23.976 or 24000/1001.":
    "1秒のコマ数を書いてください: 24、25、30、12、23.976、24000/1001",
  "Make the edit again from the sheet as it is now.": "いまのシートで、もう一度編集してください。",
  "The edit {0} was made for a sheet with other columns or exposures.": "編集 {0} は、別の列や露出のシートのものです。",
  "The edit {0} does not find at {1} the cells it would take away.": "編集 {0} が取り去るセルが {1} にありません。",
  // 作品とカット
  "{0} does not address a shot.": "{0} はカットの名前ではありません。",
  "Write episode/scene/shot, such as ep01/sc010/sh020, and /tk02 to choose a take.":
    "話/場面/カットと書きます。例: ep01/sc010/sh020。テイクを選ぶなら /tk02 をつけます。",
  "{0} cannot be part of a shot's address.": "{0} はカットの名前に使えません。",
  "Use up to 32 letters, digits, - and _, such as ep01/sc010/sh020.": "英数字と - _ で32字まで。例: ep01/sc010/sh020",
  "There is no take {0}.": "テイク {0} はありません。",
  "Takes count from 1 to 9999.": "テイクは1から9999までです。",
  "There is no take {0} of {1}.": "{1} にテイク {0} はありません。",
  "There is no shot {0} in {1}.": "{1} にカット {0} はありません。",
  "Did you mean {0}?": "{0} のことですか？",
  "Its one shot is {0}.": "カットは {0} だけです。",
  "Its {0} shots go from {1} to {2}; `komadori status` lists them.": "{1} から {2} まで {0} カットあります。",
  "It has no shots yet; importing or shooting makes them.": "まだカットがありません。撮影か取り込みで作ります。",
  "{0} is not a series: it has no {1}.": "{0} は作品ではありません（{1} がありません）。",
  "{0} is not a series and lies in none: no {1} was found there or above.":
    "{0} は作品でも、作品の中でもありません（{1} が見つかりません）。",
  "{0} holds a series already.": "{0} にはもう作品があります。",
  "Go on with it, or choose another folder.": "それを続けるか、別のフォルダーを選んでください。",
  "There is no picture {0} in {1}.": "{1} に {0}番の絵はありません。",
  "Its pictures are numbered {0}.": "絵の番号は {0} です。",
  "It has none yet.": "まだ一枚もありません。",
  "There is no {0} {1}.": "{0} {1} はありません。",
  "there are {0}.": "あるもの: {0}。",
  "there are none yet.": "まだありません。",
  "{0} is not in its folder any more.": "{0} がフォルダーからなくなっています。",
  "komadori check tells what is missing.": "`komadori check` で、足りないものがわかります。",
  "{0} is being written by {1}.": "{0} は {1} が書いているところです。",
  "Close it there, or wait. Reading the take works meanwhile.":
    "そちらで閉じるか、待ってください。そのあいだも見ることはできます。",
  "{0} names a file outside itself: {1}. It was not followed.":
    "{0} が外のファイル {1} を指しています。たどりませんでした。",
  "The look-through of {0} has {1} bytes; {2} is the most.":
    "{0} のガイドや線が {1} バイトあります。{2} バイトまでです。",
  "take away guides or paths that are no longer needed; pictures belong among the references.":
    "要らなくなったガイドや軌跡を消してください。絵は参考に置きます。",
  // ディスク
  "The disk is full: {0} could not be written in {1}.": "ディスクがいっぱいです。{1} に {0} を書けませんでした。",
  "Free some space and do it again; everything acknowledged before is safe.":
    "あきを作って、もう一度してください。前に撮れたと出た絵は、すべて無事です。",
  "The disk failed: {0} could not be written in {1} ({2}).":
    "ディスクの故障です。{1} に {0} を書けませんでした（{2}）。",
  "Everything acknowledged before is safe. Look after the disk or its cable, then run `komadori check`.":
    "前に撮れたと出た絵は、すべて無事です。ディスクやケーブルを見て、`komadori check` を動かしてください。",
  "The folder may not be written: {0} could not be written in {1}.":
    "フォルダーに書けません。{1} に {0} を書けませんでした。",
  "Allow writing there, or copy the series to a disk of your own; reading it works as it is.":
    "書き込みを許すか、作品を自分のディスクに写してください。見るだけなら、このままでできます。",
  "This disk takes no such name: {0} could not be written in {1} ({2}).":
    "このディスクでは使えない名前です。{1} に {0} を書けませんでした（{2}）。",
  "Choose a shorter name, of letters and digits.": "英数字の短い名前にしてください。",
  "{0} exists already and was not overwritten.": "{0} はもうあります。上書きしていません。",
  "Do it again: a picture then gets the next free number.": "もう一度してください。絵には次のあいた番号がつきます。",
  "{0} exists already.": "{0} はもうあります。",
  "Choose another name; nothing was changed.": "別の名前にしてください。何も変わっていません。",
  "{0} reads back otherwise than it was written ({1} bytes); it was not kept.":
    "{0} を読み返すと、書いたもの（{1} バイト）とちがいます。残していません。",
  "Look after the disk, its cable and its driver before going on.":
    "続ける前に、ディスク、ケーブル、ドライバーを見てください。",
  "{0} cannot be read: {1}.": "{0} を読めません: {1}。",
  "{0} cannot be read: {1}": "{0} を読めません: {1}",
  "Mend it in a text editor, or put a copy back. The pictures beside it are not touched by this.":
    "テキストエディターで直すか、写しを戻してください。そばの絵はそのままです。",
  "Mend it in a text editor, or paint anew.": "テキストエディターで直すか、塗り直してください。",
  "Look at its first line, or move it away.": "最初の行を見るか、どけてください。",
  "Run `komadori check` on the series.": "作品に `komadori check` を動かしてください。",
  "Run `komadori check` on the series; a journal or manifest was changed by hand.":
    "作品に `komadori check` を動かしてください。記録が手で書きかえられています。",
  "{0} was written by a newer Komadori: it is {1} {2}; this one reads up to {3}.":
    "{0} は新しいKomadoriが書きました（{1} {2}）。これは {3} まで読めます。",
  "Update Komadori. The file was left as it is.": "Komadoriを新しくしてください。ファイルはそのままです。",
  '{0} should begin with schema = "{1}" and its number; it has {2}, {3}.':
    '{0} は schema = "{1}" と番号で始まるはずですが、{2}、{3} です。',
  "{0} is missing or empty; the pictures beside it are listed nowhere.":
    "{0} がないか空です。そばの絵の記録がどこにもありません。",
  "{0}: line {1} of the file cannot be read; the others were.": "{0}: {1} 行目を読めません。ほかは読みました。",
  "{0}: no line is numbered {1}; the others were read.": "{0}: {1} 番の行がありません。ほかは読みました。",
  "{0} ended in the middle of a line; those {1} bytes were moved to {2}.":
    "{0} が行の途中で切れていました。その {1} バイトを {2} に移しました。",
};
