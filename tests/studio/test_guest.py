"""A page lends its own camera; and what a page brings has an end."""

import io
import json

import pytest
from PIL import Image
from starlette.websockets import WebSocketDisconnect

from komadori.devices.protocols import CameraLost

WIRE = "ws://127.0.0.1:8380"


def jpeg(grey=90):
    held = io.BytesIO()
    Image.effect_noise((96, 64), grey).convert("RGB").save(held, "JPEG")
    return held.getvalue()


def test_a_page_lends_its_camera_shows_and_brings_photographs(client, line, desk):
    with client.websocket_connect(f"{WIRE}/api/lend/C920%3Fpatience=0") as lent:
        lent.send_bytes(jpeg())
        lent.send_bytes(b"<html>no picture</html>")
        told = line.next("cameras", lambda one: [a for a in one["open"] if a["guest"] and not a["opening"]])
        name = told["open"][-1]["name"]
        assert name == "browser:C920 patience=0"
        line.do("choose-camera", name=name)
        with client.websocket_connect(f"{WIRE}/api/live/{name}") as live:
            lent.send_bytes(jpeg())
            assert live.receive_bytes()[16:].startswith(b"\xff\xd8")
        call = line.ask("shoot")
        press = line.next("press")
        assert press["camera"] == name
        photograph = jpeg(40)
        wrong = client.post(f"/api/press/{name}", content=b"old", headers={"x-token": "press 77", "x-name": "a.jpg"})
        assert wrong.status_code == 200
        told = {"x-token": press["token"], "x-name": "../../evil.jpg"}
        assert client.post(f"/api/press/{name}", content=photograph, headers=told).json() == {"bytes": len(photograph)}
        assert line.answer(call)["result"] == {"pictures": [1]}
    assert desk.take.take.file(desk.take.writer.pictures[0]).read_bytes() == photograph


def test_two_pages_that_lend_one_camera_leave_one_by_one(client, desk, until):
    with client.websocket_connect(f"{WIRE}/api/lend/C920") as first:
        first.send_bytes(jpeg())
        with client.websocket_connect(f"{WIRE}/api/lend/C920"):
            until(lambda: desk.cameras.get("browser:C920").opened.done())
            guest = desk.cameras.get("browser:C920").guest()
            until(lambda: guest._pages == 2)
        until(lambda: guest._pages == 1)
    until(lambda: guest._pages == 0)
    with pytest.raises(CameraLost):
        guest.reconnect()


def test_closing_a_lent_camera_sends_its_page_away(client, desk, line):
    with client.websocket_connect(f"{WIRE}/api/lend/C920") as lent:
        line.next("cameras", lambda one: [a for a in one["open"] if a["guest"] and not a["opening"]])
        line.do("close-camera", name="browser:C920")
        lent.send_bytes(jpeg())
        with pytest.raises(WebSocketDisconnect):
            lent.receive_text()


def test_a_camera_that_takes_its_own_photographs_is_brought_none(client, desk):
    answer = client.post("/api/press/pattern%3Fsize=96x64", content=jpeg())
    assert (answer.status_code, answer.json()["error"]["kind"]) == (400, "BadRequest")
    assert client.post("/api/press/nobody", content=b"").status_code == 404


def test_bodies_have_an_end_and_words_are_json(client, monkeypatch):
    monkeypatch.setattr("komadori.studio.api.COMMAND_BYTES", 100)
    for body in (b"x" * 101, iter([b"x" * 60, b"x" * 60])):
        answer = client.post("/api/do/undo", content=body)
        assert (answer.status_code, answer.json()["error"]["kind"]) == (400, "BadRequest")
    for body in (b"[]", b"{", b"\xff", b"[" * 100, b"null"):
        answer = client.post("/api/do/undo", content=body)
        assert (answer.status_code, answer.json()["error"]["kind"]) == (400, "BadRequest")
    answer = client.post("/api/do/on", content=json.dumps({"frames": 3}))
    assert answer.json() == {}
