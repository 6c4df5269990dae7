"""What grows: the same tree from the same seed, its layers, few triangles for the live view; and the open-air sets."""

import numpy as np
import pytest

from komadori.stage.build import BUILDERS
from komadori.stage.build.growth import grown
from komadori.stage.miniature_set import load_set
from komadori.stage.parts_file import shipped
from komadori.stage.prop import load_prop
from komadori.stage.scene import Fibres, Mesh
from komadori.story import season_of

TREES = ("cherry-tree", "cherry-old", "cherry-branch")
DAYS = {"winter": 26, "blossom": 95, "summer": 200, "autumn": 328}


def made(name, detail=0.0, **told):
    builder = BUILDERS[name]
    problems = []
    full = builder.told(told, "here", problems)
    assert not problems
    return builder.make(**full, detail=detail)


def triangles(fragment):
    shapes = [(fragment.shapes[thing.shape], len(thing.places)) for thing in fragment.things]
    return sum(len(shape.faces) * count for shape, count in shapes if isinstance(shape, Mesh))


def test_a_seed_grows_its_own_tree():
    first, again, other = (grown("tree", 420, 420, 34, seed) for seed in (1, 1, 2))
    assert all(np.array_equal(a.points, b.points) for a, b in zip(first.lines, again.lines, strict=True))
    assert not np.allclose(first.sites, other.sites)


@pytest.mark.parametrize("habit", ["tree", "sapling", "branch"])
def test_a_tree_is_about_as_large_as_told(habit):
    tree = grown(habit, 420, 420, 34, 3)
    points = np.concatenate([line.points for line in tree.lines])
    reach = points.max(0) - points.min(0)
    assert 0.5 * 420 < max(reach) < 2 * 420
    assert points[0] == pytest.approx((0, 0, 0))
    if habit != "branch":
        assert points[:, 2].min() > -60
    assert all((np.diff(line.radius) <= 1e-9).all() for line in tree.lines)


@pytest.mark.parametrize("name", ["bark", "blossoms", "foliage", "branch-snow"])
def test_layers_are_sound_meshes(name):
    mesh = made(name, seed=5)
    assert np.isfinite(mesh.vertices).all()
    assert mesh.faces.max() < len(mesh.vertices)
    assert len(mesh.faces) < 12_000
    assert len(made(name, 1.0, seed=5).faces) > len(mesh.faces)
    if name in {"blossoms", "foliage"}:
        assert mesh.colour.shape == mesh.vertices.shape
        assert 0 < mesh.colour.min() <= mesh.colour.max() < 1
        half = made(name, seed=5, last=0.5)
        assert 0.4 < len(half.faces) / len(mesh.faces) < 0.6


def test_grass_and_what_has_fallen_lie_on_their_ground():
    meadow = made("grass", size=[200, 100], count=500, seed=2)
    assert isinstance(meadow, Fibres)
    assert np.abs(meadow.points[:, 0, :2]).max(0) == pytest.approx((100, 50), abs=2)
    assert len(made("grass", 1.0, size=[200, 100], count=500, seed=2).points) == 500
    for what in ("petal", "leaf"):
        lying = made("fallen", 1.0, size=[200, 100], what=what, count=50, seed=2)
        assert lying.vertices[:, 2].max() < 8
        assert np.abs(lying.vertices[:, 0]).max() < 110


@pytest.mark.parametrize("name", TREES)
def test_a_tree_shows_its_season_and_fits_the_live_view(name):
    tree = load_prop(name)
    shown = {}
    for season, day in DAYS.items():
        fragment = tree.fragment(season_of(day, 35.7), detail=0.0)
        shown[season] = {thing.name.split("-")[0] for thing in fragment.things}
        assert triangles(fragment) < 60_000
    assert shown == {
        "winter": {"bark", "snow"},
        "blossom": {"bark", "blossom"},
        "summer": {"bark", "leaf"},
        "autumn": {"bark", "leaf"},
    }


@pytest.mark.parametrize("day", range(1, 366, 7))
def test_no_week_of_the_year_is_without_its_leaves(day):
    season = season_of(day, 35.7)
    names = {thing.name for thing in load_prop("cherry-branch").fragment(season, detail=0.0).things}
    assert ("leaf" in {name.split("-")[0] for name in names}) == (season.leaf >= 0.06 or bool(names & {"leaf-red-1"}))


@pytest.mark.parametrize("name", ["rooftop", "riverside"])
def test_a_set_under_the_sky_stands_in_every_season(name):
    assert name in shipped("sets")
    place = load_set(name)
    assert not place.indoors
    assert {"wide", "close"} <= set(place.lenses)
    for day in DAYS.values():
        fragment = place.fragment(season_of(day, 35.7), detail=0.0)
        names = {thing.name for thing in fragment.things}
        assert len(names) == len(fragment.things)
        assert triangles(fragment) < 260_000
