"""What every sheet file from outside has in common: how it is decoded, how it fails, what reading it gives."""

from collections.abc import Iterable
from dataclasses import dataclass

from komadori.errors import Refused
from komadori.sheet.sheet import Sheet

LONGEST = 1_000_000
"""Frames; a sheet beyond it (eleven hours of film) is a damaged number, and would fill the memory row by row."""


class BadSheetFile(Refused):
    """A sheet file that cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A sheet read from a file, and what a person should know of the reading, in whole sentences.

    `cels` names the free columns that held drawings in the file, from the bottom layer up.
    """

    sheet: Sheet
    cels: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def decode(data: bytes, name: str = "the sheet file") -> str:
    """The text of a sheet file: UTF-8 or UTF-16 by its mark, otherwise UTF-8, otherwise Japanese Windows (CP932).

    Raises BadSheetFile, with `name`, for what is none of them.
    """
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp932"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadSheetFile(f"{name} is not text.", hint="Sheets come as .xdts, .tdts, .csv or Dragonframe's take.xml.")


def number(label: str) -> int | None:
    """The number that a label is, of up to nine digits, or None where it is none."""
    digits = label.strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= 9 else None


def unique(name: str, taken: Iterable[str]) -> str:
    """A printable column name near `name` that is not among `taken`: several columns of a file may share one."""
    shown = "".join(letter if letter.isprintable() else " " for letter in name).strip() or "column"
    names, candidate, number = set(taken), shown, 2
    while candidate in names:
        candidate, number = f"{shown} {number}", number + 1
    return candidate
