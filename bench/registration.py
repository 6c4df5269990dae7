"""How exactly bumped pictures are put back, beside what others find of the same pictures."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import av
import av.filter
import cv2
import numpy as np
from numpy.typing import NDArray

from bench.bumped import Bump, Set, Square, corners_off, knock
from bench.figures import Figure
from bench.slips import SETS
from komadori.finish.bumps.axes import driven
from komadori.finish.bumps.intended import way
from komadori.finish.bumps.places import base
from komadori.finish.bumps.reading import size
from komadori.finish.framing import resampled
from komadori.finish.operation import Framing, Moment, Stretch
from komadori.finish.ops import stabilise
from komadori.picture.agreement import Model
from komadori.picture.colour import linear_to_srgb, to_light
from komadori.picture.registration import registered, sight

Codes = NDArray[np.uint8]
SHAPE = 9 / 16
LENS = 2880.0
"""Pixels that a camera of the ways sees aside at 45 degrees."""
TILT = 0.01
"""Shares of the width by which a tilt draws the picture's sides together."""
BUMPS = (0.05, 0.3, 1.0, 4.0, 12.0, 25.0, 40.0, 40.0)
TILTED = ((3, 77), (100, 100_077))
"""Seeds of the sets and of the bumps that tilt the camera. In one picture of the second the puppet goes almost where
the camera does."""
Method = Callable[[Codes, Codes], Square | None]
"""Where the second picture lies in the first, 3 x 3 in pixels of places (0, 0) at a pixel's middle."""


def measure(*, quick: bool = False) -> list[Figure]:
    """Pairs of pictures on five sets, with `quick` two; and takes of which some pictures are bumped."""
    cv2.setNumThreads(1)
    kinds = SETS[:2] if quick else SETS
    bumps = BUMPS[2::3] if quick else BUMPS
    return [
        *_pairs(kinds, bumps, quick=quick),
        _tilted(kinds, quick=quick),
        *_takes(quick=quick),
        _whips(quick=quick),
        *_sharpness(),
    ]


def _grey(codes: Codes) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(codes, cv2.COLOR_RGB2GRAY))


def ours(model: Model = "turn and scale") -> Method:
    """The registration that finishing uses, on scene-linear pictures as it gets them."""

    def method(first: Codes, second: Codes) -> Square | None:
        width = first.shape[1]
        here, there = (sight(linear(codes)) for codes in (second, first))
        found = registered(here, there, model)
        return None if found is None else in_pixels(found.matrix, width)

    return method


def linear(codes: Codes) -> NDArray[np.float32]:
    """The picture as an operation gets it."""
    return np.asarray(to_light(codes.astype(np.float32) / 255, curve="srgb"), np.float32)


def in_pixels(matrix: Square, width: int) -> Square:
    """A mapping in shares of the width as one of pixels, whose middles are whole."""
    pixels = np.array([[width, 0, -0.5], [0, width, -0.5], [0, 0, 1]])
    return np.asarray(pixels @ matrix @ np.linalg.inv(pixels))


def _moved(right: float, down: float) -> Square:
    return np.array([[1, 0, -right], [0, 1, -down], [0, 0, 1]])


def phase(first: Codes, second: Codes) -> Square:
    """cv2.phaseCorrelate, windowed."""
    one, other = (_grey(codes).astype(np.float32) for codes in (first, second))
    window = cv2.createHanningWindow(one.shape[::-1], cv2.CV_32F)
    return _moved(*cv2.phaseCorrelate(one, other, window)[0])


def ecc(first: Codes, second: Codes) -> Square:
    """cv2.findTransformECC, turning and shifting, begun with what phase correlation finds."""
    start = np.linalg.inv(phase(first, second))[:2].astype(np.float32)
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 60, 1e-5)
    _, found = cv2.findTransformECC(_grey(first), _grey(second), start, cv2.MOTION_EUCLIDEAN, stop, None, 5)
    return np.asarray(np.linalg.inv(np.vstack([found, [0, 0, 1]])))


def features(detector: Any, norm: int) -> Method:
    """A detector of features, its matches and RANSAC, as tutorials do it."""

    def method(first: Codes, second: Codes) -> Square | None:
        finder = detector()
        places, words = finder.detectAndCompute(_grey(first), None)
        others, their = finder.detectAndCompute(_grey(second), None)
        pairs = cv2.BFMatcher(norm, crossCheck=True).match(words, their)
        one = np.float32([places[pair.queryIdx].pt for pair in pairs])
        other = np.float32([others[pair.trainIdx].pt for pair in pairs])
        found, _ = cv2.estimateAffinePartial2D(other, one, method=cv2.RANSAC, ransacReprojThreshold=1.0, maxIters=4000)
        return None if found is None else np.vstack([found, [0, 0, 1]])

    return method


