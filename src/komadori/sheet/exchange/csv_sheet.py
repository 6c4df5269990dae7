"""An exposure sheet as a plain table, one row a frame, that opens in any spreadsheet and reads back exactly.

The columns are described in docs/reference/sheets.md.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from komadori.errors import KomadoriError
from komadori.sheet.exchange.csv_rows import Row, read_rows
from komadori.sheet.exchange.sheet_file import BadSheetFile, Reading, number
from komadori.sheet.sheet import PICTURE, Cell, Column, Kind, Sheet, settled
from komadori.sheet.strip import Strip
from komadori.sheet.time import parse_rate, rate_text, timecode

HELD = "|"
"""What stands in a row that only goes on with the cell above."""
OVER = "-"
"""What stands under hold where the picture column has already ended."""
_FACTS = ("hidden", "tag", "remark")
_WRITTEN: dict[str, Kind] = {"sound": "sound", "note": "note", "free": "free"}
_SHORT = {
    "picture": ("picture", "x1"), "sound": ("sound", "sound"), "note": ("note", "notes"), "notes": ("note", "notes"),
}  # fmt: skip
_HEARD = re.compile(r" @(\d{1,9})\Z", re.ASCII)


def write(sheet: Sheet) -> str:
    """`sheet` as CSV text, lines ended by a line feed."""
    facts = [fact for fact, used in zip(_FACTS, _used(sheet), strict=True) if used]
    others = sheet.columns[1:]
    header = ["frame", f"timecode @{rate_text(sheet.rate)}", *(f"picture: {name}" for name in sheet.exposures), "hold"]
    header += [*facts, *(f"{column.kind}: {column.name}" for column in others)]
    pictures = _picture_rows(sheet, facts)
    texts = [_text_rows(column) for column in others]
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\n")
    table.writerow(header)
    beyond = ["" for _ in sheet.exposures] + [OVER] + ["" for _ in facts]
    for frame in range(1, max(column.frames for column in sheet.columns) + 1):
        told = [next(rows, "") for rows in texts]
        table.writerow([frame, timecode(frame, sheet.rate), *next(pictures, beyond), *told])
    return out.getvalue()


def parse(text: str, rate: Fraction, name: str = "the sheet") -> Reading:
    """Read CSV text. `rate` counts where the file names none.

    Raises BadSheetFile that names `name`, the line and the value.
    """
    rows = read_rows(text, name)
    if not rows or rows[0].values[0].strip().lower() != "frame":
        raise BadSheetFile(
            f"{name} does not begin with a heading 'frame'.", hint="docs/reference/sheets.md describes the columns."
        )
    headings = [_heading(heading) for heading in rows[0].values]
    for row in rows[1:]:
        row.values.extend([""] * (len(headings) - len(row.values)))
    named = next((value for value in rows[0].values if value.startswith("timecode @")), "")
    try:
        columns = [_pictures(headings, rows[1:])]
        for place, (heading, column) in enumerate(headings):
            if heading in _WRITTEN:
                cells = _read_cells([row.values[place] for row in rows[1:]])
                columns.append(Column(name=column, kind=_WRITTEN[heading], cells=Strip.of(settled(cells))))
        exposures = tuple(column for kind, column in headings if kind == PICTURE)
        told = parse_rate(named.removeprefix("timecode @")) if named else rate
        sheet = Sheet(rate=told, exposures=exposures or ("x1",), columns=tuple(columns))
    except BadSheetFile:
        raise
    except KomadoriError as error:
        raise BadSheetFile(f"{name}: {error.message}", hint=error.hint) from None
    return Reading(sheet=sheet)


def _heading(text: str) -> tuple[str, str]:
    """What a column holds and the name it has; "" holds nothing that is not told elsewhere."""
    plain = text.strip().lower()
    kind, named, column = text.partition(": ")
    if named and kind in (PICTURE, *_WRITTEN):
        return kind, column
    if plain in _SHORT:
        return _SHORT[plain]
    if plain in ("hold", *_FACTS):
        return plain, ""
    if plain == "frame" or plain.startswith("timecode") or not plain:
        return "", ""
    return "free", text.strip()


def _used(sheet: Sheet) -> tuple[bool, bool, bool]:
    cells = sheet.columns[0].cells
    return any(cell.hidden for cell in cells), any(cell.tag for cell in cells), any(cell.text for cell in cells)


def _picture_rows(sheet: Sheet, facts: Sequence[str]) -> Iterator[list[str]]:
    for cell in sheet.columns[0].cells:
        told = {"hidden": "hidden" if cell.hidden else "", "tag": cell.tag, "remark": cell.text}
        numbers = [cell.picture(name) for name in sheet.exposures]
        yield ["" if number is None else str(number) for number in numbers] + [""] + [told[fact] for fact in facts]
        held = [""] * len(numbers) + [HELD] + [""] * len(facts)
        for _ in range(cell.length - 1):
            yield held


def _pictures(headings: Sequence[tuple[str, str]], rows: Sequence[Row]) -> Column:
    exposures = [(place, name) for place, (kind, name) in enumerate(headings) if kind == PICTURE]
    places = {kind: place for place, (kind, _) in enumerate(headings) if kind in ("hold", *_FACTS)}
    cells: list[Cell] = []
    for row in rows:
        hold = row.values[places["hold"]].strip() if "hold" in places else ""
        if hold == OVER:
            break
        if hold == HELD and cells:
            cells[-1] = cells[-1].held(cells[-1].length + 1)
            continue
        if hold:
            raise BadSheetFile(f"{row.where}: hold is {hold!r}.", hint=f"It is empty, {HELD} to go on, or {OVER}.")
        pictures = {name: _number(row, place) for place, name in exposures if row.values[place].strip()}
        facts = {fact: row.values[places[fact]] for fact in _FACTS if fact in places}
        cells.append(
            Cell(
                length=1,
                pictures=tuple(sorted(pictures.items())),
                hidden=bool(facts.get("hidden")),
                tag=facts.get("tag", ""),
                text=facts.get("remark", ""),
            )
        )
    return Column(name=PICTURE, kind="picture", cells=Strip.of(cells))


def _number(row: Row, place: int) -> int:
    value = row.values[place]
    picture = number(value)
    if picture is None:
        raise BadSheetFile(f"{row.where}: the picture is {value!r}.", hint="A picture is a number, or empty to shoot.")
    return picture


def _text_rows(column: Column) -> Iterator[str]:
    for cell in column.cells:
        yield "" if cell.blank else _written(cell)
        for _ in range(cell.length - 1):
            yield "" if cell.blank else HELD


def _written(cell: Cell) -> str:
    """`!` for an alarm, the text, ` @` and the first frame heard for a sound; a backslash before what looks alike."""
    text = "\\" + cell.text if cell.text[:1] in ("!", "\\", HELD) else cell.text
    start = f" @{cell.start}" if cell.start or _HEARD.search(text) else ""
    return ("!" if cell.alarm else "") + text + start


def _read_cells(texts: Sequence[str]) -> list[Cell]:
    cells: list[Cell] = []
    for text in texts:
        going_on = cells and (not cells[-1].blank if text == HELD else cells[-1].blank and not text)
        if going_on:
            cells[-1] = cells[-1].held(cells[-1].length + 1)
        else:
            cells.append(_read("" if text == HELD else text))
    return cells


def _read(text: str) -> Cell:
    alarm = text.startswith("!")
    told = text[1:] if alarm else text
    heard = _HEARD.search(told)
    told = told[: heard.start()] if heard else told
    told = told.removeprefix("\\")
    return Cell(length=1, text=told, alarm=alarm, start=int(heard[1]) if heard else 0)
