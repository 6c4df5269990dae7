"""What it costs that no picture is ever lost: a commit against the bare write, and opening series of every size."""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.figures import Figure
from bench.records import picture_lines, write_series, write_take
from komadori.film import Shot, Slate
from komadori.store import Disk, Incoming, PictureFacts, TakeFolder, TakeWriter, layout, open_series
from komadori.store.records import shot_bytes

FACTS = PictureFacts(format="jpeg", width=6000, height=4000)
SLATE = Slate(episode="ep01", scene="sc010", shot="sh010")
FEW, MANY = 10, 200_000
SIZES = ((1, 15, 2_200), (4, 150, 22_000), (13, 1_500, 220_000))
"""Episodes, shots and pictures; the last is the real series of the field."""


class Unsynced(Disk):
    """The real disk, forced down to nowhere, to see what forcing costs."""

    def sync(self, descriptor: int) -> None:
        """Do nothing."""


def measure(*, quick: bool = False) -> list[Figure]:
    """Commit latency by size and by number, and the time to open a series by its size."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        figures = [*_commits(root, 8 if quick else 60), *_by_number(root, 10 if quick else 100, FEW if quick else MANY)]
        for size in SIZES[:1] if quick else SIZES:
            figures += _opening(root, *size)
    return figures


def _commits(root: Path, rounds: int) -> list[Figure]:
    """A JPEG of 3 MB and a RAW of 25 MB, kept and written bare in turns."""
    figures = []
    with _take(root / "commit", 0).writer() as writer, _take(root / "unsynced", 0, Unsynced()).writer() as loose:
        for name, size in (("JPEG of 3 MB", 3_000_000), ("RAW of 25 MB", 25_000_000)):
            bare, kept, unsynced = [], [], []
            for turn in range(rounds):
                data = os.urandom(size)
                path = root / f"bare{turn}"
                bare.append(_timed(lambda: _bare(path, data)))  # noqa: B023 - called at once
                kept.append(_timed(lambda: _keep(writer, data)))  # noqa: B023
                unsynced.append(_timed(lambda: _keep(loose, data)))  # noqa: B023
                path.unlink()
                # The disk's room is not what is measured.
                for taken in (writer, loose):
                    (taken.path / taken.pictures[-1].file).unlink()
            added = [mine - theirs for mine, theirs in zip(kept, bare, strict=True)]
            figures += [
                Figure(what=f"commit, {name}", value=_spread(kept), against=f"bare write + fsync: {_spread(bare)}"),
                Figure(what=f"commit, {name}, without fsync", value=_spread(unsynced)),
                Figure(what=f"what a commit adds, {name}", value=_spread(added), against="goal: less than 20 ms p50"),
            ]
    return figures


def _by_number(root: Path, rounds: int, many: int) -> list[Figure]:
    """The same small picture added to a short take and to a very long one, in turns."""
    data = os.urandom(300_000)
    early, late = _take(root / "early", FEW), _take(root / "late", many)
    opening = time.perf_counter()
    with late.writer() as last:
        opened = time.perf_counter() - opening
        with early.writer() as first:
            times: dict[int, list[float]] = {FEW: [], many: []}
            for _ in range(rounds):
                times[FEW].append(_timed(lambda: _keep(first, data)))
                times[many].append(_timed(lambda: _keep(last, data)))
    return [
        Figure(
            what=f"commit of 300 kB at picture {many:,}",
            value=_spread(times[many]),
            against=f"at picture {FEW}: {_spread(times[FEW])}",
        ),
        Figure(what=f"opening a take of {many:,} pictures for writing", value=f"{opened:.1f} s"),
    ]


def _opening(root: Path, episodes: int, shots: int, pictures: int) -> list[Figure]:
    folder = root / f"series{shots}"
    write_series(folder, episodes=episodes, shots=shots, pictures=pictures)
    afresh = _timed(lambda: open_series(folder).shots())
    indexed = statistics.median(_timed(lambda: open_series(folder).shots()) for _ in range(5))
    name = f"{episodes} episodes, {shots:,} shots, {pictures:,} pictures"
    goal = ("goal: less than 1 s", "goal: less than 60 s") if shots == SIZES[-1][1] else ("", "")
    return [
        Figure(what=f"opening {name}", value=f"{indexed:.2f} s", against=goal[0]),
        Figure(what="the same with the index deleted", value=f"{afresh:.1f} s", against=goal[1]),
    ]


def _take(folder: Path, pictures: int, disk: Disk | None = None) -> TakeFolder:
    """A take of so many pictures, as records."""
    path = folder / str(SLATE)
    write_take(path / "tk01", 1, "1" * 32, picture_lines(pictures))
    shot = Shot(id="2" * 32, slate=SLATE)
    (path / layout.SHOT_FILE).write_bytes(shot_bytes(shot))
    return TakeFolder(path / "tk01", SLATE.of_take(1), shot, folder / "cache", disk or Disk())


def _keep(writer: TakeWriter, data: bytes) -> None:
    frame = writer.sheet.frames + 1
    writer.keep([Incoming(name="a.jpg", data=data)], exposure="x1", frame=frame, facts=FACTS)


def _bare(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _spread(seconds: Sequence[float]) -> str:
    """p50 and p99 in milliseconds."""
    ordered = sorted(seconds)
    p99 = ordered[min(len(ordered) - 1, round(0.99 * len(ordered)))]
    return f"{1000 * statistics.median(ordered):.1f} ms p50, {1000 * p99:.1f} ms p99"


if __name__ == "__main__":
    for figure in measure():
        print(f"{figure.what}: {figure.value}" + (f" ({figure.against})" if figure.against else ""))
