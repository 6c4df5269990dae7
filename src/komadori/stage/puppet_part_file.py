"""Reads one part of a puppet: its forms, wool, paint, and what is sewn on and knitted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, get_args

from komadori.stage.felt.design import Bead, Finish, Lid, Part, Patch, Spot, Thread, mirrored_bead, mirrored_thread
from komadori.stage.felt.fibres import Felt, Trim
from komadori.stage.felt.forms import Form, Sculpture, mirrored
from komadori.stage.felt.knit import Knit
from komadori.stage.felt.paint import Coat, Region
from komadori.stage.scene import Colour, Kind
from komadori.stage.told import Table, nearest, numbers_of

_MOST_CELLS, _MOST_FIBRES = 30e6, 2e6
"""A part with more would take gigabytes; the largest of ours has one million cells and forty thousand fibres."""
_REACH = 2000.0
"""Millimetres: no puppet is larger than this."""
_FELT_MOST = {"mat": 20.0, "fuzz": 20.0, "curl": 3.0, "clump": 1.0, "second_share": 1.0, "needle": 2.0, "spread": 2.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wardrobe:
    """What all parts of a puppet share: its colours by name and its usual felt."""

    colours: Mapping[str, Colour]
    felt: Felt

    @classmethod
    def of(cls, table: Table) -> "Wardrobe":
        """From the tables [colours] and [felt] of a puppet's file."""
        told = table.table("colours")
        colours = {name: _hex(told, name, told.raw(name)) for name in told.told}
        return cls(colours=colours, felt=read_felt(table.table("felt"), Felt()))

    def colour(self, table: Table, key: str, default: str | None = None) -> Colour:
        """The colour under `key`: a name of [colours], or "#rrggbb" in sRGB."""
        value = table.text(key, default)
        if value in self.colours:
            return self.colours[value]
        if value.startswith("#"):
            return _hex(table, key, value)
        if value:
            table.wrong(f"{key} is {value!r}, a colour there is not.", nearest(value, self.colours))
        return (0.5, 0.5, 0.5)


def read_part(table: Table, wardrobe: Wardrobe, seed: int) -> Sequence[Part]:
    """The part in a table, and its other side where it is mirrored."""
    name = table.text("name", None)
    sculpture = _sculpture(table, seed)
    shown = table.table("shown")
    part = Part(
        name=name,
        parent=table.text("parent", "root"),
        joint=_spot(table, "joint", (0.0, 0.0, 0.0)),
        joint_sink=table.number("joint_sink", 0.0, -100, 100),
        shown={channel: shown.text(channel, None) for channel in shown.told},
        sculpture=sculpture,
        coat=_coat(table, wardrobe, painted=sculpture is not None),
        felt=read_felt(table.table("felt"), wardrobe.felt),
        second=wardrobe.colour(table, "second") if "second" in table else None,
        step=table.number("step", 1.2, 0.3, 10.0),
        trims=tuple(_trims(table)),
        beads=tuple(_beads(table, wardrobe)),
        threads=tuple(_threads(table, wardrobe)),
        patches=tuple(_patches(table, wardrobe)),
        lids=tuple(_lids(table, wardrobe)),
        knits=tuple(_knits(table, wardrobe, seed)),
    )
    if part.sculpture is not None:
        _check_size(table, part, part.sculpture)
    mirror = table.flag("mirror", default=False)
    if mirror and "left" not in name:
        table.wrong("it is mirrored and is not called left.", f'name = "{name}.left"')
    table.done()
    if not mirror:
        return (part,)
    other = part.other_side()
    if other.sculpture is not None:
        other = replace(other, sculpture=replace(other.sculpture, seed=seed + 100))
    return (part, other)


def _sculpture(table: Table, seed: int) -> Sculpture | None:
    """What the part's forms make together; None of a part without any."""
    forms = _forms(table, "form")
    blend = table.number("blend", 6.0, 0.0, 100.0)
    lump = table.number("lump", 0.5, 0.0, 10.0)
    size = table.number("lump_size", 20.0, 0.5, 500.0)
    return Sculpture(forms=forms, blend=blend, lump=lump, lump_size=size, seed=seed) if forms else None


def _check_size(table: Table, part: Part, sculpture: Sculpture) -> None:
    """Note a sculpture without a body, and one that would not fit into this machine."""
    if not any(form.side is None and not form.carve for form in sculpture.forms):
        table.wrong("its forms have no body: each is a side or carved away.", "ball = [0, 0, 40]")
        return
    low, high = sculpture.bounds(3 * part.step)
    wide, deep, high_ = (float(length) for length in high - low)
    cells = wide * deep * high_ / part.step**3
    if cells > _MOST_CELLS:
        hint = f"step = {part.step * (cells / _MOST_CELLS) ** (1 / 3):.1f} or more."
        table.wrong(f"its surface is too fine: {cells / 1e6:.0f} million cells.", hint)
    fibres = (part.felt.mat + part.felt.fuzz) * 2 * (wide * deep + deep * high_ + high_ * wide)
    if fibres > _MOST_FIBRES:
        table.wrong(f"it would have some {fibres / 1e6:.0f} million fibres.", "less mat and fuzz.")


