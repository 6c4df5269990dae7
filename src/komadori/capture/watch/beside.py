"""The watch beside the shooting: on a thread of its own, which shooting never waits for."""

import os
import queue
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from komadori.capture.watch.alarm import Alarm, Kind
from komadori.capture.watch.facts import Room
from komadori.capture.watch.limits import Limits
from komadori.capture.watch.overlook import quickest
from komadori.capture.watch.watcher import PROXY_WIDTH, Watcher
from komadori.film import Picture
from komadori.picture import read_proxy
from komadori.store import TakeFolder, TakeWriter

PATIENCE = 1.0
"""Seconds the watch may take to finish when shooting ends; what it has not looked at by then is dropped."""
RECENT = 6
"""Pictures of a take that goes on which are looked at again, so that its noise and its puppets are known."""
POLITE = 10
"""How far the watch stands back for the processor: the shutter comes first."""

Free = Callable[[], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A picture to look at; what was shot before today is looked at without a word."""

    picture: Picture
    file: Path
    frame: int | None
    silent: bool


class Watch:
    """Looks at every picture handed to `look`, soon, and tells each alarm by `tell`, from its own thread.

    A failure of its own is told once by `trouble` and ends the watch, not the shooting. `free` is the room in bytes
    on the disk of the take.
    """

    def __init__(
        self,
        *,
        tell: Callable[[Alarm], None],
        trouble: Callable[[str], None],
        free: Free,
        limits: Limits | None = None,
    ) -> None:
        self._tell, self._trouble, self._free = tell, trouble, free
        self._watchers: defaultdict[str, Watcher] = defaultdict(lambda: Watcher(limits))
        self._room = Room(limits or Limits())
        self._dismissed: set[Kind] = set()
        self._last: Kind | None = None
        self._over = False
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="watch", daemon=True)
        self._thread.start()

    def begin(self, take: TakeFolder, writer: TakeWriter) -> None:
        """Learn what was shot before today: the first picture of each exposure, the reference, and the last few."""
        seen: defaultdict[str, list[Picture]] = defaultdict(list)
        for number in sorted(set(writer.sheet.pictures())):
            picture = writer.picture(number)
            seen[picture.exposure].append(picture)
        for pictures in seen.values():
            for picture in pictures[:1] + pictures[1:][-RECENT:]:
                self._jobs.put(Job(picture=picture, file=take.file(quickest(picture)), frame=None, silent=True))

    def look(self, picture: Picture, file: Path, *, frame: int | None) -> None:
        """Have the picture, which lies in `file`, looked at; returns at once."""
        self._jobs.put(Job(picture=picture, file=file, frame=frame, silent=False))

    def dismiss(self) -> Kind | None:
        """Tell no more alarms of the kind told last; returns which, or None where none was told."""
        if self._last is not None:
            self._dismissed.add(self._last)
        return self._last

    def close(self, patience: float = PATIENCE) -> None:
        """Let it finish for so many seconds; afterwards nothing is told."""
        until = time.monotonic() + patience
        self._jobs.put(None)
        self._thread.join(max(0.0, until - time.monotonic()))
        self._over = True

    def _work(self) -> None:
        if sys.platform == "linux":
            # Linux knows the niceness of a single thread; elsewhere it would be that of the whole program.
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), POLITE)
        try:
            while (job := self._jobs.get()) is not None and not self._over:
                self._look(job)
        # Whatever fails here, shooting goes on.
        except Exception as failure:
            if not self._over:
                self._trouble(f"The watch ended, shooting goes on: {failure}")

    def _look(self, job: Job) -> None:
        proxy = read_proxy(job.file, PROXY_WIDTH)
        alarms = self._watchers[job.picture.exposure].look(job.picture, proxy, frame=job.frame)
        if job.silent:
            return
        for alarm in (*alarms, *self._room.look(job.picture, self._free())):
            if alarm.kind not in self._dismissed and not self._over:
                self._last = alarm.kind
                self._tell(alarm)
