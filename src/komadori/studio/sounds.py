"""A shot's sounds as the studio plays and draws them."""

import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from komadori.sheet.sheet import Sheet
from komadori.sound import Placed, UnreadableSound, Wave, envelope, mix, read_wave
from komadori.sound.mix import whole

Told = Callable[[UnreadableSound], None]

PARTS = 4
"""Peaks a frame: a drawn waveform stays fine when the timeline is drawn large."""


def track(
    sheet: Sheet,
    sounds: Callable[[str], Path],
    fps: Fraction,
    *,
    places: Sequence[int] = (),
    tell: Told = lambda _: None,
) -> Wave:
    """All sound columns of `sheet` as one stereo sound that begins with frame 1, at 48 kHz.

    `sounds` finds the file of a sound's name. A file that is missing or broken is silent, and `tell` hears of it once.
    The track is as long as the longest sound column. Of a film whose time was changed `places` tells which frame of the
    sheet each of its frames shows: then each sound begins where its frame is first seen, lasts as long as on the sheet,
    and the track is as long as the film.
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
    if places:
        return mix(_moved(whole(placed), places), fps, frames=len(places))
    return mix(placed, fps, frames=longest)


def _moved(placed: Iterable[Placed], places: Sequence[int]) -> Iterator[Placed]:
    """Each sound where the film begins to show its frame; one that begins after all of it is not heard."""
    for one in placed:
        at = bisect_left(places, one.first)
        if at < len(places):
            yield replace(one, first=at + 1)


def _read(sounds: Callable[[str], Path], name: str, tell: Told) -> Wave | None:
    try:
        return read_wave(sounds(name), name)
    except UnreadableSound as trouble:
        tell(trouble)
        return None


def peaks_json(sound: Wave, fps: Fraction, *, per_frame: int = PARTS) -> bytes:
    """What a timeline draws, as JSON: {rate, per_frame, frames, low, high, rms}, `per_frame` values for each frame.

    Values are of full scale ±1, rounded to thousandths; `rate` is the frame rate as [numerator, denominator].
    """
    drawn = envelope(sound, fps * per_frame)
    told = {
        "rate": [fps.numerator, fps.denominator],
        "per_frame": per_frame,
        "frames": sound.frames(fps),
        "low": [round(float(value), 3) for value in drawn.low],
        "high": [round(float(value), 3) for value in drawn.high],
        "rms": [round(float(value), 3) for value in drawn.rms],
    }
    return json.dumps(told, separators=(",", ":")).encode()
