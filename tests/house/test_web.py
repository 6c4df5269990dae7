"""The pages' own house rules: who may import whom, budgets, types, and libraries that are what they were."""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "src/komadori/studio/web"
MODULES = sorted(path for path in WEB.rglob("*.js") if "vendor" not in path.parts)
FILE_LINES, FUNCTION_LINES = 400, 40
MAY_IMPORT = {
    "state": {"state"},
    "draw": {"state", "draw"},
    "views": {"state", "draw", "views", ""},
    "": {"state", "draw", "views", ""},
}
"""Data travels downwards: state knows no page, draw knows canvases, views know both; the top speaks to the server."""
TOP_FOR_VIEWS = {"link.js", "acting.js"}
LIBRARIES = {"preact", "preact/hooks", "htm", "@preact/signals", "@preact/signals-core"}


def name(path):
    return path.relative_to(WEB).as_posix()


def room(path):
    return path.relative_to(WEB).parts[0] if len(path.relative_to(WEB).parts) > 1 else ""


def imports(path):
    text = path.read_text(encoding="utf-8")
    return re.findall(r"^\s*(?:import|export)\b[^;]*?from\s+\"([^\"]+)\"", text, re.MULTILINE)


def deno(*words):
    found = Path(sys.executable).with_name("deno")
    command = str(found) if found.exists() else shutil.which("deno")
    if command is None:
        pytest.skip("deno is not installed; pip install deno")
    return subprocess.run([command, *words], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_import_only_what_stands_below_them(path):
    for target in imports(path):
        if not target.startswith("."):
            assert target in LIBRARIES, target
            assert target == "@preact/signals-core" or room(path) in ("views", ""), f"{target} knows the page"
            continue
        met = (path.parent / target).resolve()
        assert met.is_file(), target
        assert room(met) in MAY_IMPORT[room(path)], target
        assert room(path) != "views" or room(met) or met.name in TOP_FOR_VIEWS, target


@pytest.mark.parametrize("path", [path for path in MODULES if room(path) == "state"], ids=name)
def test_state_touches_no_page(path):
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    page = r"(?<!/)\b(document|window|localStorage|fetch|navigator|requestAnimationFrame|Worker)\s*[.(]"
    assert not re.search(page, text)


@pytest.mark.parametrize("path", [path for path in MODULES if room(path) != ""], ids=name)
def test_only_the_link_speaks_to_the_server(path):
    # The live view has a socket of its own in its worker, so that a busy page does not hold it up; and a page that
    # lends its camera sends it there.
    text = path.read_text(encoding="utf-8")
    speaks = re.search(r"\bnew WebSocket\(|(?<![.\w#])fetch\(|XMLHttpRequest", text)
    assert not speaks or name(path) in {"draw/live_stream.js", "views/guest.js"}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_is_checked_and_keeps_to_400_lines(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "// @ts-check"
    assert len(lines) <= FILE_LINES


def test_types_layout_and_lint():
    for words in (("check", *map(str, MODULES)), ("fmt", "--check"), ("lint",)):
        done = deno(*words)
        assert done.returncode == 0, done.stdout + done.stderr


def test_state_by_its_own_tests():
    done = deno("test", "--no-lock", "-q", "--allow-read", "tests/studio/state")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_vendored_libraries_are_those_listed():
    lines = (WEB / "vendor/VENDORED.txt").read_text(encoding="utf-8").splitlines()
    listed = {line.split()[0]: line.split()[-1] for line in lines if re.search(r"\b[0-9a-f]{64}$", line)}
    there = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (WEB / "vendor").glob("*.js")}
    assert listed == there
