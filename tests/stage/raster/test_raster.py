"""The live renderer on a set of three things: a floor, a wall and a felt ball."""

import math

import numpy as np
import pytest

from komadori.stage.raster import RasterRenderer
from komadori.stage.renderer import LIVE, Demand
from komadori.stage.scene import Lamp, Lens, Material, Mesh, Scene, Thing

SIZE = (96, 64)
LOOK = Demand(size=SIZE, quality=LIVE)


def box(width, depth, height):
    vertices = [(x, y, z) for x in (-width / 2, width / 2) for y in (-depth / 2, depth / 2) for z in (0, height)]
    quads = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))
    faces = [corners for a, b, c, d in quads for corners in ((a, b, c), (a, c, d))]
    return Mesh(vertices=np.asarray(vertices, np.float32), faces=np.asarray(faces, np.int32), smooth=False)


def ball(radius, rings=12):
    around, up = np.meshgrid(np.arange(2 * rings) * math.pi / rings, np.linspace(0.02, math.pi - 0.02, rings))
    points = radius * np.stack([np.sin(up) * np.cos(around), np.sin(up) * np.sin(around), np.cos(up)], axis=-1)
    wide = 2 * rings
    rows, columns = np.divmod(np.arange((rings - 1) * wide), wide)
    a, b = rows * wide + columns, rows * wide + (columns + 1) % wide
    faces = np.concatenate([np.stack([a, a + wide, b], -1), np.stack([b, a + wide, b + wide], -1)])
    return Mesh(vertices=points.reshape(-1, 3).astype(np.float32), faces=faces.astype(np.int32))


def at(x, y, z):
    place = np.eye(4, dtype=np.float32)
    place[:3, 3] = x, y, z
    return place[None]


SHAPES = {"floor": box(600, 600, 5), "wall": box(600, 5, 300), "ball": ball(30)}
MATERIALS = {
    "paper": Material(kind="paper", colour=(0.8, 0.8, 0.8)),
    "red": Material(kind="plaster", colour=(0.7, 0.1, 0.1)),
    "felt": Material(kind="felt", colour=(0.5, 0.4, 0.3)),
    "glass": Material(kind="glass"),
    "lamp": Material(kind="glow", colour=(1.0, 0.8, 0.5), light=2.0),
}
SUN = Lamp(name="sun", kind="sun", at=(300, -200, 300), towards=(0, 0, 0), power=5.0)
ROOM = Lamp(name="room", kind="area", at=(0, -300, 250), towards=(0, 0, 50), power=30.0, size=(200, 200))


def scene(x=0.0, *, lamps=(SUN, ROOM), more=(), materials=None):
    things = (
        Thing(name="floor", shape="floor", material="paper", places=at(0, 0, -5)),
        Thing(name="wall", shape="wall", material="red", places=at(0, 120, 0)),
        Thing(name="badger/head/felt", shape="ball", material="felt", places=at(x, 0, 30), role="puppet"),
        *more,
    )
    lens = Lens(at=(0, -300, 160), towards=(0, 0, 30), focal=40)
    return Scene(
        shapes=SHAPES, materials=materials or MATERIALS, things=things, lamps=tuple(lamps), lens=lens, air=(0.02,) * 3
    )


def alike(one, other):
    """Equal but for the edges of shadows, and for the little light that only what stands still returns."""
    return abs(one - other).mean() < 0.03 * other.mean()


@pytest.fixture
def renderer():
    return RasterRenderer()


def drawn(renderer, *scenes):
    return [renderer.render(each, LOOK).light for each in scenes][-1]


def test_it_answers_with_linear_light_and_names_itself(renderer):
    light = drawn(renderer, scene())
    assert light.shape == (SIZE[1], SIZE[0], 3)
    assert light.dtype == np.float32
    assert np.isfinite(light).all()
    assert light.min() >= 0
    assert "OpenCV" in renderer.name


def test_a_thing_under_the_pointer_is_named(renderer):
    drawn(renderer, scene())
    assert renderer.thing_at(0.5, 0.5) == "badger/head/felt"
    assert renderer.thing_at(0.5, 0.05) == "wall"
    assert renderer.thing_at(0.1, 0.95) == "floor"


def test_nothing_under_the_pointer_is_no_name(renderer):
    empty = Scene(shapes={}, materials={}, things=(), lamps=(), lens=Lens(at=(0, -1, 0), towards=(0, 0, 0)))
    assert drawn(renderer, empty).max() == 0
    assert renderer.thing_at(0.5, 0.5) == ""


def test_what_moves_looks_as_if_it_had_always_been_there(renderer):
    moved = drawn(renderer, scene(-40), scene(-10), scene(25))
    assert alike(moved, drawn(RasterRenderer(), scene(25)))


def test_a_thing_of_the_set_that_moves_leaves_no_trace(renderer):
    def with_cup(x):
        return scene(more=(Thing(name="cup", shape="ball", material="red", places=at(x, -80, 30), role="prop"),))

    moved = drawn(renderer, with_cup(-90), with_cup(80), with_cup(60))
    fresh = drawn(RasterRenderer(), with_cup(60))
    assert np.percentile(abs(moved - fresh), 90) < 0.15 * fresh.mean()  # the cup returns light only while it stands
    assert alike(drawn(renderer, scene()), drawn(RasterRenderer(), scene()))


