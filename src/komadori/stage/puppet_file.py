"""Reads a puppet from its file: parts and wool, channels, anchors and named poses, all checked and told together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from komadori.errors import KomadoriError, NotFound, WrongUse
from komadori.stage.armature.channels import Channel, Movement, Pose, checked
from komadori.stage.armature.joints import Joint, by_parent
from komadori.stage.armature.standard import ROOT, STANDARD, fitting
from komadori.stage.felt.design import Part, flipped
from komadori.stage.felt.forms import Point, mirrored
from komadori.stage.puppet_part_file import Wardrobe, read_part
from komadori.stage.told import NAME, Table, nearest, open_toml, raise_all

SCHEMA = "komadori.puppet/1"
LIBRARY = Path(__file__).parent / "library" / "puppets"
_CHANNEL_KEYS = ("low", "high", "rest", "unit", "says", "moves")


class BadPuppet(WrongUse, ValueError):
    """A puppet's file holds what no puppet has."""


class NoSuchPuppet(NotFound):
    """No puppet has this name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A place on a part, with a direction: `at` in mm, `turn` in degrees, both of the unposed puppet."""

    part: str
    at: Point
    turn: Point = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """A puppet as its file tells it. Parts stand after the parts that carry them."""

    name: str
    title: str
    parts: tuple[Part, ...]
    channels: tuple[Channel, ...]
    anchors: Mapping[str, Anchor] = field(default_factory=dict)
    poses: Mapping[str, Pose] = field(default_factory=dict)


def puppet_names(roots: Sequence[Path] = ()) -> tuple[str, ...]:
    """The names `read_puppet` knows: of the files in `roots` and in the library."""
    return tuple(sorted({path.stem for folder in (*roots, LIBRARY) for path in folder.glob("*.toml")}))


def read_puppet(name: str, roots: Sequence[Path] = ()) -> Design:
    """The puppet called `name`, from the first of `roots` that has its file, else from the library.

    Raises NoSuchPuppet, BadPuppet, or Several with everything that is wrong.
    """
    if NAME.match(name):
        for folder in (*roots, LIBRARY):
            path = folder / f"{name}.toml"
            if path.is_file():
                return design_of(open_toml(path, SCHEMA, BadPuppet), name)
    raise NoSuchPuppet(f"There is no puppet {name!r}.", hint=nearest(name, puppet_names(roots)))


def design_of(told: Mapping[str, Any], name: str) -> Design:
    """The puppet in the tables of a file; `name` is what messages call it. Raises BadPuppet or Several."""
    problems: list[KomadoriError] = []
    table = Table(told, name, problems, BadPuppet)
    table.raw("schema")
    title = table.text("title", name)
    wardrobe = Wardrobe.of(table)
    parts: dict[str, Part] = {}
    for one in table.tables("part", most=200):
        for part in read_part(one, wardrobe, seed=len(parts) + 1):
            if part.name in parts:
                one.wrong(f"there is a part {part.name!r} already.")
            parts[part.name] = part
    ordered = _ordered(table, parts)
    channels = _channels(table, ordered)
    design = Design(
        name=name,
        title=title,
        parts=ordered,
        channels=channels,
        anchors=_anchors(table, parts),
        poses=_poses(table, channels, name),
    )
    table.done()
    raise_all(problems, f"The puppet {name}")
    return design


def _ordered(table: Table, parts: Mapping[str, Part]) -> tuple[Part, ...]:
    if not parts:
        table.wrong("it has no parts.", '[[part]] with name = "body"')
    for part in parts.values():
        if part.parent != ROOT and part.parent not in parts:
            table.wrong(f"part {part.name} hangs from {part.parent!r}.", nearest(part.parent, [ROOT, *parts]))
    joints = by_parent({name: Joint(name=name, parent=part.parent) for name, part in parts.items()})
    hung = {joint.name for joint in joints}
    circle = [name for name, part in parts.items() if name not in hung and part.parent in parts]
    if circle:
        table.wrong(f"parts hang from each other in a circle: {', '.join(circle)}.", f'one has parent = "{ROOT}"')
    return tuple(parts[joint.name] for joint in joints)


