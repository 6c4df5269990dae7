"""`komadori score`, through the real command: from a file, and from a shot's sheet."""

import json

import pytest
from PIL import Image

SCORE = """# first light
5  badger (sleepy): tilt left ~8f, blink, hum "?" (puzzled)
20 vole: look right + chirp softly
"""


@pytest.fixture
def score(tmp_path):
    file = tmp_path / "first.score"
    file.write_text(SCORE, encoding="utf-8")
    return file


def test_check_tells_every_mark(run, score):
    ran = run("score", "check", score, "--json")
    assert ran.code == 0, ran.err
    assert [(mark["who"], mark["gesture"], mark["first"]) for mark in ran.data["marks"]][:2] == [
        ("badger", "tilt", 5),
        ("badger", "blink", 16),
    ]
    assert ran.data["frames"] > 50
    shown = run("score", "check", score)
    assert "puzzled" in shown.out
    assert "5 gestures of badger, vole" in shown.err


def test_check_tells_every_slip_with_its_place(run, score):
    score.write_text("badger: tlit, blink left\nvole: nod (hapy)\n", encoding="utf-8")
    ran = run("score", "check", score)
    assert ran.code == 2
    assert "first.score:1:9: There is no gesture 'tlit'." in ran.err
    assert "first.score:2:11: There is no feeling 'hapy'." in ran.err
    assert "hint: Did you mean 'happy'?" in ran.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("check", "nosuch.score"), "There is no score nosuch.score"),
        (("check", "unicorn.score"), "There is no character 'unicorn'"),
        (("check", "binary.score"), "is no text"),
        (("increments", "first.score", "--who", "fox"), "'fox' does not act in first"),
        (("strip", "first.score", "--to", "strip.txt"), "strip.txt is no picture"),
        (("print", "first.score", "--to", "sheet.txt"), "neither a PDF nor a PNG"),
    ],
)
def test_what_cannot_be_done_is_told(run, score, words, message, tmp_path):
    (tmp_path / "unicorn.score").write_text("unicorn: nod", encoding="utf-8")
    (tmp_path / "binary.score").write_bytes(b"\xff\xfe\x00nod")
    ran = run("score", *words)
    assert ran.code == 2
    assert message in ran.err


def test_a_persons_own_character(run, score, tmp_path):
    own = tmp_path / "characters" / "unicorn.toml"
    own.parent.mkdir()
    own.write_text('schema = "komadori.character/1"\n[movement]\npace = 2\n', encoding="utf-8")
    score.write_text("unicorn: nod", encoding="utf-8")
    assert run("score", "check", score, "--json").data["marks"][0]["frames"] == 28


def test_increments_for_machines_and_people(run, score):
    ran = run("score", "increments", score, "--json")
    assert [one["who"] for one in ran.data] == ["badger", "vole"]
    assert ran.data[0]["exposures"][1]["frame"] == 3
    shown = run("score", "increments", score, "--who", "badger")
    assert "head.tilt +" in shown.out
    assert "round" in shown.out


def test_print_makes_a_pdf_and_overwrites_nothing(run, score, tmp_path):
    ran = run("score", "print", score, "--to", "sheet.pdf", "--json")
    assert ran.code == 0, ran.err
    assert ran.data["pages"] >= 2
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert "already exists" in run("score", "print", score, "--to", "sheet.pdf").err
    assert run("score", "print", score, "--who", "vole", "--to", "sheet.png").code == 0
    with Image.open(tmp_path / "sheet.png") as page:
        assert page.width == 1754


def test_captions_in_two_languages(run, score, tmp_path):
    ran = run("score", "captions", score, "--frames", "480")
    assert ran.code == 0
    assert ran.out.startswith("WEBVTT")
    assert "[badger hums, puzzled]" in ran.out
    assert run("score", "captions", score, "--language", "ja", "--to", "ja.vtt").code == 0
    assert "アナグマが" in (tmp_path / "ja.vtt").read_text(encoding="utf-8")


def test_a_shot_with_a_score_on_its_sheet(run, series, photographs, tmp_path):
    table = tmp_path / "sheet.csv"
    rows = ["frame,hold,free: score", "1,,badger: nod", "2,|,|", "3,,vole: hop left 12f", "4,|,|", "5,|,|"]
    table.write_text("\n".join(rows) + "\n", encoding="utf-8")
    done = run("import", *photographs(2), table, "--series", series, "--shot", "ep01/sc010/sh020")
    assert done.code == 0, done.err
    ran = run("score", "check", "ep01/sc010/sh020", "--series", series, "--json")
    assert ran.code == 0, ran.err
    assert [(mark["gesture"], mark["first"]) for mark in ran.data["marks"]] == [("nod", 1), ("hop", 3)]
    told = run("score", "increments", "ep01/sc010/sh020", "--series", series, "--who", "badger", "--json")
    assert [one["frame"] for one in told.data[0]["exposures"]][:2] == [1, 3]


def test_the_series_own_characters_act_in_its_shots(run, series, photographs, tmp_path):
    table = tmp_path / "sheet.csv"
    table.write_text("frame,hold,free: score\n1,,unicorn: nod\n2,|,|\n", encoding="utf-8")
    done = run("import", *photographs(1), table, "--series", series, "--shot", "ep01/sc010/sh020")
    assert done.code == 0, done.err
    own = series / "characters" / "unicorn.toml"
    own.parent.mkdir()
    own.write_text('schema = "komadori.character/1"\n[movement]\npace = 2\n', encoding="utf-8")
    assert run("score", "check", "ep01/sc010/sh020", "--series", series, "--json").data["marks"][0]["frames"] == 28
    assert run("check", series).code == 0


def test_a_shot_without_a_score(run, series, shot):
    ran = run("score", "check", "ep01/sc010/sh020", "--series", series)
    assert ran.code == 2
    assert "has no score" in ran.err


@pytest.mark.slow
def test_a_strip_of_poses(run, score, tmp_path):
    ran = run("score", "strip", score, "--who", "badger", "--poses", "3", "--to", "strip.png", "--json")
    assert ran.code == 0, ran.err
    assert len(json.loads(ran.out)["frames"]) == 3
    with Image.open(tmp_path / "strip.png") as strip:
        assert strip.size == (720, 300)
    score.write_text("1 badger: surprise 9f", encoding="utf-8")
    moving = run(
        "score", "strip", score, "--who", "badger", "--frames", "7", "--on", "3", "--close", "--to", "clip.webp"
    )
    assert moving.code == 0, moving.err
    with Image.open(tmp_path / "clip.webp") as clip:
        assert clip.n_frames >= 2
