"""Forms, their blending and their surface."""

import numpy as np
import pytest

from komadori.stage.felt.forms import Form, Sculpture, rotation
from komadori.stage.felt.paint import Coat, Region
from komadori.stage.felt.surface import on_front, sculpted

BALL = Sculpture(forms=(Form(ball=(0, 0, 20), radii=(20, 20, 20)),), lump=0.0)


def test_a_ball_is_as_large_as_told():
    surface = sculpted(BALL, 1.5)
    assert np.linalg.norm(surface.vertices - [0, 0, 20], axis=1) == pytest.approx(20, abs=0.05)
    assert surface.areas.sum() == pytest.approx(4 * np.pi * 400, rel=0.01)


def test_faces_and_normals_look_outward():
    surface = sculpted(BALL, 2.0)
    away = surface.vertices - [0, 0, 20]
    assert (surface.normals * away).sum(1).min() > 0
    first, second, third = (surface.vertices[surface.faces[:, corner]] for corner in range(3))
    assert ((np.cross(second - first, third - first)) * (first - [0, 0, 20])).sum(1).min() > -1e-3


def test_a_roll_is_round_along_its_path_and_may_taper():
    roll = Form(path=((0, 0, 0, 5), (10, 0, 0, 3)))
    points = np.array([[0, 5, 0], [10, 3, 0], [5, 4, 0], [13, 0, 0]], np.float32)
    assert roll.distance(points) == pytest.approx(0, abs=1e-5)


def test_what_is_mirrored_is_the_same_on_both_sides():
    form = Form(ball=(8, 2, 3), radii=(4, 2, 6), turn=(10, 20, 30), mirror=True)
    points = np.random.default_rng(1).normal(size=(50, 3)).astype(np.float32) * 10
    assert form.distance(points) == pytest.approx(form.distance(points * [-1, 1, 1]), abs=1e-4)


def test_carving_takes_away_and_a_side_is_flat():
    carved = Sculpture(forms=(*BALL.forms, Form(ball=(0, -20, 20), radii=(8, 8, 8), carve=True)), lump=0.0)
    assert carved.distance(np.array([[0, -18, 20]]))[0] > 0
    assert Form(side=(0, 3, 0), facing=(0, -2, 0)).distance(np.array([[9, 1, 5]], np.float32))[0] == pytest.approx(2)


def test_a_feature_lies_where_a_line_from_the_front_meets_the_felt():
    spots = np.array([[0.0, 20.0], [3.0, 22.0], [90.0, 20.0]])
    found = on_front(BALL, spots)
    assert found[0] == pytest.approx((0, -20, 20), abs=0.1)
    assert np.linalg.norm(found[1] - [0, 0, 20]) == pytest.approx(20, abs=0.1)
    assert on_front(BALL, spots, sink=3.0)[0] == pytest.approx((0, -17, 20), abs=0.1)
    assert found[2, 0] == 90


def test_turning_is_about_x_then_y_then_z():
    assert rotation((90, 0, 0)) @ [0, 1, 0] == pytest.approx([0, 0, 1], abs=1e-6)
    assert rotation((90, 0, 90)) @ [0, 1, 0] == pytest.approx([0, 0, 1], abs=1e-6)


def test_a_stripe_is_laid_on_the_surface():
    stripe = Region(colour=(1, 0, 0), form=Form(path=((0, -30, 20, 3), (0, -25, 30, 3))), soft=0.5)
    coat = Coat(ground=(0, 0, 1), regions=(stripe,))
    on_stripe = np.array([[0, -20, 20]], np.float32)
    assert coat.colours(on_stripe)[0] == pytest.approx((0, 0, 1))
    assert coat.laid(BALL).colours(on_stripe)[0] == pytest.approx((1, 0, 0))
