"""A piece of music, written as text and played by instruments that are made here.

schema = "komadori.piece/1"
title = "First Light"
tempo = 72
room = 1.6

[[part]]
name = "spring"
at = 0
instrument = "felt piano"
pan = -0.2
notes = "A4:1 D5:1.5 E5:.5 [F#5 D4]:2 -:1"

A note is PITCH:BEATS, or PITCH:BEATS:STRENGTH with 0..1; brackets make a chord, - is a rest. Parts sound together, each
from its beat `at` on.
"""

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from komadori.errors import KomadoriError, Several
from komadori.sound.loudness import gain_to
from komadori.sound.made.instruments import INSTRUMENTS
from komadori.sound.made.noise import RATE, Values, ending, placed, put
from komadori.sound.made.room import BadSound, in_room
from komadori.sound.wave import Wave

SCHEMA = "komadori.piece/1"
LOUDNESS = -31.0
"""LUFS of a piece by itself: its loudest moments lie just under a voice of −22."""
SLOWEST = 1.8
"""How many times longer the last beat is than the first, where a piece slows."""
LONGEST = 1_200.0
"""Seconds."""
STEPS = {"C": -9, "D": -7, "E": -5, "F": -4, "G": -2, "A": 0, "B": 2}
_NOTE = re.compile(r"(\[[^\]]*\]|[^\s:\[\]]+):(\d*\.?\d+)(?::(\d*\.?\d+))?")
_PITCH = re.compile(r"([A-G])(#|b)?(\d)")

RANGES: dict[str, tuple[float, float, float]] = {
    "tempo": (20.0, 300.0, 72.0),
    "room": (0.0, 6.0, 1.6),
    "wet": (0.0, 1.0, 0.3),
    "loose": (0.0, 0.1, 0.012),
    "slows": (0.0, 64.0, 0.0),
    "at": (0.0, 2_000.0, 0.0),
    "pan": (-1.0, 1.0, 0.0),
    "gain": (-40.0, 12.0, 0.0),
}
"""Lowest, highest and usual value of each number in a piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """`hertz` sounding together from beat `at` on for `beats`, with `strength` 0..1."""

    at: float
    beats: float
    hertz: tuple[float, ...]
    strength: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Notes for one instrument, at `pan` −1..1 and `gain` dB."""

    name: str
    instrument: str
    notes: tuple[Note, ...]
    pan: float = 0.0
    gain: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Parts at `tempo` beats a minute, `loose` s late at most times, in a room of `room` s, `wet` 0..1 of it heard.

    Its last `slows` beats grow slower and slower.
    """

    title: str
    parts: tuple[Part, ...]
    tempo: float = 72.0
    room: float = 1.6
    wet: float = 0.3
    loose: float = 0.012
    slows: float = 0.0

    def beat(self, at: float) -> float:
        """When beat `at` comes, in beats of the piece's tempo: later and later in the last `slows`."""
        over = max(at - (self.beats - self.slows), 0.0)
        return at + (0.5 * (SLOWEST - 1.0) * over * over / self.slows if self.slows else 0.0)

    @property
    def beats(self) -> float:
        """To the end of its last note."""
        return max((note.at + note.beats for part in self.parts for note in part.notes), default=0.0)


def load_piece(path: Path) -> Piece:
    """The piece in the TOML file `path`. Raises BadSound, or Several of them."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as failure:
        raise BadSound(f"The piece {path} cannot be read: {failure}.", hint="Look at its name and folder.") from failure
    return parse_piece(text, path.name)


def parse_piece(text: str, name: str = "piece") -> Piece:
    """The piece in TOML `text`; `name` is what messages call it. Raises BadSound, or Several with all that is wrong."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as failure:
        raise BadSound(f"{name} is not TOML: {failure}.") from None
    if told.get("schema") != SCHEMA:
        raise BadSound(f"{name} is no piece: its schema is {told.get('schema')!r}.", hint=f'schema = "{SCHEMA}"')
    problems: list[KomadoriError] = []
    numbers = _numbers(name, told, ("tempo", "room", "wet", "loose", "slows"), ("schema", "title", "part"), problems)
    tables = told.get("part", [])
    parts = [_part(f"{name}, part {number}", table, problems) for number, table in enumerate(tables, 1)]
    if len(problems) > 1:
        raise Several(f"{name} has {len(problems)} problems.", problems)
    if problems:
        raise problems[0]
    return Piece(title=str(told.get("title", name)), parts=tuple(part for part in parts if part), **numbers)


