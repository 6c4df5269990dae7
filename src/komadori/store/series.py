"""A series folder: made, found, opened; its shots and their takes."""

import difflib
from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path

from komadori.errors import NotFound
from komadori.film import Series, Shot, Slate, Take
from komadori.sheet.sheet import Sheet
from komadori.store import layout
from komadori.store.cache import Cache
from komadori.store.disk import AlreadyThere, Disk, disk_errors, make_whole_folder, place, replace_file, write_new
from komadori.store.index import ShotEntry, shot_entries
from komadori.store.journal import encode
from komadori.store.records import (
    Clock,
    new_id,
    read_series,
    read_shot,
    series_bytes,
    shot_bytes,
    take_bytes,
    time_text,
    utc_now,
)
from komadori.store.shelf import Shelf
from komadori.store.take import TakeFolder
from komadori.store.writer import begin_entry


class NotASeries(NotFound):
    """A folder that is no series and lies in none."""


class UnknownShot(NotFound):
    """A shot that the series does not have."""


class UnknownTake(NotFound):
    """A take that the shot does not have."""


def create_series(
    folder: Path, *, title: str, rate: Fraction, disk: Disk | None = None, identity: Callable[[], str] = new_id
) -> "SeriesFolder":
    """Make a series in `folder`, which may exist but hold no series; raises AlreadyThere, DiskFull, ReadOnlyFolder."""
    disk = disk or Disk()
    folder = folder.absolute()
    path = folder / layout.SERIES_FILE
    with disk_errors(f"the series {title!r}", folder):
        if path.exists():
            raise AlreadyThere(f"{folder} holds a series already.", hint="Go on with it, or choose another folder.")
        folder.mkdir(parents=True, exist_ok=True)
        fresh = folder / f".{layout.SERIES_FILE}.new"
        fresh.unlink(missing_ok=True)
        write_new(disk, fresh, [series_bytes(Series(id=identity(), title=title, rate=rate))])
        try:
            place(disk, fresh, path)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
        disk.sync_path(folder)
        disk.sync_path(folder.parent)
    return open_series(folder, disk=disk, identity=identity)


def find_series(start: Path) -> Path:
    """The series that `start` is or lies in; raises NotASeries."""
    start = start.absolute()
    for folder in (start, *start.parents):
        if (folder / layout.SERIES_FILE).is_file():
            return folder
    raise NotASeries(
        f"{start} is not a series and lies in none: no {layout.SERIES_FILE} was found there or above.",
        hint="Go into a series' folder, name one with --series, or make one with `komadori new FOLDER`.",
    )


def open_series(folder: Path, *, disk: Disk | None = None, identity: Callable[[], str] = new_id) -> "SeriesFolder":
    """Open the series in `folder` itself; raises NotASeries, BrokenFile or NewerSchema.

    `disk` and `identity` are the disk everything is written through and the source of fresh identities.
    """
    folder = folder.absolute()
    if not (folder / layout.SERIES_FILE).is_file():
        raise NotASeries(
            f"{folder} is not a series: it has no {layout.SERIES_FILE}.",
            hint="Make one with `komadori new FOLDER`, or name the folder that holds the series.",
        )
    return SeriesFolder(folder, disk=disk or Disk(), identity=identity)


