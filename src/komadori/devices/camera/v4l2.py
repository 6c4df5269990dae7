"""Video4Linux2: what a video device is, its picture sizes and its controls, by ioctl.

Layouts and numbers are those of the kernel's public header linux/videodev2.h, on machines whose ioctl numbers are the
generic ones (x86, ARM, RISC-V). Nothing here knows what a control is for; failures are those of the kernel, as OSError.
"""

import errno
import os
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

Ioctl: TypeAlias = Callable[[int, int, bytearray], object]
"""The kernel's door: (file descriptor, request, buffer that is read and written in place)."""

_CAPABILITY = struct.Struct("=16s32s32s3I12x")
_FRAME_SIZE = struct.Struct("=5I24x")
_CONTROL = struct.Struct("=Ii")
_QUERY = struct.Struct("=2I32s4iI8x")
_MENU = struct.Struct("=2I32s4x")

_READ, _BOTH = 2, 3


def request(direction: int, number: int, layout: struct.Struct) -> int:
    """The number of an ioctl of video devices, as the macro _IOC makes it."""
    return direction << 30 | layout.size << 16 | ord("V") << 8 | number


QUERYCAP = request(_READ, 0, _CAPABILITY)
G_CTRL = request(_BOTH, 27, _CONTROL)
S_CTRL = request(_BOTH, 28, _CONTROL)
QUERYCTRL = request(_BOTH, 36, _QUERY)
QUERYMENU = request(_BOTH, 37, _MENU)
ENUM_FRAMESIZES = request(_BOTH, 74, _FRAME_SIZE)

CAPTURE, OWN_CAPABILITIES = 0x1, 0x80000000  # V4L2_CAP_VIDEO_CAPTURE, V4L2_CAP_DEVICE_CAPS
DISCRETE = 1  # V4L2_FRMSIZE_TYPE_DISCRETE
INTEGER, BOOLEAN, MENU, INTEGER_MENU = 1, 2, 3, 9
DISABLED, GRABBED, READ_ONLY, INACTIVE, WRITE_ONLY = 0x1, 0x2, 0x4, 0x10, 0x40

MJPEG = int.from_bytes(b"MJPG", "little")


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One control as the device describes it now. `menu` is (index, label), empty where it is none."""

    id: int
    kind: int
    least: int
    most: int
    step: int
    flags: int
    menu: tuple[tuple[int, str], ...] = ()

    @property
    def readable(self) -> bool:
        """Whether its value can be asked for."""
        return not self.flags & WRITE_ONLY

    @property
    def writable(self) -> bool:
        """Whether it would take a value now: an automatic that holds the wheel makes its control inactive."""
        return not self.flags & (GRABBED | READ_ONLY | INACTIVE)


def ask_kernel(descriptor: int, number: int, buffer: bytearray) -> object:
    """The ioctl of this system."""
    import fcntl  # there is none on Windows, where this is never called

    return fcntl.ioctl(descriptor, number, buffer)


class VideoDevice:
    """One open video device, beside the stream: a device may be opened often, and streams to one only."""

    def __init__(self, path: str, *, ioctl: Ioctl = ask_kernel) -> None:
        self.path = path
        self._ioctl = ioctl
        self._descriptor = os.open(path, os.O_RDWR | getattr(os, "O_NONBLOCK", 0))

    def close(self) -> None:
        """Let go of the device. Closing again does nothing."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def card(self) -> tuple[str, str] | None:
        """The device's name, and where on its bus it is; None for what captures no pictures, such as metadata nodes."""
        _, card, bus, _, whole, own = self._ask(QUERYCAP, _CAPABILITY, b"", b"", b"", 0, 0, 0)
        return (_text(card), _text(bus)) if (own if whole & OWN_CAPABILITIES else whole) & CAPTURE else None

    def sizes(self, pixels: int) -> tuple[tuple[int, int], ...]:
        """Width and height of every picture it offers in the format `pixels`, as listed; none where it tells a span."""
        found: list[tuple[int, int]] = []
        while (told := self._listed(ENUM_FRAMESIZES, _FRAME_SIZE, len(found), pixels, 0, 0, 0)) is not None:
            _, _, kind, width, height = told
            if kind != DISCRETE:
                return ()
            found.append((width, height))
        return tuple(found)

    def control(self, number: int) -> Control | None:
        """The control of this number as it is now; None where the device has none, or one of a kind not known here."""
        told = self._listed(QUERYCTRL, _QUERY, number, 0, b"", 0, 0, 0, 0, 0)
        if told is None or told[7] & DISABLED or told[1] not in (INTEGER, BOOLEAN, MENU, INTEGER_MENU):
            return None
        _, kind, _, least, most, step, _, flags = told
        menu = self._menu(number, kind, least, most) if kind in (MENU, INTEGER_MENU) else ()
        return Control(id=number, kind=kind, least=least, most=most, step=max(step, 1), flags=flags, menu=menu)

    def get(self, number: int) -> int:
        """The value of a control."""
        return int(self._ask(G_CTRL, _CONTROL, number, 0)[1])

    def set(self, number: int, value: int) -> int:
        """Set a control, and tell the value the kernel made of it."""
        return int(self._ask(S_CTRL, _CONTROL, number, value)[1])

    def _menu(self, number: int, kind: int, least: int, most: int) -> tuple[tuple[int, str], ...]:
        """Entries of a menu. Indices are left out where a camera lacks an entry, as webcams do in exposure."""
        entries = []
        for index in range(least, most + 1):
            told = self._listed(QUERYMENU, _MENU, number, index, b"")
            if told is not None:
                value = str(int.from_bytes(told[2][:8], "little", signed=True)) if kind == INTEGER_MENU else ""
                entries.append((index, value or _text(told[2])))
        return tuple(entries)

    def _listed(self, number: int, layout: struct.Struct, *values: object) -> tuple[Any, ...] | None:
        """What was asked for; None where the device says that there is no such thing."""
        try:
            return self._ask(number, layout, *values)
        except OSError as error:
            if error.errno in (errno.EINVAL, errno.ENOTTY):
                return None
            raise

    def _ask(self, number: int, layout: struct.Struct, *values: object) -> tuple[Any, ...]:
        buffer = bytearray(layout.pack(*values))
        self._ioctl(self._descriptor, number, buffer)
        return layout.unpack(buffer)


def _text(name: bytes) -> str:
    return name.split(b"\0", 1)[0].decode("utf-8", "replace")
