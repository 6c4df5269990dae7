"""From a phrase to its sound."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.signal import butter, sosfilt

from komadori.score.voice.feelings import Feeling
from komadori.score.voice.phrase import Phrase, Samples, Utterance, along, moved, sloped
from komadori.score.voice.source import air, pulses, softened, wander, whistle
from komadori.score.voice.timbre import Timbre
from komadori.score.voice.tract import shaped

SAMPLE_RATE = 48_000
"""Samples a second of every voice: film's own."""
EDGE = 0.004
"""Seconds in which a phrase comes and goes at the least, so that nothing clicks."""
RINGING = 0.015
"""Seconds after the last phrase."""
DRIFT = 0.22
"""Semitones by which a held pitch wanders."""
AIR_LEVEL = 0.3
"""How strong air is against a tone before the mouth; at `breath` 1 alone it is a clear whisper."""
NOTE = 0.19
"""Seconds of a bird's note, unless the phrase is told to have more."""
NOTE_REST = 0.24
"""The share of a bird's note that is silent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How one mark is said: its feeling, `strength` 0..2, and `stretch`, how many times its own length it takes."""

    feeling: Feeling
    strength: float = 1.0
    stretch: float = 1.0


def said(utterance: Utterance, timbre: Timbre, manner: Manner, *, times: int, rng: np.random.Generator) -> Samples:
    """The sound of `utterance`, said `times` times over, at SAMPLE_RATE; not yet brought to its loudness."""
    parts: list[Samples] = []
    for turn in range(times):
        for number, phrase in enumerate(utterance.phrases):
            parts.append(_sung(_felt(phrase, timbre, manner), timbre, rng))
            last = turn == times - 1 and number == len(utterance.phrases) - 1
            if phrase.gap and not last:
                parts.append(np.zeros(round(phrase.gap * manner.stretch * SAMPLE_RATE)))
    # The filter rings on for a moment after the last phrase, and is faded in it.
    ringing = round(RINGING * SAMPLE_RATE)
    sound = _without_rumble(np.concatenate([*parts, np.zeros(ringing)]))
    sound[-ringing:] *= 0.5 + 0.5 * np.cos(np.linspace(0.0, np.pi, ringing))
    return sound


def _felt(phrase: Phrase, timbre: Timbre, manner: Manner) -> Phrase:
    """`phrase` as this character says it when it feels so."""
    felt = manner.feeling
    widen = felt.widen * timbre.reach * (0.6 + 0.4 * manner.strength)
    pitch = moved(sloped(phrase.pitch, felt.slope), felt.shift * timbre.reach, scale=widen)
    press = 0.25 * (manner.strength - 1.0)
    return replace(
        phrase,
        seconds=phrase.seconds * manner.stretch,
        pitch=pitch,
        lips=moved(phrase.lips, timbre.open, low=0.0, high=1.0),
        breath=moved(phrase.breath, felt.breath + timbre.breath, low=0.0, high=1.0),
        tension=moved(phrase.tension, felt.tension + timbre.tension + press, low=-1.0, high=1.0),
        rough=moved(phrase.rough, felt.rough + timbre.rough, low=0.0, high=0.95),
        shake=phrase.shake if phrase.shake[1] else felt.shake,
        waver=phrase.waver if phrase.waver[1] else felt.waver,
    )


def _sung(phrase: Phrase, timbre: Timbre, rng: np.random.Generator) -> Samples:
    count = max(round(phrase.seconds * SAMPLE_RATE), round(3 * EDGE * SAMPLE_RATE))
    level = np.maximum(along(phrase.level, count) * _trembling(phrase.shake, count, rng), 0.0)
    voiced, breath = along(phrase.voiced, count), along(phrase.breath, count)
    sound = _whistled if timbre.kind == "syrinx" else _voiced
    tone = sound(phrase, timbre, voiced * level, rng)
    # Air is heard most where the tone leaves room for it.
    noise = (
        air(count, timbre.tract, SAMPLE_RATE, rng)
        * breath
        * np.sqrt(level)
        * np.clip(level * 4.0, 0.0, 1.0)
        * AIR_LEVEL
    )
    mouth = {name: along(getattr(phrase, name), count) for name in ("jaw", "tongue", "lips")}
    if timbre.kind == "syrinx":
        return (tone + 0.12 * shaped(noise, length=timbre.tract, rate=SAMPLE_RATE, mouth=mouth)) * _edges(count)
    heard = shaped(tone + noise, length=timbre.tract, rate=SAMPLE_RATE, mouth=mouth)
    return softened(heard, timbre.warmth, SAMPLE_RATE) * _edges(count)


