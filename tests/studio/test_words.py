"""What comes from Python and is told by the pages has its words there in both languages."""

import re
from pathlib import Path

import pytest

from komadori.deliver.presets import PRESETS
from komadori.finish.catalogue import operations
from komadori.finish.finding import MISSING
from komadori.finish.retiming import HELD

WEB = Path(__file__).resolve().parents[2] / "src/komadori/studio/web"
REMARKS = {
    **{f"any {one.name}": one.words for one in (*MISSING.values(), HELD)},
    **{f"{name} {one.name}": one.words for name, operation in operations().items() for one in operation.remarks},
}


def words(name):
    """The words of a module of the pages by their names."""
    text = (WEB / name).read_text(encoding="utf-8")
    return dict(re.findall(r'^\s*"?([\w -]+)"?:\s*"((?:[^"\\]|\\.)*)",', text, re.MULTILINE))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_preset_has_its_words(language):
    told = words(f"state/words_rooms_{language}.js")
    assert [name for name in PRESETS if not told.get(f"preset-{name}")] == []


def test_every_preset_has_a_title():
    panel = (WEB / "views/movie_panel.js").read_text(encoding="utf-8")
    titles = panel.partition("const TITLES = {")[2].partition("}")[0]
    assert set(re.findall(r"(\w+): \"", titles)) == set(PRESETS)


def test_every_remark_is_told_in_japanese_with_the_same_figures():
    told = words("state/remark_words.js")
    assert [name for name in REMARKS if not told.get(name)] == []
    placed = {name: set(re.findall(r"\{\d\}", text)) for name, text in REMARKS.items()}
    assert [name for name in REMARKS if set(re.findall(r"\{\d\}", told[name])) != placed[name]] == []
    assert len(REMARKS) > 30