class SeriesFolder:
    """A series on disk. Its folders may be renamed and moved by hand: an address is where a folder lies."""

    def __init__(self, path: Path, *, disk: Disk, identity: Callable[[], str]) -> None:
        self.path = path
        self.series: Series = read_series(path / layout.SERIES_FILE)
        self.cache = Cache(path / layout.DERIVED / "cache")
        self.disk, self.identity = disk, identity

    def shots(self) -> list[ShotEntry]:
        """Every shot in order of its address, at a glance; broken ones are told in their notices."""
        return shot_entries(self.path)

    def shot(self, slate: Slate) -> "ShotFolder":
        """The shot at `slate`; raises UnknownShot, which names the nearest, BrokenFile or NewerSchema."""
        slate = slate.of_take(None)
        if not (layout.shot_folder(self.path, slate) / layout.SHOT_FILE).is_file():
            raise self._unknown(slate)
        return ShotFolder(self, slate)

    def take(self, slate: Slate) -> TakeFolder:
        """The take that `slate` names, or its shot's newest one."""
        return self.shot(slate).take(slate.take)

    def new_shot(self, slate: Slate, *, on: int = 2, exposures: tuple[str, ...] = ("x1",)) -> "ShotFolder":
        """Make a shot at `slate`, without a take; raises BadSheet, AlreadyThere, DiskFull or ReadOnlyFolder."""
        slate = slate.of_take(None)
        Sheet.empty(self.series.rate, exposures)  # raises BadSheet for exposures that no take could have
        shot = Shot(id=self.identity(), slate=slate, on=on, exposures=exposures)
        folder = layout.shot_folder(self.path, slate)
        with disk_errors(f"the shot {slate}", self.path):
            make_whole_folder(self.disk, folder, {layout.SHOT_FILE: shot_bytes(shot)})
        return ShotFolder(self, slate)

    def keep_characters(self, files: Iterable[Path]) -> None:
        """Copy characters' files in place of the series' own of the same names, for its scores to be heard by
        themselves; raises DiskFull, ReadOnlyFolder or StorageFailed."""
        folder = self.path / layout.CHARACTERS
        for file in files:
            kept = folder / file.name
            with disk_errors(f"the character {file.stem}", self.path):
                data = file.read_bytes()
                if not kept.is_file() or kept.read_bytes() != data:
                    folder.mkdir(exist_ok=True)
                    replace_file(self.disk, kept, data)

    def _unknown(self, slate: Slate) -> UnknownShot:
        there = [str(other) for other in layout.shot_slates(self.path)]
        near = difflib.get_close_matches(str(slate), there, n=3, cutoff=0.7)
        if near:
            hint = f"Did you mean {' or '.join(near)}?"
        elif len(there) == 1:
            hint = f"Its one shot is {there[0]}."
        elif there:
            hint = f"Its {len(there)} shots go from {there[0]} to {there[-1]}; `komadori status` lists them."
        else:
            hint = "It has no shots yet; importing or shooting makes them."
        return UnknownShot(f"There is no shot {slate} in {self.path}.", hint=hint)


class ShotFolder:
    """A shot on disk."""

    def __init__(self, series: SeriesFolder, slate: Slate) -> None:
        self.path = layout.shot_folder(series.path, slate)
        self.slate = slate
        self.shot: Shot = read_shot(self.path / layout.SHOT_FILE, slate)
        self._series = series

    def takes(self) -> list[int]:
        """The numbers of its takes, in order."""
        return layout.take_numbers(self.path)

    def take(self, number: int | None = None) -> TakeFolder:
        """Take `number`, or the newest; raises UnknownTake, BrokenFile or NewerSchema."""
        there = self.takes()
        chosen = number if number is not None else max(there, default=1)
        if chosen not in there:
            hint = f"It has {', '.join(map(layout.take_folder, there))}." if there else "It has none yet."
            raise UnknownTake(f"There is no take {chosen} of {self.slate}.", hint=hint)
        return TakeFolder(
            self.path / layout.take_folder(chosen),
            self.slate.of_take(chosen),
            self.shot,
            self._series.cache.folder,
            self._series.disk,
        )

    def sounds(self) -> list[str]:
        """The names of the sounds brought for the shot."""
        return self._sounds.names()

    def sound(self, name: str) -> Path:
        """Where a sound lies; raises UnknownFile."""
        return self._sounds.path(name)

    def add_sound(self, name: str, data: bytes | Path) -> str:
        """Keep a sound, and return what it is called: a number is added to a name that is taken.

        Raises DiskFull, ReadOnlyFolder, NotProved or StorageFailed.
        """
        return self._sounds.add(name, data)

    @property
    def _sounds(self) -> Shelf:
        return Shelf(self.path / layout.SOUND, "sound", self._series.disk)

    def new_take(self, *, clock: Clock = utc_now) -> TakeFolder:
        """Make the next take, empty; raises AlreadyThere, DiskFull or ReadOnlyFolder."""
        number = max(self.takes(), default=0) + 1
        take = Take(id=self._series.identity(), number=number, rate=self._series.series.rate)
        begin = begin_entry(take, self.shot.exposures, time_text(clock()))
        folder = self.path / layout.take_folder(number)
        contents = {
            layout.TAKE_FILE: take_bytes(take),
            layout.JOURNAL_FILE: encode(begin),
            layout.PICTURES: None,
            layout.INCOMING: None,
        }
        with disk_errors(f"take {number} of {self.slate}", self.path):
            make_whole_folder(self._series.disk, folder, contents)
        return self.take(number)
