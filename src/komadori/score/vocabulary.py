"""The gestures a score may name: how long each usually takes, where it may lead, and what it leaves behind."""

from dataclasses import dataclass

from komadori.score.mark import Side

RATE = 24
"""Frames a second for which the usual lengths are told; at another rate they last as many seconds."""

REST = "rest"
"""Stands in a score like a gesture, and is none: time passes, and nothing is marked."""

AROUND: tuple[Side, ...] = ("left", "right", "up", "down", "forward")
ON_THE_FLOOR: tuple[Side, ...] = ("left", "right", "forward", "back")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gesture:
    """One word of the notation. `frames` is its usual length at 24 frames a second, without a temperament.

    `sides` are those it can be told. A `lasting` gesture leaves a pose that stands until another takes it up or
    `settle` ends it; any other returns by itself. `voiced` ones are heard. `told` is what a caption says of it, in
    English and Japanese; both are empty where nothing can be heard.
    """

    name: str
    frames: int
    sides: tuple[Side, ...] = ()
    lasting: bool = False
    told: tuple[str, str] = ("", "")

    @property
    def voiced(self) -> bool:
        """Whether it can be heard."""
        return bool(self.told[0])


def _silent(name: str, frames: int, *sides: Side, lasting: bool = False) -> Gesture:
    return Gesture(name=name, frames=frames, sides=sides, lasting=lasting)


def _heard(name: str, frames: int, english: str, japanese: str, *sides: Side, lasting: bool = False) -> Gesture:
    return Gesture(name=name, frames=frames, sides=sides, lasting=lasting, told=(english, japanese))


_ALL = (
    _silent("tilt", 10, "left", "right", "up", lasting=True),
    _silent("turn", 12, "left", "right", "forward", lasting=True),
    _silent("look", 8, *AROUND, lasting=True),
    _silent("lean", 14, "left", "right", "forward", "back", "up", lasting=True),
    _silent("nod", 14),
    _silent("shake", 20),
    _silent("bow", 40),
    _silent("blink", 8),
    _silent("double blink", 16),
    _silent("breathe", 72),
    _silent("waddle", 36, *ON_THE_FLOOR),
    _silent("hop", 18, *ON_THE_FLOOR, "up"),
    _heard("shiver", 36, "shivers", "ぶるぶる震える"),
    _heard("stretch", 56, "stretches with a groan", "うーんと伸びをする"),
    _silent("wave", 36, "left", "right"),
    _silent("offer", 30, "left", "right", lasting=True),
    _silent("take", 24, "left", "right", lasting=True),
    _heard("comfort", 60, "hums softly, comforting", "なだめるように鼻を鳴らす", "left", "right"),
    _silent("settle", 14),
    _silent("hold", 12),
    _heard("sigh", 44, "sighs", "ため息をつく"),
    _heard("doze off", 80, "breathes slowly, asleep", "寝息を立てる", lasting=True),
    _heard("wake", 40, "wakes with a start", "はっと目を覚ます"),
    _heard("eat", 48, "eats", "食べる"),
    _heard("refuse", 36, "grunts, refusing", "いやがって鼻を鳴らす", "left", "right"),
    _heard("surprise", 26, "gasps", "息をのむ"),
    _heard("hum", 24, "hums", "鼻を鳴らす"),
    _heard("chirp", 10, "chirps", "チュンと鳴く"),
    _heard("squeak", 8, "squeaks", "キュッと鳴く"),
    _heard("yawn", 54, "yawns", "あくびをする"),
    _heard("munch", 36, "munches", "もぐもぐ食べる"),
    _heard("giggle", 30, "giggles", "くすくす笑う"),
    _heard("sniff", 14, "sniffs", "くんくん嗅ぐ"),
    _heard("gasp", 14, "gasps", "息をのむ"),
    _heard("purr", 60, "purrs", "ごろごろ喉を鳴らす"),
    _heard("whimper", 30, "whimpers", "くんくん泣く"),
    _heard("grumble", 30, "grumbles", "ぶつぶつうなる"),
    _heard("hiccup", 12, "hiccups", "しゃっくりをする"),
    _heard("snore", 76, "snores", "いびきをかく"),
)

GESTURES: dict[str, Gesture] = {gesture.name: gesture for gesture in _ALL}
"""Every gesture by name."""

FEELINGS: dict[str, tuple[str, str]] = {
    "afraid": ("afraid", "おびえて"),
    "alarmed": ("alarmed", "驚いて"),
    "bored": ("bored", "退屈そうに"),
    "content": ("content", "満ち足りて"),
    "cross": ("cross", "むっとして"),
    "curious": ("curious", "興味深そうに"),
    "embarrassed": ("embarrassed", "恥ずかしそうに"),
    "excited": ("excited", "わくわくして"),
    "happy": ("happy", "うれしそうに"),
    "hopeful": ("hopeful", "期待して"),
    "hungry": ("hungry", "お腹をすかせて"),
    "hurt": ("hurt", "傷ついて"),
    "lonely": ("lonely", "さびしそうに"),
    "proud": ("proud", "得意げに"),
    "puzzled": ("puzzled", "不思議そうに"),
    "relieved": ("relieved", "ほっとして"),
    "sad": ("sad", "悲しそうに"),
    "shy": ("shy", "はにかんで"),
    "sleepy": ("sleepy", "眠そうに"),
    "surprised": ("surprised", "驚いて"),
    "tender": ("tender", "やさしく"),
    "tired": ("tired", "疲れて"),
    "worried": ("worried", "心配そうに"),
}
"""Every feeling that may stand in parentheses, as a caption tells it in English and Japanese."""

STRENGTHS: dict[str, float] = {"barely": 0.3, "softly": 0.6, "strongly": 1.4, "hugely": 1.8}
"""Words for how strongly; any other figure is written ×1.2."""
