import os
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from komadori.errors import Several
from komadori.progress import finish
from komadori.stage import blender_place, rendering
from komadori.stage.renderer import DRAFT, LIVE, Demand, Rendered, RendererFailed, RendererMissing
from komadori.stage.rendering import Request, is_kept, open_renderer, photograph, picture_key, render_all, render_one
from komadori.stage.scene_key import image_key, scene_key

ASKED = Demand(size=(8, 4), quality=DRAFT, mattes=("puppet",))


class Counting:
    """A renderer that counts; a tenth more light every time, so that a kept picture is told from a new one."""

    name = "counting"

    def __init__(self, fails=()):
        self.made = 0
        self.fails = fails

    def render(self, scene, demand):
        self.made += 1
        if scene.air[0] in self.fails:
            raise RendererFailed(f"air {scene.air[0]}")
        width, height = demand.size
        light = np.full((height, width, 3), 0.1 * self.made, np.float32)
        return Rendered(light=light, mattes=dict.fromkeys(demand.mattes, light[..., 0]))

    def close(self):
        pass


def test_a_picture_made_before_comes_from_the_cache(scenes):
    renderer = Counting()
    first = photograph(scenes.small_scene(), ASKED, renderer)
    assert is_kept(scenes.small_scene(), ASKED, renderer.name)
    again = photograph(scenes.small_scene(order=-1), ASKED, renderer)
    assert renderer.made == 1
    assert np.array_equal(first.light, again.light)
    assert np.array_equal(first.mattes["puppet"], again.mattes["puppet"])
    assert first.light.dtype == np.float32


def test_whatever_shows_makes_another_picture(scenes):
    scene, seen = scenes.small_scene(), set()
    wood = replace(scene, materials={**scene.materials, "boards": replace(scene.materials["boards"], grain=2.0)})
    others = [scene, scenes.small_scene(x=1), wood, replace(scene, air=(0.1, 0.1, 0.2))]
    others += [replace(scene, lens=replace(scene.lens, focus=90.0)), replace(scene, lamps=scene.lamps[:1])]
    others += [scenes.with_thing(scene, "box", **change) for change in ({"role": "rig"}, {"seen": False})]
    for other in others:
        seen.add(picture_key(other, ASKED, "a"))
    for demand in (replace(ASKED, seed=2), replace(ASKED, size=(9, 4)), replace(ASKED, mattes=())):
        seen.add(picture_key(scene, demand, "a"))
    seen.add(picture_key(scene, ASKED, "b"))
    assert len(seen) == len(others) + 4


def test_what_does_not_show_makes_none(scenes):
    scene = scenes.small_scene()
    renamed = {**scene.materials, "planks": scene.materials["boards"]}
    renamed_scene = replace(scenes.with_thing(scene, "box", material="planks"), materials=renamed)
    assert scene_key(scene) == scene_key(renamed_scene) == scene_key(scenes.small_scene(order=-1))


def test_images_are_told_apart_by_content():
    images = [np.full((2, 2, 3), tone, np.uint8) for tone in (1, 1, 2)]
    assert image_key(images[0]) == image_key(images[1]) != image_key(images[2])
    for tone in range(50):
        # Each gets the address of the one before.
        image = np.full((64, 64, 3), tone, np.uint8)
        assert image_key(image) == image_key(image.copy())
        del image


def test_light_beyond_all_measure_is_kept_as_the_most_there_is(scenes):
    class Bright(Counting):
        def render(self, scene, demand):
            return Rendered(light=np.full((4, 8, 3), 1e9, np.float32))

    assert photograph(scenes.small_scene(), replace(ASKED, mattes=()), Bright()).light.max() == 65504


def test_live_pictures_are_not_kept(scenes):
    renderer = Counting()
    for _ in range(2):
        photograph(scenes.small_scene(), replace(ASKED, quality=LIVE), renderer)
    assert renderer.made == 2