def read_felt(table: Table, usual: Felt) -> Felt:
    """The felt in a table; what it does not tell is `usual`."""
    values: dict[str, Any] = {}
    for each in fields(Felt):
        now = getattr(usual, each.name)
        if each.name in ("comb", "comb_from"):
            values[each.name] = table.vector(each.name, now) if each.name in table else now
            table.raw(each.name)
        else:
            values[each.name] = table.number(each.name, now, 0.0, _FELT_MOST.get(each.name, 100.0))
    table.done()
    return Felt(**values)


def _coat(table: Table, wardrobe: Wardrobe, *, painted: bool) -> Coat:
    ground = wardrobe.colour(table, "colour", None if painted else "#808080")
    regions = []
    for one in table.tables("paint", most=100):
        form = _form(one)
        colour = wardrobe.colour(one, "colour")
        soft, strength = one.number("soft", 2.0, 0.01, 200.0), one.number("strength", 1.0, 0.0, 1.0)
        regions.append(Region(colour=colour, form=form, soft=soft, strength=strength))
        one.done()
    return Coat(ground=ground, regions=tuple(regions))


def _forms(table: Table, key: str) -> tuple[Form, ...]:
    found = []
    for one in table.tables(key, most=100):
        found.append(_form(one))
        one.done()
    return tuple(found)


def _form(table: Table) -> Form:
    kinds = [kind for kind in ("ball", "path", "side") if kind in table]
    if len(kinds) != 1:
        table.wrong("it is one of ball, path and side.", "ball = [0, 0, 40], radii = [20, 20, 20]")
    path = _rows(table, "path", 4) if "path" in table else ()
    ball = table.vector("ball", None) if "ball" in table else None
    side = table.vector("side", None) if "side" in table else None
    if ball is None and side is None and not path:
        ball = (0.0, 0.0, 0.0)
    radii = table.vector("radii", (10.0, 10.0, 10.0), 0.1, _REACH)
    blend = table.number("blend", 6.0, 0.0, 100.0) if "blend" in table else None
    return Form(
        ball=ball,
        radii=radii,
        turn=table.vector("turn", (0.0, 0.0, 0.0)),
        path=tuple((row[0], row[1], row[2], row[3]) for row in path),
        side=side,
        facing=table.vector("facing", (0.0, -1.0, 0.0)),
        mirror=table.flag("mirror", default=False),
        blend=blend,
        carve=table.flag("carve", default=False),
    )


def _trims(table: Table) -> Sequence[Trim]:
    found: list[Trim] = []
    for one in table.tables("trim", most=100):
        trim = Trim(
            at=one.vector("at", None), radius=one.number("radius", None, 0.1, 500), keep=one.number("keep", 0.4, 0, 1)
        )
        found.append(trim)
        if one.flag("mirror", default=False):
            found.append(replace(trim, at=mirrored(trim.at)))
        one.done()
    return found


def _finish(table: Table, wardrobe: Wardrobe, kind: str) -> Finish:
    material = table.text("kind", kind, choices=get_args(Kind))
    return Finish(
        kind=material,  # type: ignore[arg-type]
        colour=wardrobe.colour(table, "colour", None),
        rough=table.number("rough", 0.1 if kind == "bead" else 0.8, 0, 1),
        gloss=table.number("gloss", 0.0, 0, 1),
    )


def _beads(table: Table, wardrobe: Wardrobe) -> Sequence[Bead]:
    found: list[Bead] = []
    for one in table.tables("bead", most=200):
        radii = one.vector("radii", None, 0.05, 500)
        bead = Bead(
            at=_spot(one, "at", None),
            radii=radii,
            finish=_finish(one, wardrobe, "bead"),
            turn=one.vector("turn", (0.0, 0.0, 0.0)),
            shift=one.vector("shift", (0.0, 0.0, 0.0)),
            sink=one.number("sink", 0.0, -100, 100),
            hole=one.number("hole", 0.0, 0, 100),
        )
        found += [bead, mirrored_bead(bead)] if one.flag("mirror", default=False) else [bead]
        one.done()
    return found


def _threads(table: Table, wardrobe: Wardrobe) -> Sequence[Thread]:
    found: list[Thread] = []
    for one in table.tables("thread", most=200):
        thread = Thread(
            points=_spots(one, "points", 2),
            radius=one.number("radius", 0.5, 0.02, 50),
            finish=_finish(one, wardrobe, "yarn"),
            tip=one.number("tip", 1.0, 0, 3),
            taper=one.number("taper", 1.0, 0, 3),
            proud=one.number("proud", 0.0, -20, 20),
            hole=one.number("hole", 0.0, 0, 50),
        )
        found += [thread, mirrored_thread(thread)] if one.flag("mirror", default=False) else [thread]
        one.done()
    return found


