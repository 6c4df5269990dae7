"""Edits against the plainest model there is, one list entry a frame; and every edit taken back exactly."""

from collections.abc import Callable
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from komadori.sheet import edit
from komadori.sheet.edit import Edit, EditRefused, apply, unknown_pictures
from komadori.sheet.sheet import PICTURE, Cell, Column, Sheet, settled
from komadori.sheet.strip import Strip

FRAMES = st.integers(1, 30)
BY = st.integers(-3, 5)
CELLS = st.lists(st.builds(Cell, length=st.integers(1, 4)), max_size=3)
EXISTING = st.integers(1, 40)
"""The pictures that tests/sheet/conftest.py draws from."""

OPERATIONS: dict[str, Callable[[Sheet, Callable, str, bool], Edit]] = {
    "insert": lambda s, d, c, r: edit.insert(s, d(FRAMES), d(CELLS), column=c, ripple=r),
    "delete": lambda s, d, c, r: edit.delete(s, d(FRAMES), d(FRAMES), column=c, ripple=r),
    "cut": lambda s, d, c, r: edit.cut(s, d(FRAMES), d(FRAMES), column=c, ripple=r),
    "paste": lambda s, d, c, r: edit.paste(s, d(FRAMES), edit.copy(s, d(FRAMES), d(FRAMES), column=c, ripple=r)),
    "move": lambda s, d, c, r: edit.move(s, d(FRAMES), d(FRAMES), d(FRAMES), column=c, ripple=r),
    "reverse": lambda s, d, c, r: edit.reverse(s, d(FRAMES), d(FRAMES), column=c, ripple=r),
    "repeat": lambda s, d, c, r: edit.repeat(s, d(FRAMES), d(FRAMES), d(BY), column=c, ripple=r),
    "hold": lambda s, d, c, r: edit.hold(s, d(FRAMES), d(BY), column=c, ripple=r),
    "retime": lambda s, d, c, r: edit.retime(s, d(FRAMES), d(FRAMES), d(BY), column=c, ripple=r),
    "split": lambda s, d, c, r: edit.split(s, d(FRAMES), column=c),
    "reshoot": lambda s, d, c, r: edit.reshoot(s, d(FRAMES), d(st.sampled_from(["", "x1"]))),
    "expose": lambda s, d, c, r: edit.expose(s, d(FRAMES), d(st.sampled_from(["x1", "x2"])), d(EXISTING), d(BY)),
    "lay": lambda s, d, c, r: edit.lay(s, d(FRAMES), d(CELLS), column=c),
    "mark": lambda s, d, c, r: edit.mark(s, d(FRAMES), d(FRAMES), hidden=d(st.sampled_from([None, True])), tag="red"),
    "write": lambda s, d, c, r: edit.write(s, c, d(FRAMES), d(st.sampled_from(["", "a"])), alarm=r, length=d(BY)),
    "add column": lambda s, d, c, r: edit.add_column(s, d(st.sampled_from("AB")), "free", d(CELLS)),
    "remove column": lambda s, d, c, r: edit.remove_column(s, c),
    "set exposures": lambda s, d, c, r: edit.set_exposures(s, d(st.sampled_from([("x1",), ("x1", "x2"), ("m",)]))),
}


def some_edit(data, sheet):
    """An edit a person might ask for, or None where the sheet refuses it."""
    make = OPERATIONS[data.draw(st.sampled_from(sorted(OPERATIONS)))]
    column = data.draw(st.sampled_from([PICTURE, *(column.name for column in sheet.columns)]))
    try:
        return make(sheet, data.draw, column, data.draw(st.booleans()))
    except (EditRefused, ValueError):
        return None


def by_frame(sheet, column=PICTURE):
    """What each frame of a column shows, without cell borders: (pictures, text, alarm, frame of the sound…)."""
    return [
        (cell.pictures, cell.text, cell.alarm, cell.start and cell.start + i, cell.hidden, cell.tag)
        for cell in sheet.column(column).cells
        for i in range(cell.length)
    ]


def a_range(data, sheet, column=PICTURE):
    frames = sheet.column(column).frames
    first = data.draw(st.integers(1, frames))
    return first, data.draw(st.integers(first, frames))


SHEETS = st.from_type(Sheet)
SHOT = SHEETS.filter(lambda sheet: sheet.frames)


@given(SHEETS, st.data())
def test_any_edits_then_their_inverses_restore_the_sheet_exactly(sheet, data):
    now, done = sheet, []
    for _ in range(data.draw(st.integers(1, 6))):
        made = some_edit(data, now)
        if made is not None:
            now = apply(now, made)
            done.append(made)
    for made in reversed(done):
        now = apply(now, made.inverse())
    assert now == sheet


