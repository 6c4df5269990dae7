"""Mattes held against truth: the stage's puppets, fibres and all, before an uneven green card whose light is on them.

The matte and the colours without the card's light are rendered apart, so both are known. The picture gets the noise and
the 8 bits of a camera. The peers are FFmpeg's `chromakey` and `colorkey`, each with its `despill` and with the best of
twenty settings *chosen by the truth*, and the colour-difference key of Vlahos on the same screen.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

import av
import av.filter
import cv2
import numpy as np
import simplejpeg
from numpy.typing import NDArray

from bench.figures import Figure
from bench.puppets import acted
from bench.retime import coded, opened, shot
from komadori.picture.matting import fronts, solve
from komadori.picture.screen import Hue, by_backlight, by_hue, by_plate, without_spill

Image = NDArray[np.float32]
CARD = (0.035, 0.34, 0.075)
SIZE = (960, 540)
POSES: tuple[dict[str, float], ...] = ({"badger.head.turn": 0.0}, {"badger.head.turn": 25.0, "vole.head.turn": -20.0})
SPILL = 30.0
HUE = Hue(high=(1,), low=(0, 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A picture as shot and its clean plate (8-bit), the matte, and the puppets' light weighed by it: without spill
    (`light`), and as it was before the card (`spilled`)."""

    picture: NDArray[np.uint8]
    plate: NDArray[np.uint8]
    matte: Image
    light: Image
    spilled: Image


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyed:
    """A matte, and the colours that go with it, not weighed."""

    matte: Image
    colour: Image


def card(high: int, wide: int) -> Image:
    """A green card: brighter in the upper left, with folds and a weave."""
    y, x = np.mgrid[0:high, 0:wide] / np.float32(wide)
    light = 0.55 + 0.6 * np.exp(-((x - 0.3) ** 2 + (y - 0.2) ** 2) / 0.25)
    light += 0.03 * np.sin(40 * x + 15 * y) + 0.03 * np.sin(60 * x - 25 * y)
    weave = np.random.default_rng(3).standard_normal((high, wide)).astype(np.float32)
    light *= 1 + 0.04 * cv2.GaussianBlur(weave, (0, 0), 2)
    return (light[..., None] * np.float32(CARD)).astype(np.float32)


