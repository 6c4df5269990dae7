import json

import pytest
from click.testing import CliRunner

from komadori.cli.app import app
from komadori.progress import Progress
from komadori.stage import blender_place, blender_setup
from komadori.stage.blender_setup import Check
from komadori.stage.renderer import RendererMissing

TOLD = Check(
    program="python",
    name="Cycles 5.1.0 on Card 9 (CUDA)",
    devices=(("CUDA", "Card 9"), ("CPU", "processor")),
    why="There is no OPTIX device here; rendering on Card 9 (CUDA).",
    seconds=2.5,
)


@pytest.fixture
def asked(monkeypatch):
    """What set_up and check were asked."""
    calls = []

    def set_up(**words):
        calls.append(("set_up", words))
        yield Progress(done=0, total=1, doing="setting up")
        return TOLD

    def check(program, **words):
        calls.append(("check", {"program": program, **words}))
        return TOLD

    monkeypatch.setattr(blender_setup, "set_up", set_up)
    monkeypatch.setattr(blender_setup, "check", check)
    return calls


def run(*words):
    return CliRunner().invoke(app, ["stage", "setup", *words])


def test_it_sets_up_and_tells_what_it_computes_on(asked):
    done = run("--python", "python3.13", "--again")
    assert done.exit_code == 0
    assert asked == [("set_up", {"python": "python3.13", "device": "auto", "again": True})]
    assert "Cycles 5.1.0 on Card 9 (CUDA) photographs the stage" in done.stderr
    assert "note: There is no OPTIX device here" in done.stderr
    assert "2 devices: Card 9 (CUDA), processor (CPU)." in done.stderr


def test_a_check_sets_nothing_up(asked, monkeypatch):
    monkeypatch.setattr(blender_place, "find_command", lambda: ("python", "-I", "worker.py"))
    told = json.loads(run("--check", "--json", "--device", "cuda").stdout)
    assert asked == [("check", {"program": "python", "device": "cuda"})]
    assert told["renderer"] == "Cycles 5.1.0 on Card 9 (CUDA)"
    assert told["devices"][0] == {"kind": "CUDA", "name": "Card 9"}


def test_what_is_not_there_is_told(asked, monkeypatch, tmp_path):
    monkeypatch.setenv("KOMADORI_STAGE_PYTHON", str(tmp_path / "python"))
    done = run("--check")
    assert isinstance(done.exception, RendererMissing)
    assert not asked


def test_an_unknown_device_is_refused(asked):
    assert run("--device", "voodoo").exit_code == 2
