"""A film from its script, made whole by the command a person types; stopped, gone on with, and changed."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import av
import numpy as np
import pytest

from komadori.film import Slate
from komadori.picture import read
from komadori.store import open_series

pytestmark = [pytest.mark.slow, pytest.mark.timeout(500)]

STAGE = """
schema = "komadori.stage/1"
set = "six-mat-room"
seed = 3
[[puppet]]
name = "vole"
is = "vole"
at = "table.right"
"""
FILM = """
schema = "komadori.film/1"
title = "A Small Film"
[sizes]
live = [96, 64]
[[shot]]
slate = "ep01/sc010/sh010"
stage = "room.toml"
frames = 12
score = '2  vole: squeak "!" (happy) + hop'
[[shot.sound]]
ambience = "room"
[[shot]]
slate = "ep01/sc010/sh020"
stage = "room.toml"
frames = 6
clock = { begin = 2026-01-10T12:00:00, end = 2026-07-10T12:00:00, runs = "days" }
[card]
text = "The end."
frames = 12
fade_in = 3
fade_out = 3
"""


@pytest.fixture
def folder(tmp_path):
    script = tmp_path / "script"
    script.mkdir()
    (script / "room.toml").write_text(STAGE, encoding="utf-8")
    (script / "film.toml").write_text(FILM, encoding="utf-8")
    return script


def command(folder, *more):
    words = ["film", folder, "--quality", "live", "--series", folder.parent / "series", "--json", *more]
    return [sys.executable, "-m", "komadori", *map(str, words)]


def made(folder, *more):
    done = subprocess.run(command(folder, *more), capture_output=True, text=True, check=False, timeout=450)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_film_is_made_gone_on_with_and_changed(folder):
    own = folder / "characters" / "vole.toml"
    own.parent.mkdir()
    own.write_text('schema = "komadori.character/1"\nlike = "badger"\n[told]\nen = "vole"\n', encoding="utf-8")
    first = made(folder)
    assert (folder.parent / "series/characters/vole.toml").read_bytes() == own.read_bytes()
    assert (first["pictures"], first["taken"]) == (9, 9)
    with av.open(first["movie"]["path"]) as movie:
        video, audio = movie.streams.video[0], movie.streams.audio[0]
        assert (video.frames, video.width, audio.rate) == (30, 96, 48_000)
    captions = Path(first["captions"]["en"]).read_text(encoding="utf-8")
    assert "[vole squeaks, happy]" in captions
    assert {"mix", "vole", "places"} <= set(first["stems"])
    series = open_series(folder.parent / "series")
    sheet = series.take(Slate.parse("ep01/sc010/sh010")).sheet
    assert [column.name for column in sheet.columns if column.kind == "free"] == ["score", "script"]
    hashes = [picture.hash for picture in series.take(Slate.parse("ep01/sc010/sh020")).pictures]
    assert len(set(hashes)) == 3  # the year goes by before the window
    played = series.take(Slate.parse("ep01/sc010/sh010")).pictures
    assert all(picture.axes is not None for picture in played)
    assert len({picture.axes for picture in played}) > 1

    again = made(folder)
    assert (again["taken"], again["pictures"]) == (0, 9)

    changed = FILM.replace("frames = 6", "frames = 8")
    (folder / "film.toml").write_text(changed, encoding="utf-8")
    third = made(folder)
    assert third["taken"] == 4
    assert len(open_series(folder.parent / "series").shot(Slate.parse("ep01/sc010/sh020")).takes()) == 2


RECIPE = """
schema = "komadori.recipe"
version = 1
[[operation]]
use = "retime"
speed = 0.5
"""


def test_a_film_whose_recipe_changes_time_is_longer_with_all_that_is_heard(folder):
    (folder / "recipe.toml").write_text(RECIPE, encoding="utf-8")
    retimed = FILM.replace("[sizes]", 'recipe = "recipe.toml"\n[sizes]').replace(
        "frames = 12\nscore", "frames = 8\nscore"
    )
    (folder / "film.toml").write_text(retimed, encoding="utf-8")
    told = made(folder, "--as", "prores4444")
    frames = 2 * 8 + 2 * 6 + 12
    with av.open(told["movie"]["path"]) as movie:
        video, audio = movie.streams.video[0], movie.streams.audio[0]
        assert (video.codec_context.codec.name, video.frames) == ("prores", frames)
        assert audio.duration * audio.time_base == pytest.approx(frames / 24, abs=1e-3)
    assert any("8 frames of its sheet became 16" in remark for remark in told["remarks"])
    captions = Path(told["captions"]["en"]).read_text(encoding="utf-8")
    assert "00:00:00.083 --> " in captions  # the second frame of the sheet is the third of the film


def test_a_film_that_was_killed_goes_on_and_is_the_same(folder, tmp_path):
    process = subprocess.Popen(command(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    pictures = tmp_path / "series"
    for _ in range(2000):
        if len(list(pictures.rglob("pictures/*.jpg"))) >= 3 or process.poll() is not None:
            break
        time.sleep(0.1)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    done = made(folder)
    assert done["pictures"] == 9
    assert done["taken"] < 9
    other = tmp_path / "other"
    other.mkdir()
    for file in folder.iterdir():
        (other / file.name).write_bytes(file.read_bytes())
    whole = subprocess.run(
        [*command(other)[:-2], str(tmp_path / "whole"), "--json"],
        capture_output=True,
        text=True,
        check=True,
        timeout=450,
    )
    assert json.loads(whole.stdout)["taken"] == 9
    for slate in ("ep01/sc010/sh010", "ep01/sc010/sh020"):
        takes = [open_series(tmp_path / name).take(Slate.parse(slate)) for name in ("series", "whole")]
        for one, two in zip(
            *([read(take.file(picture)).data for picture in take.pictures] for take in takes), strict=True
        ):
            np.testing.assert_array_equal(one, two)


def test_a_shot_that_cannot_be_shot_does_not_stop_the_others(folder):
    (folder / "film.toml").write_text(FILM.replace("vole: squeak", "hedgehog: squeak"), encoding="utf-8")
    done = subprocess.run(command(folder), capture_output=True, text=True, check=False, timeout=450)
    assert done.returncode != 0
    assert "hedgehog" in json.loads(done.stdout)["error"]["message"]
    series = open_series(folder.parent / "series")
    assert len(series.take(Slate.parse("ep01/sc010/sh020")).pictures) == 3
