"""The notation: what it says, that it reads back what it writes, and what each slip is told."""

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from komadori.errors import Several
from komadori.score.cue import Cue, Written, cues_of, score_text
from komadori.score.mark import Mark
from komadori.score.notation import BadScore, read_cell, read_score
from komadori.score.sheet_column import read_sheet
from komadori.score.timing import marks_of
from komadori.score.vocabulary import FEELINGS, GESTURES, REST
from komadori.sheet.sheet import Cell, Column, Sheet
from komadori.sheet.strip import Strip

WHO = st.sampled_from(["badger", "vole", "young woman", "穴熊"])
STRENGTHS = st.sampled_from([1.0, 0.6, 1.4, 0.3]) | st.floats(0, 2)
SIGNS = st.text(st.characters(blacklist_characters="\r\n", blacklist_categories=("Cs",)), max_size=6)
FEELING = st.just("") | st.sampled_from(sorted(FEELINGS))


@st.composite
def written(draw):
    gesture = GESTURES[draw(st.sampled_from(sorted(GESTURES)))]
    frames = draw(st.just(0) | st.integers(1, 99))
    return Written(
        gesture=gesture.name,
        frames=frames,
        about=bool(frames) and draw(st.booleans()),
        side=draw(st.sampled_from(["", *gesture.sides])),
        strength=draw(STRENGTHS),
        feeling=draw(FEELING),
        text=draw(SIGNS),
        after=draw(st.just(0) | st.integers(1, 20)),
        throughout=not frames and draw(st.booleans()),
    )


RESTS = st.builds(Written, gesture=st.just(REST), frames=st.integers(0, 30))
CHORDS = st.lists(written() | RESTS, min_size=1, max_size=3).map(tuple)
CUES = st.builds(
    Cue,
    who=WHO,
    first=st.none() | st.integers(1, 9999),
    feeling=FEELING,
    chords=st.lists(CHORDS, min_size=1, max_size=3).map(tuple),
)


@settings(deadline=None)
@given(st.lists(CUES, max_size=5))
def test_what_is_written_is_read_back(cues):
    assert read_score(score_text(cues)) == tuple(cues)


@settings(deadline=None)
@given(st.lists(CUES, max_size=3), st.sampled_from([Fraction(24), Fraction(12), Fraction(30)]))
def test_marks_written_out_are_the_same_marks(cues, rate):
    marks = marks_of(cues, rate=rate, frames=400)
    assert marks_of(read_score(score_text(cues_of(marks))), rate=rate) == marks


def test_the_line_of_the_readme():
    (cue,) = read_score('badger: tilt left ~8f, blink, hum "?"')
    assert cue == Cue(
        who="badger",
        chords=(
            (Written(gesture="tilt", side="left", frames=8, about=True),),
            (Written(gesture="blink"),),
            (Written(gesture="hum", text="?"),),
        ),
    )
    assert [(mark.gesture, mark.first, mark.frames) for mark in marks_of([cue])] == [
        ("tilt", 1, 8),
        ("blink", 9, 8),
        ("hum", 17, 24),
    ]


def test_about_so_many_frames_is_left_to_the_temperament():
    cues = read_score("badger & vole: tilt left ~8f, nod 10f, blink")
    marks = marks_of(cues, paces={"badger": 1.5, "vole": 0.75})
    assert [mark.frames for mark in marks if mark.who == "badger"] == [12, 10, 12]
    assert [mark.frames for mark in marks if mark.who == "vole"] == [6, 10, 6]


def test_together_after_rest_and_throughout():
    cues = read_score("10 badger (sad): breathe throughout, rest 5f, sigh 20f + blink after 3f 8f (tired), look up 4f")
    told = {mark.gesture: (mark.first, mark.frames, mark.feeling) for mark in marks_of(cues, frames=100)}
    assert told == {
        "breathe": (10, 91, "sad"),
        "sigh": (15, 20, "sad"),
        "blink": (18, 8, "tired"),
        "look": (35, 4, "sad"),
    }


def test_a_cue_without_a_frame_goes_on_where_its_character_ended():
    text = "5 badger: nod 10f\nvole: hop 4f # at the beginning\n\nbadger: blink 8f; vole: blink 2f\n"
    assert [(mark.who, mark.first) for mark in marks_of(read_score(text))] == [
        ("vole", 1),
        ("badger", 5),
        ("vole", 5),
        ("badger", 15),
    ]


