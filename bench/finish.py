"""What finishing costs: the usual recipe and each operation, against the least that any program must do.

The floor is decoding a photograph and encoding it again: as the film's H.264, and, of finishing alone, as 16-bit TIFF.
It is measured just before what is held against it, on the same photographs. Looking at the pictures (measures), solving
the take and making the pictures are told apart; each is the time until the last worker is done with it.
"""

import os
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
import simplejpeg

from bench.figures import Figure
from bench.takes import drawn, raw_shot, restless, shot
from komadori.deliver import PRESETS, export_shot
from komadori.deliver.ahead import ahead
from komadori.farm import Farm, map_frames, open_farm
from komadori.finish.catalogue import operations
from komadori.finish.recent import RECENT, Recent
from komadori.finish.recipe import Recipe, default_recipe, recipe_of
from komadori.finish.run import Report, finish_take
from komadori.picture import read, write
from komadori.picture.still import to_bits
from komadori.progress import finish as drive
from komadori.store import SeriesFolder, TakeFolder

SIZES = {"1080p": (1920, 1080, 12), "4K": (3840, 2160, 6), "6K RAW": (6144, 3456, 8)}
"""Width, height, and how many pictures."""
LOOK, CLEAN = "look.cube", "clean.jpg"
TRIES = 2
"""The better one counts."""
LONG = 15.0
"""Seconds after which nothing is tried again."""

ASKED: Mapping[str, Mapping[str, Any]] = {
    "develop": {},
    "hot_pixels": {},
    "stabilise": {},
    "deflicker": {},
    "dust": {},
    "rig": {"clean_plate": CLEAN, "marker": "#20e040"},
    "denoise": {},
    "key": {"screen": "#3a6a40"},
    "balance": {"temperature": 4300.0},
    "level": {"exposure": 0.2},
    "match": {"reference": "picture 2"},
    "grade": {"gamma": 1.2},
    "lut": {"file": LOOK},
    "saturation": {"saturation": 1.2},
    "rotate": {"angle": 0.7},
    "crop": {"left": 3.3},
    "scale": {"width": 1280},
    "background": {"colour": "#203040", "lies": "in front", "opacity": 0.3},
    "view": {},
    "retime": {"speed": 0.5, "between": "flow"},
}
"""What each operation is told, so that it has something to do; every recipe develops."""


