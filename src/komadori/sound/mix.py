"""Sounds placed at frames become one sound."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import av
import numpy as np

from komadori.sound.wave import Samples, Wave, first_sample

MIX_RATE = 48_000
"""Samples a second of a mix: film's own."""
EDGE = 0.003
"""Seconds. A sound that is cut in its midst comes and goes within this time, so that the cut does not click."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placed:
    """`sound` as heard for `frames` frames from timeline frame `first` on; `start` is its first frame heard, from 1."""

    sound: Wave
    first: int
    frames: int
    start: int = 1


def mix(placed: Iterable[Placed], fps: Fraction, *, frames: int = 0, rate: int = MIX_RATE) -> Wave:
    """All of `placed` together at `fps` frames a second, in stereo, from frame 1 to the last that sounds.

    With `frames` the mix is exactly so long. A sound that was split at a frame sounds as if it were whole; one channel
    is heard on both sides, of more than two the first two are heard. Sums may exceed ±1.
    """
    heard = whole(placed)
    last = max((one.first + one.frames - 1 for one in heard), default=0)
    length = first_sample((frames or last) + 1, fps, rate)
    mixed = np.zeros((2, length), np.float32)
    ready: dict[int, Samples] = {}
    for one in heard:
        key = id(one.sound)
        if key not in ready:
            ready[key] = _stereo(resampled(one.sound, rate))
        _add(mixed, ready[key], one, fps, rate)
    return Wave(data=mixed, rate=rate)


def whole(placed: Iterable[Placed]) -> Sequence[Placed]:
    """`placed` in order, those parts made one in which a sound simply goes on."""
    heard: list[Placed] = []
    for one in sorted(placed, key=lambda one: one.first):
        for place, before in enumerate(heard):
            goes_on = before.first + before.frames == one.first and before.start + before.frames == one.start
            if before.sound is one.sound and goes_on:
                heard[place] = replace(before, frames=before.frames + one.frames)
                break
        else:
            heard.append(one)
    return heard


def _add(mixed: Samples, sound: Samples, one: Placed, fps: Fraction, rate: int) -> None:
    """Add one placed sound where it is heard."""
    begin = first_sample(one.first, fps, rate)
    end = min(first_sample(one.first + one.frames, fps, rate), mixed.shape[1])
    # The shift depends on where the whole sound would begin, not on which part of it is heard: no part is a sample off.
    shift = first_sample(one.first - one.start + 1, fps, rate)
    end = min(end, sound.shape[1] + shift)
    if end <= begin:
        return
    part = sound[:, begin - shift : end - shift].copy()
    edge = min(round(EDGE * rate), part.shape[1])
    ramp = np.linspace(0, 1, edge, endpoint=False, dtype=np.float32)
    if one.start > 1:
        part[:, :edge] *= ramp
    if end - shift < sound.shape[1]:
        part[:, part.shape[1] - edge :] *= ramp[::-1]
    mixed[:, begin:end] += part


def resampled(sound: Wave, rate: int) -> Samples:
    """The samples of `sound` at `rate` samples a second; its length in seconds stays."""
    if sound.rate == rate or not sound.samples:
        return sound.data
    turned = [_resample(channel[None], sound.rate, rate) for channel in sound.data]
    length = -(-sound.samples * rate // sound.rate)
    data = np.zeros((len(turned), length), np.float32)
    for place, channel in enumerate(turned):
        kept = min(length, channel.shape[1])
        data[place, :kept] = channel[0, :kept]
    return data


def _resample(channel: Samples, old: int, new: int) -> Samples:
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(channel), format="fltp", layout="mono")
    frame.sample_rate = old
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=new)
    pieces = [piece.to_ndarray() for part in (frame, None) for piece in resampler.resample(part)]
    return np.concatenate(pieces, axis=1)


def _stereo(data: Samples) -> Samples:
    return np.broadcast_to(data, (2, data.shape[1])) if data.shape[0] == 1 else data[:2]
