"""Where the camera stands on a sheet that changes under it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from komadori.sheet import edit
from komadori.sheet.edit import apply
from komadori.sheet.place import Place
from komadori.sheet.plan import plan_onward
from komadori.sheet.sheet import Cell, Sheet

ON = 2


def sheet_of(*cells, exposures=("x1",)):
    sheet = Sheet.empty(Fraction(24), exposures)
    return apply(sheet, edit.lay(sheet, 1, cells))


def shot(number, length=2):
    return Cell(length=length, pictures=(("x1", number),))


def perform(place, sheet, number):
    """Shoot the next exposure."""
    told = place.next(sheet, ON)
    if told.insert:
        cell = Cell(length=told.length).exposed(told.exposure, number)
        sheet = apply(sheet, edit.insert(sheet, told.frame, [cell], ripple=True))
    else:
        sheet = apply(sheet, edit.expose(sheet, told.frame, told.exposure, number, told.length))
    place.kept(told, number)
    return sheet


def where(place, sheet):
    told = place.next(sheet, ON)
    return told.frame, told.exposure, told.insert


@pytest.mark.parametrize("frame", [0, 6, -3])
def test_there_are_no_places_off_the_sheet(frame):
    with pytest.raises(edit.EditRefused, match=f"frame {frame}"):
        Place.at(sheet_of(shot(1), shot(2)), frame, insert=True)


def test_behind_an_inserted_slot_the_next_is_inserted():
    sheet = sheet_of(shot(1), shot(2))
    place = Place.at(sheet, 3, insert=True)
    for number in (3, 4):
        sheet = perform(place, sheet, number)
    assert [cell.picture() for cell in sheet.column().cells] == [1, 3, 4, 2]
    assert where(place, sheet) == (7, "x1", True)


def test_all_exposures_of_an_inserted_slot_come_before_the_next():
    sheet = sheet_of(shot(1), exposures=("x1", "x2"))
    place = Place.at(sheet, 1, insert=True)
    told = []
    for number in (2, 3, 4):
        told.append(where(place, sheet))
        sheet = perform(place, sheet, number)
    assert told == [(1, "x1", True), (1, "x2", False), (3, "x1", True)]


def test_what_is_taken_out_before_moves_the_place_along():
    sheet = sheet_of(shot(1), shot(2))
    place = Place.at(sheet, 3, insert=True)
    sheet = perform(place, sheet, 3)
    sheet = apply(sheet, edit.delete(sheet, 1, 2, ripple=True))
    assert where(place, sheet) == (3, "x1", True)


def test_undone_slots_lead_back_to_the_one_before():
    sheet = sheet_of(shot(1), shot(2))
    place = Place.at(sheet, 3, insert=True)
    one = perform(place, sheet, 3)
    two = perform(place, one, 4)
    assert [where(place, each)[0] for each in (two, one, sheet)] == [7, 5, 3]


def test_a_slot_that_is_longer_now_is_passed_over_whole():
    sheet = sheet_of(shot(1), shot(2))
    place = Place.at(sheet, 1, insert=True)
    sheet = perform(place, sheet, 3)
    sheet = apply(sheet, edit.hold(sheet, 1, 3))
    assert where(place, sheet) == (6, "x1", True)


@given(st.from_type(Sheet), st.booleans(), st.data())
def test_the_camera_stands_somewhere_whatever_is_done_to_the_sheet(sheet, insert, data):
    place = Place.at(sheet, data.draw(st.integers(1, sheet.frames + 1)), insert=insert)
    for number in range(100, 104):
        sheet = perform(place, sheet, number)
        if sheet.frames > 1 and data.draw(st.booleans()):
            first = data.draw(st.integers(1, sheet.frames))
            last = data.draw(st.integers(first, sheet.frames))
            sheet = apply(sheet, edit.delete(sheet, first, last, ripple=True))
    told = place.next(sheet, ON)
    assert told.insert is insert or told.exposure != sheet.exposures[0]
    assert 1 <= told.frame <= sheet.frames + 1


@given(st.from_type(Sheet))
def test_a_place_of_no_choice_is_the_plan(sheet):
    assert Place().next(sheet, ON) == next(plan_onward(sheet, ON))
