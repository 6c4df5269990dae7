"""Reading stage files. Everything wrong in one is reported together; no name in it leads out of its folders."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

from komadori.errors import KomadoriError
from komadori.stage.document import (
    CHANNELS,
    MOST_PROPS,
    MOST_PUPPETS,
    SCHEMA,
    At,
    BadStage,
    Fixture,
    FixtureKind,
    LensChosen,
    NoSuchStage,
    PropPlaced,
    PuppetPlaced,
    StageDocument,
    StageThere,
)
from komadori.stage.eye import sensor_told
from komadori.stage.flaws import flaws_told
from komadori.stage.kelvin import kelvin_colour
from komadori.stage.outlook import Art
from komadori.stage.scene import Lamp, LampKind
from komadori.stage.told import NAME, Table, nearest, numbers_of, open_toml, parse_toml, raise_all
from komadori.story import BadStory, Story, Weather

SHIPPED = Path(str(files("komadori.stage"))) / "library" / "stages"
MODEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,120}\.(glb|gltf)\Z")
"""A model of one's own: a file beside the stage file, never a path."""
PLACES: Mapping[str, tuple[float, float, float]] = {
    "tokyo": (35.68, 139.77, 9.0),
    "kyoto": (35.01, 135.77, 9.0),
    "sapporo": (43.06, 141.35, 9.0),
    "naha": (26.21, 127.68, 9.0),
    "london": (51.51, -0.13, 0.0),
    "paris": (48.86, 2.35, 1.0),
    "new-york": (40.71, -74.01, -5.0),
    "sydney": (-33.87, 151.21, 10.0),
}
"""Degrees north and east, and hours east of Greenwich, of places that may be named; any other is told in degrees."""
PLACE = re.compile(r"[a-z0-9][a-z0-9._-]{0,80}\Z")


def stage_files(roots: Sequence[Path] = ()) -> dict[str, Path]:
    """All stages by name: those in `roots` and in their folder `stages`, then the shipped ones; the first counts."""
    found: dict[str, Path] = {}
    for folder in (*(folder for root in roots for folder in (root, root / "stages")), SHIPPED):
        for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
            if NAME.match(path.stem) and (folder == SHIPPED or _is_stage(path)):
                found.setdefault(path.stem, path)
    return found


