"""What colour costs and how right it is: each operation's time, charts, units made alike, OpenColorIO, camera RAW."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import PyOpenColorIO as OpenColorIO
import rawpy
import simplejpeg
from numpy.typing import NDArray

from bench.charts import any_shot, photograph
from bench.figures import Figure
from bench.given import Files, Given
from bench.takes import dng, drawn
from bench.units import units
from komadori.deliver import PRESETS
from komadori.finish.catalogue import operations
from komadori.finish.chain import srgb_codes
from komadori.finish.operation import Linear
from komadori.picture import ocio, read_raw
from komadori.picture.chart import NoChart, find_chart
from komadori.picture.chart_report import report_chart
from komadori.picture.colour import to_light
from komadori.picture.delta_e import delta_e, to_lab
from komadori.picture.same_set import match_pictures, match_tones

WIDTH, HEIGHT = 1920, 1080
SIX_K = (6016, 3384)


def measure(*, quick: bool = False) -> list[Figure]:
    """On one core, as shares of what decoding and encoding the same frame costs there."""
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        picture = next(drawn(WIDTH, HEIGHT, 1))
        with tempfile.TemporaryDirectory() as folder:
            return [
                *_costs(picture, Path(folder)),
                *_opencolorio(to_light(picture, "srgb")),
                *_charts(12 if quick else 100),
                *_units(3 if quick else 10),
                *_raw(Path(folder), *((1504, 846) if quick else SIX_K)),
            ]
    finally:
        cv2.setNumThreads(threads)


def _spent(work: Callable[[], object], times: int = 7) -> float:
    """Processor milliseconds, the least of some tries: others use the machine too."""
    taken = []
    for _ in range(times):
        began = time.process_time()
        work()
        taken.append(1000 * (time.process_time() - began))
    return min(taken)


def _floor(picture: NDArray[np.uint8]) -> tuple[float, float]:
    """Milliseconds to decode the frame from JPEG, and to encode it as the H.264 preset does."""
    packed = simplejpeg.encode_jpeg(picture, quality=95, colorsubsampling="422")
    return _spent(lambda: simplejpeg.decode_jpeg(packed)), _encoded(picture)


def _encoded(picture: NDArray[np.uint8], count: int = 12) -> float:
    preset = PRESETS["h264"]
    began = time.process_time()
    with tempfile.TemporaryDirectory() as folder, av.open(str(Path(folder) / "a.mp4"), "w") as container:
        stream = container.add_stream(preset.codec, rate=Fraction(24), options=dict(preset.options))
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, preset.samples
        for step in range(count):
            moved = np.roll(picture, step // 2 * 4, axis=1)
            frame = av.VideoFrame.from_ndarray(moved, format="rgb24").reformat(format=preset.samples)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return 1000 * (time.process_time() - began) / count


def _costs(picture: NDArray[np.uint8], folder: Path) -> Iterator[Figure]:
    decode, encode = _floor(picture)
    floor = decode + encode
    light = to_light(picture, "srgb")
    ramp = to_light(np.repeat(np.arange(256, dtype=np.uint8)[:, None, None], 3, axis=2), "srgb")
    yield Figure(
        what="the floor: a 1080p frame decoded from JPEG and encoded as H.264",
        value=f"{decode:.1f} + {encode:.0f} ms of one core",
    )
    for name, told, given in _asked(folder):
        operation = operations()[name]
        settings = {**operation.defaults, **told}
        words = ", ".join(f"{key} {value}" for key, value in told.items() if key != "file")
        curve = operation.curve
        if curve is not None:
            table = _spent(lambda curve=curve, given=given, settings=settings: curve(ramp, settings, given))
            whole = _spent(lambda curve=curve, given=given, settings=settings: curve(light, settings, given))
            yield Figure(
                what=f"{name}, its curve" + (f" ({words})" if words else ""),
                value=f"{table:.1f} ms a picture from JPEG: {100 * table / floor:.1f} % of the floor",
                against=f"{whole:.0f} ms, {100 * whole / floor:.0f} %, where light is asked for between operations",
            )
        apply = operation.apply
        if apply is not None:
            spent = _spent(lambda apply=apply, given=given, settings=settings: apply(light, settings, given))
            yield Figure(
                what=f"{name} ({words})" if curve is None else f"{name}, its matrix",
                value=f"{spent:.0f} ms: {100 * spent / floor:.0f} % of the floor",
            )


def _asked(folder: Path) -> Iterator[tuple[str, dict[str, Any], Given]]:
    """Operations with settings that use what they have."""
    look = folder / "look.cube"
    steps = np.linspace(0, 1, 33)
    grid = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1).transpose(2, 1, 0, 3).reshape(-1, 3)
    body = "\n".join(" ".join(f"{value:.6f}" for value in row) for row in grid**1.1)
    look.write_text(f"LUT_3D_SIZE 33\n{body}\n", encoding="utf-8")
    mixing = np.array([[1.1, -0.06, -0.04], [0.02, 0.95, 0.03], [0.0, -0.05, 1.05]])
    yield "balance", {"temperature": 3200.0}, Given()
    yield "match", {}, Given(numbers=tuple(np.linspace(0.1, 0.5, 21)), field=mixing)
    yield "grade", {"gamma": 1.2, "lift": 0.01, "curve": "0 0, 0.4 0.5, 1 1"}, Given()
    yield "saturation", {"saturation": 1.2}, Given()
    yield "lut", {"codes": "srgb"}, Given(holdings=Files(look))
    yield "view", {"exact": True}, Given()
    yield "view", {"exact": False}, Given()
    yield "view", {"view": "Un-tone-mapped"}, Given()


def _opencolorio(light: Linear) -> Iterator[Figure]:
    """How far our finished codes are from what OpenColorIO makes, and what it costs by itself."""
    config = OpenColorIO.Config.CreateFromBuiltinConfig(ocio.ACES)
    transform = OpenColorIO.DisplayViewTransform(
        src="Linear Rec.709 (sRGB)",
        display="sRGB - Display",
        view=config.getDefaultView("sRGB - Display"),
    )
    processor = config.getProcessor(transform).getDefaultCPUProcessor()
    theirs = light.copy()
    processor.applyRGB(theirs)
    wanted = np.rint(np.clip(theirs, 0, 1) * 65535).astype(int)
    alone = _spent(lambda: processor.applyRGB(light.copy()), 3)
    view = operations()["view"]
    apply = view.apply
    if apply is None:
        raise RuntimeError("view applies nothing")
    off = {}
    for exact in (True, False):
        settings = {**view.defaults, "exact": exact}
        off[exact] = np.abs(srgb_codes(apply(light, settings, Given())).astype(int) - wanted)  # type: ignore[arg-type]
    yield Figure(
        what="ACES view, finished codes against OpenColorIO's own",
        value=f"at most {off[True].max()} of 65,535 off; by the quick cube at most {off[False].max() / 257:.2f} of 255 "
        f"and {off[False].mean() / 257:.3f} on average",
        against=f"OpenColorIO's processor alone: {alone:.0f} ms",
    )


def _charts(count: int) -> Iterator[Figure]:
    """Charts found, and how far off colours are before and after, beside OpenCV's finder on the same pictures."""
    found, theirs = 0, 0
    before, after, taken = [], [], []
    for seed in range(count):
        shot = any_shot(seed)
        taken_picture = photograph(shot)
        light = to_light(taken_picture.codes, "srgb")
        theirs += _by_opencv(taken_picture.codes, taken_picture.centres)
        began = time.process_time()
        try:
            chart = find_chart(light)
        except NoChart:
            continue
        taken.append(1000 * (time.process_time() - began))
        away = np.abs(chart.corners.mean(axis=1) * shot.width - taken_picture.centres).max()
        found += bool(away < 0.2 * shot.large * shot.width / 7)
        try:
            report = report_chart(light)
        except NoChart:
            continue
        before.append(report.mean("exposed"))
        after.append(report.mean("after"))
    yield Figure(
        what=f"ColorCheckers found in {count} photographs: any light, turned, tilted, noisy, soft",
        value=f"{found}, in {statistics.median(taken):.0f} ms of one core",
        against=f"OpenCV's `mcc`: {theirs}" if hasattr(cv2, "mcc") else "OpenCV has no `mcc` here",
    )
    yield Figure(
        what="CIEDE2000 of the patches, mean over all: exposure set alone, matched",
        value=f"{statistics.mean(before):.1f} → {statistics.mean(after):.2f}, the worst photograph {max(after):.2f}",
        against="about 1 is seen side by side",
    )


