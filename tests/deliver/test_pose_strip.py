"""Strips of poses, and increments on paper."""

import numpy as np
import pytest

from komadori.deliver.increment_sheet import HEIGHT, IncrementPage, draw_increments, save_increments
from komadori.deliver.pose_strip import Studio, chosen
from komadori.score.character import load_character
from komadori.score.increments import increments
from komadori.score.mark import Mark
from komadori.score.perform import perform
from komadori.stage.fragment import Fragment, joined
from komadori.stage.raster import RasterRenderer
from komadori.stage.renderer import Rendered
from komadori.stage.scene import Material, Mesh

CAST = {"badger": load_character("badger")}
MARKS = [
    Mark(who="badger", gesture="stretch", first=1, frames=60),
    Mark(who="badger", gesture="waddle", first=61, frames=40),
]


def performed(frames=120, **more):
    return perform(MARKS, CAST, frames=frames, **more)


def test_poses_are_those_that_are_exposed_and_evenly_spread():
    done = performed()
    assert chosen(done, 1, 120, 4) == (1, 41, 79, 119)
    assert chosen(done, 10, 15, 9) == (11, 13, 15)
    assert chosen(done, 12, 12, 3) == (12,)
    assert chosen(done, 1, 120, 1) == (1,)


class Puppet:
    """A puppet that is nothing."""

    height = 100.0

    def within(self, pose):
        return dict(pose)

    def fragment(self, pose, *, detail):
        self.pose = pose
        return Fragment()


class Mirror:
    """A renderer that shows the height of the light it is given by."""

    def render(self, scene, demand):
        width, height = demand.size
        return Rendered(light=np.full((height, width, 3), 0.18, np.float32))


def test_a_clip_takes_as_long_as_the_performance():
    studio = Studio(Puppet(), Mirror(), (20, 30))
    told = list(studio.clip(performed(frames=7, on=3), "badger"))
    assert [time for _, time in told] == [125, 125, 42]
    assert studio.strip(performed(), "badger", (1, 3, 5)).shape == (30, 60, 3)
    assert 90 < told[0][0].mean() < 200


def test_a_puppet_with_many_joints_has_more_pages(tmp_path):
    rows = increments(performed(), "badger")
    pages = draw_increments(IncrementPage(title="Film", who="badger", facts=("120 frames",)), rows)
    assert len(rows[0].steps) > 15
    assert len(pages) == 3 * 2
    save_increments(pages, tmp_path / "all.pdf")
    assert (tmp_path / "all.pdf").read_bytes().startswith(b"%PDF")
    assert np.asarray(pages[0]).shape[0] == HEIGHT
    assert np.asarray(pages[0]).min() < 60


class Board(Puppet):
    """A puppet of one board that is raised."""

    def fragment(self, pose, *, detail):
        corners = np.array([[-30, 0, 0], [30, 0, 0], [30, 0, 40], [-30, 0, 40]], np.float32)
        mesh = Mesh(vertices=corners, faces=np.array([[0, 1, 2], [0, 2, 3]], np.int32))
        place = np.eye(4, dtype=np.float32)[None]
        place[0, 2, 3] = pose["body.rise"]
        parts = [Fragment.of(name, mesh, Material(kind="wood"), places=place, role="puppet") for name in "abcdef"]
        return joined(parts)


def test_the_live_renderer_shows_every_pose_where_all_of_a_puppet_moves():
    studio = Studio(Board(), RasterRenderer(), (40, 50))
    pictures = [studio.photograph({"body.rise": rise}) for rise in (0.0, 20.0, 40.0, 40.0)]
    assert (pictures[0] != pictures[1]).any()
    assert (pictures[1] != pictures[2]).any()
    assert (pictures[2] == pictures[3]).all()


@pytest.mark.parametrize("rows", [()])
def test_nothing_to_set_is_no_page(rows):
    assert draw_increments(IncrementPage(title="Film", who="badger"), rows) == []
