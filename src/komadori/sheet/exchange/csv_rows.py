"""The rows of a CSV text, each with the line a person finds it at."""

import csv
import io
from dataclasses import dataclass

from komadori.sheet.exchange.sheet_file import LONGEST, BadSheetFile


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of one row, and where it stands, for messages."""

    where: str
    values: list[str]


def read_rows(text: str, name: str) -> list[Row]:
    """All rows that are not empty. Raises BadSheetFile, with `name` and the line, for broken quoting or too many."""
    table = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        rows = [Row(f"{name}, line {table.line_num}", values) for values in table if values]
    except csv.Error as error:
        raise BadSheetFile(
            f"{name}, line {table.line_num}: {error}.", hint="A quotation mark within a field is written twice."
        ) from None
    if len(rows) > LONGEST:
        raise BadSheetFile(f"{name} has {len(rows)} rows; more than {LONGEST} is not a sheet.")
    return rows
