"""What makes one character's nod another's: how soon, how fast, how far, how heavily, and what it does meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Literal

Part = Literal["left", "right"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Temperament:
    """One way of moving; the defaults are nobody's in particular.

    Times are frames at 24 frames a second. Every figure stands in a character's file, and `RANGES` says how far it may
    go.
    """

    pace: float = 1.0
    """How many times as long as usual a gesture takes."""
    reach: float = 1.0
    """How many times as far as usual it goes."""
    lag: float = 2.0
    """Frames by which the head comes after the eyes, and the body after the head."""
    anticipation: float = 0.1
    """The share of a move that first goes the other way."""
    overshoot: float = 0.08
    """The share of a move by which it goes too far before it settles."""
    snap: float = 0.0
    """From 0, flowing, to 1, from pose to pose with nothing between."""
    weight: float = 0.5
    """From 0, nothing to carry, to 1, every step and landing is felt."""
    spread: float = 1.0
    """Frames between the left and the right of what both sides do."""
    drift: float = 0.8
    """Degrees that a held pose wanders; what is held dead still looks dead."""
    breath: float = 72.0
    """Frames of a breath at rest."""
    depth: float = 0.5
    """How far the chest swells at rest, from 0 to 1."""
    blinks: float = 84.0
    """Frames between two blinks, on average."""
    blink: float = 1.0
    """How many times as long as usual a blink takes."""
    fidgets: float = 0.0
    """Frames between two small unasked moves of head or ears, on average; 0 is never."""
    height: float = 120.0
    """How tall it is, in mm: steps and hops are as large as that."""
    side: Part = "left"
    """The side it prefers where a score names none."""
    arms: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """Where its hands are when they are at a place: degrees of forward, raise, twist and bend, by `PLACES`' names."""
    stance: Mapping[str, float] = field(default_factory=dict)
    """How it stands and looks at rest: a value by channel, in place of the puppet's own rest."""


RANGES: dict[str, tuple[float, float]] = {
    "pace": (0.3, 3),
    "reach": (0.1, 2),
    "lag": (0, 12),
    "anticipation": (0, 0.4),
    "overshoot": (0, 0.4),
    "snap": (0, 1),
    "weight": (0, 1),
    "spread": (0, 4),
    "drift": (0, 4),
    "breath": (12, 240),
    "depth": (0, 1),
    "blinks": (12, 480),
    "blink": (0.4, 3),
    "fidgets": (0, 480),
    "height": (10, 2000),
}
"""The lowest and highest value of each figure of a temperament."""

JOINTS = ("forward", "raise", "twist", "bend")
"""What an arm is set by, in the order in which `PLACES` tells it."""

PLACES: dict[str, tuple[float, float, float, float]] = {
    "mouth": (52, -10, 60, 4),
    "cheek": (48, -10, 45, 4),
    "front": (86, 4, 12, 0),
    "chest": (36, -8, 62, 34),
    "palm": (62, 34, 20, 24),
    "other": (40, 58, 10, 14),
}
"""Places a hand goes to, and how the short arms of an animal get there: its mouth, before the face, held out, hugging
itself, held up against something, and round somebody beside it."""

NAMES = tuple(one.name for one in fields(Temperament))
