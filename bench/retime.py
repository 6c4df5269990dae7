"""In-betweens held against truth: the stage's puppets shot on ones, every other picture taken away and put back.

The peers are FFmpeg's `minterpolate`, motion-compensated in both directions with its best settings, and a dissolve.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import pairwise

import av
import av.filter
import cv2
import numpy as np
from numpy.typing import NDArray

from bench.figures import Figure
from komadori.finish.ops.retime import OPERATION, between
from komadori.picture.colour import linear_to_srgb, srgb_to_linear
from komadori.picture.flow import LEAST, Motion
from komadori.stage.floor import open_floor
from komadori.stage.raster.renderer import RasterRenderer
from komadori.stage.renderer import LIVE, Demand

Image = NDArray[np.float32]
Codes = NDArray[np.uint8]
PEER = "mi_mode=mci:mc_mode=aobmc:me_mode=bidir:vsbmc=1:scd=none"
SIZE = (640, 360)
NOISE = (6e-7, 3e-5)
"""Variance of the sensor's noise at black, and what is added at white."""


def acting(count: int, size: tuple[int, int] = SIZE, every: float = 1.0) -> Iterator[tuple[Image, NDArray[np.bool_]]]:
    """`count` pictures on ones, linear light, with where puppets are: the badger looks round, the vole turns.

    Where `every` is less than 1 they are so much nearer to each other.
    """
    floor, renderer = open_floor("evening-room"), RasterRenderer()
    demand = Demand(size=(2 * size[0], 2 * size[1]), quality=LIVE, mattes=("puppet",))
    for number in range(count):
        share = min(number * every, 24 - number * every) / 12
        turn, tilt = 12 - 50 * share, 7 - 16 * float(np.sin(share * 3.1))
        floor.move({"badger.head.turn": turn, "badger.head.tilt": tilt, "vole.head.turn": 4 + 40 * share})
        made = renderer.render(floor.scene(0.0), demand)
        light = cv2.resize(np.minimum(made.light, 4), size, interpolation=cv2.INTER_AREA)
        puppet = cv2.resize(made.mattes["puppet"], size, interpolation=cv2.INTER_AREA) > 0
        yield light.astype(np.float32), puppet


def shot(light: Image, rng: np.random.Generator) -> Codes:
    """The picture as a camera gives it."""
    grain = rng.standard_normal(light.shape) * np.sqrt(NOISE[0] + NOISE[1] * np.clip(light, 0, 1))
    return np.round(coded(light + grain) * 255).astype(np.uint8)


def coded(light: Image) -> Image:
    """sRGB values of light, clipped."""
    return linear_to_srgb(np.clip(light, 0, 1)).astype(np.float32)


def opened(codes: Codes) -> Image:
    """The light of 8-bit codes."""
    return srgb_to_linear(codes / 255.0).astype(np.float32)


def through_minterpolate(pictures: Sequence[Codes], times: int = 2) -> list[Codes]:
    """So many `times` as many pictures, by FFmpeg; every `times`-th is one that it was given."""
    high, wide = pictures[0].shape[:2]
    graph = av.filter.Graph()
    source = graph.add_buffer(width=wide, height=high, format="yuv444p", time_base=Fraction(1, 12))
    sink = graph.add("buffersink")
    graph.link_nodes(source, graph.add("minterpolate", f"fps={12 * times}:{PEER}"), sink).configure()
    made: list[Codes] = []
    # It gives what lies between two pictures only once it has seen another one.
    for index, picture in enumerate([*pictures, pictures[-1], pictures[-1], None]):
        if picture is None:
            graph.push(None)
        else:
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv444p")
            frame.pts, frame.time_base = index, Fraction(1, 12)
            graph.push(frame)
        with suppress(av.BlockingIOError, av.EOFError):
            while True:
                made.append(graph.pull().to_ndarray(format="rgb24"))
    return made


def psnr(one: Image, other: Image, where: NDArray[np.bool_]) -> float:
    """Decibels over `where`, of values 0..1."""
    return float(-10 * np.log10(np.square(one[where] - other[where]).mean()))


