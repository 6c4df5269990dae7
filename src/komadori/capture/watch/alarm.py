"""What the watch tells: a value that says what, where, how much, and against what."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What can go wrong on a set."""

    BUMP = "camera bump"
    PROP = "prop moved"
    HAND = "hand or tool"
    LIGHT = "light drift"
    COLOUR = "colour drift"
    FLICKER = "flicker"
    FOCUS = "focus"
    CLIPPED = "over-exposure"
    DUPLICATE = "duplicate"
    SETTINGS = "settings"
    DISK = "disk"
    CARD = "card"


class Severity(StrEnum):
    """How much it matters: something to know, something to look at, something that spoils the picture."""

    NOTE = "note"
    WARNING = "warning"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One thing that is wrong with picture `picture`, told as `sentence`.

    `amount` has the unit `unit` ("px" is pixels of the full picture). `against` is the number of the picture it was
    compared with, None where there is none. `box` (left, top, right, bottom) says where, and `arrow` (right, down)
    how far what was there moved, both in pixels of the full picture.
    """

    kind: Kind
    picture: int
    frame: int | None
    amount: float
    unit: str
    against: int | None
    sentence: str
    severity: Severity
    box: tuple[int, int, int, int] | None = None
    arrow: tuple[float, float] | None = None
