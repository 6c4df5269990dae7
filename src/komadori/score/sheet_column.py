"""The score on the exposure sheet: free columns called `score`, or `score badger` where one character has its own."""

from collections.abc import Collection, Iterator

from komadori.errors import KomadoriError, Several
from komadori.score.cue import Cue
from komadori.score.notation import BadScore, raise_together, read_cell
from komadori.sheet.sheet import Column, Sheet

COLUMN = "score"


def score_columns(sheet: Sheet) -> tuple[Column, ...]:
    """The columns of `sheet` that a score stands in, in their order."""
    return tuple(
        column for column in sheet.columns if column.kind == "free" and column.name.split(maxsplit=1)[:1] == [COLUMN]
    )


def read_sheet(sheet: Sheet, *, cast: Collection[str] = ()) -> tuple[Cue, ...]:
    """The cues of a sheet's score, by frame; each begins where its cell begins, and hidden cells are passed over.

    A cell of the column `score badger` need not name the badger. Raises BadScore, or Several.
    """
    problems: list[KomadoriError] = []
    cues = [cue for column in score_columns(sheet) for cue in _cues(sheet, column, cast, problems)]
    raise_together(problems, "The sheet's score")
    return tuple(sorted(cues, key=lambda cue: cue.first or 1))


def _cues(sheet: Sheet, column: Column, cast: Collection[str], problems: list[KomadoriError]) -> Iterator[Cue]:
    who = column.name.partition(" ")[2].strip()
    for span in sheet.spans(column.name):
        if not span.cell.text.strip() or span.cell.hidden:
            continue
        try:
            yield from read_cell(span.cell.text, span.first, who=who, cast=cast)
        except BadScore as failure:
            problems.append(failure)
        except Several as several:
            problems.extend(several.errors)
