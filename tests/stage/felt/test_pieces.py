"""Hard and knitted pieces: closed shapes with their outside outside, and yarn that stays on its tube."""

import numpy as np
import pytest

from komadori.stage.felt.knit import Knit
from komadori.stage.felt.pieces import ball, frames, lid, rounded, tube


def volume(mesh):
    first, second, third = (mesh.vertices[mesh.faces[:, corner]] for corner in range(3))
    return float((first * np.cross(second, third)).sum() / 6)


def test_a_bead_is_as_large_as_told_and_outside_out():
    assert volume(ball((3, 2, 1), (2, 3, 4), (10, 20, 30))) == pytest.approx(4 / 3 * np.pi * 24, rel=0.03)


def test_a_thread_is_closed_and_as_thick_as_told():
    straight = tube([(0, 0, 0, 1), (0, 0, 5, 1), (0, 0, 10, 1)], sides=24)
    assert volume(straight) == pytest.approx(np.pi * 10, rel=0.02)
    assert volume(tube([(0, 0, 0, 1), (3, 0, 5, 1), (0, 4, 10, 0.2)])) > 0


def test_a_lid_covers_the_eye_when_closed_and_bares_it_when_open():
    def front(open_by):
        return (
            lid((0, 0, 0), 5.0, 0.5, open_by)
            .vertices[:, 2][lid((0, 0, 0), 5.0, 0.5, open_by).vertices[:, 1] < -2]
            .min()
        )

    assert front(-20.0) < front(0.0) < front(60.0)
    assert volume(lid((0, 0, 0), 5.0, 0.5)) > 0


def test_a_curve_goes_through_its_places():
    rows = np.array([[0, 0, 0], [1, 2, 0], [3, 1, 1], [4, 4, 2]], np.float32)
    assert rounded(rows, 5)[::5] == pytest.approx(rows)
    first, second = frames(rounded(rows, 5))
    assert (first * second).sum(1) == pytest.approx(0, abs=1e-6)


SLEEVE = Knit(
    path=((0, 0, 0, 6, 4), (0, 0, 20, 6, 4)), colours=((0.5, 0.1, 0.1), (0.8, 0.8, 0.7)), stitches=10, rows=12
)


def test_stitches_lie_on_the_tube_and_change_colour():
    yarn = SLEEVE.yarn()
    assert yarn.points.shape == (120, 9, 3)
    level = np.hypot(yarn.points[..., 0] / 6, yarn.points[..., 1] / 4)
    assert level.min() > 0.8
    assert level.max() < 1.6
    assert volume(SLEEVE.core()) > 0
    assert yarn.points.tobytes() == SLEEVE.yarn().points.tobytes()
    assert (yarn.colour[:, 2] > 0.4).mean() == pytest.approx(0.2)


def test_a_gap_stays_free_of_yarn():
    vest = Knit(path=SLEEVE.path, colours=SLEEVE.colours, stitches=10, rows=12, up=(0, -1, 0), open=(0.25, 0.3, 0.0))
    end = vest.yarn().points[vest.yarn().points[..., 2].mean(1) > 18]
    middle = end[abs(end[..., 0].mean(1)) < 1.0]
    assert (middle[..., 1].mean(1) > 0).all()


def test_a_widening_brim_is_knitted_like_the_rest():
    brim = Knit(
        path=((0, 0, 0, 20, 20), (0, 0, 1, 8, 8), (0, 0, 9, 8, 8)), colours=((0.7, 0.5, 0.2),), stitches=20, rows=30
    )
    reach = np.hypot(brim.yarn().points[..., 0], brim.yarn().points[..., 1]).mean(1)
    assert (reach > 10).mean() > 0.4
