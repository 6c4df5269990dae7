"""Builders: what they take, what they refuse, and that whatever they make is whole."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from komadori.stage.build import BUILDERS, IMAGES, BadBuild
from komadori.stage.build.outlines import area, filled
from komadori.stage.build.surface import volume
from komadori.stage.scene import Fibres, Mesh

ROOT = Path(__file__).resolve().parents[2]

NEEDED = {
    "box": {"size": [10, 20, 30]},
    "lathe": {"profile": [[0, 0], [10, 0], [12, 10], [10, 10], [9, 2], [0, 2]]},
    "tube": {"points": [[0, 0, 0], [0, 0, 10], [5, 0, 15]]},
    "ball": {"radius": [5, 6, 7]},
    "sheet": {"size": [20, 10]},
    "cutout": {"outline": [[0, 0], [10, 0], [10, 10], [5, 3], [0, 10]]},
    "curtain": {"size": [56, 200]},
    "quilt": {"size": [148, 112]},
    "cushion": {"size": [110, 104, 14]},
    "towel": {"size": [40, 60]},
    "wall": {"size": [100, 10, 100], "openings": [[0, 20, 40, 50]]},
    "lattice": {"size": [50, 5, 80]},
    "boards": {"size": [100, 80, 4]},
    "tiles": {"size": [100, 60]},
}
OURS = [*NEEDED, "basket", "grains", "rice-ball", "noodles", "peel", "segment", "fish", "sprinkle", "leaf", "flower"]


def built(name, detail=0.0, **told):
    problems = []
    full = BUILDERS[name].told({**NEEDED.get(name, {}), **told}, "here", problems)
    assert not problems, problems
    return BUILDERS[name].make(**full, detail=detail)


def wrong(name, **told):
    problems = []
    BUILDERS[name].told(told, "here", problems)
    return "\n".join(map(str, problems))


@pytest.mark.parametrize("detail", [0.0, 1.0])
@pytest.mark.parametrize("name", [*OURS, "blades", "thread"])
def test_a_builder_makes_something_whole_and_always_the_same(name, detail):
    shape, again = built(name, detail), built(name, detail)
    if isinstance(shape, Fibres):
        assert np.isfinite(shape.points).all()
        assert np.array_equal(shape.points, again.points)
        return
    assert np.isfinite(shape.vertices).all()
    assert shape.faces.min() >= 0
    assert shape.faces.max() < len(shape.vertices)
    assert shape.uv is None or len(shape.uv) == len(shape.vertices)
    assert volume(shape) > 0
    assert np.array_equal(shape.vertices, again.vertices)
    assert np.array_equal(shape.faces, again.faces)


def test_more_detail_is_more_triangles():
    for name in OURS:
        coarse, fine = built(name, 0.0), built(name, 1.0)
        if isinstance(fine, Mesh) and isinstance(coarse, Mesh):
            assert len(coarse.faces) <= len(fine.faces), name


@given(
    size=st.tuples(*[st.floats(0.1, 300)] * 3),
    bevel=st.floats(0, 50),
    soft=st.booleans(),
)
@settings(max_examples=15)
def test_a_box_keeps_its_size_whatever_its_bevel(size, bevel, soft):
    box = built("box", 0.5, size=list(size), bevel=bevel, soft=soft)
    low, high = box.vertices.min(0), box.vertices.max(0)
    assert np.allclose(high - low, size, atol=1e-3 * max(size))
    assert low[2] == pytest.approx(0, abs=1e-3)
    assert 0 < volume(box) <= np.prod(size) * 1.001


@given(
    radii=st.lists(st.floats(0.5, 40), min_size=2, max_size=7),
    rise=st.floats(0.5, 20),
    backwards=st.booleans(),
    flutes=st.integers(0, 9),
)
@settings(max_examples=15)
def test_a_turned_form_looks_outward_whichever_way_its_profile_runs(radii, rise, backwards, flutes):
    profile = [[0, 0], *([radius, rise * step] for step, radius in enumerate(radii)), [0, rise * (len(radii) - 1)]]
    lathe = built("lathe", 0.3, profile=profile[::-1] if backwards else profile, flutes=flutes, flute=0.1)
    assert np.isfinite(lathe.vertices).all()
    assert volume(lathe) >= 0


@given(turns=st.lists(st.floats(0.3, 1.0), min_size=3, max_size=24))
@settings(max_examples=20)
def test_an_outline_is_filled_to_its_area(turns):
    angle = np.linspace(0, 2 * np.pi, len(turns), endpoint=False)
    outline = np.stack([np.cos(angle) * turns, np.sin(angle) * turns], 1) * 10
    corner = outline[filled(outline)]
    one, two = corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]
    doubled = one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0]
    assert doubled.min() > -1e-9
    assert doubled.sum() / 2 == pytest.approx(area(outline), rel=1e-6)


def test_an_outline_that_crosses_itself_is_refused():
    with pytest.raises(BadBuild, match="cannot be filled"):
        filled(np.array([[0, 0], [10, 10], [10, 0], [0, 10], [-3, 20], [4, -9]], float))


@given(number=st.one_of(st.floats(), st.integers(-(10**9), 10**9), st.booleans(), st.text(max_size=4), st.none()))
@settings(max_examples=30)
def test_a_number_is_taken_within_its_range_and_told_otherwise(number):
    told = wrong("box", size=[10, 20, 30], bevel=number)
    fits = isinstance(number, int | float) and not isinstance(number, bool) and 0 <= number <= 200
    assert fits == (told == "")
    assert fits or "bevel is" in told


@pytest.mark.parametrize(
    ("name", "told", "words"),
    [
        ("tiles", {"size": [5000, 5000], "tile": [0.5, 0.5]}, "100,000,000 tiles are more than 20,000"),
        ("wall", {"size": [5000, 10, 5000], "cell": 2}, "6,250,000 cells of a wall"),
        ("basket", {"height": 1000, "withy": 0.05}, "crossings of a basket"),
        ("thread", {"between": [0, 1000], "thick": 0.02}, "turns of thread"),
    ],
)
def test_what_would_fill_the_memory_is_refused(name, told, words):
    with pytest.raises(BadBuild, match=words):
        built(name, 1.0, **told)


def test_messages_say_what_where_and_value():
    told = wrong("ball", radius=[1, 2], sidez=3)
    assert "here: ball has no parameter 'sidez'.\nhint: did you mean sides?" in told
    assert "here: radius is [1, 2]; it is a list of 3 numbers from 0.01 to 1000 mm." in told
    assert "here: box needs 'size'.\nhint: size is a list of 3 numbers" in wrong("box")
    assert 'piece is \'star\'; it is one of "ring", "seed"' in wrong("sprinkle", piece="star")
    assert "seed is 1.5; it is a whole number from 0" in wrong("peel", seed=1.5)


@pytest.mark.parametrize("name", sorted(IMAGES))
def test_an_image_is_a_picture(name):
    problems = []
    told = IMAGES[name].told({}, "here", problems)
    picture = IMAGES[name].make(**told)
    assert not problems
    assert picture.dtype == np.uint8
    assert picture.ndim == 3
    assert picture.shape[2] == 3
    assert picture.std() > 1


@pytest.mark.parametrize("name", ["dots", "letter", "swirl"])
def test_an_image_is_always_the_same(name):
    told = IMAGES[name].told({}, "here", [])
    assert np.array_equal(IMAGES[name].make(**told), IMAGES[name].make(**told))


def test_the_reference_page_is_written_from_the_declarations():
    spec = importlib.util.spec_from_file_location("write_sets", ROOT / "scripts/write_sets.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    page = (ROOT / "docs/reference/sets.md").read_text(encoding="utf-8")
    assert page == script.page().rstrip("\n") + "\n", "run scripts/write_sets.py"
