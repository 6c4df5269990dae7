"""Scopes: what is in the picture is where it belongs."""

import numpy as np
import pytest
from PIL import Image

from komadori.deliver import FramesMissing, WrongTarget
from komadori.deliver.heading import Heading
from komadori.deliver.scopes import TALL, TARGETS, WIDE, draw_scopes, histogram, parade, vectorscope, waveform
from komadori.deliver.show_scopes import show_scopes
from komadori.store import AlreadyThere, NotFinished


def lit(scope, codes):
    """How much brighter each place is than on the scope of an empty picture's ground, rows and columns 0..1."""
    drawn = np.asarray(scope(codes), float).sum(axis=2)
    rows, columns = np.nonzero(drawn > 0.6 * drawn.max())
    return rows / TALL, columns / WIDE


def test_a_grey_wedge_is_a_line_from_corner_to_corner():
    wedge = np.tile(np.arange(256, dtype=np.uint8)[None, :, None], (40, 1, 3))
    rows, columns = lit(waveform, wedge)
    assert np.abs((1 - rows) - columns).max() < 0.05
    assert columns.min() < 0.02
    assert columns.max() > 0.97


def test_the_parade_parts_the_channels():
    codes = np.zeros((30, 60, 3), np.uint8)
    codes[..., 0], codes[..., 1], codes[..., 2] = 230, 128, 25
    drawn = np.asarray(parade(codes), float).sum(axis=2)
    heights = [
        1 - np.argmax(drawn[:, WIDE * third // 3 + 160 : WIDE * third // 3 + 180].mean(axis=1)) / TALL
        for third in range(3)
    ]
    assert heights == pytest.approx([0.9, 0.5, 0.1], abs=0.03)


@pytest.mark.parametrize("name", TARGETS)
def test_each_pure_colour_lies_at_its_box(name):
    full = np.array(TARGETS[name], float) * 0.75
    codes = np.tile(np.rint(full).astype(np.uint8), (20, 20, 1))
    plain, drawn = (np.asarray(vectorscope(each), float).sum(axis=2) for each in (np.zeros_like(codes), codes))
    row, column = np.unravel_index(np.argmax(drawn - plain), drawn.shape)
    boxed = np.asarray(vectorscope(np.zeros_like(codes)), float)[row - 14 : row + 15, column - 14 : column + 15]
    # The box around its place is drawn in a quiet grey, brighter than the ground.
    assert boxed.max() > boxed[14, 14].max() + 20


def test_a_histogram_stands_where_the_codes_are():
    codes = np.full((20, 20, 3), 64, np.uint8)
    codes[:10] = 192
    _, columns = lit(histogram, codes)
    near = np.minimum(np.abs(columns - 0.25), np.abs(columns - 0.753))
    assert near.max() < 0.02


@pytest.mark.parametrize("level", [0, 255])
def test_black_and_white_and_one_pixel_are_drawn(level):
    page = draw_scopes(Heading(title="a", shot="b", facts=()), np.full((1, 1, 3), level, np.uint8))
    assert page.width > 2 * WIDE


def test_a_page_holds_all_four():
    codes = np.random.default_rng(1).integers(0, 256, (540, 1200, 4), np.uint8)
    page = draw_scopes(Heading(title="First Light", shot="sh010", facts=("frame 1",)), codes)
    assert page.height > 2 * TALL


def test_a_takes_picture_at_a_frame_is_drawn_with_what_it_is(shoot, tmp_path):
    take = shoot((2, 3, 2))
    to = tmp_path / "scopes.png"
    assert show_scopes(take, "Tea at Dusk", to, frame=4) == 3
    with Image.open(to) as page:
        assert page.width > 2 * WIDE
    with pytest.raises(AlreadyThere):
        show_scopes(take, "Tea at Dusk", to)
    assert show_scopes(take, "Tea at Dusk", to, frame=900, overwrite=True) == 6


def test_finished_pictures_have_scopes_once_there_are_any(shoot, finish_all, tmp_path):
    take = shoot((2, 2))
    with pytest.raises(NotFinished):
        show_scopes(take, "Tea at Dusk", tmp_path / "scopes.png", finished=True)
    finish_all(take)
    assert show_scopes(take, "Tea at Dusk", tmp_path / "scopes.png", finished=True) == 1


def test_scopes_of_nothing_or_under_another_name_are_refused(shoot, tmp_path):
    take = shoot(())
    with pytest.raises(FramesMissing):
        show_scopes(take, "Tea at Dusk", tmp_path / "scopes.png")
    with pytest.raises(WrongTarget):
        show_scopes(take, "Tea at Dusk", tmp_path / "scopes.jpg")