def test_typographic_signs_and_strengths():
    (cue,) = read_score("robin: chirp softly 「ちゅん」 + hum ×1.25 “…”")
    assert [(one.strength, one.text) for one in cue.chords[0]] == [(0.6, "ちゅん"), (1.25, "…")]


@pytest.mark.parametrize(
    ("text", "column", "message", "hint"),
    [
        ("badger: tlit left", 9, "no gesture 'tlit'", "'tilt'"),
        ("badger: dubble blink", 9, "no gesture 'dubble'", "'double blink'"),
        ("badger: blink left", 15, "cannot go left", "knows no side"),
        ("badger: turn up", 14, "cannot go up", "left, right, forward"),
        ("badger: tilt 8", 14, "'8' says nothing", "8f"),
        ("badger: tilt sofly", 14, "says nothing", "'softly'"),
        ("badger: tilt nod", 14, "says nothing", ", nod"),
        ("badger: hum puzzled", 13, "says nothing", "(puzzled)"),
        ("badger: hum (puzled)", 13, "no feeling 'puzled'", "'puzzled'"),
        ("badger tilt left", 1, "One colon", "Such as"),
        ("badger: vole: nod", 1, "One colon", "Such as"),
        (": nod", 1, "Nobody is named", ""),
        ("badger: nod,, blink", 15, "missing", "One too many"),
        ("badger: nod + ", 9, "missing", "One too many"),
        ('badger: hum "?', 13, "never closed", ""),
        ("badger: tilt ×3", 14, "too much", "×2"),
        ("badger: tilt 0f", 14, "at least one frame", ""),
        ("badger: tilt left right", 19, "told twice", ""),
        ("badger: blink after nod", 15, "followed by frames", "after 3f"),
        ("badger: nod 4f throughout", 9, "throughout", ""),
        ("0 badger: nod", 1, "count from 1", ""),
    ],
)
def test_a_slip_is_told_with_its_place(text, column, message, hint):
    with pytest.raises(BadScore) as told:
        read_score("\n" + text, "film.score")
    assert (told.value.line, told.value.column) == (2, column), str(told.value)
    assert told.value.message.startswith(f"film.score:2:{column}: ")
    assert message in told.value.message
    assert hint in told.value.hint


def test_all_slips_are_told_together():
    with pytest.raises(Several) as told:
        read_score("badger: tlit, blnk\nvole: nod (hapy)\n")
    assert [(one.line, one.column) for one in told.value.errors] == [(1, 9), (1, 15), (2, 11)]


def test_only_the_cast_may_act():
    with pytest.raises(BadScore, match="badgr") as told:
        read_score("badgr: nod", cast=("badger", "vole"))
    assert "'badger'" in told.value.hint


@settings(deadline=None)
@given(st.text(alphabet='badger:;,+&~8f ×"“「()# tiltleftnod\n0', max_size=60))
def test_no_text_is_our_mistake(text):
    with suppress(BadScore, Several):
        read_score(text)


def sheet_with(*columns):
    drawn = tuple(Column(name=name, kind="free", cells=Strip.of(cells)) for name, cells in columns)
    plain = Sheet.empty(Fraction(24))
    return Sheet(rate=plain.rate, columns=(*plain.columns, *drawn))


def test_a_score_stands_on_the_sheet():
    sheet = sheet_with(
        ("score", [Cell(length=11), Cell(length=20, text="badger: nod\nvole: hop 6f; robin: chirp")]),
        ("score badger", [Cell(length=4, text="blink"), Cell(length=9, hidden=True, text="nonsense")]),
        ("scores", [Cell(length=1, text="not a score")]),
    )
    assert [(cue.who, cue.first) for cue in read_sheet(sheet)] == [
        ("badger", 1),
        ("badger", 12),
        ("vole", 12),
        ("robin", 12),
    ]


def test_slips_on_the_sheet_are_told_by_frame():
    sheet = sheet_with(("score", [Cell(length=6, text="badger: nood"), Cell(length=6, text="7 vole: hop\nvole hop")]))
    with pytest.raises(Several) as told:
        read_sheet(sheet)
    words = [error.message for error in told.value.errors]
    assert words[0].startswith("frame 1, line 1:9: ")
    assert words[1].startswith("frame 7, line 1:1: ")
    assert words[2].startswith("frame 7, line 2:1: ")


def test_marks_of_nothing_are_none():
    assert marks_of(read_score("# nothing yet\n\n")) == ()
    assert read_cell(" ", 3) == ()
    assert Mark(who="badger", gesture="nod", first=3, frames=4).last == 6
