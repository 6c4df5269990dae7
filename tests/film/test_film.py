"""Slates address shots; pictures answer for their main file."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from komadori.film import BadSlate, Picture, PictureFile, Slate

PARTS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}", fullmatch=True).filter(
    lambda part: part.lower() not in {"con", "prn", "aux", "nul"} and part.lower()[:3] not in {"com", "lpt"}
)
SLATES = st.builds(Slate, episode=PARTS, scene=PARTS, shot=PARTS, take=st.none() | st.integers(1, 9999))


@given(SLATES)
def test_a_slate_is_read_back_as_it_was_written(slate):
    assert Slate.parse(str(slate)) == slate


def test_a_slate_reads_as_people_write_it():
    assert Slate.parse("ep01/sc010/sh020") == Slate(episode="ep01", scene="sc010", shot="sh020")
    assert Slate.parse("ep01/sc010/sh020/tk02").take == 2
    assert str(Slate.parse("ep01/sc010/sh020").of_take(3)) == "ep01/sc010/sh020/tk03"


@pytest.mark.parametrize(
    "text",
    ["", "ep01", "ep01/sc010", "ep01/sc010/sh020/2", "ep01/sc010/sh020/tk00", "ep01/../sh020", "a/b/c/tk1/x", "a//c",
     "ep01/sc010/con", "ep 01/a/b", "é/b/c", "a/b/" + "c" * 33, "a/b/.c", "a\\b/c/d", "a/b/c\n"],
)  # fmt: skip
def test_what_addresses_no_shot_is_told_so(text):
    with pytest.raises(BadSlate) as told:
        Slate.parse(text if text.strip() == text else text + "x")
    assert "hint: " in str(told.value)


def test_a_bad_slate_shows_how_to_write_one():
    with pytest.raises(BadSlate, match=r"'sh020' does not address a shot\.\nhint: Write episode/scene/shot"):
        Slate.parse("sh020")


def test_a_picture_answers_for_its_main_file():
    main = PictureFile(name="pictures/000001_x1.jpg", bytes=7, hash="blake2b:aa")
    raw = PictureFile(name="pictures/000001_x1.dng", bytes=9, hash="blake2b:bb")
    picture = Picture(number=1, files=(main, raw), format="jpeg", width=6, height=4, kept="2026-01-01T00:00:00Z")
    assert (picture.file, picture.bytes, picture.hash) == ("pictures/000001_x1.jpg", 7, "blake2b:aa")


def test_a_pictures_axes_that_may_move_the_camera():
    main = PictureFile(name="pictures/000001_x1.jpg", bytes=7, hash="blake2b:aa")
    axes = (("camera.pan", 3.5), ("track", -2.0), ("badger.head.turn", 9.0), ("badger.face", "smile"), ("face", "sad"))
    picture = Picture(number=1, files=(main,), format="jpeg", width=6, height=4, kept="2026-01-01T00:00:00Z")
    assert picture.camera_axes is None
    assert replace(picture, axes=axes).camera_axes == axes[:2]
    assert replace(picture, axes=()).camera_axes == ()
