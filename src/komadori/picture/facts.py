"""What a camera wrote beside its picture: when it was taken, and with which settings.

A camera's notes are worth keeping but never worth failing for: whatever cannot be read is left out.
"""

import io
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import exifread

from komadori.picture import jpeg

# ExifRead reports garbage through logging, which would print it where nobody set logging up.
logging.getLogger("exifread").addHandler(logging.NullHandler())

MAX_BYTES = 64 << 20
"""EXIF stands in the first kilobytes of a JPEG, but a RAW or TIFF file may carry it at its end."""
UNIQUE_MODEL = "Image Tag 0xC614"
"""DNG's own name of the camera, where make and model are left out."""
LONGEST = 120
"""Characters kept of one setting; a forged one could fill the journal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoFacts:
    """`taken` is ISO 8601, with parts of a second and the offset from UTC where the camera told them, else None.

    `camera` is make and model, "" where unknown. `settings` are sorted pairs, of: exposure_time ("1/25", s),
    f_number ("8"), focal_length ("50", mm), iso, white_balance ("auto" or "manual").
    """

    taken: str | None = None
    camera: str = ""
    settings: tuple[tuple[str, str], ...] = ()


def photo_facts(source: str | Path | bytes) -> PhotoFacts:
    """The facts of a photograph given as a path or as its bytes; empty where it tells none or tells garbage.

    JPEG, TIFF, DNG and TIFF-like RAW tell them; CR3 does not in a way that is read here. Raises `OSError`.
    """
    tags = read_tags(source)
    settings = {name: text for name, tag, show in SETTINGS if (text := shown(tags.get(tag), show))}
    return PhotoFacts(taken=taken(tags), camera=camera(tags), settings=tuple(sorted(settings.items())))


def read_tags(source: str | Path | bytes) -> dict[str, Any]:
    """All EXIF tags by ExifRead's names."""
    data = source if isinstance(source, bytes) else head_of(Path(source))
    block = jpeg.exif_block(data) if data.startswith(b"\xff\xd8") else data
    try:
        return dict(exifread.process_file(io.BytesIO(block), details=False))
    # Garbage makes ExifRead raise nearly anything: IndexError, struct.error, ValueError, KeyError, OverflowError.
    except Exception:
        return {}


def head_of(path: Path) -> bytes:
    """The beginning of a file, in which the tags are looked for."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES)


def clean(text: object) -> str:
    """One line of printable text."""
    line = "".join(character if character.isprintable() else " " for character in str(text))
    return " ".join(line.split())[:LONGEST]


def camera(tags: dict[str, Any]) -> str:
    """Make and model, the make not told twice."""
    make, model = clean(tags.get("Image Make", "")), clean(tags.get("Image Model") or tags.get(UNIQUE_MODEL, ""))
    if not model:
        return make
    return model if not make or model.lower().startswith(make.lower().split()[0]) else f"{make} {model}"


def taken(tags: dict[str, Any]) -> str | None:
    """The moment of the exposure; a date that no calendar knows counts as none."""
    for name, fraction, offset in TIMES:
        parts = re.fullmatch(r"(\d{4})[:\-](\d\d)[:\-](\d\d)[ T](\d\d:\d\d:\d\d)", clean(tags.get(name, "")))
        if not parts:
            continue
        moment = f"{parts[1]}-{parts[2]}-{parts[3]}T{parts[4]}"
        if not is_moment(moment):
            continue
        digits = clean(tags.get(fraction, ""))
        zone = clean(tags.get(offset, ""))
        moment += f".{digits}" if re.fullmatch(r"\d{1,9}", digits) else ""
        return moment + (zone if re.fullmatch(r"[+-]\d\d:\d\d", zone) else "")
    return None


def is_moment(text: str) -> bool:
    """Whether the calendar and the clock know `text`."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def shown(tag: Any, show: Callable[[Any], str]) -> str:
    """One setting as text, "" where it is missing or makes no sense."""
    try:
        return clean(show(tag.values[0])) if tag is not None else ""
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, ZeroDivisionError, OverflowError):
        return ""


def seconds(value: Any) -> str:
    """An exposure time as photographers write it: 1/25, 0.5, 2."""
    time = Fraction(value.num, value.den)
    if time <= 0:
        return ""
    return f"1/{round(1 / time)}" if time < Fraction(1, 3) else f"{float(time):g}"


def decimal(value: Any) -> str:
    """A positive ratio as a short decimal."""
    number = Fraction(value.num, value.den)
    return f"{float(number):.4g}" if number > 0 else ""


def whole(value: Any) -> str:
    """A positive whole number."""
    return str(int(value)) if int(value) > 0 else ""


SETTINGS: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
    ("exposure_time", "EXIF ExposureTime", seconds),
    ("f_number", "EXIF FNumber", decimal),
    ("focal_length", "EXIF FocalLength", decimal),
    ("iso", "EXIF ISOSpeedRatings", whole),
    ("white_balance", "EXIF WhiteBalance", lambda value: {0: "auto", 1: "manual"}[value]),
)
TIMES = (
    ("EXIF DateTimeOriginal", "EXIF SubSecTimeOriginal", "EXIF OffsetTimeOriginal"),
    ("Image DateTimeOriginal", "", ""),
    ("EXIF DateTimeDigitized", "EXIF SubSecTimeDigitized", "EXIF OffsetTimeDigitized"),
    ("Image DateTime", "EXIF SubSecTime", "EXIF OffsetTime"),
)
"""Date, part of a second, offset: the best witness first."""