def measure(*, quick: bool = False) -> Iterator[Figure]:
    """A take with a moving puppet, a rod, flicker and bumps, on all cores of this machine; one figure at a time."""
    if missing := set(operations()) - set(ASKED):
        raise ValueError(f"nothing is asked of {', '.join(sorted(missing))}")
    for size, (width, height, count) in SIZES.items():
        count = max(2, count // 2) if quick else count
        with tempfile.TemporaryDirectory() as name, open_farm() as farm:
            draw = raw_shot if "RAW" in size else shot
            series, take = draw(Path(name) / "series", width, height, count, restless)
            room = _Room(size=size, farm=farm, series=series, take=take, tries=1 if quick else TRIES)
            _lay_beside(series.path, width, height)
            list(map_frames(farm, read_size, room.photographs[: farm.workers] * 2))
            yield from room.usual()
            if "RAW" not in size:
                yield from room.each()
    yield _by_workers(6 if quick else 24)


def read_size(path: Path) -> int:
    """A worker's first errand: everything it needs is imported by then."""
    return int(read(path).data.size)


def read_and_write(paths: tuple[Path, Path]) -> None:
    """The floor of finishing: decode a photograph and write it as 16-bit TIFF."""
    photograph, to = paths
    write(to, to_bits(read(photograph).data, np.uint16), format="tiff16")


_SERVED: list[object] = []


@dataclass(frozen=True, slots=True)
class Afresh:
    """Runs `fn` in a worker that remembers no picture of any other attempt."""

    fn: Callable[[Any], Any]
    attempt: str

    def __call__(self, item: Any) -> Any:
        if self.attempt not in _SERVED:
            _SERVED[:] = [self.attempt]
            Recent.__init__(RECENT)
        return self.fn(item)


class Watched(Farm):
    """A farm that tells from when to when its workers were at each kind of work, for each operation."""

    def __init__(self, farm: Farm) -> None:
        self._farm, self._attempt = farm, os.urandom(8).hex()
        self._spans: dict[tuple[str, str], list[float]] = {}
        self._sent: dict[str, int] = defaultdict(int)

    @property
    def workers(self) -> int:
        return self._farm.workers

    def submit(self, fn: Callable[..., Any], /, *args: Any, **_named: Any) -> Future[Any]:
        (item,) = args
        kind, now = type(item).__name__, time.perf_counter()
        span = self._spans.setdefault((kind, getattr(getattr(item, "use", None), "use", "")), [now, now])
        self._sent[kind] += 1
        future = self._farm.submit(Afresh(fn, self._attempt), item)
        future.add_done_callback(lambda _: span.__setitem__(1, time.perf_counter()))
        return future

    def spent(self, kind: str) -> float:
        """Seconds."""
        return sum(end - begin for (which, _), (begin, end) in self._spans.items() if which == kind)

    def sent(self, kind: str) -> int:
        """Pieces of work."""
        return self._sent[kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Room:
    """A take of one size, what it is finished on, and how often each thing is tried."""

    size: str
    farm: Farm
    series: SeriesFolder
    take: TakeFolder
    tries: int

    @property
    def photographs(self) -> list[Path]:
        return [self.take.file(picture) for picture in self.take.pictures]

    @property
    def folder(self) -> Path:
        return self.series.path.parent

    def usual(self) -> Iterator[Figure]:
        """The usual recipe, once more with nothing changed, and as a film."""
        count, recipe = len(self.photographs), default_recipe()
        floor, (whole, watched, report) = self._held(recipe)
        yield self._figure("the usual recipe", floor, whole, watched)
        again = Watched(self.farm)
        kept: list[Report] = []
        spent = _timed(lambda: kept.append(drive(finish_take(self.take, recipe, self.series.cache, again))))
        yield Figure(
            what=f"{self.size}: the usual recipe again, nothing changed",
            value=f"{1000 * spent / count:.2f} ms a picture",
            against=f"{kept[0].made} made, {kept[0].kept} kept",
        )
        # Pictures without flicker are less work for the encoder, so the floor is told from the easier of both.
        done = [report.manifest.file(picture.number) for picture in self.take.pictures]
        finished = _timed(lambda: _encode(done, self.folder / "finished.mp4"))
        film = _timed(lambda: drive(export_shot(self.take, PRESETS["h264"], self.folder / "film.mp4", finished=True)))
        least = min(floor.film, finished)
        yield Figure(
            what=f"{self.size}: the usual recipe and its film as H.264, share of the floor",
            value=f"{100 * least / (whole + film):.0f} %",
            against=f"decode + encode alone: {1000 * floor.film / count:.0f} ms a photograph, "
            f"{1000 * finished / count:.0f} ms a finished picture; goal 60 %",
        )

    def each(self) -> Iterator[Figure]:
        """Every operation by itself."""
        for name, told in ASKED.items():
            floor, (whole, watched, _) = self._held(recipe_of((name, told)) if name != "develop" else recipe_of())
            asked = f" ({', '.join(f'{key} {value}' for key, value in told.items())})" if told else ""
            yield self._figure(name + asked, floor, whole, watched)

    def _held(self, recipe: Recipe) -> "tuple[_Floor, tuple[float, Watched, Report]]":
        """The floor, and the best of some tries: seconds, by what they went into, and what came of it."""
        floor = _Floor.of(self.farm, self.photographs, self.folder)
        made = [_made(self.farm, self.series, self.take, recipe)]
        while len(made) < self.tries and made[0][0] < LONG:
            made.append(_made(self.farm, self.series, self.take, recipe))
        return floor, min(made, key=lambda one: one[0])

    def _figure(self, what: str, floor: "_Floor", whole: float, watched: Watched) -> Figure:
        count = len(self.photographs)
        looked, solved = watched.spent("Measuring"), watched.spent("Solving")
        found = f"; looked at {1000 * looked / count:.0f} ms each" if looked else ""
        found += f", solved together {1000 * solved / count:.1f} ms each" if solved else ""
        woven = watched.sent("Weaving")
        found += (
            f"; {1000 * watched.spent('Weaving') / woven:.0f} ms for each of {woven} frames between" if woven else ""
        )
        film, stills = floor.film / whole, floor.stills / whole
        return Figure(
            what=f"{self.size}, {count} pictures: {what}",
            value=f"{count / whole:.1f} pictures/s in all; made {1000 * watched.spent('Finishing') / count:.0f} ms "
            f"each{found}",
            against=f"{film:.0%} of decode + encode as H.264, {1000 * floor.film / count:.0f} ms; "
            f"{stills:.0%} of decode + TIFF, {1000 * floor.stills / count:.0f} ms",
        )


@dataclass(frozen=True, slots=True)
class _Floor:
    """Seconds to decode some photographs and encode them, as a film and as stills."""

    film: float
    stills: float

    @classmethod
    def of(cls, farm: Farm, photographs: Sequence[Path], folder: Path) -> "_Floor":
        film = _timed(lambda: _encode(photographs, folder / "floor.mp4"))
        (folder / "floor").mkdir()
        jobs = [(path, folder / "floor" / f"{path.stem}.tif") for path in photographs]
        stills = _timed(lambda: list(map_frames(farm, read_and_write, jobs)))
        shutil.rmtree(folder / "floor")
        return cls(film, stills)


def _lay_beside(folder: Path, width: int, height: int) -> None:
    """A clean plate and a look, as files of the series."""
    (clean,) = drawn(width, height, 1)
    (folder / CLEAN).write_bytes(simplejpeg.encode_jpeg(clean, quality=95))
    steps = np.linspace(0, 1, 33)
    rows = [f"{red**1.1:.5f} {green:.5f} {blue**0.9:.5f}" for blue in steps for green in steps for red in steps]
    (folder / LOOK).write_text("\n".join(["LUT_3D_SIZE 33", *rows]), encoding="utf-8")


def _made(farm: Farm, series: SeriesFolder, take: TakeFolder, recipe: Recipe) -> tuple[float, Watched, Report]:
    """Seconds for the take, with nothing kept before, neither in files nor in a worker's memory."""
    shutil.rmtree(series.cache.folder, ignore_errors=True)
    watched, reports = Watched(farm), list[Report]()
    spent = _timed(lambda: reports.append(drive(finish_take(take, recipe, series.cache, watched))))
    return spent, watched, reports[0]


def _by_workers(count: int) -> Figure:
    cores = os.cpu_count() or 1
    told, alone = [], 0.0
    with tempfile.TemporaryDirectory() as name:
        series, take = shot(Path(name) / "series", 1920, 1080, count, restless)
        photographs = [take.file(picture) for picture in take.pictures]
        for workers in (number for number in (1, 2, 4, 8, 16) if number <= max(2, cores)):
            with open_farm(workers=workers) as farm:
                list(map_frames(farm, read_size, photographs[:workers] * 2))
                spent = min(_made(farm, series, take, default_recipe())[0] for _ in range(TRIES))
            alone = alone or spent
            told.append(f"{workers}: {count / spent:.1f} pictures/s, {alone / spent:.2f} times one's")
    return Figure(
        what=f"1080p: the usual recipe by workers, {count} pictures", value="; ".join(told), against=f"{cores} cores"
    )


def _encode(photographs: Sequence[Path], to: Path) -> None:
    """The floor of finish and export: each picture decoded and encoded as the preset asks, on all cores."""
    preset = PRESETS["h264"]

    def frame(path: Path) -> av.VideoFrame:
        pixels = to_bits(read(path).data, np.uint8)
        return av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format=preset.samples)

    height, width = read(photographs[0]).data.shape[:2]
    with av.open(str(to), "w") as container:
        stream = container.add_stream(preset.codec, rate=24, options=dict(preset.options))
        stream.width, stream.height, stream.pix_fmt = width, height, preset.samples
        stream.codec_context.thread_type = "AUTO"
        for decoded in ahead(frame, photographs):
            container.mux(stream.encode(decoded))
        container.mux(stream.encode())


def _timed(work: Callable[[], object]) -> float:
    if hasattr(os, "sync"):
        # Without it whoever writes second waits for what the first one wrote.
        os.sync()
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
