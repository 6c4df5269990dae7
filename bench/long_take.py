"""A take far longer than memory: ten thousand pictures through the whole of finishing, and how large a worker grows.

The pictures of the long take are small, so that an hour's shoot fits a bench: what grows with their number does so
whatever their size. How much a picture's size asks of a worker is measured by itself, at 4K.
"""

import os
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import simplejpeg

from bench.figures import Figure
from bench.takes import SLATE, drawn, shot
from komadori.farm import map_frames, open_farm
from komadori.finish.recipe import default_recipe, recipe_of
from komadori.finish.run import finish_take
from komadori.progress import finish as drive
from komadori.store import Incoming, PictureFacts, TakeFolder, create_series

SMALL = (96, 54)


def measure(*, quick: bool = False) -> list[Figure]:
    """Memory by the take's length, and by the pictures' size."""
    return [*_by_length(2_000 if quick else 10_000), *_by_size(8 if quick else 24)]


def _by_length(count: int) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name:
        series, take = _long(Path(name) / "series", count)
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
            what=f"{count:,} pictures: memory of the program, and of its largest worker",
            value=f"{_held() - before:.0f} MB more than before, {workers:.0f} MB",
            against=f"{1000 * spent / count:.1f} ms a picture, {report.made:,} made",
        )
        yield Figure(
            what=f"{count:,} pictures finished again, nothing changed",
            value=f"{kept:.1f} s",
            against=f"{again.made} made",
        )


def _long(folder: Path, count: int) -> tuple[object, TakeFolder]:
    series = create_series(folder, title="Bench", rate=24)
    take = series.new_shot(SLATE, on=1).new_take()
    facts = PictureFacts(format="jpeg", width=SMALL[0], height=SMALL[1])
    with take.writer() as writer:
        for frame, picture in enumerate(drawn(*SMALL, count), 1):
            encoded = simplejpeg.encode_jpeg(picture, quality=95)
            writer.keep([Incoming(name="a.jpg", data=encoded)], exposure="x1", frame=frame, length=1, facts=facts)
    return series, series.shot(SLATE).take(None)


def _by_size(count: int) -> Iterator[Figure]:
    recipes = {
        "the default recipe": default_recipe(),
        "stabilise, deflicker, denoise": recipe_of(("stabilise", {}), ("deflicker", {}), ("denoise", {})),
    }
    for what, recipe in recipes.items():
        with tempfile.TemporaryDirectory() as name, open_farm(workers=1) as farm:
            series, take = shot(Path(name) / "series", 3840, 2160, count)
            drive(finish_take(take, recipe, series.cache, farm))
            largest = max(map_frames(farm, most_held, range(2)))
            yield Figure(what=f"4K, {what}: a worker's memory at its largest", value=f"{largest:.0f} MB")


def most_held(_nothing: int) -> float:
    """Megabytes that this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _held() -> float:
    """Megabytes that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
