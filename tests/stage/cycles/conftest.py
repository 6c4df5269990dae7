"""Scenes to render, a double of the renderer's process, and the real one where it is set up."""

import importlib.util
import sys
from pathlib import Path

import pytest

from komadori.stage.blender_place import find_command
from komadori.stage.blender_renderer import BlenderRenderer
from komadori.stage.renderer import RendererMissing

HERE = Path(__file__).resolve().parent
SPEC = importlib.util.spec_from_file_location("komadori_small_scenes", HERE / "small_scenes.py")
SCENES = importlib.util.module_from_spec(SPEC)
sys.modules[SPEC.name] = SCENES
SPEC.loader.exec_module(SCENES)


@pytest.fixture
def scenes():
    """The module small_scenes."""
    return SCENES


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("KOMADORI_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def double(tmp_path):
    """`double(fault)` is a command that starts worker_double.py, which writes what it hears into tmp_path."""

    def command(fault=""):
        return (sys.executable, "-I", "-S", str(HERE / "worker_double.py"), str(tmp_path), fault)

    return command


@pytest.fixture(scope="session")
def cycles():
    """A real renderer that all tests share, on two threads."""
    try:
        renderer = BlenderRenderer(find_command(), threads=2)
    except RendererMissing as missing:
        pytest.skip(f"no renderer is set up here: {missing}")
    yield renderer
    renderer.close()
