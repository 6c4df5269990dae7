"""The CSV table that CLIP STUDIO PAINT exports from its time line and cannot read back itself.

Two rows of headings (groups, then columns), then a row a frame: a label where it changes, nothing while it is held,
and × where it ends.
"""

import re
from collections.abc import Iterable
from fractions import Fraction

from komadori.sheet.exchange.csv_rows import read_rows
from komadori.sheet.exchange.sheet_file import Reading, unique
from komadori.sheet.sheet import PICTURE, Cell, Column, Kind, Sheet, settled
from komadori.sheet.strip import Strip
from komadori.sheet.time import rate_text

_ENDED = "×"
_SPOKEN = re.compile(r"[sS]\d*|.*(セリフ|台詞|台词|[Dd]ialog).*")


def recognises(text: str, name: str = "the sheet") -> bool:
    """Whether `text` is such a table."""
    return [row.values[0] for row in read_rows(text, name)[:2]] == ["Frame", ""]


def parse(text: str, rate: Fraction, name: str = "the sheet") -> Reading:
    """Read such a table: columns of speech as notes, the others as free columns. Raises BadSheetFile."""
    groups, names, *rows = (row.values for row in read_rows(text, name))
    groups = groups + [""] * (len(names) - len(groups))
    columns, cels = [Column(name=PICTURE, kind="picture")], []
    for place in range(1, len(names)):
        kind: Kind = "note" if _SPOKEN.fullmatch(names[place]) or _SPOKEN.fullmatch(groups[place]) else "free"
        title = unique(names[place], (column.name for column in columns))
        cells = _cells(row[place] if place < len(row) else "" for row in rows)
        columns.append(Column(name=title, kind=kind, cells=Strip.of(settled(cells))))
        cels += [title] if kind == "free" else []
    notice = f"{name} names no frame rate; {rate_text(rate)} was taken."
    return Reading(sheet=Sheet(rate=rate, columns=tuple(columns)), cels=tuple(cels), notices=(notice,))


def _cells(texts: Iterable[str]) -> list[Cell]:
    cells: list[Cell] = []
    for text in texts:
        if cells and not text:
            cells[-1] = cells[-1].held(cells[-1].length + 1)
        else:
            cells.append(Cell(length=1, text="" if text == _ENDED else text))
    return cells
