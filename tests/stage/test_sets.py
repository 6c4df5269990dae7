"""Sets and props: files, places, seasons, and that all that is shipped is whole."""

from types import SimpleNamespace

import numpy as np
import pytest

from komadori.errors import KomadoriError, Several
from komadori.stage.build import BadBuild
from komadori.stage.build.surface import volume
from komadori.stage.miniature_set import load_set, set_names
from komadori.stage.parts_file import BadSetFile, UnknownSet, shipped
from komadori.stage.prop import load_prop
from komadori.stage.scene import Mesh
from komadori.stage.steam import steam


def season(name="spring", **numbers):
    usual = {"blossom": 0.0, "leaf": 0.0, "turning": 0.0, "fallen": 0.0, "snow": 0.0}
    return SimpleNamespace(name=name, **{**usual, **numbers})


SPRING = season("spring", blossom=1.0, leaf=0.1)
SUMMER = season("summer", leaf=1.0)
AUTUMN = season("autumn", leaf=0.9, turning=0.8, fallen=0.3)
WINTER = season("winter", snow=1.0)


def everything():
    sets = [("set", name) for name in ("six-mat-room", "kitchen") if name in set_names()]
    return sets + [("prop", name) for name in shipped("props")]


def loaded(kind, name):
    return load_set(name) if kind == "set" else load_prop(name)


def closed(mesh):
    """Whether every edge has a triangle on either side; points at one place count as one."""
    _, place = np.unique(np.round(mesh.vertices, 3), axis=0, return_inverse=True)
    corner = place.ravel()[mesh.faces].astype(np.int64)
    edges = np.concatenate([corner[:, [0, 1]], corner[:, [1, 2]], corner[:, [2, 0]]])
    edges = edges[edges[:, 0] != edges[:, 1]]
    there, back = edges @ [1 << 32, 1], edges @ [1, 1 << 32]
    return bool(np.isin(there, back).all())


def faces(fragment):
    return sum(len(fragment.shapes[thing.shape].faces) * len(thing.places) for thing in fragment.things)


@pytest.mark.parametrize(("kind", "name"), everything())
def test_all_that_is_shipped_is_finite_outward_and_whole(kind, name):
    fragment = loaded(kind, name).fragment(None, detail=0.0)
    assert fragment.things
    for thing in fragment.things:
        shape = fragment.shapes[thing.shape]
        assert np.isfinite(thing.places).all()
        if isinstance(shape, Mesh):
            assert np.isfinite(shape.vertices).all()
            assert 0 <= shape.faces.min() <= shape.faces.max() < len(shape.vertices)
            small = len(shape.faces) < 5000
            assert not small or not closed(shape) or volume(shape) > -1e-6, thing.name
        material = fragment.materials[thing.material]
        assert not material.image or material.image in fragment.images


def test_a_detail_gives_the_same_arrays_and_only_few_triangles():
    room = load_set("six-mat-room")
    first, again = room.fragment(WINTER, detail=0.0), load_set("six-mat-room").fragment(WINTER, detail=0.0)
    assert first.shapes.keys() == again.shapes.keys()
    assert [thing.name for thing in first.things] == [thing.name for thing in again.things]
    assert faces(first) < 45_000


def test_the_quilt_lies_there_in_the_cold():
    room = load_set("six-mat-room")
    there = {
        moment.name: "quilt" in {thing.name for thing in room.fragment(moment, detail=0.0).things}
        for moment in (SPRING, SUMMER, AUTUMN, WINTER)
    }
    assert there == {"spring": True, "summer": False, "autumn": True, "winter": True}


def test_steam_rises_from_what_is_warm_and_moves_without_a_step():
    room = load_set("six-mat-room")
    warm = room.warm(WINTER)
    assert warm.shape == (1, 3)
    assert warm[0] == pytest.approx([-10, -42, 64], abs=0.1)
    shapes = [
        next(iter(steam(warm, seed=4, frame=frame, detail=0.2).shapes.values())).vertices for frame in (7, 7, 8, 80)
    ]
    assert np.array_equal(shapes[0], shapes[1])
    assert np.abs(shapes[0] - shapes[2]).max() < 2.5
    assert np.abs(shapes[0] - shapes[3]).max() > 1.5
    assert not steam([], seed=4, frame=1).things


def test_a_prop_that_is_told_no_season_has_the_flowers_of_one():
    vase = load_prop("thimble-vase")
    names = {thing.name for thing in vase.fragment(detail=0.0).things}
    assert "spring-flowers" in names
    assert "winter-flowers" not in names
    assert "winter-flowers" in {thing.name for thing in vase.fragment(WINTER, detail=0.0).things}


def test_an_anchor_looks_where_its_facing_says():
    room = load_set("six-mat-room")
    looks = -room.anchor("kotatsu.left")[:3, 1]
    assert looks[0] > 0.95
    with pytest.raises(BadSetFile, match=r"no anchor 'kotatsu\.lefft'.*\nhint: did you mean kotatsu\.left"):
        room.anchor("kotatsu.lefft")