def _voiced(phrase: Phrase, timbre: Timbre, level: Samples, rng: np.random.Generator) -> Samples:
    """The pulses of a throat; none are made where none are heard."""
    count = len(level)
    if not level.any():
        return level
    tension, rough = along(phrase.tension, count), along(phrase.rough, count)
    hertz = timbre.pitch * 2.0 ** (_semitones(phrase, count, rng) / 12.0)
    tone = pulses(hertz, tension, rough, rate=SAMPLE_RATE, rng=rng, jitter=timbre.jitter, shimmer=timbre.shimmer)
    return tone * level


def _whistled(phrase: Phrase, timbre: Timbre, level: Samples, rng: np.random.Generator) -> Samples:
    """The same line as notes, each a small sweep of its own, as birds sing (Marler and Slabbekoorn 2004)."""
    count = len(level)
    if not level.any():
        return level
    notes = max(phrase.notes, round(phrase.seconds / NOTE))
    semitones = _semitones(phrase, count, rng)
    share = np.linspace(0.0, notes, count, endpoint=False)
    place = share % 1.0
    swing = rng.choice([-1.0, 1.0], notes) * rng.uniform(0.8, 2.2, notes)
    sweep = (swing[share.astype(int)] * (place - 0.4)) if notes > 1 else np.zeros(count)
    hertz = timbre.pitch * 2.0 ** ((semitones + sweep) / 12.0)
    sounding = np.clip(place / (1.0 - NOTE_REST), 0.0, 1.0) if notes > 1 else place
    note = np.sin(np.pi * sounding**0.7) ** 1.3
    tone = whistle(hertz, along(phrase.tension, count), rate=SAMPLE_RATE, rng=rng, jitter=timbre.jitter)
    return np.asarray(tone * level * note, np.float64)


def _semitones(phrase: Phrase, count: int, rng: np.random.Generator) -> Samples:
    """The pitch of every sample against the character's own."""
    time = np.arange(count) / SAMPLE_RATE
    speed, depth = phrase.waver
    swing = depth * np.sin(2.0 * np.pi * speed * time + rng.uniform(0.0, 2.0 * np.pi))
    return along(phrase.pitch, count) + DRIFT * wander(count, SAMPLE_RATE, rng) + swing


def _trembling(shake: tuple[float, float], count: int, rng: np.random.Generator) -> Samples:
    """Levels that beat, never quite evenly."""
    speed, depth = shake
    if not depth:
        return np.ones(count)
    turns = np.cumsum(speed * (1.0 + 0.08 * wander(count, SAMPLE_RATE, rng))) / SAMPLE_RATE
    return 1.0 - depth * (0.5 - 0.5 * np.cos(2.0 * np.pi * turns)) ** 0.8


def _edges(count: int) -> Samples:
    """1, and from and to 0 within EDGE at both ends."""
    edge = round(EDGE * SAMPLE_RATE)
    shares = np.minimum(np.arange(count), np.arange(count)[::-1]) / edge
    return 0.5 - 0.5 * np.cos(np.pi * np.clip(shares, 0.0, 1.0))


def _without_rumble(sound: Samples) -> Samples:
    """Without what lies below 65 Hz, which only shakes loudspeakers; this takes away any DC, too."""
    return np.asarray(sosfilt(butter(3, 65.0, "high", fs=SAMPLE_RATE, output="sos"), sound), np.float64)
