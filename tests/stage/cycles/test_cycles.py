"""What only the real renderer can show; each picture is 64 x 36."""

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from komadori.stage.blender_place import find_command
from komadori.stage.blender_renderer import BlenderRenderer
from komadori.stage.renderer import Demand, Quality
from komadori.stage.scene import Kind, Material

FEW = Quality(name="test", samples=2, detail=1.0)
ASKED = Demand(size=(64, 36), quality=FEW)


def same(one, other):
    return np.array_equal(one.light, other.light) and all(
        np.array_equal(one.mattes[role], other.mattes[role]) for role in one.mattes
    )


def test_the_same_scene_gives_the_same_bits_however_it_came_about(cycles, scenes):
    """Moved and moved back, taken away and brought again, lit otherwise, told in another order, in another process."""
    asked = replace(ASKED, mattes=("puppet", "set"))
    first = cycles.render(scenes.small_scene(), asked)
    assert not same(first, cycles.render(scenes.small_scene(x=6), asked))
    assert same(first, cycles.render(scenes.small_scene(), asked))
    gone = scenes.small_scene(without=("mouse/wool", "floor"))
    cycles.render(replace(gone, lamps=gone.lamps[:1]), asked)
    assert same(first, cycles.render(scenes.small_scene(order=-1), asked))
    with BlenderRenderer(find_command(), threads=1) as fresh:
        assert same(first, fresh.render(scenes.small_scene(), asked))


def test_another_seed_gives_other_noise(cycles, scenes):
    first = cycles.render(scenes.small_scene(), ASKED)
    assert not same(first, cycles.render(scenes.small_scene(), replace(ASKED, seed=2)))


def test_every_kind_is_known_on_meshes_and_on_strands(cycles, scenes):
    scene = scenes.small_scene()
    few = replace(ASKED, size=(16, 9), quality=replace(FEW, samples=1))
    kinds = get_args(Kind)
    for at in range(0, len(kinds), len(scene.materials)):
        looks = [
            Material(kind=kind, colour=(0.6, 0.4, 0.3), light=0.4, through=0.3, gloss=0.2, sheen=0.2)
            for kind in (*kinds, *kinds)[at : at + len(scene.materials)]
        ]
        for turned in (looks, looks[::-1]):
            dressed = dict(zip(scene.materials, turned, strict=True))
            light = cycles.render(replace(scene, materials=dressed), few).light
            assert np.isfinite(light).all()
            assert light.mean() > 0.01, kinds[at : at + len(looks)]


def test_mattes_cover_what_is_seen_and_no_more(cycles, scenes):
    rendered = cycles.render(scenes.small_scene(), replace(ASKED, mattes=("puppet", "prop", "set", "rig")))
    puppet = rendered.mattes["puppet"]
    whole = sum(rendered.mattes[role] for role in ("puppet", "prop", "set"))
    assert whole.max() <= 1.001
    assert rendered.mattes["rig"].max() == 0
    assert puppet.max() > 0.99
    assert puppet[:, :16].max() == 0
    assert 0 < np.mean((puppet > 0.05) & (puppet < 0.95)) < 0.3
    hidden = scenes.with_thing(
        scenes.with_thing(scenes.small_scene(), "mouse/body", seen=False), "mouse/wool", seen=False
    )
    assert cycles.render(hidden, replace(ASKED, mattes=("puppet",))).mattes["puppet"].max() == 0


def test_a_picture_on_a_surface_lies_the_right_way(cycles, scenes):
    """Red at the top left of the picture is red at the top left of the surface, u to the right and v up."""
    image = np.zeros((2, 2, 3), np.uint8)
    image[0, 0], image[0, 1], image[1, 0], image[1, 1] = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)
    corners = np.array([[-40, 0, -22], [40, 0, -22], [40, 0, 22], [-40, 0, 22]], np.float32)
    light = cycles.render(scenes.printed(corners, image), replace(ASKED, quality=replace(FEW, samples=8))).light
    assert [int(light[9, 16].argmax()), int(light[9, 48].argmax()), int(light[27, 16].argmax())] == [0, 1, 2]
    assert light[27, 48].min() > 0.5


def test_the_lens_sees_what_its_figures_say(cycles, scenes):
    """A wall of 72 mm fills the width at 104 mm with a lens of 52 mm on a sensor of 36; one of 36 mm fills half."""
    image = np.full((2, 2, 3), 255, np.uint8)
    corners = np.array([[-18, 0, -60], [18, 0, -60], [18, 0, 60], [-18, 0, 60]], np.float32)
    scene = scenes.printed(corners, image)
    scene = replace(scene, lens=replace(scene.lens, at=(0.0, -104.0, 0.0), focus=104.0))
    lit = cycles.render(scene, replace(ASKED, quality=replace(FEW, samples=16))).light[18, :, 0] > 0.5
    assert lit.sum() in (31, 32, 33)


def test_many_places_of_one_shape_show_as_well_as_few(cycles, scenes):
    few, many = (scenes.strewn(count) for count in (40, 400))
    light = [
        cycles.render(scene, replace(ASKED, mattes=("weather",))).mattes["weather"].mean() for scene in (few, many)
    ]
    assert 4 < light[1] / light[0] < 11


def test_a_device_that_is_not_there_becomes_the_processor(cycles, scenes):
    with BlenderRenderer(find_command(), device="oneapi") as renderer:
        assert "processor" in renderer.told or "ONEAPI" in renderer.name


def test_a_lamp_that_flickers_leaves_nothing_behind(cycles, scenes):
    first = cycles.render(scenes.small_scene(), replace(ASKED, size=(16, 9)))
    for gain in range(3):
        lit = replace(scenes.MATERIALS["lamp"], light=1.0 + gain / 10)
        scene = replace(scenes.small_scene(), materials={**scenes.MATERIALS, "lamp": lit})
        assert not same(first, cycles.render(scene, replace(ASKED, size=(16, 9))))
    assert same(first, cycles.render(scenes.small_scene(), replace(ASKED, size=(16, 9))))


@pytest.mark.slow
def test_nothing_is_kept_of_what_was_let_go(cycles, scenes, monkeypatch):
    monkeypatch.setattr("komadori.stage.blender_messages.IDLE_SHAPES", 0)
    first = cycles.render(scenes.small_scene(), ASKED)
    for _ in range(20):
        cycles.render(scenes.small_scene(without=("mouse/wool", "box")), ASKED)
        assert same(first, cycles.render(scenes.small_scene(), ASKED))
