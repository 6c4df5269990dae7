"""Photographs shot elsewhere come into a shot: looked through, put in order, kept on the sheet like shot ones.

Everything is looked at before anything is kept, so that one report tells all that is wrong. What is kept fills the
plan. Repeating an import brings in only what is not there yet: pictures are known by their content.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import repeat
from pathlib import Path
from typing import Literal, TypeAlias

from komadori.capture.look import Looked, RefusedFile, Size, WrongSize, look_through, size_of_take
from komadori.capture.photographs import find, gaps, some_exist
from komadori.capture.sheets import DragonframeTake, Numbers, SheetFile, laying_out, sheets_among
from komadori.errors import Refused, StorageFailed
from komadori.film import Picture
from komadori.picture.photographs import Photograph
from komadori.progress import Progress, Work
from komadori.sheet.edit import set_exposures
from komadori.sheet.plan import Exposure, plan_onward
from komadori.store import Incoming, TakeWriter

Order: TypeAlias = Literal["name", "time"]


class StrayCopy(Refused):
    """A photograph is the same as another of this import, and its name says that it is a copy of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarked:
    """Something about a file that a person should know and that stopped nothing; `kind` is a word for machines."""

    file: Path
    kind: Literal["gap", "duplicate", "no time", "note", "sheet"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did.

    `kept` are the pictures kept now, `present` counts those that were there before, `passed_over` are files in the
    folders that are no pictures. `laid_out` is the sheet that now is the take's, and `stopped` why the disk would take
    no more; None where there is none.
    """

    kept: tuple[Picture, ...]
    present: int
    refused: tuple[RefusedFile, ...]
    remarks: tuple[Remarked, ...]
    passed_over: tuple[Path, ...]
    laid_out: Path | None = None
    stopped: StorageFailed | None = None


def before_beginning(paths: Sequence[Path], rate: Fraction) -> None:
    """Raise what would stop the whole import, before a shot is made for it: NothingThere, TwoSheets, BadSheetFile."""
    some_exist(paths)
    sheets_among(paths, rate)


def import_photographs(
    writer: TakeWriter, paths: Sequence[Path], *, by: Order = "name", link: bool = False, on: int = 2
) -> Work[ImportReport]:
    """Bring the photographs that `paths` (files and folders) mean into a take.

    `by` orders them by name, numbers in names counted as numbers, or by the time the camera took them. With `link`
    they share the disk with the originals where it allows. They fill the empty slots of the sheet first, then go on
    after its end, each held `on` frames. A sheet among the paths says instead where they stand: XDTS, CSV, or the
    take.xml of a Dragonframe folder, which brings its own photographs; it becomes the take's sheet in one edit.

    Nothing is raised for a photograph: it stands in the report. Raises TwoSheets, and BadSheetFile before anything is
    kept.
    """
    sheet, others = sheets_among(paths, writer.sheet.rate)
    search = find(others)
    batches = {"": search.photographs} if search.photographs else {}
    if isinstance(sheet, DragonframeTake):
        batches |= sheet.exposures
        _name_exposures(writer, sheet.exposures)
    tally = Tally(refused=[RefusedFile(file=one.path, kind="not there", why=one) for one in search.missing])
    numbers: dict[str, Numbers] = {}
    for exposure, photographs in batches.items():
        good = yield from _sorted_out(writer, photographs, by, tally)
        off_sheet = repeat(exposure or writer.sheet.exposures[0])
        plan = plan_onward(writer.sheet, on) if sheet is None else off_sheet
        numbers[exposure] = yield from _keep(writer, good, plan, link=link, tally=tally)
    laid_out = sheet if tally.stopped is None else None
    if laid_out is not None:
        _lay_out(writer, laid_out, numbers, tally)
    return ImportReport(
        kept=tuple(tally.kept),
        present=tally.present,
        refused=tuple(tally.refused),
        remarks=tuple(tally.remarks),
        passed_over=search.passed_over,
        laid_out=laid_out.path if laid_out else None,
        stopped=tally.stopped,
    )


def _name_exposures(writer: TakeWriter, names: Iterable[str]) -> None:
    """Let the sheet have these exposures too, as a picture is kept only as one of them."""
    wanted = tuple(dict.fromkeys((*writer.sheet.exposures, *names)))
    if wanted != writer.sheet.exposures:
        writer.do(set_exposures(writer.sheet, wanted))


@dataclass(slots=True, kw_only=True)
class Tally:
    """A report in the making."""

    kept: list[Picture] = field(default_factory=list)
    present: int = 0
    refused: list[RefusedFile] = field(default_factory=list)
    remarks: list[Remarked] = field(default_factory=list)
    stopped: StorageFailed | None = None


def _sorted_out(writer: TakeWriter, photographs: Sequence[Photograph], by: Order, tally: Tally) -> Work[list[Looked]]:
    """The photographs that can come in, in order; what is said of the others goes into the tally."""
    seen, refused = yield from look_through(photographs)
    tally.refused += refused
    tally.remarks += [Remarked(file=file, kind="gap", text=text) for file, text in gaps(photographs)]
    tally.remarks += [Remarked(file=one.file, kind="note", text=note) for one in seen for note in one.look.info.notes]
    if by == "time":
        seen = _by_time(seen, tally)
    return _without_copies(_of_one_size(seen, size_of_take(writer), tally), tally)


def _keep(
    writer: TakeWriter, good: Sequence[Looked], plan: Iterator[Exposure | str], *, link: bool, tally: Tally
) -> Work[Numbers]:
    """Keep what the take does not have yet, each where `plan` has it, or off the sheet as the exposure it names.

    Returns the pictures by the numbers of the photographs' names. A picture that comes twice must be there twice to
    count as present.
    """
    there: dict[str, deque[int]] = defaultdict(deque)
    for picture in writer.pictures:
        there[picture.hash].append(picture.number)
    numbers: dict[int, int] = {}
    for done, one in enumerate(good):
        yield Progress(done=done, total=len(good), doing="keeping photographs")
        if there[one.hash]:
            number = there[one.hash].popleft()
            tally.present += 1
        else:
            try:
                tally.kept.append(_keep_one(writer, one, next(plan), link=link))
            except StorageFailed as failure:
                tally.stopped = failure
                break
            number = tally.kept[-1].number
        if one.photograph.number is not None:
            numbers[one.photograph.number] = number
    return numbers


def _keep_one(writer: TakeWriter, one: Looked, at: Exposure | str, *, link: bool) -> Picture:
    files = [Incoming(name=file.name, data=file) for file in one.photograph.files]
    # The whole path is kept, so that a check may look there for another copy.
    facts = one.look.facts(source=one.file.absolute())
    if isinstance(at, str):
        return writer.keep(files, exposure=at, facts=facts, link=link)
    return writer.keep(files, exposure=at.exposure, frame=at.frame, length=at.length, facts=facts, link=link)


def _lay_out(
    writer: TakeWriter, sheet: SheetFile | DragonframeTake, numbers: Mapping[str, Numbers], tally: Tally
) -> None:
    rate = writer.sheet.rate
    if isinstance(sheet, DragonframeTake):
        reading = sheet.reading(rate, {name: known for name, known in numbers.items() if name})
    else:
        reading = sheet.reading(rate, numbers.get("", {}))
    there = {picture.number for picture in writer.pictures}
    edit = laying_out(writer.sheet, reading, there.__contains__)
    tally.remarks += [Remarked(file=sheet.path, kind="sheet", text=notice) for notice in reading.notices]
    if edit is not None:
        writer.do(edit)


def _by_time(seen: Sequence[Looked], tally: Tally) -> list[Looked]:
    """In the order they were taken; those that tell no time come last, by name."""
    silent = [one for one in seen if one.look.noted.taken is None]
    others = f", nor do {len(silent) - 1} more" if len(silent) > 1 else ""
    text = f"it tells no time{others}; what tells none comes last, by name"
    tally.remarks += [Remarked(file=one.file, kind="no time", text=text) for one in silent[:1]]
    return sorted(seen, key=lambda one: (one.look.noted.taken is None, one.look.noted.taken or ""))


def _of_one_size(seen: Sequence[Looked], wanted: Size | None, tally: Tally) -> list[Looked]:
    """Those as large as the take, or as most of them are where the take is empty."""
    size = wanted or next((size for size, _ in Counter(one.look.size for one in seen).most_common(1)), Size(0, 0))
    tally.refused += [
        RefusedFile(file=one.file, kind="wrong size", why=WrongSize(one.file.name, one.look.size, size))
        for one in seen
        if one.look.size != size
    ]
    return [one for one in seen if one.look.size == size]


def _without_copies(seen: Sequence[Looked], tally: Tally) -> list[Looked]:
    """Sort out stray copies by their names; the same picture under a number of its own is meant, and remarked on.

    Programs without holds write a hold as a picture twice, so leaving the second out would change the timing.
    """
    twins: dict[str, list[Looked]] = defaultdict(list)
    for one in seen:
        twins[one.hash].append(one)
    good: dict[int, Looked] = {}
    for one in seen:
        original = next((other for other in twins[one.hash] if one.photograph.copies(other.photograph)), None)
        before = next((other for other in twins[one.hash] if id(other) in good), None)
        if original is not None:
            why = StrayCopy(f"{one.file.name}: it is a copy of {original.file.name}, and was left out.")
            tally.refused.append(RefusedFile(file=one.file, kind="copy", why=why))
            continue
        if before is not None:
            text = f"the same picture as {before.file.name}; kept as a picture of its own"
            tally.remarks.append(Remarked(file=one.file, kind="duplicate", text=text))
        good[id(one)] = one
    return list(good.values())
