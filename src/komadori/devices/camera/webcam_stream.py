"""The stream of a webcam, read by one thread that keeps the newest frame and nothing else.

Drivers queue frames. Whoever reads only when the shutter is pressed gets what the camera saw some frames ago; so the
queue is always drained here, and each frame carries the moment at which it began.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeAlias

import av

from komadori.devices.camera.motion_jpeg import START, completed

Picture: TypeAlias = bytes | av.VideoFrame
"""A JPEG as the camera made it, or pixels."""

FAREWELL = 1.0  # seconds a reader may take to end once it is told to
WINDOW = 64  # frames whose delays are remembered
SAME_CLOCK = 1.0  # seconds by which stamps of our own clock can lie behind the arrival


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What PyAV opens: a container format or input device, a url, and sets of options that are tried in turn."""

    format: str
    url: str
    options: tuple[Mapping[str, str], ...] = ({},)

    def open(self) -> Any:
        """The opened input. A set of options that the device does not take gives way to the next."""
        for options in self.options[:-1]:
            with suppress(av.error.FFmpegError):
                return av.open(self.url, format=self.format, options=dict(options))
        return av.open(self.url, format=self.format, options=dict(self.options[-1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One frame: its number in the stream from 1, the moment its exposure was told of, on our clock, its picture."""

    number: int
    began: float
    picture: Picture


class Moments:
    """When frames began, on our clock, from the stamps of the stream.

    Video4Linux stamps with the system's monotonic clock, which is ours, and such stamps are taken as they are. Other
    clocks are tied to ours by the frame that was least delayed of late. A frame that waited in a queue then counts from
    when it was stamped and not from when it was read.
    """

    def __init__(self) -> None:
        self._delays: deque[float] = deque(maxlen=WINDOW)

    def began(self, stamp: float | None, arrived: float) -> float:
        """The moment at which a frame began that was stamped `stamp` and read at `arrived`, in seconds."""
        if stamp is None:
            return arrived
        self._delays.append(arrived - stamp)
        least = min(self._delays)
        return stamp if 0 <= least < SAME_CLOCK else stamp + least


class StreamEndedError(Exception):
    """The stream is over; `cause` is what ended it, None where it came to its end."""

    def __init__(self, cause: Exception | None) -> None:
        super().__init__(cause)
        self.cause = cause


class Stream:
    """A source being read. The device is opened by the reader too, for even that can wait for ever."""

    def __init__(self, source: Source, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._source = source
        self._clock = clock
        self._changed = threading.Condition()
        self._newest: Frame | None = None
        self._stopping = False
        self._ended = False
        self._cause: Exception | None = None
        self._reader = threading.Thread(target=self._run, name=f"webcam {source.url}", daemon=True)
        self._reader.start()

    def wait(self, wanted: Callable[[Frame], bool], patience: float) -> Frame:
        """The newest frame, as soon as it is `wanted`. Raises TimeoutError after `patience` s, StreamEndedError."""

        def settled() -> bool:
            return self._ended or (self._newest is not None and wanted(self._newest))

        with self._changed:
            if not self._changed.wait_for(settled, max(0.0, patience)):
                raise TimeoutError(patience)
            if self._ended or self._newest is None:
                raise StreamEndedError(self._cause)
            return self._newest

    def stop(self) -> None:
        """End the reader. One that hangs in the system is left behind; it lets go of the device when it comes back."""
        self._stopping = True
        self._reader.join(FAREWELL)

    def _run(self) -> None:
        cause: Exception | None = None
        try:
            with self._source.open() as container:
                self._read(container)
        except Exception as error:  # whatever ended it is told to whoever waits for a frame
            cause = error
        with self._changed:
            self._ended, self._cause = True, cause
            self._changed.notify_all()

    def _read(self, container: Any) -> None:
        stream = container.streams.video[0]
        undecoded = stream.codec_context.name == "mjpeg"
        moments = Moments()
        number = 0
        for packet in container.demux(stream):
            if self._stopping:
                return
            arrived = self._clock()
            for picture, stamp in _pictures(packet, undecoded=undecoded):
                number += 1
                frame = Frame(number=number, began=moments.began(stamp, arrived), picture=picture)
                with self._changed:
                    self._newest = frame
                    self._changed.notify_all()


def _pictures(packet: Any, *, undecoded: bool) -> Iterator[tuple[Picture, float | None]]:
    """The pictures of a packet and their stamps: none where it only tells that the stream ends, or is damaged."""
    if undecoded:
        if bytes(packet).startswith(START):
            yield completed(bytes(packet)), None if packet.pts is None else float(packet.pts * packet.time_base)
        return
    with suppress(av.error.InvalidDataError):
        for frame in packet.decode():
            yield frame, frame.time
