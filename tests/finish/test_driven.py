"""A camera that a motion rig drove: its axes tell when a move was meant, on ways whose truth is known."""

from collections import Counter

import numpy as np
import pytest

from komadori.finish.bumps.axes import driven, places_of
from komadori.finish.bumps.intended import way
from komadori.finish.bumps.places import base
from komadori.finish.bumps.reading import size

COUNT = 72
AT = np.arange(COUNT, dtype=float)
LENS = 2880.0
"""Pixels that a camera sees aside at 45 degrees."""


def eased(begin, end):
    part = np.clip((AT - begin) / (end - begin), 0, 1)
    return part * part * (3 - 2 * part)


def ways(right=0.0, down=0.0):
    right, down = np.broadcast_arrays(right, down)
    return base(9 / 16) + np.tile(np.stack([right, down], axis=1), 4)


def turned(pixels):
    """The degrees that a lens is turned by, to see so many pixels aside."""
    return np.degrees(np.arctan(pixels / LENS))


PAN, TILT = 300 * eased(10, 44), 60 * eased(38, 66)
DRIVEN = {
    "stands": (ways(0 * AT), np.zeros((COUNT, 0))),
    "pan": (ways(PAN), turned(PAN)[:, None]),
    "pan and tilt": (ways(PAN, TILT), turned(np.stack([PAN, TILT], axis=1))),
    "dead stops": (ways(4.0 * np.clip(AT - 18, 0, 30)), turned(4.0 * np.clip(AT - 18, 0, 30))[:, None]),
    "whip": (ways(300 * eased(30, 37)), turned(300 * eased(30, 37))[:, None]),
    "there and back": (ways(200 * (eased(10, 20) - eased(50, 58))), (eased(10, 20) - eased(50, 58))[:, None]),
}


def shaken(meant, seed):
    """The truth and what is seen: one picture in eight bumped by up to 40 pixels, and one step that lasts."""
    chance = np.random.default_rng(seed)
    off = np.zeros((COUNT, 2))
    bad = chance.random(COUNT - 6) < 1 / 8
    off[3:-3][bad] = chance.uniform(-28, 28, (bad.sum(), 2))
    off[int(chance.integers(12, 60)) :] += chance.uniform(3, 12, 2)
    true = meant + np.tile(off, 4)
    seen = true + np.tile(chance.normal(0, 0.012, (COUNT, 2)), 4)
    return true, seen - seen[0] + true[0]


@pytest.mark.parametrize("name", DRIVEN)
def test_bumps_and_steps_are_put_back_wherever_the_axes_went(name):
    meant, axes = DRIVEN[name]
    worst = Counter()
    for seed in range(3000, 3006):
        true, seen = shaken(meant, seed)
        found = driven(seen, AT + 1, np.full(COUNT, 0.01), axes)
        worst[seed] = size(true - found.held + found.meant - meant).max()
    assert np.median(list(worst.values())) < 0.08
    assert max(worst.values()) < 0.5


def test_a_bump_in_the_midst_of_a_whip_of_few_pictures_spoils_no_other():
    right = 327 * eased(30, 36)
    lay = ways(right) + np.tile(np.random.default_rng(8).normal(0, 0.012, (COUNT, 2)), 4)
    seen = lay.copy()
    seen[33] -= np.tile([30.0, 17.0], 4)
    found = driven(seen, AT + 1, np.full(COUNT, 0.01), turned(right)[:, None])
    assert size(found.meant - lay).max() < 0.5
    displaced = size(found.held - found.meant)
    assert displaced[33] == pytest.approx(np.hypot(30, 17), abs=0.5)
    assert np.delete(displaced, 33).max() < 0.5


def test_what_the_rig_did_is_left_to_the_byte():
    meant, axes = DRIVEN["whip"]
    found = driven(meant, AT + 1, np.full(COUNT, 0.01), axes)
    assert (size(found.held - found.meant) == 0).all()
    assert size(found.meant - meant).max() < 0.05


def test_a_move_by_hand_while_the_axes_stood_is_taken_out():
    meant, axes = DRIVEN["pan"]
    by_hand = ways(PAN + 3 * eased(50, 70))
    found = driven(by_hand, AT + 1, np.full(COUNT, 0.01), axes)
    assert size(by_hand - found.held + found.meant - meant).max() < 0.2
    assert found.strayed.max() == pytest.approx(3, abs=0.2)
    plain = way(by_hand, AT + 1, np.full(COUNT, 0.01))
    assert size(by_hand - plain.held + plain.meant - by_hand).max() < 0.2


@pytest.mark.parametrize("count", [2, 3, 4, 8])
def test_few_places_of_the_axes_are_each_kept(count):
    pan = np.where(np.arange(count) < count // 2, 0.0, 2.0)
    right = 100 * (pan > 0)
    right[-2] += 5 * (count == 8)
    found = driven(ways(right), np.arange(1.0, count + 1), np.full(count, 0.01), pan[:, None])
    assert found.meant == pytest.approx(ways(100 * (pan > 0)), abs=0.05)
    assert size(found.held - found.meant) == pytest.approx(np.where(right == 105, 5, 0), abs=0.05)


@pytest.mark.parametrize("name", ["pan", "whip", "there and back"])
def test_a_few_pictures_without_axes_are_told_by_those_beside_them(name):
    meant, axes = DRIVEN[name]
    chance = np.random.default_rng(7)
    for seed in (3000, 3003):
        true, seen = shaken(meant, seed)
        known = chance.random(COUNT) > 0.15
        told = np.where(known[:, None], axes, np.nan)
        found = driven(seen, AT + 1, np.full(COUNT, 0.01), told, known)
        left = size(true - found.held + found.meant - meant)
        assert left[known].max() < 0.6
        assert np.median(left[~known]) < 0.6
        assert left[~known].max() < 6


def test_a_move_in_a_part_of_the_take_whose_axes_are_not_known_is_left():
    meant, axes = DRIVEN["pan"]
    known = AT > 30
    found = driven(meant, AT + 1, np.full(COUNT, 0.01), np.where(known[:, None], axes, np.nan), known)
    assert size(found.held - found.meant).max() < 0.1
    assert size(found.meant - meant).max() < 0.1
    assert found.strayed.max() < 0.1


def test_of_few_places_of_the_axes_a_picture_without_any_stands_in_the_nearer_one_beside_it():
    pan = np.array([0.0, 0, 0, np.nan, 2, 2, np.nan, 2])
    right = np.array([0.0, 0, 0, 103, 100, 100, 100, 100])
    found = driven(ways(right), np.arange(1.0, 9), np.full(8, 0.01), pan[:, None], np.isfinite(pan))
    assert found.meant == pytest.approx(ways(np.where(right > 0, 100.0, 0)), abs=0.05)


def test_axes_count_where_most_pictures_tell_of_them():
    told = [(("camera.pan", 1.0), ("camera.focal", 54.0)), (("camera.pan", 3.0), ("camera.focal", 54.0))]
    assert places_of(told).tolist() == [[1.0], [3.0]]
    assert places_of([*told, None])[:2].tolist() == [[1.0], [3.0]]
    assert np.isnan(places_of([*told, None])[2]).all()
    assert places_of([*told, None, None]) is None
    assert places_of([(), ()]).shape == (2, 0)
