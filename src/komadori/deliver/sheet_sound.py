"""The sound of a sheet: its sound columns and the voices of its score, as one track and as it goes out with a movie."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from komadori.deliver.reel import Reel
from komadori.deliver.voices import voices
from komadori.errors import KomadoriError
from komadori.score.sheet_column import score_columns
from komadori.sheet.sheet import Column, Sheet
from komadori.sound import Placed, UnreadableSound, Wave, mix, read_wave
from komadori.sound.mix import whole
from komadori.store import UnknownFile

Find = Callable[[str], Path]
Told = Callable[[KomadoriError], None]


def track(
    sheet: Sheet,
    sounds: Find,
    fps: Fraction,
    *,
    roots: Sequence[Path] = (),
    places: Sequence[int] = (),
    tell: Told = lambda _: None,
) -> Wave:
    """All sound columns of `sheet`, and the voices of its score, as one stereo sound from frame 1 on, at 48 kHz.

    `sounds` finds the file of a sound's name. A file that is missing or broken is silent, and `tell` hears of it once.
    Characters are those of the folders `roots`, and else the house's.
    The track is as long as the longest sound column, or the last thing said. Of a film whose time was changed `places`
    tells which frame of the sheet each of its frames shows: then each sound begins where its frame is first seen, lasts
    as long as on the sheet, and the track is as long as the film; a voice is heard as `voices` has it.
    """
    read: dict[str, Wave | None] = {}
    placed = []
    longest = 0
    for column in sheet.columns:
        if column.kind != "sound":
            continue
        longest = max(longest, column.frames)
        for span in sheet.spans(column.name):
            cell = span.cell
            if not cell.text or cell.hidden:
                continue
            if cell.text not in read:
                read[cell.text] = _read(sounds, cell.text, tell)
            sound = read[cell.text]
            if sound is not None:
                placed.append(Placed(sound=sound, first=span.first, frames=cell.length, start=max(cell.start, 1)))
    said = list(voices(sheet, fps, roots=roots, places=places, tell=tell))
    if places:
        return mix([*_moved(whole(placed), places), *said], fps, frames=len(places))
    return mix([*placed, *said], fps, frames=max(longest, *(one.frames for one in said), 0))


def sounding(sheet: Sheet) -> tuple[Column, ...]:
    """The columns of `sheet` that something is heard of: its sound columns, and those of its score."""
    return (*(column for column in sheet.columns if column.kind == "sound"), *score_columns(sheet))


def sound_of(
    sheet: Sheet, reel: Reel, sounds: Find, *, roots: Sequence[Path] = ()
) -> tuple[Wave | None, tuple[str, ...]]:
    """What is heard with a movie of the shot, exactly as long as its `reel`, or None where all is silent; and sentences
    on what is heard otherwise than it was laid. Arguments are as for `track`.

    Sounds that together are louder than full scale are turned down alike, so that none is cut off.
    """
    if not any(column.frames for column in sounding(sheet)):
        return None, ()
    told: list[str] = []
    heard = track(
        sheet,
        sounds,
        reel.rate,
        roots=roots,
        places=reel.places,
        tell=lambda failure: told.append(f"{failure.message} The movie is silent there."),
    )
    peak = float(np.abs(heard.data).max(initial=0))
    if peak > 1:
        told.append(f"The sounds together were too loud, and were turned down by {20 * np.log10(peak):.1f} dB.")
        heard = Wave(data=heard.data / np.float32(peak), rate=heard.rate)
    return (heard if peak else None), tuple(told)


def _moved(placed: Iterable[Placed], places: Sequence[int]) -> Iterator[Placed]:
    """Each sound where the film begins to show its frame; one that begins after all of it is not heard."""
    for one in placed:
        at = bisect_left(places, one.first)
        if at < len(places):
            yield replace(one, first=at + 1)


def _read(sounds: Find, name: str, tell: Told) -> Wave | None:
    try:
        return read_wave(sounds(name), name)
    except (UnreadableSound, UnknownFile) as failure:
        tell(failure)
        return None