@given(SHEETS, st.data())
def test_an_edit_and_its_inverse_are_values_that_json_keeps(sheet, data):
    made = some_edit(data, sheet)
    if made is not None:
        assert msgspec.json.decode(msgspec.json.encode(made), type=Edit) == made
        assert made.inverse().inverse() == made


@given(SHEETS, st.data())
def test_a_sheet_never_refers_to_a_picture_that_does_not_exist(sheet, data):
    existing = set(range(1, 41))
    for _ in range(4):
        made = some_edit(data, sheet)
        if made is not None:
            assert unknown_pictures(made, existing.__contains__) == ()
            sheet = apply(sheet, made)
        assert unknown_pictures(sheet, existing.__contains__) == ()


def test_pictures_that_do_not_exist_are_named_on_a_sheet_and_in_an_edit():
    sheet = Sheet.empty(Fraction(24))
    shown = edit.expose(sheet, 1, "x1", 7)
    assert unknown_pictures(shown, {1, 2}.__contains__) == (7,)
    assert unknown_pictures(apply(sheet, shown), {1, 2}.__contains__) == (7,)
    assert unknown_pictures(shown, {7}.__contains__) == ()


@given(SHEETS, st.data())
def test_nothing_is_written_one_way_only(sheet, data):
    for _ in range(4):
        made = some_edit(data, sheet)
        sheet = sheet if made is None else apply(sheet, made)
        assert all(settled(column.cells) == tuple(column.cells) for column in sheet.columns[1:])


@given(SHEETS)
def test_a_sheet_is_drawn_by_one_edit(sheet):
    assert apply(Sheet.empty(sheet.rate, sheet.exposures), edit.draw(sheet)) == sheet


@given(SHOT, st.data())
def test_deleting_takes_out_exactly_those_frames(sheet, data):
    first, last = a_range(data, sheet)
    before = by_frame(sheet)
    after = apply(sheet, edit.delete(sheet, first, last))
    assert by_frame(after) == before[: first - 1] + before[last:]
    assert after.columns[1:] == sheet.columns[1:]


@given(SHOT, st.data())
def test_deleting_from_all_columns_keeps_notes_with_their_pictures(sheet, data):
    first, last = a_range(data, sheet)
    after = apply(sheet, edit.delete(sheet, first, last, ripple=True))
    for column in sheet.columns:
        before = by_frame(sheet, column.name)
        left = before[: first - 1] + before[last:]
        assert by_frame(after, column.name) == left[: len(by_frame(after, column.name))]


@given(SHOT, st.data(), CELLS)
def test_inserting_puts_frames_between_frames(sheet, data, cells):
    frame = data.draw(st.integers(1, sheet.frames + 1))
    before = by_frame(sheet)
    after = apply(sheet, edit.insert(sheet, frame, cells))
    blanks = [((), "", False, 0, False, "")] * sum(cell.length for cell in cells)
    assert by_frame(after) == before[: frame - 1] + blanks + before[frame - 1 :]


@given(SHOT, st.data())
def test_what_is_cut_and_pasted_at_its_place_is_as_before(sheet, data):
    first, last = a_range(data, sheet)
    clip = edit.copy(sheet, first, last, ripple=True)
    without = apply(sheet, edit.cut(sheet, first, last, ripple=True))
    again = apply(without, edit.paste(without, first, clip))
    for column in sheet.columns:
        assert by_frame(again, column.name) == by_frame(sheet, column.name)


@given(SHOT, st.data(), st.booleans())
def test_moving_keeps_every_frame(sheet, data, ripple):
    first, last = a_range(data, sheet)
    to = data.draw(st.integers(1, first) | st.integers(last + 1, sheet.frames + 1))
    before = by_frame(sheet)
    moved, rest = before[first - 1 : last], before[: first - 1] + before[last:]
    at = to - 1 if to <= first else to - 1 - len(moved)
    after = apply(sheet, edit.move(sheet, first, last, to, ripple=ripple))
    assert by_frame(after) == rest[:at] + moved + rest[at:]
    assert ripple or after.columns[1:] == sheet.columns[1:]


@given(SHOT, st.data(), st.integers(1, 3))
def test_repeating_plays_the_same_frames_again(sheet, data, times):
    first, last = a_range(data, sheet)
    before = by_frame(sheet)
    after = apply(sheet, edit.repeat(sheet, first, last, times))
    assert by_frame(after) == before[:last] + before[first - 1 : last] * times + before[last:]


