"""The sheet is followed frame by frame, and what cannot be followed is refused before anything is written."""

import pytest

from komadori.deliver import FramesMissing, MixedSizes, follow
from komadori.deliver.reel import in_words
from komadori.sheet.edit import copy, mark, paste, reshoot
from komadori.store import NotFinished


def shown(reel):
    return [(showing.first, showing.length, showing.picture) for showing in reel.showings]


def test_holds_are_followed_exactly(shoot):
    assert shown(follow(shoot((2, 3, 1)))) == [(1, 2, 1), (3, 3, 2), (6, 1, 3)]


def test_hidden_cells_are_left_out_and_the_rest_closes_up(shoot):
    take = shoot((2, 3, 1))
    with take.writer() as writer:
        writer.do(mark(writer.sheet, 3, 5, hidden=True))
    assert shown(follow(take)) == [(1, 2, 1), (3, 1, 3)]


def test_a_picture_shown_again_right_after_itself_is_one_hold(shoot):
    take = shoot((2, 2))
    with take.writer() as writer:
        writer.do(paste(writer.sheet, 3, copy(writer.sheet, 1, 2)))
    assert shown(follow(take)) == [(1, 4, 1), (5, 2, 2)]


def test_slots_still_to_shoot_are_refused_by_frame(shoot):
    take = shoot((2, 2, 2))
    with take.writer() as writer:
        writer.do(reshoot(writer.sheet, 3, "x1"))
    with pytest.raises(FramesMissing, match="2 of 6 frames still to shoot: 3-4") as refusal:
        follow(take)
    assert "--allow-missing" in refusal.value.hint


def test_a_gap_holds_the_picture_before_it_when_that_is_allowed(shoot):
    take = shoot((2, 2, 2))
    with take.writer() as writer:
        writer.do(reshoot(writer.sheet, 3, "x1"))
    reel = follow(take, allow_missing=True)
    assert shown(reel) == [(1, 4, 1), (5, 2, 3)]
    assert reel.repeated == (3, 4)


def test_a_gap_at_the_beginning_shows_the_first_picture_shot(shoot):
    take = shoot((2, 2))
    with take.writer() as writer:
        writer.do(reshoot(writer.sheet, 1, "x1"))
    assert shown(follow(take, allow_missing=True)) == [(1, 4, 2)]


def test_an_empty_sheet_has_nothing_to_show_even_when_gaps_are_allowed(shoot):
    with pytest.raises(FramesMissing, match="no picture"):
        follow(shoot(()), allow_missing=True)


def test_an_exposure_nobody_shot_is_missing(shoot):
    with pytest.raises(FramesMissing):
        follow(shoot((2,), exposures=("x1", "x2")), exposure="x2")


def test_pictures_of_two_sizes_are_named_by_size(shoot, paint):
    take = shoot((2, 2, 2), pictures=[paint(1), paint(2, width=80), paint(3)])
    with pytest.raises(MixedSizes, match=r"96 × 64: picture 1, 3; 80 × 64: picture 2"):
        follow(take)


def test_finished_pictures_are_asked_for_and_there_are_none(shoot):
    with pytest.raises(NotFinished, match="has not been finished") as refusal:
        follow(shoot((2,)), finished=True)
    assert "komadori finish" in refusal.value.hint


@pytest.mark.parametrize("fault", ["never made", "made from another photograph", "gone"])
def test_a_finished_picture_that_is_missing_or_stale_is_named(shoot, finish_all, fault):
    take = shoot((2, 2, 2))
    entries = finish_all(take, stale=(2,) if "another" in fault else (), without=(2,) if "never" in fault else ())
    if fault == "gone":
        entries[2].unlink()
    with pytest.raises(NotFinished, match="is not finished: picture 2"):
        follow(take, finished=True)


def test_finished_pictures_stand_in_for_the_photographs(shoot, finish_all):
    take = shoot((2, 2))
    files = finish_all(take)
    assert [showing.path for showing in follow(take, finished=True).showings] == [files[1], files[2]]


def test_frames_are_told_as_people_write_them():
    assert in_words([3, 5, 6, 7, 8, 11]) == "3, 5-8, 11"
    assert in_words(range(1, 100, 2), most=3) == "1, 3, 5 and so on"
