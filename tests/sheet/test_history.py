"""Undo and redo without end."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from komadori.sheet import edit
from komadori.sheet.edit import Edit, apply
from komadori.sheet.history import History, NothingToUndo
from komadori.sheet.sheet import Sheet


def step(sheet, history, how):
    undone = getattr(history, how)
    change, history = undone()
    return apply(sheet, change), history


@given(st.lists(st.sampled_from(["do", "undo", "redo"]), max_size=40))
def test_undo_and_redo_walk_the_states_that_were(steps):
    sheets, now = [Sheet.empty(Fraction(24))], 0
    sheet, history = sheets[0], History()
    for number, how in enumerate(steps, 1):
        if how == "do":
            shown = edit.expose(sheet, sheet.frames + 1, "x1", number)
            sheet, history = apply(sheet, shown), history.do(shown)
            now += 1
            sheets[now:] = [sheet]
        elif 0 <= now + (1 if how == "redo" else -1) < len(sheets):
            now += 1 if how == "redo" else -1
            sheet, history = step(sheet, history, how)
        else:
            with pytest.raises(NothingToUndo):
                step(sheet, history, how)
        assert sheet == sheets[now]
        assert (len(history.done), len(history.undone)) == (now, len(sheets) - 1 - now)


def test_nothing_left_to_undo_says_so():
    with pytest.raises(NothingToUndo, match=r"There is nothing left to undo\."):
        History().undo()
    with pytest.raises(NothingToUndo, match=r"nothing to redo\.\nhint: A new edit clears what was undone\."):
        History().do(Edit(name="a")).redo()


def test_a_new_edit_clears_what_was_undone_and_keeps_what_was_done():
    history = History().do(Edit(name="a")).do(Edit(name="b")).undo()[1].do(Edit(name="c"))
    assert [each.name for each in history.done] == ["c", "a"]
    assert len(history.undone) == 0


def test_histories_are_values():
    one, other = History().do(Edit(name="a")), History().do(Edit(name="a"))
    assert one == other
    assert hash(one) == hash(other)
    assert one != History().do(Edit(name="b"))
    assert repr(one.done) == "<1 edits>"


def test_a_history_of_two_hundred_thousand_edits_is_undone_and_let_go():
    history, same = History(), Edit(name="expose")
    for _ in range(200_000):
        history = history.do(same)
    for _ in range(1000):
        _, history = history.undo()
    assert (len(history.done), len(history.undone)) == (199_000, 1000)
    del history