def _is_stage(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8") as file:
            return any(line.replace(" ", "").startswith('schema="komadori.stage/') for line in file)
    except (OSError, UnicodeDecodeError):
        return False


def find_stage(place: str, roots: Sequence[Path] = ()) -> Path:
    """The stage file that `place` means: a file's path, or the name of a stage. Raises NoSuchStage."""
    if place.endswith(".toml") or "/" in place or "\\" in place:
        path = Path(place)
        if path.is_file():
            return path
        raise NoSuchStage(f"There is no stage file {place}.", hint="komadori stage new NAME writes one.")
    known = stage_files(roots)
    if place not in known:
        raise NoSuchStage(f"There is no stage {place!r}.", hint=nearest(place, known))
    return known[place]


def new_stage(folder: Path, name: str, template: Path | None = None) -> Path:
    """Write `name`.toml into `folder`: a copy of the stage file `template`, or one that explains itself.

    Raises BadStage for what is no name, StageThere where there is one already, OSError as the disk does.
    """
    stem = name.removesuffix(".toml")
    if not NAME.match(stem):
        raise BadStage(f"{name!r} is no name for a stage.", hint="small letters, digits, - and _")
    path = folder / f"{stem}.toml"
    text = (template or SHIPPED.parent / "blank" / "stage.toml").read_text(encoding="utf-8")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise StageThere(f"{path.name} lies there already.", hint="choose another name.") from None
    return path


def read_stage(path: Path) -> StageDocument:
    """The stage file `path`. Raises NotFound, BadStage, or Several with everything wrong in it."""
    return _document(open_toml(path, SCHEMA, BadStage), path.name, path.stem)


def parse_stage(text: str, name: str = "stage.toml") -> StageDocument:
    """The stage in TOML `text`; `name` is what messages call it. Raises BadStage or Several."""
    return _document(parse_toml(text, name, SCHEMA, BadStage), name, Path(name).stem)


def _document(told: dict[str, Any], where: str, name: str) -> StageDocument:
    problems: list[KomadoriError] = []
    table = Table(told, where, problems, BadStage)
    table.raw("schema")
    document = StageDocument(
        name=name,
        about=table.text("about"),
        set=table.name("set"),
        story=_story(table.table("story")),
        puppets=tuple(_puppet(one) for one in table.tables("puppet", MOST_PUPPETS)),
        props=tuple(_prop(one) for one in table.tables("prop", MOST_PROPS)),
        lens=_lens(table.table("lens")),
        lamps=tuple(_lamp(one) for one in table.tables("lamp", 100)),
        fixtures=tuple(_fixture(one) for one in table.tables("fixture", 512)),
        light=_light(table.table("light")),
        sensor=sensor_told(table.table("sensor")),
        flaws=flaws_told(table.table("flaws")),
        seed=table.whole("seed", 1, 0, 2**31 - 1),
    )
    table.done()
    _compare(document, table)
    raise_all(problems, where)
    return _numbered(document)


def _story(table: Table) -> Story:
    day = table.raw("date")
    if type(day) is not date:
        if day is not None:
            table.wrong(f"date is {day!r}; it is a day.", "date = 2026-04-08")
        day = date(2026, 4, 8)
    hour = table.number("hour", 12.0, 0.0, 24.0)
    place = table.raw("place")
    numbers = numbers_of(place, 2, -180.0, 180.0)
    if isinstance(place, str) and place in PLACES:
        latitude, longitude, offset = PLACES[place]
    elif numbers is not None:
        (latitude, longitude), offset = numbers, round(numbers[1] / 15)
    else:
        latitude, longitude, offset = PLACES["tokyo"]
        if place is not None:
            table.wrong(
                f"place is {place!r}; it is the name of a place, or degrees north and east.",
                nearest(place, PLACES) if isinstance(place, str) else "place = [35.7, 139.8]",
            )
    offset = table.number("utc_offset", offset, -15.0, 15.0)
    weather = table.text("weather", "clear", choices=get_args(Weather))
    table.done()
    moment = datetime.combine(day, time()) + timedelta(seconds=round(hour * 3600))
    try:
        return Story(
            moment=moment,
            latitude=latitude,
            longitude=longitude,
            utc_offset=offset,
            weather=weather,  # type: ignore[arg-type]  # one of the choices
        )
    except BadStory as failure:
        table.wrong(failure.message, failure.hint)
        return Story(moment=moment)


def _at(table: Table, key: str, default: At | None) -> At:
    """A named place, or three numbers in mm; a default of None means that it must be there."""
    value = table.raw(key)
    if value is None and default is not None:
        return default
    if isinstance(value, str) and PLACE.match(value):
        return value
    numbers = numbers_of(value, 3, -1e5, 1e5)
    if numbers is None:
        told = f"it has no {key}" if value is None else f"{key} is {value!r}"
        table.wrong(f"{told}; it is a place of the set or three numbers in mm.", f'{key} = "floor.centre"')
        return 0.0, 0.0, 0.0
    return numbers[0], numbers[1], numbers[2]


def _kind(table: Table) -> str:
    value = table.text("is", None)
    if value and not NAME.match(value) and not MODEL.match(value):
        table.wrong(f"is = {value!r} is no name.", "a name such as badger, or a model beside this file: fox.glb")
        return ""
    return value


def _puppet(table: Table) -> PuppetPlaced:
    kind = _kind(table)
    placed = PuppetPlaced(
        name=table.name("name", kind if NAME.match(kind) else None),
        kind=kind,
        at=_at(table, "at", None),
        offset=table.vector("offset", (0.0, 0.0, 0.0)),
        turn=table.number("turn", 0.0, -720, 720),
        size=table.number("size", 0.0, 0.0, 2000.0),
        posed=_posed(table),
        pose=_pose(table.table("pose")),
    )
    table.done()
    return placed


def _posed(table: Table) -> tuple[str, ...]:
    value = table.raw("posed")
    names = value if isinstance(value, list) else [] if value is None else [value]
    if not all(isinstance(name, str) and NAME.match(name) for name in names):
        table.wrong(f"posed is {value!r}; it is a pose of the puppet, or a list of them.", 'posed = "sleepy"')
        return ()
    return tuple(names)


def _pose(table: Table) -> dict[str, float | str]:
    """Channels may stand as "head.tilt" = 8 or nested, head.tilt = 8; what they mean is the puppet's to say."""
    pose: dict[str, float | str] = {}
    waiting: list[tuple[str, Any]] = list(table.told.items())
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [(f"{key}.{inner}", held) for inner, held in value.items()]
        elif isinstance(value, str) or (isinstance(value, int | float) and not isinstance(value, bool)):
            pose[key] = value if isinstance(value, str) else float(value)
        else:
            table.wrong(f"{key} is {value!r}; it is a number or the name of a replacement.")
    return dict(sorted(pose.items()))


def _prop(table: Table) -> PropPlaced:
    kind = _kind(table)
    held = table.text("in")
    if held and "at" in table:
        table.wrong("it stands at a place and is held; it is one of both.", "leave out at, or in")
    if held and held.count(".") < 1:
        table.wrong(f"in is {held!r}; it is a puppet's hand.", 'in = "badger.hand.left"')
    placed = PropPlaced(
        name=table.name("name", ""),
        kind=kind,
        at=_at(table, "at", (0.0, 0.0, 0.0) if held else None),
        held=held,
        offset=table.vector("offset", (0.0, 0.0, 0.0)),
        turn=table.number("turn", 0.0, -720, 720),
        tilt=table.number("tilt", 0.0, -180, 180),
        size=table.number("size", 0.0, 0.0, 2000.0),
    )
    table.done()
    return placed


def _light(table: Table) -> Art:
    usual = Art()
    sun = table.raw("sun")
    stands = numbers_of(sun, 2, -180.0, 180.0) if sun is not None else None
    if sun is not None and stands is None:
        table.wrong(f"sun is {sun!r}; it is a height and a bearing in degrees.", "sun = [15, 40]")
    art = Art(
        bend=table.number("bend", usual.bend, 0.0, 1.0),
        sun=None if stands is None else (stands[0], stands[1]),
        key=table.number("key", usual.key, 0.0, 20.0),
        fill=table.number("fill", usual.fill, 0.0, 20.0),
        lamps=table.number("lamps", usual.lamps, 0.0, 20.0),
    )
    table.done()
    return art


def _lens(table: Table) -> LensChosen:
    def maybe(key: str, low: float, high: float) -> float | None:
        return table.number(key, low, low, high) if key in table else None

    focus = table.raw("focus")
    if isinstance(focus, int | float) and not isinstance(focus, bool):
        focus = table.number("focus", 500.0, 10.0, 1e5)
    elif focus is not None and not (isinstance(focus, str) and "." in focus):
        table.wrong(f"focus is {focus!r}; it is a place of a puppet or a distance in mm.", 'focus = "badger.eyes"')
        focus = None
    lens = LensChosen(
        name=table.name("name", ""),
        at=table.vector("at", None) if "at" in table else None,
        towards=_at(table, "towards", None) if "towards" in table else None,
        focal=maybe("focal", 8.0, 400.0),
        f_number=maybe("f_number", 0.7, 64.0),
        roll=maybe("roll", -180.0, 180.0),
        focus=focus,
    )
    table.done()
    if not lens.name and "at" not in table and table.told:
        table.wrong("it names no lens of the set and no place.", 'name = "wide", or at and towards in mm')
    return lens


def _lamp(table: Table) -> Lamp:
    kinds = get_args(LampKind)
    size = table.raw("size")
    numbers = numbers_of(size, 2, 0.0, 1e4) if size is not None else (100.0, 100.0)
    if numbers is None:
        table.wrong(f"size is {size!r}; it is two numbers in mm.", "size = [260, 200]")
        numbers = (100.0, 100.0)
    lamp = Lamp(
        name=table.name("name"),
        kind=table.text("kind", "area", choices=kinds),  # type: ignore[arg-type]  # one of the choices
        at=table.vector("at", None),
        towards=table.vector("towards", (0.0, 0.0, 0.0)),
        power=table.number("power", 40.0, 0.0, 1e5),
        colour=kelvin_colour(table.number("kelvin", 6500.0, 1000.0, 20000.0)),
        size=(numbers[0], numbers[1]),
        cone=table.number("cone", 60.0, 1.0, 170.0),
        diffuse=table.flag("diffuse", default=True),
    )
    table.done()
    return lamp


def _fixture(table: Table) -> Fixture:
    fixture = Fixture(
        name=table.text("name", None),
        universe=table.whole("universe", 1, 0, 63_999),
        address=table.whole("address", None, 1, 512),
        kind=table.text("kind", "dimmer", choices=get_args(FixtureKind)),  # type: ignore[arg-type]  # one of them
        lamp=table.text("lamp", None),
        full=table.number("full", 0.0, 0.0, 1e5),
    )
    table.done()
    if fixture.address + fixture.channels - 1 > 512:
        table.wrong(
            f"its {fixture.channels} channels begin at {fixture.address}; a universe ends at 512.",
            f"the last address for {fixture.kind} is {513 - CHANNELS[fixture.kind]}",
        )
    return fixture


def _compare(document: StageDocument, table: Table) -> None:
    """Note what can only be seen when everything is read: names used twice, hands and eyes of nobody."""
    puppets = {one.name for one in document.puppets}
    groups = (("puppet", document.puppets), ("lamp", document.lamps), ("fixture", document.fixtures))
    for what, rows in groups:
        names = [one.name for one in rows if one.name]
        for name in sorted({one for one in names if names.count(one) > 1}):
            table.wrong(f"more than one {what} is called {name!r}.")
    if "camera" in puppets:
        table.wrong("a puppet is called 'camera', which is what the camera's axes are called.")
    spoken = [(f"prop {one.name or one.kind}, in", one.held) for one in document.props if one.held]
    if isinstance(document.lens.focus, str):
        spoken.append(("[lens], focus", document.lens.focus))
    for where, value in spoken:
        owner = value.partition(".")[0]
        if owner not in puppets:
            table.wrong(f"{where} is {value!r}, and no puppet is called {owner!r}.", nearest(owner, puppets))


def _numbered(document: StageDocument) -> StageDocument:
    """The same with a name for every prop: its own, or its kind with a number from the second of the kind on."""
    taken = {one.name for one in document.props if one.name}
    props: list[PropPlaced] = []
    for one in document.props:
        stem = one.name or re.sub(r"[^a-z0-9_-]", "-", Path(one.kind).stem.lower()) or "prop"
        name, number = stem, 1
        while not one.name and name in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name)
        props.append(replace(one, name=name))
    return replace(document, props=tuple(props))
