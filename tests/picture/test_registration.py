"""Where a picture lies beside another, on pictures whose truth is known."""

from dataclasses import replace

import numpy as np
import pytest

from komadori.picture.agreement import GENERATORS, fitted, mapped, movements
from komadori.picture.plainer import plainer
from komadori.picture.registration import registered, sight
from komadori.picture.registration_patches import refined
from komadori.picture.shift import Tracks, tiles_of

BUMPS = [
    {"right": 0.3, "down": -0.2},
    {"right": 4.2, "down": 1.1, "turn": 0.2, "scale": 1.002},
    {"right": -13.3, "down": 9.0, "turn": -0.7, "scale": 0.99},
    {"right": 31.0, "down": -25.0, "turn": 0.4},
]


@pytest.fixture(scope="module")
def first(moved_set):
    scene = moved_set.texture(1)
    return scene, sight(moved_set.photograph(scene, np.eye(3), puppet=0))


@pytest.mark.parametrize("bump", BUMPS)
def test_told_whatever_light_and_puppet_do(moved_set, first, bump):
    truth = moved_set.movement(**bump)
    picture = moved_set.photograph(first[0], truth, light=(1.2, 1.1, 1.0), lamp=-0.3, puppet=9, seed=1)
    found = registered(sight(picture), first[1])
    assert moved_set.off(found.matrix, truth) < 0.1
    assert found.uncertain * moved_set.WIDTH < 0.05
    assert 0.4 < found.share < 0.75


@pytest.mark.parametrize("part", [0.125, 0.875])
def test_a_shift_by_a_part_of_a_pixel_is_told_as_exactly_as_one_by_whole_pixels(moved_set, first, part):
    truth = moved_set.movement(right=5 + part)
    picture = moved_set.photograph(first[0], truth, light=1.2, lamp=-0.3, puppet=9, seed=1)
    assert moved_set.off(registered(sight(picture), first[1]).matrix, truth) < 0.01


def test_a_picture_lies_on_itself(first):
    found = registered(first[1], first[1])
    assert np.abs(found.matrix - np.eye(3)).max() < 1e-9
    assert found.uncertain < 1e-4


def test_a_tilted_camera_needs_perspective(moved_set, first):
    truth = moved_set.movement(right=6, turn=0.3, tilt=0.004)
    picture = sight(moved_set.photograph(first[0], truth, light=0.9))
    assert moved_set.off(registered(picture, first[1], "perspective").matrix, truth) < 0.2
    assert moved_set.off(registered(picture, first[1]).matrix, truth) > 0.3


def test_a_camera_that_was_tilted_much_is_told_behind_a_puppet(moved_set, first):
    truth = moved_set.movement(right=6, turn=0.3, tilt=0.03)
    picture = sight(moved_set.photograph(first[0], truth, light=0.9, puppet=9, seed=2))
    assert moved_set.off(registered(picture, first[1], "perspective").matrix, truth) < 0.01


def test_many_patches_tell_a_tilt_more_exactly_than_single_corners(moved_set, first):
    truth = moved_set.movement(right=-9, down=5, turn=-0.2, tilt=0.006)
    picture = sight(moved_set.photograph(first[0], truth, light=(1.2, 1.1, 1.0), lamp=-0.3, puppet=9, seed=3))
    found = registered(picture, first[1], "perspective")
    assert moved_set.off(found.matrix, truth) < 0.02
    assert found.uncertain * moved_set.WIDTH < 0.02
    size = first[1].size
    nothing = refined(np.eye(3), first[1].details, picture.soft, np.zeros(1, bool), size)
    assert np.array_equal(nothing.matrix, np.eye(3))
    assert np.isinf(nothing.uncertain)


def band(moved_set, high):
    """A set of which only a band across the picture is seen, `high` shares of it, and all else is dark."""
    scene = moved_set.texture(1)
    rows = np.abs(np.arange(len(scene)) - len(scene) / 2) < high / 2 * 2 * moved_set.HEIGHT
    return scene * rows[:, None, None]


@pytest.mark.parametrize(("tilt", "off"), [(0.0, 0.08), (0.004, 0.25)])
def test_a_tilt_is_no_wilder_than_the_little_that_is_seen_tells_it(moved_set, tilt, off):
    scene, truth = band(moved_set, 0.144), moved_set.movement(right=3, turn=0.3, tilt=tilt)
    picture = sight(moved_set.photograph(scene, truth, light=0.95, seed=3))
    found = registered(picture, sight(moved_set.photograph(scene, np.eye(3))), "perspective")
    assert moved_set.off(found.matrix, truth) < off


def test_of_next_to_nothing_it_is_told_that_a_tilt_was_left_out(moved_set):
    scene, truth = band(moved_set, 0.087), moved_set.movement(right=3, turn=0.3)
    other = sight(moved_set.photograph(scene, np.eye(3)))
    picture = sight(moved_set.photograph(scene, truth, light=0.95, seed=3))
    assert registered(picture, other, "perspective").plain
    assert not registered(picture, other).plain


