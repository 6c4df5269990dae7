"""Small versions of pictures: made once, kept, and told of in words where they cannot be made."""

import io
import threading
from concurrent.futures import wait

import pytest
from PIL import Image

from komadori.store import Cache
from komadori.studio.pictures import SmallPictures, shrunk


@pytest.fixture
def small(tmp_path):
    made = SmallPictures()
    yield made
    made.close()


def test_a_version_is_made_once_however_many_ask(small, tmp_path):
    cache, gate, times = Cache(tmp_path), threading.Event(), []

    def make():
        gate.wait(60)
        times.append(1)
        return b"jpeg"

    asked = [small.ask(cache, "studio-thumb-1", make) for _ in range(20)]
    gate.set()
    wait(asked)
    asked.append(small.ask(cache, "studio-thumb-1", make))
    assert {one.result().read_bytes() for one in asked} == {b"jpeg"}
    assert len(times) == 1


def test_one_that_fails_may_be_asked_for_again(small, tmp_path, until):
    cache = Cache(tmp_path)

    def fails():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        small.ask(cache, "studio-thumb-2", fails).result(60)
    until(lambda: not small._making)
    assert small.ask(cache, "studio-thumb-2", lambda: b"there").result(60).read_bytes() == b"there"


@pytest.mark.parametrize("width", [40, 160, 5000])
def test_a_picture_is_made_no_wider_than_asked_for_and_never_wider_than_it_is(samples, tmp_path, width):
    pixels = Image.open(io.BytesIO(shrunk(samples.jpeg(tmp_path / "a.jpg"), width, 82)))
    assert pixels.width <= max(width, 96)
    assert pixels.width / pixels.height == pytest.approx(1.5, abs=0.06)


def test_a_page_is_given_every_size_of_a_picture_to_keep_for_ever(client, desk, do):
    do(desk, "shoot")
    base = f"/take/{desk.take.take.take.id}/1"
    kept = desk.take.take.file(desk.take.writer.pictures[0]).read_bytes()
    for size in ("thumb.jpg", "proxy.jpg", "full"):
        answer = client.get(f"{base}/{size}")
        assert answer.headers["content-type"] == "image/jpeg"
        assert "immutable" in answer.headers["cache-control"]
        assert Image.open(io.BytesIO(answer.content)).size == (96, 64)
    assert client.get(f"{base}/full").content == kept
    part = client.get(f"{base}/full", headers={"range": "bytes=0-9"})
    assert (part.status_code, part.content) == (206, kept[:10])


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/take/{take}/1/huge.jpg", "NotFound"),
        ("/take/{take}/2/thumb.jpg", "UnknownPicture"),
        ("/take/{take}/0/thumb.jpg", "UnknownPicture"),
        ("/take/{take}/1/finished.jpg", "NotFound"),
        ("/take/another/1/thumb.jpg", "NotFound"),
        ("/alarms/1.png", "NotFound"),
        ("/take/{take}/tests/t0001.jpg", "NotFound"),
    ],
)
def test_what_is_not_there_is_told_in_words(client, desk, do, path, kind):
    do(desk, "shoot")
    answer = client.get(path.format(take=desk.take.take.take.id))
    assert (answer.status_code, answer.json()["error"]["kind"]) == (404, kind)


def test_a_picture_that_was_moved_away_by_hand_is_told_in_words(client, desk, do):
    do(desk, "shoot")
    desk.take.take.file(desk.take.writer.pictures[0]).unlink()
    base = f"/take/{desk.take.take.take.id}/1"
    assert client.get(f"{base}/full").json()["error"]["kind"] == "NotFound"
    assert client.get(f"{base}/thumb.jpg").status_code in (404, 409)


def test_without_a_take_there_are_no_pictures(desks, do):
    from starlette.testclient import TestClient

    from komadori.studio.app import application

    desk, _ = desks()
    with TestClient(application(desk), base_url="http://127.0.0.1:8380") as client:
        assert client.get("/take/x/1/thumb.jpg").json()["error"]["kind"] == "NothingOpen"
        assert client.post("/api/sounds/x.wav", content=b"").status_code == 409
        assert client.post("/api/do/shoot").json()["error"]["kind"] == "NothingOpen"
        assert client.get("/api/state").json()["take"] is None


def test_a_test_shot_can_be_looked_at(client, desk, do):
    name = do(desk, "test-shot")["name"]
    answer = client.get(f"/take/{desk.take.take.take.id}/tests/{name}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    assert desk.told.newest("tests")["shots"][0]["name"] == name
    assert desk.take.writer.pictures == []
