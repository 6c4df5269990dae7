"""What a sheet answers, and what cannot be a sheet."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from komadori.errors import NotFound
from komadori.sheet.sheet import BadSheet, Cell, Column, Sheet, UnknownColumn
from komadori.sheet.strip import Strip


def picture(*cells):
    return Column(name="picture", kind="picture", cells=Strip.of(cells))


SHEET = Sheet(
    rate=Fraction(24),
    exposures=("x1", "x2"),
    columns=(
        picture(Cell(length=2, pictures=(("x1", 5), ("x2", 6))), Cell(length=3), Cell(length=1, pictures=(("x1", 5),))),
        Column(name="notes", kind="note", cells=Strip.of([Cell(length=4), Cell(length=1, text="blink")])),
    ),
)


def test_a_sheet_answers_frame_by_frame():
    assert SHEET.frames == 6
    assert [SHEET.cell("picture", frame).picture("x2") for frame in (1, 2, 3)] == [6, 6, None]
    assert SHEET.cell("notes", 5).text == "blink"
    assert SHEET.cell("notes", 6) is None
    assert SHEET.cell("picture", 0) is None
    assert [(span.first, span.last) for span in SHEET.spans()] == [(1, 2), (3, 5), (6, 6)]
    assert SHEET.span(4).first == 3
    assert SHEET.span(7) is None
    assert list(SHEET.pictures()) == [5, 6, 5]
    assert (SHEET.first_frame_of(5), SHEET.first_frame_of(9)) == (1, None)


@given(st.from_type(Sheet))
def test_every_frame_is_on_screen_once(sheet):
    for column in sheet.columns:
        frames = [frame for span in sheet.spans(column.name) for frame in range(span.first, span.last + 1)]
        assert frames == list(range(1, column.frames + 1))


def test_an_empty_sheet_has_its_three_usual_columns():
    assert [(column.name, column.kind) for column in Sheet.empty(Fraction(25)).columns] == [
        ("picture", "picture"), ("sound", "sound"), ("notes", "note"),
    ]  # fmt: skip


def test_a_column_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(UnknownColumn, match=r"no column 'lamp'\.\nhint: Its columns are: picture, notes\.") as told:
        SHEET.column("lamp")
    assert isinstance(told.value, NotFound)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: Cell(length=0), "A cell lasts at least one frame, not 0"),
        (lambda: Cell(length=1, start=-1), "a sound starts at 1 or later"),
        (lambda: Cell(length=1, pictures=(("x2", 1), ("x1", 2))), "each exposure once and in order, not x2, x1"),
        (lambda: Column(name=" ", kind="note"), "A column needs a name one can print, not ' '"),
        (lambda: Sheet(rate=Fraction(24), columns=()), "A sheet's first column, and no other, is the picture column."),
        (lambda: Sheet(rate=Fraction(24), columns=(picture(), picture())), "and no other"),
        (lambda: Sheet(rate=Fraction(24), columns=(*SHEET.columns, SHEET.columns[1])), "Two columns of a sheet have"),
        (lambda: Sheet(rate=Fraction(24), exposures=()), "A sheet names one exposure or more"),
        (lambda: Sheet(rate=Fraction(24), exposures=("x1", "x1")), "each once"),
        (lambda: Sheet(rate=Fraction(24), exposures=("../x1",)), "'../x1' cannot name an exposure.\nhint: Use up to"),
    ],
)
def test_what_cannot_be_a_sheet_is_told(make, told):
    with pytest.raises(BadSheet) as refused:
        make()
    assert told in str(refused.value)
