"""A take far longer than memory: how much memory finishing takes, by its length and by the pictures' size; and a kill.

What grows with the number of pictures does so whatever their size: ten thousand small ones tell it, photographs, sheet,
solving and manifest of a whole take. What grows with their size is told at 4K, by `komadori finish` as a person starts
it, killed in the middle with all its workers and started again. A finished 4K picture is 50 MB, so behind the run their
pixels are given back to the disk: each file keeps its tags and its length, by which a run knows that it is whole.

The photographs of the 4K take are a dozen drawn ones again and again, each file with a number of its own in a comment,
since photographs of one hash would be finished once. `python -m bench.long_take 10000` takes as many 4K pictures as it
is told, for those who have an hour or two and 20 GB.
"""

import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path

import numpy as np
import simplejpeg

from bench.figures import Figure
from bench.takes import SLATE, drawn, restless, shot
from komadori.farm import map_frames, open_farm
from komadori.finish.recipe import default_recipe, recipe_of
from komadori.finish.run import finish_take
from komadori.picture.tiff import TAGS
from komadori.progress import finish as drive
from komadori.store import Incoming, PictureFacts, SeriesFolder, TakeFolder, create_series

SMALL, LARGE = (96, 54), (3840, 2160)
DRAWN = 12
"""Pictures drawn of 4K; the take shows them again and again."""
LOOKING = 0.5
"""Seconds between two looks at the memory."""


def measure(*, quick: bool = False) -> Iterator[Figure]:
    """Memory by the pictures' size and by the take's length."""
    yield from by_size(40 if quick else 400)
    yield _averaged(4 if quick else 10)
    yield from _by_length(1_000 if quick else 10_000)


