import json
from fractions import Fraction

import pytest

from komadori.cli import main
from komadori.film import Slate
from komadori.sheet import edit
from komadori.sheet.sheet import Cell
from komadori.store import Incoming, PictureFacts, create_series, open_series

FACTS = PictureFacts(format="jpeg", width=64, height=36)


@pytest.fixture
def series(tmp_path):
    """Two episodes: ep01 holds a complete shot and one half shot, ep02 a shot nobody has begun."""
    folder = tmp_path / "tea"
    made = create_series(folder, title="Tea at Dusk", rate=Fraction(24))
    for shot, planned in (("sh010", 2), ("sh020", 4)):
        with made.new_shot(Slate.parse(f"ep01/sc010/{shot}")).new_take().writer() as writer:
            writer.do(edit.insert(writer.sheet, 1, [Cell(length=2)] * planned))
            for number in range(2):
                data = f"{shot} {number}".encode()
                writer.keep([Incoming(name="a.jpg", data=data)], exposure="x1", frame=2 * number + 1, facts=FACTS)
    made.new_shot(Slate.parse("ep02/sc010/sh010"))
    return folder


def test_the_terminal_shows_every_shot(series, capsys):
    assert main(["status", str(series)]) == 0
    told = capsys.readouterr().out
    assert "Tea at Dusk" in told
    assert "24 fps · 2 episodes · 3 shots · 4 pictures · 0.3 s of 0.5 s shot" in told
    assert "4/4" in told
    assert "4/8" in told
    assert "no take" in told


def test_machines_get_figures(series, capsys):
    assert main(["status", str(series), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["series"]["title"] == "Tea at Dusk"
    assert figures["total"]["frames"] == 12
    assert figures["total"]["shot"] == 8
    assert figures["total"]["seconds_shot"] == pytest.approx(1 / 3)
    assert [(shot["slate"], shot["complete"]) for shot in figures["shots"]] == [
        ("ep01/sc010/sh010", True),
        ("ep01/sc010/sh020", False),
        ("ep02/sc010/sh010", False),
    ]


def test_a_large_series_becomes_squares(series, capsys):
    opened = open_series(series)
    for number in range(50):
        opened.new_shot(Slate.parse(f"ep03/sc010/sh{number:03d}"))
    assert main(["status", str(series)]) == 0
    told = capsys.readouterr().out
    assert "■◧" in told
    assert "□" * 50 in told


def test_damage_is_told_and_the_exit_code_says_so(series, capsys):
    (series / "ep01/sc010/sh020/shot.toml").write_text("no longer toml = = =")
    assert main(["status", str(series)]) == 1
    assert "! ep01/sc010/sh020" in capsys.readouterr().out


def test_no_series_is_a_clear_answer(tmp_path, capsys):
    assert main(["status", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert "is not a series" in told
    assert "hint:" in told