@given(SHOT, st.data())
def test_reversing_twice_shows_what_was_shown(sheet, data):
    first, last = a_range(data, sheet)
    once = apply(sheet, edit.reverse(sheet, first, last))
    assert by_frame(once)[first - 1 : last] == by_frame(sheet)[first - 1 : last][::-1]
    assert by_frame(apply(once, edit.reverse(once, first, last))) == by_frame(sheet)


@given(SHOT, st.data(), st.integers(1, 4), st.booleans())
def test_retiming_holds_every_cell_alike(sheet, data, on, ripple):
    first, last = a_range(data, sheet)
    covered = edit.copy(sheet, first, last).columns[0][1]
    after = apply(sheet, edit.retime(sheet, first, last, on, ripple=ripple))
    assert after.frames == sheet.frames - (last - first + 1) + on * len(covered)
    retimed = edit.copy(after, first, first - 1 + on * len(covered)).columns[0][1]
    assert retimed == tuple(cell.held(on) for cell in covered)


@given(SHOT, st.data(), st.sampled_from(["sound", "note", "free"]))
def test_an_edit_of_one_column_leaves_the_others_alone(sheet, data, kind):
    for column in (column for column in sheet.columns if column.kind == kind and column.cells):
        first, last = a_range(data, sheet, column.name)
        after = apply(sheet, edit.delete(sheet, first, last, column=column.name))
        assert [each for each in after.columns if each.name != column.name] == [
            each for each in sheet.columns if each.name != column.name
        ]


def shown(sheet, column=PICTURE):
    return [(cell.length, cell.picture() if column == PICTURE else cell.text) for cell in sheet.column(column).cells]


@pytest.fixture
def walk():
    """Four pictures on twos, and a note on the second."""
    sheet = Sheet.empty(Fraction(24))
    for number in (1, 2, 3, 4):
        sheet = apply(sheet, edit.expose(sheet, sheet.frames + 1, "x1", number, 2))
    return apply(sheet, edit.write(sheet, "notes", 3, "blink", length=2))


@pytest.mark.parametrize(
    ("make", "pictures", "notes"),
    [
        (lambda s: edit.insert(s, 4, [Cell(length=1)], ripple=True),
         [(2, 1), (1, 2), (1, None), (1, 2), (2, 3), (2, 4)], [(2, ""), (3, "blink")]),
        (lambda s: edit.insert(s, 3, [Cell(length=2)], ripple=True),
         [(2, 1), (2, None), (2, 2), (2, 3), (2, 4)], [(4, ""), (2, "blink")]),
        (lambda s: edit.delete(s, 2, 3, ripple=True), [(1, 1), (1, 2), (2, 3), (2, 4)], [(1, ""), (1, "blink")]),
        (lambda s: edit.hold(s, 1, 3, ripple=True), [(5, 1), (2, 2), (2, 3), (2, 4)], [(5, ""), (2, "blink")]),
        (lambda s: edit.hold(s, 3, -1), [(2, 1), (1, 2), (2, 3), (2, 4)], [(2, ""), (2, "blink")]),
        (lambda s: edit.retime(s, 1, 4, 4, ripple=True), [(4, 1), (4, 2), (2, 3), (2, 4)], [(4, ""), (4, "blink")]),
        (lambda s: edit.move(s, 3, 4, 1, ripple=True), [(2, 2), (2, 1), (2, 3), (2, 4)], [(2, "blink")]),
        (lambda s: edit.reverse(s, 1, 8, ripple=True), [(2, 4), (2, 3), (2, 2), (2, 1)], [(4, ""), (2, "blink")]),
        (lambda s: edit.repeat(s, 3, 4, ripple=True),
         [(2, 1), (2, 2), (2, 2), (2, 3), (2, 4)], [(2, ""), (2, "blink"), (2, "blink")]),
        (lambda s: edit.reshoot(s, 4), [(2, 1), (2, None), (2, 3), (2, 4)], [(2, ""), (2, "blink")]),
        (lambda s: edit.split(s, 2), [(1, 1), (1, 1), (2, 2), (2, 3), (2, 4)], [(2, ""), (2, "blink")]),
    ],
)  # fmt: skip
def test_the_named_edits_by_example(walk, make, pictures, notes):
    after = apply(walk, make(walk))
    assert shown(after) == pictures
    assert shown(after, "notes") == notes


def test_frames_taken_out_of_one_hold_leave_one_slot_to_shoot():
    sheet = apply(Sheet.empty(Fraction(24)), edit.lay(Sheet.empty(Fraction(24)), 1, [Cell(length=6)]))
    assert shown(apply(sheet, edit.delete(sheet, 3, 4))) == [(4, None)]


