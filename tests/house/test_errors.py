"""The tree drawn in errors.py is the tree of classes, and every error is documented and shown by a test."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import komadori
from komadori import errors

ROOT = Path(__file__).resolve().parents[2]


def every_class() -> dict[str, type[errors.KomadoriError]]:
    for module in pkgutil.walk_packages(komadori.__path__, "komadori."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found: dict[str, type[errors.KomadoriError]] = {}
    waiting = [errors.KomadoriError]
    while waiting:
        kind = waiting.pop()
        if kind.__module__.startswith("komadori."):
            found[kind.__name__] = kind
        waiting.extend(kind.__subclasses__())
    return found


CLASSES = every_class()
CATEGORIES = {kind.__name__ for kind in CLASSES.values() if kind.__module__ == "komadori.errors"}
HEADINGS = re.findall(r"^## (\w+)$", (ROOT / "docs/reference/errors.md").read_text(encoding="utf-8"), re.MULTILINE)


def drawn_parents() -> dict[str, str]:
    parents: dict[str, str] = {}
    above: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        match = re.match(r"^([│ ├└─]*)([A-Z][A-Za-z]+)(?:\s{2,}|$)", line)
        if not match:
            continue
        depth, name = len(match[1]), match[2]
        while above and above[-1][0] >= depth:
            above.pop()
        if above:
            parents[name] = above[-1][1]
        above.append((depth, name))
    return parents


def test_the_drawing_shows_every_class_under_its_parent():
    parents = {
        name: next(base.__name__ for base in kind.__bases__ if issubclass(base, errors.KomadoriError))
        for name, kind in CLASSES.items()
        if name != "KomadoriError"
    }
    assert drawn_parents() == parents


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_every_error_is_documented(name):
    assert HEADINGS.count(name) == 1


def test_nothing_documented_is_gone():
    assert set(HEADINGS) <= set(CLASSES)


@pytest.mark.parametrize("name", sorted(set(CLASSES) - CATEGORIES))
def test_a_test_shows_every_error(name):
    tests = [path for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__)]
    assert any(re.search(rf"\b{name}\b", path.read_text(encoding="utf-8")) for path in tests)
