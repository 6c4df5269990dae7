import json
import os
import sys
from pathlib import Path

import pytest

from komadori.progress import finish
from komadori.stage import blender_place, blender_pythons, blender_setup
from komadori.stage.blender_place import command_of, data_folder, find_command, library_hint, own_python
from komadori.stage.blender_pythons import MADE_FOR, FoundPython, find_pythons
from komadori.stage.blender_setup import Check, set_up
from komadori.stage.renderer import RendererMissing

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are programs of a Unix")

PYTHON = sys.executable
TOLD = Check(program="", name="Cycles 0.0.0 on the processor", devices=(("CPU", "processor"),), why="", seconds=0.1)


@pytest.fixture(autouse=True)
def machine(tmp_path, monkeypatch):
    """A machine without any renderer, whose data lies in tmp_path."""
    monkeypatch.setattr(blender_place, "data_folder", lambda: tmp_path / "renderer")
    monkeypatch.setattr(blender_setup, "data_folder", lambda: tmp_path / "renderer")
    monkeypatch.delenv("KOMADORI_STAGE_PYTHON", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    (tmp_path / "path").mkdir()
    return tmp_path


def program(path, body):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!{PYTHON} -IS\nimport sys, time\nfrom pathlib import Path\n{body}\n")
    path.chmod(0o755)
    return path


PIP = "print('Collecting bpy')\nprint('Downloading bpy-5.1.0 (374 MB)', flush=True)\n"


@pytest.fixture
def python(machine, monkeypatch):
    """`python(pip)` is found as Python 3.13; in the environments it makes, `pip` is what happens when pip is run."""

    def found(pip=PIP):
        inner = f"#!{PYTHON} -IS\nimport sys, time\nPIP = sys.argv[1:]\n{pip}\n"
        maker = program(
            machine / "python3.13",
            f"env = Path(sys.argv[-1]) / 'bin/python'\nenv.parent.mkdir(parents=True)\n"
            f"env.write_text({inner!r})\nenv.chmod(0o755)",
        )
        one = FoundPython(program=str(maker), version=(3, 13), spoken="3.13.1")
        monkeypatch.setattr(blender_setup, "find_pythons", lambda named="": [one])
        monkeypatch.setattr(blender_setup, "check", lambda program, device="auto": TOLD)

    return found


def test_an_environment_is_made_once(python, machine):
    python(f"Path = __import__('pathlib').Path; Path({str(machine / 'pip')!r}).open('a').write(repr(PIP) + chr(10))")
    for _ in range(2):
        assert finish(set_up()) == TOLD
    calls = (machine / "pip").read_text().splitlines()
    assert len(calls) == 1
    assert MADE_FOR[3, 13] in calls[0]
    assert find_command()[0] == str(own_python(machine / "renderer/env"))
    finish(set_up(again=True))
    assert len((machine / "pip").read_text().splitlines()) == 2


def test_progress_tells_what_is_done(python):
    python()
    doing = [step.doing for step in set_up()]
    assert doing[0] == "looking for a Python"
    assert "collecting bpy" in doing
    assert doing[-2:] == ["rendering a trial picture", "done"]


def test_a_failed_installation_leaves_nothing_and_tells_the_last_words(python, machine):
    python("print('ERROR: No matching distribution found for bpy')\nsys.exit(3)")
    with pytest.raises(RendererMissing, match="No matching distribution"):
        finish(set_up())
    assert not list((machine / "renderer").iterdir())


def test_a_failed_renewal_leaves_what_was_there(python, machine):
    python()
    finish(set_up())
    python("sys.exit(1)")
    with pytest.raises(RendererMissing):
        finish(set_up(again=True))
    assert own_python(machine / "renderer/env").exists()


def test_stopping_ends_the_installation_and_leaves_nothing(python, machine):
    python(f"open({str(machine / 'pid')!r}, 'w').write(str(__import__('os').getpid()))\n{PIP}time.sleep(60)")
    work = set_up()
    while next(work).doing != "downloading bpy-5.1.0 (374 MB)":
        pass
    work.close()
    with pytest.raises(ProcessLookupError):
        os.kill(int((machine / "pid").read_text()), 0)
    assert not list((machine / "renderer").iterdir())


def test_a_full_disk_is_told_before_anything_is_made(python, machine, monkeypatch):
    python()
    monkeypatch.setattr(blender_setup.shutil, "disk_usage", lambda _: Usage)
    with pytest.raises(RendererMissing, match=r"takes 3 GB .* 0.5 GB are free"):
        finish(set_up())
    assert not (machine / "renderer").exists()


class Usage:
    free = 5 * 10**8


def test_no_fitting_python_is_told_with_all_ways_out(monkeypatch):
    monkeypatch.setattr(blender_setup, "find_pythons", lambda named="": [])
    monkeypatch.setattr(blender_setup.platform, "machine", lambda: "x86_64")
    with pytest.raises(RendererMissing, match=r"needs Python 3\.13 or 3\.11") as failure:
        finish(set_up())
    assert "uv" in failure.value.hint
    with pytest.raises(RendererMissing, match="pythonX is no Python"):
        finish(set_up(python="pythonX"))
    monkeypatch.setattr(blender_setup.sys, "platform", "linux")
    monkeypatch.setattr(blender_setup.platform, "machine", lambda: "aarch64")
    with pytest.raises(RendererMissing, match="not made for Linux on aarch64"):
        finish(set_up())


def test_a_blender_program_serves_as_well(machine, monkeypatch):
    blender = program(machine / "path/blender", "")
    monkeypatch.setattr(blender_setup, "check", lambda program, device="auto": TOLD)
    assert find_command() == command_of(str(blender))
    assert "--factory-startup" in find_command()
    finish(set_up(python=str(blender)))
    assert json.loads((machine / "renderer/renderer.json").read_text())["program"] == str(blender)


def test_the_variable_comes_first_and_must_be_right(machine, monkeypatch):
    own = program(machine / "python", "")
    monkeypatch.setenv("KOMADORI_STAGE_PYTHON", str(own))
    assert find_command()[:2] == (str(own), "-I")
    monkeypatch.setenv("KOMADORI_STAGE_PYTHON", str(machine / "gone"))
    with pytest.raises(RendererMissing, match="gone, which cannot be run"):
        find_command()


@pytest.mark.parametrize("record", ["", "{}", "[]", '{"program": "/gone/python"}', "\0"])
def test_a_record_that_leads_nowhere_is_passed_over(record, machine):
    (machine / "renderer").mkdir()
    (machine / "renderer/renderer.json").write_text(record)
    with pytest.raises(RendererMissing) as failure:
        find_command()
    assert "komadori stage setup" in failure.value.hint


def test_pythons_are_found_where_people_keep_them(machine, monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: machine)
    monkeypatch.setattr(blender_pythons.sys, "executable", str(machine / "none"))
    answer = "print('{} {} {} True')"
    program(machine / ".pyenv/versions/3.11.7/bin/python", answer.format(3, 11, 7))
    program(machine / ".pyenv/versions/3.12.1/bin/python", answer.format(3, 12, 1))
    program(machine / "path/python3.13", answer.format(3, 13, 0))
    found = [python for python in find_pythons() if str(machine) in python.program]
    assert [python.spoken for python in found] == ["3.13.0", "3.11.7"]
    assert find_pythons(str(machine / ".pyenv/versions/3.12.1/bin/python")) == []
    assert find_pythons("python3.13")[0].version == (3, 13)


def test_uv_fetches_a_python_where_there_is_none(machine, monkeypatch):
    program(machine / "path/uv", "sys.exit(1)")
    monkeypatch.setattr(blender_pythons, "_programs", lambda: iter(()))
    (found,) = find_pythons()
    assert found.environment(machine / "env")[1:3] == ("venv", "--seed")


def test_missing_libraries_are_named_by_package(monkeypatch):
    monkeypatch.setattr(blender_setup, "missing_libraries", lambda: ["libXi.so.6", "libGL.so.1"])
    with pytest.raises(RendererMissing) as failure:
        blender_setup.check("python")
    assert failure.value.hint == "sudo apt install libxi6 libgl1"
    assert library_hint("libSM.so.6: cannot open shared object file") == "sudo apt install libsm6"


def test_libraries_are_looked_for_by_loading_them(monkeypatch):
    monkeypatch.setattr(blender_setup.sys, "platform", "linux")
    monkeypatch.setattr(blender_setup, "LIBRARIES", {"libnone-such.so.9": "libnone"})
    assert blender_setup.missing_libraries() == ["libnone-such.so.9"]
    monkeypatch.setattr(blender_setup.sys, "platform", "darwin")
    assert blender_setup.missing_libraries() == []


def test_data_lies_where_this_system_keeps_it():
    assert data_folder().name == "renderer"
