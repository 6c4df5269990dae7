"""What finishing costs: the usual recipe and each operation, against the least that any program must do.

The floor is decoding a photograph and encoding it again: as the film's H.264, and, of finishing alone, as 16-bit TIFF.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import av
import numpy as np

from bench.figures import Figure
from bench.takes import raw_shot, shot
from komadori.deliver import PRESETS, export_shot
from komadori.deliver.ahead import ahead
from komadori.farm import Farm, map_frames, open_farm
from komadori.finish.recipe import default_recipe, recipe_of
from komadori.finish.run import Report, finish_take
from komadori.picture import read, write
from komadori.picture.still import to_bits
from komadori.progress import finish as drive
from komadori.store import SeriesFolder, TakeFolder

SIZES = {"1080p": (1920, 1080), "4K": (3840, 2160), "6K RAW": (6144, 3456)}

ASKED: Mapping[str, Mapping[str, Any]] = {
    "balance": {"temperature": 4300.0},
    "crop": {"left": 3.3},
    "grade": {"gamma": 1.2},
    "key": {"screen": "#3a6a40"},
    "level": {"exposure": 0.2},
    "rig": {"clean_plate": "picture 1", "marker": "#b08040"},
    "rotate": {"angle": 0.7},
    "saturation": {"saturation": 1.2},
    "scale": {"width": 1280},
}
"""What operations are told that do nothing unless they are told something."""

LEFT_OUT = ("develop", "background", "lut", "match", "retime")
"""The opener is in every figure; the others need files of their own and have figures in rooms of their own."""


def measure(*, quick: bool = False) -> list[Figure]:
    """Takes of JPEGs with a moving puppet, on all cores of this machine."""
    from komadori.finish.catalogue import operations

    figures: list[Figure] = []
    for size, (width, height) in SIZES.items():
        count = {"1080p": 6 if quick else 12, "4K": 2 if quick else 4, "6K RAW": 2}[size]
        with tempfile.TemporaryDirectory() as name, open_farm() as farm:
            series, take = (raw_shot if "RAW" in size else shot)(Path(name) / "series", width, height, count)
            photographs = [take.file(picture) for picture in take.pictures]
            list(map_frames(farm, read_size, photographs[: farm.workers] * 2))
            figures += _usual(size, farm, series, take, photographs)
            names = [] if "RAW" in size else [name for name in operations() if name not in LEFT_OUT]
            figures += _operations(size, names, farm, series, take, photographs)
    return [*figures, *_by_workers(8 if quick else 24)]


def read_size(path: Path) -> int:
    """A worker's first errand: everything it needs is imported by then."""
    return int(read(path).data.size)


def read_and_write(paths: tuple[Path, Path]) -> None:
    """The floor of finishing: decode a photograph and write it as 16-bit TIFF."""
    photograph, to = paths
    write(to, to_bits(read(photograph).data, np.uint16), format="tiff16")


def _usual(
    size: str, farm: Farm, series: SeriesFolder, take: TakeFolder, photographs: Sequence[Path]
) -> Iterator[Figure]:
    count, folder = len(photographs), series.path.parent
    reports: list[Report] = []
    least = made = float("inf")
    for _ in range(3):
        # Both write a gigabyte and more; in turn, so that neither finds freer memory or a busier disk.
        least = min(least, _floor(farm, photographs, folder))
        shutil.rmtree(series.cache.folder, ignore_errors=True)
        made = min(made, _timed(lambda: reports.append(drive(finish_take(take, default_recipe(), series.cache, farm)))))
    again = _timed(lambda: reports.append(drive(finish_take(take, default_recipe(), series.cache, farm))))
    done = [reports[-1].manifest.file(picture.number) for picture in take.pictures]
    # Pictures without flicker are less work for the encoder, so the floor is told from the easier of both.
    from_photographs = _timed(lambda: _encode(photographs, folder / "floor.mp4"))
    from_finished = _timed(lambda: _encode(done, folder / "floor-finished.mp4"))
    film = _timed(lambda: drive(export_shot(take, PRESETS["h264"], folder / "film.mp4", finished=True)))
    yield Figure(
        what=f"{size}: the usual recipe, measured, solved, made and written",
        value=f"{count / made:.1f} pictures/s, {1000 * made / count:.0f} ms each",
        against=f"{count / least:.1f} pictures/s for decode + TIFF write alone: {100 * least / made:.0f} % of it",
    )
    yield Figure(
        what=f"{size}: again, nothing changed",
        value=f"{1000 * again / count:.2f} ms a picture",
        against=f"{reports[-1].made} made, {reports[-1].kept} kept",
    )
    yield Figure(
        what=f"{size}: finish + export as H.264, share of the floor",
        value=f"{100 * min(from_photographs, from_finished) / (made + film):.0f} %",
        against=f"decode + encode alone: {1000 * from_photographs / count:.0f} ms a photograph, "
        f"{1000 * from_finished / count:.0f} ms a finished picture; goal 60 %",
    )


def _operations(
    size: str,
    names: Sequence[str],
    farm: Farm,
    series: SeriesFolder,
    take: TakeFolder,
    photographs: Sequence[Path],
) -> Iterator[Figure]:
    count = len(photographs)
    both = _timed(lambda: _encode(photographs, series.path.parent / "floor.mp4"))
    bare = _made(farm, series, take, [])
    for name in names:
        spent = _made(farm, series, take, [(name, ASKED.get(name, {}))])
        yield Figure(
            what=f"{size}: {name}",
            value=f"{count / spent:.1f} pictures/s; {1000 * (spent - bare) / count:.0f} ms more than developing",
            against=f"{100 * both / spent:.0f} % of decode + encode as H.264, {1000 * both / count:.0f} ms",
        )


def _made(farm: Farm, series: SeriesFolder, take: TakeFolder, asked: Sequence[tuple[str, Mapping[str, Any]]]) -> float:
    """Seconds for the take, with nothing kept before."""
    shutil.rmtree(series.cache.folder, ignore_errors=True)
    return _timed(lambda: drive(finish_take(take, recipe_of(*asked), series.cache, farm)))


def _by_workers(count: int) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name:
        series, take = shot(Path(name) / "series", 1920, 1080, count)
        photographs = [take.file(picture) for picture in take.pictures]
        spent = {}
        for workers in (1, 2):
            with open_farm(workers=workers) as farm:
                list(map_frames(farm, read_size, photographs[:workers] * 2))
                spent[workers] = _made(farm, series, take, [("stabilise", {}), ("deflicker", {})])
        yield Figure(
            what="stabilise and deflicker: two workers against one",
            value=f"{spent[1] / spent[2]:.2f} times as fast",
            against=f"{os.cpu_count()} cores",
        )


def _floor(farm: Farm, photographs: Sequence[Path], folder: Path) -> float:
    (folder / "floor").mkdir()
    jobs = [(path, folder / "floor" / f"{path.stem}.tif") for path in photographs]
    spent = _timed(lambda: list(map_frames(farm, read_and_write, jobs)))
    shutil.rmtree(folder / "floor")
    return spent


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
