"""Docs that can fail: verbs and records are documented, links lead somewhere, and the commands in the guides run."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from komadori.cli.app import VERBS

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")])
WITH_COMMANDS = [page for page in PAGES if re.search(r"^\$ komadori ", page.read_text(encoding="utf-8"), re.MULTILINE)]


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def test_every_verb_has_its_heading():
    headings = re.findall(
        r"^## komadori (\S+)$", (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert sorted(headings) == sorted(VERBS)


def test_decisions_are_numbered_without_gaps():
    numbers = sorted(int(page.name[:4]) for page in (ROOT / "docs/decisions").glob("*.md"))
    assert numbers == list(range(len(numbers)))


@pytest.mark.parametrize("page", sorted((ROOT / "docs/decisions").glob("*.md")), ids=name)
def test_a_decision_tells_context_decision_and_consequences(page):
    text = page.read_text(encoding="utf-8")
    assert all(f"**{part}.**" in text for part in ("Context", "Decision", "Consequences"))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page):
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert not [target for target in targets if not (page.parent / target).exists()]


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=name)
def test_the_commands_of_a_page_run(page, tmp_path):
    """Lines of a page that begin with `$ komadori` are run in order, beside a folder `photographs` of the example."""
    shutil.copytree(ROOT / "examples/badger-and-vole/pictures", tmp_path / "photographs")
    for line in re.findall(r"^\$ komadori (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE):
        arguments = shlex.split(line, comments=True)
        done = subprocess.run(
            [sys.executable, "-m", "komadori", *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        assert done.returncode == 0, f"komadori {line}\n{done.stderr}"
