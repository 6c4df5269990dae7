from dataclasses import fields
from pathlib import Path

import pytest

from komadori.settings import ROWS, BadSetting, Settings, load

ROOT = Path(__file__).resolve().parents[1]


def test_the_strongest_voice_wins(tmp_path):
    user, series = tmp_path / "user.toml", tmp_path / "series.toml"
    user.write_text('workers = 3\nfarm = "tcp://a:1"\non = 3\n')
    series.write_text("on = 1\nworkers = 4\n")
    settings = load([user, series, tmp_path / "missing.toml"], {"KOMADORI_WORKERS": "7"})
    assert (settings.workers, settings.farm, settings.on, settings.camera) == (7, "tcp://a:1", 1, "")


def test_a_series_sets_what_it_likes_but_no_program_to_run(tmp_path):
    user, series = tmp_path / "user.toml", tmp_path / "series.toml"
    user.write_text('hook = "mine.sh"\non = 3\n')
    series.write_text("on = 1\n")
    settings = load([user], {}, series=series)
    assert (settings.on, settings.hook) == (1, "mine.sh")
    series.write_text('hook = "theirs.sh"\n')
    with pytest.raises(BadSetting, match="which a series may not"):
        load([user], {}, series=series)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("wrokers = 3", "sets 'wrokers', which is no setting"),
        ('workers = "many"', "sets workers to 'many'; it must be a whole number"),
        ("workers = true", "sets workers to True; it must be a whole number"),
        ("workers = -5", "sets workers to -5; it must be a whole number from 0"),
        ("on = 0", "sets on to 0; it must be a whole number from 1"),
        ("workers =", "is not a settings file"),
    ],
)
def test_a_wrong_line_is_told_with_its_place_and_value(tmp_path, text, told):
    file = tmp_path / "settings.toml"
    file.write_text(text)
    with pytest.raises(BadSetting) as caught:
        load([file], {})
    assert told in str(caught.value)
    assert str(file) in str(caught.value)
    assert "hint:" in str(caught.value)


def test_the_environment_is_checked_too():
    with pytest.raises(BadSetting, match="KOMADORI_WORKERS sets workers to 'x'"):
        load([], {"KOMADORI_WORKERS": "x"})


def test_every_setting_has_a_field_and_a_line_in_the_reference():
    page = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    assert [field.name for field in fields(Settings)] == [row.name for row in ROWS]
    assert all(f"| `{row.name}` | `{row.default!r}` | {row.sentence} |" in page for row in ROWS)
