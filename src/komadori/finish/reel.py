"""A take on its way through a recipe: which photograph the sheet shows when, and how far each has come."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from komadori.errors import KomadoriError, Refused
from komadori.finish.holdings import Finder
from komadori.finish.recipe import Chosen
from komadori.finish.standing import Source, Standing, begin
from komadori.progress import Progress
from komadori.store import Remark, TakeFolder


class NothingToFinish(Refused):
    """No picture stands on the take's sheet, or none of them could be read."""


@dataclass(slots=True, kw_only=True)
class Reel:
    """A take on its way.

    `shown` tells for each exposure which photographs the sheet shows, each from which film frame on; `source_of` finds
    the photograph that a picture's number stands for; `standings` tells how far each has come, those left out that
    cannot be read, and `settled` the same when all is found out. `frame_of` is the first frame that shows it, and
    `pictures_at` are the numbers of all that stands at a frame, one for each exposure.
    """

    take: TakeFolder
    shown: dict[str, list[tuple[int, Source]]]
    source_of: dict[int, Source]
    frame_of: dict[Source, int]
    pictures_at: dict[int, tuple[int, ...]]
    standings: dict[Source, Standing]
    finder: Finder
    settled: dict[Source, Standing] = field(default_factory=dict)
    total: int = 0
    done: int = 0
    measured: int = 0
    remarks: dict[Source, list[Remark]] = field(default_factory=dict)
    failures: list[KomadoriError] = field(default_factory=list)

    def fail(self, source: Source, failure: KomadoriError) -> None:
        """Go on without `source`."""
        self.failures.append(failure)
        self.standings.pop(source, None)
        self.settled.pop(source, None)

    def moments(self, exposure: str) -> list[tuple[int, Source]]:
        """What the sheet shows of `exposure` and can be read, in its order."""
        return [(frame, source) for frame, source in self.shown[exposure] if source in self.standings]

    def remarks_by_number(self) -> dict[int, tuple[Remark, ...]]:
        """What is to be said of the pictures that can be finished, by their numbers."""
        there = ((number, source) for number, source in self.source_of.items() if source in self.settled)
        return {number: tuple(self.remarks[source]) for number, source in there if source in self.remarks}

    def progress(self, done: int) -> Progress:
        """`done` more looks, solutions and pictures."""
        self.done += done
        return Progress(done=self.done, total=self.total, doing=f"finishing {self.take.slate}")

    def copy(self) -> "Reel":
        """A reel that can go on without this one going along."""
        kept = {source: list(remarks) for source, remarks in self.remarks.items()}
        standings, failures = dict(self.standings), list(self.failures)
        return replace(self, standings=standings, settled={}, remarks=kept, failures=failures)


def wind(take: TakeFolder) -> Reel:
    """The take as its sheet shows it, nothing done yet; hidden cells are left out. Raises NothingToFinish."""
    shown: dict[str, list[tuple[int, Source]]] = {}
    source_of: dict[int, Source] = {}
    frame_of: dict[Source, int] = {}
    pictures_at: dict[int, tuple[int, ...]] = {}
    beside: dict[Source, Mapping[str, Source]] = {}
    distinct: dict[tuple[str, str], Source] = {}
    folder = take.path.resolve()
    for first, cell in _cells(take):
        together: dict[str, Source] = {}
        pictures_at[first] = tuple(number for _, number in cell)
        for exposure, number in cell:
            # A photograph imported twice has one hash, and stays one picture so that both look the same.
            new = _source(take, folder, exposure, number)
            source_of[number] = source = distinct.setdefault((exposure, new.file.hash), new)
            shown.setdefault(exposure, []).append((first, source))
            frame_of.setdefault(source, first)
            together[exposure] = source
        for source in together.values():
            beside.setdefault(source, together)
    if not shown:
        raise NothingToFinish(
            f"No picture stands on the sheet of {take.slate}.",
            hint="`komadori shoot` or `komadori import` comes first.",
        )
    return Reel(
        take=take,
        shown=shown,
        source_of=source_of,
        frame_of=frame_of,
        pictures_at=pictures_at,
        standings={source: begin(source) for source in distinct.values()},
        finder=Finder(take, beside),
    )


def _cells(take: TakeFolder) -> Iterator[tuple[int, list[tuple[str, int]]]]:
    for span in take.sheet.spans():
        if not span.cell.hidden:
            yield span.first, list(span.cell.pictures)


def _source(take: TakeFolder, folder: Path, exposure: str, number: int) -> Source:
    picture = take.picture(number)
    path = folder / take.file(picture).relative_to(take.path)
    return Source(
        number=number,
        exposure=exposure,
        format=picture.format,
        file=picture.files[0],
        path=path,
        axes=picture.camera_axes,
    )


def measures_it(chosen: Chosen, source: Source) -> bool:
    """Whether the operation measures the photograph."""
    operation = chosen.operation
    if operation.measure is None or not operation.needs(chosen.settings):
        return False
    return not operation.measures or source.format in operation.measures
