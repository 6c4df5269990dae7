"""The watch beside the shooting: on a thread of its own, which shooting never waits for."""

import os
import queue
import sys
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from komadori.capture.watch.alarm import Alarm, Kind
from komadori.capture.watch.facts import Room
from komadori.capture.watch.limits import Limits
from komadori.capture.watch.overlook import quickest
from komadori.capture.watch.planned import Program
from komadori.capture.watch.seen import Cells
from komadori.capture.watch.watcher import PROXY_WIDTH, Watcher
from komadori.errors import KomadoriError
from komadori.film import Picture
from komadori.picture import read_proxy
from komadori.picture.still import Array
from komadori.store import TakeFolder, TakeWriter

PATIENCE = 1.0
"""Seconds the watch may take to finish when shooting ends; what it has not looked at by then is dropped."""
LAST = 10.0
"""Seconds the one picture that is being looked at may still take after that."""
RECENT = 6
"""Pictures of a take that goes on which are looked at again, so that its noise and its puppets are known."""
LATE = 5
"""Pictures kept to draw alarms against; a prop that has stayed is told three pictures late."""
DRAWN_WIDTH = 1600
"""Pixels of width these are kept at: a large panel is as wide, and drawing stays quick."""
POLITE = 5
"""How far the watch stands back for the processor: the shutter comes first."""