def room(high: int, wide: int) -> Image:
    """A patterned wall, a little darker than the puppets."""
    rng = np.random.default_rng(4)
    paint = np.zeros((high, wide, 3), np.float32)
    for level in range(3, 8):
        coarse = rng.standard_normal((3 * 2**level // 4, 2**level, 3)).astype(np.float32)
        paint += cv2.resize(coarse, (wide, high), interpolation=cv2.INTER_CUBIC) / level
    return np.clip(0.07 * np.exp(1.2 * paint), 0.004, 0.5).astype(np.float32)


def cases(poses: Sequence[dict[str, float]], behind: Image, *, spill: float, size: tuple[int, int]) -> Iterator[Case]:
    """Every pose before what is `behind`; its plate was taken under four per cent more light."""
    clean = acted(poses, size=size, gain=0.5)
    for number, (seen, plain) in enumerate(zip(acted(poses, size=size, spill=spill, gain=0.5), clean, strict=True)):
        rng = np.random.default_rng(5 + number)
        yield Case(
            picture=shot(seen.light + (1 - seen.matte[..., None]) * behind, rng),
            plate=shot(behind * 1.04, rng),
            matte=plain.matte,
            light=np.clip(plain.light, 0, 1),
            spilled=seen.light,
        )


def ours(case: Case, *, plate: bool) -> Keyed:
    """By the screen's colour, with the clean plate or without."""
    light = opened(case.picture)
    screen = by_hue(light, HUE, opened(case.plate) if plate else None, shadows=False)
    if screen is None:
        raise ValueError("no screen was found")
    matte, front = solve(light, screen.behind, screen.known)
    return Keyed(matte=matte, colour=without_spill(front, HUE, 1.0, mean=False))


def by_difference(case: Case) -> Keyed:
    """By the clean plate alone."""
    light = opened(case.picture)
    screen = by_plate(light, opened(case.plate), shadows=False)
    matte, front = solve(light, screen.behind, screen.known)
    return Keyed(matte=matte, colour=front)


def floor_of(case: Case) -> Keyed:
    """The true matte, and the true colours with the spill taken off as ours is."""
    true = case.spilled / np.maximum(case.matte, 1e-3)[..., None]
    return Keyed(matte=case.matte, colour=without_spill(true, HUE, 1.0, mean=False))


def as_jpeg(case: Case) -> Case:
    """The case as a camera writes it, half of its colour's columns and rows gone."""

    def written(codes: NDArray[np.uint8]) -> NDArray[np.uint8]:
        data = simplejpeg.encode_jpeg(codes, quality=92, colorspace="RGB", colorsubsampling="420")
        return np.asarray(simplejpeg.decode_jpeg(data), np.uint8)

    return replace(case, picture=written(case.picture), plate=written(case.plate))


def by_exposure(case: Case) -> Keyed:
    """By a second exposure that is lit from behind alone, unevenly; a hundredth of it gleams on the puppet."""
    backing = card(*case.matte.shape).max(axis=2, keepdims=True) * np.float32([1.9, 2.0, 2.1])
    lit = opened(shot(backing * (1 - case.matte[..., None]) + 0.008, np.random.default_rng(8)))
    matte = by_backlight(lit)
    if matte is None:
        raise ValueError("no backing was found")
    light = opened(case.picture)
    return Keyed(matte=matte, colour=fronts(light, opened(case.plate), matte))


def vlahos(case: Case) -> Keyed:
    """The colour difference alone, on the light of the screen as we find it."""
    light = opened(case.picture)
    screen = by_hue(light, HUE, None, shadows=False)
    if screen is None:
        raise ValueError("no screen was found")
    matte = screen.known.expect
    front = (light - (1 - matte[..., None]) * screen.behind) / np.maximum(matte, 0.05)[..., None]
    return Keyed(matte=matte, colour=without_spill(np.maximum(front, 0), HUE, 1.0, mean=False))


def through_ffmpeg(case: Case, key: str, similarity: float, blend: float) -> Keyed:
    """`key` ("chromakey" or "colorkey") with the card's mean colour, and `despill`."""
    high, wide = case.picture.shape[:2]
    mean = np.rint(case.plate.reshape(-1, 3).mean(axis=0)).astype(int)
    graph = av.filter.Graph()
    source = graph.add_buffer(width=wide, height=high, format="rgb24", time_base=Fraction(1, 24))
    told = f"color=0x{mean[0]:02x}{mean[1]:02x}{mean[2]:02x}:similarity={similarity}:blend={blend}"
    chain = [
        graph.add("format", "yuva444p" if key == "chromakey" else "rgba"),
        graph.add(key, told),
        graph.add("format", "rgba"),
        graph.add("despill", "type=green"),
        graph.add("format", "rgba"),
    ]
    graph.link_nodes(source, *chain, graph.add("buffersink")).configure()
    frame = av.VideoFrame.from_ndarray(case.picture, format="rgb24")
    frame.pts, frame.time_base = 0, Fraction(1, 24)
    graph.push(frame)
    made = graph.vpull().to_ndarray(format="rgba")
    return Keyed(matte=made[..., 3].astype(np.float32) / 255, colour=opened(made[..., :3]))


def best_of_ffmpeg(case: Case, key: str, *, quick: bool) -> Keyed:
    """The setting with the smallest error of the matte."""
    settings = [(0.15, 0.1)] if quick else list(product((0.08, 0.12, 0.16, 0.22, 0.3), (0.0, 0.05, 0.1, 0.2)))
    tried = (through_ffmpeg(case, key, *one) for one in settings)
    return min(tried, key=lambda keyed: float(np.square(keyed.matte - case.matte).mean()))


def scores(keyed: Keyed, case: Case) -> tuple[float, float, float]:
    """Sum of absolute differences of the matte in thousands, mean square in thousandths, and decibels of the picture
    laid over a new background, against the puppets laid there without spill."""
    high, wide = case.matte.shape
    y, x = np.mgrid[0:high, 0:wide] / np.float32(wide)
    new = np.stack([0.25 + 0.3 * x, 0.2 + 0.2 * y, 0.35 - 0.2 * x], axis=2).astype(np.float32)
    laid = coded(keyed.colour * keyed.matte[..., None] + new * (1 - keyed.matte[..., None]))
    truth = coded(case.light + new * (1 - case.matte[..., None]))
    off = keyed.matte - case.matte
    return (
        float(np.abs(off).sum() / 1000),
        float(np.square(off).mean() * 1000),
        float(-10 * np.log10(np.square(laid - truth).mean())),
    )


def told(method: Callable[[Case], Keyed], every: Sequence[Case]) -> str:
    """The mean scores of a method in words."""
    sad, square, decibels = np.mean([scores(method(case), case) for case in every], axis=0)
    return f"SAD {sad:.2f}, MSE {square:.2f}, {decibels:.1f} dB"


def measure(*, quick: bool) -> Iterator[Figure]:
    """Errors of mattes and of what is laid over a new background; time of a picture."""
    cv2.setNumThreads(1)
    size = (480, 270) if quick else SIZE
    poses = POSES[:1] if quick else POSES
    green = list(cases(poses, card(size[1], size[0]), spill=SPILL, size=size))
    peers = {name: told(lambda case, name=name: best_of_ffmpeg(case, name, quick=quick), green) for name in PEERS}
    against = "; ".join(f"{name} with despill {words}" for name, words in peers.items())
    yield Figure(
        what="green card, uneven, with spill; a clean plate",
        value=told(lambda case: ours(case, plate=True), green),
        against=against,
    )
    yield Figure(
        what="the same without a plate",
        value=told(lambda case: ours(case, plate=False), green),
        against=f"colour difference alone {told(vlahos, green)}",
    )
    camera = [as_jpeg(case) for case in green]
    yield Figure(
        what="the same as a camera's JPEG, 4:2:0, quality 92",
        value=told(lambda case: ours(case, plate=True), camera),
        against=f"colorkey with despill {told(lambda case: best_of_ffmpeg(case, 'colorkey', quick=quick), camera)}",
    )
    floor = told(floor_of, green)
    yield Figure(what="the floor: the true matte and colours, the spill taken off in the same way", value=floor)
    sets = list(cases(poses, room(size[1], size[0]), spill=0.0, size=size))
    yield Figure(
        what="before a patterned set, by its difference from the clean plate",
        value=told(by_difference, sets),
        against="no filter of FFmpeg keys by a plate",
    )
    yield Figure(
        what="dark before a lit backing (another exposure), colours from the front-lit one",
        value=told(by_exposure, list(cases(poses, np.full_like(card(size[1], size[0]), 0.01), spill=0.0, size=size))),
    )
    yield from _time(green[0])


PEERS = ("chromakey", "colorkey")


def _time(case: Case) -> Iterator[Figure]:
    large, plate = (
        np.asarray(cv2.resize(codes, (1920, 1080), interpolation=cv2.INTER_CUBIC), np.uint8)
        for codes in (case.picture, case.plate)
    )
    big = replace(case, picture=large, plate=plate)
    began = time.process_time()
    ours(big, plate=True)
    cost = time.process_time() - began
    began = time.process_time()
    through_ffmpeg(big, "chromakey", 0.15, 0.1)
    peer = time.process_time() - began
    yield Figure(
        what="processor time of one picture at 1920 × 1080",
        value=f"{cost:.2f} s",
        against=f"chromakey and despill {peer:.2f} s",
    )
