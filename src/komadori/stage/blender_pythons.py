"""Pythons of this machine that Blender's module is made for, wherever people keep them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

MADE_FOR: Mapping[tuple[int, int], str] = {(3, 13): "bpy>=5.1", (3, 11): "bpy>=5.0,<5.1"}
"""What to install for which Python; the better first. There is none for any other."""
ASKED = "import sys, venv, ensurepip; print(*sys.version_info[:3], sys.maxsize > 2**32)"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPython:
    """A Python by its program; `by_uv` where uv is to fetch and place it."""

    program: str
    version: tuple[int, int]
    spoken: str
    by_uv: bool = False

    def environment(self, folder: Path) -> Sequence[str]:
        """The command that makes an environment in `folder`."""
        if self.by_uv:
            return (self.program, "venv", "--seed", "--allow-existing", "--python", self.spoken, str(folder))
        return (self.program, "-I", "-m", "venv", str(folder))


def find_pythons(named: str = "") -> list[FoundPython]:
    """Those that fit, the best first; with `named` only that one."""
    if named:
        return list(_fitting([named]))
    found = sorted(_fitting(_programs()), key=lambda python: list(MADE_FOR).index(python.version))
    if not found and (uv := uv_program()):
        major, minor = next(iter(MADE_FOR))
        found.append(FoundPython(program=uv, version=(major, minor), spoken=f"{major}.{minor}", by_uv=True))
    return found


def uv_program() -> str | None:
    """uv, which fetches Pythons by itself."""
    return shutil.which("uv")


def _programs() -> Iterator[str]:
    yield sys.executable
    for major, minor in MADE_FOR:
        if found := shutil.which(f"python{major}.{minor}"):
            yield found
        roots = [os.environ.get("PYENV_ROOT", ""), str(Path.home() / ".pyenv")]
        for root in filter(None, roots):
            for folder in sorted(Path(root).glob(f"versions/{major}.{minor}*"), reverse=True):
                yield str(folder / "bin/python")
        for prefix in ("/opt/homebrew/bin", "/usr/local/bin", "/usr/bin"):
            yield f"{prefix}/python{major}.{minor}"
        yield from _told_by("py", f"-{major}.{minor}", "-c", "import sys; print(sys.executable)")
        yield from _told_by("uv", "python", "find", "--no-python-downloads", f"{major}.{minor}")


def _told_by(program: str, *words: str) -> Iterator[str]:
    if found := shutil.which(program):
        said = _said((found, *words))
        if said and Path(said).exists():
            yield said


def _fitting(programs: Iterator[str] | Sequence[str]) -> Iterator[FoundPython]:
    seen: set[str] = set()
    for program in programs:
        found = shutil.which(program)
        if not found or os.path.realpath(found) in seen:
            continue
        seen.add(os.path.realpath(found))
        told = _said((found, "-I", "-c", ASKED)).split()
        if len(told) == 4 and (int(told[0]), int(told[1])) in MADE_FOR and told[3] == "True":
            version = (int(told[0]), int(told[1]))
            yield FoundPython(program=found, version=version, spoken=".".join(told[:3]))


def _said(command: Sequence[str]) -> str:
    try:
        done = subprocess.run(  # noqa: S603  # programs the person has, asked what they are
            command, capture_output=True, text=True, check=False, timeout=30, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()
