"""How far the camera moved, on tracks and pictures whose truth is known."""

import numpy as np
import pytest

from komadori.capture.watch.seen import Detail, see
from komadori.capture.watch.steady import by_themselves, camera, guessed, tracked
from komadori.picture import shift

FLAT = np.zeros((400, 600), np.uint8)
KNOCK, STEP = np.float32([19, -9]), np.float32([3, 2])


@pytest.fixture
def rich():
    """Tracks of a plain set that was knocked, and of a puppet over a third of the picture with many more corners."""
    chance = np.random.default_rng(4)
    tiles = [(column, row) for column in range(12) for row in range(8)]
    puppet = [tile for tile in tiles if 4 <= tile[0] < 8]
    places = [tile for tile in tiles if tile not in puppet] + 14 * puppet
    before = np.float32([(column * 50 + 25, row * 50 + 25) for column, row in places])
    before += chance.uniform(-15, 15, before.shape).astype(np.float32)
    of_puppet = np.arange(len(places)) >= len(tiles) - len(puppet)
    after = before + np.where(of_puppet[:, None], STEP, KNOCK) + chance.normal(0, 0.05, before.shape).astype(np.float32)
    return shift.Tracks(
        before=before, after=after, found=np.ones(len(places), bool), tiles=shift.tiles_of(before, 600, 400)
    )


def test_most_of_the_picture_tells_not_most_of_the_corners(rich):
    assert shift.fit(rich).at(300, 200) == pytest.approx(STEP, abs=0.1)
    moved = camera(rich, None, FLAT)
    assert moved.at(300, 200) == pytest.approx(KNOCK, abs=0.1)
    assert moved.share == pytest.approx(64 / 96, abs=0.05)


def test_where_puppets_are_known_only_the_set_tells(rich):
    puppets = np.zeros((40, 60), bool)
    puppets[:, 18:42] = True
    moved = camera(rich, puppets, FLAT)
    assert moved.at(300, 200) == pytest.approx(KNOCK, abs=0.1)
    assert moved.share == 1


def test_with_puppets_everywhere_all_corners_tell(rich):
    assert camera(rich, np.ones((40, 60), bool), FLAT) is not None


def test_what_stands_still_in_a_part_of_the_picture_is_the_set(rich):
    still = rich.before.copy()
    still[:64] += KNOCK
    at_rest = shift.Tracks(before=rich.before, after=still, found=rich.found, tiles=rich.tiles)
    assert camera(at_rest, None, FLAT).far < 0.01


@pytest.mark.parametrize("knock", [(0.4, 0.2), (8, -5), (20, 12), (-24, 7)])
def test_a_far_knock_is_found_as_exactly_as_a_near_one(made, knock):
    first, second = made.take(3).pictures(
        lambda number, picture: made.shifted(picture, *knock) if number > 1 else picture, 2
    )
    before, now = Detail(small=first), Detail(small=second)
    moved = camera(tracked(before, now, guessed(before, now)), None, before.flat)
    assert moved.at(300, 200) == pytest.approx(knock, abs=0.1)


def test_a_picture_of_nothing_gives_no_guess():
    nothing = Detail(small=np.zeros((400, 600, 3), np.uint8))
    assert guessed(nothing, nothing) == (0, 0)
    assert camera(tracked(nothing, nothing, (5, 5)), None, nothing.flat) is None


def test_a_puppets_place_is_known_by_its_corners_and_noise_is_no_puppet(made, rich):
    seen = see(made.record(1, np.zeros((400, 600, 3), np.uint8)), None, np.zeros((400, 600, 3), np.uint8))
    moved = camera(rich, None, FLAT)
    found = by_themselves(rich, moved, seen)
    assert found[:, 22:38].mean() > 0.7
    assert not found[:, :18].any()
    lost = shift.Tracks(
        before=rich.before,
        after=rich.before + np.random.default_rng(1).uniform(-9, 9, rich.before.shape).astype(np.float32),
        found=rich.found,
        tiles=rich.tiles,
    )
    assert by_themselves(lost, shift.UNMOVED, seen).mean() < 0.05
    assert not by_themselves(rich, None, seen).any()