def by_size(count: int) -> Iterator[Figure]:
    """`count` pictures of 4K through the usual recipe, killed once and started again."""
    with tempfile.TemporaryDirectory() as name:
        series, take = _take(Path(name) / "series", LARGE, count, quality=90)
        first = _Run(series)
        first.until(count // 2)
        there = {path.name: path.stat().st_ino for path in first.made()}
        second = _Run(series)
        second.until(None)
        kept = sum(there.get(path.name) == path.stat().st_ino for path in second.made())
        finished = take.finished()
        held = np.array([total for _, total, _ in second.seen])
        quarters = [int(part.max()) if part.size else 0 for part in np.array_split(held, 4)]
        done = [number for number, _, _ in second.seen]
        alone = [parent for _, _, parent in second.seen]
    yield Figure(
        what=f"4K, {count:,} pictures: memory of all processes together, killed after {len(there):,} and resumed",
        value=f"at most {max(first.most, second.most):,.0f} MB; by quarters of the second run "
        f"{', '.join(f'{one:,}' for one in quarters)} MB",
        against=f"{os.cpu_count()} workers; a finished picture is 50 MB, {count:,} are {count * 0.0498:,.0f} GB",
    )
    yield Figure(
        what=f"4K, {count:,} pictures: what grows in the program itself as pictures are made",
        value=f"{1000 * _slope(done, alone):+.0f} MB for each 1,000 pictures",
        against=f"{max(alone, default=0):,.0f} MB at most",
    )
    yield Figure(
        what=f"4K, {count:,} pictures: after kill -9 of the whole family",
        value=f"{kept:,} of {len(there):,} finished pictures kept, {len(finished.entries) if finished else 0:,} in the "
        f"manifest",
        against=f"{count / (first.spent + second.spent):.1f} pictures/s over both runs, starting, looking and solving "
        "counted, the disk's own time hardly",
    )


@dataclass(slots=True)
class _Run:
    """`komadori finish` underway: how many pictures were finished and how many megabytes held, all processes and the
    first one alone, at every look."""

    series: SeriesFolder
    seen: list[tuple[int, float, float]] = field(default_factory=list)
    spent: float = 0.0
    _thin: set[str] = field(default_factory=set)

    @property
    def most(self) -> float:
        """Megabytes held at most by all processes together."""
        return max((total for _, total, _ in self.seen), default=0.0)

    def made(self) -> list[Path]:
        """The finished pictures."""
        return [path for path in self.series.cache.folder.glob("??/*.tif") if not path.name.startswith(".")]

    def until(self, count: int | None) -> None:
        """Run to the end, or until so many pictures are finished; then the whole family is killed."""
        words = [sys.executable, "-m", "komadori", "finish", str(SLATE)]
        began = time.perf_counter()
        with subprocess.Popen(
            words, cwd=self.series.path, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as run:
            killed = False
            while run.poll() is None:
                made = self._thinned()
                self.seen.append((made, *_held_by(run.pid)))
                if count is not None and made >= count:
                    os.killpg(run.pid, signal.SIGKILL)
                    killed = True
                    break
                time.sleep(LOOKING)
            if run.wait() and not killed:
                raise RuntimeError(f"`komadori finish` ended with {run.returncode}")
        self.spent = time.perf_counter() - began
        self._thinned()

    def _thinned(self) -> int:
        """Give the pixels of finished pictures back to the disk, and tell how many pictures there are."""
        made = self.made()
        for path in made:
            if path.name not in self._thin:
                size = path.stat().st_size
                with path.open("r+b") as file:
                    file.truncate(TAGS)
                    file.truncate(size)
                self._thin.add(path.name)
        return len(made)


def _held_by(family: int) -> tuple[float, float]:
    """Megabytes of all processes of a process group, what they share counted once, and of its first one alone."""
    held: dict[int, float] = {}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError):
            if os.getpgid(int(process.name)) == family:
                text = (process / "smaps_rollup").read_text(encoding="ascii")
                told = re.search(r"^Pss: +(\d+) kB", text, re.MULTILINE)
                held[int(process.name)] = int(told.group(1)) / 1000 if told else 0.0
    return sum(held.values()), held.get(family, 0.0)


def _slope(done: list[int], held: list[float]) -> float:
    """Megabytes for each picture made, over the second half of all looks while pictures were made."""
    half = slice(len(done) // 2, None)
    return float(np.polyfit(done[half], held[half], 1)[0]) if len(set(done[half])) > 1 else 0.0


def _by_length(count: int) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name:
        series, take = _take(Path(name) / "series", SMALL, count, quality=95)
        before = _held()
        with open_farm() as farm:
            began = time.perf_counter()
            report = drive(finish_take(take, default_recipe(), series.cache, farm))
            spent = time.perf_counter() - began
            workers = max(map_frames(farm, most_held, range(2 * farm.workers)))
            began = time.perf_counter()
            again = drive(finish_take(take, default_recipe(), series.cache, farm))
            kept = time.perf_counter() - began
        yield Figure(
            what=f"{count:,} small pictures: memory of the program, and of its largest worker",
            value=f"{_held() - before:.0f} MB more than before, {workers:.0f} MB",
            against=f"{1000 * spent / count:.1f} ms a picture, {report.made:,} made",
        )
        yield Figure(
            what=f"{count:,} small pictures finished again, nothing changed",
            value=f"{kept:.1f} s",
            against=f"{again.made} made",
        )


def _averaged(count: int) -> Figure:
    recipe = recipe_of(("stabilise", {}), ("deflicker", {}), ("denoise", {}))
    with tempfile.TemporaryDirectory() as name, open_farm(workers=1) as farm:
        series, take = shot(Path(name) / "series", *LARGE, count, restless)
        drive(finish_take(take, recipe, series.cache, farm))
        largest = max(map_frames(farm, most_held, range(2)))
    return Figure(what="4K, stabilise, deflicker, denoise: a worker's memory at its largest", value=f"{largest:.0f} MB")


def _take(folder: Path, size: tuple[int, int], count: int, quality: int) -> tuple[SeriesFolder, TakeFolder]:
    """A take of `count` photographs, no two files alike."""
    series = create_series(folder, title="Bench", rate=24)
    take = series.new_shot(SLATE, on=1).new_take()
    facts = PictureFacts(format="jpeg", width=size[0], height=size[1])
    # Small ones cost little to draw, and each in a light of its own is solved as a real take is.
    pictures = restless(*size, DRAWN) if size == LARGE else drawn(*size, count)
    encoded = [bytes(simplejpeg.encode_jpeg(picture, quality=quality)) for picture in pictures]
    with take.writer() as writer:
        for frame, data in enumerate(islice(cycle(encoded), count), 1):
            # After the first marker, the start of the image, stands a comment: its marker, its length, its words.
            named = data[:2] + b"\xff\xfe\x00\x0a" + b"%08d" % frame + data[2:]
            writer.keep([Incoming(name="a.jpg", data=named)], exposure="x1", frame=frame, length=1, facts=facts)
    return series, series.shot(SLATE).take(None)


def most_held(_nothing: int) -> float:
    """Megabytes that this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _held() -> float:
    """Megabytes that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    for figure in by_size(int(sys.argv[1])):
        print(f"{figure.what}: {figure.value} ({figure.against})")
