"""Reading the notation: `12  badger (sleepy): tilt left ~8f, blink + hum "?"`. Every problem is told with its place.

score   = { line }
line    = [ frame ] cue { ";" cue }          # from a hash on, a remark
cue     = who { "&" who } [ feeling ] ":" chord { "," chord }
chord   = gesture { "+" gesture }            # together; the sequence goes on after the longest
gesture = name { side | length | "after" frames | strength | feeling | text | "throughout" }
length  = [ "~" ] number "f"                 # without ~ exact, with it as long as the character takes over it
strength = word | "×" number
feeling = "(" word ")"
text    = quotation marks, with a backslash before those within
"""

import difflib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, get_args

from komadori.errors import KomadoriError, Several, WrongUse
from komadori.score.cue import Cue, Written
from komadori.score.mark import Side
from komadori.score.vocabulary import FEELINGS, GESTURES, REST, STRENGTHS, Gesture

_TOKEN = re.compile(
    r"""(?P<text>"(?:\\.|[^"\\])*"|“[^”]*”|「[^」]*」)
      | (?P<feeling>\([^()]*\))
      | (?P<stop>[,+;:&])
      | (?P<remark>\#.*)
      | (?P<open>["“「()])
      | (?P<word>[^\s,+;:&#"“「()]+)""",
    re.VERBOSE,
)
_LINE_END = re.compile(r"\r\n|\n|\r")
_FRAME = re.compile(r"\d{1,7}")
_LENGTH = re.compile(r"(~?)(\d{1,5})f")
_TIMES = re.compile(r"[×x](\d+(?:\.\d+)?(?:e-?\d+)?)")
_SIDES = tuple(side for side in get_args(Side) if side)
STRONGEST = 2.0


class BadScore(WrongUse, ValueError):
    """A place in a score that cannot be read. `line` and `column` count from 1."""

    def __init__(self, message: str, *, hint: str = "", line: int = 0, column: int = 0) -> None:
        super().__init__(message, hint=hint)
        self.line, self.column = line, column


class _Token(NamedTuple):
    kind: str
    said: str
    column: int


@dataclass(slots=True)
class _Line:
    """One line being read, and where its problems are told."""

    place: str
    number: int
    problems: list[KomadoriError] = field(default_factory=list)

    def wrong(self, column: int, message: str, hint: str = "") -> None:
        where = f"{self.place}{self.number}:{column}"
        self.problems.append(BadScore(f"{where}: {message}", hint=hint, line=self.number, column=column))


def read_score(text: str, name: str = "score", *, cast: Collection[str] = ()) -> tuple[Cue, ...]:
    """The cues of a score file's `text`, in its order; `name` is what messages call it.

    With `cast`, only characters of it may act. Raises BadScore, or Several with everything wrong in it.
    """
    problems: list[KomadoriError] = []
    cues: list[Cue] = []
    for number, words in enumerate(_LINE_END.split(text), 1):
        line = _Line(f"{name}:", number, problems)
        cues += _cues(words, line, cast)
    raise_together(problems, name)
    return tuple(cues)


def read_cell(words: str, first: int, *, who: str = "", cast: Collection[str] = ()) -> tuple[Cue, ...]:
    """The cues of a sheet's cell that begins at frame `first`; `who` acts where the cell names nobody.

    Raises BadScore, or Several.
    """
    place = f"frame {first}, line "
    problems: list[KomadoriError] = []
    cues: list[Cue] = []
    for number, said in enumerate(_LINE_END.split(words), 1):
        line = _Line(place, number, problems)
        for cue in _cues(said, line, cast, who=who):
            if cue.first is not None:
                line.wrong(1, "A cell of the sheet begins at its own frame, and another is written in it.")
            cues.append(replace(cue, first=first))
    raise_together(problems, f"the cell at frame {first}")
    return tuple(cues)


def raise_together(problems: list[KomadoriError], name: str) -> None:
    """Raise what is wrong with the score `name`, if anything is: BadScore, or Several."""
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise Several(f"{name} has {len(problems)} problems.", problems)


def _cues(words: str, line: _Line, cast: Collection[str], who: str = "") -> Iterator[Cue]:
    tokens = [_Token(str(m.lastgroup), m.group(), m.start() + 1) for m in _TOKEN.finditer(words)]
    tokens = [token for token in tokens if token.kind != "remark"]
    first: int | None = None
    if tokens and _FRAME.fullmatch(tokens[0].said):
        first = int(tokens.pop(0).said)
        if first < 1:
            line.wrong(1, "There is no frame 0; frames count from 1.")
            first = None
    for token in tokens:
        if token.kind == "open":
            line.wrong(token.column, f"{token.said} is opened and never closed, or the other way round.")
            return
    for part in _split(tokens, ";"):
        if part:
            yield from _cue(part, line, cast, first, who)


def _cue(tokens: list[_Token], line: _Line, cast: Collection[str], first: int | None, who: str) -> Iterator[Cue]:
    heads = _split(tokens, ":")
    if len(heads) == 1 and who:
        heads, names = [[], tokens], [who]
    elif len(heads) == 2:
        names = _names(heads[0], line, cast)
    else:
        hint = 'Such as: badger: tilt left ~8f, blink, hum "?"'
        line.wrong(tokens[0].column, "One colon stands between a character and what it does.", hint)
        return
    feeling = next((_feeling(token, line) for token in heads[0] if token.kind == "feeling"), "")
    chords = []
    for chord in _split(heads[1], ","):
        read = [_written(part, line) for part in _split(chord, "+") if part]
        if len(read) < len(_split(chord, "+")):
            column = chord[0].column if chord else tokens[-1].column
            line.wrong(column, "A gesture is missing here.", "One too many of , or + stands there.")
        chords.append(tuple(one for one in read if one))
    for name in names:
        yield Cue(who=name, chords=tuple(chords), first=first, feeling=feeling)


