"""The sheet as a table: exact both ways, kind to what people type, clear about what is wrong."""

from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from komadori.sheet import edit
from komadori.sheet.edit import apply
from komadori.sheet.exchange import BadSheetFile, csv_sheet, read_sheet
from komadori.sheet.sheet import Cell, Sheet

FILM = Fraction(24)


@given(st.from_type(Sheet))
def test_a_sheet_comes_back_exactly(sheet):
    assert csv_sheet.parse(csv_sheet.write(sheet), Fraction(99)).sheet == sheet


@given(st.from_type(Sheet), st.text(max_size=6), st.booleans(), st.integers(0, 3))
def test_any_text_comes_back_exactly(sheet, text, alarm, start):
    name = "spoken"
    cells = [Cell(length=2, text=text, alarm=alarm, start=start), Cell(length=1), Cell(length=1, text=text, alarm=True)]
    sheet = apply(sheet, edit.add_column(sheet, name, "sound", cells))
    assert csv_sheet.parse(csv_sheet.write(sheet), FILM).sheet == sheet


def walk():
    sheet = Sheet.empty(FILM, ("x1", "x2"))
    sheet = apply(sheet, edit.expose(sheet, 1, "x1", 1, 2))
    sheet = apply(sheet, edit.expose(sheet, 1, "x2", 2))
    sheet = apply(sheet, edit.lay(sheet, 3, [Cell(length=2)]))
    sheet = apply(sheet, edit.write(sheet, "notes", 2, "lamp on", alarm=True, length=2))
    sheet = apply(sheet, edit.lay(sheet, 1, [Cell(length=5, text="song.wav", start=13)], column="sound"))
    return apply(sheet, edit.mark(sheet, 3, 4, tag="red"))


def test_the_table_reads_as_people_read_a_sheet():
    assert csv_sheet.write(walk()) == (
        "frame,timecode @24,picture: x1,picture: x2,hold,tag,sound: sound,note: notes\n"
        "1,00:00:00:00,1,2,,,song.wav @13,\n"
        "2,00:00:00:01,,,|,,|,!lamp on\n"
        "3,00:00:00:02,,,,red,|,|\n"
        "4,00:00:00:03,,,|,,|,\n"
        "5,00:00:00:04,,,-,,|,\n"
    )


def test_a_table_typed_by_hand_is_read():
    reading = read_sheet(b"frame,picture,hold,Notes,light\r\n1,7,,hello,\r\n2,,|,,50\r\n3,,,,|\r\n", FILM)
    assert reading.sheet.rate == FILM
    assert [(cell.length, cell.picture()) for cell in reading.sheet.columns[0].cells] == [(2, 7), (1, None)]
    assert [(column.name, column.kind) for column in reading.sheet.columns[1:]] == [
        ("notes", "note"),
        ("light", "free"),
    ]
    assert reading.sheet.cell("light", 3).text == "50"


def test_the_table_in_the_docs_is_this_one():
    page = (Path(__file__).parents[2] / "docs/reference/sheets.md").read_text(encoding="utf-8")
    assert page.split("```csv\n")[1].split("```")[0] == csv_sheet.write(walk())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "walk.csv does not begin with a heading 'frame'.\nhint: docs/reference/sheets.md describes the columns."),
        ("frame,picture\n1,seven\n", "walk.csv, line 2: the picture is 'seven'.\nhint: A picture is a number"),
        ("frame,picture\n1,²\n", "walk.csv, line 2: the picture is '²'."),
        ("frame,hold\n1,\n2,2\n", "walk.csv, line 3: hold is '2'.\nhint: It is empty, | to go on, or -."),
        ("frame,timecode @fast\n1,\n", "walk.csv: 'fast' is not a frame rate."),
        ("frame,light,light\n1,,\n", "walk.csv: Two columns of a sheet have one name"),
        ('frame,picture\n1,"2"3\n', "walk.csv, line 2: ',' expected after '\"'."),
        ("frame,picture: ../x\n", "walk.csv: '../x' cannot name an exposure."),
    ],
)
def test_a_bad_table_names_the_line_and_the_value(text, told):
    with pytest.raises(BadSheetFile) as refused:
        csv_sheet.parse(text, FILM, "walk.csv")
    assert told in str(refused.value)


def test_a_table_longer_than_any_film_is_refused():
    with pytest.raises(BadSheetFile, match=r"walk.csv has 1000002 rows; more than 1000000 is not a sheet\."):
        csv_sheet.parse("frame\n" + "1\n" * 1_000_001, FILM, "walk.csv")


@given(st.binary(max_size=60))
def test_no_bytes_do_worse_than_a_clear_refusal(data):
    for start in (b"", b"frame,picture,hold\n", b"exchangeDigitalTimeSheet Save Data\n", b'"Frame",""\n"",""\n'):
        with suppress(BadSheetFile):
            read_sheet(start + data, FILM, "walk")
