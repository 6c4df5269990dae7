"""Putting back what can be put back: pictures with a copy elsewhere, pictures in no line, files of a broken journal."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from komadori.errors import KomadoriError
from komadori.film import BadSlate, Slate
from komadori.progress import Work
from komadori.store import layout
from komadori.store.check import check_series
from komadori.store.keep import fingerprint
from komadori.store.mend import Mender, rebuild_take_file
from komadori.store.records import Clock, utc_now
from komadori.store.series import SeriesFolder
from komadori.store.survey import Kind, Problem
from komadori.store.writer import PictureFacts

_GONE = {Kind.MISSING, Kind.CUT_SHORT, Kind.CHANGED, Kind.UNREADABLE}
_STRAY = {Kind.UNLISTED, Kind.LEFT_OVER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """One thing that was put in order; `file` is relative to the series' folder."""

    slate: str
    file: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairReport:
    """What `repair_series` did, the problems that are left, and in `reasons` why, where there is more to say."""

    series: str
    mended: tuple[Mended, ...]
    left: tuple[Problem, ...]
    reasons: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether no harm is left."""
        return not any(problem.harm for problem in self.left)


@dataclass(slots=True, kw_only=True)
class _Outcome:
    mended: list[Mended] = field(default_factory=list)
    left: list[Problem] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    moved: dict[Path, Path] = field(default_factory=dict)
    """Where the copies lie now that lay in the place of a picture restored since, as when two were swapped."""

    def mend(self, problem: Problem, message: str) -> None:
        self.mended.append(Mended(slate=problem.slate, file=problem.file, message=message))

    @contextmanager
    def trying(self, problems: Iterable[Problem]) -> Iterator[None]:
        """What fails inside the block leaves `problems` as they are and keeps nothing else from being mended."""
        try:
            yield
        except (KomadoriError, OSError) as error:
            self.left += problems
            told = error.message if isinstance(error, KomadoriError) else f"{error.filename}: {error.strerror}."
            self.reasons.append(told)


def repair_series(series: SeriesFolder, *, clock: Clock = utc_now) -> Work[RepairReport]:
    """Check the series and put back what can be put back; nothing is ever deleted.

    A picture that is gone or damaged is copied from where the same bytes lie; what lay in its place goes to the take's
    salvage/. A whole picture in no line is listed again, not placed on the sheet. Half-written files and lines go
    to salvage/. What is left is told in the report.
    """
    report = yield from check_series(series)
    outcome = _Outcome()
    grouped: dict[str, list[Problem]] = defaultdict(list)
    for problem in report.problems:
        grouped[problem.slate].append(problem)
    for text, problems in grouped.items():
        try:
            slate = Slate.parse(text)
        except BadSlate:
            outcome.left += problems
            continue
        if slate.take is None:
            outcome.left += problems
        else:
            _mend_take(series, slate, problems, outcome, clock)
    return RepairReport(
        series=report.series,
        mended=tuple(outcome.mended),
        left=tuple(outcome.left),
        reasons=tuple(outcome.reasons),
    )


def _mend_take(series: SeriesFolder, slate: Slate, problems: list[Problem], outcome: _Outcome, clock: Clock) -> None:
    with outcome.trying(problems):
        for problem in list(problems):
            path = series.path / problem.file
            if problem.kind is Kind.BROKEN and path.name == layout.TAKE_FILE:
                rebuild_take_file(path, str(slate), disk=series.disk, clock=clock)
                problems.remove(problem)
                outcome.mend(problem, f"{layout.TAKE_FILE} was made again from the journal's first line.")
        take = series.take(slate)
        with Mender(
            take.path, str(slate), take.take, exposures=take.shot.exposures, clock=clock, disk=series.disk
        ) as mender:
            _restore(mender, [problem for problem in problems if problem.kind in _GONE], outcome)
            _adopt(mender, [problem for problem in problems if problem.kind in _STRAY], series.path, outcome)
            mender.note_lost()
        told = series.take(slate).ledger.damage
        for problem in problems:
            if problem.kind not in _GONE | _STRAY:
                if problem.kind is Kind.JOURNAL and problem.message not in told:
                    outcome.mend(problem, "The journal can be added to again; what could not be read was kept.")
                else:
                    outcome.left.append(problem)


def _restore(mender: Mender, problems: list[Problem], outcome: _Outcome) -> None:
    files = {f"{mender.name}/{file.name}": file for picture in mender.pictures for file in picture.files}
    for problem in problems:
        with outcome.trying([problem]):
            if not problem.copies:
                outcome.left.append(problem)
                continue
            copy, place = Path(problem.copies[0]), mender.path / files[problem.file].name
            aside = mender.restore(files[problem.file], outcome.moved.get(copy, copy))
            if aside:
                outcome.moved[place] = aside
            kept = f" What lay there is now {aside.parent.name}/{aside.name}." if aside else ""
            outcome.mend(problem, f"It was restored from {problem.copies[0]}.{kept}")


def _adopt(mender: Mender, problems: list[Problem], series: Path, outcome: _Outcome) -> None:
    listed = {file.hash: picture for picture in mender.pictures for file in picture.files}
    names = {layout.inside(mender.path, file.name) for picture in mender.pictures for file in picture.files}
    pictures: dict[object, list[Problem]] = defaultdict(list)
    for problem in problems:
        path = series / problem.file
        if path in names:
            # It was listed since the check, before the take was held.
            continue
        with outcome.trying([problem]):
            same = listed.get(fingerprint(path).hash)
            if same is not None:
                aside = mender.set_aside(path)
                outcome.mend(problem, f"It is the same as picture {same.number} and was moved to {_short(aside)}.")
                continue
            told = layout.parse_picture_name(path.name)
            pictures[(told.number, told.exposure, path.parent) if told else path].append(problem)
    for files in pictures.values():
        with outcome.trying(files):
            _adopt_picture(mender, files, series, outcome)


def _adopt_picture(mender: Mender, problems: list[Problem], series: Path, outcome: _Outcome) -> None:
    """List the files of one picture, or move what a program left half-written to salvage/."""
    # Decoders take half a second to load and only a repair that finds something needs them.
    from komadori.picture import UnreadablePicture, inspect, photo_facts

    paths = [series / problem.file for problem in problems]
    try:
        infos = [inspect(path) for path in paths]
    except UnreadablePicture:
        if any(problem.kind is Kind.UNLISTED for problem in problems):
            raise
        for problem, path in zip(problems, paths, strict=True):
            outcome.mend(problem, f"It is no whole picture and was moved to {_short(mender.set_aside(path))}.")
        return
    told = photo_facts(paths[0])
    facts = PictureFacts(
        format=infos[0].format,
        width=infos[0].width,
        height=infos[0].height,
        taken=told.taken,
        source=paths[0].name,
        settings=told.settings,
    )
    picture = mender.adopt(paths, facts)
    for problem in problems:
        outcome.mend(problem, f"It is picture {picture.number} now; it is not placed on the sheet.")


def _short(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
