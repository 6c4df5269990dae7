"""The plan: exactly the exposures that are missing, fully told."""

from fractions import Fraction
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from komadori.sheet import edit
from komadori.sheet.edit import apply
from komadori.sheet.plan import Exposure, Note, plan, plan_inserted, plan_onward
from komadori.sheet.sheet import Cell, Sheet

SHEETS = st.from_type(Sheet)


def missing(sheet):
    """The same, written the slow way: frame by frame and exposure by exposure."""
    found = []
    for frame in range(1, sheet.frames + 1):
        cell = sheet.cell("picture", frame)
        if sheet.span(frame).first == frame and not cell.hidden:
            found += [(frame, name, cell.length) for name in sheet.exposures if cell.picture(name) is None]
    return found


@given(SHEETS)
def test_the_plan_is_exactly_what_is_missing(sheet):
    assert [(each.frame, each.exposure, each.length) for each in plan(sheet)] == missing(sheet)


@given(SHEETS)
def test_a_plan_performed_leaves_nothing_to_shoot(sheet):
    for number, each in enumerate(plan(sheet), 100):
        sheet = apply(sheet, edit.expose(sheet, each.frame, each.exposure, number))
    assert list(plan(sheet)) == []


@given(SHEETS, st.integers(1, 4))
def test_the_plan_goes_on_after_the_last_frame_for_ever(sheet, on):
    expected = list(plan(sheet))
    told = list(islice(plan_onward(sheet, on), len(expected) + 2 * len(sheet.exposures)))
    assert told[: len(expected)] == expected
    new = [(frame, name, on) for frame in (sheet.frames + 1, sheet.frames + 1 + on) for name in sheet.exposures]
    assert [(each.frame, each.exposure, each.length) for each in told[len(expected) :]] == new


@given(SHEETS, st.integers(1, 20))
def test_a_plan_from_a_frame_on_leaves_out_the_slots_before(sheet, frame):
    begun = sheet.span(frame).first if sheet.span(frame) else sheet.frames + 1
    assert list(plan(sheet, frame)) == [each for each in plan(sheet) if each.frame >= begun]


@given(SHEETS)
def test_every_note_is_told_with_the_exposures_it_covers_and_rings_once(sheet):
    for each in plan(sheet):
        frames = range(each.frame, each.frame + each.length)
        remark = sheet.cell("picture", each.frame).text
        told = [Note(text=remark)] if remark else []
        for column in (column for column in sheet.columns if column.kind == "note"):
            for span in sheet.spans(column.name):
                if not span.cell.blank and span.first <= frames[-1] and span.last >= frames[0]:
                    told.append(Note(text=span.cell.text, alarm=span.cell.alarm and span.first in frames))
        assert list(each.notes) == told


TWOS = [Cell(length=2), Cell(length=2)]


@pytest.mark.parametrize(
    ("cells", "exposures", "expected"),
    [
        ([], ("x1",), []),
        ([Cell(length=1), *TWOS, Cell(length=3), Cell(length=4)], ("x1",),
         [(1, "x1", 1), (2, "x1", 2), (4, "x1", 2), (6, "x1", 3), (9, "x1", 4)]),
        ([Cell(length=2, pictures=(("x1", 1),)), Cell(length=1)], ("x1", "x2"),
         [(1, "x2", 2), (3, "x1", 1), (3, "x2", 1)]),
        ([Cell(length=2, hidden=True), Cell(length=2)], ("x1",), [(3, "x1", 2)]),
    ],
)  # fmt: skip
def test_sheets_and_their_plans(cells, exposures, expected):
    sheet = Sheet.empty(Fraction(24), exposures)
    sheet = apply(sheet, edit.lay(sheet, 1, cells))
    assert [(each.frame, each.exposure, each.length) for each in plan(sheet)] == expected


def test_an_alarm_comes_with_the_slot_it_begins_in():
    sheet = Sheet.empty(Fraction(24))
    sheet = apply(sheet, edit.lay(sheet, 1, TWOS))
    sheet = apply(sheet, edit.write(sheet, "notes", 2, "lamp on", alarm=True, length=2))
    assert list(plan(sheet)) == [
        Exposure(frame=1, exposure="x1", length=2, notes=(Note(text="lamp on", alarm=True),)),
        Exposure(frame=3, exposure="x1", length=2, notes=(Note(text="lamp on", alarm=False),)),
    ]


@given(SHEETS, st.data(), st.integers(1, 4))
def test_an_inserted_slot_is_made_by_its_first_exposure_and_filled_by_the_rest(sheet, data, on):
    frame = data.draw(st.integers(1, sheet.frames + 1))
    told = list(plan_inserted(sheet, on, frame))
    assert [(each.frame, each.exposure, each.length) for each in told] == [
        (frame, name, on) for name in sheet.exposures
    ]
    assert [each.insert for each in told] == [True, *[False] * (len(sheet.exposures) - 1)]
    after = apply(sheet, edit.insert(sheet, frame, [Cell(length=on)], ripple=True))
    expected = [each for each in plan(after, frame) if each.frame == frame]
    assert [each.notes for each in told] == [each.notes for each in expected]


def test_there_is_no_inserting_behind_the_end():
    with pytest.raises(edit.EditRefused):
        next(plan_inserted(Sheet.empty(Fraction(24)), 2, 3))


@given(SHEETS, st.integers(1, 4), st.integers(1, 20))
def test_a_plan_onward_from_a_frame_passes_over_what_is_missing_before(sheet, on, frame):
    later = list(plan(sheet, frame))
    told = list(islice(plan_onward(sheet, on, frame), len(later) + 1))
    assert told[:-1] == later
    assert told[-1].frame == sheet.frames + 1
