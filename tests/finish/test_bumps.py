"""The camera's way and what befell it, on ways whose truth is known."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from komadori.finish.bumps.camera import PLAIN
from komadori.finish.bumps.camera import followed as camera
from komadori.finish.bumps.intended import TOLD, way
from komadori.finish.bumps.lenders import lenders
from komadori.finish.bumps.places import base, corners_of, matrix_of, measured, placed, rounded
from komadori.finish.bumps.reading import size
from komadori.finish.operation import HERE
from komadori.picture.registration import Registration

SHAPE = 9 / 16
HIGH = 1920 * SHAPE


def ways(right, down=0.0, turn=0.0, scale=1.0):
    """Pictures x 8: where the corners lie."""
    right, down, turn, scale = np.broadcast_arrays(right, down, np.radians(turn), scale)
    x, y = base(SHAPE).reshape(4, 2).T - [[960], [HIGH / 2]]
    cos, sin = scale * np.cos(turn), scale * np.sin(turn)
    across = np.outer(cos, x) - np.outer(sin, y) + 960 + right[:, None]
    low = np.outer(sin, x) + np.outer(cos, y) + HIGH / 2 + down[:, None]
    return np.stack([across, low], axis=2).reshape(-1, 8)


def noisy(places, seed=0, error=0.008):
    chance = np.random.default_rng(seed)
    shaken = places + np.tile(chance.normal(0, error, (len(places), 2)), 4)
    return shaken - shaken[0] + places[0]


def bumped(count, seed, often=0.12, far=9.0):
    """So many pictures' displacements, pixels: here and there one to three pictures are bumped."""
    chance = np.random.default_rng(seed)
    off = np.zeros((count, 2))
    at = 3
    while at < count - 4:
        if chance.random() < often:
            long = int(chance.integers(1, 4))
            off[at : at + long] = chance.normal(0, far, 2) + 0.4
            at += long
        at += 1
    return off


def followed(places, error=0.01):
    return way(places, np.arange(1.0, len(places) + 1), np.full(len(places), error))


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.floats(0.05, 0.25), st.floats(0.5, 40))
def test_a_camera_that_stood_is_put_back_to_one_place(seed, often, far):
    off = bumped(60, seed, often, far)
    found = followed(noisy(ways(off[:, 0], off[:, 1]), seed))
    assert np.abs(found.meant - base(SHAPE)).max() < 3 * TOLD
    assert np.ptp(found.meant, axis=0).max() < 2 * TOLD
    displaced = size(found.held - found.meant)
    bad = np.hypot(*off.T) > 0
    assert (displaced[~bad] < 2 * TOLD).all()
    assert (displaced[~bad] == 0).mean() > 0.8
    assert np.abs(displaced[bad] - np.hypot(*off.T)[bad]).max(initial=0) < 2 * TOLD


def test_after_a_step_that_lasts_pictures_are_put_back_to_the_first_part():
    at = np.arange(90)
    off = bumped(90, 4, 0.05)
    right = off[:, 0] + 12 * (at >= 30) - 20 * (at >= 62)
    found = followed(noisy(ways(right, off[:, 1] + 5 * (at >= 30), 0.1 * (at >= 62))))
    assert np.ptp(found.meant, axis=0).max() < 2 * TOLD
    calm = (np.hypot(*off.T) == 0) & (at >= 30) & (at < 62)
    put_back = found.held[calm] - found.meant[calm]
    assert put_back[:, ::2] == pytest.approx(12, abs=0.1)
    assert len(np.unique(put_back.round(6), axis=0)) <= 3


def test_slow_drift_stays_and_so_do_pans_and_push_ins():
    at = np.arange(100)
    ease = np.clip((at - 20) / 60, 0, 1) ** 2 * (3 - 2 * np.clip((at - 20) / 60, 0, 1))
    off = bumped(100, 2, 0.08)
    calm = np.hypot(*off.T) == 0
    for right, scale in ((0.02 * at, 1.0), (300 * ease, 1.0), (5.0 * at, 1.0), (0.0 * at, 1 + 0.15 * ease)):
        meant = ways(right, 0.0, 0.0, scale)
        found = followed(noisy(ways(right + off[:, 0], off[:, 1], 0.0, scale)))
        apart = size(found.meant - meant)
        assert np.median(apart) < 0.05
        assert apart.max() < 0.8
        assert (size(found.held - found.meant)[calm] == 0).mean() > 0.7
        # What a person would see is not where the way is but how it shakes.
        shake = size(np.diff(found.meant - meant, 2, axis=0))
        assert np.median(shake) < 0.02
        assert shake.max() < 0.35


