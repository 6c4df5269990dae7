"""What a page says about a take: its heading, and a caption for each picture."""

import math
from collections import Counter
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from itertools import chain
from pathlib import Path

from komadori.deliver.contact_sheet import Tile
from komadori.deliver.heading import Heading
from komadori.deliver.reel import is_fresh
from komadori.film import Picture
from komadori.sheet.sheet import Cell, Sheet, Span
from komadori.sheet.time import duration, rate_text
from komadori.store import Finished, TakeFolder

FORMS = {"exposure_time": "{} s", "f_number": "f/{}", "iso": "ISO {}"}
"""The camera settings worth a word, as photographers write them."""

HELD = {1: "on ones", 2: "on twos", 3: "on threes", 4: "on fours"}


def heading_of(take: TakeFolder, title: str, exposure: str, *, finished: bool) -> Heading:
    """Series, shot and take; length, pictures and rate; how it was shot; and when."""
    sheet = take.sheet
    shown = [span.cell for span in sheet.spans() if not span.cell.hidden]
    frames = sum(cell.length for cell in shown)
    pictures = [picture for picture in take.pictures if picture.exposure == exposure]
    slate = take.slate
    return Heading(
        title=title,
        shot=f"{slate.episode} / {slate.scene} / {slate.shot}   take {take.take.number}",
        facts=(
            f"{float(duration(frames, sheet.rate)):.2f} s · {counted(frames, 'frame')} at {rate_text(sheet.rate)} fps",
            " · ".join([_pace(shown, exposure), *_usual(pictures).values(), *(["finished"] if finished else [])]),
            days([picture.taken or picture.kept for picture in pictures]),
        ),
    )


def counted(number: int, what: str) -> str:
    """ "1 picture", "2 pictures"."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _pace(cells: list[Cell], exposure: str) -> str:
    """How many exposures there are, how most are held, and what is still missing."""
    lengths = Counter(cell.length for cell in cells)
    usual = lengths.most_common(1)[0][0] if lengths else 0
    missing = sum(1 for cell in cells if cell.picture(exposure) is None)
    told = counted(len(cells) - missing, "exposure")
    if usual in HELD:
        told += f", {'' if len(lengths) == 1 else 'mostly '}{HELD[usual]}"
    return told + (f", {missing} still to shoot" if missing else "")


def days(times: Iterable[str]) -> str:
    """The day, or the first and last day, of ISO 8601 times: "15 March 2026", "15 March to 2 April 2026"."""
    all_days = sorted({date.fromisoformat(time[:10]) for time in times})
    if not all_days:
        return ""
    first, last = all_days[0], all_days[-1]
    end = f"{last.day} {last:%B %Y}"
    if first == last:
        return end
    same_month = (first.year, first.month) == (last.year, last.month)
    begin = f"{first.day}" if same_month else f"{first.day} {first:%B}"
    return f"{begin if first.year == last.year else f'{first.day} {first:%B %Y}'} to {end}"


def tiles_of(take: TakeFolder, *, exposure: str, done: Finished | None = None) -> list[Tile]:
    """Every cell of the take's picture column with its caption; `done` gives the finished pictures instead."""
    pictures = {picture.number: picture for picture in take.pictures}
    usual = _usual(pictures.values())
    notes = _notes(take.sheet)
    tiles = []
    before: Picture | None = None
    for span in take.sheet.spans():
        picture = pictures.get(span.cell.picture(exposure) or 0)
        tiles.append(
            Tile(
                first=span.first,
                length=span.cell.length,
                number=0 if picture is None else picture.number,
                path=None if picture is None else _path(take, picture, done),
                absent="still to shoot" if picture is None else "not finished",
                hidden=span.cell.hidden,
                note=_note(notes, span),
                aside=(_aside(picture, before, usual, span.cell) if picture else "") or _second(span, take.sheet.rate),
            )
        )
        before = picture or before
    return tiles


def _path(take: TakeFolder, picture: Picture, done: Finished | None) -> Path | None:
    if done is None:
        return take.file(picture)
    return done.file(picture.number) if is_fresh(done, picture) else None


def _settings(picture: Picture) -> dict[str, str]:
    return {name: FORMS[name].format(value) for name, value in picture.settings if name in FORMS}


def _usual(pictures: Iterable[Picture]) -> dict[str, str]:
    """The settings that most pictures were taken with."""
    counts = Counter(chain.from_iterable(_settings(picture).items() for picture in pictures))
    usual: dict[str, str] = {}
    for (name, value), _ in counts.most_common():
        usual.setdefault(name, value)
    return {name: usual[name] for name in FORMS if name in usual}


def _aside(picture: Picture, before: Picture | None, usual: dict[str, str], cell: Cell) -> str:
    """What sets this picture apart: a setting unlike the others', the other exposures taken, and axes that moved."""
    odd = [value for name, value in _settings(picture).items() if usual.get(name) != value]
    others = [name for name, _ in cell.pictures] if len(cell.pictures) > 1 else []
    return " · ".join([*others, *odd, *(_moved(before, picture) if before else ())])


def _moved(before: Picture, picture: Picture) -> list[str]:
    """Where the camera's axes stand that moved since the picture before: "pan 3.5"."""
    was = dict(before.camera_axes or ())
    moved = [(name, where) for name, where in picture.camera_axes or () if was.get(name, where) != where]
    return [f"{name.removeprefix('camera.')} {where:.4g}" for name, where in moved]


def _second(span: Span, rate: Fraction) -> str:
    """The full second that begins while this picture is on the screen: "2 s"."""
    seconds = math.ceil(duration(span.first - 1, rate))
    return f"{seconds} s" if seconds and duration(span.last, rate) > seconds else ""


def _notes(sheet: Sheet) -> dict[int, str]:
    """What the note columns say, by the frame it begins at."""
    told: dict[int, str] = {}
    for column in sheet.columns:
        for span in sheet.spans(column.name) if column.kind == "note" else ():
            if span.cell.text:
                told[span.first] = f"{told[span.first]}, {span.cell.text}" if span.first in told else span.cell.text
    return told


def _note(notes: dict[int, str], span: Span) -> str:
    return ", ".join(notes[frame] for frame in range(span.first, span.last + 1) if frame in notes)