def deshake(first: Codes, second: Codes) -> Square | None:
    """FFmpeg's `deshake`: what is left between the pictures that it gives is told by ours, and taken off."""
    height, width = first.shape[:2]
    graph = av.filter.Graph()
    source = graph.add_buffer(width=width, height=height, format="yuv420p", time_base=Fraction(1, 24))
    steady = graph.add("deshake", "rx=64:ry=64:edge=original")
    sink = graph.add("buffersink")
    source.link_to(steady)
    steady.link_to(sink)
    graph.configure()
    given: list[Codes] = []
    for index, picture in enumerate([first, second, None]):
        frame = None
        if picture is not None:
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p")
            frame.pts, frame.time_base = index, Fraction(1, 24)
        graph.push(frame)
        with suppress(av.BlockingIOError, av.EOFError):
            while True:
                given.append(graph.pull().to_ndarray(format="rgb24"))
    found = ours()
    left, whole = found(given[0], given[1]), found(first, second)
    return None if left is None or whole is None else np.asarray(np.linalg.inv(left) @ whole)


def methods() -> dict[str, Method]:
    """Ours and the others, as far as they are built in here."""
    akaze = getattr(cv2, "AKAZE_create", None) or getattr(getattr(cv2, "xfeatures2d", None), "AKAZE_create", None)
    found: dict[str, Method] = {"ours": ours(), "cv2.phaseCorrelate": phase, "cv2.findTransformECC, Euclidean": ecc}
    if akaze:
        found["AKAZE and RANSAC"] = features(akaze, cv2.NORM_HAMMING)
    found["SIFT and RANSAC"] = features(lambda: cv2.SIFT_create(3000), cv2.NORM_L2)
    found["ORB and RANSAC"] = features(lambda: cv2.ORB_create(3000), cv2.NORM_HAMMING)
    if "deshake" in av.filter.filters_available:
        found["FFmpeg's deshake"] = deshake
    return found


def _pairs(kinds: Sequence[str], bumps: Sequence[float], *, quick: bool) -> Iterator[Figure]:
    size = (960, 540) if quick else (1920, 1080)
    everyone = methods()
    off: dict[str, list[float]] = {name: [] for name in everyone}
    spent: dict[str, list[float]] = {name: [] for name in everyone}
    calm: dict[str, list[float]] = {name: [] for name in everyone if name != "FFmpeg's deshake"}
    for number, kind in enumerate(kinds):
        stage = Set(kind=kind, width=size[0], height=size[1], seed=3 + number)
        chance = np.random.default_rng(11 + number)
        first = stage.photograph(Bump(), 0)
        for step, far in enumerate(bumps, 1):
            bump = knock(chance, far, 1.0 if step == len(bumps) else 0.3, 0.01 if step == len(bumps) else 0.004)
            second = stage.photograph(bump, step)
            for name, method in everyone.items():
                began = time.thread_time()
                off[name].append(_off(method, first, second, bump))
                spent[name].append(time.thread_time() - began)
        if number < 2:  # felt and paper: much and little to hold on to
            still = Set(kind=kind, width=size[0], height=size[1], seed=3 + number, disturbed=False)
            begin = still.photograph(Bump(), 0)
            for step, far in enumerate(bumps, 1):
                bump = knock(chance, far)
                moved = still.photograph(bump, step)
                for name, errors in calm.items():
                    errors.append(_off(everyone[name], begin, moved, bump))
    many = len(off["ours"])
    what = f"{many} bumps to 40 px, turned to 1°, scaled to 1 %, light flickering, a puppet over 40 %"
    for name, errors in off.items():
        yield Figure(
            what=f"{name}: {what}" if name == "ours" else name,
            value=_spread(errors),
            against="goal: median under 0.03 px, worst under 0.1 px; at the worst corner" if name == "ours" else "",
        )
    yield Figure(
        what="ours: only shifted, in a steady light, without a puppet",
        value=_spread(calm["ours"]),
        against="; ".join(f"{name} {_px(float(np.median(errors)))}" for name, errors in calm.items() if name != "ours"),
    )
    took = {name: 1000 * float(np.median(times)) for name, times in spent.items()}
    yield Figure(
        what=f"registering a picture of {size[0]} x {size[1]} against another, both new, on one core",
        value=f"{took['ours']:.0f} ms",
        against="; ".join(
            f"{name} {ms:.0f} ms" for name, ms in took.items() if name not in ("ours", "FFmpeg's deshake")
        ),
    )
    yield _alone(first, second)


