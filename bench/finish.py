"""What finishing costs against the least that any program must do, and against FFmpeg's deflicker."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import simplejpeg

from bench.figures import Figure
from bench.flicker import Shown, Take, pictures, residue, through_ffmpeg
from komadori.deliver import PRESETS, export_shot
from komadori.deliver.ahead import ahead
from komadori.farm import Farm, map_frames, open_farm
from komadori.film import Slate
from komadori.finish.chain import Step, finished
from komadori.finish.operation import Moment, Still
from komadori.finish.ops import deflicker
from komadori.finish.recipe import default_recipe
from komadori.finish.run import Report, finish_take
from komadori.picture import read, read_proxy, write
from komadori.picture.colour import to_light
from komadori.picture.still import to_bits
from komadori.progress import finish as drive
from komadori.store import Incoming, PictureFacts, SeriesFolder, TakeFolder, create_series

SLATE = Slate.parse("ep01/sc010/sh010")
WIDTH, HEIGHT = 1920, 1080


def measure(*, quick: bool = False) -> list[Figure]:
    """A take of 1920 x 1080 JPEGs with a moving puppet and known flicker, on all cores of this machine."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shown = list(pictures(Take(width=WIDTH, height=HEIGHT, frames=24 if quick else 96)))
        series = _shoot(folder / "series", shown)
        take = series.shot(SLATE).take(None)
        photographs = [take.file(picture) for picture in take.pictures]
        with open_farm() as farm:
            list(map_frames(farm, read_size, photographs[: farm.workers] * 2))
            return [
                *_against_the_floor(farm, series, take, photographs, folder),
                *_steps(photographs[0], folder),
                *_against_ffmpeg(photographs, shown, take),
            ]


def _shoot(folder: Path, shown: Sequence[Shown]) -> SeriesFolder:
    series = create_series(folder, title="Bench", rate=Fraction(24))
    take = series.new_shot(SLATE, on=1).new_take()
    facts = PictureFacts(format="jpeg", width=WIDTH, height=HEIGHT)
    with take.writer() as writer:
        for frame, one in enumerate(shown, 1):
            data = simplejpeg.encode_jpeg(one.picture, quality=95, colorsubsampling="422")
            writer.keep([Incoming(name="a.jpg", data=data)], exposure="x1", frame=frame, length=1, facts=facts)
    return series


def read_size(path: Path) -> int:
    """A worker's first errand: everything it needs is imported by then."""
    return int(read(path).data.size + finished(path, [Step(use="develop", settings=_defaults("develop"))]).size)


def read_and_write(paths: tuple[Path, Path]) -> None:
    """The floor of finishing: decode a photograph and write it as 16-bit TIFF."""
    photograph, to = paths
    write(to, to_bits(read(photograph).data, np.uint16), format="tiff16")


def _against_the_floor(
    farm: Farm, series: SeriesFolder, take: TakeFolder, photographs: list[Path], folder: Path
) -> list[Figure]:
    count = len(photographs)
    reports: list[Report] = []
    jobs = [(path, folder / "floor" / f"{path.stem}.tif") for path in photographs]
    least = made = float("inf")
    for _ in range(3):
        # Both write a gigabyte and more; in turn, so that neither finds freer memory or a busier disk.
        (folder / "floor").mkdir()
        least = min(least, _timed(lambda: list(map_frames(farm, read_and_write, jobs))))
        shutil.rmtree(folder / "floor")
        shutil.rmtree(series.cache.folder, ignore_errors=True)
        made = min(made, _timed(lambda: reports.append(drive(finish_take(take, default_recipe(), series.cache, farm)))))
    again = _timed(lambda: reports.append(drive(finish_take(take, default_recipe(), series.cache, farm))))
    # Pictures without flicker are less work for the encoder, so the floor is told from the easier of both.
    pictures_done = [reports[-1].manifest.file(picture.number) for picture in take.pictures]
    from_photographs = _timed(lambda: _encode(photographs, folder / "floor.mp4"))
    from_finished = _timed(lambda: _encode(pictures_done, folder / "floor-finished.mp4"))
    least_film = min(from_photographs, from_finished)
    movie = folder / "film.mp4"
    film = _timed(lambda: drive(export_shot(take, PRESETS["h264"], movie, finished=True)))
    both = least_film / (made + film)
    return [
        Figure(
            what="finish: develop, deflicker, write",
            value=f"{count / made:.0f} pictures/s, {1000 * made / count:.1f} ms each",
            against=f"{count / least:.0f} pictures/s for decode + TIFF write alone: {100 * least / made:.0f} % of it",
        ),
        Figure(
            what="finish again, nothing changed",
            value=f"{1000 * again / count:.2f} ms a picture",
            against=f"{reports[-1].made} made, {reports[-1].kept} kept",
        ),
        Figure(
            what="finish + export as H.264, share of the floor",
            value=f"{100 * both:.0f} %",
            against=f"decode + encode alone: {1000 * from_photographs / count:.0f} ms a photograph, "
            f"{1000 * from_finished / count:.0f} ms a finished picture; goal 60 %",
        ),
    ]


