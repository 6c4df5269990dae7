"""The process that holds a camera: it loads the library, answers calls, and ends when nobody listens any more."""

import importlib
import os
import sys
import threading
import time
from multiprocessing.connection import Connection
from queue import SimpleQueue

import msgspec

from komadori.devices.camera.messages import Request, answered, failed
from komadori.devices.camera.session import Session
from komadori.devices.protocols import CameraLost, DriverMissing
from komadori.errors import KomadoriError

FAREWELL = 2.0  # seconds to put the camera away after the program has gone; a library that hangs is not waited for

Calls = SimpleQueue[bytes | None]


def main() -> None:
    """Serve the pipe whose descriptor is the first argument."""
    link = Connection(int(sys.argv[1]))
    calls: Calls = SimpleQueue()
    threading.Thread(target=_listen, args=(link, calls), daemon=True).start()
    session: Session | None = None
    while (call := calls.get()) is not None:
        try:
            session = session or Session(importlib.import_module("gphoto2"))
            reply = answered(_perform(session, msgspec.msgpack.decode(call, type=Request)))
        except ImportError as error:
            reply = failed(DriverMissing(f"The gphoto2 library cannot be loaded: {error}.", hint="pip install gphoto2"))
        except KomadoriError as error:
            reply = failed(error)
        except Exception as error:  # whatever went wrong in here, the program outside goes on
            reply = failed(CameraLost(f"The camera process failed: {error!r}.", hint="reconnect the camera"))
        link.send_bytes(reply)
    if session:
        session.close()


def _listen(link: Connection, calls: Calls) -> None:
    """Pass calls on from a thread, so that the end of the program is noticed even while the library hangs."""
    try:
        while True:
            calls.put(link.recv_bytes())
    except (EOFError, OSError):
        calls.put(None)
        time.sleep(FAREWELL)
        os._exit(1)


def _perform(session: Session, call: Request) -> object:
    """One verb of the session."""
    match call.verb, call.words:
        case "press", ():
            return session.press(call.patience)
        case (
            "connected" | "open" | "noted" | "fetch" | "release" | "preview" | "settings" | "set" | "supply"
        ) as verb, words:
            return getattr(session, verb)(*words)
        case verb, words:
            raise DriverMissing(f"The camera process knows no call {verb!r} with {len(words)} words.")


if __name__ == "__main__":
    main()