def _names(tokens: list[_Token], line: _Line, cast: Collection[str]) -> list[str]:
    names = []
    for part in _split(tokens, "&"):
        name = " ".join(token.said for token in part if token.kind == "word")
        column = part[0].column if part else 1
        if not name:
            line.wrong(column, "Nobody is named before the colon.")
        elif cast and name not in cast:
            line.wrong(column, f"Nobody in the cast is called {name!r}.", _nearest(name, cast))
        names.append(name)
    return names


def _written(tokens: list[_Token], line: _Line) -> Written | None:
    """One gesture with its words, or None with a problem told."""
    gesture, rest = _gesture(tokens, line)
    if gesture is None:
        return None
    told: dict[str, Any] = {}
    waiting = iter(rest)
    for token in waiting:
        for key, value in _word(token, waiting, gesture, line).items():
            if key in told and key != "about":
                line.wrong(token.column, f"{gesture.name} is told twice: {token.said} comes after another.")
            told[key] = value
    if told.get("throughout") and "frames" in told:
        line.wrong(tokens[0].column, f"{gesture.name} cannot be done throughout and for so many frames.")
    about = bool(told.pop("about", False))
    return Written(gesture=gesture.name, about=about, **told)


def _gesture(tokens: list[_Token], line: _Line) -> tuple[Gesture | None, list[_Token]]:
    """The gesture that the longest run of words names, and what is left."""
    for count in (2, 1):
        name = " ".join(token.said.lower() for token in tokens[:count])
        if name == REST:
            return Gesture(name=REST, frames=GESTURES["hold"].frames), tokens[1:]
        if name in GESTURES:
            return GESTURES[name], tokens[count:]
    said = tokens[0].said
    both = " ".join(token.said for token in tokens[:2])
    near = difflib.get_close_matches(both, GESTURES, n=1, cutoff=0.75) or [said]
    line.wrong(tokens[0].column, f"There is no gesture {said!r}.", _nearest(near[0], [*GESTURES, REST]))
    return None, []


def _word(token: _Token, waiting: Iterator[_Token], gesture: Gesture, line: _Line) -> dict[str, Any]:
    """What one word after a gesture tells of it."""
    said = token.said.lower()
    if token.kind == "text":
        return {"text": re.sub(r"\\(.)", r"\1", token.said[1:-1]) if token.said[0] == '"' else token.said[1:-1]}
    if token.kind == "feeling":
        return {"feeling": _feeling(token, line)}
    if length := _LENGTH.fullmatch(said):
        return _length(token, length, line)
    if said == "after":
        length = _LENGTH.fullmatch(next(waiting, _Token("", "", 0)).said)
        if length is None or length[1]:
            line.wrong(token.column, "“after” is followed by frames.", "Such as: blink after 3f")
            return {}
        return {"after": int(length[2])}
    if said in _SIDES:
        if said not in gesture.sides:
            hint = f"It knows {', '.join(gesture.sides)}." if gesture.sides else "It knows no side."
            line.wrong(token.column, f"{gesture.name} cannot go {said}.", hint)
        return {"side": said}
    return _manner(token, line)


def _length(token: _Token, length: re.Match[str], line: _Line) -> dict[str, Any]:
    frames = int(length[2])
    if not frames:
        line.wrong(token.column, "A gesture lasts at least one frame.", "Leave the length out for the usual one.")
    return {"frames": frames, "about": bool(length[1])}


def _manner(token: _Token, line: _Line) -> dict[str, Any]:
    """A word for how a gesture is done."""
    said = token.said.lower()
    if said == "throughout":
        return {"throughout": True}
    if said in STRENGTHS:
        return {"strength": STRENGTHS[said]}
    if times := _TIMES.fullmatch(said):
        strength = float(times[1])
        if strength > STRONGEST:
            line.wrong(token.column, f"The strength ×{strength:g} is too much.", f"It goes from ×0 to ×{STRONGEST:g}.")
        return {"strength": strength}
    if said in GESTURES or said == REST:
        hint = f"A comma makes it come next, + makes it come together: “, {said}” or “+ {said}”."
    elif re.fullmatch(r"~?\d+", said):
        hint = f"Frames are written {said}f."
    elif said in FEELINGS:
        hint = f"A feeling stands in parentheses: ({said})."
    else:
        hint = _nearest(said, [*_SIDES, *STRENGTHS, "throughout", "after"])
    line.wrong(token.column, f"{token.said!r} says nothing about a gesture.", hint)
    return {}


def _feeling(token: _Token, line: _Line) -> str:
    feeling = token.said[1:-1].strip().lower()
    if feeling not in FEELINGS:
        line.wrong(token.column, f"There is no feeling {feeling!r}.", _nearest(feeling, FEELINGS))
    return feeling


def _split(tokens: list[_Token], stop: str) -> list[list[_Token]]:
    parts: list[list[_Token]] = [[]]
    for token in tokens:
        if token.kind == "stop" and token.said == stop:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _nearest(name: str, names: Collection[str]) -> str:
    near = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.5)
    return f"Did you mean {near[0]!r}?" if near else f"There are {', '.join(names)}."
