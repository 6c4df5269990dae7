"""A character's marks become its stem: one sound as long as the film, everything in it at its frame."""

import math
import zlib
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from komadori.score.mark import Mark
from komadori.score.voice.phrase import Samples, Utterance
from komadori.score.voice.saying import saying
from komadori.score.voice.singing import SAMPLE_RATE, Manner, said
from komadori.score.voice.timbre import Timbre
from komadori.sound import Wave, first_sample
from komadori.sound.loudness import loudest

LOUDNESS = -22.0
"""Loudness (LUFS) of the loudest 0.4 s of an ordinary hum; the mix moves it where it wants it."""
PEAK = 10.0 ** (-4.0 / 20.0)
"""No sample of an utterance is above this, −4 dBFS: the louder hums stay below −3 dBFS also between samples."""
STEREO = -3.0
"""Decibels: one voice on two sides is as loud as it was on one."""
CUT = 0.03
"""Seconds in which a character that says the next thing stops saying the last: it has one throat."""


def voice(marks: Sequence[Mark], timbre: Timbre, *, rate: Fraction, frames: int, seed: int) -> NDArray[np.float32]:
    """What a character is heard to say in `frames` frames at `rate` frames a second: mono, 48,000 samples a second.

    Every one of `marks` is taken as this character's; those that are silent are passed over. Each begins with the
    first sample of its frame and follows the mark's length as far as a voice can; it does not outlast the stem. Same
    marks, timbre and seed: the same samples. Peaks stay below −3 dBFS.
    """
    stem = np.zeros(first_sample(frames + 1, rate, SAMPLE_RATE))
    for _, begin, sound in utterances(marks, timbre, rate=rate, frames=frames, seed=seed):
        stem[begin : begin + len(sound)] += sound
    return stem.astype(np.float32)


def utterances(
    marks: Sequence[Mark], timbre: Timbre, *, rate: Fraction, frames: int, seed: int
) -> Iterator[tuple[int, int, Samples]]:
    """What `voice` puts together, one after another: the place in `marks` of what is said, the sample it begins at, and
    its sound, which ends where the same throat says the next thing."""
    length = first_sample(frames + 1, rate, SAMPLE_RATE)
    heard = sorted((place for place, mark in enumerate(marks) if spoken(mark)), key=lambda place: marks[place].first)
    begins = [first_sample(marks[place].first, rate, SAMPLE_RATE) for place in heard]
    for place, begin, following in zip(heard, begins, [*begins, length][1:], strict=True):
        until = min(following, length)
        if begin < until:
            yield (
                place,
                begin,
                _cut(utter(marks[place], timbre, rate=rate, seed=seed, most=until - begin), until - begin),
            )


def voices(
    marks: Sequence[Mark], timbres: Mapping[str, Timbre], *, rate: Fraction, frames: int, seed: int
) -> dict[str, NDArray[np.float32]]:
    """A stem for each character of `timbres` from the marks that are its own, as `voice` makes it."""
    return {
        who: voice([mark for mark in marks if mark.who == who], timbre, rate=rate, frames=frames, seed=seed)
        for who, timbre in timbres.items()
    }


def spoken(mark: Mark) -> bool:
    """Whether anything is heard of `mark`; what is done with no strength at all is silent."""
    return mark.strength > 0.0 and saying(mark.gesture, mark.feeling, mark.text) is not None


def utter(mark: Mark, timbre: Timbre, *, rate: Fraction, seed: int, most: int | None = None) -> Samples:
    """The sound of one mark from its first sample on; empty where it is silent.

    What is said at one frame does not depend on what is said elsewhere, so that a change of the score stays local. Of
    what goes on and on no more is made than fills `most` samples.
    """
    told = saying(mark.gesture, mark.feeling, mark.text)
    if told is None or not spoken(mark):
        return np.zeros(0)
    utterance, feeling = told
    rng = np.random.default_rng([seed, mark.first, zlib.crc32(f"{mark.who}/{mark.gesture}/{mark.text}".encode())])
    own = utterance.seconds * feeling.length / timbre.pace
    wanted = float(mark.frames / rate)
    times = max(1, round(wanted / own)) if utterance.goes_on else 1
    fit = float(np.clip(wanted / (own * times), utterance.shortest, utterance.longest))
    if most is not None:
        times = min(times, math.ceil(most / (own * fit * SAMPLE_RATE)) + 1)
    manner = Manner(feeling=feeling, strength=mark.strength, stretch=fit * feeling.length / timbre.pace)
    return _levelled(said(utterance, timbre, manner, times=times, rng=rng), _target(utterance, timbre, manner))


def _target(utterance: Utterance, timbre: Timbre, manner: Manner) -> float:
    strength = float(np.clip(7.0 * (manner.strength - 1.0), -9.0, 5.0))
    return LOUDNESS + utterance.loudness + manner.feeling.level + timbre.loudness + strength


def _levelled(sound: Samples, target: float) -> Samples:
    """`sound` with its loudest 0.4 s at `target` LUFS, unless its peaks forbid it."""
    heard = loudest(Wave(data=sound[None].astype(np.float32), rate=SAMPLE_RATE))
    if not np.isfinite(heard):
        return sound
    gain = 10.0 ** ((target - heard) / 20.0)
    return np.asarray(sound * min(gain, PEAK / float(np.abs(sound).max())), np.float64)


def _cut(sound: Samples, length: int) -> Samples:
    """At most `length` samples of `sound`, faded where it is cut."""
    if len(sound) <= length:
        return sound
    kept = sound[:length].copy()
    edge = min(round(CUT * SAMPLE_RATE), length)
    kept[length - edge :] *= 0.5 + 0.5 * np.cos(np.linspace(0.0, np.pi, edge))
    return kept
