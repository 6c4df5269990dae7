import gc
import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from komadori.errors import Several
from komadori.stage import blender_process, blender_renderer
from komadori.stage.blender_messages import array_file, matte_colours
from komadori.stage.blender_renderer import BlenderRenderer
from komadori.stage.renderer import (
    BadScene,
    Demand,
    NoMemoryToRender,
    Quality,
    RendererFailed,
    RendererMissing,
    RendererStuck,
)
from komadori.stage.scene import Material, Mesh, shape_key

ASKED = Demand(size=(8, 4), quality=Quality(name="draft", samples=4, detail=0.2))


def heard(folder, do=None):
    lines = (folder / "requests").read_text().splitlines()
    requests = [json.loads(line) for line in lines]
    return [request for request in requests if do is None or request["do"] == do]


def starts(folder):
    return [int(line) for line in (folder / "starts").read_text().split()]


def gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_only_what_changed_is_sent(double, scenes, tmp_path):
    with BlenderRenderer(double()) as renderer:
        first = renderer.render(scenes.small_scene(), ASKED)
        renderer.render(scenes.small_scene(x=5), ASKED)
        renderer.render(scenes.small_scene(x=5, without=("box",)), ASKED)
    assert first.light.shape == (4, 8, 3)
    holds, renders = heard(tmp_path, "hold"), heard(tmp_path, "render")
    assert [sorted(hold["shapes"]) for hold in holds] == [sorted(scenes.SHAPES)]
    moved = [[thing["name"] for thing in render["things"]] for render in renders]
    assert moved == [[t.name for t in scenes.small_scene().things], ["mouse/body", "mouse/wool"], []]
    assert [render["gone"] for render in renders] == [[], [], ["box"]]


def test_a_picture_on_a_surface_is_sent_once(double, scenes, tmp_path):
    scene = scenes.small_scene()
    image = np.zeros((2, 3, 3), np.uint8)
    printed = {**scene.materials, "boards": Material(kind="cloth", image="print")}
    with BlenderRenderer(double()) as renderer:
        for _ in range(2):
            renderer.render(replace(scene, materials=printed, images={"print": image}), ASKED)
    assert len([hold for hold in heard(tmp_path, "hold") if "images" in hold]) == 1
    with pytest.raises(Several, match="picture print is not in the scene"), BlenderRenderer(double()) as renderer:
        renderer.render(replace(scene, materials=printed), ASKED)


def test_shapes_long_unused_are_let_go(double, scenes, tmp_path, monkeypatch):
    monkeypatch.setattr("komadori.stage.blender_messages.IDLE_SHAPES", 0)
    with BlenderRenderer(double()) as renderer:
        renderer.render(scenes.small_scene(), ASKED)
        renderer.render(scenes.small_scene(without=("mouse/wool",)), ASKED)
        renderer.render(scenes.small_scene(), ASKED)
    assert [forget["shapes"] for forget in heard(tmp_path, "forget")] == [[shape_key(scenes.WOOL)]]
    assert [list(hold["shapes"]) for hold in heard(tmp_path, "hold")][1] == [shape_key(scenes.WOOL)]


def test_pictures_long_unused_are_let_go_and_come_again(double, scenes, tmp_path, monkeypatch):
    monkeypatch.setattr("komadori.stage.blender_messages.IDLE_IMAGES", 18)
    scene = scenes.small_scene()
    printed = {**scene.materials, "boards": Material(kind="cloth", image="print")}
    skies = [np.full((2, 3, 3), tone, np.uint8) for tone in range(4)]
    with BlenderRenderer(double()) as renderer:
        for sky in (*skies, skies[0]):
            renderer.render(replace(scene, materials=printed, images={"print": sky}), ASKED)
    sent = [next(iter(hold["images"])) for hold in heard(tmp_path, "hold") if "images" in hold]
    assert [forget["images"] for forget in heard(tmp_path, "forget")] == [[sent[0]], [sent[1]], [sent[2]]]
    assert sent[4] == sent[0]
    assert [len(render["things"]) for render in heard(tmp_path, "render")] == [5, 2, 2, 2, 2]


def test_three_roles_fit_in_one_matte():
    groups = matte_colours(("puppet", "set", "prop", "rig", "puppet"))
    assert [list(group) for group in groups] == [["puppet", "set", "prop"], ["rig"]]


@pytest.mark.parametrize("fault", ["crash", "killed", "refuse"])
def test_a_renderer_that_goes_down_is_started_again_and_told_everything(fault, double, scenes, tmp_path):
    with BlenderRenderer(double(fault)) as renderer:
        assert renderer.render(scenes.small_scene(), ASKED).light[0, 0, 0] > 1
    assert len(starts(tmp_path)) == 2
    assert [len(render["things"]) for render in heard(tmp_path, "render")] == [5, 5]
    assert len(heard(tmp_path, "hold")) == 2