def _tilted(kinds: Sequence[str], *, quick: bool) -> Figure:
    """Bumps that tilt the camera, too, found as such."""
    size = (960, 540) if quick else (1920, 1080)
    errors = []
    for (seed, bumps), (number, kind) in product(TILTED[: 1 if quick else None], enumerate(kinds)):
        stage = Set(kind=kind, width=size[0], height=size[1], seed=seed + number)
        chance = np.random.default_rng(bumps + number)
        first = stage.photograph(Bump(), 0)
        for step, far in enumerate((3.0, 12.0, 25.0, 40.0), 1):
            bump = knock(chance, far, 0.5, 0.005)
            tilt = chance.uniform(-TILT, TILT), chance.uniform(-TILT, TILT)
            bump = replace(bump, tilt=tilt)
            errors.append(_off(ours("perspective"), first, stage.photograph(bump, step), bump))
    return Figure(
        what=f"ours, perspective asked: {len(errors)} bumps to 40 px that tilt it, too, light and puppet the same",
        value=_spread(errors),
        against="goal: median under 0.03 px, worst under 0.1 px; at the worst corner",
    )


def _alone(first: Codes, second: Codes) -> Figure:
    """What one more picture of a take costs, the first one being known."""
    there = sight(linear(first))
    light = linear(second)
    registered(sight(light), there)
    times = []
    for one in range(5):
        light = light + np.float32(1e-3 * one)
        began = time.thread_time()
        registered(sight(light), there)
        times.append(time.thread_time() - began)
    jpeg = cv2.imencode(".jpg", second[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 95])[1]
    began = time.thread_time()
    for _ in range(5):
        cv2.imdecode(jpeg, cv2.IMREAD_COLOR)
    decode = (time.thread_time() - began) / 5
    return Figure(
        what="the same, the first picture being known, as for every picture of a take",
        value=f"{1000 * np.median(times):.0f} ms",
        against=f"goal: 60 ms at 1080p; decoding its JPEG takes {1000 * decode:.0f} ms",
    )


def _off(method: Method, first: Codes, second: Codes, bump: Bump) -> float:
    """The error of the worst corner in pixels of a picture 1920 wide; infinite where nothing was found."""
    height, width = first.shape[:2]
    found = None
    with suppress(cv2.error):
        found = method(first, second)
    if found is None:
        return np.inf
    pixels = np.array([[1 / width, 0, 0.5 / width], [0, 1 / width, 0.5 / width], [0, 0, 1]])
    return corners_off(pixels @ found @ np.linalg.inv(pixels), bump.lies(height / width), height / width)


def _spread(errors: Sequence[float]) -> str:
    median, most, worst = np.quantile(errors, (0.5, 0.9, 1.0), method="lower")
    return f"median {_px(median)}, nine of ten {_px(most)}, worst {_px(worst)}"


def _px(error: float) -> str:
    return "lost" if np.isinf(error) else f"{error:.3f} px" if error < 1 else f"{error:.1f} px"


