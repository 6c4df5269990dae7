"""Fibres: the same from the same seed, clear of holes, thinned evenly, boiled only where touched."""

import numpy as np
import pytest

from komadori.stage.felt.boil import Touch, boiled
from komadori.stage.felt.fibres import Felt, Hole, Trim, grown
from komadori.stage.felt.forms import Form, Sculpture
from komadori.stage.felt.paint import Coat
from komadori.stage.felt.surface import sculpted

SURFACE = sculpted(Sculpture(forms=(Form(ball=(0, 0, 0), radii=(12, 12, 12)),)), 1.5)
COAT = Coat(ground=(0.5, 0.4, 0.3))
FELT = Felt(needle=0.05, second_share=0.2)


def grow(**more):
    return grown(SURFACE, FELT, COAT, second=np.array([0.9, 0.1, 0.1], np.float32), **{"seed": 5, **more})


def test_the_same_felt_is_the_same_bytes():
    first, second = grow().fibres, grow().fibres
    for one, other in ((first.points, second.points), (first.radius, second.radius), (first.colour, second.colour)):
        assert one.dtype == np.float32
        assert one.tobytes() == other.tobytes()
    assert grow(seed=6).fibres.points.tobytes() != first.points.tobytes()


def test_there_are_as_many_as_the_area_asks_for():
    area = SURFACE.areas.sum()
    assert len(grow().roots) == pytest.approx(area * (FELT.mat + FELT.fuzz), abs=1)


def test_no_fibre_passes_a_hole():
    hole = Hole(at=(0.0, -12.0, 0.0), radius=4.0)
    points = grow(holes=[hole]).fibres.points
    assert np.linalg.norm(points - np.array(hole.at), axis=2).min() > 4.0


def test_trimmed_fibres_lie_flat_and_none_stands_off():
    trim = Trim(at=(0.0, -12.0, 0.0), radius=6.0, keep=0.2)
    wool = grow(trims=[trim])
    near = np.linalg.norm(wool.roots - np.array(trim.at), axis=1) < 4
    height = (np.linalg.norm(wool.fibres.points, axis=2) - 12)[near].max()
    assert height < (np.linalg.norm(grow().fibres.points, axis=2) - 12).max() / 2


def test_less_detail_is_the_first_of_all_fibres_and_thicker():
    wool = grow()
    thin = wool.thinned(0.25)
    assert len(thin.roots) == round(len(wool.roots) * 0.25)
    assert (thin.fibres.points == wool.fibres.points[: len(thin.roots)]).all()
    assert thin.fibres.radius.mean() > wool.fibres.radius.mean()
    assert abs(thin.roots.mean(0)).max() < 1.0


def test_a_touch_stirs_what_it_touches_and_nothing_else():
    wool = grow()
    touch = Touch(part="head", at=(0.0, -12.0, 0.0), radius=4.0, seed=3)
    after = boiled(wool, touch)
    far = np.linalg.norm(wool.roots - np.array(touch.at), axis=1) > 10
    assert after.fibres.points[far].tobytes() == wool.fibres.points[far].tobytes()
    moved = (after.fibres.points != wool.fibres.points).any((1, 2))
    assert moved.any()
    assert boiled(wool, touch).fibres.points.tobytes() == after.fibres.points.tobytes()
    assert boiled(wool, Touch(part="head", at=(99.0, 0.0, 0.0))) is wool


def test_the_root_of_a_touched_fibre_stays():
    wool = grow()
    after = boiled(wool, Touch(part="head", at=(0.0, -12.0, 0.0), radius=4.0, strength=1.0))
    slip = np.linalg.norm(after.fibres.points[:, 0] - wool.fibres.points[:, 0], axis=1).max()
    assert slip < FELT.lift