def test_a_renderer_that_goes_down_twice_has_failed_and_the_next_picture_may_be_tried(double, scenes, tmp_path):
    with BlenderRenderer(double("always-crash")) as renderer:
        for _ in range(2):
            with pytest.raises(RendererFailed, match="Segmentation fault in the double") as failure:
                renderer.render(scenes.small_scene(), ASKED)
            assert "stage setup --check" in failure.value.hint
    assert len(starts(tmp_path)) == 4


def test_a_refusal_says_why(double, scenes):
    with BlenderRenderer(double("always-refuse")) as renderer, pytest.raises(RendererFailed, match="not in this light"):
        renderer.render(scenes.small_scene(), ASKED)


def test_a_renderer_that_hangs_is_ended(double, scenes, tmp_path, monkeypatch):
    monkeypatch.setattr(blender_renderer, "FIRST_LIMIT", 0.2)
    with BlenderRenderer(double("always-hang")) as renderer, pytest.raises(RendererStuck):
        renderer.render(scenes.small_scene(), ASKED)
    assert all(gone(pid) for pid in starts(tmp_path))


def test_no_memory_is_told_as_such(double, scenes):
    for fault in ("memory", "always-killed"):
        with BlenderRenderer(double(fault)) as renderer, pytest.raises(NoMemoryToRender) as failure:
            renderer.render(scenes.small_scene(), ASKED)
        assert "fewer workers" in failure.value.hint


def test_a_missing_library_is_named_with_its_package(double):
    told = "libXrender.so.1: cannot open shared object file: No such file or directory"
    with pytest.raises(RendererMissing) as failure:
        BlenderRenderer(double(f"import:{told}"))
    assert failure.value.hint == "sudo apt install libxrender1"


def test_a_python_without_bpy_is_told(double):
    with pytest.raises(RendererMissing, match="No module named 'bpy'") as failure:
        BlenderRenderer(double("import:No module named 'bpy'"))
    assert "komadori stage setup" in failure.value.hint


def test_what_is_no_program_is_told(tmp_path):
    with pytest.raises(RendererMissing, match="cannot be started"):
        BlenderRenderer((str(tmp_path / "blender"),))


def test_a_renderer_that_never_comes_up_is_ended(double, tmp_path):
    with pytest.raises(RendererMissing, match="no answer"):
        BlenderRenderer(double("silent"), start_limit=0.3)
    assert all(gone(pid) for pid in starts(tmp_path))


def test_an_answer_without_light_is_refused(double, scenes):
    with BlenderRenderer(double("dark")) as renderer, pytest.raises(RendererFailed, match="no light"):
        renderer.render(scenes.small_scene(), ASKED)


def test_a_stranger_on_the_line_is_not_listened_to(double, monkeypatch):
    monkeypatch.setattr(blender_process.secrets, "compare_digest", lambda one, other: False)
    with pytest.raises(RendererMissing):
        BlenderRenderer(double(), start_limit=0.3)


def test_a_device_that_is_not_there_is_told(double):
    with BlenderRenderer(double(), device="optix") as renderer:
        assert renderer.told == "There is no OPTIX device here; rendering on the processor."
        assert renderer.name == "Cycles 0.0.0 on the processor"
    with BlenderRenderer(double(), device="cpu") as renderer:
        assert renderer.told == ""


def test_where_a_graphics_card_fails_the_processor_goes_on(double, scenes):
    with BlenderRenderer(double("card")) as renderer:
        assert renderer.name == "Cycles 0.0.0 on Card 9 (CUDA)"
        assert renderer.render(scenes.small_scene(), ASKED).light.any()
        assert renderer.name == "Cycles 0.0.0 on the processor"
        assert renderer.told == "Card 9 (CUDA) could not: Out of memory in cuMemAlloc. Rendering on the processor."


def test_a_driver_that_ends_who_asks_for_it_is_not_asked_again(double, scenes):
    with BlenderRenderer(double("driver")) as renderer:
        assert renderer.name == "Cycles 0.0.0 on the processor"
        assert renderer.told.startswith("Looking for graphics processors failed: it ended with code 11.")
        assert renderer.render(scenes.small_scene(), ASKED).light.any()


def test_a_stray_pixel_without_light_is_black(tmp_path):
    light = np.ones((40, 30, 3), np.float32)
    light[3, 4, 1] = np.nan
    np.save(tmp_path / "light.npy", light)
    read = array_file(tmp_path / "light.npy", (40, 30, 3))
    assert read[3, 4, 1] == 0
    assert read.sum() == light.size - 1
    with pytest.raises(RendererFailed):
        array_file(tmp_path / "light.npy", (30, 40, 3))


