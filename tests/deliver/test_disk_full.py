"""A disk that fills up in the middle of an export: told in words, and nothing half-written stays."""

import subprocess
import sys

import numpy as np
import pytest

resource = pytest.importorskip("resource", reason="this system cannot limit the size of files")

COMMAND = """
import resource, signal, sys
from komadori.cli import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    ("kind", "to"),
    [("prores", "film.mov"), ("h264", "film.mp4"), ("gif", "film.gif"), ("png", "f"), ("tiff", "f"), ("exr", "f")],
)
def test_no_room_is_told_and_nothing_stays(shoot, paint, series, tmp_path, kind, to):
    """The system lets no file of this process grow over 30 kB, which stops a write as a full disk does."""
    rng = np.random.default_rng(1)
    grainy = [
        paint(number, width=320, height=240) ^ rng.integers(0, 32, (240, 320, 3), np.uint8) for number in range(8)
    ]
    shoot((1,) * 8, pictures=grainy)
    (tmp_path / "out").mkdir()
    arguments = ["export", "ep01/sc010/sh020", "--series", str(series.path), "--as", kind, "--to"]
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, *arguments, str(tmp_path / "out" / to)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 1, done.stderr
    assert "The disk is full" in done.stderr
    assert not list((tmp_path / "out").iterdir())
