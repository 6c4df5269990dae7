"""XDTS: a file kept whole, a sheet there and back, and what real programs write."""

import json
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from komadori.sheet import edit
from komadori.sheet.edit import apply
from komadori.sheet.exchange import BadSheetFile, adopt, drawings, picture_cells, read_sheet, xdts
from komadori.sheet.plan import plan
from komadori.sheet.sheet import Cell, Sheet

FILM = Fraction(24)
SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "xsheet-nekomataya" / "clip-toei"
CLIP = sorted(SHARED.glob("*.xdts"))
needs_files = pytest.mark.skipif(not CLIP, reason="the CLIP STUDIO sheets of ../shared are not here")


def file(tracks, duration=6, field=0, version=5, **more):
    """An XDTS text with tracks given as {name: [(frame, value…), …]}."""
    table = {
        "name": "T", "duration": duration,
        "timeTableHeaders": [{"fieldId": field, "names": list(tracks)}],
        "fields": [{"fieldId": field, "tracks": [
            {"trackNo": number, "frames": [
                {"frame": frame, "data": [{"id": 0, "values": list(values)}]} for frame, *values in entries
            ]} for number, entries in enumerate(tracks.values())
        ]}],
    }  # fmt: skip
    body = {"header": {"cut": "1", "scene": "2"}, "timeTables": [table], "version": version, **more}
    return "exchangeDigitalTimeSheet Save Data\n" + json.dumps(body)


def told(sheet, column):
    return [(cell.length, cell.text) for cell in sheet.column(column).cells]


@given(st.from_type(Sheet))
def test_a_sheet_comes_back_exactly(sheet):
    document = xdts.from_sheet(sheet, scene="sc010", cut="sh020", title="walk")
    assert xdts.to_sheet(document, Fraction(99)).sheet == sheet
    again = xdts.parse(document.text())
    assert again == document
    assert xdts.to_sheet(again, Fraction(99)).sheet == sheet


@given(st.from_type(Sheet), st.text(max_size=6), st.sampled_from(["free", "note", "sound"]))
def test_any_text_comes_back_exactly(sheet, text, kind):
    cells = [Cell(length=2, text=text), Cell(length=1, alarm=True), Cell(length=2), Cell(length=1, text="HYPHEN")]
    sheet = apply(sheet, edit.add_column(sheet, "told", kind, cells))
    assert xdts.to_sheet(xdts.parse(xdts.from_sheet(sheet).text()), FILM).sheet == sheet


@pytest.mark.parametrize("symbol", ["SYMBOL_NULL_CELL", "SYMBOL_HYPHEN", "SYMBOL_TICK_1", "○", "●", " SYMBOL_HYPHEN"])
def test_a_text_that_looks_like_a_symbol_is_not_taken_for_one(symbol):
    sheet = apply(Sheet.empty(FILM), edit.add_column(Sheet.empty(FILM), "A", "free", [Cell(length=3, text=symbol)]))
    assert told(xdts.to_sheet(xdts.from_sheet(sheet), FILM).sheet, "A") == [(3, symbol)]


def test_what_is_written_is_what_other_programs_read():
    sheet = Sheet.empty(FILM)
    sheet = apply(sheet, edit.lay(sheet, 1, [Cell(length=2, pictures=(("x1", 7),)), Cell(length=2)]))
    sheet = apply(sheet, edit.write(sheet, "notes", 2, "blink", length=2))
    document = xdts.from_sheet(sheet, scene="sc010", cut="sh020", title="ep01/sc010/sh020")
    assert document.text().splitlines()[0] == "exchangeDigitalTimeSheet Save Data"
    root = json.loads(document.text().split("\n", 1)[1])
    table = root["timeTables"][0]
    assert (root["version"], root["header"]) == (5, {"cut": "020", "scene": "010"})
    assert (table["duration"], table["name"]) == (4, "ep01/sc010/sh020")
    assert table["timeTableHeaders"] == [{"fieldId": 0, "names": ["x1"]}, {"fieldId": 3, "names": ["sound", "notes"]}]
    entries = [
        [(e["frame"], e["data"][0]["values"]) for e in track["frames"]] for track in table["fields"][0]["tracks"]
    ]
    assert entries == [[(0, ["7"]), (2, ["SYMBOL_NULL_CELL"]), (4, ["SYMBOL_NULL_CELL"])]]
    entries = [
        [(e["frame"], e["data"][0]["values"]) for e in track["frames"]] for track in table["fields"][1]["tracks"]
    ]
    assert entries == [[], [(1, ["", "blink"]), (2, ["SYMBOL_HYPHEN"])]]


def test_a_file_is_kept_whole_with_all_it_does_not_know():
    text = "\ufeff" + file({"A": [(0, "1"), (-2, "0")]}, mood="blue", subversion="p1").replace("\n", "\r\n")
    document = xdts.parse(text)
    before = json.loads(text.split("\n", 1)[1])
    assert json.loads(document.text().split("\n", 1)[1]) == before
    assert xdts.parse(document.text()) == document


