"""One photograph through a chain of operations: few passes, and the same pixels as step by step."""

import numpy as np
import pytest

from komadori.film import PictureFile
from komadori.finish import chain
from komadori.finish.chain import srgb_codes
from komadori.finish.framing import combined
from komadori.finish.recipe import recipe_of
from komadori.finish.standing import Source, Step, begin
from komadori.picture import write
from komadori.picture.colour import srgb_to_linear, to_codes, to_light
from komadori.store import Cache


def steps(*asked):
    """The steps of a recipe."""
    return [Step(use=one.operation.name, settings=one.settings) for one in recipe_of(*asked).chosen]


def standing(path, steps):
    file = PictureFile(name=path.name, bytes=path.stat().st_size, hash=f"{path} {path.stat().st_mtime_ns}")
    here = begin(Source(number=1, exposure="x1", format="png", file=file, path=path))
    for step in steps:
        here = here.then(step)
    return here


def finished(path, steps):
    return chain.finished(standing(path, steps), Cache(path.parent))


def glimpse(path, steps):
    return chain.glimpse(standing(path, steps), Cache(path.parent), 256)


@pytest.fixture
def noise():
    return np.random.default_rng(3).integers(0, 256, (48, 64, 3), np.uint8)


@pytest.fixture
def photograph(tmp_path, noise):
    write(tmp_path / "a.png", noise, format="png8")
    return tmp_path / "a.png"


def test_a_photograph_merely_developed_keeps_every_code(photograph, noise):
    assert np.array_equal(finished(photograph, steps()), noise.astype(np.uint16) * 257)


@pytest.mark.parametrize(
    "rest",
    [
        ("level", {}),
        ("rotate", {}),
        ("crop", {}),
        ("scale", {}),
    ],
    ids=lambda rest: rest[0],
)
def test_an_operation_at_rest_changes_nothing(photograph, noise, rest):
    done = finished(photograph, steps(rest))
    assert np.array_equal(done, noise.astype(np.uint16) * 257)


def test_one_table_gives_what_step_by_step_would(photograph, noise):
    done = finished(photograph, steps(("level", {"red": 0.1, "blue": -0.2}), ("level", {"gamma": 1.3})))
    light = to_light(noise, "srgb") * np.exp2([0.1, 0, -0.2])
    assert np.abs(done - to_codes((light ** (1 / 1.3)).astype(np.float32), "srgb", 16).astype(int)).max() <= 1


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_exposure_is_a_factor_of_light(tmp_path, dtype):
    top = np.iinfo(dtype).max
    grey = np.full((8, 8, 3), round(0.3 * top), dtype)
    write(tmp_path / "a.tif", grey, format="tiff8" if dtype is np.uint8 else "tiff16")
    done = finished(tmp_path / "a.tif", steps(("level", {"exposure": 1.0})))
    light = srgb_to_linear(np.array([grey[0, 0, 0] / top, done[0, 0, 0] / 65535]))
    assert light[1] / light[0] == pytest.approx(2, abs=1e-3)


def test_black_and_white_points_go_where_they_are_sent(tmp_path):
    light = np.zeros((1, 3, 3), np.float32)
    light[0, :, :] = [[0.1], [0.3], [0.5]]
    write(tmp_path / "a.exr", light, encoding="linear")
    done = finished(tmp_path / "a.exr", steps(("level", {"black": 0.1, "white": 0.5})))
    assert done[0, :, 0] / 65535 == pytest.approx([0, 0.7354, 1], abs=1e-3)


def test_codes_may_be_read_as_light(tmp_path):
    write(tmp_path / "a.tif", np.full((4, 4, 3), 6554, np.uint16))
    done = finished(tmp_path / "a.tif", steps(("develop", {"codes": "linear"})))
    assert srgb_to_linear(np.array(done[0, 0, 0] / 65535)) == pytest.approx(0.1, abs=1e-4)


def test_a_quarter_turn_moves_whole_pixels(photograph, noise):
    for turns in (1, 2, 3):
        done = finished(photograph, steps(("rotate", {"quarter_turns": turns})))
        exact = np.rot90(noise, -turns).astype(int) * 257
        assert done.shape == exact.shape
        assert np.abs(done - exact).max() <= 1


