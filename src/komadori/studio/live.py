"""The live view on its way to a page: the newest picture only, and no more than two that were not yet drawn."""

import asyncio
import secrets
import struct
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing, contextmanager, suppress

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from komadori.capture.owner import Frame, OwnedCamera
from komadori.studio.beside import until_first

CREDITS = 2
"""Pictures under way to a page: one is drawn while the next travels; more would only be older."""

HEADER = struct.Struct("<IId")
"""Number of the picture, flags (none yet), and when it was asked for in milliseconds since 1970."""

BOUNDARY = f"komadori-{secrets.token_hex(16)}"
"""Long and random, since a browser looks for it among the bytes of the pictures."""


OFTEN = 1.0
"""Seconds between two looks at whether the camera is there no more, while no picture comes."""

GONE = 4410
"""The code a web socket is closed with whose camera was let go; the page may ask for it again."""


Ends = Callable[[], bool]


def _never() -> bool:
    return False


class Slot:
    """Room for one picture, the newest; filled on the camera's thread, emptied on the loop's."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._frame: Frame | None = None
        self._there = asyncio.Event()

    def put(self, frame: Frame) -> None:
        """Called by the camera's thread."""
        self._frame = frame
        with suppress(RuntimeError):  # the loop has ended while the camera was still at it
            self._loop.call_soon_threadsafe(self._there.set)

    async def take(self, patience: float = OFTEN) -> Frame | None:
        """The newest picture, as soon as there is one that was not taken; None after so many seconds without."""
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._there.wait()
        self._there.clear()
        frame, self._frame = self._frame, None
        return frame


async def stream(socket: WebSocket, camera: OwnedCamera) -> None:
    """Send the live view of `camera` until the page leaves, or the camera is closed."""
    under_way = 0
    drawn = asyncio.Event()

    async def send() -> None:
        nonlocal under_way
        async with aclosing(frames(camera)) as coming:
            async for frame in coming:
                await socket.send_bytes(HEADER.pack(frame.number & 0xFFFFFFFF, 0, frame.at * 1000) + frame.data)
                under_way += 1
                while under_way >= CREDITS:
                    drawn.clear()
                    await drawn.wait()

    async def listen() -> None:
        nonlocal under_way
        # A page says one word for each picture it has drawn; what it says besides counts for nothing.
        while (await socket.receive())["type"] != "websocket.disconnect":
            under_way = max(0, under_way - 1)
            drawn.set()

    await until_first(send(), listen())
    if WebSocketState.DISCONNECTED not in (socket.client_state, socket.application_state):
        with suppress(WebSocketDisconnect, RuntimeError):
            await socket.close(GONE, "The camera was closed.")


async def frames(camera: OwnedCamera, ends: Ends = _never) -> AsyncGenerator[Frame, None]:
    """The newest picture of the live view, again and again, until the camera is closed or it `ends`."""
    with _watching(camera) as slot:
        while not camera.closing and not ends():
            frame = await slot.take()
            if frame is not None:
                yield frame


@contextmanager
def _watching(camera: OwnedCamera) -> Iterator[Slot]:
    """A slot that is filled by `camera`, which is looked through meanwhile."""
    slot = Slot(asyncio.get_running_loop())
    if camera.newest is not None:
        slot.put(camera.newest)
    leave = camera.subscribe(slot.put)
    try:
        with camera.watch():
            yield slot
    finally:
        leave()


async def motion_jpeg(camera: OwnedCamera, ends: Ends = _never) -> AsyncGenerator[bytes, None]:
    """The live view as parts of a multipart answer, for second screens, until whoever reads it leaves or it `ends`."""
    async with aclosing(frames(camera, ends)) as coming:
        async for frame in coming:
            head = f"--{BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(frame.data)}\r\n\r\n"
            yield head.encode() + frame.data + b"\r\n"