def _takes(*, quick: bool) -> Iterator[Figure]:
    count = 24 if quick else 72
    at = np.arange(count)
    ease = np.clip((at - 0.15 * count) / (0.7 * count), 0, 1)
    whip = np.clip((at - count // 3 - 4) / 6, 0, 1)
    ease, whip = (part * part * (3 - 2 * part) for part in (ease, whip))
    plans = {
        "a camera that stands": [Bump()] * count,
        "a pan of 80 px": [Bump(right=80 * part) for part in ease],
        "a push-in by 6 %": [Bump(scale=1 - 0.06 * part) for part in ease],
        "a whip of 120 px in 6 pictures, bumped right after it": [Bump(right=120 * part) for part in whip],
    }
    for name, meant in plans.items():
        yield from _take(name, meant, np.random.default_rng(4))


def _take(name: str, meant: Sequence[Bump], chance: np.random.Generator) -> Iterator[Figure]:
    """A take of 960 x 540: one picture in eight is bumped, some twice running, and once the camera stays knocked."""
    stage = Set(kind="felt", width=960, height=540, seed=5)
    off = np.zeros((len(meant), 2))
    for at in range(3, len(meant) - 4, 8):
        off[at : at + int(chance.integers(1, 3))] = chance.uniform(2, 20) * np.array([chance.choice([-1, 1]), 0.6])
    off[int(0.6 * len(meant)) :] += (6, -4)
    lies = [
        Bump(right=one.right + right, down=one.down + down, scale=one.scale)
        for one, (right, down) in zip(meant, off, strict=True)
    ]
    pictures = [linear(stage.photograph(bump, step)) for step, bump in enumerate(lies)]
    settings = stabilise.OPERATION.defaults
    solved = stabilise.solve(Stretch(moments=_moments(pictures), holdings=None), settings)
    truth = [bump.lies(SHAPE) for bump in lies]
    wanted = [bump.lies(SHAPE) for bump in meant]
    numbers = [np.reshape(one.numbers or (*np.eye(3).ravel(),) * 2, (2, 3, 3)) for one in solved]
    left = [
        _middle(true @ framing) - _middle(want) for true, (framing, _), want in zip(truth, numbers, wanted, strict=True)
    ]
    was = [_middle(true) - _middle(want) for true, want in zip(truth, wanted, strict=True)]
    shake = lambda places: np.linalg.norm(np.diff(np.array(places), 2, axis=0), axis=1)  # noqa: E731 - read twice
    calm = [number for number, (x, y) in enumerate(off[: int(0.6 * len(meant))]) if x == y == 0]
    whole = sum(solved[number].numbers[:9] in ((), tuple(np.eye(3).ravel())) for number in calm)
    yield Figure(
        what=f"{name}, 1 picture in 8 bumped, one step that lasts: shake left in {len(meant)} pictures",
        value=f"median {np.median(shake(left)):.3f} px, worst {shake(left).max():.3f} px",
        against=f"before: worst {shake(was).max():.1f} px; pictures in their place that stay untouched: "
        f"{whole} of {len(calm)}",
    )


def _whips(*, quick: bool) -> Figure:
    """A picture bumped in the midst of a whip, told by places alone and by the axes of the rig that drove it."""
    at, count = np.arange(72.0), 12 if quick else 60
    left: dict[str, list[float]] = {"was": [], "alone": [], "axes": []}
    others = dict.fromkeys(left, 0.0)
    for number in range(count):
        chance = np.random.default_rng(6000 + number)
        long = int(chance.integers(6, 13))
        part = np.clip((at - 30) / long, 0, 1)
        right = chance.uniform(120, 500) * part * part * (3 - 2 * part)
        meant = base(SHAPE) + np.tile(np.stack([right, chance.uniform(-0.1, 0.1) * right], axis=1), 4)
        bumped, angle = 30 + int(chance.integers(1, long)), chance.uniform(0, 2 * np.pi)
        off = np.zeros((72, 2))
        off[bumped] = chance.uniform(5, 40) * np.array([np.cos(angle), np.sin(angle)])
        true = meant + np.tile(off, 4)
        seen = true + np.tile(chance.normal(0, 0.012, (72, 2)), 4)
        pan = np.degrees(np.arctan(right / LENS))[:, None]
        unsure = np.full(72, 0.01)
        ways = {"alone": way(seen, at + 1, unsure), "axes": driven(seen, at + 1, unsure, pan)}
        left["was"].append(float(size(true - meant)[bumped]))
        for name, found in ways.items():
            apart = size(true - found.held + found.meant - meant)
            left[name].append(float(apart[bumped]))
            others[name] = max(others[name], float(np.delete(apart, bumped).max()))
    was, alone, axes = (f"median {np.median(left[name]):.2f} px, worst {max(left[name]):.1f} px" for name in left)
    return Figure(
        what=f"a picture bumped in the midst of a whip of 6 to 12 pictures, {count} ways without pictures: left of it",
        value=f"{alone}; where the axes of the rig are known {axes}",
        against=f"before: {was}; of the other pictures the worst is off by {others['alone']:.2f} and "
        f"{others['axes']:.2f} px",
    )


def _middle(matrix: Square) -> NDArray[np.float64]:
    moved = matrix @ np.array([0.5, SHAPE / 2, 1])
    return np.asarray(1920 * moved[:2] / moved[2])


def _moments(pictures: Sequence[NDArray[np.float32]]) -> list[Moment]:
    stills: list[Any] = []
    for number, light in enumerate(pictures):
        still = SimpleNamespace(path=Path(str(number)), small=lambda _, light=light: light)
        still.first, still.previous = (stills or [still])[0], (stills or [still])[-1]
        stills.append(still)
    settings = stabilise.OPERATION.defaults
    measures = [stabilise.measure(still, settings) for still in stills]
    return [Moment(frame=at, look=lambda told=told: told, settings=settings) for at, told in enumerate(measures, 1)]


def _sharpness() -> Iterator[Figure]:
    """What the one resampling takes from fine texture, at its worst: half a pixel both ways."""
    light = linear(Set(kind="felt", width=960, height=540, disturbed=False).photograph(Bump(), 1))
    done = resampled(light, Framing(matrix=(1, 0, 0.5, 0, 1, 0.5, 0, 0, 1), width=960, height=540))

    def energy(picture: NDArray[np.float32]) -> float:
        grey = linear_to_srgb(cv2.GaussianBlur(picture, (0, 0), 0.7)).mean(axis=2)[8:-8, 8:-8]
        return float(cv2.Laplacian(np.asarray(grey, np.float32), cv2.CV_32F).std())

    yield Figure(
        what="fine texture left by a resampling of half a pixel both ways",
        value=f"{100 * energy(done) / energy(light):.0f} %",
        against="of the Laplacian's spread, both blurred by 0.7 px as a screen does",
    )