def _encode(photographs: Sequence[Path], to: Path) -> None:
    """The floor of finish and export: each picture decoded and encoded as the preset asks, on all cores."""
    preset = PRESETS["h264"]

    def frame(path: Path) -> av.VideoFrame:
        pixels = to_bits(read(path).data, np.uint8)
        return av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format=preset.samples)

    with av.open(str(to), "w") as container:
        stream = container.add_stream(preset.codec, rate=24, options=dict(preset.options))
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, preset.samples
        stream.codec_context.thread_type = "AUTO"
        for decoded in ahead(frame, photographs):
            container.mux(stream.encode(decoded))
        container.mux(stream.encode())


def _steps(photograph: Path, folder: Path) -> list[Figure]:
    chain = [
        Step(use="develop", settings=_defaults("develop")),
        Step(use="deflicker", settings=_defaults("deflicker"), solved=(0.1, 0.0, -0.1)),
    ]
    codes = finished(photograph, chain)
    decode = _best(lambda: read(photograph))
    table = _best(lambda: finished(photograph, chain)) - decode
    wrote = _best(lambda: write(folder / "one.tif", codes, format="tiff16"))
    looked = _best(lambda: deflicker.measure(_still(photograph)))
    value = f"{decode:.1f} + {table:.1f} + {wrote:.1f} ms, and {looked:.1f} ms to measure"
    return [Figure(what="one picture on one core: decode + table + write", value=value)]


def _against_ffmpeg(photographs: Sequence[Path], shown: Sequence[Shown], take: TakeFolder) -> list[Figure]:
    ours: list[tuple[float, ...]] = []
    spent = _processor(lambda: ours.extend(_ours(photographs)))
    theirs = _processor(lambda: through_ffmpeg([simplejpeg.decode_jpeg(path.read_bytes()) for path in photographs]))
    manifest = take.finished()
    if manifest is None:
        raise RuntimeError("the take was not finished")
    done = [read(manifest.file(picture.number)).data for picture in take.pictures]
    left = residue(done, shown)
    careless = residue([one.picture for one in shown], shown)
    peers = {size: residue(through_ffmpeg([one.picture for one in shown], size), shown) for size in (5, 15)}
    told = ", ".join(f"size {size}: {peer['flicker']:.3f} %, {peer['drift']:.2f} %" for size, peer in peers.items())
    return [
        Figure(
            what="decode + deflicker, processor time a picture",
            value=f"{1000 * spent / len(shown):.1f} ms",
            against=f"FFmpeg deflicker: {1000 * theirs / len(shown):.1f} ms, {theirs / spent:.1f} times ours",
        ),
        Figure(
            what="flicker left, and drift from the truth",
            value=f"{left['flicker']:.3f} %, {left['drift']:.2f} %",
            against=f"photographs: {careless['flicker']:.3f} %, {careless['drift']:.2f} %; FFmpeg deflicker {told}",
        ),
    ]


def _ours(photographs: Sequence[Path]) -> list[tuple[float, ...]]:
    """Measure, solve and correct every picture; nothing is written, as nothing is by the filter."""
    moments = [Moment(frame=at, measure=deflicker.measure(_still(path))) for at, path in enumerate(photographs, 1)]
    solved = deflicker.solve(moments, _defaults("deflicker"))
    for path, gains in zip(photographs, solved, strict=True):
        develop = Step(use="develop", settings=_defaults("develop"))
        finished(path, [develop, Step(use="deflicker", settings=_defaults("deflicker"), solved=gains)])
    return solved


def _still(photograph: Path) -> Still:
    return Still(path=photograph, small=lambda: to_light(read_proxy(photograph, 256), "srgb"))


def _defaults(name: str) -> dict[str, bool | int | float | str]:
    return next(dict(one.settings) for one in default_recipe().chosen if one.operation.name == name)


def _timed(work: Callable[[], object]) -> float:
    if hasattr(os, "sync"):
        # Without it whoever writes second waits for what the first one wrote.
        os.sync()
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _processor(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _best(work: Callable[[], object]) -> float:
    """Milliseconds of the quickest of ten: what the work itself costs, where others use the machine too."""
    times = []
    for _ in range(10):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return 1000 * min(times)