def _by_opencv(codes: NDArray[np.uint8], centres: NDArray[np.float64]) -> bool:
    if not hasattr(cv2, "mcc"):
        return False
    finder = cv2.mcc.CCheckerDetector_create()
    if not finder.process(np.ascontiguousarray(codes[..., ::-1]), 1):
        return False
    box = np.array(finder.getBestColorChecker().getBox())
    return bool(np.abs(box.mean(axis=0) - centres.mean(axis=0)).max() < np.ptp(centres, axis=0).max() / 10)


def _units(count: int) -> Iterator[Figure]:
    """Units on one set: how far their colours are from the first one's before and after."""
    picture = next(drawn(960, 540, 1, seed=11))
    seen = list(units(picture, count))
    wanted = to_light(seen[0].codes, "srgb")
    results: dict[str, list[float]] = {"as shot": [], "matched": [], "tones": []}
    spent = []
    for unit in seen[1:]:
        light, truth = to_light(unit.codes, "srgb"), to_light(unit.truth, "srgb")
        began = time.process_time()
        match, _ = match_pictures(light, wanted)
        spent.append(time.process_time() - began)
        for name, one in (("as shot", light), ("matched", match(light)), ("tones", match_tones(light, wanted)(light))):
            results[name].append(_apart(np.clip(one, 0, 1), truth))
    words = {name: f"{statistics.mean(values):.2f} (worst {max(values):.2f})" for name, values in results.items()}
    yield Figure(
        what=f"{count} units on one set, CIEDE2000 from the first one's camera: before, matched",
        value=f"{words['as shot']} → {words['matched']}, {statistics.median(spent):.1f} s of one core a unit",
        against=f"mean and spread of each channel (after Reinhard): {words['tones']}",
    )