def music(piece: Piece, *, seconds: float | None = None, seed: int = 0) -> Wave:
    """`piece` played: stereo at 48,000 samples a second, −31 LUFS, until its last note has died away.

    With `seconds` its tempo is chosen so that the last note ends two seconds before, and the sound is exactly so long.
    Raises BadSound where that asks for a tempo nobody plays.
    """
    beats = piece.beat(piece.beats)
    tempo = piece.tempo if seconds is None else 60.0 * beats / max(seconds - 2.0, 1e-3)
    low, high, _ = RANGES["tempo"]
    if not low <= tempo <= high or 60.0 * beats / tempo > LONGEST:
        told = f"{piece.title} cannot be played at {tempo:.0f} beats a minute."
        raise BadSound(told, hint=f"It has {piece.beats:g} beats; {low:g} to {high:g} a minute can be played.")
    beat = 60.0 / tempo
    count = round((beats * beat + 4.0 + piece.room) * RATE)
    whole = np.zeros((2, count))
    for number, part in enumerate(piece.parts):
        _play(whole, part, piece, beat, np.random.default_rng([seed, number]))
    heard = in_room(whole, seconds=max(piece.room, 0.05), size=6.0, wet=piece.wet, seed=11)[:, :count]
    kept = heard if seconds is None else heard[:, : round(seconds * RATE)]
    kept = kept * ending(kept.shape[1], 1.8)
    gain = 10.0 ** (gain_to(Wave(data=kept.astype(np.float32), rate=RATE), LOUDNESS) / 20.0)
    return Wave(data=(kept * gain).astype(np.float32), rate=RATE)


def _play(whole: Values, part: Part, piece: Piece, beat: float, rng: np.random.Generator) -> None:
    """Add every note of `part`; hands are never quite on the beat, nor two notes of a chord together."""
    instrument = INSTRUMENTS[part.instrument]
    gain = 10.0 ** (part.gain / 20.0)
    for note in part.notes:
        begins, ends = piece.beat(note.at) * beat, piece.beat(note.at + note.beats) * beat
        for number, hertz in enumerate(note.hertz):
            late = abs(rng.normal(0.0, piece.loose)) + 0.018 * number
            strength = float(np.clip(note.strength * rng.normal(1.0, 0.06), 0.05, 1.0))
            sound = instrument(hertz, (ends - begins) * 0.97, strength, rng)
            put(whole, placed(gain * sound, part.pan), round((begins + late) * RATE))


def _part(where: str, table: Any, problems: list[KomadoriError]) -> Part | None:
    if not isinstance(table, dict):
        problems.append(BadSound(f"{where} is no table.", hint="[[part]]"))
        return None
    numbers = _numbers(where, table, ("at", "pan", "gain"), ("name", "instrument", "notes"), problems)
    instrument = table.get("instrument")
    if instrument not in INSTRUMENTS:
        problems.append(
            BadSound(f"{where}: there is no instrument {instrument!r}.", hint=_nearest(str(instrument), INSTRUMENTS))
        )
    notes = tuple(_notes(where, str(table.get("notes", "")), numbers.pop("at", 0.0), problems))
    return Part(name=str(table.get("name", where)), instrument=str(instrument), notes=notes, **numbers)


def _notes(where: str, text: str, at: float, problems: list[KomadoriError]) -> Iterator[Note]:
    left = _NOTE.sub(" ", text).replace("|", " ").split()
    problems.extend(BadSound(f"{where}: {word!r} is no note.", hint="such as F#5:1.5 or [D4 A4]:2:.4") for word in left)
    for names, beats, strength in _NOTE.findall(text):
        pitches = [] if names == "-" else names.strip("[]").split()
        wrong = [pitch for pitch in pitches if not _PITCH.fullmatch(pitch)]
        problems.extend(BadSound(f"{where}: {pitch!r} is no pitch.", hint="such as F#5") for pitch in wrong)
        if pitches and not wrong:
            hertz = tuple(hertz_of(pitch) for pitch in pitches)
            yield Note(at=at, beats=float(beats), hertz=hertz, strength=min(float(strength or 0.6), 1.0))
        at += float(beats)


def hertz_of(pitch: str) -> float:
    """The tone of a name such as "F#5", A4 being 440 Hz; raises ValueError for no such name."""
    match = _PITCH.fullmatch(pitch)
    if match is None:
        raise ValueError(f"{pitch!r} is no pitch.")
    step = STEPS[match[1]] + {"#": 1, "b": -1}.get(match[2] or "", 0) + 12 * (int(match[3]) - 4)
    return float(440.0 * 2.0 ** (step / 12.0))


def _numbers(
    where: str, table: Mapping[str, Any], names: tuple[str, ...], others: tuple[str, ...], problems: list[KomadoriError]
) -> dict[str, float]:
    numbers: dict[str, float] = {}
    for key, value in table.items():
        if key in others:
            continue
        if key not in names:
            problems.append(BadSound(f"{where} has no {key!r}.", hint=_nearest(key, (*names, *others))))
            continue
        low, high, usual = RANGES[key]
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            problems.append(
                BadSound(f"{where}: {key} is {value!r}.", hint=f"From {low:g} to {high:g}; usually {usual:g}.")
            )
        else:
            numbers[key] = float(value)
    return numbers


def _nearest(name: str, names: Any) -> str:
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    return f"Did you mean {near[0]!r}?" if near else f"There are {', '.join(names)}."