def test_sound_is_interrupted_where_pictures_come_between_and_goes_on_where_it_was():
    sheet = Sheet.empty(Fraction(24))
    sheet = apply(sheet, edit.lay(sheet, 1, [Cell(length=8)]))
    sheet = apply(sheet, edit.lay(sheet, 1, [Cell(length=8, text="song", start=10)], column="sound"))
    sheet = apply(sheet, edit.insert(sheet, 4, [Cell(length=2)], ripple=True))
    assert [(cell.length, cell.text, cell.start) for cell in sheet.column("sound").cells] == [
        (3, "song", 10), (2, "", 0), (5, "song", 13),
    ]  # fmt: skip


def test_a_hold_is_one_short_line_in_the_journal(walk):
    assert msgspec.json.encode(edit.hold(walk, 3, 1).changes).count(b"length") == 2


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda s: edit.delete(s, 7, 9), "Column 'picture' has no frames 7 to 9.\nhint: It has frames 1 to 8."),
        (lambda s: edit.delete(s, 3, 2), "Column 'picture' has no frames 3 to 2."),
        (lambda s: edit.insert(s, 0, [Cell(length=1)]), "There is no frame 0; frames count from 1."),
        (lambda s: edit.expose(s, 12, "x1", 1), "Column 'picture' has no frames 12 to 12."),
        (lambda s: edit.lay(s, 12, [Cell(length=1)]), "Frame 12 lies beyond the sheet, which ends at frame 8."),
        (lambda s: edit.expose(s, 9, "x9", 1), "puts pictures of x9 at frame 9 of column 'picture'"),
        (lambda s: edit.reshoot(s, 1, "x9"), "The sheet has no exposure 'x9'.\nhint: It has x1."),
        (lambda s: edit.hold(s, 1, -2), "A cell cannot be held for 0 frames.\nhint: The shortest hold is one frame."),
        (lambda s: edit.retime(s, 1, 8, 0), "A cell cannot be held for 0 frames."),
        (lambda s: edit.move(s, 2, 5, 4), "Frames 2 to 5 cannot move to before frame 4"),
        (lambda s: edit.repeat(s, 2, 5, 0), "Frames cannot be repeated 0 times."),
        (lambda s: edit.split(s, 3), "Frame 3 already begins a cell of column 'picture'."),
        (lambda s: edit.write(s, "picture", 3, "x"), "text belongs in a note column"),
        (lambda s: edit.add_column(s, "notes", "note"), "The sheet already has a column 'notes'."),
        (lambda s: edit.set_exposures(s, ["x2"]), "Pictures of x1 stand on the sheet, so that name must stay."),
        (lambda s: edit.paste(s, 1, edit.copy(s, 1, 2), column="notes"), "puts pictures of x1 at frame 1 of column"),
    ],
)
def test_an_edit_that_does_not_fit_says_what_and_where(walk, make, told):
    with pytest.raises(EditRefused) as refused:
        make(walk)
    assert told in str(refused.value)


def test_an_edit_made_for_another_sheet_is_refused(walk):
    elsewhere = apply(walk, edit.reshoot(walk, 1))
    with pytest.raises(EditRefused, match="does not find at frame 1 of column 'picture' the cells it would take away"):
        apply(elsewhere, edit.hold(walk, 1, 1))
    with pytest.raises(EditRefused, match="made for a sheet with other columns or exposures"):
        apply(apply(walk, edit.set_exposures(walk, ["x1", "x2"])), edit.remove_column(walk, "notes"))
    with pytest.raises(EditRefused, match="speaks of a column 'lamp' the sheet does not have"):
        apply(walk, Edit(name="hold", changes=(edit.Change(column="lamp", first=1),)))
    with pytest.raises(EditRefused, match="would drop a column that is not empty: notes"):
        apply(walk, Edit(name="drop", before=walk.layout, after=Sheet(rate=walk.rate).layout))


def test_only_the_picture_column_shows_pictures():
    sheet = Sheet(rate=Fraction(24), columns=(Column(name=PICTURE, kind="picture"), Column(name="A", kind="free")))
    with pytest.raises(EditRefused, match="puts pictures of x1 at frame 1 of column 'A'"):
        edit.lay(sheet, 1, [Cell(length=1, pictures=(("x1", 1),))], column="A")


def test_a_long_take_is_edited_in_the_middle_without_copying_it():
    cells = Strip.of([Cell(length=2, pictures=(("x1", n),)) for n in range(1, 20_001)])
    sheet = Sheet(rate=Fraction(24), columns=(Column(name=PICTURE, kind="picture", cells=cells),))
    after = apply(sheet, edit.insert(sheet, 20_001, [Cell(length=2)]))
    shared = {id(block) for block in cells._blocks} & {id(block) for block in after.columns[0].cells._blocks}
    assert len(cells._blocks) - len(shared) <= 1