def test_stretches_and_tilts_that_may_be_chance_are_left_out():
    chance = np.random.default_rng(5)
    spread = np.diag([1, 1, 1, 1, 4, 4, 9, 9]) * 1e-8
    turned = np.array([[1.001, -0.002, 0.01], [0.002, 1.001, -0.02], [0, 0, 1]])

    def off(matrix):
        return np.abs(matrix - turned)[[0, 0, 2, 2], [0, 1, 0, 1]].max()

    before, after = [], []
    for _ in range(200):
        wrong = (np.eye(3) + np.tensordot(chance.multivariate_normal(np.zeros(8), spread), GENERATORS, 1)) @ turned
        before.append(off(wrong / wrong[2, 2]))
        after.append(off(plainer(wrong / wrong[2, 2], spread).matrix))
    assert np.mean(np.array(after) ** 2) < 0.5 * np.mean(np.array(before) ** 2)
    clear = turned.copy()
    clear[2, :2] = 0.01, 0.005
    found = plainer(clear, spread)
    assert np.abs(found.matrix - clear).max() < 2e-4
    assert found.left[1] > 0.99
    assert np.linalg.eigvalsh(spread - plainer(turned, spread).spread).min() > -1e-12


def test_only_shifted_where_only_that_is_asked(moved_set, first):
    picture = sight(moved_set.photograph(first[0], moved_set.movement(right=3, down=1), puppet=5))
    found = registered(picture, first[1], "shift")
    assert np.allclose(found.matrix[:2, :2], np.eye(2), atol=1e-12)
    assert moved_set.off(found.matrix, moved_set.movement(right=3, down=1)) < 0.05


def test_another_set_and_nothing_at_all_are_told_from_this_one(moved_set, first):
    other = sight(moved_set.photograph(moved_set.texture(2), np.eye(3)))
    black = sight(np.zeros((moved_set.HEIGHT, moved_set.WIDTH, 3), np.float32))
    white = sight(np.ones((moved_set.HEIGHT, moved_set.WIDTH, 3), np.float32))
    small = sight(np.zeros((90, 160, 3), np.float32))
    for one in (other, black, white, small):
        assert registered(one, first[1]) is None
        assert registered(first[1], one) is None
    assert registered(black, white) is None


@pytest.mark.parametrize("model", ["turn and scale", "perspective"])
def test_a_puppet_that_went_almost_with_the_camera_is_not_taken_for_it(model):
    chance = np.random.default_rng(8)
    size = (1920, 1080)
    set_, puppet = chance.uniform((0, 0), size, (420, 2)), chance.uniform((650, 250), (1250, 1080), (320, 2))
    set_ = set_[~((set_ > (650, 250)) & (set_ < (1250, 1080))).all(axis=1)]
    places = np.concatenate([set_, puppet]).astype(np.float32)
    own = np.arange(len(places)) >= len(set_)
    slope = np.where(own, (places[:, 0] - 950) / 300, 0)[:, None]
    after = places + (-34, -20) + np.where(own, 0.7, 0)[:, None] + slope * (0.4, -0.3)
    after = after + chance.normal(0, np.where(own, 0.02, 0.09)[:, None], places.shape)
    tracks = Tracks(
        before=places,
        after=after.astype(np.float32),
        found=np.ones(len(places), bool),
        tiles=tiles_of(places, *size),
    )
    camera = movements(tracks, size, model)[0]
    ends = np.array([(0, 0), (1920, 0), (0, 1080), (1920, 1080)], float)
    assert mapped(camera.matrix, ends) == pytest.approx(ends - np.array([34, 20]), abs=0.15)
    few = np.where(own, True, (np.abs(places - (960, 540)) > (700, 330)).all(axis=1))
    tracks = replace(tracks, found=few)
    camera = movements(tracks, size, model)[0]
    assert mapped(camera.matrix, ends) == pytest.approx(ends - np.array([34, 20]), abs=0.3)


def test_the_camera_is_told_by_how_wide_it_moves_the_picture_not_by_how_many_points_do():
    chance = np.random.default_rng(3)
    camera, puppet = chance.uniform((0, 0), (600, 400), (60, 2)), chance.uniform((220, 100), (400, 300), (300, 2))
    places = np.concatenate([camera, puppet]).astype(np.float32)
    moved = places + np.where(np.arange(360)[:, None] < 60, [5, 2], [-3, 4]) + chance.normal(0, 0.03, (360, 2))
    tracks = Tracks(
        before=places, after=moved.astype(np.float32), found=np.ones(360, bool), tiles=tiles_of(places, 600, 400)
    )
    found = movements(tracks, (600, 400), "turn and scale")
    assert [one.agree.sum() > 100 for one in found] == [False, True]
    assert found[0].matrix[:2, 2] == pytest.approx((5, 2), abs=0.1)
    again = fitted(np.eye(3), tracks, (600, 400), "turn and scale", np.arange(360) < 0)
    assert not again.agree.any()
