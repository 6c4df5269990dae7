"""What goes wrong on a real set, on demand: declared in a stage file, a pure function of seed and exposure number.

Exposures are counted from 0. What was done to each is told beside the picture, so that whoever looks for faults can be
measured against the truth.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from komadori.stage.scene import content_key
from komadori.stage.told import Table, Vector

NOWHERE: Vector = (0.0, 0.0, 0.0)
LAST = 10_000_000
"""The largest exposure number; a whole series has fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LampFlaw:
    """One lamp flickers: `amount` is the standard deviation of its light as a share."""

    lamp: str
    amount: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bump:
    """Somebody ran into the camera: from exposure `at` on it stands `by` mm elsewhere, turned by `turn` degrees (pan,
    tilt, roll), until exposure `back` where somebody put it back; -1 is never."""

    at: int
    by: Vector = NOWHERE
    turn: Vector = NOWHERE
    back: int = -1

    def holds(self, number: int) -> bool:
        """Whether it is in force at an exposure."""
        return self.at <= number and (self.back < 0 or number < self.back)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A prop slipped: from exposure `at` on it stands `by` mm elsewhere and `turn` degrees further."""

    prop: str
    at: int
    by: Vector = NOWHERE
    turn: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """The animator's hand was left in the picture at these exposures, with its fingertips at `tip` mm."""

    at: tuple[int, ...]
    tip: Vector


@dataclass(frozen=True, slots=True, kw_only=True)
class RigStand:
    """A brass stand on the floor at `at` mm, whose wire reaches to `reach`; at exposures `first` to `last`."""

    at: Vector
    reach: Vector
    first: int = 0
    last: int = LAST

    def stands(self, number: int) -> bool:
        """Whether it is there at an exposure."""
        return self.first <= number <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaws:
    """Everything that shall go wrong.

    `flicker` is the standard deviation of all lamps together and `colour` that of their warmth, as shares;
    `focus_creep` mm that the focus moves with each exposure; `dust` and `hot_pixels` are how many there are.
    """

    seed: int = 0
    flicker: float = 0.0
    colour: float = 0.0
    lamps: tuple[LampFlaw, ...] = ()
    bumps: tuple[Bump, ...] = ()
    slips: tuple[Slip, ...] = ()
    hands: tuple[Hand, ...] = ()
    rig: RigStand | None = None
    focus_creep: float = 0.0
    dust: int = 0
    hot_pixels: int = 0

    @property
    def none(self) -> bool:
        """Whether nothing goes wrong."""
        return self == Flaws(seed=self.seed)


def flaws_told(table: Table) -> Flaws:
    """The flaws of a stage file's [flaws]; what is wrong is noted in the table."""
    rigs = table.tables("rig", 1) if isinstance(table.told.get("rig"), list) else None
    flaws = Flaws(
        seed=table.whole("seed", 0, 0, 2**31 - 1),
        flicker=table.number("flicker", 0.0, 0.0, 0.5),
        colour=table.number("colour", 0.0, 0.0, 0.5),
        lamps=tuple(_lamp_flaw(one) for one in table.tables("lamp", 100)),
        bumps=tuple(_bump(one) for one in table.tables("bump")),
        slips=tuple(_slip(one) for one in table.tables("slip")),
        hands=tuple(_hand(one) for one in table.tables("hand")),
        rig=_rig(rigs[0] if rigs else table.table("rig")) if "rig" in table else None,
        focus_creep=table.number("focus_creep", 0.0, -50.0, 50.0),
        dust=table.whole("dust", 0, 0, 10_000),
        hot_pixels=table.whole("hot_pixels", 0, 0, 100_000),
    )
    table.done()
    return flaws


def _lamp_flaw(table: Table) -> LampFlaw:
    flaw = LampFlaw(lamp=table.text("lamp", None), amount=table.number("amount", None, 0.0, 0.9))
    table.done()
    return flaw


