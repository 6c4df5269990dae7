"""The scripts of the other Python, read where there is no Blender: what they import, and that no kind is missing."""

import ast
import sys
from pathlib import Path
from typing import get_args

from komadori.stage import blender_process
from komadori.stage.scene import Kind

SCRIPTS = sorted((blender_process.WORKER.parent).glob("*.py"))
MAY_IMPORT = {"bpy", "mathutils", "numpy", *sys.stdlib_module_names, *(path.stem for path in SCRIPTS)}


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    return names


def test_the_worker_imports_nothing_that_another_python_may_lack():
    for path in SCRIPTS:
        assert imported(path) <= MAY_IMPORT, path.name
    assert not (SCRIPTS[0].parent / "__init__.py").exists()


def test_every_kind_has_its_graph():
    tree = ast.parse((SCRIPTS[0].parent / "surfaces.py").read_text(encoding="utf-8"))
    tables = [node for node in ast.walk(tree) if isinstance(node, ast.AnnAssign) and node.target.id == "KINDS"]
    assert [key.value for key in tables[0].value.keys] == list(get_args(Kind))


def test_both_sides_speak_the_same_protocol():
    worker = blender_process.WORKER.read_text(encoding="utf-8")
    assert f"PROTOCOL = {blender_process.PROTOCOL}\n" in worker
