"""`komadori finish`, as a person and as a machine meet it."""

import json
from fractions import Fraction

import numpy as np
import pytest

from komadori.cli import main
from komadori.film import Slate
from komadori.picture import write
from komadori.store import Incoming, PictureFacts, create_series

SHOT = "ep01/sc010/sh020"


@pytest.fixture
def series(tmp_path):
    folder = create_series(tmp_path / "series", title="Badger", rate=Fraction(24))
    take = folder.new_shot(Slate.parse(SHOT)).new_take()
    rng = np.random.default_rng(1)
    facts = PictureFacts(format="png", width=48, height=32)
    with take.writer() as writer:
        for number in range(4):
            path = tmp_path / f"{number}.png"
            write(path, rng.integers(0, 255, (32, 48, 3), np.uint8), format="png8")
            writer.keep([Incoming(name=path.name, data=path)], exposure="x1", frame=1 + 2 * number, facts=facts)
    return tmp_path / "series"


def finish(series, *more):
    return main(["finish", SHOT, "--series", str(series), *more])


def test_it_says_in_words_what_was_done_and_how_much_was_new(series, capsys):
    assert finish(series) == 0
    said = capsys.readouterr().out
    assert "4 of 4 pictures finished, 4 of them now (0 as they were), 48 × 32." in said
    assert "flicker of brightness and colour" in said
    assert finish(series) == 0
    assert "0 of them now (4 as they were)" in capsys.readouterr().out


def test_a_machine_gets_one_line_of_json(series, capsys):
    assert finish(series, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["pictures"], told["measured"], told["made"], told["kept"]) == (4, 8, 4, 0)
    assert (told["width"], told["height"], told["failures"]) == (48, 32, [])
    assert sorted(told["files"]) == ["1", "2", "3", "4"]


def test_a_recipe_is_followed(series, capsys, tmp_path):
    recipe = tmp_path / "half.toml"
    recipe.write_text('schema = "komadori.recipe"\nversion = 1\n[[operation]]\nuse = "scale"\nwidth = 24\n')
    assert finish(series, "--recipe", str(recipe)) == 0
    assert "24 × 16" in capsys.readouterr().out


def test_everything_wrong_in_a_recipe_is_told_and_nothing_begun(series, capsys, tmp_path):
    recipe = tmp_path / "bad.toml"
    recipe.write_text(
        'schema = "komadori.recipe"\nversion = 1\n[[operation]]\nuse = "glow"\n[[operation]]\nuse = "scal"\n'
    )
    assert finish(series, "--recipe", str(recipe)) == 2
    told = capsys.readouterr().err
    assert "bad.toml has 2 problems." in told
    assert "did you mean scale?" in told
    assert not (series / SHOT / "tk01" / "finished.json").exists()


def test_damage_is_told_the_rest_is_done_and_the_exit_code_is_one(series, capsys):
    victim = series / SHOT / "tk01/pictures/000003_x1.png"
    victim.chmod(0o644)
    victim.write_bytes(victim.read_bytes()[:-9])
    assert finish(series) == 1
    out, err = capsys.readouterr()
    assert "3 of 4 pictures finished" in out
    assert "left out: picture 3, pictures/000003_x1.png, is not what was taken" in err
    assert finish(series, "--json") == 1
    assert json.loads(capsys.readouterr().out)["failures"][0]["kind"] == "PictureChanged"


def test_a_farm_that_does_not_answer_is_told(series, capsys, monkeypatch):
    pytest.importorskip("distributed", reason="the farm extra is not installed")
    monkeypatch.setattr("komadori.farm.PATIENCE", "300ms")
    assert finish(series, "--farm", "tcp://127.0.0.1:1") == 1
    assert "No Dask scheduler answers at tcp://127.0.0.1:1." in capsys.readouterr().err


def test_the_farm_of_the_settings_is_asked_when_none_is_named(series, capsys):
    (series / "settings.toml").write_text('farm = "tcp://127.0.0.1:1"\n')
    assert finish(series) == 1
    assert "No Dask scheduler answers at tcp://127.0.0.1:1." in capsys.readouterr().err
