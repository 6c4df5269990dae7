"""`komadori doubts`: what needs a hand, worst first."""

import json
from fractions import Fraction

import pytest

from komadori.cli import main
from komadori.film import Slate
from komadori.store import Finished, Incoming, PictureFacts, Remark, create_series

SHOT = "ep01/sc010/sh020"
LOST = Remark(use="rig", words="the painted rig was not found again here: paint it on this picture, too.", doubt=0.9)
NOTE = Remark(use="deflicker", words="the light changed at once.", doubt=0.1)
GUESS = Remark(use="rig", words="the rig was filled by guess: nothing else shows what is behind it.", doubt=0.5)


@pytest.fixture
def series(tmp_path):
    folder = create_series(tmp_path / "series", title="Badger", rate=Fraction(24))
    take = folder.new_shot(Slate.parse(SHOT)).new_take()
    facts = PictureFacts(format="png", width=48, height=32)
    with take.writer() as writer:
        for number in range(3):
            writer.keep([Incoming(name="a.png", data=b"%d" % number)], exposure="x1", frame=1 + 2 * number, facts=facts)
    return tmp_path / "series"


def finish(series, remarks):
    from komadori.store import open_series

    take = open_series(series).take(Slate.parse(SHOT))
    take.write_finished(
        Finished(recipe="", entries={}, width=48, height=32, encoding="srgb", folder=series, remarks=remarks)
    )


def doubts(series, *more):
    return main(["doubts", SHOT, "--series", str(series), *more])


def test_the_worst_frame_comes_first(series, capsys):
    finish(series, {1: (NOTE,), 2: (GUESS,), 3: (LOST, NOTE)})
    assert doubts(series, "--json") == 0
    told = json.loads(capsys.readouterr().out)["doubts"]
    assert [(one["frame"], one["operation"], one["doubt"]) for one in told] == [
        (5, "rig", 0.9),
        (3, "rig", 0.5),
        (1, "deflicker", 0.1),
        (5, "deflicker", 0.1),
    ]


def test_a_person_sees_a_table(series, capsys):
    finish(series, {3: (LOST,)})
    assert doubts(series) == 0
    said = capsys.readouterr().out
    assert "0.90" in said
    assert "paint it on this picture" in said


def test_less_can_be_asked_for(series, capsys):
    finish(series, {1: (NOTE,), 2: (GUESS,), 3: (LOST, NOTE)})
    assert doubts(series, "--use", "rig", "--from", "0.6", "--json") == 0
    (told,) = json.loads(capsys.readouterr().out)["doubts"]
    assert told["picture"] == 3


def test_nothing_to_look_at_is_said(series, capsys):
    finish(series, {})
    assert doubts(series) == 0
    assert "nothing to look at" in capsys.readouterr().out


def test_a_take_that_was_not_finished_is_told_so(series, capsys):
    assert doubts(series) == 2
    assert f"komadori finish {SHOT}" in capsys.readouterr().err
