"""Make the project's own virtual environment, with uv where there is one and with pip otherwise.

usage: set_up.py FOLDER [--dev]     needs Python 3.11 or newer and a network to the package index, nothing else
"""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main(folder: Path, *, dev: bool) -> None:
    """Install the project editable into `folder`, together with what its tests need where `dev` is set."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    uv = shutil.which("uv")
    if not python.exists():
        run([uv, "venv", "--python", sys.executable, folder] if uv else [sys.executable, "-m", "venv", folder])
    installer = [uv, "pip", "install", "--python", python] if uv else [python, "-m", "pip", "install"]
    print(f"installing into {folder} (once; a minute or two)", flush=True)
    run([*installer, "--quiet", "--editable", ".[farm]" if dev else ".", *(development() if dev else [])])


def development() -> list[str]:
    """What tests and checks need, as pyproject.toml lists it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return list(project["dependency-groups"]["dev"])


def run(command: list[object]) -> None:
    """Run `command` in the project's folder; its failure ends the set-up."""
    subprocess.run([str(part) for part in command], check=True, cwd=ROOT)


if __name__ == "__main__":
    main(Path(sys.argv[1]), dev="--dev" in sys.argv[2:])
