"""The field's Simple Interface, over TCP and serial lines: boxes built for Dragonframe work as they are."""

import threading
from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from komadori.devices.ports import LOOPBACK, Line, LineServer, SerialLine
from komadori.devices.wire.simple_interface import Asked, Reader, Told, write
from komadori.studio.events import Event
from komadori.studio.remote.asking import Asking, Do, Tell

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "S": "shoot",
        "D": "delete",
        "P": "play",
        "L": "live",
        "M": "mute",
        "PB": "play-to-black",
        "LP": "loop",
        "OD": "opacity-down",
        "OU": "opacity-up",
        "SF": "step-forward",
        "SB": "step-back",
        "SP": "short-play",
        "LT": "flick",
        "AT": "auto-toggle",
        "TP": "full-resolution",
    }
)
"""What each word of the interface asks for."""

TOLD: Mapping[str, Told] = MappingProxyType(
    {
        "shoot": "SH",
        "delete": "DE",
        "position": "PF",
        "capture-complete": "CC",
    }
)
"""The moments that boxes are told."""


class Port(Protocol):
    """Where the boxes are, see `devices/ports.py`."""

    def send(self, data: bytes) -> None:
        """Send `data` to every box."""
        ...

    def close(self) -> None:
        """End it."""
        ...


class Simple:
    """Boxes at one port. `S` and `S 1` shoot as the shot is held, `S 2` and more hold the picture for so long."""

    def __init__(self, do: Do, tell: Tell) -> None:
        self._do, self._tell = do, tell
        self._door = Asking("The port for button boxes", do, tell)
        self._boxes: dict[str, tuple[Reader, Asking]] = {}
        self.port: Port | None = None

    def event(self, event: Event) -> None:
        """Tell the boxes what happens."""
        told = TOLD.get(event.word)
        if told is not None and self.port is not None:
            self.port.send(write(told, frame=event.frame, exposure=event.exposure, name=event.exposure_name))

    def close(self) -> None:
        """Speak with nobody any more."""
        if self.port is not None:
            self.port.close()

    def heard(self, line: Line, data: bytes) -> None:
        """Do what a box asks."""
        reader, ask = self._box(line)
        for asked in reader.feed(data):
            _do(asked, ask)
        if reader.foreign:
            self._door.trouble("a web browser spoke to it and was turned away.")
            line.close()

    def gone(self, line: Line) -> None:
        """Let go what a box that is gone held down."""
        _, ask = self._boxes.pop(line.name, (None, None))
        if ask is not None:
            ask.let_go()

    def _box(self, line: Line) -> tuple[Reader, Asking]:
        if line.name not in self._boxes:
            self._boxes[line.name] = (Reader(), Asking(f"Button box {line.name}", self._do, self._tell))
        return self._boxes[line.name]


def over_tcp(port: int, do: Do, tell: Tell, *, host: str = LOOPBACK) -> Simple:
    """Listen for boxes and programs at a TCP port. Raises PortTaken."""
    simple = Simple(do, tell)
    simple.port = LineServer(host, port, simple.heard, on_closed=simple.gone)
    return simple


def over_serial(path: str, do: Do, tell: Tell, *, pause: float = 1.0) -> Simple:
    """Speak with the box at a serial line, whenever it is there; `pause` is in seconds."""
    simple = Simple(do, tell)
    missed = threading.Event()

    def opened(line: Line) -> None:
        if missed.is_set():
            tell(f"The button box at {line.name} is there.", "")

    def closed(line: Line) -> None:
        simple.gone(line)
        missed.set()
        tell(f"The button box at {line.name} is not there.", "Plug it in; it is looked for.")

    simple.port = SerialLine(path, simple.heard, on_opened=opened, on_closed=closed, pause=pause)
    return simple


def _do(asked: Asked, ask: Asking) -> None:
    name = COMMANDS[asked.word]
    if asked.word == "LT":
        ask(name, pressed=bool(asked.number))
    elif asked.number is not None and asked.number > 1:
        ask(name, {"held": asked.number})
    else:
        ask(name)
