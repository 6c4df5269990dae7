"""The studio on a socket: what serves it, and how it ends without cutting anybody short."""

import socket

import uvicorn

from komadori.studio.app import application
from komadori.studio.desk import Desk

LARGEST = 8 * 1024 * 1024
"""Bytes of one message of a web socket: a look-through document, or a picture of a lent camera's live view."""
PATIENCE = 3
"""Seconds for answers that are underway when it ends."""


class Server(uvicorn.Server):
    """Serves one desk, and closes it. A live view has no end of its own, so it is told of this one."""

    def __init__(self, desk: Desk, *, hosts: tuple[str, ...] = (), token: str = "") -> None:
        self._desk = desk
        config = uvicorn.Config(
            application(desk, hosts=hosts, token=token),
            log_level="warning",
            ws="websockets-sansio",
            ws_max_size=LARGEST,
            ws_per_message_deflate=False,
            lifespan="on",
            timeout_graceful_shutdown=PATIENCE,
            server_header=False,
        )
        super().__init__(config)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let nobody in any more, and end what is underway."""
        self._desk.ending.set()
        await super().shutdown(sockets)
