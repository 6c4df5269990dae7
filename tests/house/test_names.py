"""Folders and files are named for the work they do."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EMPTY_WORDS = {
    "utils",
    "util",
    "core",
    "manager",
    "managers",
    "helpers",
    "helper",
    "common",
    "misc",
    "services",
    "base",
}
TRACES = re.compile(
    r"/work/|/tmp/team|pypi\.org/simple|pythonhosted|/opt/pypi|registry\.npmjs",  # a machine's paths, a registry's host
)


def test_no_file_or_folder_has_an_empty_name():
    parts = {part.removesuffix(".py") for path in (ROOT / "src").rglob("*.py") for part in path.relative_to(ROOT).parts}
    assert not parts & EMPTY_WORDS


def test_nothing_committed_names_a_machine_or_a_registry():
    folders = ("src", "tests", "docs", "bench", "scripts", "examples", ".ci")
    texts = [
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".md", ".toml", ".json"}
    ]
    texts += [path for path in ROOT.iterdir() if path.suffix in {".md", ".toml"} or path.name == "Makefile"]
    named = [path.relative_to(ROOT).as_posix() for path in texts if TRACES.search(path.read_text(encoding="utf-8"))]
    assert not [name for name in named if name != "tests/house/test_names.py"]