def test_a_crop_cuts_whole_pixels_and_blurs_nothing(photograph, noise):
    done = finished(photograph, steps(("crop", {"left": 25.0, "bottom": 10.0, "shape": "1:1"})))
    assert np.array_equal(done, noise[:43, 18:61].astype(np.uint16) * 257)


def test_scaling_averages_light_and_not_codes(tmp_path):
    board = np.zeros((64, 64, 3), np.uint8)
    board[::2, ::2] = board[1::2, 1::2] = 255
    write(tmp_path / "a.png", board, format="png8")
    done = finished(tmp_path / "a.png", steps(("scale", {"width": 32})))
    assert done.shape == (32, 32, 3)
    assert srgb_to_linear(done / 65535) == pytest.approx(0.5, abs=1e-3)


@pytest.mark.parametrize(("asked", "size"), [({"width": 32}, (24, 32)), ({"height": 96}, (96, 128)), ({}, (48, 64))])
def test_the_side_left_open_follows(photograph, asked, size):
    assert finished(photograph, steps(("scale", asked))).shape[:2] == size


def test_neighbouring_framings_become_one(photograph):
    chain = steps(("rotate", {"quarter_turns": 1}), ("crop", {"top": 25.0}), ("scale", {"width": 24}))[1:]
    framing = combined(chain, 64, 48)
    assert (framing.width, framing.height) == (24, 24)
    # The new middle lies an eighth above the old one's, which a quarter turn takes an eighth to the left.
    x, y, _ = np.reshape(framing.matrix, (3, 3)) @ [12, 12, 1]
    assert (x, y) == pytest.approx((40, 24))


def test_a_leaning_picture_fills_its_frame_or_shows_black_corners(tmp_path):
    write(tmp_path / "white.png", np.full((90, 160, 3), 255, np.uint8), format="png8")
    filled = finished(tmp_path / "white.png", steps(("rotate", {"angle": 7.0})))
    bare = finished(tmp_path / "white.png", steps(("rotate", {"angle": 7.0, "fill": False})))
    assert filled.shape == bare.shape == (90, 160, 3)
    assert filled.min() == 65535
    assert bare[0, 0].max() == bare[-1, -1].max() == 0


def test_a_positive_angle_turns_clockwise(tmp_path):
    picture = np.zeros((101, 101, 3), np.uint8)
    picture[10:14, 49:52] = 255
    write(tmp_path / "a.png", picture, format="png8")
    done = finished(tmp_path / "a.png", steps(("rotate", {"angle": 30.0, "fill": False})))[..., 0]
    row, column = np.unravel_index(np.argmax(done), done.shape)
    assert (column, row) == pytest.approx((50 + 38.5 * 0.5, 50 - 38.5 * 0.866), abs=2)


def test_codes_by_table_are_at_most_one_from_exact():
    light = np.concatenate([np.linspace(0, 0.01, 30000), np.linspace(0, 1, 30000)]).astype(np.float32)
    light = np.repeat(light.reshape(1, -1, 1), 3, axis=2)
    assert np.abs(srgb_codes(light).astype(int) - to_codes(light, "srgb", 16)).max() <= 1
    assert srgb_codes(np.float32([[[-1, 0, 7]]])).tolist() == [[[0, 0, 65535]]]
    # Side by side by many, as the processor reckons with them at once.
    dark = np.full((70, 1920, 3), np.float32(-1e-3))
    dark[:, ::2] = np.nan
    assert not srgb_codes(dark).any()


def test_a_glimpse_is_small_and_shows_the_same_light(tmp_path):
    write(tmp_path / "big.jpg", np.full((600, 1000, 3), 120, np.uint8))
    small = glimpse(tmp_path / "big.jpg", steps(("level", {"exposure": -1.0})))
    assert small.shape == (154, 256, 3)
    assert small == pytest.approx(srgb_to_linear(np.array(120 / 255)) / 2, rel=0.02)
