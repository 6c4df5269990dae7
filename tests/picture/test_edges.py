"""Edges of pictures that were moved: lent by others, in this picture's light, or repeated."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from komadori.picture.edges import filled


@pytest.fixture(scope="module")
def scene(moved_set):
    return np.ascontiguousarray(moved_set.texture(5)[:240, :400])


def without(scene, *parts):
    picture = scene.copy()
    for part in parts:
        picture[part] = np.nan
    return picture


LEFT, TOP = np.s_[:, :20], np.s_[:12]


def test_lent_in_the_light_of_the_picture(scene):
    light = np.linspace(0.8, 1.1, 240, dtype=np.float32)[:, None, None] * np.float32([1, 0.9, 1.1])
    done = filled(without(scene, LEFT), [lambda: scene / light])
    assert np.abs(done[LEFT] / scene[LEFT] - 1).mean() < 0.02
    assert np.array_equal(done[:, 24:], scene[:, 24:])


def test_what_drawing_left_below_nothing_beside_the_seam_tells_no_light(scene):
    dark = scene.copy()
    dark[100:116, 20:40] = -0.01
    done = filled(without(dark, LEFT), [lambda: scene])
    assert np.array_equal(done[:, 24:], dark[:, 24:])
    assert np.abs(done[:80, :20] / scene[:80, :20] - 1).mean() < 0.02


def test_each_gives_what_those_before_did_not_show(scene):
    asked = []

    def lender(name, picture):
        def lend():
            asked.append(name)
            return picture

        return lend

    lenders = [lender("first", without(scene, TOP)), lender("second", scene), lender("third", scene)]
    done = filled(without(scene, LEFT, TOP), lenders)
    assert np.abs(done - scene).mean() < 1e-3
    assert asked == ["first", "second"]


def test_repeated_where_no_other_shows_it(scene):
    done = filled(without(scene, LEFT), [lambda: without(scene, LEFT)])
    assert np.array_equal(done[:, :20], np.repeat(scene[:, 20:21], 20, axis=1))


def test_a_matte_is_repeated_and_nothing_at_all_stays_finite(scene):
    matted = np.dstack([scene, np.linspace(0, 1, 240 * 400, dtype=np.float32).reshape(240, 400)])
    done = filled(without(matted, LEFT), [lambda: scene])
    assert np.array_equal(done[:, :20, 3], np.repeat(matted[:, 20:21, 3], 20, axis=1))
    assert np.isfinite(filled(np.full((9, 16, 3), np.nan, np.float32), [])).all()


@given(st.lists(st.tuples(st.integers(0, 23), st.integers(0, 39)), max_size=60))
def test_what_is_there_stays_and_nothing_is_missing(holes):
    picture = np.random.default_rng(1).random((24, 40, 3)).astype(np.float32)
    holed = picture.copy()
    for row, column in holes:
        holed[row, column] = np.nan
    done = filled(holed.copy(), [])
    assert np.isfinite(done).all()
    assert np.array_equal(done[~np.isnan(holed)], picture[~np.isnan(holed)])


def lent_over_the_whole(pixels, lent, seam_share=1 / 60, fade_share=1 / 400):
    """The same from one picture, plainly: every pixel reckoned with, though few along the edge are changed."""
    missing, shows = np.isnan(pixels[..., 0]), ~np.isnan(lent[..., 0])
    high, width = missing.shape
    done, lent = (np.where(np.isnan(one), 0, one).astype(np.float32) for one in (pixels, lent))
    given, both = missing & shows, shows & ~missing
    wide, dark = 2 * max(2, round(seam_share * width)) + 1, np.float32(1e-3)
    seam = both & (cv2.dilate(given.astype(np.uint8), np.ones((wide, wide), np.uint8)) > 0)
    weight = seam[..., None].astype(np.float32)
    coarse = (width // 8, high // 8)
    here, there = (cv2.resize((one + dark) * weight, coarse, interpolation=cv2.INTER_AREA) for one in (done, lent))
    told = (np.minimum(here, there).min(axis=2) > 0)[..., None]
    apart = np.log(np.where(told, here, 1) / np.where(told, there, 1))
    usual = np.median(apart[told[..., 0]], axis=0)
    alike = told & (np.abs(apart - usual).max(axis=2, keepdims=True) < 0.25)
    near = [cv2.GaussianBlur(one * alike, (0, 0), max(1.0, seam_share * width / 8)) for one in (here, there)]
    gain = (near[0] + np.float32(1e-6) * np.exp(usual)) / (near[1] + np.float32(1e-6))
    lent = lent * cv2.resize(gain.astype(np.float32), (width, high), interpolation=cv2.INTER_LINEAR)
    far = cv2.distanceTransform((~given).astype(np.uint8), cv2.DIST_L2, 3)
    fade = np.where(both | given, np.clip(1 - far / (fade_share * width + 1), 0, 1), 0)[..., None].astype(np.float32)
    return done + (lent - done) * fade


@pytest.mark.parametrize("size", [np.s_[:], np.s_[:237, :397]], ids=["of whole squares", "of parts of squares"])
def test_reckoning_with_the_edge_alone_gives_the_same_bytes(scene, size):
    moved = np.ascontiguousarray(without(scene, np.s_[:9], np.s_[:, -14:])[size])
    other = (scene[size] * np.float32(1.07)).astype(np.float32)
    assert np.array_equal(filled(moved.copy(), [lambda: other]), lent_over_the_whole(moved, other))
    # One that does not show the outermost edge, and then one that does.
    inner = without(other, np.s_[:3], np.s_[:, -5:])
    first = lent_over_the_whole(moved, inner)
    first[np.isnan(moved) & np.isnan(inner)] = np.nan
    assert np.array_equal(filled(moved.copy(), [lambda: inner, lambda: other]), lent_over_the_whole(first, other))
