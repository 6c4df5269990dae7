"""A film whose time was changed is followed frame by frame, and only as long as the sheet is the one it was made of."""

from dataclasses import replace

import numpy as np
import pytest

from komadori.deliver import PRESETS, export_shot, follow
from komadori.picture import read, write
from komadori.progress import finish
from komadori.sheet.edit import hold, mark, reshoot
from komadori.store import FilmFrame, FinishedReel, NotFinished


def retimed(take, series, order, sheet):
    """The manifest again, with a film that shows the finished pictures in `order`; "between" is a frame of its own."""
    done = take.finished()
    series.cache.put("between", ".tif", lambda path: write(path, np.full((64, 96, 3), 30000, np.uint16)))

    def frame(which, place):
        if which == "between":
            return FilmFrame(key="between", file=series.cache.name("between", ".tif"), picture=1, place=place)
        return FilmFrame(key=done.entries[which].key, file=done.entries[which].file, picture=which, place=place)

    share = sum(length for _, length in sheet) / len(order)
    frames = tuple(frame(which, 1 + share * at) for at, which in enumerate(order))
    reel = FinishedReel(sheet=sheet, frames=frames)
    take.write_finished(replace(done, reels={"x1": reel}))


def test_the_frames_are_those_of_the_retimed_film(shoot, finish_all, series):
    take = shoot((2, 2))
    finish_all(take)
    retimed(take, series, [1, 1, "between", 2, 2, 2], ((1, 2), (2, 2)))
    reel = follow(take, finished=True)
    assert [(showing.first, showing.length, showing.picture) for showing in reel.showings] == [
        (1, 2, 1),
        (3, 1, 1),
        (4, 3, 2),
    ]
    assert reel.frames == 6
    assert reel.places == (1, 1, 2, 3, 3, 4)
    assert follow(take).places == (1, 2, 3, 4)
    assert [showing.length for showing in follow(take).showings] == [2, 2]


def test_it_is_delivered_and_the_change_is_told(shoot, finish_all, series, tmp_path):
    take = shoot((2, 2))
    finish_all(take)
    retimed(take, series, [1, "between", 2], ((1, 2), (2, 2)))
    done = finish(export_shot(take, PRESETS["png"], tmp_path / "frames", finished=True))
    assert done.frames == 3
    assert "4 frames of the sheet became 3" in done.notices[0]
    assert (read(sorted((tmp_path / "frames").iterdir())[1]).data == 30000).all()


def test_a_sheet_that_was_changed_since_is_refused(shoot, finish_all, series):
    take = shoot((2, 2))
    finish_all(take)
    retimed(take, series, [1, 2], ((1, 2), (2, 2)))
    with take.writer() as writer:
        writer.do(hold(writer.sheet, 1, 5))
    with pytest.raises(NotFinished, match="was changed"):
        follow(series.take(take.slate), finished=True)


def test_in_betweens_alone_are_no_change_of_length(shoot, finish_all, series, tmp_path):
    take = shoot((2, 2))
    finish_all(take)
    retimed(take, series, [1, "between", 2, 2], ((1, 2), (2, 2)))
    done = finish(export_shot(take, PRESETS["png"], tmp_path / "frames", finished=True))
    assert (done.frames, done.notices) == (4, ())


def test_gaps_and_hidden_frames_are_told_by_the_frames_of_the_film(shoot, finish_all, series):
    take = shoot((2, 2, 2))
    finish_all(take)
    with take.writer() as writer:
        writer.do(mark(writer.sheet, 1, 2, hidden=True))
        writer.do(reshoot(writer.sheet, 5, "x1"))
    take = series.take(take.slate)
    retimed(take, series, [2, 2, 2, 2, 2, 2, 2, 2], ((2, 4),))
    reel = follow(take, finished=True, allow_missing=True)
    assert reel.repeated == (5, 6, 7, 8)
    assert reel.places == (3, 3, 4, 4, 5, 5, 6, 6)


def test_a_film_of_an_older_komadori_is_made_anew(shoot, finish_all, series):
    take = shoot((2, 2))
    finish_all(take)
    retimed(take, series, [1, 2], ((1, 2), (2, 2)))
    done = take.finished()
    reel = done.reels["x1"]
    old = replace(reel, frames=tuple(replace(frame, place=0.0) for frame in reel.frames))
    take.write_finished(replace(done, reels={"x1": old}))
    with pytest.raises(NotFinished, match="older Komadori"):
        follow(take, finished=True)


def test_a_frame_that_is_gone_is_refused(shoot, finish_all, series):
    take = shoot((2, 2))
    finish_all(take)
    retimed(take, series, [1, "between", 2], ((1, 2), (2, 2)))
    series.cache.path("between", ".tif").unlink()
    with pytest.raises(NotFinished, match="retimed film is gone"):
        follow(take, finished=True)


def test_a_picture_shot_anew_since_is_refused(shoot, finish_all, series):
    take = shoot((2, 2))
    finish_all(take, stale=(2,))
    retimed(take, series, [1, 2], ((1, 2), (2, 2)))
    with pytest.raises(NotFinished, match="not finished: picture 2"):
        follow(take, finished=True)
