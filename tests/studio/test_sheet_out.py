"""What a page is told of an edit makes of its sheet what the server's is."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from komadori.errors import KomadoriError
from komadori.sheet import edit
from komadori.sheet.change import apply
from komadori.sheet.sheet import PICTURE, Cell, Sheet
from komadori.studio.sheet_out import cell_out, columns_out, layout_out, splices_between


class Page:
    """A page's sheet, in as few words as can be: what it is told and nothing else."""

    def __init__(self, sheet):
        self.columns = {column.name: list(column.cells) for column in columns_out(sheet)}
        self.kinds = dict(sheet.layout.columns)

    def hear(self, splices, layout):
        if layout is not None:
            self.kinds = dict(layout.columns)
            self.columns = {name: self.columns.get(name, []) for name, _ in layout.columns}
        for splice in splices:
            cells, at, frame = self.columns[splice.column], 0, 1
            while frame < splice.first:
                frame += cells[at].length
                at += 1
            assert frame == splice.first
            assert len(cells[at : at + splice.removed]) == splice.removed
            cells[at : at + splice.removed] = splice.inserted

    def shows(self, sheet):
        assert self.kinds == dict(sheet.layout.columns)
        assert self.columns == {column.name: list(column.cells) for column in columns_out(sheet)}


FRAMES = st.integers(1, 14)
EDITS = st.one_of(
    st.tuples(st.just(edit.hold), FRAMES, st.integers(-4, 4)),
    st.tuples(st.just(edit.delete), FRAMES, FRAMES),
    st.tuples(st.just(edit.retime), FRAMES, FRAMES, st.integers(1, 3)),
    st.tuples(st.just(edit.move), FRAMES, FRAMES, FRAMES),
    st.tuples(st.just(edit.reverse), FRAMES, FRAMES),
    st.tuples(st.just(edit.repeat), FRAMES, FRAMES, st.integers(1, 2)),
    st.tuples(st.just(edit.split), FRAMES),
    st.tuples(st.just(edit.reshoot), FRAMES, st.just("")),
    st.tuples(st.just(edit.expose), FRAMES, st.sampled_from(["x1", "x2"]), st.integers(1, 99)),
    st.tuples(
        st.just(edit.write), st.sampled_from(["notes", "sound", "words"]), FRAMES, st.sampled_from(["", "a", "b"])
    ),
    st.tuples(st.just(edit.add_column), st.sampled_from(["words", "more"]), st.just("note")),
    st.tuples(st.just(edit.remove_column), st.sampled_from(["words", "more", "notes"])),
)
RIPPLING = (edit.hold, edit.delete, edit.retime, edit.move, edit.reverse, edit.repeat)


@given(st.lists(st.tuples(EDITS, st.booleans()), max_size=25))
@settings(max_examples=150)
def test_splices_make_a_page_show_the_same(edits):
    sheet = Sheet.empty(Fraction(24), ("x1", "x2"))
    page = Page(sheet)
    for (make, *words), ripple in edits:
        try:
            more = {"ripple": ripple} if make in RIPPLING else {}
            after = apply(sheet, make(sheet, *words, **more))
        except KomadoriError:
            continue
        page.hear(splices_between(sheet, after), None if after.layout == sheet.layout else layout_out(after))
        sheet = after
        page.shows(sheet)


def test_a_column_made_anew_under_an_old_name_in_one_step_is_told_whole():
    before = Sheet.empty(Fraction(24))
    before = apply(before, edit.write(before, "notes", 2, "blink"))
    gone = apply(before, edit.remove_column(before, "notes"))
    page = Page(before)
    page.hear(splices_between(before, gone), layout_out(gone))
    page.shows(gone)
    page.hear(splices_between(gone, before), layout_out(before))
    page.shows(before)


def test_one_edit_in_sixteen_thousand_frames_is_told_in_a_few_cells():
    sheet = Sheet.empty(Fraction(24))
    cells = tuple(Cell(length=2, pictures=(("x1", number),)) for number in range(1, 8001))
    sheet = apply(sheet, edit.insert(sheet, 1, cells))
    after = apply(sheet, edit.hold(sheet, 8001, 1))
    (splice,) = splices_between(sheet, after)
    assert (splice.column, splice.first, splice.removed) == (PICTURE, 8001, 1)
    assert splice.inserted == (cell_out(Cell(length=3, pictures=(("x1", 4001),))),)


def test_a_sheet_that_is_as_it_was_tells_nothing():
    sheet = Sheet.empty(Fraction(24))
    assert splices_between(sheet, sheet) == ()
