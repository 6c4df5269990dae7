// @ts-check
/**
 * Japanese of what the server says of operations and their settings. In these sentences the first figure is the name of
 * an operation, and what follows may be one of its settings.
 * @type {Record<string, string>}
 */
export const TOLD_OPERATIONS_JA = {
  "{0} has not measured the take yet.": "{0}はまだテイクを測っていません。",
  "{0} has not been worked out yet.": "{0}はまだ計算されていません。",
  "What {0} found out for a picture is no longer in the cache.": "{0}が調べたことが、もう保存されていません。",
  "The operation {0} is installed and cannot be used: {1}.": "{0}は入っていますが、使えません: {1}。",
  "{0} changes the time of the whole film, not of some frames.":
    "{0}は全体の時間を変えます。一部のコマだけにはできません。",
  "{0}: some of its frames run from {1} to {2}.": "{0}: コマが {1}〜{2} になっています。",
  "{0} has no parameter {1}.": "{0}に {1} という設定はありません。",
  "{0}: {1} is {2}; {3}.": "{0}: {1}が {2} です（{3}）。",
};

/** Japanese of what may be set of an operation, as its page says it. @type {Record<string, string>} */
export const TOLD_PARAMETERS_JA = {
  // 現像、点、ゆれ、ちらつき
  "Develop RAW with the first picture's white balance for the whole take, or each with its own.":
    "RAWを、テイク全体を最初の絵のホワイトバランスで現像するか、絵ごとに現像するか。",
  "What a file's numbers stand for: as it says itself, the sRGB curve, or light itself.":
    "ファイルの数値が何を表すか。ファイルに書かれたとおり、sRGBの曲線、またはリニアな光。",
  "Look for them in the take: points smaller than a lens draws, at the same place in most pictures.":
    "テイクから探します。レンズでは写らない小さな点が、ほとんどの絵で同じ所にあるものです。",
  "A folder of dark frames: taken with the cap on, the same exposure time, ISO and format.":
    "ダークのフォルダー。キャップをして、同じシャッター速度、ISO、形式で撮った写真です。",
  "What the camera can have done: only shifted; turned and come nearer, too; or tilted as well.":
    "カメラの動き方。ずれだけか、回転と拡大もか、傾きもか。",
  "Whether the axes of a motion rig, where they are kept with the pictures, tell when a move was meant.":
    "モーションリグの軸の位置が絵と一緒に残っていれば、そこからわざとの動きを見分けるか。",
  "What is taken out: bumps and steps, moves that were meant left; all movement; or nothing, so that only other operations know where each picture lies.":
    "取るもの。ずれだけ（わざとの動きは残す）か、動きぜんぶか。「なし」なら、ほかの処理に絵の位置を教えるだけです。",
  "What a picture that was moved shows at its edge: what other pictures show there, its last pixels repeated, or nothing, since so much is cut off all pictures.":
    "動かした絵の欠けた端を、ほかの絵で埋めるか、端をのばすか、すべての絵で切り取るか。",
  "How much is cut off each side where edges are cropped.": "端を切るとき、それぞれの側から切る幅。",
  "What may differ from picture to picture: the whole picture's light and colour (global), its contrast too (tone), or single lamps and shadows as well (lamps).":
    "絵ごとに何がちがうか。全体の明るさと色（全体）、明暗の差も（明暗も）、一つずつの灯りと影も（灯りごと）。",
  "How many pictures before and after show what the light was meant to be; more is steadier, fewer follows quicker changes.":
    "前後何枚から本来の光を読むか。多いほど安定し、少ないほど速い変化についていきます。",
  "What the light was meant to do: change slowly, or stay as it is, which is told more exactly.":
    "本来の光。ゆっくり変わるか、一定か。一定とわかっていれば、より正確です。",
  "Steady each channel by itself; without it only the brightness.": "色ごとに安定させます。切ると明るさだけです。",
  "Leave a sudden change of the light that lasts, such as a lamp switched on in the story.":
    "続く急な変化を残します。物語の中で灯りがつくときなど。",
  "A folder of photographs of the set lit by one lamp each, named like the lamps.":
    "灯りを一つずつつけたセットの写真のフォルダー。ファイル名は灯りの名前です。",
  "A TOML or JSON file that tells how light each lamp was meant to be at which frame.":
    "どのコマでどの灯りがどれだけ明るいかを書いた、TOMLかJSONのファイル。",
  // ごみ、支え、ノイズ
  "How many pictures a speck may last, none to leave them; all are under 2% of the width.":
    "点が何枚まで続くか。0なら取りません。どれも幅の2%より小さい点です。",
  "A flat plate, which tells dust before the sensor: an even, bright surface out of focus.":
    "センサーのごみがわかる白い板の写真。明るくむらのない面をぼかして撮ります。",
  "Find dust before the sensor where the camera moves and the set goes by behind it.":
    "カメラが動いてセットが流れる所から、センサーのごみを見つけます。",
  "The colour that the rig is painted in, as #rrggbb; empty where it has none of its own.":
    "支えに塗った色（#rrggbb）。決まった色がなければ空に。",
  "How far from the marker's colour a pixel may be, as a share of how far that is from grey.":
    "印の色からどれだけ離れてもよいか。灰色までの距離を1とします。",
  "A picture that is bright where the rig is, one for each photograph or one for all.":
    "支えの所が明るい絵。写真ごとでも、全部で一枚でも。",
  "Strokes of the brush over the rig, paint.json; they are followed through the take.":
    "支えの上に塗った筆（paint.json）。テイクの中で追いかけます。",
  "How many pictures before and after it a stroke is followed.": "一筆を前後何枚まで追うか。",
  "A picture of the set without the rig, with the puppet or without.":
    "支えのないセットの写真。人形はいても、いなくても。",
  "What differs from the clean plate and is rig, where nothing else tells: long thin parts, since a puppet differs too; everything, where the plate has the puppet; or nothing.":
    "ほかに手がかりがないとき、写真との差のどこを支えとするか。人形もちがうなら細い所、写真にも人形がいるならぜんぶ、またはなし。",
  "How thick a rig is at most that is found by difference; thicker parts are taken for the puppet.":
    "差から見つける支えの太さの上限。もっと太い所は人形とみなします。",
  "How far around the rig its soft edge goes.": "支えのまわりの、やわらかい縁の幅。",
  "How far beside the rig its shadow is lightened; 0 leaves it.": "支えの影を明るくする幅。0なら影は残します。",
  "From how many other pictures of the take what is behind the rig is taken at most; 0 never does.":
    "支えの後ろを、テイクのほかの何枚までから取るか。0なら取りません。",
  "How many pictures before and after may serve for that.": "そのために前後何枚まで使うか。",
  "How many other pictures to average with; four leave less than half of the noise.":
    "ほかの何枚とならすか。4枚でノイズは半分より少なくなります。",
  "How much of the noise that can go goes.": "取れるノイズのうち、どれだけ取るか。",
  "Smooth noise within the picture where something moves; it costs the finest texture there.":
    "動く所も絵の中でノイズをならします。そこの細かな質感は少し失われます。",
  // 抜き、色
  'The screen: "green", "blue", a colour such as "#20a050", or "plate" for any set that a plate shows.':
    "背景の色。green、blue、#20a050 のような色、または plate（写真に写したセットなら何でも）。",
  "The screen or set without the puppet; its light is what is taken out of the edges.":
    "人形のない背景やセットの写真。その光を縁から取りのぞきます。",
  "A picture of the puppet dark before a lit backing, taken beside each; the matte is made of it.":
    "明るい背景の前で人形を暗く撮った影絵の写真。絵ごとに撮り、マットにします。",
  "The lit backing without the puppet, for `matte`.": "影絵のための、人形のない明るい背景の写真。",
  "Whether a shadow on the screen is screen, or stays as something dark.":
    "背景に落ちた影を背景とみなして消すか、暗いものとして残すか。",
  "How far from the screen's colour all is puppet, away from edges; lower it where spill makes holes.":
    "背景の色からどれだけ離れたら、縁でない所をすべて人形とするか。色かぶりで穴があくなら下げます。",
  "The matte that becomes nothing.": "この値までのマットを透明にします。",
  "The matte that becomes whole.": "この値からのマットを不透明にします。",
  "How much of the screen's light on the puppet is taken off.": "人形に映った背景の色を、どれだけ取るか。",
  "What the screen's colour is brought down to: the higher of the other two, or their mean.":
    "背景の色をどこまで下げるか。ほかの二色の高いほうまでか、平均までか。",
  'All outside is dropped: left, top, width and height in shares of the width, such as "0.1 0 0.8 0.5".':
    "この外はすべて消します。左、上、幅、高さを絵の幅に対する割合で。例: 0.1 0 0.8 0.5",
  "Strokes of the brush: rig is dropped, keep is puppet, each until a later picture is painted.":
    "ブラシの塗り。「支え」は消し、「残す」は人形とします。次に塗った絵まで続きます。",
  "The light that shall look white: below 6500 for lamps that look too warm, above for too cold.":
    "白く見せたい光の色温度。赤すぎる灯りなら6500より下、青すぎるなら上に。",
  "Above 0 for light that looks too green, below 0 for too magenta, in thousandths of CIE 1960 u, v.":
    "緑すぎる光なら0より上、紫すぎるなら下に（CIE 1960 u, v の千分の一）。",
  'A place that is grey on the first picture, as "x y" or "x y radius" in shares of the width.':
    "最初の絵で灰色の所。「x y」か「x y 半径」を絵の幅に対する割合で。",
  "How much lighter.": "どれだけ明るくするか。",
  "How much more red, for the white balance.": "赤をどれだけ足すか（ホワイトバランス）。",
  "How much more green, for the white balance.": "緑をどれだけ足すか（ホワイトバランス）。",
  "How much more blue, for the white balance.": "青をどれだけ足すか（ホワイトバランス）。",
  "The light that becomes black.": "黒にする明るさ。",
  "The light that becomes white.": "白にする明るさ。",
  "Above 1 lifts the middle tones, below 1 lowers them.": "1より上で中間が明るく、下で暗くなります。",
  "What `komadori chart` or `komadori match` wrote.": "`komadori chart` か `komadori match` が作ったファイル。",
  "A picture to match the take's first picture to, where there is no file.":
    "ファイルがないとき、テイクの最初の絵を合わせる絵。",
  "Match how light the picture is, too, and not its colours alone.": "色だけでなく、明るさも合わせます。",
  "1 for all of it, 0 for nothing.": "1でぜんぶ、0でなし。",
  "The code that black becomes.": "黒をどの値にするか。",
  "The code that black becomes, red alone.": "黒をどの値にするか（赤だけ）。",
  "The code that black becomes, green alone.": "黒をどの値にするか（緑だけ）。",
  "The code that black becomes, blue alone.": "黒をどの値にするか（青だけ）。",
  "Above 1 lifts the middle tones.": "1より上で中間が明るくなります。",
  "Above 1 lifts the middle tones, red alone.": "1より上で中間が明るくなります（赤だけ）。",
  "Above 1 lifts the middle tones, green alone.": "1より上で中間が明るくなります（緑だけ）。",
  "Above 1 lifts the middle tones, blue alone.": "1より上で中間が明るくなります（青だけ）。",
  "The code that white becomes.": "白をどの値にするか。",
  "The code that white becomes, red alone.": "白をどの値にするか（赤だけ）。",
  "The code that white becomes, green alone.": "白をどの値にするか（緑だけ）。",
  "The code that white becomes, blue alone.": "白をどの値にするか（青だけ）。",
  "How far tones lie from mid grey, against before.": "明暗を中間の灰色からどれだけ離すか。",
  'Points that the curve runs through, codes from and to, as "0 0, 0.5 0.6, 1 1".':
    "カーブが通る点。元の値と新しい値を並べます。例: 0 0, 0.5 0.6, 1 1",
  'Points that the curve of red runs through, codes from and to, as "0 0, 0.5 0.6, 1 1".':
    "赤のカーブが通る点。元の値と新しい値を並べます。例: 0 0, 0.5 0.6, 1 1",
  'Points that the curve of green runs through, codes from and to, as "0 0, 0.5 0.6, 1 1".':
    "緑のカーブが通る点。元の値と新しい値を並べます。例: 0 0, 0.5 0.6, 1 1",
  'Points that the curve of blue runs through, codes from and to, as "0 0, 0.5 0.6, 1 1".':
    "青のカーブが通る点。元の値と新しい値を並べます。例: 0 0, 0.5 0.6, 1 1",
  "The .cube file, of one or three dimensions.": ".cube ファイル（1Dか3D）。",
  "What the table was made for and answers with: sRGB or BT.709 codes, or light itself.":
    "変換表が受け取り、返す数値。sRGB、BT.709、またはリニアな光。",
  "1 for all of the look, 0 for nothing.": "1でぜんぶかけ、0でかけません。",
  "0 is black and white, 1 changes nothing.": "0で白黒、1でそのまま。",
  // 形、重ね、表示、時間
  "How far to turn clockwise.": "時計回りに回す角度。",
  "How many quarter turns clockwise as well.": "さらに時計回りに90度を何回。",
  "Enlarge just so far that no empty corner shows.": "空いた角が見えないだけ拡大します。",
  "How much is cut off the left.": "左から切る幅。",
  "How much is cut off the top.": "上から切る幅。",
  "How much is cut off the right.": "右から切る幅。",
  "How much is cut off the bottom.": "下から切る幅。",
  "The largest middle part of this shape is kept, width to height.":
    "この縦横比で取れる、いちばん大きな中央を残します。",
  "The new width; 0 follows the other side, and 0 for both leaves the size.":
    "新しい幅。0なら高さに合わせ、両方0ならそのまま。",
  "The new height; 0 follows the other side, and 0 for both leaves the size.":
    "新しい高さ。0なら幅に合わせ、両方0ならそのまま。",
  "The picture that is laid, with its matte if it has one.": "重ねる写真。マットがあればマットごと。",
  "A folder of numbered pictures, one for each frame, instead.": "写真の代わりに、コマごとの連番のフォルダー。",
  "Which of the folder's pictures stands at frame 1.": "フォルダーの何番の絵を1コマ目に置くか。",
  'A colour such as "#203040", instead.': "写真の代わりに色。例: #203040",
  "Whether it lies behind the picture or in front of it.": "絵の後ろに置くか、前に置くか。",
  "A fixed matte: where this picture is bright the layer is seen, whatever was keyed.":
    "動かないマット。この絵の明るい所に、抜きに関係なく重ねたものが見えます。",
  "How far the layer is moved to the right, in widths of the picture.": "右へ動かす幅。絵の幅を1とします。",
  "How far it is moved down, in widths of the picture.": "下へ動かす幅。絵の幅を1とします。",
  "How large it is; at 1 it just fills the picture.": "大きさ。1でちょうど画面いっぱい。",
  "How much of it there is.": "濃さ。1で不透明、0で見えません。",
  "How far it is out of focus, in widths of the picture.": "ぼかす幅。絵の幅を1とします。",
  "How far the picture's light is brought to the plate's, one gain for the whole take.":
    "絵の光を写真の光にどれだけ寄せるか。テイク全体に同じだけかけます。",
  "One of the configs that OpenColorIO carries.": "OpenColorIOに入っている設定の一つ。",
  "A config of your own instead: .ocioz, or .ocio without LUTs.": "自分の設定ファイル。.ocioz、またはLUTのない .ocio。",
  "The display of the config; by default its first, for the built-in ones an sRGB display.":
    "設定の中のディスプレイ。空なら最初のもの（付属の設定ではsRGB）。",
  "The view on that display; by default its first, for the built-in ones ACES.":
    "そのディスプレイのビュー。空なら最初のもの（付属の設定ではACES）。",
  "A colour space to deliver in, instead of a display and a view.": "ディスプレイとビューの代わりに、納品の色空間。",
  "The config's name for linear light with sRGB primaries, where it has an unusual one.":
    "sRGB原色のリニアな光を、この設定が変わった名前で呼ぶときの、その名前。",
  "False looks colours up in a cube of 65 a side: six times quicker, at most about one code off.":
    "切ると65の立方体の表を引きます。6倍速く、ずれは大きくて1段階ほど。",
  "How fast the film goes; at 0.5 it takes twice as long.": "速さ。0.5で長さが2倍になります。",
  "How long the film shall be, whatever the speed; 0 goes by the speed.": "長さ。0なら速さから決まります。",
  "What is seen between two pictures: the first held, frames made by optical flow, or a dissolve.":
    "二枚の絵のあいだ。前の絵で止めるか、動きを読んで中割りを作るか、重ねるか。",
  "Go-motion: how much of the way to the next picture the shutter stays open; a film camera has 0.5.":
    "ゴーモーション。次の絵までの道のりのどれだけシャッターを開けておくか。映画のカメラは0.5です。",
  'Frames of the sheet where in-betweens and blur are made, such as "12-20, 31"; "" for all.':
    "中割りや動きのぼけを作るシートのコマ。例: 12-20, 31。空ならすべて。",
  "A picture held longer than this is a pause, and stays one.": "これより長い止めは「間」として、止めたままにします。",
  // 書き方がちがうとき
  "a colour is written #rrggbb, such as #20e040": "色は #rrggbb と書きます。例: #20e040",
  'it is pairs of numbers such as "0 0, 0.5 0.6, 1 1"': "二つずつの数を並べます。例: 0 0, 0.5 0.6, 1 1",
  'it is a place "x y" or "x y radius", in shares of the picture\'s width, such as "0.42 0.31"':
    "場所を「x y」か「x y 半径」と、絵の幅に対する割合で書きます。例: 0.42 0.31",
  "it is a name of at most 200 letters": "200字までの名前です",
  'it is a colour such as "#203040"': "色を書きます。例: #203040",
  'they are frames of the sheet such as "12-20, 31"': "シートのコマを書きます。例: 12-20, 31",
  'it is "green", "blue", "plate" or a colour such as "#20a050"': "green、blue、plate、または色を書きます。例: #20a050",
  'a grey screen has no colour to go by; say screen = "plate" and name a clean plate':
    "灰色の背景には抜ける色がありません。screen を plate にして、人形のない写真を書いてください",
  'it is left, top, width and height in shares of the picture\'s width, such as "0.1 0 0.8 0.5"':
    "左、上、幅、高さを絵の幅に対する割合で書きます。例: 0.1 0 0.8 0.5",
  '"picture 12", "exposure clean", "companion clean" or a file':
    '"picture 12"、"exposure clean"、"companion clean"、またはファイル',
};
