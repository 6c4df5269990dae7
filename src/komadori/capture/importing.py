"""Photographs shot elsewhere come into a shot: looked through, put in order, kept on the sheet like shot ones.

Everything is looked at before anything is kept, so that one report tells all that is wrong. What is kept fills the
plan. Repeating an import brings in only what is not there yet: pictures are known by their content.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from komadori.capture.look import Looked, RefusedFile, Size, WrongSize, look_through, size_of_take
from komadori.capture.photographs import find, gaps
from komadori.errors import Refused, StorageFailed
from komadori.film import Picture
from komadori.progress import Progress, Work
from komadori.sheet.plan import plan_onward
from komadori.store import Incoming, TakeWriter

Order: TypeAlias = Literal["name", "time"]


class StrayCopy(Refused):
    """A photograph is the same as another of this import, and its name says that it is a copy of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarked:
    """Something about a file that a person should know and that stopped nothing; `kind` is a word for machines."""

    file: Path
    kind: Literal["gap", "duplicate", "no time", "note"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did.

    `kept` are the pictures kept now, `present` counts those that were there before, `passed_over` are files in the
    folders that are no pictures. `stopped` is why the disk would take no more, or None.
    """

    kept: tuple[Picture, ...]
    present: int
    refused: tuple[RefusedFile, ...]
    remarks: tuple[Remarked, ...]
    passed_over: tuple[Path, ...]
    stopped: StorageFailed | None = None


def import_photographs(
    writer: TakeWriter, paths: Sequence[Path], *, by: Order = "name", link: bool = False, on: int = 2
) -> Work[ImportReport]:
    """Bring the photographs that `paths` (files and folders) mean into a take.

    `by` orders them by name, numbers in names counted as numbers, or by the time the camera took them. With `link`
    they share the disk with the originals where it allows. They fill the empty slots of the sheet first, then go on
    after its end, each held `on` frames. Nothing is raised for a file: it stands in the report.
    """
    search = find(paths)
    seen, refused = yield from look_through(search.photographs)
    refused = [*(RefusedFile(file=nothing.path, kind="not there", why=nothing) for nothing in search.missing), *refused]
    remarks = [Remarked(file=file, kind="gap", text=text) for file, text in gaps(search.photographs)]
    remarks += _notes(seen)
    if by == "time":
        seen, late = _by_time(seen)
        remarks += late
    good, misfits = _of_one_size(seen, size_of_take(writer))
    good, strays, doubles = _without_copies(good)
    new = _new_to(writer, good)
    kept, stopped = yield from _keep(writer, new, link=link, on=on)
    return ImportReport(
        kept=tuple(kept),
        present=len(good) - len(new),
        refused=(*refused, *misfits, *strays),
        remarks=(*remarks, *doubles),
        passed_over=search.passed_over,
        stopped=stopped,
    )


def _keep(
    writer: TakeWriter, new: Sequence[Looked], *, link: bool, on: int
) -> Work[tuple[list[Picture], StorageFailed | None]]:
    kept: list[Picture] = []
    for looked, exposure in zip(new, plan_onward(writer.sheet, on), strict=False):
        yield Progress(done=len(kept), total=len(new), doing="keeping photographs")
        try:
            picture = writer.keep(
                [Incoming(name=file.name, data=file) for file in looked.photograph.files],
                exposure=exposure.exposure,
                frame=exposure.frame,
                length=exposure.length,
                facts=looked.look.facts(),
                link=link,
            )
        except StorageFailed as failure:
            return kept, failure
        kept.append(picture)
    return kept, None


def _notes(seen: Iterable[Looked]) -> list[Remarked]:
    return [Remarked(file=one.file, kind="note", text=note) for one in seen for note in one.look.info.notes]


def _by_time(seen: Sequence[Looked]) -> tuple[list[Looked], list[Remarked]]:
    """In the order they were taken; those that tell no time come last, by name."""
    silent = [one for one in seen if one.look.noted.taken is None]
    text = f"{len(silent)} photographs tell no time, this one first; they come last, by name"
    remarks = [Remarked(file=one.file, kind="no time", text=text) for one in silent[:1]]
    return sorted(seen, key=lambda one: (one.look.noted.taken is None, one.look.noted.taken or "")), remarks


def _of_one_size(seen: Sequence[Looked], wanted: Size | None) -> tuple[list[Looked], list[RefusedFile]]:
    """Those as large as the take, or as most of them are where the take is empty; and the others."""
    if wanted is None and seen:
        wanted = Counter(one.look.size for one in seen).most_common(1)[0][0]
    good = [one for one in seen if one.look.size == wanted]
    return good, [
        RefusedFile(file=one.file, kind="wrong size", why=WrongSize(one.file.name, one.look.size, wanted))
        for one in seen
        if wanted is not None and one.look.size != wanted
    ]


def _without_copies(seen: Sequence[Looked]) -> tuple[list[Looked], list[RefusedFile], list[Remarked]]:
    """Sort out stray copies by their names; the same picture under a number of its own is meant, and remarked on.

    Programs without holds write a hold as a picture twice, so leaving the second out would change the timing.
    """
    twins: dict[str, list[Looked]] = {}
    for one in seen:
        twins.setdefault(one.hash, []).append(one)
    good: dict[int, Looked] = {}
    strays: list[RefusedFile] = []
    doubles: list[Remarked] = []
    for one in seen:
        original = next((other for other in twins[one.hash] if one.photograph.copies(other.photograph)), None)
        before = next((other for other in twins[one.hash] if id(other) in good), None)
        if original is not None:
            why = StrayCopy(f"{one.file.name}: it is a copy of {original.file.name}, and was left out.")
            strays.append(RefusedFile(file=one.file, kind="copy", why=why))
            continue
        if before is not None:
            text = f"the same picture as {before.file.name}; kept as a picture of its own"
            doubles.append(Remarked(file=one.file, kind="duplicate", text=text))
        good[id(one)] = one
    return list(good.values()), strays, doubles


def _new_to(writer: TakeWriter, seen: Sequence[Looked]) -> list[Looked]:
    """Those the take does not have yet. A picture that comes twice must be there twice to count as present."""
    there = Counter(picture.hash for picture in writer.pictures)
    new = []
    for one in seen:
        if there[one.hash]:
            there[one.hash] -= 1
        else:
            new.append(one)
    return new
