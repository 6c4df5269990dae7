"""Exact time: frames are whole numbers counted from 1, rates are fractions, seconds exist only at the edges."""

from fractions import Fraction

from komadori.errors import WrongUse

HIGHEST_RATE = 1000
"""Frames a second; beyond it a rate is a slip of the pen, for no camera or screen of the field goes there."""

_NTSC = {Fraction(base * 1000, 1001): base for base in (12, 24, 30, 48, 60, 120)}


class BadRate(WrongUse, ValueError):
    """A text that names no frame rate."""


def parse_rate(text: str) -> Fraction:
    """Read a frame rate: "24", "25", "12.5", "24000/1001", or broadcast's rounded "23.976", "29.97".

    A decimal that is a thousand-and-oneth rate rounded to the places written (two or more) means that exact rate.
    Raises BadRate for anything that is not a number above 0 and up to 1000 frames a second.
    """
    written = text.strip()
    try:
        rate = Fraction(written)
    except (ValueError, ZeroDivisionError):
        rate = Fraction(0)
    if not 0 < rate <= HIGHEST_RATE or "e" in written.lower():
        raise BadRate(
            f"{text!r} is not a frame rate.", hint="Write frames a second: 24, 25, 30, 12, 23.976 or 24000/1001."
        )
    places = len(written.partition(".")[2])
    meant = (exact for exact in _NTSC if places > 1 and round(exact, places) == rate)
    return next(meant, rate)


def rate_text(rate: Fraction) -> str:
    """Write `rate` as people do ("24", "23.976", otherwise "25/2"); `parse_rate` reads back the same rate."""
    if rate in _NTSC:
        thousandths = round(rate * 1000)
        return f"{thousandths // 1000}.{thousandths % 1000:03d}".rstrip("0")
    return str(rate)


def timecode(frame: int, rate: Fraction) -> str:
    """The non-drop timecode of a frame's beginning, hours:minutes:seconds:frames; frame 1 is 00:00:00:00.

    A fractional rate counts in the next whole base, as broadcast does: 23.976 counts 24 frames a second.
    """
    base = -(-rate.numerator // rate.denominator)
    seconds, frames = divmod(frame - 1, base)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}:{frames:02d}"


def duration(frames: int, rate: Fraction) -> Fraction:
    """How long `frames` frames last, in seconds, exactly."""
    return frames / rate
