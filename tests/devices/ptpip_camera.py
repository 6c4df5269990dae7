"""A camera on the network, for tests: the real library speaks to it as to any other.

It follows the public structures of PTP (ISO 15740) and PTP/IP (CIPA DC-005) and announces Nikon's vendor extension, so
that the library uses that maker's live view. It needs nothing but the standard library, listens on loopback, and fails
when it is told to. `python tests/devices/ptpip_camera.py FOLDER` serves a folder's JPEGs to anyone who wants to try
`komadori shoot --camera gphoto2:ptpip:127.0.0.1` without owning a camera.
"""

import itertools
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

PORT = 15740
STORE = 0x00010001
OK, GENERAL_ERROR, UNSUPPORTED, BAD_HANDLE, BAD_PROPERTY = 0x2001, 0x2002, 0x2005, 0x2009, 0x200A
STORE_FULL, READ_ONLY, BUSY, BAD_VALUE, NOT_LIVE = 0x200C, 0x200F, 0x2019, 0x201B, 0xA00B
OBJECT_ADDED, PROPERTY_CHANGED, CAPTURE_COMPLETE = 0x4002, 0x4006, 0x400D
INITIATE_CAPTURE = 0x100E
TRANSFERS = {0x1009, 0x101B}
CARD_BYTES = 1 << 33
LAYOUT = {2: "B", 3: "h", 4: "H", 6: "I"}  # PTP's number for a type, and how struct spells it

Answer = tuple[int, tuple[int, ...], bytes | None]
"""The response code, its parameters, and the data phase where there is one."""


@dataclass
class Property:
    """A device property: its PTP type, value, and the values it takes (none: read only)."""

    kind: int
    value: int
    choices: tuple[int, ...] = ()

    def packed(self, value: int | None = None) -> bytes:
        return struct.pack("<" + LAYOUT[self.kind], self.value if value is None else value)


def properties() -> dict[int, Property]:
    """Battery, white balance, aperture, focus, shutter, ISO, compensation, live view, by their PTP numbers."""
    return {
        0x5001: Property(2, 80),
        0x5005: Property(4, 4, (2, 4, 5, 6, 7)),
        0x5007: Property(4, 560, (280, 400, 560, 800, 1100, 1600)),
        0x500A: Property(4, 1),
        0x500D: Property(6, 100, (1, 10, 100, 1000, 5000, 10000)),
        0x500F: Property(4, 100, (100, 200, 400, 800)),
        0x5010: Property(3, 0, (-2000, -1000, 0, 1000, 2000)),
        0xD1A2: Property(2, 0),
    }


