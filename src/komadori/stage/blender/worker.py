"""The renderer's own process: it holds a scene in Blender and photographs it when asked.

Run by a Python that has `bpy` (`python -I worker.py`) or by Blender itself (`blender -b --factory-startup -P
worker.py`). It speaks JSON, a line a message, over a socket of this machine, because Blender writes to the standard
output whatever it likes; arrays lie beside as .npy files. `KOMADORI_CHANNEL` holds "port:token".
Nothing of Komadori is imported here, and nothing but bpy, mathutils, numpy and the standard library.
"""

import json
import os
import queue
import signal
import socket
import sys
import threading
import traceback
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
PROTOCOL = 1


class Channel:
    """Lines of JSON to and from the program that started this process; a reader of its own notices when that ends."""

    def __init__(self, port: int, token: str) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._requests: queue.Queue[dict[str, Any]] = queue.Queue()
        self.tell({"token": token, "protocol": PROTOCOL})
        threading.Thread(target=self._read, daemon=True).start()

    def tell(self, message: dict[str, Any]) -> None:
        """Send one message."""
        self._socket.sendall(json.dumps(message).encode() + b"\n")

    def next(self) -> dict[str, Any]:
        """The next request; waits for it."""
        return self._requests.get()

    def _read(self) -> None:
        try:
            for line in self._socket.makefile("rb"):
                self._requests.put(json.loads(line))
        finally:
            # Nobody waits for what is being rendered any more.
            os._exit(0)


def serve() -> None:
    """Answer requests until told to leave, or until the other side is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    port, token = os.environ["KOMADORI_CHANNEL"].split(":")
    channel = Channel(int(port), token)
    try:
        from studio import Studio
    except ImportError as missing:
        channel.tell({"failed": "import", "why": str(missing)})
        return
    studio = Studio()
    channel.tell({"ready": studio.facts()})
    while True:
        request = channel.next()
        if request["do"] == "leave":
            return
        channel.tell(answer(studio, request))


def answer(studio: Any, request: dict[str, Any]) -> dict[str, Any]:
    """What a request comes to: its result, or why it failed."""
    try:
        return {"done": studio.perform(request)}
    except MemoryError as failure:
        return {"failed": "memory", "why": str(failure) or "out of memory"}
    except Exception as failure:
        where = traceback.extract_tb(failure.__traceback__)[-1]
        place = f"{Path(where.filename).name}, line {where.lineno}"
        return {"failed": "render", "why": f"{type(failure).__name__}: {failure} ({place})"}


if __name__ == "__main__":
    serve()
    # Blender's own tidying up at the end can crash; everything that counts has been sent.
    sys.stdout.flush()
    os._exit(0)