def _channels(table: Table, parts: Sequence[Part]) -> tuple[Channel, ...]:
    names = [part.name for part in parts]
    found = fitting(names)
    for channel, choices in _replacements(parts).items():
        found[channel] = Channel(name=channel, unit="replacement", rest=choices[0], choices=choices)
    told = table.table("channels")
    for name in told.told:
        one = told.table(name)
        known = found.get(name)
        if known is None and "moves" not in one:
            one.wrong(f"this puppet has no part that {name} would move.", nearest(name, found))
            continue
        found[name] = _channel(one, name, known, names)
    # What takes effect in a fixed order stands in it; a puppet's own channels come last, so innermost.
    order = {name: number for number, name in enumerate(STANDARD)}
    return tuple(sorted(found.values(), key=lambda channel: order.get(channel.name, len(order))))


def _replacements(parts: Sequence[Part]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for part in parts:
        for channel, choice in part.shown.items():
            if choice not in found.setdefault(channel, []):
                found[channel].append(choice)
    return {channel: tuple(choices) for channel, choices in found.items()}


def _channel(table: Table, name: str, known: Channel | None, parts: Sequence[str]) -> Channel:
    if known is not None and known.choices:
        choices = (*known.choices, "none") if table.flag("none", default=False) else known.choices
        face = table.text("rest", str(known.rest), choices=choices)
        table.done()
        return replace(known, rest=face, choices=choices)
    start = known or Channel(name=name, unit="degrees", low=-30, high=30)
    units = ("degrees", "mm", "share")
    unit = table.text("unit", start.unit, choices=units)
    low, high = table.number("low", start.low), table.number("high", start.high)
    if low > high:
        table.wrong(f"low is {low:g} and high is {high:g}.", "low is the lesser.")
        low, high = high, low
    rest = table.number("rest", min(max(float(start.rest), low), high), low, high)
    moves = start.moves
    if "moves" in table:
        moves = tuple(_movement(one, parts) for one in table.tables("moves", most=20))
    says = table.text("says", start.says)
    table.done()
    return replace(start, unit=unit, low=low, high=high, rest=rest, moves=moves, says=says)  # type: ignore[arg-type]


def _movement(table: Table, parts: Sequence[str]) -> Movement:
    part = table.text("part", None, choices=[ROOT, *parts])
    kinds = [kind for kind in ("turn", "shift", "swell") if kind in table]
    if len(kinds) != 1:
        table.wrong("it is one of turn, shift and swell.", "turn = [0, 0, 1]")
    way = table.vector(kinds[0], None) if len(kinds) == 1 else (0.0, 0.0, 1.0)
    only = table.text("only", "", choices=("", "above", "below"))
    per = table.number("per", 1.0)
    table.done()
    kind = kinds[0] if kinds else "turn"
    return Movement(part=part, kind=kind, way=way, per=per, only=only)  # type: ignore[arg-type]


def _anchors(table: Table, parts: Mapping[str, Part]) -> dict[str, Anchor]:
    told = table.table("anchors")
    found: dict[str, Anchor] = {}
    for name in told.told:
        one = told.table(name)
        part = one.text("part", None, choices=list(parts))
        anchor = Anchor(part=part, at=one.vector("at", None), turn=one.vector("turn", (0.0, 0.0, 0.0)))
        found[name] = anchor
        if one.flag("mirror", default=False):
            turn = (anchor.turn[0], -anchor.turn[1], -anchor.turn[2])
            found[flipped(name)] = Anchor(part=flipped(part), at=mirrored(anchor.at), turn=turn)
        one.done()
    return found


def _poses(table: Table, channels: Sequence[Channel], name: str) -> dict[str, Pose]:
    told = table.table("poses")
    found: dict[str, Pose] = {}
    for called in told.told:
        pose = dict(told.table(called).told)
        try:
            checked(channels, pose, f"{name}, pose {called}")
        except KomadoriError as problem:
            table.problems.extend(getattr(problem, "errors", (problem,)))
        found[called] = pose
    return found