SUB = 8
"""Poses rendered on the way from one picture to the next, for true motion blur."""


def _blur() -> Figure:
    """Motion blur over half of the way to the next picture, against the mean of poses on that way."""
    poses = list(acting(SUB + 1, every=2 / SUB))
    rng = np.random.default_rng(2)
    given = [shot(poses[at][0], rng) for at in (0, SUB)]
    light = [opened(codes) for codes in given]
    half = poses[: SUB // 2 + 1]
    weight = np.float32([0.5, *[1.0] * (len(half) - 2), 0.5])[:, None, None, None]
    truth = coded((np.stack([one for one, _ in half]) * weight).sum(axis=0) / weight.sum())
    where = np.any([puppet for _, puppet in poses], axis=0)
    began = time.process_time()
    ours = coded(between(light[0], light[1], 0.0, {**OPERATION.defaults, "blur": 0.5}))
    cost = time.process_time() - began
    made = [opened(codes) for codes in through_minterpolate([*given, given[-1]], SUB)[: len(half)]]
    peer = coded((np.stack(made) * weight).sum(axis=0) / weight.sum())
    sharp, mixed = coded(light[0]), coded(0.75 * light[0] + 0.25 * light[1])
    others = [f"{name} {psnr(one, truth, where):.1f}" for name, one in (("no blur", sharp), ("a dissolve", mixed))]
    return Figure(
        what="motion blur over half of a step, against the mean of true poses",
        value=f"{psnr(ours, truth, where):.1f} dB, {1000 * cost:.0f} ms",
        against=f"frames of minterpolate averaged {psnr(peer, truth, where):.1f}, {', '.join(others)} dB",
    )


def measure(*, quick: bool) -> Iterator[Figure]:
    """PSNR of the in-betweens where puppets are, all alike on the same pictures."""
    cv2.setNumThreads(1)
    scene = list(acting(7 if quick else 25))
    rng = np.random.default_rng(1)
    pictures = [shot(light, rng) for light, _ in scene]
    given = pictures[::2]
    light = [opened(codes) for codes in given]
    truths = [
        (coded(scene[at][0]), scene[at - 1][1] | scene[at][1] | scene[at + 1][1]) for at in range(1, len(scene) - 1, 2)
    ]
    began = time.process_time()
    motions = [Motion(one, other) for one, other in pairwise(light)]
    ours = [coded(motion.at(0.5)) for motion in motions]
    cost = (time.process_time() - began) / len(ours)
    began = time.process_time()
    peer = [codes.astype(np.float32) / 255 for codes in through_minterpolate(given)[1::2]]
    peer_cost = (time.process_time() - began) / len(ours)
    dissolve = [coded((one + other) / 2) for one, other in pairwise(light)]
    held = [codes.astype(np.float32) / 255 for codes in given]

    def told(frames: Sequence[Image], of: Callable[[list[float]], float] = np.mean) -> float:
        return float(of([psnr(frame, truth, puppet) for frame, (truth, puppet) in zip(frames, truths, strict=False)]))

    farthest = max(motion.farthest for motion in motions)
    others = f"minterpolate {told(peer):.1f}, cross-dissolve {told(dissolve):.1f}, the picture held {told(held):.1f} dB"
    yield Figure(
        what=f"in-betweens over puppets that move up to {farthest:.0f} px a step at {SIZE[0]} × {SIZE[1]}",
        value=f"{told(ours):.1f} dB, the worst {told(ours, min):.1f} dB",
        against=f"{others}; the worst of minterpolate {told(peer, min):.1f} dB",
    )
    yield Figure(
        what="processor time of one in-between",
        value=f"{1000 * cost:.0f} ms",
        against=f"minterpolate {1000 * peer_cost:.0f} ms",
    )
    yield _blur()
    first, last = light[0], np.ascontiguousarray(light[-1][:, ::-1])
    yield Figure(
        what="a cut is not bridged: share of the change that flow explains",
        value=f"{Motion(first, last).explained:.2f}",
        against=f"believed from {LEAST:.2f}; least within the shot {min(motion.explained for motion in motions):.2f}",
    )
