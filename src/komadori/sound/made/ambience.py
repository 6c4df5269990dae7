"""The sound of a place while nothing happens: rooms, weather and water."""

import zlib
from collections.abc import Callable

import numpy as np

from komadori.sound.loudness import gain_to
from komadori.sound.made.alive import birds, cicadas, crickets, evening_cicadas
from komadori.sound.made.noise import (
    RATE,
    Rng,
    Values,
    both,
    bubble,
    coloured,
    scattered,
    struck,
    swells,
    within,
    without_rumble,
)
from komadori.sound.made.room import BadSound
from komadori.sound.wave import Wave

EDGE = 0.02
LONGEST = 3_600.0
"""Seconds."""


def ambience(kind: str, seconds: float, seed: int = 0) -> Wave:
    """The sound of a place for `seconds`, stereo at 48,000 samples a second, at the loudness its kind has in a film.

    `kind` is a key of AMBIENCES. The same kind, length and seed give the same samples. Raises BadSound.
    """
    if kind not in AMBIENCES:
        raise BadSound(f"There is no ambience {kind!r}.", hint=f"There are {', '.join(AMBIENCES)}.")
    if not 0.0 < seconds <= LONGEST:
        raise BadSound(f"An ambience of {seconds:g} s cannot be made.", hint=f"Up to {LONGEST:g} s.")
    make, target = AMBIENCES[kind]
    rng = np.random.default_rng([seed, zlib.crc32(kind.encode())])
    # At least a second, so that the loudness of a short one is that of a long one.
    count = round(seconds * RATE)
    sound = without_rumble(make(max(count, RATE), rng))
    gain = 10.0 ** (gain_to(Wave(data=sound.astype(np.float32), rate=RATE), target) / 20.0)
    return Wave(data=(within(sound[:, :count], EDGE) * gain).astype(np.float32), rate=RATE)


def _room(count: int, rng: Rng) -> Values:
    """A quiet wooden room: air, and a little of the house."""
    return both(count, rng, 40, 260, 6, 0.3) + 0.12 * both(count, rng, 500, 5_000, 5, 0.9)


def _city(count: int, rng: Rng) -> Values:
    """A city far below: a murmur, and cars that pass out of sight."""
    passing = swells(count, rng, 5.0, 0.1, 1.0)[None] * both(count, rng, 90, 700, 5, 0.5)
    return both(count, rng, 35, 180, 5, 0.4) + 0.55 * passing


def _wind(count: int, rng: Rng) -> Values:
    """Wind: gusts that whistle a little higher as they grow, and leaves that answer."""
    gust = swells(count, rng, 2.6) * 0.7 + swells(count, rng, 0.7) * 0.3
    low = both(count, rng, 110, 320, 4, 0.6) * (0.15 + 0.85 * gust**1.5)
    middle = both(count, rng, 320, 900, 4, 0.7) * gust**2.2
    high = both(count, rng, 1_800, 7_000, 3, 0.95) * gust**3.2 * 0.4
    return low + middle + high


def _rain(count: int, rng: Rng) -> Values:
    """Rain on a roof: what falls far off is a hiss, what falls near is drops and the knock of the boards."""
    drops = [
        bubble(hertz, decay, 0.3) for hertz, decay in ((2_300, 0.003), (3_400, 0.002), (4_700, 0.0016), (1_500, 0.004))
    ]
    knocks = [struck([(hertz, 0.05, 1.0), (2.3 * hertz, 0.03, 0.4)], 0.06) for hertz in (190, 260, 340, 455)]
    hiss = both(count, rng, 700, 9_000, 3, 0.9) * swells(count, rng, 4.0, 0.75, 1.0)
    return 0.5 * hiss + 0.9 * scattered(count, rng, 70, drops) + 0.7 * scattered(count, rng, 26, knocks, 0.8)


def _drizzle(count: int, rng: Rng) -> Values:
    """The end of a rain: single drops from the eaves."""
    drops = [
        bubble(hertz, decay, 0.35) for hertz, decay in ((900, 0.009), (1_250, 0.007), (1_700, 0.005), (2_400, 0.004))
    ]
    hiss = both(count, rng, 900, 8_000, 4, 0.9)
    return 0.16 * hiss + 1.6 * scattered(count, rng, 2.6, drops, 0.7) + 0.25 * scattered(count, rng, 16, drops)


def _river(count: int, rng: Rng) -> Values:
    """A small river over stones: innumerable bubbles, and the water that carries them."""
    sizes = np.geomspace(320, 2_600, 14)
    kinds = [bubble(float(hertz), 0.006 + 5.0 / hertz, 0.12) * (500 / hertz) ** 0.4 for hertz in sizes]
    flow = both(count, rng, 180, 1_600, 4, 0.85) * swells(count, rng, 1.7, 0.7, 1.0)
    return 0.5 * flow + 0.35 * scattered(count, rng, 150, kinds) * swells(count, rng, 0.8, 0.5, 1.0)


def _snow(count: int, rng: Rng) -> Values:
    """Snow takes the city away; what is left is low, and very far."""
    return both(count, rng, 45, 150, 8, 0.4) + 0.12 * both(count, rng, 250, 900, 6, 0.8) * swells(count, rng, 3.5)


def _kettle(count: int, rng: Rng) -> Values:
    """An iron kettle that sings before it boils; tea people call it wind in the pines."""
    sings = both(count, rng, 750, 1_250, 8, 0.3) * swells(count, rng, 1.3, 0.55, 1.0)
    kinds = [bubble(float(hertz), 0.012, 0.08) for hertz in np.geomspace(140, 420, 8)]
    steam = both(count, rng, 3_000, 9_000, 2, 0.4)
    return 0.6 * sings + 0.5 * scattered(count, rng, 34, kinds, 0.2) + 0.16 * steam


def _breeze(count: int, rng: Rng) -> Values:
    """Hardly wind: leaves and petals that touch."""
    gust = swells(count, rng, 3.0) * swells(count, rng, 0.9, 0.4, 1.0)
    ticks = [coloured(240, rng, 2_000, 8_000) * np.exp(-np.arange(240) / 50.0) for _ in range(6)]
    leaves = scattered(count, rng, 40, ticks) * gust**1.5
    return both(count, rng, 80, 380, 5, 0.6) * (0.3 + 0.7 * gust) + 0.25 * leaves


Maker = Callable[[int, Rng], Values]

AMBIENCES: dict[str, tuple[Maker, float]] = {
    "room": (_room, -54.0),
    "city": (_city, -44.0),
    "wind": (_wind, -38.0),
    "breeze": (_breeze, -44.0),
    "rain": (_rain, -36.0),
    "drizzle": (_drizzle, -41.0),
    "river": (_river, -38.0),
    "snow": (_snow, -52.0),
    "birds": (birds, -42.0),
    "cicadas": (cicadas, -38.0),
    "evening cicadas": (evening_cicadas, -40.0),
    "crickets": (crickets, -42.0),
    "kettle": (_kettle, -42.0),
}
"""How each place is made, and its loudness in LUFS beside a voice of −22."""
