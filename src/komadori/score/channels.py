"""The channels a score moves: what they are measured in, and how far they go where no puppet says otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

Value: TypeAlias = float | str


class Channel(Protocol):
    """One joint, or one set of replacement parts, of a puppet; the stage's own channels fit it."""

    @property
    def name(self) -> str:
        """Such as head.tilt."""
        ...

    @property
    def low(self) -> float:
        """The least it can be set to."""
        ...

    @property
    def high(self) -> float:
        """The most it can be set to."""
        ...

    @property
    def rest(self) -> Value:
        """How it is when nobody touches it."""
        ...

    @property
    def choices(self) -> Sequence[str]:
        """The replacement parts there are; none for a joint."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """A channel as most puppets have it."""

    name: str
    low: float = 0.0
    high: float = 0.0
    rest: Value = 0.0
    choices: tuple[str, ...] = ()


MOUTHS = ("rest", "smile", "open", "round", "sad", "chew")
HANDS = ("open", "hold")

_SPANS: Mapping[str, tuple[float, float]] = {
    "body.x": (-2000, 2000),
    "body.y": (-2000, 2000),
    "body.rise": (-12, 60),
    "body.turn": (-180, 180),
    "body.lean": (-35, 45),
    "body.sway": (-25, 25),
    "body.breath": (0, 1),
    "body.squash": (-1, 1),
    "head.tilt": (-35, 35),
    "head.nod": (-35, 45),
    "head.turn": (-80, 80),
    "lids": (0, 1),
    "lid.left": (-1, 1),
    "lid.right": (-1, 1),
    "gaze.turn": (-25, 25),
    "gaze.nod": (-20, 20),
    "brows": (-1, 1),
    "ear.left": (-50, 40),
    "ear.right": (-50, 40),
    "tail.turn": (-40, 40),
    "tail.rise": (-30, 50),
    "foot.left.lift": (0, 30),
    "foot.right.lift": (0, 30),
    "foot.left.forward": (-25, 25),
    "foot.right.forward": (-25, 25),
    "wing.left": (0, 120),
    "wing.right": (0, 120),
} | {
    f"arm.{side}.{part}": span
    for side in ("left", "right")
    for part, span in {"raise": (-10, 170), "forward": (-40, 120), "twist": (-60, 90), "bend": (0, 140)}.items()
}  # fmt: skip

USUAL: tuple[Usual, ...] = (
    *(Usual(name=name, low=low, high=high) for name, (low, high) in _SPANS.items()),
    Usual(name="mouth", rest="rest", choices=MOUTHS),
    Usual(name="hand.left", rest="open", choices=HANDS),
    Usual(name="hand.right", rest="open", choices=HANDS),
)
"""Every channel that a gesture may move."""

PLACES = frozenset({"body.x", "body.y"})
"""Where a puppet stands: nothing brings it back there but another walk."""

MILLIMETRES = frozenset({"body.x", "body.y", "body.rise"})
SHARES = frozenset({"body.breath", "body.squash", "lids", "lid.left", "lid.right", "brows"})


def unit_of(channel: str) -> str:
    """What `channel` is measured in: "mm", "°", "%" of its way, or "" where parts are exchanged."""
    if channel == "mouth" or channel.startswith("hand."):
        return ""
    if channel in MILLIMETRES or channel.startswith("foot."):
        return "mm"
    return "%" if channel in SHARES else "°"