Free = Callable[[], int]
Card = Callable[[], int | None]
Tell = Callable[[Alarm], None]
Drawn = Callable[[Alarm, Image.Image], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A picture to look at; what was shot before today is looked at without a word. `refer` makes it the reference."""

    picture: Picture
    file: Path
    frame: int | None
    silent: bool
    refer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgive:
    """The light was changed on purpose before the pictures that come after this."""


class Shown:
    """The small versions of the pictures that alarms are drawn against: the reference and the last few."""

    def __init__(self) -> None:
        self._reference: tuple[int, Array] | None = None
        self._last: deque[tuple[int, Array]] = deque(maxlen=LATE)

    def refer(self, number: int, proxy: Array) -> None:
        """Keep this one as the reference."""
        self._reference = number, small(proxy)

    def add(self, number: int, proxy: Array) -> None:
        """Keep this one as the last; the very first is the reference as well."""
        kept = number, small(proxy)
        self._reference = self._reference or kept
        self._last.append(kept)

    def against(self, number: int | None) -> Array | None:
        """The picture of this number, or None where it is not kept any more."""
        kept = [*self._last, *([self._reference] if self._reference else ())]
        return next((proxy for known, proxy in kept if known == number), None)


def small(proxy: Array) -> Array:
    """A picture as it is drawn."""
    height, width = proxy.shape[:2]
    if width <= DRAWN_WIDTH:
        return proxy
    size = DRAWN_WIDTH, max(1, round(height * DRAWN_WIDTH / width))
    return np.asarray(cv2.resize(proxy, size, interpolation=cv2.INTER_AREA))


class Watch:
    """Looks at every picture handed to `look`, soon, and tells each alarm by `tell`, from its own thread.

    A picture that cannot be read is told by `trouble` and passed over. A failure of its own is told as well, and ends
    the watch, not the shooting. `free` is the room in bytes
    on the disk of the take, `card` that on the camera's card in pictures, or None where the camera does not say.
    `drawn`, where given, is handed the drawing of each alarm after it was told, from the same thread; `title` stands
    on it. All methods may be called from any thread.
    """

    def __init__(
        self,
        *,
        tell: Tell,
        trouble: Callable[[str], None],
        free: Free,
        card: Card = lambda: None,
        drawn: Drawn | None = None,
        title: str = "",
        limits: Limits | None = None,
        program: Program | None = None,
    ) -> None:
        self._tell, self._trouble, self._free, self._card = tell, trouble, free, card
        self._drawn, self._title = drawn, title
        self._watchers: defaultdict[str, Watcher] = defaultdict(lambda: Watcher(limits, program=program))
        self._room = Room(limits or Limits())
        self._shown: defaultdict[str, Shown] = defaultdict(Shown)
        self._dismissed: set[Kind] = set()
        self._last: Kind | None = None
        self._asked = self._over = self._passing = False
        self._jobs: queue.SimpleQueue[Job | Forgive | None] = queue.SimpleQueue()
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
                frame = writer.sheet.first_frame_of(picture.number)
                self._jobs.put(Job(picture=picture, file=take.file(quickest(picture)), frame=frame, silent=True))

    def look(self, picture: Picture, file: Path, *, frame: int | None) -> None:
        """Have the picture, which lies in `file`, looked at; returns at once."""
        self._asked = True
        self._jobs.put(Job(picture=picture, file=file, frame=frame, silent=False))

    def refer(self, picture: Picture, file: Path) -> None:
        """From the next picture on compare with this one, in place of the first of its exposure; returns at once."""
        self._jobs.put(Job(picture=picture, file=file, frame=picture.frame, silent=True, refer=True))

    def forgive_light(self) -> None:
        """The light was changed on purpose: the next picture of each exposure is what light is compared with."""
        self._jobs.put(Forgive())

    def dismiss(self, kind: Kind | None = None) -> Kind | None:
        """Tell no more alarms of this kind, or of that told last; returns which, or None where none was told."""
        dismissed = kind or self._last
        if dismissed is not None:
            self._dismissed.add(dismissed)
        return dismissed

    def puppets(self, exposure: str = "x1") -> Cells | None:
        """Where in the picture something moved of late, as `Placing` wants to know; None while that is not known."""
        watcher = self._watchers.get(exposure)
        return watcher.puppets() if watcher else None

    def close(self, patience: float | None = None) -> None:
        """Let it finish for so many seconds, `PATIENCE` by itself; afterwards nothing is told."""
        until = time.monotonic() + (PATIENCE if patience is None else patience)
        self._over = not self._asked  # then there is nothing to tell, and a person may wait for the next take
        self._jobs.put(None)
        self._thread.join(max(0.0, until - time.monotonic()))
        self._over = True

    def gone(self, patience: float = LAST) -> None:
        """Wait, once it is closed, for the picture it is in the middle of.

        A thread inside a library's own code must not meet the end of the program, which would crash over it.
        """
        self._thread.join(patience)

    def _work(self) -> None:
        if sys.platform == "linux":
            # Linux knows the niceness of a single thread; elsewhere it would be that of the whole program.
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), POLITE)
        try:
            while (job := self._jobs.get()) is not None and not self._over:
                self._do(job)
        # Whatever fails here, shooting goes on.
        except Exception as failure:
            if not self._over:
                self._trouble(f"The watch ended, shooting goes on: {failure}")

    def _do(self, job: Job | Forgive) -> None:
        if isinstance(job, Forgive):
            for watcher in self._watchers.values():
                watcher.forgive_light()
            return
        try:
            proxy = read_proxy(job.file, PROXY_WIDTH)
        except KomadoriError as why:
            self._pass_over(job.picture, why)
            return
        self._passing = False
        watcher, shown = self._watchers[job.picture.exposure], self._shown[job.picture.exposure]
        if job.refer:
            watcher.refer(job.picture, proxy, frame=job.frame)
            shown.refer(job.picture.number, proxy)
            return
        alarms = watcher.look(job.picture, proxy, frame=job.frame)
        if not job.silent:
            room = (*self._room.disk(job.picture, self._free()), *self._room.card(job.picture, self._card()))
            told = [alarm for alarm in (*alarms, *room) if self._told(alarm)]
            for alarm in told if self._drawn else ():
                self._draw(alarm, job.picture, proxy, shown)
        shown.add(job.picture.number, proxy)

    def _pass_over(self, picture: Picture, why: KomadoriError) -> None:
        """Tell the first of some pictures that cannot be read: the disk may be gone, and the others with it."""
        if not self._passing and not self._over:
            self._passing = True
            self._trouble(f"The watch passes over picture {picture.number}: {why.message}")

    def _told(self, alarm: Alarm) -> bool:
        if alarm.kind in self._dismissed or self._over:
            return False
        self._last = alarm.kind
        self._tell(alarm)
        return True

    def _draw(self, alarm: Alarm, picture: Picture, proxy: Array, shown: Shown) -> None:
        from komadori.capture.watch.draw import draw_alarm

        if self._over or self._drawn is None:
            return
        # What was told late, of a prop that has stayed where it is, is seen in this picture just as well.
        page = draw_alarm(alarm, small(proxy), shown.against(alarm.against), width=picture.width, title=self._title)
        self._drawn(alarm, page)
