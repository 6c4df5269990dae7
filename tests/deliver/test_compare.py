"""Before and after side by side: what stands left, what right, and what cannot be compared."""

import av
import numpy as np
import pytest

from komadori.deliver import PRESETS, WrongTarget, export_shot
from komadori.picture import read, write
from komadori.progress import finish
from komadori.store import NotFinished

GAP = 8


def compared(take, to, preset="prores", **options):
    """The first frame of the movie, as its decoder gives it, and what was told of it."""
    told = finish(export_shot(take, PRESETS[preset], to, finished=False, compare=True, **options))
    with av.open(to) as movie:
        frames = [frame.to_ndarray(format="rgb24") for frame in movie.decode(video=0)]
    return frames, told


def darkened(files):
    for file in files.values():
        write(file, read(file).data // 2, format="tiff16")


@pytest.mark.parametrize(
    ("preset", "file"), [("prores", "both.mov"), ("h264", "both.mp4"), ("prores4444", "whole.mov")]
)
def test_the_photograph_stands_left_and_the_finished_picture_right(shoot, finish_all, paint, tmp_path, preset, file):
    take = shoot((2, 1))
    darkened(finish_all(take))
    frames, told = compared(take, tmp_path / file, preset)
    assert len(frames) == told.frames == 3
    assert (told.width, told.height) == (2 * 96 + GAP, 64) == frames[0].shape[1::-1]
    left, gap, right = np.split(frames[2].astype(float), [96, 96 + GAP], axis=1)
    assert abs(left - paint(2)).mean() < 6
    assert abs(right - paint(2) / 2).mean() < 6
    assert gap[:, 3:-3].mean() < 2


def test_a_part_and_a_width_go_for_both(shoot, finish_all, tmp_path):
    take = shoot((1,))
    finish_all(take)
    frames, _ = compared(take, tmp_path / "both.mov", crop=(0, 0, 0.5, 0.5), width=24)
    assert frames[0].shape == (16, 2 * 24 + GAP, 3)


def test_a_gif_is_no_wider_than_any_gif(shoot, finish_all, paint, tmp_path):
    take = shoot((1,), pictures=[paint(1, width=700, height=400)])
    finish_all(take)
    frames, _ = compared(take, tmp_path / "both.gif", "gif")
    assert frames[0].shape[1] <= PRESETS["gif"].widest


def test_a_photograph_of_another_shape_is_seen_whole(shoot, finish_all, paint, tmp_path):
    take = shoot((1,), pictures=[np.full((64, 48, 3), 200, np.uint8)])
    for file in finish_all(take).values():
        write(file, np.full((64, 96, 3), 20_000, np.uint16), format="tiff16")
    frames, _ = compared(take, tmp_path / "both.mov")
    left = frames[0][:, :96].mean(axis=(0, 2))
    assert left[28:68].min() > 190
    assert max(left[:20].max(), left[-20:].max()) < 10


def test_without_finished_pictures_there_is_nothing_to_compare(shoot, tmp_path):
    with pytest.raises(NotFinished):
        compared(shoot((1,)), tmp_path / "both.mov")


def test_stills_are_refused_with_what_can_be_had(shoot, finish_all, tmp_path):
    take = shoot((1,))
    finish_all(take)
    with pytest.raises(WrongTarget) as refusal:
        finish(export_shot(take, PRESETS["png"], tmp_path / "both", finished=False, compare=True))
    assert "prores" in refusal.value.hint
    assert not (tmp_path / "both").exists()
