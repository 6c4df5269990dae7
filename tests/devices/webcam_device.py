"""A webcam made of a stream on loopback, and a fake kernel that answers for its controls.

The stream is NUT over TCP with stamps of the system's monotonic clock, as Video4Linux gives them; the socket's buffer
is the driver's queue. Every frame carries its number as light and dark blocks, so that a picture tells when it was
exposed. The kernel's numbers and layouts are written down here once more, by hand, from linux/videodev2.h.
"""

import errno
import io
import socket
import struct
import threading
import time
from contextlib import suppress
from fractions import Fraction

import av
import cv2
import numpy as np

MICROSECOND = Fraction(1, 1_000_000)
SIZE = (60, 40)
BITS = 12


def blocks(number):
    """Grey pixels of 60 x 40 that show a number in two rows of six bits."""
    bits = [(number >> bit) & 1 for bit in range(BITS)]
    return np.kron(np.array(bits, np.uint8).reshape(2, 6) * 200 + 20, np.ones((20, 10), np.uint8))


def number_of(picture):
    """The number that a JPEG or PNG shows."""
    grey = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE)
    bits = cv2.resize(grey, (6, 2), interpolation=cv2.INTER_AREA).ravel() > 128
    return sum(int(bit) << place for place, bit in enumerate(bits))


def jpeg(number):
    return bytes(cv2.imencode(".jpg", cv2.cvtColor(blocks(number), cv2.COLOR_GRAY2BGR))[1])


def without_tables(data):
    """The JPEG as many webcams send it: no Huffman tables."""
    kept, place = data[:2], 2
    while data[place + 1] != 0xDA:
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        kept += b"" if data[place + 1] == 0xC4 else data[place:end]
        place = end
    return kept + data[place:]


def yuyv(number):
    grey = blocks(number)
    return np.dstack([grey, np.full_like(grey, 128)]).tobytes()


class Outlet:
    """One program that watches the stream."""

    def __init__(self, link, codec):
        self.link = link
        self.line = Unbuffered(link)
        self.out = av.open(self.line, "w", format="nut", options={"flush_packets": "1"})
        self.stream = self.out.add_stream(codec, rate=50)
        self.stream.width, self.stream.height = SIZE
        self.stream.pix_fmt = "yuyv422" if codec == "rawvideo" else "yuvj420p"
        self.stream.time_base = MICROSECOND

    def send(self, data, stamp):
        packet = av.Packet(data)
        packet.stream, packet.time_base = self.stream, MICROSECOND
        packet.pts = packet.dts = stamp
        packet.is_keyframe = True
        self.out.mux(packet)

    def close(self):
        with suppress(OSError):
            self.link.shutdown(socket.SHUT_RDWR)
        self.link.close()
        self.out.close()


class Unbuffered(io.RawIOBase):
    """A socket to write to. PyAV turns what is raised here into errors of its own, so a broken line is only noted."""

    def __init__(self, link):
        self.link = link
        self.broken = False

    def writable(self):
        return True

    def write(self, data):
        try:
            self.link.sendall(data)
        except OSError:
            self.broken = True
        return len(data)


