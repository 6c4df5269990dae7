"""Small sounds of hands, paws and things."""

import zlib
from collections.abc import Callable

import numpy as np

from komadori.sound.loudness import loudness
from komadori.sound.made.noise import (
    RATE,
    Rng,
    Values,
    both,
    bubble,
    coloured,
    ending,
    placed,
    put,
    scattered,
    shape,
    struck,
    swells,
    within,
    without_rumble,
)
from komadori.sound.made.room import BadSound, in_room
from komadori.sound.wave import Wave

EDGE = 0.002
HIGHEST = 10.0 ** (-4.0 / 20.0)
TAIL = 0.4
"""Seconds of silence after it while it is measured, so that the shortest fills a window."""


def foley(kind: str, seed: int = 0) -> Wave:
    """One small sound, stereo at 48,000 samples a second, as loud as it is beside a voice of −22 LUFS.

    `kind` is a key of FOLEY; another seed gives another of its kind, for no two steps are alike. Raises BadSound.
    """
    if kind not in FOLEY:
        raise BadSound(f"There is no small sound {kind!r}.", hint=f"There are {', '.join(FOLEY)}.")
    make, target = FOLEY[kind]
    dry = make(np.random.default_rng([seed, zlib.crc32(kind.encode())]))
    whole = without_rumble(dry if dry.ndim > 1 else placed(dry, 0.0))
    sound = in_room(within(whole, EDGE), seconds=0.35, wet=0.12)
    padded = np.concatenate([sound, np.zeros((2, round(TAIL * RATE)))], axis=1).astype(np.float32)
    gain = 10.0 ** ((target - loudness(Wave(data=padded, rate=RATE)).momentary) / 20.0)
    gain = min(gain, HIGHEST / float(np.abs(sound).max()))
    return Wave(data=(sound * gain * ending(sound.shape[1], 0.05)).astype(np.float32), rate=RATE)


def _rustle(seconds: float, rng: Rng, low: float, high: float, grain: float) -> Values:
    """Cloth or paper that moves: noise that comes in rubs, full of small crackles."""
    count = round(seconds * RATE)
    rubs = swells(count, rng, 0.09) ** 1.5 * shape(count, (0.0, 0.0), (0.25, 1.0), (0.6, 0.6), (1.0, 0.0))
    ticks = [coloured(160, rng, low, high) * np.exp(-np.arange(160) / 30.0) for _ in range(5)]
    return (both(count, rng, low, high, 2, 0.5) + grain * scattered(count, rng, 160, ticks, 0.5)) * rubs


def _cloth(rng: Rng) -> Values:
    return _rustle(rng.uniform(0.45, 0.65), rng, 350, 3_500, 0.3)


def _paper(rng: Rng) -> Values:
    return _rustle(rng.uniform(0.4, 0.6), rng, 1_400, 9_000, 1.1)


def _soft_step(rng: Rng, low: float, weight: float) -> Values:
    """A felt foot on straw: a soft thud, and the mat that gives."""
    count = round(0.16 * RATE)
    time = np.arange(count) / RATE
    thud = (
        np.sin(2 * np.pi * low * time * (1 - 0.25 * time / 0.16)) * np.exp(-time / 0.028) * np.clip(time / 0.004, 0, 1)
    )
    mat = coloured(count, rng, 500, 2_600, 3) * np.exp(-time / 0.035) * np.clip(time / 0.006, 0, 1)
    return weight * thud * rng.uniform(0.85, 1.15) + 0.16 * mat


def _step(rng: Rng) -> Values:
    return _soft_step(rng, rng.uniform(85, 105), 1.0)


def _patter(rng: Rng) -> Values:
    """A small one runs: light steps, twelve a second."""
    whole = np.zeros((2, round(0.85 * RATE)))
    for number in range(8):
        at = round((number / 11.5 + rng.normal(0.0, 0.006)) * RATE)
        put(
            whole,
            placed(_soft_step(rng, rng.uniform(240, 300), 0.6) * rng.uniform(0.6, 1.0), -0.3 + 0.08 * number),
            max(at, 0),
        )
    return whole