def _patches(table: Table, wardrobe: Wardrobe) -> Sequence[Patch]:
    found: list[Patch] = []
    for one in table.tables("patch", most=100):
        patch = Patch(
            rim=_spots(one, "rim", 3),
            finish=_finish(one, wardrobe, "felt"),
            proud=one.number("proud", 0.5, -10, 20),
        )
        found.append(patch)
        if one.flag("mirror", default=False):
            found.append(replace(patch, rim=tuple((-at[0], *at[1:]) for at in patch.rim)))
        one.done()
    return found


def _lids(table: Table, wardrobe: Wardrobe) -> Sequence[Lid]:
    found: list[Lid] = []
    for one in table.tables("lid", most=10):
        found.append(
            Lid(
                at=_spot(one, "at", None),
                radius=one.number("radius", None, 0.2, 100),
                colour=wardrobe.colour(one, "colour", None),
                sink=one.number("sink", 0.0, -50, 50),
                thick=one.number("thick", 0.8, 0.05, 10),
                open_by=one.number("open_by", 62.0, -90, 120),
            )
        )
        one.done()
    return found


def _knits(table: Table, wardrobe: Wardrobe, seed: int) -> Sequence[Knit]:
    found: list[Knit] = []
    for number, one in enumerate(table.tables("knit", most=20)):
        names = one.raw("colours")
        listed = names if isinstance(names, list) and names else []
        if not listed:
            one.wrong(f"colours is {names!r}; it is a list of colours.", 'colours = ["red", "cream"]')
        colours = [wardrobe.colour(Table({"c": name}, one.where, one.problems, one.complaint), "c") for name in listed]
        path = _rows(one, "path", 5)
        found.append(
            Knit(
                path=tuple((row[0], row[1], row[2], row[3], row[4]) for row in path),
                colours=tuple(colours) or ((0.5, 0.5, 0.5),),
                stitches=one.whole("stitches", 60, 3, 600),
                rows=one.whole("rows", 16, 3, 400),
                stripe=one.whole("stripe", 8, 1, 600),
                closed=one.flag("closed", default=False),
                up=one.vector("up", (0.0, 0.0, 1.0)),
                open=one.vector("open", (0.25, 0.0, 0.0), 0, 1),
                fringe=one.number("fringe", 0.0, 0, 100),
                fuzz=one.whole("fuzz", 3, 0, 40),
                seed=seed * 100 + number,
            )
        )
        one.done()
    return found


def _spot(table: Table, key: str, default: Spot | None) -> Spot:
    value = table.raw(key)
    if value is None and default is not None:
        return default
    for count in (2, 3):
        numbers = numbers_of(value, count, -_REACH, _REACH)
        if numbers is not None:
            return numbers
    table.wrong(f"{key} is {value!r}; it is a place: [x, y, z], or [x, z] on the front of the felt.")
    return (0.0, 0.0, 0.0)


def _spots(table: Table, key: str, fewest: int) -> tuple[Spot, ...]:
    value = table.raw(key)
    rows = value if isinstance(value, list) else []
    found = [numbers_of(row, len(row), -_REACH, _REACH) if isinstance(row, list) else None for row in rows]
    widths = {len(row) for row in found if row is not None}
    if len(found) < fewest or None in found or len(widths) != 1 or not widths <= {2, 3}:
        table.wrong(f"{key} is no list of {fewest} or more places.", f"{key} = [[-5, 10], [0, 8], [5, 10]]")
        return ((0.0, 0.0, 0.0), (0.0, 0.0, 1.0), (1.0, 0.0, 0.0))
    return tuple(row for row in found if row is not None)


def _rows(table: Table, key: str, width: int) -> tuple[tuple[float, ...], ...]:
    value = table.raw(key)
    rows = value if isinstance(value, list) else []
    found = [numbers_of(row, width, -_REACH, _REACH) for row in rows]
    if not found or None in found:
        table.wrong(f"{key} is no list of rows of {width} numbers.", f"{key} = [[{', '.join('0' * width)}], ...]")
        return ((0.0,) * (width - 1) + (1.0,), (0.0, 1.0) + (1.0,) * (width - 2))
    return tuple(row for row in found if row is not None)


def _hex(table: Table, key: str, value: object) -> Colour:
    """The linear colour of "#rrggbb" in sRGB (IEC 61966-2-1)."""
    text = value if isinstance(value, str) else ""
    try:
        codes = [int(text[at : at + 2], 16) / 255 for at in (1, 3, 5)] if len(text) == 7 and text[0] == "#" else []
    except ValueError:
        codes = []
    if len(codes) != 3:
        table.wrong(f"{key} is {value!r}; it is a colour.", f'{key} = "#c8b090"')
        return (0.5, 0.5, 0.5)
    red, green, blue = (code / 12.92 if code <= 0.04045 else ((code + 0.055) / 1.055) ** 2.4 for code in codes)
    return (red, green, blue)
