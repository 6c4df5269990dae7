"""Setting the renderer up: a Python that Blender's module is made for, an environment of its own, a trial picture."""

import contextlib
import json
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from komadori.progress import Progress, Work
from komadori.stage.blender_place import LIBRARIES, command_of, data_folder, install_hint, own_python, record_file
from komadori.stage.blender_pythons import MADE_FOR, FoundPython, find_pythons
from komadori.stage.blender_renderer import BlenderRenderer
from komadori.stage.renderer import Demand, Quality, RendererMissing
from komadori.stage.scene import Lens, Material, Mesh, Scene, Thing, shape_key

ROOM = 3 * 10**9
"""Bytes the environment needs while it is made; about a third stays."""
STEPS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What a trial picture told: the renderer's `name`, all `devices` by kind and name, `why` another was taken."""

    program: str
    name: str
    devices: tuple[tuple[str, str], ...]
    why: str
    seconds: float


def check(program: str, *, device: str = "auto") -> Check:
    """Start the renderer and have it make a picture of 16 x 9. Raises RendererMissing, RendererFailed."""
    if missing := missing_libraries():
        raise RendererMissing(
            f"Blender needs {len(missing)} libraries of the system that are not there: {', '.join(missing)}.",
            hint=install_hint([LIBRARIES[name] for name in missing]),
        )
    began = time.monotonic()
    with BlenderRenderer(command_of(program), device=device) as renderer:
        light = renderer.render(_trial(), Demand(size=(16, 9), quality=Quality(name="trial", samples=4, detail=1.0)))
        if not 0.2 < float(light.light[4, 8].mean()) < 5:
            raise RendererMissing(f"The trial picture of {renderer.name} is not what it should be.")
        return Check(
            program=program,
            name=renderer.name,
            devices=tuple((one["kind"], one["name"]) for one in renderer.devices),
            why=renderer.told,
            seconds=time.monotonic() - began,
        )


def set_up(*, python: str = "", device: str = "auto", again: bool = False) -> Work[Check]:
    """Set the renderer up, and check it. What is set up and sound already stays, unless `again`.

    `python` is a Python or a Blender program to use; by default the best that is found. The environment appears whole
    or not at all. Raises RendererMissing.
    """
    yield Progress(done=0, total=STEPS, doing="looking for a Python")
    folder = data_folder()
    if python and Path(python).stem.lower().startswith("blender"):
        program = shutil.which(python) or python
    elif not again and (not python) and own_python(folder / "env").exists():
        program = str(own_python(folder / "env"))
    else:
        program = yield from _made(python, folder)
    yield Progress(done=3, total=STEPS, doing="rendering a trial picture")
    told = check(program, device=device)
    folder.mkdir(parents=True, exist_ok=True)
    record_file().write_text(json.dumps({"program": program, "renderer": told.name}) + "\n", encoding="utf-8")
    yield Progress(done=STEPS, total=STEPS, doing="done")
    return told


def missing_libraries() -> list[str]:
    """The system libraries Blender needs that this Linux does not have; elsewhere none are needed."""
    if not sys.platform.startswith("linux"):
        return []
    program = (
        "import ctypes, sys\nfor name in sys.argv[1:]:\n    try: ctypes.CDLL(name)\n    except OSError: print(name)"
    )
    command = [sys.executable, "-I", "-c", program, *LIBRARIES]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own words
    return done.stdout.split()


def _made(python: str, folder: Path) -> Generator[Progress, None, str]:
    chosen = _chosen(python)
    _room(folder)
    with _building(folder) as fresh:
        yield Progress(done=1, total=STEPS, doing=f"making an environment with Python {chosen.spoken}")
        yield from _run(chosen.environment(fresh), done=1)
        wanted = MADE_FOR[chosen.version]
        install = [str(own_python(fresh)), "-I", "-m", "pip", "install", "--no-input", "--progress-bar", "off", wanted]
        yield from _run([*install, "--disable-pip-version-check", "--no-cache-dir"], done=2)
        env = folder / "env"
        shutil.rmtree(env, ignore_errors=True)
        fresh.rename(env)
    return str(own_python(folder / "env"))


def _chosen(python: str) -> FoundPython:
    found = find_pythons(python)
    if found:
        return found[0]
    versions = " or ".join(f"{major}.{minor}" for major, minor in MADE_FOR)
    if python:
        raise RendererMissing(
            f"{python} is no Python {versions} that can make environments.", hint="name another with --python."
        )
    if sys.platform.startswith("linux") and platform.machine() not in ("x86_64", "AMD64"):
        raise RendererMissing(
            f"Blender's module is not made for Linux on {platform.machine()}.",
            hint="install Blender itself, 4.5 or newer, so that `blender` is on the PATH.",
        )
    raise RendererMissing(
        f"Blender's module needs Python {versions}, and neither is on this machine.",
        hint="install one beside yours (python.org, `pyenv install 3.13`, or uv), or Blender itself, and try again.",
    )


def _room(folder: Path) -> None:
    there = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(there).free
    if free < ROOM:
        raise RendererMissing(
            f"Setting the renderer up takes {ROOM / 1e9:.0f} GB on the disk of {there}; {free / 1e9:.1f} GB are free.",
            hint="make room, or install Blender itself elsewhere and put it on the PATH.",
        )


@contextlib.contextmanager
def _building(folder: Path) -> Generator[Path, None, None]:
    """A place for a new environment, which is taken away again unless it was moved to where it belongs."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("new-*"):
        shutil.rmtree(old, ignore_errors=True)
    fresh = Path(tempfile.mkdtemp(prefix="new-", dir=folder))
    try:
        yield fresh
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _run(command: Sequence[str], *, done: int) -> Generator[Progress, None, None]:
    """Run a command, telling of its lines; closing the generator ends the command."""
    said: list[str] = []
    with subprocess.Popen(  # noqa: S603  # our own words
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True, errors="replace"
    ) as running:
        try:
            for line in running.stdout or ():
                if line.strip():
                    said.append(line.rstrip())
                    yield Progress(done=done, total=STEPS, doing=_short(line))
        except BaseException:
            running.kill()
            raise
    if running.returncode:
        told = "\n".join(f"  {line}" for line in said[-6:])
        raise RendererMissing(
            f"The renderer could not be set up: {Path(command[0]).name} ended with {running.returncode}.\n{told}",
            hint="look whether the network and the package index can be reached, and try again.",
        )


def _short(line: str) -> str:
    words = line.strip().split()
    if words[0] in ("Downloading", "Collecting", "Installing"):
        return f"{words[0].lower()} {' '.join(words[1:])}"[:60]
    return "installing Blender's module"


def _trial() -> Scene:
    """A sheet that shines, as large as the picture."""
    corners = np.array([[-90, 0, -90], [90, 0, -90], [90, 0, 90], [-90, 0, 90]], np.float32)
    sheet = Mesh(vertices=corners, faces=np.array([[0, 1, 2], [0, 2, 3]], np.int32))
    place = np.eye(4, dtype=np.float32)[None]
    return Scene(
        shapes={shape_key(sheet): sheet},
        materials={"light": Material(kind="glow", colour=(1.0, 1.0, 1.0), light=1.0)},
        things=(Thing(name="sheet", shape=shape_key(sheet), material="light", places=place),),
        lamps=(),
        lens=Lens(at=(0, -100, 0), towards=(0, 0, 0), focus=100),
    )
