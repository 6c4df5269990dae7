"""Stems: voices, music and effects that lie beside each other, and whose sum is the mix."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.ndimage import gaussian_filter1d, maximum_filter1d

from komadori.errors import WrongUse
from komadori.sound.loudness import CEILING, HOUSE, gain_to, limiting
from komadori.sound.wave import Samples, Wave, wav_bytes

LEADING = 0.005
"""Root mean square, −46 dBFS, above which a leading stem is taken to say something."""
HOLD, SMOOTH = 0.5, 0.12
"""Seconds: how long what gives way stays down after a voice, and how softly it goes there and back."""
MIX = "mix"
_NAME = re.compile(r"\w[\w -]{0,63}")


class BadStems(WrongUse, ValueError):
    """Stems that cannot lie beside each other."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stem:
    """A sound of one or two channels with its `gain` in dB and its place, `pan` from −1 left to 1 right.

    A `leads` stem is listened to: where it sounds, every stem with `gives_way` (dB) steps back by so much.
    """

    name: str
    sound: Wave
    gain: float = 0.0
    pan: float = 0.0
    leads: bool = False
    gives_way: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mixed:
    """`mix` and the `stems` it is the sum of, in stereo, as they go out; `gain` dB were added to reach the loudness."""

    mix: Wave
    stems: Mapping[str, Wave]
    gain: float


def mix_stems(stems: Sequence[Stem], *, target: float | None = HOUSE, ceiling: float = CEILING) -> Mixed:
    """`stems` together, as long as the longest, brought to `target` LUFS by one gain and kept below `ceiling` dBTP.

    With `target` None the levels stay as they are. Where peaks would pass the ceiling all stems are held down alike.
    Raises BadStems where names are doubled or rates differ.
    """
    _check(stems)
    rate = stems[0].sound.rate
    length = max(stem.sound.samples for stem in stems)
    back = _stepping_back(stems, length, rate)
    heard = {stem.name: _placed(stem, length, back) for stem in stems}
    whole = Wave(data=_sum(heard), rate=rate)
    gain = 0.0 if target is None else gain_to(whole, target)
    factor = np.float32(10.0 ** (gain / 20.0))
    held = limiting(Wave(data=whole.data * factor, rate=rate), ceiling) * factor
    ready = {name: Wave(data=data * held, rate=rate) for name, data in heard.items()}
    return Mixed(
        mix=Wave(data=_sum({name: one.data for name, one in ready.items()}), rate=rate), stems=ready, gain=gain
    )


def write_stems(mixed: Mixed, folder: Path, *, bits: int = 24) -> dict[str, Path]:
    """Write `mix.wav` and a WAV for every stem into `folder`, of 16 or 24 `bits`; the paths by name.

    Each file is whole or not there at all. Raises OSError as the disk does.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths: dict[str, Path] = {}
    for name, sound in {MIX: mixed.mix, **mixed.stems}.items():
        path = folder / f"{name}.wav"
        begun = path.with_suffix(".part")
        begun.write_bytes(wav_bytes(sound, bits=bits))
        begun.replace(path)
        paths[name] = path
    return paths


def _check(stems: Sequence[Stem]) -> None:
    names = [stem.name for stem in stems]
    if not names:
        raise BadStems("There are no stems to mix.")
    doubled = sorted({name for name in names if names.count(name) > 1 or name == MIX})
    if doubled:
        raise BadStems(f"Each stem has a name of its own, other than {MIX!r}; see {', '.join(doubled)}.")
    unfit = [name for name in names if not _NAME.fullmatch(name)]
    if unfit:
        hint = "letters, digits, spaces, - and _: each becomes a file's name."
        raise BadStems(f"A stem cannot be called {', '.join(map(repr, unfit))}.", hint=hint)
    rates = {stem.sound.rate for stem in stems}
    if len(rates) > 1:
        told = ", ".join(f"{rate:,}" for rate in sorted(rates))
        raise BadStems(
            f"Stems have one rate, and there are {told} samples a second.", hint="`resampled` makes them alike."
        )
    wide = [stem.name for stem in stems if stem.sound.channels > 2]
    if wide:
        raise BadStems(f"A stem has one or two channels; {', '.join(wide)} has more.")


def _placed(stem: Stem, length: int, back: Samples | None) -> Samples:
    """`stem` in stereo at its level and place. A single channel keeps its power wherever it stands (sine, cosine);
    of two, the side it moves away from is lowered."""
    data = np.zeros((2, length), np.float32)
    data[:, : stem.sound.samples] = stem.sound.data
    turn = (min(max(stem.pan, -1.0), 1.0) + 1.0) * np.pi / 4.0
    sides = np.array([np.cos(turn), np.sin(turn)])
    if stem.sound.channels == 2:
        sides = np.minimum(sides * np.sqrt(2.0), 1.0)
    data *= (sides * 10.0 ** (stem.gain / 20.0)).astype(np.float32)[:, None]
    if back is not None and stem.gives_way:
        data *= (10.0 ** (-stem.gives_way * back / 20.0)).astype(np.float32)
    return data


def _stepping_back(stems: Sequence[Stem], length: int, rate: int) -> Samples | None:
    """0 where nobody leads, 1 where somebody does, softly between; None where it would change nothing."""
    leading = [stem for stem in stems if stem.leads]
    if not leading or not any(stem.gives_way for stem in stems):
        return None
    hop = max(rate // 100, 1)
    count = -(-length // hop)
    power = np.zeros(count)
    for stem in leading:
        padded = np.zeros(count * hop)
        padded[: stem.sound.samples] = np.square(stem.sound.data.astype(np.float64)).mean(axis=0)
        power = np.maximum(power, padded.reshape(count, hop).mean(axis=1) * 10.0 ** (stem.gain / 10.0))
    says = maximum_filter1d((power > LEADING**2).astype(np.float64), round(HOLD * 100))
    soft = gaussian_filter1d(says, SMOOTH * 100)
    return np.asarray(np.interp(np.arange(length) / hop, np.arange(count), soft), np.float32)


def _sum(heard: Mapping[str, Samples]) -> Samples:
    return np.asarray(np.sum(list(heard.values()), axis=0), np.float32)