class LiveCamera:
    """Exposes `rate` frames a second for as long as it is used as a context, whoever watches.

    `codec` is "mjpeg" or "rawvideo", `make` the bytes of a frame. `held` frames wait in the queue and go out together.
    `exposed` is the number of the frame exposed last, and `stamps` tells when each was. `silent` sends nothing until
    the next program watches.
    """

    def __init__(self, *, codec="mjpeg", make=None, rate=100, held=1):
        self.codec, self.rate, self.held = codec, rate, held
        self.make = make or {"mjpeg": jpeg, "rawvideo": yuyv}[codec]
        self.exposed = 0
        self.stamps = {}
        self.silent = False
        self.ending = threading.Event()
        self.lock = threading.Lock()
        self.outlets = []
        self.server = socket.create_server(("127.0.0.1", 0))
        self.url = "tcp://{}:{}".format(*self.server.getsockname())
        self.threads = [threading.Thread(target=run, daemon=True) for run in (self.expose, self.admit)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.ending.set()
        self.unplug()
        for thread in self.threads:
            thread.join()

    def unplug(self):
        """Gone, until it is plugged in, which never happens."""
        with suppress(OSError):
            self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()
        self.cut()

    def cut(self):
        """The cable is pulled out and put in again at once."""
        with self.lock:
            for outlet in self.outlets:
                outlet.close()
            self.outlets = []

    def admit(self):
        with suppress(OSError):
            while True:
                link, _ = self.server.accept()
                with self.lock:
                    self.outlets.append(Outlet(link, self.codec))
                    self.silent = False

    def expose(self):
        queue = []
        while not self.ending.wait(1 / self.rate):
            with self.lock:
                self.exposed += 1
                self.stamps[self.exposed] = stamp = time.monotonic_ns() // 1000
                queue.append((self.make(self.exposed % 2**BITS), stamp))
                if len(queue) >= self.held:
                    self.deliver(queue)
                    queue = []

    def deliver(self, queue):
        for outlet in [] if self.silent else list(self.outlets):
            for data, stamp in queue:
                outlet.send(data, stamp)
            if outlet.line.broken:
                self.outlets.remove(outlet)
                outlet.close()


QUERYCAP, ENUM_FRAMESIZES = 0x80685600, 0xC02C564A
G_CTRL, S_CTRL, QUERYCTRL, QUERYMENU = 0xC008561B, 0xC008561C, 0xC0445624, 0xC02C5625
EXPOSURE_AUTO, EXPOSURE, EXPOSURE_PRIORITY = 0x9A0901, 0x9A0902, 0x9A0903
FOCUS, FOCUS_AUTO, ZOOM = 0x9A090A, 0x9A090C, 0x9A090D
HUE, WHITE_AUTO, GAIN, POWER_LINE, WHITE = 0x980903, 0x98090C, 0x980913, 0x980918, 0x98091A
INTEGER, BOOLEAN, MENU = 1, 2, 3
DISABLED, READ_ONLY, INACTIVE = 0x1, 0x4, 0x10


class FakeKernel:
    """The ioctl of a device with the controls of a common webcam.

    Like one it lists menus with holes, makes inactive what an automatic holds and refuses it with EIO, clamps numbers,
    has a disabled control (hue) and one that it lists and cannot read (zoom). `gone`, `busy` and `denied` are its
    failures; `nudge` lets a value change by itself.
    """

    def __init__(self, card=b"HD Pro Webcam C920", capabilities=(0x84A00001, 0x04200001), bus=b"usb-0000:00:14.0-1"):
        self.card, self.capabilities, self.bus = card, capabilities, bus
        self.failure = None
        self.sizes = [(640, 480), (1920, 1080), (1280, 720)]
        self.controls = {
            HUE: [INTEGER, -180, 180, 1, 0],
            WHITE_AUTO: [BOOLEAN, 0, 1, 1, 1],
            GAIN: [INTEGER, 0, 255, 1, 40],
            POWER_LINE: [MENU, 0, 2, 1, 1],
            WHITE: [INTEGER, 2000, 6500, 10, 4000],
            EXPOSURE_AUTO: [MENU, 0, 3, 1, 3],
            EXPOSURE: [INTEGER, 3, 2047, 1, 156],
            EXPOSURE_PRIORITY: [BOOLEAN, 0, 1, 1, 1],
            FOCUS: [INTEGER, 0, 250, 5, 30],
            FOCUS_AUTO: [BOOLEAN, 0, 1, 1, 1],
            ZOOM: [INTEGER, 100, 500, 1, 100],
        }
        self.menus = {
            POWER_LINE: {0: b"Disabled", 1: b"50 Hz", 2: b"60 Hz"},
            EXPOSURE_AUTO: {1: b"Manual Mode", 3: b"Aperture Priority Mode"},
        }
        self.flags = {HUE: DISABLED}
        self.asked = []

    def nudge(self, control, value):
        self.controls[control][4] = value

    def value(self, control):
        return self.controls[control][4]

    def inactive(self, control):
        held_by = {WHITE: WHITE_AUTO, FOCUS: FOCUS_AUTO}
        automatic = held_by.get(control)
        held = self.value(automatic) if automatic else control == EXPOSURE and self.value(EXPOSURE_AUTO) != 1
        return INACTIVE if held else 0

    def __call__(self, descriptor, request, buffer):
        if self.failure:
            raise OSError(self.failure, "told by the test")
        answers = {
            QUERYCAP: self.querycap,
            ENUM_FRAMESIZES: self.framesize,
            QUERYCTRL: self.queryctrl,
            QUERYMENU: self.querymenu,
            G_CTRL: self.get,
            S_CTRL: self.set,
        }
        if request not in answers or len(buffer) != request >> 16 & 0x3FFF:
            raise OSError(errno.ENOTTY, "Inappropriate ioctl for device")
        buffer[:] = answers[request](buffer)
        return 0

    def querycap(self, buffer):
        return struct.pack("=16s32s32sIII12x", b"uvcvideo", self.card, self.bus, 0x060100, *self.capabilities)

    def framesize(self, buffer):
        index, pixels = struct.unpack_from("=II", buffer)
        if pixels != 0x47504A4D or index >= len(self.sizes):
            raise OSError(errno.EINVAL, "Invalid argument")
        return struct.pack("=IIIII24x", index, pixels, 1, *self.sizes[index])

    def queryctrl(self, buffer):
        (number,) = struct.unpack_from("=I", buffer)
        kind, least, most, step, value = self.known(number)
        flags = self.flags.get(number, 0) | self.inactive(number)
        return struct.pack("=II32siiiiI8x", number, kind, b"a control", least, most, step, value, flags)

    def querymenu(self, buffer):
        number, index = struct.unpack_from("=II", buffer)
        if index not in self.menus.get(number, {}):
            raise OSError(errno.EINVAL, "Invalid argument")
        return struct.pack("=II32s4x", number, index, self.menus[number][index])

    def get(self, buffer):
        (number,) = struct.unpack_from("=I", buffer)
        value = self.known(number)[4]
        if number == ZOOM:
            raise OSError(errno.EIO, "Input/output error")
        return struct.pack("=Ii", number, value)

    def set(self, buffer):
        number, value = struct.unpack("=Ii", buffer)
        kind, least, most, _, _ = self.known(number)
        if self.flags.get(number, 0) & READ_ONLY:
            raise OSError(errno.EACCES, "Permission denied")
        if self.inactive(number):
            raise OSError(errno.EIO, "Input/output error")
        if kind == MENU and value not in self.menus[number]:
            raise OSError(errno.EINVAL, "Invalid argument")
        value = min(max(value, least), most)
        self.asked.append((number, value))
        self.nudge(number, value)
        return struct.pack("=Ii", number, value)

    def known(self, number):
        if number not in self.controls:
            raise OSError(errno.EINVAL, "Invalid argument")
        return self.controls[number]
