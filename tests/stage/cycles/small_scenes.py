"""Scenes of a few triangles and fibres, for tests of renderers."""

from dataclasses import replace

import numpy as np

from komadori.stage.scene import Fibres, Lamp, Lens, Material, Mesh, Scene, Thing, shape_key


def place(x=0.0, y=0.0, z=0.0):
    matrix = np.eye(4, dtype=np.float32)[None]
    matrix[0, :3, 3] = x, y, z
    return matrix


def block(side, height):
    corners = [(x, y, z) for x in (-side, side) for y in (-side, side) for z in (0, height)]
    faces = [(0, 1, 3), (0, 3, 2), (4, 6, 7), (4, 7, 5), (0, 4, 5), (0, 5, 1)]
    faces += [(2, 3, 7), (2, 7, 6), (0, 2, 6), (0, 6, 4), (1, 5, 7), (1, 7, 3)]
    return Mesh(vertices=np.array(corners, np.float32), faces=np.array(faces, np.int32), smooth=False)


def wool(count=200):
    chance = np.random.default_rng(7)
    way = chance.normal(size=(count, 1, 3))
    points = way / np.linalg.norm(way, axis=2, keepdims=True) * np.linspace(8, 13, 5)[None, :, None]
    return Fibres(
        points=points.astype(np.float32),
        radius=np.full((count, 5), 0.15, np.float32),
        colour=chance.uniform(0.3, 0.7, (count, 3)).astype(np.float32),
    )


FLOOR, BODY, WOOL = block(120, 2), block(9, 18), wool()
SHAPES = {shape_key(shape): shape for shape in (FLOOR, BODY, WOOL)}
MATERIALS = {
    "boards": Material(kind="wood", colour=(0.5, 0.35, 0.2)),
    "felt": Material(kind="felt", colour=(0.4, 0.1, 0.05)),
    "wool": Material(kind="fibre"),
    "lamp": Material(kind="glow", colour=(1.0, 0.6, 0.3), light=2.0),
}


def small_scene(x=0.0, *, without=(), order=1):
    things = (
        Thing(name="floor", shape=shape_key(FLOOR), material="boards", places=place(z=-2)),
        Thing(name="mouse/body", shape=shape_key(BODY), material="felt", places=place(x), role="puppet"),
        Thing(name="mouse/wool", shape=shape_key(WOOL), material="wool", places=place(x, z=9), role="puppet"),
        Thing(name="box", shape=shape_key(BODY), material="boards", places=place(25, 20), role="prop"),
        Thing(name="lantern", shape=shape_key(BODY), material="lamp", places=place(-30, 15), role="prop"),
    )
    return Scene(
        shapes=SHAPES,
        materials=MATERIALS,
        things=tuple(thing for thing in things if thing.name not in without)[::order],
        lamps=(
            Lamp(name="key", kind="area", at=(-90, -90, 120), towards=(0, 0, 0), power=25, size=(40, 40)),
            Lamp(name="sun", kind="sun", at=(50, 100, 200), towards=(0, 0, 0), power=1, size=(1, 1)),
        )[::order],
        lens=Lens(at=(0, -160, 60), towards=(0, 0, 8), focus=165),
        air=(0.1, 0.12, 0.15),
    )


def with_thing(scene, name, **changes):
    return replace(scene, things=tuple(replace(t, **changes) if t.name == name else t for t in scene.things))


def printed(corners, image):
    """A square with `image` on it that shines by itself, seen from the front."""
    uv = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    square = Mesh(vertices=corners, faces=np.array([[0, 1, 2], [0, 2, 3]], np.int32), uv=uv)
    return Scene(
        shapes={shape_key(square): square},
        materials={"print": Material(kind="glow", light=1.0, image="image")},
        things=(Thing(name="square", shape=shape_key(square), material="print", places=place()),),
        lamps=(),
        lens=Lens(at=(0, -110, 0), towards=(0, 0, 0), focus=110, f_number=60),
        images={"image": image},
    )


def strewn(count):
    """A small block at `count` places in the air."""
    chance = np.random.default_rng(3)
    places = np.repeat(place(), count, axis=0)
    places[:, :3, 3] = chance.uniform((-60, -20, -30), (60, 20, 30), (count, 3))
    scene = small_scene()
    flake = block(0.7, 1.4)
    snow = Thing(name="snow", shape=shape_key(flake), material="felt", places=places, role="weather")
    return replace(scene, things=(snow,), shapes={shape_key(flake): flake}, lens=replace(scene.lens, towards=(0, 0, 0)))
