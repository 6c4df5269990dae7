"""The verbs `export` and `show`, as a person or a program calls them."""

import json

import pytest

from komadori.cli import main


@pytest.fixture
def call(series, capsys):
    """Run a verb on the shot of the series and return its exit code, stdout and stderr."""

    def called(verb, *arguments):
        code = main([verb, "ep01/sc010/sh020", "--series", str(series.path), *map(str, arguments)])
        out, err = capsys.readouterr()
        return code, out, err

    return called


def test_export_says_what_it_wrote(shoot, call, tmp_path):
    shoot()
    code, out, _ = call("export", "--as", "h264", "--to", tmp_path / "film.mp4")
    assert code == 0
    assert f"{tmp_path / 'film.mp4'}  h264, 17 frames at 24 fps (0.71 s), 96 × 64" in out
    assert "verified" in out


def test_export_tells_machines_in_json(shoot, call, tmp_path):
    shoot()
    code, out, _ = call("export", "--to", tmp_path / "film.mov", "--json")
    told = json.loads(out)
    assert code == 0
    assert (told["preset"], told["frames"], told["pictures"], told["rate"]) == ("prores", 17, 8, "24")
    assert told["path"] == str(tmp_path / "film.mov")


def test_export_over_a_file_needs_to_be_said(shoot, call, tmp_path):
    shoot()
    assert call("export", "--to", tmp_path / "film.mp4")[0] == 0
    code, _, err = call("export", "--to", tmp_path / "film.mp4")
    assert code == 1
    assert "already exists" in err
    assert call("export", "--to", tmp_path / "film.mp4", "--overwrite")[0] == 0


def test_export_to_a_name_that_tells_nothing_is_wrong_use(shoot, call, tmp_path):
    shoot()
    code, _, err = call("export", "--to", tmp_path / "film")
    assert code == 2
    assert "hint: say --as" in err


def test_show_says_where_the_pages_lie(shoot, call, tmp_path):
    shoot()
    code, out, _ = call("show", "--to", tmp_path / "wall.png")
    assert code == 0
    assert str(tmp_path / "wall.png") in out
    assert str(tmp_path / "wall-light.png") in out


def test_show_tells_machines_in_json(shoot, call, tmp_path):
    shoot()
    told = json.loads(call("show", "--to", tmp_path / "wall.png", "--json")[1])
    assert told["light_plot"] == str(tmp_path / "wall-light.png")
    assert told["as_shot"]["brightness"] >= 0
    assert told["finished"] is None
