"""A sheet's score performed on the exposures the sheet has, and on those still to come."""

from fractions import Fraction

from komadori.score.increments import increments
from komadori.score.of_sheet import performance_of
from komadori.sheet.edit import add_column, apply, insert
from komadori.sheet.sheet import Cell, Sheet


def sheet(lengths, *cells):
    blank = Sheet.empty(Fraction(24))
    laid = apply(blank, insert(blank, 1, tuple(Cell(length=length) for length in lengths)))
    return apply(laid, add_column(laid, "score", "free", cells)) if cells else laid


def test_a_sheet_without_a_score_has_nothing_to_perform():
    assert performance_of(sheet((2, 2))) is None


def test_exposures_are_the_sheets_own_and_go_on_behind_its_end():
    done = performance_of(sheet((2, 3, 1), Cell(length=30, text="badger: turn left")), on=2)
    assert done.exposures[:5] == (1, 3, 6, 7, 9)
    assert done.frames >= 30
    first = increments(done, "badger")[0]
    assert (first.frame, first.held) == (1, 2)


def test_a_stranger_acts_too():
    done = performance_of(sheet((2,) * 12, Cell(length=24, text="hedgehog: nod")))
    values = done.tracks["hedgehog"]["head.nod"]
    assert max(values) - min(values) > 5