def eased(at, begin, end):
    part = np.clip((at - begin) / (end - begin), 0, 1)
    return part * part * (3 - 2 * part)


@pytest.mark.parametrize(
    "right",
    [
        500 * eased(np.arange(96), 44, 52),
        300 * eased(np.arange(96), 44, 50) + 2.0 * np.arange(96),
        400 * np.clip((np.arange(96) - 44) / 12, 0, 1),
        200 * np.clip((np.arange(96) - 24) / 40, 0, 1),
    ],
    ids=["whip", "whip within a pan", "whip that starts and stops dead", "pan that starts and stops dead"],
)
def test_sudden_moves_are_not_taken_for_bumps(right):
    found = followed(noisy(ways(right), error=0.004))
    assert (size(found.held - found.meant) == 0).all()


def test_bumps_in_quick_arcs_and_pans_are_put_back():
    at = np.arange(96)
    off = bumped(96, 3)
    calm = np.hypot(*off.T) == 0
    for right, down in (
        (400 * eased(at, 20, 76), 0 * at),
        (150 * np.sin(2 * np.pi * at / 96), 60 * np.cos(2 * np.pi * at / 96)),
    ):
        meant = ways(right, down)
        found = followed(noisy(ways(right + off[:, 0], down + off[:, 1]), error=0.004))
        left = size(found.meant - found.held + ways(right + off[:, 0], down + off[:, 1]) - meant)
        assert np.median(left[~calm]) < 0.3
        assert (size(found.held - found.meant)[calm] == 0).mean() > 0.7


def test_a_quick_move_is_told_once():
    right = 500 * eased(np.arange(60), 24, 32)
    move = [np.array([[1, 0, far / 1920], [0, 1, 0], [0, 0, 1.0]]) for far in right]
    measures = [measured(SHAPE, 0.5, against(one), None) for one in move]
    stood = camera(measures, [max(0, at - 1) for at in range(60)], range(1, 61), [None] * 60)
    assert [at for at, one in enumerate(stood) if one.said] == [25]
    assert stood[25].said[0].saying.name == "quick"


def stood(corners, axes=None):
    """What is told of each picture that lies so, by its number from 0: the names of the remarks and their words."""
    measures = [measured(SHAPE, 0.5, against(matrix_of(one, SHAPE)), None) for one in corners]
    count = len(corners)
    told = camera(measures, [max(0, at - 1) for at in range(count)], range(1, count + 1), axes or [None] * count)
    return {at: (one.said[0].saying.name, one.said[0].words, one.doubt) for at, one in enumerate(told) if one.said}


def test_a_bump_where_a_pan_stops_dead_is_told_with_how_well_its_place_is_known():
    right = 4.0 * np.clip(np.arange(72) - 18, 0, 30)
    right[49] += 12
    told = stood(noisy(ways(right)))
    assert list(told) == [49]
    name, words, doubt = told[49]
    assert (name, doubt) == ("edge", 0.4)
    assert "put back by 11.5 px" in words
    assert "known to 4.0 px only" in words
    assert "set remove to nothing" in words


def test_a_step_within_a_soft_pan_is_told_with_its_size_and_how_well_that_is_known():
    at = np.arange(72)
    right = 300 * eased(at, 18, 50) + 12 * (at >= 49)
    ((number, (name, words, _)),) = stood(noisy(ways(right, 5.0 * (at >= 49)))).items()
    assert (number, name) == (49, "step")
    assert "by 12.3 px, which is known to 1.0 px only" in words
    assert "look whether the finished set jumps" in words


def test_a_bump_beside_the_line_of_a_whip_is_put_back_onto_it_and_told():
    at = np.arange(72)
    right = 300 * eased(at, 30, 38)
    shaken = noisy(ways(right + 9 * (at == 34), 14 * (at == 34)))
    found = followed(shaken)
    left = size(found.meant - found.held + shaken - ways(right))
    assert left[34] < 4
    assert np.delete(left, 34).max() < 0.1
    told = stood(shaken)
    assert {number: name for number, (name, _, _) in told.items()} == {31: "quick", 34: "beside"}
    assert "14.0 px beside" in told[34][1]


def test_a_camera_that_strays_while_no_axis_moves_is_put_back_and_told():
    at = np.arange(60)
    shaken = noisy(ways(0.1 * at))
    assert stood(shaken) == {}
    told = stood(shaken, [(("camera.pan", 0.0),)] * 60)
    assert [name for name, _, _ in told.values()] == ["astray"]
    assert "5.9 px" in next(iter(told.values()))[1]
    some = stood(shaken, [(("camera.pan", 0.0),) if one % 9 else None for one in range(60)])
    assert "astray" in {name for name, _, _ in some.values()}
    assert stood(shaken, [(("camera.pan", 0.0),) if one % 2 else None for one in range(60)]) == {}


