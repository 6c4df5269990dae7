"""The channels every puppet has that has the parts for them; left and right are the puppet's own.

Limits are those of a usual armature. A puppet's file narrows or widens them, and adds channels of its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from komadori.stage.armature.channels import Channel, Movement, Point, Unit

ROOT = "root"
"""The plate the puppet stands on: every part hangs from it in the end."""
CLOSING = 88.0
"""Degrees a lid turns from open to closed."""

X, Y, Z = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)


def _turn(part: str, way: Point, per: float = 1.0, **more: str) -> Movement:
    return Movement(part=part, kind="turn", way=way, per=per, **more)  # type: ignore[arg-type]


def _shift(part: str, way: Point, per: float = 1.0, **more: str) -> Movement:
    return Movement(part=part, kind="shift", way=way, per=per, **more)  # type: ignore[arg-type]


def _channel(name: str, unit: Unit, low: float, high: float, says: str, *moves: Movement) -> Channel:
    return Channel(name=name, unit=unit, low=low, high=high, says=says, moves=moves)


def _whole() -> Iterable[Channel]:
    yield _channel(
        "body.x", "mm", -2000, 2000, "along the floor from its mark, to the right of the set", _shift(ROOT, X)
    )
    yield _channel("body.y", "mm", -2000, 2000, "along the floor from its mark, away from the camera", _shift(ROOT, Y))
    yield _channel("body.rise", "mm", -60, 150, "up from the floor", _shift(ROOT, Z))
    yield _channel("body.turn", "degrees", -360, 360, "all of it, to its left", _turn(ROOT, Z))
    yield _channel("body.lean", "degrees", -25, 45, "forward from the hip", _turn("body", X))
    yield _channel("body.sway", "degrees", -25, 25, "to its left", _turn("body", Y))
    breath = Movement(part="body", kind="swell", way=(0.018, 0.030, 0.010))
    yield _channel("body.breath", "share", 0, 1, "the chest, from breathed out to breathed in", breath)
    squash = Movement(part="body", kind="swell", way=(0.045, 0.045, -0.075))
    yield _channel("body.squash", "share", -1, 1, "stretched (-1) to squashed (1)", squash)


def _face() -> Iterable[Channel]:
    yield _channel("head.turn", "degrees", -75, 75, "to its left", _turn("head", Z))
    yield _channel("head.nod", "degrees", -35, 45, "down", _turn("head", X))
    yield _channel("head.tilt", "degrees", -35, 35, "towards its left shoulder", _turn("head", Y))
    yield _channel("lids", "share", 0, 1, "both lids, from open to closed")
    for side in ("left", "right"):
        moves = _turn(f"lid.{side}", X, CLOSING)
        lid = _channel(f"lid.{side}", "share", -1, 1, f"added to lids for the {side} eye alone", moves)
        yield replace(lid, joins="lids")
    eyes = ("eye.left", "eye.right")
    yield _channel("gaze.turn", "degrees", -30, 30, "both eyes, to its left", *(_turn(eye, Z) for eye in eyes))
    yield _channel("gaze.nod", "degrees", -25, 25, "both eyes, down", *(_turn(eye, X) for eye in eyes))
    yield _channel("brows", "share", -1, 1, "sad (-1) to raised (1)", *_brow("left", -1), *_brow("right", 1))


def _brow(side: str, way: int) -> tuple[Movement, ...]:
    part = f"brow.{side}"
    sad = _turn(part, (0.0, float(way), 0.0), 16.0, only="below")
    return _shift(part, Z, 2.2, only="above"), _shift(part, Z, 0.4, only="below"), sad


def _limbs(side: str, way: int) -> Iterable[Channel]:
    arm, forearm = f"arm.{side}", f"forearm.{side}"
    outward = (0.0, -float(way), 0.0)
    forward = (-1.0, 0.0, 0.0)
    yield _channel(f"{arm}.forward", "degrees", -60, 150, "swung forward", _turn(arm, forward))
    yield _channel(f"{arm}.raise", "degrees", -30, 180, "from hanging, sideways, to straight up", _turn(arm, outward))
    yield _channel(
        f"{arm}.twist", "degrees", -60, 90, "turned about itself, inward", _turn(arm, (0.0, 0.0, -float(way)))
    )
    yield _channel(f"{arm}.bend", "degrees", 0, 140, "at the elbow", _turn(forearm, forward))
    yield _channel(f"ear.{side}", "degrees", -50, 40, "laid back (below 0) to brought forward", _turn(f"ear.{side}", X))
    foot = f"foot.{side}"
    yield _channel(f"{foot}.lift", "mm", 0, 30, "off the floor", _shift(foot, Z))
    yield _channel(f"{foot}.forward", "mm", -30, 30, "set forward", _shift(foot, (0.0, -1.0, 0.0)))
    wing = f"wing.{side}"
    open_wing = (_turn(wing, outward, 0.75), _turn(wing, (0.0, 0.0, -float(way))))
    yield _channel(wing, "degrees", -5, 110, "from folded to spread", *open_wing)


def _tail() -> Iterable[Channel]:
    yield _channel("tail.turn", "degrees", -40, 40, "to its left", _turn("tail", (0.0, 0.0, -1.0)))
    yield _channel("tail.rise", "degrees", -30, 50, "up", _turn("tail", X))


STANDARD: Mapping[str, Channel] = {
    channel.name: channel for channel in (*_whole(), *_face(), *_limbs("left", 1), *_limbs("right", -1), *_tail())
}
"""Every channel by name, in the order in which they take effect: of one part, the earlier carries the later."""


def fitting(parts: Iterable[str]) -> dict[str, Channel]:
    """The standard channels that move something of a puppet with these parts."""
    there = {ROOT, *parts}
    found: dict[str, Channel] = {}
    for name, channel in STANDARD.items():
        moves = tuple(move for move in channel.moves if move.part in there)
        if moves:
            found[name] = replace(channel, moves=moves)
    joined = {channel.joins for channel in found.values()} - {""}
    return {name: found.get(name, channel) for name, channel in STANDARD.items() if name in found or name in joined}
