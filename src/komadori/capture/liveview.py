"""The live view of one camera: when it is looked through next, what it showed last, and what is wrong with it.

Nothing here waits and nothing here is a thread: whoever owns the camera asks `due`, and takes one `step` when it is
time. So every pause can be tried without one.
"""

import math
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from komadori.capture.shoot import PAUSES
from komadori.devices.protocols import Camera, CameraLost, CameraTimeout, NotOffered, Previewing, Reconnecting
from komadori.errors import KomadoriError

MEASURED = 30
"""Frames that the measured rate is the mean of: a second of a quick camera."""

STALE = 2.0
"""Seconds without a frame after which a rate is no longer true."""

LOST = (CameraLost, CameraTimeout)
"""After these, it is `Reconnecting.reconnect` that brings a camera back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One picture of the live view: `data` is the JPEG as the camera sent it, `at` Unix seconds when it was asked for.

    `number` counts from 1 for as long as the camera is open.
    """

    number: int
    at: float
    data: bytes


class LiveView:
    """Frames of one camera, newest wins, at most `fps` a second; `changed` is called when `trouble` changes.

    `newest` and `trouble` may be read from any thread; the rest belongs to the thread that owns the camera.
    """

    def __init__(
        self,
        fps: float,
        *,
        changed: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.newest: Frame | None = None
        self.trouble = ""
        self.offered = True
        self._period = 1 / fps
        self._changed, self._clock, self._wall = changed, clock, wall
        self._due = 0.0
        self._failures = 0
        self._lost = False
        self._times: deque[float] = deque(maxlen=MEASURED)
        self._listeners: tuple[Callable[[Frame], None], ...] = ()

    @property
    def fps(self) -> float:
        """Frames a second as measured of late; 0 while none come."""
        times = tuple(self._times)
        if len(times) < 2 or self._clock() - times[-1] > STALE or times[-1] <= times[0]:
            return 0.0
        return (len(times) - 1) / (times[-1] - times[0])

    def subscribe(self, callback: Callable[[Frame], None]) -> Callable[[], None]:
        """Have `callback` called with every frame, and return what ends that; one that raises is not called again."""
        self._listeners += (callback,)
        return lambda: self._forget(callback)

    def due(self) -> float:
        """The time of the next step by `clock`; infinity where this camera shows nothing."""
        return self._due if self.offered else math.inf

    def step(self, camera: Camera) -> None:
        """Look through the camera once, or try to reach a lost one; a failure is told in `trouble` and never raised."""
        try:
            if self._lost and isinstance(camera, Reconnecting):
                camera.reconnect()
                self._lost = False
            self._look(camera)
        except NotOffered:
            self.offered = False
            self._changed()
        except KomadoriError as failure:
            self._failed(failure.message, lost=isinstance(failure, LOST))
        except Exception as failure:  # a driver may fail in any way; the camera's thread lives on
            self._failed(f"The {camera.name} failed in a way that was not foreseen: {failure!r}.", lost=False)

    def answered(self) -> None:
        """The camera did what it was asked: whatever was wrong is over, and it is looked through at once."""
        self._failures, self._lost = 0, False
        self._due = min(self._due, self._clock() + self._period)
        self._tell("")

    def unanswered(self, loss: KomadoriError) -> None:
        """The camera was lost while it was asked for something else."""
        self._lost = True
        self._tell(loss.message)

    def _look(self, camera: Camera) -> None:
        if not isinstance(camera, Previewing):
            raise NotOffered(f"The {camera.name} has no live view.")
        at, began = self._wall(), self._clock()
        data = camera.preview()
        number = 1 + (self.newest.number if self.newest else 0)
        self.newest = frame = Frame(number=number, at=at, data=data)
        self._times.append(self._clock())
        # A camera that falls behind is asked again at once, and does not catch up on what it missed.
        self._due = (self._due if self._due > began - self._period else began) + self._period
        self._failures = 0
        self._tell("")
        for listener in self._listeners:
            try:
                listener(frame)
            except Exception:  # one viewer's failure is none of the others' or of the camera's
                self._forget(listener)

    def _failed(self, why: str, *, lost: bool) -> None:
        pause = PAUSES[min(self._failures, len(PAUSES) - 1)]
        self._failures += 1
        self._lost = self._lost or lost
        self._due = self._clock() + pause
        self._times.clear()
        self._tell(why)

    def _tell(self, trouble: str) -> None:
        if trouble != self.trouble:
            self.trouble = trouble
            self._changed()

    def _forget(self, callback: Callable[[Frame], None]) -> None:
        kept = list(self._listeners)
        with suppress(ValueError):
            kept.remove(callback)
        self._listeners = tuple(kept)
