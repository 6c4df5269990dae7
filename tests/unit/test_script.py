"""A film's script is read whole, and everything wrong in it is told together."""

from datetime import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from komadori.errors import KomadoriError, NotFound, Several
from komadori.unit.script import AxisPath, BadScript, read_script

GOOD = """
schema = "komadori.film/1"
title = "Tea"
rate = "24"
[sizes]
draft = [320, 180]
[[shot]]
slate = "ep01/sc010/sh010"
stage = "evening-room"
frames = 48
clock = { begin = 2026-04-08T05:00:00, end = 2026-04-08T06:00:00 }
fade_in = 12
score = "12  badger: blink"
[[shot.path]]
axis = "camera.x"
keys = [[1, 0], [48, 20.5]]
[[shot.sound]]
ambience = "river"
gain = -12
[[shot]]
slate = "ep01/sc010/sh020"
stage = "evening-room"
frames = 24
on = 3
[card]
text = "The end of it."
"""


@pytest.fixture
def script(tmp_path):
    def read(text):
        (tmp_path / "film.toml").write_text(text, encoding="utf-8")
        return read_script(tmp_path)

    return read


def test_a_script_is_read(script):
    film = script(GOOD)
    assert (film.title, film.rate) == ("Tea", Fraction(24))
    assert film.sizes["draft"] == (320, 180)
    assert film.sizes["live"] == (640, 360)
    first, second = film.shots
    assert str(first.slate) == "ep01/sc010/sh010"
    assert first.sounds[0].name == "river"
    assert second.on == 3
    assert [(shot.frames, shot.mark_in, shot.mark_out) for shot in film.shots] == [(48, 1, 0), (24, 1, 0)]
    assert film.card.frames == 96
    assert first.clock.at(48, film.rate) == datetime.fromisoformat("2026-04-08T06:00")
    assert second.clock is None
    assert film.card.card.text == "The end of it."


@pytest.mark.parametrize("points", ["in = 49", "out = 60", "in = 12\nout = 11", "in = 0"])
def test_points_outside_a_shot_are_told(script, points):
    with pytest.raises(KomadoriError, match="shot 1"):
        script(GOOD.replace("frames = 48", f"frames = 48\n{points}"))
    cut = script(GOOD.replace("frames = 48", "frames = 48\nin = 12\nout = 12")).shots[0]
    assert (cut.mark_in, cut.mark_out) == (12, 12)


def test_a_dissolve_needs_a_shot_before_it_and_no_fade(script):
    assert script(GOOD.replace("on = 3", "on = 3\ndissolve = 8")).shots[1].dissolve == 8
    for change, said in (
        (("fade_in = 12", "dissolve = 8"), "no shot comes before it"),
        (("on = 3", "dissolve = 8\nfade_in = 4"), "faded as well"),
    ):
        with pytest.raises(BadScript, match=said):
            script(GOOD.replace(*change))
    with pytest.raises(BadScript, match="faded as well"):
        script(GOOD.replace("fade_in = 12", "fade_out = 6").replace("on = 3", "dissolve = 8"))


def test_everything_wrong_is_told_together(script):
    text = (
        GOOD.replace('title = "Tea"', "titel = 1")
        .replace("frames = 24", "frames = 0")
        .replace("sh020", "sh010")
        .replace('ambience = "river"', 'sound = "river"')
        .replace("[[1, 0], [48, 20.5]]", "[[5, 0], [4, 1]]")
        .replace("begin = 2026-04-08T05:00:00, ", "")
    )
    with pytest.raises(Several) as told:
        script(text)
    words = str(told.value)
    for said in ("title", "titel", "frames is 0", "called ep01/sc010/sh010", "ambience", "frames rising", "no begin"):
        assert said in words
    assert "shot 1" in words


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("komadori.film/1", "komadori.film/7"), "schema"),
        (('rate = "24"', 'rate = "fast"'), "no frame rate"),
        (("[card]", 'recipe = "../x.toml"\n[card]'), "recipe"),
        (("draft = [320, 180]", "draft = [3, 180]"), "64 to 8192"),
        (('title = "Tea"', "title = "), "not TOML"),
    ],
)
def test_a_wrong_script_is_told(script, change, said):
    with pytest.raises((BadScript, Several), match=said):
        script(GOOD.replace(*change) if change[0] != "[card]" else GOOD.replace("[sizes]", 'recipe = "../x"\n[sizes]'))


def test_a_script_that_is_not_there(tmp_path):
    with pytest.raises(NotFound):
        read_script(tmp_path)


@given(st.lists(st.tuples(st.integers(1, 200), st.floats(-100, 100)), min_size=1, max_size=6, unique_by=lambda k: k[0]))
def test_a_path_passes_through_its_keys_and_never_beyond(keys):
    keys = tuple(sorted(keys))
    path = AxisPath(axis="camera.x", keys=keys)
    for frame, value in keys:
        assert path.at(frame) == pytest.approx(value)
    values = [value for _, value in keys]
    assert all(min(values) - 1e-9 <= path.at(frame) <= max(values) + 1e-9 for frame in range(1, 220, 7))


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_words(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("film")
    (folder / "film.toml").write_bytes(('schema = "komadori.film/1"\n' + text).encode("utf-8", "surrogatepass"))
    with pytest.raises(KomadoriError):
        read_script(folder)