def test_ctrl_c_ends_the_worker_at_once(double, tmp_path):
    """A program of its own, so that the signal is a real one."""
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import small_scenes as s\n"
        "from komadori.stage.blender_renderer import BlenderRenderer\n"
        "from komadori.stage.renderer import DRAFT, Demand\n"
        "BlenderRenderer(sys.argv[2:]).render(s.small_scene(), Demand(size=(8, 4), quality=DRAFT))\n"
    )
    folder = os.path.dirname(double()[3])  # noqa: PTH120
    running = subprocess.Popen(
        [sys.executable, "-c", program, folder, *double("always-hang")],
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    )
    wait_for(lambda: (tmp_path / "requests").exists() and heard(tmp_path, "render"))
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert b"KeyboardInterrupt" in said
    wait_for(lambda: all(gone(pid) for pid in starts(tmp_path)))


def test_a_worker_leaves_when_nobody_is_there_any_more(double, scenes, tmp_path):
    renderer = BlenderRenderer(double())
    renderer.render(scenes.small_scene(), ASKED)
    del renderer
    gc.collect()
    wait_for(lambda: all(gone(pid) for pid in starts(tmp_path)))


def test_closing_twice_does_nothing(double, scenes, tmp_path):
    renderer = BlenderRenderer(double())
    renderer.close()
    renderer.close()
    assert renderer.render(scenes.small_scene(), ASKED).light.any()
    renderer.close()
    assert not list(tmp_path.glob("komadori-stage-*"))


def test_it_may_be_used_from_any_thread(double, scenes):
    with BlenderRenderer(double()) as renderer:
        answers = []
        thread = threading.Thread(target=lambda: answers.append(renderer.render(scenes.small_scene(), ASKED)))
        thread.start()
        thread.join()
    assert len(answers) == 1


def broken(scenes, **changes):
    mesh = replace(scenes.BODY, **changes)
    scene = scenes.small_scene()
    scene = replace(scene, shapes={**scene.shapes, "broken": mesh})
    return scenes.with_thing(scene, "box", shape="broken")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"vertices": np.full((8, 3), np.nan, np.float32)}, "box: a vertex lies nowhere"),
        ({"vertices": np.full((8, 3), 1e20, np.float32)}, "box: a vertex lies nowhere"),
        ({"faces": np.array([[0, 1, 8]], np.int32)}, "box: a face names vertex 8 of 8"),
        ({"faces": np.array([[0, 1, -1]], np.int32)}, "box: a face names vertex"),
        ({"uv": np.zeros((3, 2), np.float32)}, r"box: uv of \(3, 2\)"),
    ],
)
def test_a_mesh_that_cannot_be_is_refused_before_it_is_sent(changes, told, double, scenes, tmp_path):
    with BlenderRenderer(double()) as renderer, pytest.raises(BadScene, match=told):
        renderer.render(broken(scenes, **changes), ASKED)
    assert not heard(tmp_path, "hold")


def test_many_troubles_are_told_together(double, scenes):
    scene = scenes.with_thing(scenes.small_scene(), "floor", places=np.full((1, 4, 4), np.inf, np.float32))
    scene = scenes.with_thing(scene, "box", material="gold", shape="none")
    with BlenderRenderer(double()) as renderer, pytest.raises(Several) as failure:
        renderer.render(scene, ASKED)
    assert [str(error) for error in failure.value.errors] == [
        "floor: a place holds a number that is none.",
        "box: its shape none is not in the scene.",
        "box: its material gold is not in the scene.",
    ]


def test_fibres_lamps_lenses_and_sizes_that_cannot_be_are_refused(double, scenes):
    scene = scenes.small_scene()
    dark = replace(scene, lamps=(replace(scene.lamps[0], power=float("nan")),))
    flat = replace(scene, lens=replace(scene.lens, focus=0.0))
    thin = replace(scene, shapes={**scene.shapes, "thin": replace(scenes.WOOL, radius=np.zeros((1, 5), np.float32))})
    twice = replace(scene, things=(*scene.things, scene.things[0]))
    with BlenderRenderer(double()) as renderer:
        for bad in (dark, flat, scenes.with_thing(thin, "box", shape="thin"), twice):
            with pytest.raises(BadScene):
                renderer.render(bad, ASKED)
        with pytest.raises(BadScene, match="0 x 4"):
            renderer.render(scene, replace(ASKED, size=(0, 4)))


def test_an_empty_scene_may_be_rendered(double, scenes):
    empty = replace(scenes.small_scene(), things=(), lamps=())
    nothing = Mesh(vertices=np.zeros((0, 3), np.float32), faces=np.zeros((0, 3), np.int32))
    bare = scenes.with_thing(
        replace(scenes.small_scene(), shapes={**scenes.SHAPES, "nothing": nothing}), "box", shape="nothing"
    )
    with BlenderRenderer(double()) as renderer:
        assert renderer.render(empty, ASKED).light.shape == (4, 8, 3)
        assert renderer.render(bare, ASKED).light.shape == (4, 8, 3)


def wait_for(true, limit=60.0):
    until = time.monotonic() + limit
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)
