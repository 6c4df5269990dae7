"""Instruments of a small house: a piano under felt, a kalimba, a music box, a plucked string, and breath in a pipe."""

from collections.abc import Callable

import numpy as np
from scipy.signal import lfilter

from komadori.sound.made.noise import RATE, Rng, Values, coloured, ending

Played = Callable[[float, float, float, Rng], Values]
"""Hz, seconds it is held, strength 0..1, chance → one channel, as long as it sounds."""


def felt_piano(hertz: float, held: float, strength: float, rng: Rng) -> Values:
    """A string pair behind a strip of felt: few partials, stretched ones, and the soft blow of the hammer.

    Stiff strings sound at n f √(1 + B n²) (Fletcher and Rossing 1998, The Physics of Musical Instruments); each note
    falls quickly at first and slowly after, for its two strings begin together and drift apart (Weinreich 1977).
    """
    lasts = min(held + 2.4, 5.0 * (220.0 / hertz) ** 0.4 + 0.8)
    time = np.arange(round(lasts * RATE)) / RATE
    sound = np.zeros(len(time))
    for number in range(1, 13):
        tone = number * hertz * np.sqrt(1.0 + 0.00035 * number * number)
        if tone > 6_000:
            break
        level = number**-1.1 * np.exp(-((tone / (700 + 1_500 * strength)) ** 1.2))
        slow = 3.2 * (220.0 / tone) ** 0.55
        fall = 0.7 * np.exp(-time / (0.22 * slow)) + 0.3 * np.exp(-time / slow)
        drift = hertz * 0.0004 * number
        turn = rng.uniform(0, 2 * np.pi)
        sound += (
            level
            * fall
            * (np.sin(2 * np.pi * tone * time + turn) + 0.7 * np.sin(2 * np.pi * (tone + drift) * time + turn))
        )
    sound *= 1.0 - np.exp(-time / 0.004)
    blow = coloured(len(time), rng, 60, 420, 4) * np.exp(-time / 0.03) * 0.05 * strength
    return strength * (sound + blow) * _let_go(time, held + 0.3, 1.2)


def kalimba(hertz: float, held: float, strength: float, rng: Rng) -> Values:
    """A tongue of steel over a box: a bar held at one end has its second tone near 6.27 times the first."""
    time = np.arange(round(min(held + 2.0, 2.6) * RATE)) / RATE
    decay = 0.55 * (400.0 / hertz) ** 0.4
    sound = np.sin(2 * np.pi * hertz * time) * np.exp(-time / decay)
    sound += 0.28 * np.sin(2 * np.pi * hertz * 2.0 * time) * np.exp(-time / (0.5 * decay))
    if 6.27 * hertz < 9_000:
        sound += 0.16 * strength * np.sin(2 * np.pi * 6.27 * hertz * time) * np.exp(-time / 0.06)
    nail = coloured(len(time), rng, 1_200, 4_500) * np.exp(-time / 0.006) * 0.10
    box = np.sin(2 * np.pi * 165 * time) * np.exp(-time / 0.05) * 0.18
    tone = (sound + nail + box) * np.clip(time / 0.0015, 0, 1)
    return np.asarray(strength * tone * ending(len(time), 0.2), np.float64)


def music_box(hertz: float, _held: float, strength: float, rng: Rng) -> Values:
    """A comb of steel: long, clear, a little out of tune, and the click of the pin."""
    time = np.arange(round(2.8 * RATE)) / RATE
    tone = hertz * 2.0 ** (rng.normal(0.0, 0.04) / 12.0)
    sound = np.sin(2 * np.pi * tone * time) * np.exp(-time / 0.75)
    sound += 0.35 * np.sin(2 * np.pi * 2.003 * tone * time) * np.exp(-time / 0.4)
    if 6.27 * tone < 14_000:
        sound += 0.12 * np.sin(2 * np.pi * 6.27 * tone * time) * np.exp(-time / 0.1)
    pin = coloured(len(time), rng, 2_500, 8_000) * np.exp(-time / 0.002) * 0.12
    tone = (0.8 * sound + pin) * np.clip(time / 0.0008, 0, 1)
    return np.asarray(strength * tone * ending(len(time), 0.4), np.float64)


def string(hertz: float, held: float, strength: float, rng: Rng) -> Values:
    """A plucked string (Karplus and Strong 1983, Computer Music Journal 7), its pluck soft where it is weak."""
    count = round(min(held + 2.0, 3.4) * RATE)
    # The loop's own filter delays by half a sample; what the whole samples leave is a fraction between two.
    period = RATE / hertz - 0.5
    whole = int(period)
    part = period - whole
    pluck = np.zeros(count)
    pluck[:whole] = coloured(whole, rng, 40, 1_200 + 3_000 * strength)
    place = max(1, round(0.17 * whole))
    pluck[place : whole + place] -= pluck[:whole].copy() * 0.8
    loss = 10.0 ** (-3.0 / (hertz * 4.2 * (220.0 / hertz) ** 0.35))
    loop = np.zeros(whole + 3)
    loop[0] = 1.0
    # One average for the string's loss, one for the fraction of a sample, multiplied out.
    for at, weight in ((0, 0.5 * (1 - part)), (1, 0.5), (2, 0.5 * part)):
        loop[whole + at] -= loss * weight
    sound = lfilter([1.0], loop, pluck)
    # A pluck is noise: by its peak one string would be loud and the next soft.
    sound *= 0.45 / max(float(np.sqrt(np.square(sound[: RATE // 3]).mean())), 1e-9)
    return np.asarray(
        strength * sound * ending(count, 0.4) * _let_go(np.arange(count) / RATE, held + 1.2, 0.5), np.float64
    )


def pipe(hertz: float, held: float, strength: float, rng: Rng) -> Values:
    """Breath in a pipe, far and soft: it comes slowly and trembles once it stands."""
    time = np.arange(round((held + 0.5) * RATE)) / RATE
    tremble = 0.006 * np.clip((time - 0.4) / 0.6, 0, 1) * np.sin(2 * np.pi * 4.6 * time)
    phase = 2 * np.pi * np.cumsum(hertz * (1 + tremble)) / RATE
    tone = np.sin(phase) + 0.22 * np.sin(2 * phase) + 0.07 * np.sin(3 * phase)
    breath = coloured(len(time), rng, 0.8 * hertz, 4.0 * hertz) * 0.05
    rises = 1.0 - np.exp(-time / 0.14)
    return 0.5 * strength * (tone + breath) * rises * _let_go(time, held, 0.22) * ending(len(time), 0.1)


def _let_go(time: Values, held: float, seconds: float) -> Values:
    """1 while held, then away within about `seconds`."""
    return np.exp(-np.maximum(time - held, 0.0) / (seconds / 2.5)) * ending(len(time), 0.05)


INSTRUMENTS: dict[str, Played] = {
    "felt piano": felt_piano,
    "kalimba": kalimba,
    "music box": music_box,
    "string": string,
    "pipe": pipe,
}
"""What a piece may name."""
