import numpy as np
import pytest

from komadori.stage.faulty import hand_in_frame, rig_stand
from komadori.stage.scene import Lens, Mesh

LENS = Lens(at=(100.0, -450.0, 140.0), towards=(0.0, 0.0, 90.0))


def surfaces(fragment):
    for thing in fragment.things:
        shape = fragment.shapes[thing.shape]
        assert isinstance(shape, Mesh)
        yield thing.name, shape.vertices @ thing.places[0, :3, :3].T + thing.places[0, :3, 3], shape.faces


@pytest.mark.parametrize("tip", [(20.0, -40.0, 90.0), (-120.0, 60.0, 20.0)])
def test_a_hand_reaches_in_from_the_side_to_where_it_points(tip):
    fragment = hand_in_frame(tip, LENS)
    assert {thing.role for thing in fragment.things} == {"rig"}
    points = {name: spots for name, spots, _ in surfaces(fragment)}
    assert np.linalg.norm(points["skin"] - tip, axis=1).min() < 9.0
    assert points["sleeve"][:, 0].min() < tip[0] - 200.0
    assert points["skin"][:, 2].max() > tip[2] + 20.0


def test_a_stand_stands_and_reaches():
    fragment = rig_stand((134.0, 42.0, 0.0), (68.0, 0.0, 98.0))
    points = {name: spots for name, spots, _ in surfaces(fragment)}
    assert points["foot"][:, 2].min() == pytest.approx(0.0, abs=0.1)
    assert np.linalg.norm(points["tip"] - (68.0, 0.0, 98.0), axis=1).min() < 3.0
    assert {thing.role for thing in fragment.things} == {"rig"}


def test_their_faces_look_outward():
    for fragment in (hand_in_frame((0.0, 0.0, 50.0), LENS), rig_stand((0.0, 0.0, 0.0), (50.0, 0.0, 90.0))):
        for name, spots, faces in surfaces(fragment):
            corners = spots[faces].astype(np.float64) - spots.mean(0)
            volume = np.einsum("ij,ij->i", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])).sum() / 6.0
            assert volume > 0.0, name