def _waddle(rng: Rng) -> Values:
    """Four heavy soft steps from side to side, with the cloth between."""
    whole = np.zeros((2, round(1.75 * RATE)))
    for number in range(4):
        at = number * 0.4 + rng.normal(0.0, 0.012)
        put(whole, placed(_step(rng), 0.25 * (-1) ** number), max(round(at * RATE), 0))
        put(whole, 0.035 * _rustle(0.3, rng, 350, 3_000, 0.2), round((at + 0.08) * RATE))
    return whole


def _snow_step(rng: Rng) -> Values:
    """A foot in fresh snow: it creaks."""
    count = round(0.34 * RATE)
    ticks = [coloured(200, rng, 900, 5_000) * np.exp(-np.arange(200) / 40.0) for _ in range(6)]
    level = shape(count, (0.0, 0.0), (0.2, 1.0), (0.55, 0.8), (1.0, 0.0))
    return (0.5 * both(count, rng, 500, 4_000, 3, 0.4) + scattered(count, rng, 520, ticks, 0.4)) * level


def _cup(rng: Rng) -> Values:
    """A cup is put on a table: clay on wood."""
    tone = rng.uniform(0.95, 1.06)
    clay = struck(
        [(1_180 * tone, 0.16, 0.5), (2_740 * tone, 0.1, 0.35), (4_420 * tone, 0.06, 0.2), (6_900 * tone, 0.04, 0.1)],
        0.3,
    )
    wood = struck([(168, 0.11, 1.0), (310, 0.08, 0.5), (540, 0.05, 0.25)], 0.3, attack=0.0015)
    again = np.zeros(len(clay))
    later = round(rng.uniform(0.03, 0.045) * RATE)
    again[later:] = 0.3 * (clay + wood)[:-later]
    return 0.9 * clay + 0.8 * wood + again


def _pour(rng: Rng) -> Values:
    """Tea into a cup: the tone of the air above it rises as it fills."""
    count = round(1.9 * RATE)
    part = np.linspace(0.0, 1.0, count)
    level = shape(count, (0.0, 0.0), (0.07, 1.0), (0.8, 0.8), (0.95, 0.1), (1.0, 0.0))
    steps = []
    for number in range(9):
        hertz = 620 * 2.2 ** (number / 8)
        mine = np.clip(1.0 - np.abs(part * 8 - number), 0.0, 1.0)
        kinds = [bubble(hertz * rng.uniform(0.8, 1.3), 0.012, 0.1) for _ in range(4)]
        steps.append(scattered(count, rng, 110, kinds, 0.3) * mine)
    stream = 0.16 * both(count, rng, 1_500, 7_000, 3, 0.4)
    return np.asarray((np.sum(steps, axis=0) + stream) * level, np.float64)


def _chime(rng: Rng) -> Values:
    """A glass wind chime: one or two touches of its tongue."""
    whole = np.zeros((2, round(3.2 * RATE)))
    tone = 2_350 * rng.uniform(0.98, 1.02)
    for at, level in ((0.0, 1.0), (rng.uniform(0.28, 0.6), rng.uniform(0.3, 0.6))):
        modes = [(tone, 2.2, 1.0), (tone * 1.004, 2.0, 0.5), (tone * 2.32, 1.1, 0.35), (tone * 4.02, 0.5, 0.15)]
        put(whole, placed(level * struck(modes, 2.5), 0.2), round(at * RATE))
    return whole


