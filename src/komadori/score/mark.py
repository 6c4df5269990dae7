"""One mark of a score: who does what, from which frame, for how long, and how it is felt."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Side: TypeAlias = Literal["", "left", "right", "up", "down", "forward", "back"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """`who` does `gesture` from frame `first` (counted from 1) for `frames` frames.

    `side` is the character's own side. `strength` is 1 as usual, from 0 to 2. `feeling` is one word, such as "puzzled";
    `text` stands in quotation marks in the score: the sign a voice gives ("?", "!", "…"), or what is eaten or offered.
    """

    who: str
    gesture: str
    first: int
    frames: int
    side: Side = ""
    strength: float = 1.0
    feeling: str = ""
    text: str = ""

    @property
    def last(self) -> int:
        """The last frame of it."""
        return self.first + self.frames - 1