@pytest.fixture
def own(monkeypatch):
    """Every worker's own renderer is this one."""
    renderer = Counting()
    monkeypatch.setattr(rendering, "_own_renderer", lambda *_: renderer)
    return renderer


def requests(scenes, count):
    return [
        Request(scene=partial(replace, scenes.small_scene(), air=(number / 8, 0.0, 0.0)), demand=ASKED)
        for number in range(count)
    ]


def test_many_pictures_come_in_order_with_progress(own, scenes):
    with ThreadPoolExecutor(1) as executor:
        got = {}
        steps = list(render_all(executor, requests(scenes, 7), got.__setitem__, workers=1))
    assert list(got) == list(range(7))
    assert [step.done for step in steps] == list(range(8))
    assert {step.total for step in steps} == {7}


def test_a_stopped_run_goes_on_where_it_was(own, scenes):
    with ThreadPoolExecutor(1) as executor:
        work = render_all(executor, requests(scenes, 6), lambda *_: None, workers=1)
        for _ in range(3):
            next(work)
        work.close()
    finish_all(scenes, 6)
    assert own.made == 6


def finish_all(scenes, count):
    with ThreadPoolExecutor(1) as executor:
        finish(render_all(executor, requests(scenes, count), lambda *_: None, workers=1))


def test_a_picture_that_cannot_be_made_costs_only_itself(own, scenes):
    own.fails = (2 / 8, 4 / 8)
    got = {}
    with ThreadPoolExecutor(1) as executor, pytest.raises(Several, match="2 of 6 pictures"):
        finish(render_all(executor, requests(scenes, 6), got.__setitem__, workers=1))
    assert list(got) == [0, 1, 3, 5]


class Mortal(Executor):
    """Loses the worker of every call until each picture was sent `losses` times more."""

    def __init__(self, losses):
        self.left = dict.fromkeys(range(100), losses)
        self.sent = 0

    def submit(self, fn, /, request):
        self.sent += 1
        future = Future()
        number = int(request.scene.keywords["air"][0] * 8)
        if self.left[number]:
            self.left[number] -= 1
            future.set_exception(BrokenExecutor("a worker died"))
        else:
            future.set_result(fn(request))
        return future


def test_a_lost_worker_costs_one_try_and_three_cost_the_picture(own, scenes):
    got = {}
    finish(render_all(Mortal(2), requests(scenes, 3), got.__setitem__, workers=1))
    assert list(got) == [0, 1, 2]
    with pytest.raises(Several) as failure:
        finish(render_all(Mortal(9), requests(scenes, 2), got.__setitem__, workers=1))
    assert "died 3 times" in str(failure.value)


def test_a_worker_keeps_its_renderer(double, scenes, tmp_path, monkeypatch):
    monkeypatch.setattr(rendering, "find_command", lambda: double())
    rendering._own_renderer.cache_clear()
    try:
        for made in map(render_one, requests(scenes, 3)):
            assert made.rendered.light.shape == (4, 8, 3)
            assert made.seconds > 0
        assert len((tmp_path / "starts").read_text().split()) == 1
    finally:
        rendering._own_renderer(os.getpid(), "auto", 0, False).close()
        rendering._own_renderer.cache_clear()


def test_a_scene_can_be_sent_to_another_process(scenes):
    with ProcessPoolExecutor(1) as pool:
        assert pool.submit(scene_key, scenes.small_scene()).result() == scene_key(scenes.small_scene())


def test_without_samples_nothing_need_be_set_up(monkeypatch):
    monkeypatch.setattr(rendering, "find_command", lambda: pytest.fail("looked for a renderer"))
    renderer = open_renderer(LIVE)
    assert "OpenCV" in renderer.name
    renderer.close()


def test_what_is_not_set_up_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("KOMADORI_STAGE_PYTHON", str(tmp_path / "python"))
    with pytest.raises(RendererMissing):
        blender_place.find_command()
