"""A line of a score as it is written, before anybody's temperament decides how long it takes; and how to write it."""

from collections.abc import Iterable
from dataclasses import dataclass

from komadori.score.mark import Mark, Side
from komadori.score.vocabulary import STRENGTHS


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A gesture as it stands in a score. `frames` 0 is its usual length, and `about` leaves it to the temperament.

    `after` is how many frames later than its place in the sequence it begins. What is to be done `throughout` lasts
    to the end of the score and lets the sequence go on at once.
    """

    gesture: str
    frames: int = 0
    about: bool = False
    side: Side = ""
    strength: float = 1.0
    feeling: str = ""
    text: str = ""
    after: int = 0
    throughout: bool = False

    def words(self) -> str:
        """The gesture in the notation."""
        parts = [self.gesture, self.side, _strength(self.strength)]
        if self.frames:
            parts.append(f"{'~' if self.about else ''}{self.frames}f")
        if self.after:
            parts.append(f"after {self.after}f")
        if self.throughout:
            parts.append("throughout")
        if self.feeling:
            parts.append(f"({self.feeling})")
        if self.text:
            parts.append(quoted(self.text))
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What `who` does from frame `first` on: one chord of gestures after the other, those of a chord together.

    Without `first` it begins where the same character's last cue ended. `feeling` is meant for all of its gestures
    that tell none of their own.
    """

    who: str
    chords: tuple[tuple[Written, ...], ...]
    first: int | None = None
    feeling: str = ""

    def words(self) -> str:
        """The cue in the notation, without its frame."""
        who = f"{self.who} ({self.feeling})" if self.feeling else self.who
        return f"{who}: " + ", ".join(" + ".join(one.words() for one in chord) for chord in self.chords)


def score_text(cues: Iterable[Cue]) -> str:
    """The score file of `cues`; `read_score` reads back the same cues."""
    cues = tuple(cues)
    width = max((len(str(cue.first or "")) for cue in cues), default=0)
    return "".join(f"{cue.first or '':>{width}}  {cue.words()}\n" for cue in cues)


def cues_of(marks: Iterable[Mark]) -> tuple[Cue, ...]:
    """A cue for each of `marks`, with the exact length it has."""
    return tuple(
        Cue(
            who=mark.who,
            first=mark.first,
            chords=(
                (
                    Written(
                        gesture=mark.gesture,
                        frames=mark.frames,
                        side=mark.side,
                        strength=mark.strength,
                        feeling=mark.feeling,
                        text=mark.text,
                    ),
                ),
            ),
        )
        for mark in marks
    )


def quoted(text: str) -> str:
    """`text` in quotation marks, those within it after a backslash."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _strength(strength: float) -> str:
    if strength == 1:
        return ""
    return next((word for word, meant in STRENGTHS.items() if meant == strength), f"×{strength!r}")