def _bump(table: Table) -> Bump:
    bump = Bump(
        at=table.whole("at", None, 0, LAST),
        by=table.vector("by", NOWHERE, -500, 500),
        turn=table.vector("turn", NOWHERE, -45, 45),
        back=table.whole("back", -1, -1, LAST),
    )
    table.done()
    return bump


def _slip(table: Table) -> Slip:
    slip = Slip(
        prop=table.name("prop"),
        at=table.whole("at", None, 0, LAST),
        by=table.vector("by", NOWHERE, -500, 500),
        turn=table.number("turn", 0.0, -180, 180),
    )
    table.done()
    return slip


def _hand(table: Table) -> Hand:
    at = table.raw("at")
    numbers = at if isinstance(at, list) else [at]
    if not all(isinstance(one, int) and not isinstance(one, bool) and 0 <= one <= LAST for one in numbers):
        table.wrong(f"at is {at!r}; it is the numbers of exposures, from 0.", "at = [5]")
        numbers = []
    hand = Hand(at=tuple(numbers), tip=table.vector("tip", None))
    table.done()
    return hand


def _rig(table: Table) -> RigStand:
    rig = RigStand(
        at=table.vector("at", None),
        reach=table.vector("reach", None),
        first=table.whole("first", 0, 0, LAST),
        last=table.whole("last", LAST, 0, LAST),
    )
    table.done()
    return rig


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong at one exposure.

    `light` multiplies all lamps, `warmth` is how much redder they are (share added to red and taken from blue), `lamps`
    multiply single ones; `by` mm and `turn` degrees (pan, tilt, roll) displace the camera, `focus` mm its focus;
    `slips` displace props; `hand` is where fingertips are, or None.
    """

    number: int
    light: float = 1.0
    warmth: float = 0.0
    lamps: tuple[tuple[str, float], ...] = ()
    by: Vector = NOWHERE
    turn: Vector = NOWHERE
    focus: float = 0.0
    slips: tuple[Slip, ...] = ()
    hand: Vector | None = None
    rig: RigStand | None = None

    def lamp(self, name: str) -> tuple[float, float, float]:
        """What the red, green and blue of a lamp are multiplied with."""
        own = self.light * dict(self.lamps).get(name, 1.0)
        return own * (1.0 + self.warmth), own, own * (1.0 - self.warmth)


def fault_at(flaws: Flaws, number: int, *, seed: int = 0) -> Fault:
    """What goes wrong at exposure `number`; `seed` is the stage's, and the flaws' own is added to it."""

    def drawn(track: str) -> float:
        return _normal(seed + flaws.seed, track, number)

    bumps = [one for one in flaws.bumps if one.holds(number)]
    hands = [one.tip for one in flaws.hands if number in one.at]
    return Fault(
        number=number,
        light=max(0.05, 1.0 + flaws.flicker * drawn("flicker")) if flaws.flicker else 1.0,
        warmth=float(np.clip(flaws.colour * drawn("colour"), -0.8, 0.8)) if flaws.colour else 0.0,
        lamps=tuple((one.lamp, max(0.05, 1.0 + one.amount * drawn(f"lamp {one.lamp}"))) for one in flaws.lamps),
        by=_added(one.by for one in bumps),
        turn=_added(one.turn for one in bumps),
        focus=flaws.focus_creep * number,
        slips=tuple(one for one in flaws.slips if one.at <= number),
        hand=hands[0] if hands else None,
        rig=flaws.rig if flaws.rig is not None and flaws.rig.stands(number) else None,
    )


def _normal(seed: int, track: str, number: int) -> float:
    """One normal deviate of a track at an exposure, whichever others were drawn before; within ±3."""
    rng = np.random.Generator(np.random.Philox(key=[int(content_key(seed, track)[:16], 16), number]))
    return float(np.clip(rng.standard_normal(), -3.0, 3.0))


def _added(vectors: Iterable[Vector]) -> Vector:
    total = [0.0, 0.0, 0.0]
    for vector in vectors:
        total = [one + other for one, other in zip(total, vector, strict=True)]
    return total[0], total[1], total[2]