def test_a_steady_picture_depends_on_no_other():
    def with_cup(x, badger):
        return scene(
            badger, more=(Thing(name="cup", shape="ball", material="red", places=at(x, -80, 30), role="prop"),)
        )

    scenes = [with_cup(-90, 0), with_cup(-90, 25), with_cup(60, 25), scene(25), with_cup(60, -40)]
    steady = RasterRenderer(steady=True)
    there = [steady.render(each, LOOK).light.copy() for each in scenes]
    back = [steady.render(each, LOOK).light.copy() for each in reversed(scenes)]
    for one, other, each in zip(there, reversed(back), scenes, strict=True):
        np.testing.assert_array_equal(one, other)
        np.testing.assert_array_equal(one, RasterRenderer(steady=True).render(each, LOOK).light)


def test_the_lens_moves(renderer):
    aside = scene()
    lens = Lens(at=(150, -280, 120), towards=(0, 0, 30), focal=40)
    aside = Scene(**{name: getattr(aside, name) for name in aside.__dataclass_fields__} | {"lens": lens})
    assert alike(drawn(renderer, scene(), aside), drawn(RasterRenderer(), aside))


def test_in_haste_a_moving_lens_gives_half_the_size_until_it_stands():
    hasty, first = RasterRenderer(hasty=True), scene()
    lens = Lens(at=(150, -280, 120), towards=(0, 0, 30), focal=40)
    aside = Scene(**{name: getattr(first, name) for name in first.__dataclass_fields__} | {"lens": lens})
    sizes = [hasty.render(each, LOOK).light.shape[:2] for each in (first, aside, aside, first)]
    assert sizes == [(64, 96), (32, 48), (64, 96), (32, 48)]


def test_the_sun_casts_a_shadow_on_what_stands_still(renderer):
    lit = drawn(renderer, scene(-500))
    dark = drawn(renderer, scene(0))
    away = (lit - dark)[:, :, 1]
    aside = np.where(np.arange(SIZE[0]) < 37, away, 0)  # the sun stands to the right
    row, column = np.unravel_index(np.argmax(aside), away.shape)
    assert away[row, column] > 0.3 * lit[row, column, 1]
    assert renderer.thing_at(column / SIZE[0], row / SIZE[1]) in {"floor", "wall"}


def test_a_lamp_of_twice_the_watts_gives_twice_the_light(renderer):
    def with_power(watts):
        bright = Lamp(name="sun", kind="sun", at=SUN.at, towards=SUN.towards, power=watts)
        picture = drawn(renderer, scene(lamps=(bright,)))
        return picture - drawn(RasterRenderer(), scene(lamps=()))

    assert np.allclose(with_power(4.0), 2 * with_power(2.0), atol=2e-3)


def test_paper_in_the_sun_is_as_bright_as_physics_says(renderer):
    overhead = Lamp(name="sun", kind="sun", at=(0, 0, 500), towards=(0, 0, 0), power=math.pi)
    no_return = scene(-500, lamps=(overhead,))
    light = drawn(renderer, no_return)[-4, 8]
    assert 0.8 * 0.85 < light[0] < 0.8 * 1.7  # what walls and floor return comes on top


def test_glowing_things_give_their_own_light_and_follow_a_fader(renderer):
    lamp = Thing(name="lamp", shape="ball", material="lamp", places=at(-70, -20, 30), role="set", shadow=False)
    bright = drawn(renderer, scene(more=(lamp,), lamps=()))
    dimmed = dict(MATERIALS, lamp=Material(kind="glow", colour=(1.0, 0.8, 0.5), light=0.5))
    dim = drawn(renderer, scene(more=(lamp,), lamps=(), materials=dimmed))
    assert bright.max() > 1.5
    assert dim.max() == pytest.approx(bright.max() / 4, rel=0.1)


def test_one_sees_through_glass(renderer):
    pane = Thing(name="pane", shape="wall", material="glass", places=at(0, -100, 0))
    through, without = drawn(renderer, scene(more=(pane,))), drawn(RasterRenderer(), scene())
    assert abs(through - without).mean() < 0.25 * without.mean()
    assert renderer.thing_at(0.5, 0.5) == "badger/head/felt"


def test_mattes_tell_the_roles_asked_for(renderer):
    asked = Demand(size=SIZE, quality=LIVE, mattes=("puppet", "food"))
    mattes = renderer.render(scene(), asked).mattes
    assert 0.02 < mattes["puppet"].mean() < 0.3
    assert mattes["food"].max() == 0


def test_triangles_behind_the_lens_are_cut_where_they_pass_it(renderer):
    inside = Lens(at=(0, -20, 20), towards=(0, 200, 10), focal=24)
    room = scene(-500)
    room = Scene(**{name: getattr(room, name) for name in room.__dataclass_fields__} | {"lens": inside})
    drawn(renderer, room)
    assert renderer.thing_at(0.5, 0.97) == "floor"
