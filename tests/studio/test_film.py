"""The finished film as the player asks for it: its pictures, its time, its sound, and why there is none."""

import io
import wave
from contextlib import nullcontext

import numpy as np
import pytest
import simplejpeg

from komadori.farm import LocalFarm
from komadori.sound import Wave, wav_bytes

RETIMED = [{"use": "develop"}, {"use": "retime", "speed": 0.5}]


@pytest.fixture
def shot(desk, do):
    """A desk with three pictures on twos on its take."""
    do(desk, "dark", on=False)
    do(desk, "shoot", count=3, held=2)
    return desk


@pytest.fixture(scope="module")
def farm():
    """One process for all these tests, for starting one takes longer than they do."""
    farm = LocalFarm(1)
    yield farm
    farm.shutdown()


@pytest.fixture
def finish(shot, do, farm, monkeypatch):
    """finish(tables) finishes the take on the desk by a recipe, and waits for it."""
    monkeypatch.setattr("komadori.studio.acts.working.open_farm", lambda *_: nullcontext(farm))

    def finished(tables):
        number = do(shot, "finish", operations=tables)["work"]
        ended = shot.told.soon("work", lambda one: one["id"] == number and one["state"] != "running")
        assert ended["state"] == "done", ended

    return finished


@pytest.fixture
def ask(shot, client):
    def answer(what):
        return client.get(f"/take/{shot.take.take.take.id}/{what}")

    return answer


def test_a_film_shows_its_pictures_as_the_sheet_does(ask, finish):
    finish([{"use": "develop"}])
    told = ask("film/x1").json()
    assert told["shows"] == [0, 0, 1, 1, 2, 2]
    assert told["places"] == [1, 2, 3, 4, 5, 6]
    assert not told["retimed"]
    assert len(set(told["pictures"])) == 3
    small = ask(f"finished/{told['pictures'][0]}/proxy.jpg")
    assert small.headers["content-type"] == "image/jpeg"
    assert "immutable" in small.headers["cache-control"]
    assert simplejpeg.decode_jpeg(small.content).shape == (64, 96, 3)


def test_a_film_in_another_time_tells_which_frame_of_the_sheet_is_seen(ask, finish):
    finish([{"use": "develop"}, {"use": "retime", "speed": 0.5, "between": "dissolve"}])
    told = ask("film/x1").json()
    assert told["retimed"]
    assert told["places"] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]
    assert len(told["shows"]) == 12
    assert told["shows"] == sorted(told["shows"])
    assert len(told["pictures"]) > 3
    between = ask(f"finished/{told['pictures'][1]}/full.jpg").content
    assert between != ask(f"finished/{told['pictures'][0]}/full.jpg").content


def test_a_film_of_another_sheet_is_refused_and_why_is_said(ask, finish, shot, do):
    assert ask("film/x1").json()["error"]["kind"] == "NotFinished"
    finish(RETIMED)
    assert ask("film/x1").status_code == 200
    do(shot, "hold", frame=1, by=2)
    refused = ask("film/x1")
    assert refused.status_code == 404
    error = refused.json()["error"]
    assert error["kind"] == "NotFinished"
    assert "was changed" in error["message"]
    assert "komadori finish" in error["hint"]
    finish(RETIMED)
    assert len(ask("film/x1").json()["places"]) == 16


def test_a_picture_shot_since_is_missed(ask, finish, shot, do):
    finish([{"use": "develop"}])
    do(shot, "shoot")
    assert "picture 4" in ask("film/x1").json()["error"]["message"]


def test_what_there_is_not_is_said(ask, finish, client):
    finish([{"use": "develop"}])
    name = ask("film/x1").json()["pictures"][0]
    assert ask("film/x9").json()["error"]["kind"] == "FramesMissing"
    assert client.get("/take/gone/film/x1").status_code == 404
    assert ask(f"finished/{name}/poster.jpg").status_code == 404
    assert ask(f"finished/{'0' * 40}/proxy.jpg").status_code == 404
    assert ask("finished/a.b/proxy.jpg").status_code == 400


def test_the_sound_goes_with_its_frames(ask, finish, shot, do, client):
    click = Wave(data=np.full((1, 400), 0.5, np.float32), rate=48_000)
    client.post("/api/sounds/click.wav", content=wav_bytes(click))
    do(shot, "place-sound", name="click.wav", frame=3)

    def begins(address):
        with wave.open(io.BytesIO(ask(address).content)) as told:
            data = np.frombuffer(told.readframes(told.getnframes()), "<i2").reshape(-1, told.getnchannels())
        return int(np.argmax(np.abs(data).max(axis=1) > 0)) / 2_000 + 1, len(data) / 2_000

    assert begins("track.wav")[0] == 3
    finish(RETIMED)
    assert begins("film/x1/track.wav") == (5, 12)
