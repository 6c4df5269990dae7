"""Look-up tables in .cube files, one- and three-dimensional, read with distrust.

Source: Adobe, "Cube LUT Specification", version 1.0, 2013; and the input ranges that DaVinci Resolve writes.
"""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from komadori.errors import Refused

MOST_BYTES = 100_000_000
"""A cube of 129 a side with ten digits a number has 80 MB."""
LARGEST_LINE, LARGEST_SIDE = 65536, 129
HEADER_LINES = 1000
FURTHEST = 1e4
"""No table answers with more."""
HINT = "a .cube file has LUT_1D_SIZE or LUT_3D_SIZE, and then that many lines of three numbers."


class BadLut(Refused):
    """A file that holds no look-up table, or one that cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lut:
    """`line` (n x 3) is looked up first, channel by channel, then `cube` (red x green x blue x 3); one of them may be
    empty. Inputs `low` to `high` (3 each) span the table that comes first."""

    line: NDArray[np.float64]
    cube: NDArray[np.float64]
    low: tuple[float, float, float] = (0.0, 0.0, 0.0)
    high: tuple[float, float, float] = (1.0, 1.0, 1.0)


def read_cube(path: Path) -> Lut:
    """The table in a .cube file. Raises BadLut."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise BadLut(f"{path.name} is too large for a look-up table: {size:,} bytes.")
        text = path.read_text(encoding="utf-8-sig", errors="strict")
    except UnicodeDecodeError as failure:
        raise BadLut(f"{path.name} is no .cube file: it is not text.", hint=HINT) from failure
    except OSError as failure:
        raise BadLut(f"{path.name} cannot be read: {failure.strerror or failure}.") from failure
    return parse_cube(text, path.name)


def parse_cube(text: str, name: str) -> Lut:
    """The table in `text`; `name` is what messages call it. Raises BadLut."""
    words, body = _header(text, name)
    lines = _size(words, "LUT_1D_SIZE", LARGEST_LINE, name)
    side = _size(words, "LUT_3D_SIZE", LARGEST_SIDE, name)
    if not lines and not side:
        raise BadLut(f"{name} does not say how large its table is.", hint=HINT)
    numbers = _numbers(body, lines + side**3, name)
    cube = numbers[lines:].reshape(side, side, side, 3).transpose(2, 1, 0, 3) if side else np.empty(0)
    first = "1D" if lines else "3D"
    low, high = _range(words, first, name)
    return Lut(line=numbers[:lines], cube=cube, low=low, high=high)


def _header(text: str, name: str) -> tuple[dict[str, list[str]], str]:
    """The words before the numbers, each with what it says, and the numbers."""
    words: dict[str, list[str]] = {}
    rest = io.StringIO(text)
    for _ in range(HEADER_LINES):
        at = rest.tell()
        line = rest.readline()
        stripped = line.strip()
        if not line or (stripped and (stripped[0].isdigit() or stripped[0] in "-+.")):
            rest.seek(at)
            return words, rest.read()
        if stripped and not stripped.startswith("#"):
            word, *told = stripped.split()
            words[word] = told
    raise BadLut(f"{name} has no numbers in its first {HEADER_LINES} lines.", hint=HINT)


def _size(words: dict[str, list[str]], word: str, most: int, name: str) -> int:
    if word not in words:
        return 0
    told = " ".join(words[word])
    if not told.isascii() or not told.isdigit() or not 2 <= int(told[:9]) <= most:
        raise BadLut(f"{name}: {word} is {told[:20]!r}; it is a whole number from 2 to {most}.")
    return int(told)


def _numbers(body: str, count: int, name: str) -> NDArray[np.float64]:
    if not body.strip() or body.count("\n") + 1 < count:
        raise BadLut(f"{name} ends too soon: it promises {count:,} colours and has {body.count(chr(10)) + 1:,} lines.")
    try:
        numbers: NDArray[Any] = np.loadtxt(io.StringIO(body), dtype=np.float64, ndmin=2)
    except ValueError as failure:
        raise BadLut(f"{name} has what is no number: {failure}.", hint=HINT) from failure
    if numbers.shape != (count, 3):
        raise BadLut(f"{name} promises {count:,} colours and holds {numbers.shape[0]:,} of {numbers.shape[1]} numbers.")
    if not np.isfinite(numbers).all() or np.abs(numbers).max() > FURTHEST:
        raise BadLut(f"{name} holds numbers beyond {FURTHEST:g}.")
    return numbers


def _range(
    words: dict[str, list[str]], first: str, name: str
) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    try:
        if f"LUT_{first}_INPUT_RANGE" in words:
            low, high = (float(word) for word in words[f"LUT_{first}_INPUT_RANGE"])
            lows, highs = (low, low, low), (high, high, high)
        else:
            r, g, b = (float(word) for word in words.get("DOMAIN_MIN", ["0", "0", "0"]))
            lows = (r, g, b)
            r, g, b = (float(word) for word in words.get("DOMAIN_MAX", ["1", "1", "1"]))
            highs = (r, g, b)
    except ValueError as failure:
        raise BadLut(f"{name}: its range of inputs is not told as numbers: {failure}.") from failure
    spread = np.array(highs) - lows
    if not np.isfinite(spread).all() or not (spread > 1e-6).all() or np.abs([lows, highs]).max() > FURTHEST:
        raise BadLut(f"{name}: its inputs run from {lows} to {highs}.")
    return lows, highs
