"""The live view on its way: newest wins, two under way, and what ends it."""

import asyncio
import io
import struct
from urllib.parse import quote

import pytest
from PIL import Image
from starlette.websockets import WebSocketDisconnect

from komadori.capture.owner import Frame
from komadori.studio.live import BOUNDARY, CREDITS, GONE, HEADER, Slot, motion_jpeg

WIRE = "ws://127.0.0.1:8380"


def frame(number):
    return Frame(number=number, at=1000.5, data=b"\xff\xd8 picture %d" % number)


class Camera:
    """A camera that shows what a test puts before it."""

    def __init__(self):
        self.newest, self.closing, self.watched = None, False, 0
        self.listeners = []

    def subscribe(self, callback):
        self.listeners.append(callback)
        return lambda: self.listeners.remove(callback)

    def watch(self):
        return self

    def __enter__(self):
        self.watched += 1

    def __exit__(self, *_):
        self.watched -= 1

    def show(self, number):
        self.newest = frame(number)
        for listener in self.listeners:
            listener(self.newest)


def test_a_slot_holds_the_newest_alone():
    async def run():
        slot = Slot(asyncio.get_running_loop())
        for number in (1, 2, 3):
            slot.put(frame(number))
        assert (await slot.take()).number == 3
        assert await slot.take(0.01) is None
        slot.put(frame(4))
        assert (await slot.take()).number == 4

    asyncio.run(run())


def test_a_slot_may_be_filled_after_its_loop_has_ended():
    slots = []

    async def run():
        slots.append(Slot(asyncio.get_running_loop()))

    asyncio.run(run())
    slots[0].put(frame(1))


def test_a_stream_of_jpegs_names_each_and_leaves_nobody_watching():
    async def run():
        camera = Camera()
        camera.show(1)
        parts = motion_jpeg(camera)
        first = await anext(parts)
        assert first == (
            f"--{BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(frame(1).data)}\r\n\r\n".encode()
            + frame(1).data
            + b"\r\n"
        )
        assert camera.watched == 1
        await parts.aclose()
        assert (camera.watched, camera.listeners) == (0, [])

    asyncio.run(run())


def test_a_stream_ends_when_its_camera_is_closed(monkeypatch):
    monkeypatch.setattr("komadori.studio.live.OFTEN", 0.01)

    async def run():
        camera = Camera()
        camera.show(1)
        got = []
        async for part in motion_jpeg(camera):
            got.append(part)
            camera.closing = True
        assert len(got) == 1

    asyncio.run(run())


def test_a_page_is_sent_pictures_as_it_draws_them(client, desk):
    with client.websocket_connect(f"{WIRE}/api/live/{quote(desk.cameras.chosen)}") as socket:
        numbers = []
        for _ in range(6):
            data = socket.receive_bytes()
            number, flags, at = struct.unpack_from("<IId", data)
            assert HEADER.size == 16
            assert flags == 0
            assert abs(at / 1000 - desk.cameras.get().newest.at) < 60
            assert Image.open(io.BytesIO(data[16:])).size == (96, 64)
            numbers.append(number)
            socket.send_text("ack")
        assert numbers == sorted(set(numbers))
    assert desk.cameras.get().watched == 0


class Socket:
    """A page that draws when a test says so."""

    def __init__(self):
        from starlette.websockets import WebSocketState

        self.client_state = self.application_state = WebSocketState.CONNECTED
        self.said, self.sent, self.closed = asyncio.Queue(), [], None

    async def receive(self):
        return await self.said.get()

    async def send_bytes(self, data):
        self.sent.append(HEADER.unpack_from(data)[0])

    async def close(self, code, _reason):
        self.closed = code


async def settle():
    for _ in range(20):
        await asyncio.sleep(0)


def test_no_more_than_two_are_under_way_and_what_is_older_is_left_out():
    from komadori.studio.live import stream

    async def run():
        camera, socket = Camera(), Socket()
        streaming = asyncio.create_task(stream(socket, camera))
        await settle()
        for number in range(1, 6):
            camera.show(number)
            await settle()
        assert socket.sent == [1, 2][:CREDITS]
        await socket.said.put({"type": "websocket.receive", "text": "ack"})
        await settle()
        assert socket.sent == [1, 2, 5]
        # A page that says it has drawn what it was never sent is given no more for it.
        for _ in range(50):
            await socket.said.put({"type": "websocket.receive", "text": "ack"})
        await settle()
        for number in range(6, 12):
            camera.show(number)
            await settle()
        assert socket.sent == [1, 2, 5, 6, 7]
        await socket.said.put({"type": "websocket.disconnect"})
        await streaming
        assert (camera.watched, camera.listeners, socket.closed) == (0, [], GONE)

    asyncio.run(run())


def draw_all(socket):
    while True:
        socket.receive_bytes()
        socket.send_text("ack")


def test_closing_a_camera_ends_its_live_view(client, desk, do, monkeypatch):
    monkeypatch.setattr("komadori.studio.live.OFTEN", 0.02)
    with client.websocket_connect(f"{WIRE}/api/live/{quote(desk.cameras.chosen)}") as socket:
        socket.receive_bytes()
        do(desk, "close-camera", name=desk.cameras.chosen)
        with pytest.raises(WebSocketDisconnect) as closed:
            draw_all(socket)
    assert closed.value.code == GONE


def test_a_camera_that_is_not_open_shows_nothing(client):
    with (
        client.websocket_connect(f"{WIRE}/api/live/ヴァン{'é' * 200}") as socket,
        pytest.raises(WebSocketDisconnect) as closed,
    ):
        socket.receive_bytes()
    assert closed.value.code == 4404
    assert len(closed.value.reason.encode()) <= 120
    assert client.get("/live.mjpeg?camera=nobody").status_code == 404
