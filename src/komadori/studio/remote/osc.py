"""Open Sound Control: control surfaces and show programs press our commands, and are told what happens.

`/komadori/<command>` takes the command's words in their order. `/dragonframe/<name>` takes what the field's programs
and surfaces send. A control surface's button sends 1.0 when it is pressed and 0.0 when it is let go: a number with a
point alone, or true and false, is such a button for every command that needs no words.
"""

import math
import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pythonosc.osc_message_builder import OscMessageBuilder
from pythonosc.osc_packet import OscPacket, ParseError

from komadori.devices.ports import LOOPBACK, DatagramSender, DatagramServer
from komadori.settings import BadSetting
from komadori.sheet.time import timecode
from komadori.studio.commands import COMMANDS, needed, order
from komadori.studio.events import WORDS, Event
from komadori.studio.remote.asking import Asking, Do, Tell
from komadori.studio.words import Switch

OURS, FIELD, TOLD = "/komadori/", "/dragonframe/", "/komadori/event/"

FIELD_COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "shoot": "shoot",
        "delete": "delete",
        "play": "play",
        "live": "live",
        "mute": "mute",
        "black": "play-to-black",
        "loop": "loop",
        "shortPlay": "short-play",
        "liveToggle": "flick",
        "autoToggle": "auto-toggle",
        "opacityDown": "opacity-down",
        "opacityUp": "opacity-up",
        "stepForward": "step-forward",
        "stepBackward": "step-back",
    }
)
"""What the field's fixed addresses ask for."""

VARIABLES = (
    "frame", "frameTime", "frameTimeMillis", "exposure", "exposureName", "production", "scene", "take", "stereoIndex",
    "imageFileName",
)  # fmt: skip
"""What a template may name, called as in the field."""

_DEFAULT = "frame exposure exposureName production scene take imageFileName"
_ADDRESS = re.compile(r"/[^\s#*,?\[\]{}]+")
_UNREADABLE = (ParseError, ValueError, IndexError, OverflowError, RecursionError, struct.error)

Template = tuple[str, tuple[str, ...]]
"""An address, and the variables that are sent there."""


class OscEars:
    """Hears OSC at a UDP port. Raises PortTaken; `address` is where it listens."""

    def __init__(self, port: int, do: Do, tell: Tell, *, host: str = LOOPBACK) -> None:
        self._ask = Asking("OSC", do, tell)
        self._server = DatagramServer(host, port, self.heard)
        self.address = self._server.address

    def event(self, event: Event) -> None:
        """Ears tell nothing."""

    def close(self) -> None:
        """Hear no more."""
        self._server.close()
        self._ask.let_go()

    def heard(self, data: bytes) -> None:
        """Do what a datagram asks; what is no OSC is passed over."""
        try:
            messages = [(timed.message.address, timed.message.params) for timed in OscPacket(data).messages]
        except _UNREADABLE:
            return
        for address, values in messages:
            self._do(address, values)

    def _do(self, address: str, values: Sequence[Any]) -> None:
        if address.startswith(TOLD) or address == f"{FIELD}save":
            return  # our own telling come back; and everything is saved already
        if address.startswith(OURS):
            name = address.removeprefix(OURS)
        elif address.startswith(FIELD):
            name = FIELD_COMMANDS.get(address.removeprefix(FIELD), "")
            values = _field_values(name, values)
        else:
            return
        if name not in COMMANDS:
            self._ask.trouble(f"nothing here answers to {address[:60]}.", "docs/reference/keys.md lists the commands.")
            return
        for given, pressed in _given(name, values):
            self._ask(name, given, pressed=pressed)


class OscVoice:
    """Tells a program at `host:port` what happens, by templates. Raises DeviceFailed where the name leads nowhere."""

    def __init__(self, host: str, port: int, templates: Mapping[str, Template]) -> None:
        self._sender = DatagramSender(host, port)
        self._templates = templates

    def event(self, event: Event) -> None:
        """Tell one moment, where a template speaks of it."""
        if event.word in self._templates:
            address, names = self._templates[event.word]
            known = _variables(event)
            builder = OscMessageBuilder(address)
            for value in map(known.__getitem__, names):
                # A file's name need not be text that can travel.
                builder.add_arg(value.encode(errors="replace").decode() if isinstance(value, str) else value)
            self._sender.send(builder.build().dgram)

    def close(self) -> None:
        """Tell no more."""
        self._sender.close()


