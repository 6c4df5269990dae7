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
  "as in Dragonframe": "Dragonframeと同じ",
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
  "The sheet has no exposure {0}.": "シートに露光 {0} はありません。",
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
  "{0} cannot name an exposure.": "{0} は露光の名前にできません。",
  "Use up to 32 letters, digits, - and _, such as x1.": "英数字と - _ で32字まで。例: x1",
  "A sheet names one exposure or more, each once, not {0}.":
    "露光は一つ以上、同じ名前なしで書きます。{0} は使えません。",
  "Such as x1, x2.": "例: x1, x2",
  "{0} is not a frame rate.": "{0} はフレームレートではありません。",
  "Write frames a second: 24, 25, 30, 12, 23.976 or 24000/1001.":
    "1秒のコマ数を書いてください: 24、25、30、12、23.976、24000/1001",
  "Make the edit again from the sheet as it is now.": "いまのシートで、もう一度編集してください。",
  "The edit {0} was made for a sheet with other columns or exposures.": "編集 {0} は、別の列や露光のシートのものです。",
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
  "{0} has lost its first line, so that {1} cannot be made again from it.":
    "{0} の最初の行がなくなっているので、{1} を作り直せません。",
  "{0} no longer holds the bytes of {1}; nothing was restored.":
    "{0} の中身はもう {1} と同じではありません。何も戻していません。",
  "checking {0}": "{0} の検査",
  "A picture needs at least one file.": "絵にはファイルが一つは要ります。",
  "{0} is not held for writing.": "{0} は書くために開かれていません。",
  "Write inside `with take.writer() as writer:`.": "`with take.writer() as writer:` の中で書いてください。",
  "Go into a series' folder, name one with --series, or make one with `komadori new FOLDER`.":
    "作品のフォルダーに入るか、--series で選ぶか、`komadori new フォルダー` で作ってください。",
  "Make one with `komadori new FOLDER`, or name the folder that holds the series.":
    "`komadori new フォルダー` で作るか、作品のあるフォルダーを書いてください。",
  "leave --exposures out, or begin another shot with them.":
    "--exposures を外すか、その露光で別のカットを始めてください。",
  // シートの中身
  "The edit {0} speaks of a column {1} the sheet does not have.": "編集 {0} の列 {1} がシートにありません。",
  "The edit {0} would drop a column that is not empty: {1}.": "編集 {0} をすると、空でない列 {1} がなくなります。",
  "The edit {0} speaks of {1}, which ends at frame {2}.": "編集 {0} の{1}がありません。列は {2}コマ目までです。",
  "frame {0} of column {1}": "列 {1} の {0}コマ目",
  "The edit {0} puts pictures of {1} at {2}, which has none of them.":
    "編集 {0} は、{2}に、ない露光 {1} の絵を置こうとしています。",
  "A cell lasts at least one frame, not {0}, and a sound starts at 1 or later.":
    "セルの長さは1コマから（{0} は使えません）、音の始まりは1からです。",
  "A cell names each exposure once and in order, not {0}.":
    "セルの露光は、同じ名前なしで順に並べます。{0} は使えません。",
  "A sheet's first column, and no other, is the picture column.": "シートの絵の列は、最初の一列だけです。",
  // 設定とコマンド
  "{0} sets {1} to {2}; it must be {3}.": "{0} の {1} が {2} です。{3} を書きます。",
  "a text": "文字",
  "a whole number from {0}": "{0} 以上の整数",
  "{0} sets {1}, which a series may not.": "{0} に {1} とありますが、作品の設定には書けません。",
  "Let it stand in your own settings, if you want it.": "使うなら、自分の設定に書いてください。",
  "A line reads: workers = 4": "一行は workers = 4 のように書きます。",
  "Processes that finishing may use on this machine; 0 means one a core.":
    "仕上げに使うプロセスの数。0ならコアごとに一つ。",
  "Address of a Dask scheduler, such as tcp://render-1:8786; empty means here.":
    "Daskのアドレス。例: tcp://render-1:8786。空ならこの機械で。",
  "Frames a new picture is held for: 1 on ones, 2 on twos.": "新しい絵を何コマ見せるか。1は1コマ打ち、2は2コマ打ち。",
  "The camera `komadori shoot` opens when none is named.": "`komadori shoot` が、名前のないとき開くカメラ。",
  "The studio's keys: komadori, or dragonframe for hands that know it.":
    "スタジオのキー。komadori、または Dragonframe に慣れた人に dragonframe。",
  "The studio's language, en or ja; empty asks the browser.":
    "スタジオの言語。en か ja。空ならブラウザーに合わせます。",
  "Minutes without a pause after which the studio speaks of rest; 0 is never.":
    "休まず何分たったら休みをすすめるか。0ならすすめません。",
  "TCP port for button boxes that speak the Simple Interface; 0 is none.":
    "Simple Interface のボタンをつなぐTCPポート。0ならなし。",
  "Serial line of such a box, such as /dev/ttyACM0; empty means none.":
    "そのボタンのシリアル。例: /dev/ttyACM0。空ならなし。",
  "UDP port at which the studio hears OSC; 0 is none.": "OSCを受けるUDPポート。0ならなし。",
  "Where OSC tells what happens, such as 127.0.0.1:9000; empty is nowhere.":
    "OSCの送り先。例: 127.0.0.1:9000。空なら送りません。",
  "What OSC tells, as templates; empty means every moment.": "OSCで送る内容のひな形。空ならすべて。",
  "A script to call at every moment of the shooting; never from a series' settings.":
    "撮影の節目ごとに呼ぶスクリプト。作品の設定には書けません。",
  "The arguments are not a JSON object: {0}.": "渡された値がJSONのオブジェクトではありません: {0}。",
  'such as {"held": 2}': '例: {"held": 2}',
  "There is no command {0}.": "コマンド {0} はありません。",
  "docs/reference/keys.md lists the commands.": "docs/reference/keys.md にコマンドの一覧があります。",
  "{0} needs {1}: {2}.": "{0} には {1} が要ります（{2}）。",
  "{0} takes no {1}.": "{0} に {1} は渡せません。",
  "{0} was told {1} {2}; it must be {3}.": "{0} の {1} が {2} です。{3} を渡してください。",
  "{0} was told something else than names with values.": "{0} には、名前と値の組を渡してください。",
  "It takes nothing.": "何も渡しません。",
  "a whole number": "整数",
  "a key's code, such as Shift+F13": "キーのコード（例: Shift+F13）",
  "a text of at most {0} letters": "{0} 字までの文字",
  "a list, each {0}": "並び（一つずつは{0}）",
  "an object": "オブジェクト",
  "osc_to is {0}; it must be host:port.": "osc_to が {0} です。「ホスト:ポート」と書きます。",
  "osc_to = 192.168.1.20:9000": "osc_to = 192.168.1.20:9000 のように書きます。",
  "osc_to is {0}, where Komadori listens itself.": "osc_to が {0} です。そこはKomadori自身が聞いています。",
  "Choose the port the other program listens at.": "相手のソフトが聞いているポートにしてください。",
  "osc_events holds {0}, which tells nothing.": "osc_events の {0} では何も送れません。",
  "A template reads: position: /stage/frame frame scene. Moments are {0}; what can be told is {1}.":
    "ひな形は position: /stage/frame frame scene のように書きます。節目は {0}、送れるものは {1}。",
};
