// @ts-check
/**
 * Japanese of what the server says of scores, of characters and of the sounds of a film.
 * @type {Record<string, string>}
 */
export const TOLD_SCORE_JA = {
  // スコアの書き方
  "A cell of the sheet begins at its own frame, and another is written in it.":
    "シートのセルはそのコマから始まります。別のコマ番号は書けません。",
  "There is no frame 0; frames count from 1.": "0コマ目はありません。1から数えます。",
  "{0} is opened and never closed, or the other way round.": "{0} の始まりと終わりが対になっていません。",
  "One colon stands between a character and what it does.": "役としぐさのあいだに、コロン（:）を一つ書きます。",
  "A gesture is missing here.": "ここにしぐさがありません。",
  "One too many of , or + stands there.": "「,」か「+」が一つ多いようです。",
  "Nobody is named before the colon.": "コロン（:）の前に役の名前がありません。",
  "Nobody in the cast is called {0}.": "配役に {0} はいません。",
  "{0} is told twice: {1} comes after another.": "{0} に同じことが二度書かれています。{1} が余分です。",
  "{0} cannot be done throughout and for so many frames.": "{0} に「ずっと」と長さの両方は書けません。",
  "There is no gesture {0}.": "しぐさ {0} はありません。",
  "“after” is followed by frames.": "after のあとにはコマ数を書きます。",
  "Such as: blink after 3f": "例: blink after 3f",
  "{0} cannot go {1}.": "{0} に {1} の向きはありません。",
  "It knows {0}.": "使えるもの: {0}。",
  "It knows no side.": "向きのないしぐさです。",
  "A gesture lasts at least one frame.": "しぐさは1コマからです。",
  "Leave the length out for the usual one.": "ふつうの長さでよければ、長さは書きません。",
  "The strength ×{0} is too much.": "強さ ×{0} は強すぎます。",
  "It goes from ×0 to ×{0}.": "×0〜×{0} です。",
  "A comma makes it come next, + makes it come together: “, {0}” or “+ {1}”.":
    "続けるならコンマで「, {0}」、同時なら「+ {1}」と書きます。",
  "Frames are written {0}f.": "コマ数は {0}f と書きます。",
  "{0} says nothing about a gesture.": "{0} はしぐさの言葉ではありません。",
  "There is no feeling {0}.": "気持ち {0} はありません。",
  "Nobody called {0} performs.": "{0} という役は演じていません。",
  "A score cannot be performed over {0} frames.": "{0} コマのスコアは演じられません。",
  "From one frame to {0}, which is more than an hour.": "1〜{0} コマです（1時間をこえます）。",
  // 役
  "The character {0} has {1} problems.": "役 {0} に {1} か所、おかしな所があります。",
  "The character {0} is like {1}, which is itself like another.":
    "役 {0} は {1} をもとにしていますが、{1} にも、もとの役があります。",
  "Name that one.": "いちばんもとの役を書いてください。",
  "The character {0} is like {1}, which there is not.": "役 {0} のもとの {1} がありません。",
  "The character {0} is not TOML: {1}.": "役 {0} はTOMLになっていません: {1}。",
  "The character {0}: {1} is {2}.": "役 {0}: {1} が {2} です。",
  "The character {0}": "役 {0}",
  "It is a table, [{0}].": "表（テーブル）[{0}] を書きます。",
  "{0}.toml is no character: its schema is {1}.": "{0}.toml は役のファイルではありません（schema が {1}）。",
  "{0} has {1}, which no character has.": "{0} に {1} とありますが、役にはないものです。",
  "{0}: side is {1}.": "{0}: side が {1} です。",
  "It is left or right.": "left か right です。",
  "{0}: {1} is {2}.": "{0}: {1} が {2} です。",
  "A number from {0} to {1}.": "{0}〜{1} の数です。",
  "A table [voice] gives it one; docs/reference/voice.md shows it.":
    "[voice] の表（テーブル）を書くと声がつきます（docs/reference/voice.md）。",
  "From {0} to {1}; usually {2}.": "{0}〜{1} です。ふつうは {2}。",
  "It is one of {0}.": "{0} のどれかです。",
  "The character {0} has no voice.": "役 {0} に声がありません。",
  "The voice of {0} has {1} problems.": "{0} の声に {1} か所、おかしな所があります。",
  "{0}: a voice has no {1}.": "{0}: 声に {1} はありません。",
  "{0}: kind is {1}.": "{0}: kind が {1} です。",
  // 音
  "There are no stems to mix.": "合わせるステムがありません。",
  "Each stem has a name of its own, other than {0}; see {1}.":
    "ステムには、{0} でない別々の名前が要ります。{1} を見てください。",
  "A stem cannot be called {0}.": "{0} はステムの名前にできません。",
  "letters, digits, spaces, - and _: each becomes a file's name.":
    "英数字、空白、- と _ が使えます。そのままファイルの名前になります。",
  "Stems have one rate, and there are {0} samples a second.": "ステムのサンプルレートがそろっていません（毎秒 {0}）。",
  "`resampled` makes them alike.": "`resampled` でそろいます。",
  "A stem has one or two channels; {0} has more.": "ステムは1か2チャンネルです。{0} はもっとあります。",
};
