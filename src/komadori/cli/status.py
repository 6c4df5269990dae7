"""`komadori status`: the whole series at a glance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING

from komadori.cli.app import app, json_option, series_argument
from komadori.cli.talk import console, emit
from komadori.cli.words import counted, sized
from komadori.sheet.time import duration, rate_text

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from komadori.store import SeriesFolder, ShotEntry

FEW = 40
"""Up to so many shots each has a line of its own; beyond that a scene is a line and a shot a square in it."""

BAR = 16
"""Characters of a shot's strip of film."""

DONE, PARTLY, EMPTY, HURT = "green", "yellow", "bright_black", "red"


@app.command("status")
@series_argument
@json_option
def status(*, series: "SeriesFolder", as_json: bool) -> int:
    """See the whole series at a glance: how far every shot is, what it holds, and what is damaged.

    Exits 1 where the index met damage, which `komadori check` tells in full.
    """
    import sys

    shots = series.shots()
    if as_json:
        emit(_figures(series, shots))
    else:
        page = console(sys.stdout)
        page.print(_headline(series, shots))
        drawn = _in_full if len(shots) <= FEW else _as_squares
        for _, part in groupby(shots, key=lambda entry: entry.slate.episode):
            entries = list(part)
            page.print(_episode(entries, series.series.rate))
            page.print(drawn(entries, series.series.rate))
        for notice in _notices(shots):
            page.print(f"! {notice}", style=HURT)
    return 1 if any(entry.notices for entry in shots) else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """What some shots come to: shots in all and complete ones, frames planned and shot, pictures, bytes."""

    shots: int
    complete: int
    frames: int
    shot: int
    pictures: int
    bytes: int

    @classmethod
    def of(cls, entries: Sequence["ShotEntry"]) -> "Sum":
        """Add `entries` up."""
        return cls(
            shots=len(entries),
            complete=sum(_complete(entry) for entry in entries),
            frames=sum(entry.frames for entry in entries),
            shot=sum(entry.shot for entry in entries),
            pictures=sum(entry.pictures for entry in entries),
            bytes=sum(entry.bytes for entry in entries),
        )


def _complete(entry: "ShotEntry") -> bool:
    return 0 < entry.frames <= entry.shot


def _figures(series: "SeriesFolder", shots: Sequence["ShotEntry"]) -> dict[str, object]:
    rate = series.series.rate
    return {
        "series": {"title": series.series.title, "id": series.series.id, "path": series.path, "fps": rate_text(rate)},
        "total": {**_plain(Sum.of(shots)), "seconds_shot": float(duration(Sum.of(shots).shot, rate))},
        "shots": [{**_plain(entry), "slate": str(entry.slate), "complete": _complete(entry)} for entry in shots],
    }


def _plain(value: object) -> dict[str, object]:
    import msgspec

    encoded = msgspec.to_builtins(value)
    return dict(encoded)


def _headline(series: "SeriesFolder", shots: Sequence["ShotEntry"]) -> "Text":
    from rich.text import Text

    total, rate = Sum.of(shots), series.series.rate
    told = [
        f"{rate_text(rate)} fps",
        counted(len({entry.slate.episode for entry in shots}), "episode"),
        counted(total.shots, "shot"),
        counted(total.pictures, "picture"),
        f"{_running(total.shot, rate)} of {_running(total.frames, rate)} shot",
        sized(total.bytes),
    ]
    return Text(f"{series.series.title}\n", style="bold").append(" · ".join(told), style="not bold bright_black")


def _episode(entries: Sequence["ShotEntry"], rate: Fraction) -> "Text":
    from rich.text import Text

    total = Sum.of(entries)
    text = Text(f"\n{entries[0].slate.episode}", style="bold")
    text.append(f"  {_running(total.shot, rate)} of {_running(total.frames, rate)} shot", style="not bold")
    return text.append(f", {total.complete} of {counted(total.shots, 'shot')} complete", style="not bold")


def _in_full(entries: Sequence["ShotEntry"], rate: Fraction) -> "Table":
    """Every shot as a strip of film: how much is shot of what its sheet asks for, and what it holds."""
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2))
    for justify in ("left", "left", "right", "right", "left", "right", "right", "left"):
        grid.add_column(justify=justify, no_wrap=True)
    scene = ""
    for entry in entries:
        filled = round(BAR * entry.shot / entry.frames) if entry.frames else 0
        strip = Text("━" * filled, style=DONE if _complete(entry) else PARTLY)
        strip.append("━" * (BAR - filled), style=EMPTY)
        grid.add_row(
            Text(f"  {entry.slate.scene:<6}" if entry.slate.scene != scene else "", style=EMPTY),
            Text(entry.slate.shot).append(" ").append_text(strip),
            f"{entry.shot}/{entry.frames}",
            _running(entry.shot, rate),
            Text(_takes(entry), style=EMPTY),
            Text(counted(entry.pictures, "picture"), style=EMPTY),
            Text(sized(entry.bytes), style=EMPTY),
            Text("! damaged", style=f"bold {HURT}") if entry.notices else Text(_when(entry.kept), style=EMPTY),
        )
        scene = entry.slate.scene
    return grid


def _as_squares(entries: Sequence["ShotEntry"], rate: Fraction) -> "Table":
    """A scene in a line: a square for each shot, full, half or empty as its sheet is."""
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2))
    for scene, part in groupby(entries, key=lambda entry: entry.slate.scene):
        shots = list(part)
        total, squares = Sum.of(shots), Text()
        for entry in shots:
            squares.append_text(_square(entry))
        running = f"{_running(total.shot, rate)} of {_running(total.frames, rate)}"
        grid.add_row(f"  {scene}", squares, Text(running, style=EMPTY))
    return grid


def _square(entry: "ShotEntry") -> "Text":
    from rich.text import Text

    if entry.notices:
        return Text("■", style=HURT)
    if _complete(entry):
        return Text("■", style=DONE)
    return Text("◧", style=PARTLY) if entry.shot else Text("□", style=EMPTY)


def _notices(shots: Sequence["ShotEntry"]) -> Iterator[str]:
    return (f"{entry.slate}: {notice}" for entry in shots for notice in entry.notices)


def _takes(entry: "ShotEntry") -> str:
    if not entry.takes:
        return "no take"
    return str(entry.slate.of_take(entry.takes[-1])).rpartition("/")[2] + (
        f" of {len(entry.takes)}" if len(entry.takes) > 1 else ""
    )


def _running(frames: int, rate: Fraction) -> str:
    """Running time as people say it: 4.5 s, 11 min 40 s."""
    tenths = round(duration(frames, rate) * 10)
    if tenths < 600:
        return f"{tenths // 10}.{tenths % 10} s"
    return f"{tenths // 600} min {tenths % 600 // 10:02d} s"


def _when(kept: str) -> str:
    """The local day and minute of a time told in UTC; today's without the day, "" before any."""
    if not kept:
        return ""
    moment = datetime.fromisoformat(kept).astimezone()
    today = datetime.now(UTC).astimezone().date()
    return moment.strftime("%H:%M" if moment.date() == today else "%Y-%m-%d %H:%M")
