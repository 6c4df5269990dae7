"""The real command, as a person or a judge runs it."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass

import pytest

from komadori.cli import main


@dataclass(frozen=True)
class Ran:
    """How a command ended: its exit code, its data, its talk."""

    code: int
    out: str
    err: str

    @property
    def data(self):
        return json.loads(self.out)

    @property
    def lines(self):
        return [json.loads(line) for line in self.out.splitlines()]


def environment(tmp_path):
    """No settings but the defaults, and no colours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KOMADORI_")}
    return kept | {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / ".config"), "NO_COLOR": "1"}


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """`run("new", "series")` runs `komadori new series` in `tmp_path`, within this process, which is much faster."""
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)

    def ran(*words, cwd=tmp_path):
        monkeypatch.chdir(cwd)
        capsys.readouterr()
        code = main([str(word) for word in words])
        told = capsys.readouterr()
        assert "our mistake" not in told.err, told.err
        return Ran(code, told.out, told.err)

    return ran


@pytest.fixture
def command(tmp_path):
    """`command("shoot", …)` starts a command and returns its process; whoever starts it ends it."""

    def started(*words, **options):
        return subprocess.Popen(
            [sys.executable, "-m", "komadori", *map(str, words)], cwd=tmp_path, env=environment(tmp_path), **options
        )

    return started


@pytest.fixture
def series(run, tmp_path):
    """A series at `tmp_path / "series"`."""
    assert run("new", "series", "--title", "Field and Fell").code == 0
    return tmp_path / "series"


@pytest.fixture
def shot(run, series, photographs):
    """The address of a shot of six pictures on twos in `series`."""
    folder = photographs(6)[0].parent
    assert run("import", folder, "--series", series, "--shot", "ep01/sc010/sh020").code == 0
    return "ep01/sc010/sh020"