def _door(rng: Rng) -> Values:
    """A paper door slides in its groove, and meets the post."""
    count = round(0.75 * RATE)
    level = shape(count, (0.0, 0.0), (0.15, 0.7), (0.7, 1.0), (0.97, 0.6), (1.0, 0.0))
    slide = both(count, rng, 140, 1_100, 4, 0.3) * level * swells(count, rng, 0.05, 0.5, 1.0)
    whole = np.zeros((2, round(1.1 * RATE)))
    put(whole, 0.35 * slide, 0)
    knock = struck([(146, 0.12, 1.0), (290, 0.09, 0.6), (660, 0.04, 0.3)], 0.25, attack=0.002)
    put(whole, placed(1.3 * knock, 0.15), count - 200)
    return whole


def _tap(rng: Rng) -> Values:
    """A knuckle on wood."""
    tone = rng.uniform(0.94, 1.08)
    return struck([(230 * tone, 0.07, 1.0), (520 * tone, 0.05, 0.6), (1_350 * tone, 0.02, 0.3)], 0.2, attack=0.001)


def _bite(rng: Rng) -> Values:
    """Teeth in something crisp."""
    count = round(0.17 * RATE)
    ticks = [coloured(140, rng, 1_200, 8_000) * np.exp(-np.arange(140) / 22.0) for _ in range(6)]
    level = shape(count, (0.0, 0.0), (0.08, 1.0), (0.4, 0.5), (1.0, 0.0))
    return scattered(count, rng, 420, ticks, 0.3) * level + 0.2 * both(count, rng, 300, 1_500, 3, 0.2) * level


def _peel(rng: Rng) -> Values:
    """The peel of a mandarin comes off: a wet tearing in three pulls."""
    whole = np.zeros((2, round(1.3 * RATE)))
    for number in range(3):
        put(whole, _rustle(0.3, rng, 600, 4_500, 0.8), round((0.4 * number + rng.uniform(0.0, 0.06)) * RATE))
    return whole


def _flutter(rng: Rng) -> Values:
    """A small bird flies off: wings, some eighteen beats a second, quieter and quieter."""
    count = round(0.8 * RATE)
    time = np.arange(count) / RATE
    beat = np.clip(np.sin(2 * np.pi * (19.0 - 3.0 * time) * time), 0.0, 1.0) ** 1.3
    level = shape(count, (0.0, 0.0), (0.05, 1.0), (0.5, 0.5), (1.0, 0.0))
    return both(count, rng, 250, 2_800, 3, 0.5) * beat * level


def _clock(rng: Rng) -> Values:
    """One tick of a wall clock."""
    tone = rng.uniform(0.97, 1.03)
    return struck([(1_900 * tone, 0.03, 0.6), (3_300 * tone, 0.02, 0.4), (420 * tone, 0.05, 0.5)], 0.12, attack=0.0008)


def _switch(rng: Rng) -> Values:
    """A lamp's pull switch: in, and out."""
    click = struck([(2_600, 0.015, 0.6), (1_250, 0.025, 0.6), (330, 0.04, 0.5)], 0.1, attack=0.0005)
    whole = np.zeros(round(0.25 * RATE))
    whole[: len(click)] += click
    later = round(rng.uniform(0.09, 0.12) * RATE)
    whole[later : later + len(click)] += 0.6 * click
    return whole


FOLEY: dict[str, tuple[Callable[[Rng], Values], float]] = {
    "cloth": (_cloth, -38.0),
    "paper": (_paper, -36.0),
    "step": (_step, -38.0),
    "patter": (_patter, -38.0),
    "waddle": (_waddle, -36.0),
    "snow step": (_snow_step, -35.0),
    "cup": (_cup, -32.0),
    "pour": (_pour, -35.0),
    "chime": (_chime, -34.0),
    "door": (_door, -33.0),
    "tap": (_tap, -33.0),
    "bite": (_bite, -34.0),
    "peel": (_peel, -38.0),
    "flutter": (_flutter, -36.0),
    "clock": (_clock, -44.0),
    "switch": (_switch, -37.0),
}
"""How each is made, and the loudness in LUFS of its loudest 0.4 s."""
