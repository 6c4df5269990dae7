"""Every picture of a series against its journal: what is damaged, and where the same bytes may still be had."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from komadori.errors import KomadoriError
from komadori.film import Picture, PictureFile
from komadori.progress import Progress, Work
from komadori.store import layout
from komadori.store.finished import FinishedFrame
from komadori.store.keep import fingerprint
from komadori.store.lock import holder
from komadori.store.series import SeriesFolder
from komadori.store.survey import FoundTake, Kind, Problem, Survey, shown, survey
from komadori.store.take import read_finished


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What `check_series` found; plain values only.

    `files` and `bytes` count the picture files that were read from beginning to end; `notices` are sentences on what
    is strange and harms nothing.
    """

    series: str
    shots: int
    takes: int
    pictures: int
    files: int
    bytes: int
    problems: tuple[Problem, ...]
    notices: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether everything that was ever acknowledged is there and right, and nothing is in doubt."""
        return not any(problem.harm for problem in self.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lost:
    """A picture file that is not as it should be, and what is told of it."""

    take: FoundTake
    picture: Picture
    file: PictureFile
    kind: Kind
    message: str


def check_series(series: SeriesFolder) -> Work[CheckReport]:
    """Read every picture of the series and compare it with what was promised; one Progress a picture.

    Nothing is changed. Damage is told in the report, all of it; nothing is raised for it.
    """
    found = survey(series.path)
    total = sum(len(take.ledger.pictures) for take in found.takes if take.ledger)
    intact: dict[str, list[Path]] = defaultdict(list)
    lost: list[_Lost] = []
    done = files = size = 0
    for take in found.takes:
        for picture in take.ledger.pictures if take.ledger else ():
            for file in picture.files:
                wrong = _wrong(take, picture, file)
                if wrong is None:
                    intact[file.hash].append(layout.inside(take.path, file.name))
                    files, size = files + 1, size + file.bytes
                else:
                    lost.append(wrong)
            done += 1
            yield Progress(done=done, total=total, doing=f"checking {take.slate}")
        _judge_strays(found, take)
    found.problems += _told(found, lost, intact)
    return CheckReport(
        series=str(series.path),
        shots=found.shots,
        takes=len(found.takes),
        pictures=total,
        files=files,
        bytes=size,
        problems=tuple(sorted(found.problems, key=lambda problem: (problem.slate, problem.file))),
        notices=tuple(found.notices),
    )


def _wrong(take: FoundTake, picture: Picture, file: PictureFile) -> _Lost | None:
    """What is wrong with one file of a picture, or None."""
    path = layout.inside(take.path, file.name)
    which = f"Picture {picture.number} of {take.slate}"
    try:
        size = path.stat().st_size
        if size < file.bytes:
            kind, message = Kind.CUT_SHORT, f"is cut short: {file.name} has {size:,} of {file.bytes:,} bytes"
        elif size > file.bytes or fingerprint(path).hash != file.hash:
            kind, message = Kind.CHANGED, f"was changed: {file.name} is not what was kept on {picture.kept}"
        else:
            return None
    except (FileNotFoundError, NotADirectoryError):
        kind, message = Kind.MISSING, f"is missing: {file.name} is gone"
    except OSError as error:
        kind, message = Kind.UNREADABLE, f"cannot be read: {file.name}: {error.strerror or error}"
    return _Lost(take=take, picture=picture, file=file, kind=kind, message=f"{which} {message}.")


def _judge_strays(found: Survey, take: FoundTake) -> None:
    """Tell of files in no line, unless somebody is writing them at this moment."""
    if not take.unlisted and not take.left_over:
        return
    writing = holder(take.path)
    if writing is not None:
        found.notices.append(f"{take.slate} is being written by {writing}; its newest files were not judged.")
        return
    # Who wrote here when the journal was read may have ended since, and their lines are all there now.
    take.drop_listed()
    for path in take.unlisted:
        message = f"{path.name} lies among the pictures of {take.slate} and is in no line of its journal."
        found.tell(Kind.UNLISTED, take.slate, path, message)
    for path in take.left_over:
        message = f"{path.name} was left half-way into {take.slate} by a program that ended; it was never acknowledged."
        found.tell(Kind.LEFT_OVER, take.slate, path, message, harm=False)


def _told(found: Survey, lost: list[_Lost], intact: dict[str, list[Path]]) -> Iterator[Problem]:
    """The lost files as problems, each with where its bytes may still be had."""
    wanted = {wrong.file.hash: wrong.file.bytes for wrong in lost}
    for path in _strays(found, lost) if lost else ():
        with suppress(OSError):
            if path.stat().st_size in wanted.values():
                stored = fingerprint(path)
                if stored.hash in wanted:
                    intact[stored.hash].append(path)
    for wrong in lost:
        path = layout.inside(wrong.take.path, wrong.file.name)
        yield Problem(
            kind=wrong.kind,
            slate=str(wrong.take.slate),
            file=path.relative_to(found.series).as_posix(),
            message=wrong.message,
            copies=tuple(shown(str(copy)) for copy in intact.get(wrong.file.hash, ())),
            traces=tuple(_traces(wrong)),
        )


def _strays(found: Survey, lost: Iterable[_Lost]) -> Iterator[Path]:
    """Files that may be copies: what lies unlisted in any take, in the place of another lost picture as when two were
    swapped, and the file a lost picture was imported from.
    """
    for take in found.takes:
        yield from (*take.unlisted, *take.left_over)
        with suppress(OSError):
            yield from sorted((take.path / layout.SALVAGE).iterdir())
    for wrong in lost:
        yield layout.inside(wrong.take.path, wrong.file.name)
        if Path(wrong.picture.source).is_absolute():
            yield Path(wrong.picture.source)


def _traces(wrong: _Lost) -> Iterator[str]:
    """Where a person may look who wants the picture back."""
    if wrong.picture.camera:
        yield f"The card of {wrong.picture.camera} may still hold {wrong.picture.source or 'it'}."
    elif wrong.picture.source:
        yield f"It came as {wrong.picture.source}; the folder it came from may still hold it."
    frame = _finished_frame(wrong)
    if frame is not None:
        yield f"A finished frame made from it is in the series' cache: {frame.file}."


def _finished_frame(wrong: _Lost) -> FinishedFrame | None:
    with suppress(KomadoriError):
        record = read_finished(wrong.take.path)
        entry = record.entries.get(wrong.picture.number) if record else None
        if entry is not None and entry.source_hash == wrong.file.hash:
            return entry
    return None