@dataclass
class NetworkCamera:
    """A responder on its own threads, used as a context manager.

    `photographs` are served in turn, endlessly; each is a sequence of (suffix, bytes), two for RAW+JPEG. `fault` meets
    the next press or download and is then cleared: "cut" closes the link in the middle of the capture, "full" and
    "busy" refuse it, "silent" takes nothing, "slow" answers after `slow` seconds, "late" tells of the last file after
    it has told that the capture is complete; "short" sends half of a file and goes on, "stall" sends half of it and
    then nothing more.
    """

    photographs: Iterable[Sequence[tuple[str, bytes]]]
    host: str = "127.0.0.1"
    port: int = 0
    fault: str = ""
    slow: float = 2.0
    delay: float = 0.02
    objects: dict[int, tuple[str, bytes]] = field(default_factory=dict)
    presses: int = 0

    def __post_init__(self) -> None:
        self._turn = itertools.cycle(self.photographs)
        self._live_view: bytes = next(iter(self.photographs))[-1][1]
        self._handles = itertools.count()
        self._properties = properties()
        self._links: list[socket.socket] = []
        self._events: socket.socket | None = None

    def __enter__(self) -> "NetworkCamera":
        self.switch_on()
        return self

    def __exit__(self, *_error: object) -> None:
        self.switch_off()

    @property
    def name(self) -> str:
        """What Komadori's catalogue calls it; the library is told the ports of commands and of events."""
        return f"gphoto2:ptpip:{self.host}:{self.port}:{self.port}"

    def switch_on(self) -> None:
        """Listen; a port of 0 is chosen once and then kept."""
        self._server = socket.create_server((self.host, self.port))
        self.port = self._server.getsockname()[1]
        threading.Thread(target=self._welcome, args=(self._server,), daemon=True).start()

    def switch_off(self) -> None:
        """Drop every link and listen no more; what is on the card stays."""
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        for link in self._links:
            with suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)
            link.close()
        self._links.clear()

    def _welcome(self, server: socket.socket) -> None:
        with suppress(OSError):
            while True:
                link, _ = server.accept()
                link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._links.append(link)
                threading.Thread(target=self._converse, args=(link,), daemon=True).start()

    def _converse(self, link: socket.socket) -> None:
        with suppress(EOFError, OSError):
            kind, _ = receive(link)
            if kind == 3:
                self._events = link
                send(link, 4, b"")
                while receive(link)[0] == 13:
                    send(link, 14, b"")
            elif kind == 1:
                name = "Komadori test camera\0".encode("utf-16le")
                send(link, 2, struct.pack("<I", 1) + bytes(16) + name + struct.pack("<I", 0x10000))
                while True:
                    self._command(link, *receive(link))

    def _command(self, link: socket.socket, kind: int, body: bytes) -> None:
        """One operation: its data phase in, the answer's data phase and response out."""
        if kind == 13:
            return send(link, 14, b"")
        if kind != 6:
            return None
        phase, code, transaction = struct.unpack("<IHI", body[:10])
        numbers = struct.unpack(f"<{(len(body) - 10) // 4}I", body[10:])
        given = b""
        if phase == 2:
            while kind != 12:
                kind, part = receive(link)
                given += part[4:] if kind in {10, 12} else b""
        if code == INITIATE_CAPTURE and self._struck("cut"):
            link.shutdown(socket.SHUT_RDWR)
            raise EOFError
        response, told, data = OPERATIONS.get(code, unsupported)(self, (*numbers, 0, 0, 0), given)
        if data is not None:
            send(link, 9, struct.pack("<IQ", transaction, len(data)))
            if code in TRANSFERS and self._struck("short"):
                data = data[: len(data) // 2]
            if code in TRANSFERS and self._struck("stall"):
                link.sendall(struct.pack("<III", len(data) + 12, 12, transaction) + data[: len(data) // 2])
                return None
            send(link, 12, struct.pack("<I", transaction) + data)
        return send(link, 7, struct.pack("<HI", response, transaction) + struct.pack(f"<{len(told)}I", *told))

    def _struck(self, fault: str) -> bool:
        if self.fault != fault:
            return False
        self.fault = ""
        return True

    def _tell(self, event: int, *numbers: int) -> None:
        if self._events:
            with suppress(OSError):
                send(self._events, 8, struct.pack(f"<HI{len(numbers)}I", event, 0, *numbers))

    def press(self, _numbers: tuple[int, ...], _given: bytes) -> Answer:
        """InitiateCapture: the photograph appears a little later, and events tell of it."""
        for fault, code in (("full", STORE_FULL), ("busy", BUSY)):
            if self._struck(fault):
                return code, (), None
        if self._struck("silent"):
            return OK, (), None
        wait = self.slow if self._struck("slow") else self.delay
        threading.Timer(wait, self._expose).start()
        return OK, (), None

    def _expose(self) -> None:
        self.presses += 1
        handles = [self.put(f"KMD_{self.presses:04}.{suffix}", data) for suffix, data in next(self._turn)]
        late = handles.pop() if self._struck("late") else None
        for handle in handles:
            self._tell(OBJECT_ADDED, handle)
        self._tell(CAPTURE_COMPLETE)
        if late:
            threading.Timer(0.04, self._tell, (OBJECT_ADDED, late)).start()

    def put(self, name: str, data: bytes) -> int:
        """A file on the card, with the handle it is asked for by; nobody is told."""
        handle = 0x100 + next(self._handles)
        self.objects[handle] = (name, data)
        return handle

    def snap(self, name: str, data: bytes) -> None:
        """Somebody presses the shutter on the camera itself."""
        self._tell(OBJECT_ADDED, self.put(name, data))

    def device_info(self, _numbers: tuple[int, ...], _given: bytes) -> Answer:
        told = (
            struct.pack("<HIH", 100, 0xA, 100) + text("") + struct.pack("<H", 0) + shorts(sorted(OPERATIONS))
        )  # version, Nikon's extension, its version, its description, mode
        told += shorts([OBJECT_ADDED, 0x4003, PROPERTY_CHANGED, CAPTURE_COMPLETE]) + shorts(sorted(self._properties))
        told += shorts([0x3801]) + shorts([0x3801, 0x3001])
        return OK, (), told + text("Komadori") + text("Test Camera") + text("1.0") + text("0001")

    def storage_ids(self, _numbers: tuple[int, ...], _given: bytes) -> Answer:
        return OK, (), longs([STORE])

    def storage_info(self, _numbers: tuple[int, ...], _given: bytes) -> Answer:
        free = 0 if self.fault == "full" else CARD_BYTES - sum(len(data) for _, data in self.objects.values())
        return OK, (), struct.pack("<HHHQQI", 4, 3, 2, CARD_BYTES, free, free >> 24) + text("card") + text("card")

    def object_count(self, _numbers: tuple[int, ...], _given: bytes) -> Answer:
        return OK, (len(self.objects),), None

    def object_handles(self, _numbers: tuple[int, ...], _given: bytes) -> Answer:
        return OK, (), longs(sorted(self.objects))

    def object_info(self, numbers: tuple[int, ...], _given: bytes) -> Answer:
        if numbers[0] not in self.objects:
            return BAD_HANDLE, (), None
        name, data = self.objects[numbers[0]]
        kind = 0x3801 if name.endswith("JPG") else 0x3000
        told = struct.pack("<IHHIHIIIIIIIHII", STORE, kind, 0, len(data), 0x3801, 0, 160, 120, 60, 40, 24, 0, 0, 0, 0)
        return OK, (), told + text(name) + text("20260101T120000") * 2 + text("")

    def object_data(self, numbers: tuple[int, ...], _given: bytes) -> Answer:
        if numbers[0] not in self.objects:
            return BAD_HANDLE, (), None
        return OK, (), self.objects[numbers[0]][1]

    def object_part(self, numbers: tuple[int, ...], _given: bytes) -> Answer:
        if numbers[0] not in self.objects:
            return BAD_HANDLE, (), None
        part = self.objects[numbers[0]][1][numbers[1] : numbers[1] + numbers[2]]
        return OK, (len(part),), part

    def delete(self, numbers: tuple[int, ...], _given: bytes) -> Answer:
        return (OK if self.objects.pop(numbers[0], None) else BAD_HANDLE), (), None

    def describe(self, numbers: tuple[int, ...], _given: bytes) -> Answer:
        if numbers[0] not in self._properties:
            return BAD_PROPERTY, (), None
        held = self._properties[numbers[0]]
        told = struct.pack("<HHB", numbers[0], held.kind, bool(held.choices)) + held.packed() + held.packed()
        if not held.choices:
            return OK, (), told + b"\0"
        allowed = b"".join(held.packed(choice) for choice in held.choices)
        return OK, (), told + struct.pack("<BH", 2, len(held.choices)) + allowed

    def value(self, numbers: tuple[int, ...], _given: bytes) -> Answer:
        if numbers[0] not in self._properties:
            return BAD_PROPERTY, (), None
        return OK, (), self._properties[numbers[0]].packed()

    def set_value(self, numbers: tuple[int, ...], given: bytes) -> Answer:
        held = self._properties[numbers[0]]
        value = struct.unpack("<" + LAYOUT[held.kind], given)[0]
        if value not in held.choices:
            return (BAD_VALUE if held.choices else READ_ONLY), (), None
        held.value = value
        self._tell(PROPERTY_CHANGED, numbers[0])
        return OK, (), None

    def live(self, numbers: tuple[int, ...], _given: bytes) -> Answer:
        self._properties[0xD1A2].value = 1
        return OK, (), None

    def end_live(self, numbers: tuple[int, ...], _given: bytes) -> Answer:
        self._properties[0xD1A2].value = 0
        return OK, (), None

    def live_picture(self, _numbers: tuple[int, ...], _given: bytes) -> Answer:
        """Nikon's live view: a header the library skips, then a JPEG."""
        if not self._properties[0xD1A2].value:
            return NOT_LIVE, (), None
        return OK, (), bytes(384) + self._live_view


def nothing(_camera: NetworkCamera, _numbers: tuple[int, ...], _given: bytes) -> Answer:
    """Sessions open and close, and the device is ready, without more ado."""
    return OK, (), None


def unsupported(_camera: NetworkCamera, _numbers: tuple[int, ...], _given: bytes) -> Answer:
    return UNSUPPORTED, (), None


OPERATIONS: dict[int, Callable[[NetworkCamera, tuple[int, ...], bytes], Answer]] = {
    0x1001: NetworkCamera.device_info,
    0x1002: nothing,
    0x1003: nothing,
    0x1004: NetworkCamera.storage_ids,
    0x1005: NetworkCamera.storage_info,
    0x1006: NetworkCamera.object_count,
    0x1007: NetworkCamera.object_handles,
    0x1008: NetworkCamera.object_info,
    0x1009: NetworkCamera.object_data,
    0x100B: NetworkCamera.delete,
    INITIATE_CAPTURE: NetworkCamera.press,
    0x1014: NetworkCamera.describe,
    0x1015: NetworkCamera.value,
    0x1016: NetworkCamera.set_value,
    0x101B: NetworkCamera.object_part,
    0x90C8: nothing,
    0x9201: NetworkCamera.live,
    0x9202: NetworkCamera.end_live,
    0x9203: NetworkCamera.live_picture,
}


def text(words: str) -> bytes:
    """A PTP string: its length in characters with the final zero, then UTF-16."""
    return bytes([len(words) + 1]) + (words + "\0").encode("utf-16le") if words else b"\0"


def shorts(numbers: Sequence[int]) -> bytes:
    return struct.pack(f"<I{len(numbers)}H", len(numbers), *numbers)


def longs(numbers: Sequence[int]) -> bytes:
    return struct.pack(f"<I{len(numbers)}I", len(numbers), *numbers)


def send(link: socket.socket, kind: int, body: bytes) -> None:
    link.sendall(struct.pack("<II", len(body) + 8, kind) + body)


def receive(link: socket.socket) -> tuple[int, bytes]:
    """One packet: its type and what follows the head."""
    length, kind = struct.unpack("<II", exactly(link, 8))
    return kind, exactly(link, length - 8)


def exactly(link: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        part = link.recv(count - len(data))
        if not part:
            raise EOFError
        data += part
    return data


def main() -> None:
    found = sorted(path for path in Path(sys.argv[1]).iterdir() if path.suffix.lower() in {".jpg", ".jpeg"})
    with NetworkCamera([[("JPG", path.read_bytes())] for path in found], port=PORT) as camera:
        print(f"komadori shoot … --camera {camera.name}; end with Ctrl-C")
        with suppress(KeyboardInterrupt):
            while True:
                time.sleep(3600)


if __name__ == "__main__":
    main()