def open_ears(port: int, do: Do, tell: Tell, *, host: str = LOOPBACK) -> OscEars:
    """Listen at a UDP port; 0 takes any free one. Raises PortTaken."""
    return OscEars(port, do, tell, host=host)


def open_voice(to: str, templates: str = "", *, ears: OscEars | None = None) -> OscVoice:
    """Tell `to`, such as 192.168.1.20:9000, what happens; `templates` as `read_templates` reads them.

    Raises BadSetting, also where `to` is where we listen ourselves, and DeviceFailed.
    """
    host, _, port = to.rpartition(":")
    if not host or not re.fullmatch(r"[0-9]{1,5}", port) or not 0 < int(port) < 65_536:
        raise BadSetting(f"osc_to is {to!r}; it must be host:port.", hint="osc_to = 192.168.1.20:9000")
    if ears is not None and ears.address[1] == int(port) and host in {ears.address[0], "localhost", LOOPBACK}:
        raise BadSetting(
            f"osc_to is {to}, where Komadori listens itself.", hint="Choose the port the other program listens at."
        )
    return OscVoice(host.strip("[]"), int(port), read_templates(templates))


def read_templates(text: str) -> dict[str, Template]:
    """Which moments are told, where, and with what: `position: /dragonframe/position frame scene; shoot: …`.

    An empty text tells every moment at /komadori/event/<moment>. Raises BadSetting.
    """
    if not text.strip():
        return {word: (f"{TOLD}{word}", tuple(_DEFAULT.split())) for word in WORDS}
    templates: dict[str, Template] = {}
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        word, _, rest = part.partition(":")
        address, *names = rest.split() or [""]
        wrong = [name for name in names if name not in VARIABLES]
        if word.strip() not in WORDS or not _ADDRESS.fullmatch(address) or wrong:
            raise BadSetting(
                f"osc_events holds {part!r}, which tells nothing.",
                hint=f"A template reads: position: /stage/frame frame scene. Moments are {', '.join(WORDS)}; "
                f"what can be told is {', '.join(VARIABLES)}.",
            )
        templates[word.strip()] = (address, tuple(names))
    return templates


def _variables(event: Event) -> dict[str, int | str]:
    timed = event.rate is not None and event.frame > 0
    return {
        "frame": event.frame,
        "frameTime": timecode(event.frame, event.rate) if event.rate and timed else "",
        "frameTimeMillis": math.floor((event.frame - 1) * 1000 / event.rate) if event.rate and timed else 0,
        "exposure": event.exposure,
        "exposureName": event.exposure_name,
        "production": event.production,
        "scene": event.scene,
        "take": event.take,
        "stereoIndex": 0,
        "imageFileName": event.file,
    }


def _field_values(name: str, values: Sequence[Any]) -> Sequence[Any]:
    """The field shoots by a count of frames; one frame is what we do without a number."""
    if name == "shoot" and len(values) == 1 and isinstance(values[0], int) and values[0] in {0, 1}:
        return [bool(values[0])]
    return values


def _given(name: str, values: Sequence[Any]) -> Iterator[tuple[dict[str, Any], bool | None]]:
    """The words, and press or release, that `values` stand for: none for the release of a button that is not held."""
    command = COMMANDS[name]
    names = order(command)
    alone = values[0] if len(values) == 1 else None
    needs = bool(needed(command))
    if command.held:
        yield {}, bool(alone) if alone is not None else None
    elif issubclass(command.words, Switch) and isinstance(alone, int | float):
        yield {"on": bool(alone)}, None
    elif not needs and (isinstance(alone, bool | float) or (isinstance(alone, int) and not names)):
        if alone:
            yield {}, None
    else:
        extra = {f"value {number}": value for number, value in enumerate(values[len(names) :], len(names) + 1)}
        yield {**dict(zip(names, map(_whole, values), strict=False)), **extra}, None


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value