def _apart(one: Linear, other: Linear) -> float:
    """The median over the picture's places: clipped ones are lost whatever one does."""
    small = [cv2.resize(each, (96, 54), interpolation=cv2.INTER_AREA) for each in (one, other)]
    return float(np.median(delta_e(to_lab(small[0]), to_lab(small[1]))))


def _raw(folder: Path, width: int, height: int) -> Iterator[Figure]:
    """Camera RAW to light, whole and binned, against what unpacking the file alone costs."""
    picture = next(drawn(width, height, 1))
    path = folder / "negative.dng"
    dng(path, to_light(picture, "srgb"))
    balance = (2.0, 1.0, 1.6, 1.0)

    def unpacked() -> None:
        with rawpy.imread(str(path)) as raw:
            int(raw.raw_image[0, 0])

    unpack, whole, half = (
        _spent(work, 3)
        for work in (unpacked, lambda: read_raw(path, balance), lambda: read_raw(path, balance, half=True))
    )
    yield Figure(
        what=f"camera RAW of {width} x {height} to scene-linear light",
        value=f"whole {whole / 1000:.2f} s, binned 2 x 2 for measures and previews {half / 1000:.2f} s of one core",
        against=f"unpacking the sensor's data alone {unpack / 1000:.2f} s",
    )