def test_a_hand_that_shakes_is_smoothed():
    at = np.arange(120)
    chance = np.random.default_rng(5)
    shaken = ways(2.0 * at + chance.normal(0, 1, 120), chance.normal(0, 1, 120))
    found = followed(shaken)
    before, after = (size(np.diff(places, 2, axis=0)) for places in (shaken, found.meant))
    assert after.max() < 0.1 * np.median(before)


@pytest.mark.parametrize("count", [1, 2, 3, 5, 9])
def test_few_pictures_stand(count):
    right = np.where(np.arange(count) == 1, 6.0, 0.0)
    found = followed(ways(right))
    assert np.ptp(found.meant, axis=0).max() < 1e-6
    assert size(found.held - found.meant) == pytest.approx(right, abs=1e-6)


def test_film_frames_are_the_time_of_the_way():
    frames = np.cumsum(np.where(np.arange(60) < 30, 1, 2)).astype(float)
    meant = ways(3.0 * frames)
    shaken = meant.copy()
    shaken[25] += 7
    found = way(shaken, frames, np.full(60, 0.01))
    assert size(found.meant - meant).max() < 0.1


def against(matrix, share=0.6):
    return Registration(matrix=matrix, share=share, uncertain=1e-6)


def test_pictures_are_placed_against_the_first_or_by_way_of_the_one_before():
    step = np.array([[1, 0, 0.1], [0, 1, 0.02], [0, 0, 1]])
    measures = [
        measured(SHAPE, 0.5, None, None),
        measured(SHAPE, 0.5, against(step), None),
        measured(SHAPE, 0.5, None, against(step)),
        measured(SHAPE, 0.5, None, None),
        measured(SHAPE, 0.5, None, against(step)),
        measured(SHAPE, 0.5, against(step), None),
    ]
    found = placed(measures, [0, 0, 1, 2, 3, 4])
    assert [one.scene for one in found] == [0, 0, 0, 3, 3, 0]
    assert found[2].corners == pytest.approx(base(SHAPE) + np.tile([0.2 * 1920, 0.04 * 1920], 4))
    assert found[4].corners == pytest.approx(found[5].corners)
    assert placed([np.empty(0)], [0])[0].scene == 0


def test_it_is_told_where_a_bumped_picture_shows_too_little_of_the_set_for_its_tilt():
    step = np.array([[1, 0, 0.004], [0, 1, 0.002], [0, 0, 1]])
    bumped = replace(against(step), plain=True)
    measures = [measured(SHAPE, 0.5, bumped if at in (4, 9) else against(np.eye(3)), None) for at in range(12)]
    stood = camera(measures, [0, *range(11)], [*range(1, 13)], [None] * 12)
    assert [at for at, one in enumerate(stood) if PLAIN.of() in one.said] == [4, 9]
    alone = placed([*measures[:4], measured(SHAPE, 0.5, None, bumped)], [0, 0, 1, 2, 3])
    assert [one.plain for one in alone] == [False] * 4 + [True]


@given(st.lists(st.floats(-60, 60), min_size=8, max_size=8))
def test_corners_and_mappings_tell_the_same(off):
    corners = base(SHAPE) + off
    assert corners_of(matrix_of(corners, SHAPE), SHAPE) == pytest.approx(corners, abs=1e-6)


def test_what_is_next_to_nothing_is_rounded_to_nothing():
    assert rounded(matrix_of(base(SHAPE) + 1e-4, SHAPE)) == HERE


def test_the_nearest_that_show_the_edge_lend_it():
    lies = [matrix_of(corners, SHAPE) for corners in ways(np.array([0.0, 0, 30, 0, 40, -50]))]
    framing = np.linalg.inv(lies[2])
    assert lenders(2, lies, framing, SHAPE) == ([1], 0.0)
    low = matrix_of(ways(np.zeros(1), 20.0)[0], SHAPE)
    assert lenders(1, [low, low, low], np.linalg.inv(low), SHAPE) == ([], 1.0)
    assert lenders(0, lies, np.eye(3), SHAPE) == ([], 0.0)
    ends = [matrix_of(corners, SHAPE) for corners in ways(np.array([-30.0, 0, 30]), np.array([0, 0, 0]), 0.0, 0.98)]
    chosen, missing = lenders(1, ends, np.linalg.inv(ends[1]), SHAPE)
    assert sorted(chosen) == [0, 2]
    assert missing > 0