def test_a_name_that_is_not_there_or_leads_out_is_told():
    with pytest.raises(UnknownSet, match=r"no set 'six-mat-rom'\.\nhint: did you mean six-mat-room"):
        load_set("six-mat-rom")
    with pytest.raises(UnknownSet, match="no name of a prop"):
        load_prop("../../errors")


BAD = """
schema = "komadori.prop/1"
says = "Nothing."
colour = "red"

[material.shell]
kind = "felt"
rough = 7

[[part]]
name = "one"
build = "bal"
material = "shel"

[[part]]
name = "two"
build = "ball"
material = "shell"
radius = [1, 2]
sidess = 4
when = { leav = [0, 1] }

[[part]]
name = "two"
build = "tube"
material = "shell"
"""


def test_everything_wrong_in_a_file_is_told_together(tmp_path):
    (tmp_path / "bad.toml").write_text(BAD)
    with pytest.raises(Several) as caught:
        load_prop("bad", [tmp_path])
    told = str(caught.value)
    for words in (
        "no 'colour' here",
        "rough is 7",
        "build is 'bal', which there is not",
        "did you mean ball?",
        "no material 'shel'",
        "did you mean shell?",
        "radius is [1, 2]; it is a list of 3 numbers from 0.01 to 1000 mm",
        "ball has no parameter 'sidess'",
        "a season has no 'leav'",
        "tube needs 'points'",
    ):
        assert words in told, words
    assert {type(error) for error in caught.value.errors} == {BadSetFile, BadBuild}


def test_props_that_stand_on_one_another_without_end_are_refused(tmp_path):
    for one, other in (("a", "b"), ("b", "a")):
        (tmp_path / f"{one}.toml").write_text(
            f'schema = "komadori.prop/1"\nsays = "Round."\n[[prop]]\nuse = "{other}"\n'
        )
    with pytest.raises(KomadoriError, match="without end: a → b → a"):
        load_prop("a", [tmp_path])


HANGING = {"wind-chime", "lantern"}


@pytest.mark.parametrize("name", [name for name in shipped("props") if not name.startswith("cherry")])
def test_a_prop_stands_on_its_base_and_is_held_where_it_is(name):
    prop = load_prop(name)
    low, high = prop.bounds
    assert name in HANGING or -2.5 < low[2] < 1.0
    assert (high - low).max() < 200
    assert (prop.grip[:3, 3] > low - 4).all()
    assert (prop.grip[:3, 3] < high + 4).all()


@pytest.mark.parametrize("name", ["six-mat-room", "kitchen"])
def test_places_lenses_and_lamps_of_a_room_lie_in_it(name):
    room = load_set(name)
    low, high = room.bounds
    for anchor in room.anchors.values():
        assert (anchor[:3, 3] > low).all()
        assert (anchor[:3, 3] < high).all()
        assert np.linalg.det(anchor[:3, :3]) == pytest.approx(1, abs=1e-5)
    for practical in room.practicals:
        assert (np.asarray(practical.lamp.at) > low).all()
        assert (np.asarray(practical.lamp.at) < high).all()
        assert room.fragment(WINTER, detail=0.0).materials[practical.glow].light > 0
    for lens in room.lenses.values():
        assert 50 < lens.focus < 1000
    for window in room.windows:
        assert np.linalg.norm(window.out) == pytest.approx(1)
    assert {"wide", "whole", "close", "two-shot", "over-table"} <= room.lenses.keys()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('says = 3\nfacing = "east"', "facing is 'east'; it is a number from 0 to 360"),
        ("[anchor.a]\nat = [1, 2]", "at is [1, 2]; it is three numbers"),
        ("[[window]]\nat = [0, 0, 0]\nwidth = 3\nheight = -1", "height is -1; it is a number from 1"),
        ('[[practical]]\nname = "lamp"\nat = [0, 0, 0]\npower = 3\nglow = "sun"', "no material 'sun' to glow"),
        ("[lens.a]\nat = [0, 0, 0]\ntowards = [0, 0, 0]", "it looks nowhere"),
        ('[[prop]]\nuse = "mikn"', "There is no prop 'mikn'"),
        ('[[prop]]\nuse = "../mikan"', "is no name"),
        (
            '[[part]]\nname = "a"\nbuild = "ball"\nmaterial = "brass"\nradius = [1, 1, 1]\nplaces = [[1, 2]]',
            "no list of",
        ),
        ('[material.a]\nkind = "wod"', "kind is 'wod', which there is not"),
        ('[material.a]\nkind = "wood"\ncolour = "brown"', "colour is 'brown', which is no colour"),
        ('[image.a]\ndraw = "hemp"\nacross = 900', "across is 900; it is a whole number from 1 to 64"),
    ],
)
def test_a_set_file_hears_what_is_wrong_with_it(tmp_path, line, words):
    says = "" if line.startswith("says") else 'says = "Mine."\n'
    (tmp_path / "mine.toml").write_text(f'schema = "komadori.set/1"\n{says}{line}\n', "utf-8")
    with pytest.raises(KomadoriError) as caught:
        load_set("mine", [tmp_path])
    assert words in str(caught.value)
    assert "mine.toml" in str(caught.value) or "mikn" in str(caught.value)
