"""Where the renderer is on this machine, and what it needs of the system."""

import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import platformdirs

from komadori.stage.blender_process import WORKER
from komadori.stage.renderer import RendererMissing

NAMED = "KOMADORI_STAGE_PYTHON"
"""The variable that names a Python with bpy, or a Blender program, and comes before everything else."""

LIBRARIES = {
    "libX11.so.6": "libx11-6",
    "libXrender.so.1": "libxrender1",
    "libXfixes.so.3": "libxfixes3",
    "libXi.so.6": "libxi6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libSM.so.6": "libsm6",
    "libICE.so.6": "libice6",
    "libGL.so.1": "libgl1",
}
"""The system libraries Blender needs on Linux, with their Debian packages. No display is needed."""


def data_folder() -> Path:
    """Where the renderer's own Python is set up: in the user's data folder of this system."""
    return Path(platformdirs.user_data_dir("komadori", appauthor=False)) / "renderer"


def own_python(folder: Path) -> Path:
    """The Python of the environment in `folder`."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def find_command() -> Sequence[str]:
    """How the worker is started here: by `KOMADORI_STAGE_PYTHON`, what was set up, or a Blender program on the PATH.

    Raises RendererMissing.
    """
    if named := os.environ.get(NAMED):
        found = shutil.which(named)
        if found is None:
            raise RendererMissing(f"{NAMED} names {named}, which cannot be run.", hint="unset it, or set it right.")
        return command_of(found)
    if chosen := set_up_program():
        return command_of(chosen)
    if program := shutil.which("blender"):
        return command_of(program)
    raise RendererMissing(
        "The renderer of the stage is not set up on this machine.", hint="`komadori stage setup` sets it up."
    )


def set_up_program() -> str:
    """The Python or Blender program that `komadori stage setup` settled on, or an empty text."""
    try:
        chosen = str(json.loads(record_file().read_text(encoding="utf-8"))["program"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return chosen if shutil.which(chosen) else ""


def record_file() -> Path:
    """Where it is written which program was settled on."""
    return data_folder() / "renderer.json"


def command_of(program: str) -> Sequence[str]:
    """The command that runs the worker in a Blender program, or in a Python that has bpy."""
    if Path(program).stem.lower().startswith("blender"):
        return (program, "-b", "--factory-startup", "--python-exit-code", "1", "-P", str(WORKER))
    return (program, "-I", str(WORKER))


def library_hint(told: str) -> str:
    """What to do where a worker told of a missing system library; otherwise, how to set up."""
    missing = [package for library, package in LIBRARIES.items() if library.partition(".")[0] + ".so" in told]
    return install_hint(missing) if missing else "`komadori stage setup` sets the renderer up."


def install_hint(packages: Sequence[str]) -> str:
    """How packages of the system are installed on Debian and its kin."""
    return f"sudo apt install {' '.join(packages)}"