def test_drawings_are_held_until_the_next_and_to_the_end():
    text = file({"A": [(1, "1"), (2, "SYMBOL_HYPHEN"), (3, "SYMBOL_TICK_1"), (4, "SYMBOL_NULL_CELL"), (5, "2")]})
    reading = read_sheet(text.encode(), FILM)
    assert told(reading.sheet, "A") == [(1, ""), (2, "1"), (1, "○"), (1, ""), (1, "2")]
    assert reading.cels == ("A",)


def test_dialogue_lasts_as_long_as_it_is_listed():
    text = file({"S1": [(1, "Mia", "hello"), (2, "SYMBOL_HYPHEN"), (4, " ", "oh")]}, field=3)
    reading = read_sheet(text.encode(), FILM)
    assert told(reading.sheet, "S1") == [(1, ""), (2, "Mia: hello"), (1, ""), (1, "oh")]
    assert reading.sheet.column("S1").kind == "note"
    assert reading.cels == ()


def test_camera_work_written_the_way_of_drawings_is_read_so():
    text = file({"CAM": [(1, "PAN"), (4, "SYMBOL_NULL_CELL")]}, field=5)
    assert told(read_sheet(text.encode(), FILM).sheet, "CAM") == [(1, ""), (3, "PAN")]


def test_odd_things_of_real_files_are_noticed_and_read():
    text = file({"A": [(-3, "0"), (0, "1"), (9, "x"), (6, "SYMBOL_NULL_CELL")]})
    text = text.replace('"names": ["A"]', '"names": ["A", "A"]')
    root = json.loads(text.split("\n", 1)[1])
    root["timeTables"][0]["fields"][0]["tracks"].append({"trackNo": 1, "frames": []})
    root["timeTables"].append({"name": "KEY", "duration": 1})
    reading = read_sheet(f"exchangeDigitalTimeSheet Save Data\n{json.dumps(root)}".encode(), FILM, "a.xdts")
    assert [column.name for column in reading.sheet.columns] == ["picture", "A", "A 2"]
    assert told(reading.sheet, "A") == [(6, "1")]
    assert reading.notices == (
        "a.xdts: 2 entries of column 'A' lie outside the sheet's frames or name a frame twice, and were left out.",
        "a.xdts holds 2 time tables; the first, 'T', was read.",
        "a.xdts names no frame rate; 24 was taken.",
    )


def test_tdts_of_both_layouts_is_read():
    root = json.loads(file({"A": [(0, "1")]}).split("\n", 1)[1])
    sheets = {"timeSheets": [{"header": {}, "timeTables": root["timeTables"]}], "version": 11}
    for body in (root, sheets):
        reading = read_sheet(f"toeiDigitalTimeSheet Save Data\n{json.dumps(body)}".encode(), FILM)
        assert told(reading.sheet, "A") == [(6, "1")]


def test_our_own_sheet_changed_by_another_program_is_read_as_theirs():
    sheet = apply(Sheet.empty(FILM), edit.lay(Sheet.empty(FILM), 1, [Cell(length=2, pictures=(("x1", 7),))]))
    text = xdts.from_sheet(sheet).text().replace('"x1"\n', '"B"\n', 1)
    assert told(read_sheet(text.encode(), FILM).sheet, "B") == [(2, "7")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("hello", "a.xdts, line 1: 'hello' is not the signature of an XDTS or TDTS file.\nhint: The first line"),
        ('exchangeDigitalTimeSheet Save Data\n{\n"version": ]\n}', "a.xdts, line 3, column 12: "),
        ("exchangeDigitalTimeSheet Save Data\n[1]", "a.xdts: the part below the signature is '[1]', and should be an"),
        ("exchangeDigitalTimeSheet Save Data\n" + "[" * 100_000, "a.xdts"),
        ("exchangeDigitalTimeSheet Save Data\n{}", "a.xdts holds no time table."),
        (file({}, duration="6"), "a.xdts: timeTables[0].duration is '6', and should be a whole number.\nhint: Save"),
        (file({}, duration=-1), "a.xdts: timeTables[0].duration is -1.\nhint: A sheet has 0 to 1000000 frames."),
        (file({"A": [("x", "1")]}), "a.xdts: timeTables[0].fields[0].tracks[0].frames[0].frame is 'x', and should be"),
        (file({}, komadori={"columns": [["a"]]}), "a.xdts: komadori.columns holds ['a'], and should hold names and"),
        (file({"x1": []}, duration=0, komadori={"exposures": ["x1"], "frames": 0, "rate": "fast"}),
         "a.xdts: 'fast' is not a frame rate."),
        (file({"x1": []}, duration=0, komadori={"exposures": ["x1"], "frames": 0, "cells": [3]}),
         "a.xdts: komadori.cells holds 3, and should name a column and a frame."),
    ],
)  # fmt: skip
def test_a_bad_file_names_the_place_and_the_value(text, message):
    with pytest.raises(BadSheetFile) as refused:
        xdts.to_sheet(xdts.parse(text, "a.xdts"), FILM, "a.xdts")
    assert message in str(refused.value)


