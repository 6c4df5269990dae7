"""The arrow of a bump on the live view, until the camera is back: against what is known of generated live pictures."""

from math import hypot

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from komadori.capture.watch.placed import HOME, Placing

LIVE, FULL = 600, 2400
"""Pixels of width of the live view, and of the photographs."""


@pytest.fixture(scope="module")
def live(made):
    """`live(right, down, …)` is a live picture of the set from a camera that far off, in pixels of the photograph."""
    scenes = [picture.astype(np.float32) for picture in made.take(3).pictures(count=6)]
    chance = np.random.default_rng(8)

    def shown(right, down, *, pose=0, light=1.0, hand=False, turn=0.0):
        scene = scenes[pose].copy()
        if hand:
            cv2.line(scene, (600, 330), (420, 240), (170, 130, 110), 80)
        seen = made.shifted(scene, right * LIVE / FULL, down * LIVE / FULL, turn)
        seen = made.lit(cv2.GaussianBlur(seen, (0, 0), 0.8), light) + 2 * chance.standard_normal(scene.shape)
        return cv2.imencode(".jpg", np.clip(seen, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 75])[1].tobytes()

    return shown


@pytest.mark.parametrize("left", [(24, -10), (9, 5), (2, 0), (0.8, -0.6), (-6, 3), (60, 40)])
def test_what_is_left_is_the_alarms_shift_and_the_way_since(live, left):
    placing = Placing(live(24, -10), (24, -10), width=FULL)
    placed = placing.look(live(*left, pose=2))
    assert placed.sure
    assert hypot(placed.right - left[0], placed.down - left[1]) < 0.3
    assert placed.far == pytest.approx(hypot(*left), abs=0.3)
    assert placed.back == (placed.far <= HOME)


def test_the_camera_is_followed_home_past_a_hand_and_a_lamp_that_dims(live):
    placing = Placing(live(24, -10), (24, -10), width=FULL)
    way = [(20, -9), (26, -3), (12, -4), (5, 0), (1.5, 0.5), (0, 0)]
    told = [placing.look(live(*at, pose=one, light=1 - 0.05 * one, hand=one in (1, 3))) for one, at in enumerate(way)]
    for placed, at in zip(told, way, strict=True):
        assert placed.sure
        assert hypot(placed.right - at[0], placed.down - at[1]) < 0.4
    assert [placed.back for placed in told] == [False] * 5 + [True]


def test_a_live_picture_from_before_the_bump_is_the_better_start(live):
    placing = Placing(live(0, 0), width=FULL)
    assert placing.look(live(0, 0, pose=1)).back
    placed = placing.look(live(15, 8, pose=2))
    assert (placed.right, placed.down) == pytest.approx((15, 8), abs=0.25)


def test_a_turn_alone_is_not_home(live):
    placed = Placing(live(0, 0), width=FULL).look(live(0, 0, turn=0.3))
    assert hypot(placed.right, placed.down) < 0.5
    assert placed.far > 2
    assert not placed.back


def test_a_live_view_of_a_part_of_the_picture_counts_fewer_pixels(live):
    placed = Placing(live(0, 0), width=2 * FULL, share=0.5).look(live(12, 0))
    assert placed.right == pytest.approx(12, abs=0.3)


def test_what_cannot_be_told_is_not_sure(live):
    placing = Placing(live(24, -10), (24, -10), width=FULL)
    black = cv2.imencode(".jpg", np.zeros((400, 600, 3), np.uint8))[1].tobytes()
    smaller = cv2.imencode(".jpg", np.full((200, 300, 3), 90, np.uint8))[1].tobytes()
    for nothing in (black, smaller):
        placed = placing.look(nothing)
        assert (placed.sure, placed.back) == (False, False)
    assert placing.look(live(3, 0)).right == pytest.approx(3, abs=0.3)


def test_a_puppet_with_more_detail_than_the_set_does_not_pass_for_it(made, live):
    """Where the watch knows the puppets, a plain set suffices."""
    puppets = np.zeros((40, 60), bool)
    puppets[8:, 5:45] = True
    placing = Placing(live(24, -10), (24, -10), width=FULL, puppets=puppets)
    assert placing.look(live(0, 0, pose=5)).far < 0.5


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.floats(-80, 80), st.floats(-60, 60), st.floats(0.8, 1.1))
def test_any_place_is_told_within_a_pixel_of_the_photograph(live, right, down, light):
    placed = Placing(live(10, 10), (10, 10), width=FULL).look(live(right, down, pose=1, light=light))
    assert placed.sure
    assert hypot(placed.right - right, placed.down - down) < 0.5
