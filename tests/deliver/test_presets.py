"""The kind of file is what was said, or what the name tells; anything else is wrong use."""

from pathlib import Path

import pytest

from komadori.deliver import PRESETS, WrongTarget, preset_for


@pytest.mark.parametrize(
    ("name", "to", "found"),
    [
        (None, "film.mov", "prores"),
        (None, "film.MP4", "h264"),
        (None, "film.m4v", "h264"),
        (None, "film.gif", "gif"),
        ("prores", "film.mov", "prores"),
        ("png", "frames", "png"),
        ("exr", "frames.v2", "exr"),
    ],
)
def test_a_preset_is_found(name, to, found):
    assert preset_for(name, Path(to)).name == found


@pytest.mark.parametrize(
    ("name", "to", "hint"),
    [
        (None, "film", "--as"),
        (None, "film.avi", ".mov, .mp4 or .gif"),
        ("dnxhr", "film.mov", "prores, h264, gif, png, tiff, exr"),
        ("prores", "film.mp4", "film.mov"),
        ("h264", "film", "film.mp4 or film.m4v"),
    ],
)
def test_what_does_not_go_together_is_wrong_use_with_a_remedy(name, to, hint):
    with pytest.raises(WrongTarget) as wrong:
        preset_for(name, Path(to))
    assert hint in wrong.value.hint
    assert wrong.value.exit_code == 2


def test_every_preset_is_documented():
    page = (Path(__file__).resolve().parents[2] / "docs/reference/export.md").read_text(encoding="utf-8")
    assert all(f"## {name}\n" in page for name in PRESETS)