JUNK = st.sampled_from([None, True, -1, 10**20, 0.5, "", "x", "9" * 5000, [], {}, [[]], [{}], {"a": 1}])


def places(value):
    """Every (container, key) of a JSON value."""
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in list(children):
        yield value, key
        yield from places(child)


@given(st.from_type(Sheet), st.data())
def test_no_value_anywhere_does_worse_than_a_clear_refusal(sheet, data):
    root = json.loads(xdts.from_sheet(sheet).text().split("\n", 1)[1])
    for _ in range(2):
        holder, key = data.draw(st.sampled_from([*places(root)]))
        holder[key] = data.draw(JUNK)
    with suppress(BadSheetFile):
        reading = read_sheet(("exchangeDigitalTimeSheet Save Data\n" + json.dumps(root)).encode(), FILM)
        adopt(Sheet.empty(FILM), reading, lambda number: True)


def test_drawings_become_pictures_that_exist_or_slots_to_shoot():
    cells = [Cell(length=2, text="1"), Cell(length=1, text="A2"), Cell(length=3), Cell(length=1, text="9")]
    made = picture_cells(cells, {1, 2}.__contains__, frames=8)
    assert [(cell.length, cell.picture(), cell.text) for cell in made] == [
        (2, 1, ""), (1, None, "A2"), (3, None, ""), (1, None, "9"), (1, None, ""),
    ]  # fmt: skip


def test_several_columns_of_drawings_change_the_picture_together():
    text = file({"A": [(0, "1"), (4, "2")], "B": [(2, "1"), (5, "SYMBOL_NULL_CELL")]})
    reading = read_sheet(text.encode(), FILM)
    merged = drawings(reading.sheet, reading.cels)
    assert [(cell.length, cell.text) for cell in merged] == [(2, "1"), (2, "1 1"), (1, "2 1"), (1, "2")]


def test_a_sheet_comes_into_a_shot_with_its_holds_by_one_edit():
    shot = Sheet.empty(FILM)
    for number in (1, 2, 3):
        shot = apply(shot, edit.expose(shot, shot.frames + 1, "x1", number))
    reading = read_sheet(file({"A": [(0, "1"), (3, "2"), (4, "7")]}).encode(), FILM)
    brought = adopt(shot, reading, {1, 2, 3}.__contains__)
    after = apply(shot, brought)
    assert [(cell.length, cell.picture()) for cell in after.columns[0].cells] == [(3, 1), (1, 2), (2, None)]
    assert [(each.frame, each.length) for each in plan(after)] == [(5, 2)]
    assert told(after, "A") == [(3, "1"), (1, "2"), (2, "7")]
    assert apply(after, brought.inverse()) == shot


@given(st.from_type(Sheet), st.from_type(Sheet), st.sets(st.integers(1, 40)))
def test_no_adopted_sheet_shows_a_picture_that_does_not_exist(shot, other, existing):
    reading = xdts.to_sheet(xdts.from_sheet(other), FILM)
    brought = adopt(shot, reading, existing.__contains__)
    after = apply(shot, brought)
    assert edit.unknown_pictures(brought, existing.__contains__) == ()
    assert apply(after, brought.inverse()) == shot
    if other.frames:
        assert after.frames == max(column.frames for column in other.columns)


@needs_files
@pytest.mark.parametrize("path", CLIP, ids=lambda path: path.stem)
def test_clip_studios_sheets_are_kept_whole(path):
    text = path.read_text(encoding="utf-8")
    document = xdts.parse(text)
    assert json.loads(document.text().split("\n", 1)[1]) == json.loads(text.split("\n", 1)[1])


@needs_files
def test_clip_studios_xdts_and_csv_tell_the_same_drawings_and_lines():
    by_xdts = read_sheet(CLIP[0].read_bytes(), FILM, CLIP[0].name)
    by_csv = read_sheet(CLIP[0].with_suffix(".csv").read_bytes(), FILM)
    assert by_xdts.cels == by_csv.cels == ("char",)
    assert told(by_xdts.sheet, "char") == told(by_csv.sheet, "char") == [
        (141, "char001"), (33, "char002"), (58, "char003"), (8, "char004"), (24, "char005"), (36, "char006"),
    ]  # fmt: skip
    assert told(by_csv.sheet, "S1") == told(by_xdts.sheet, "S1")
    assert told(by_xdts.sheet, "S1")[:2] == [(144, ""), (18, "ねこ")]
    assert told(by_xdts.sheet, "カメラ 1") == [(300, "UnderEX")]
    after = apply(Sheet.empty(FILM), adopt(Sheet.empty(FILM), by_xdts, lambda number: False))
    assert [each.length for each in plan(after)] == [141, 33, 58, 8, 24, 36]
