"""What moves and what lights the set, as it travels to the pages."""

import msgspec

Value = float | str
"""Where an axis stands: a number in its unit, or one of its choices."""


class AxisOut(msgspec.Struct, frozen=True, kw_only=True):
    """One axis, as in `protocols_motion.Axis`."""

    name: str
    unit: str
    low: float
    high: float
    rest: Value
    choices: tuple[str, ...]


class LampOut(msgspec.Struct, frozen=True, kw_only=True):
    """A lamp on the patch: its channels of a universe from `address` on, by name, and their levels from 0 to 255."""

    name: str
    universe: int
    address: int
    channels: tuple[str, ...]
    levels: tuple[int, ...]


class PoseOut(msgspec.Struct, frozen=True, kw_only=True):
    """Where the axes stood when a picture was taken; those that are not told were at rest."""

    picture: int
    values: dict[str, Value]
