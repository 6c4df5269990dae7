"""The watch over the take on the desk: its alarms as messages, their drawings, and the arrow until all is back."""

import io
import itertools
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from PIL import Image

from komadori.capture.owner import Frame, OwnedCamera
from komadori.capture.watch import Alarm, Kind
from komadori.capture.watch.beside import Watch
from komadori.capture.watch.placed import Placing
from komadori.errors import KomadoriError
from komadori.studio.messages import AlarmOut, Dismissed, Message, Placed, Remark

if TYPE_CHECKING:
    from pathlib import Path

    from komadori.film import Picture
    from komadori.studio.cameras import Cameras
    from komadori.studio.open_take import OpenTake

DRAWN = 24
"""Drawings that are kept; older alarms are looked over with `komadori watch`."""
OFTEN = 0.4
"""Seconds between two looks at how far the camera still is from its place."""


class SetWatch:
    """Hands every picture to the watch, and tells the pages what it sees; shooting never waits for it."""

    def __init__(
        self, take: "OpenTake", tell: Callable[[Message], None], cameras: "Cameras", *, free: Callable[[], int]
    ) -> None:
        self._take, self._tell, self._cameras = take, tell, cameras
        self._numbers = itertools.count(1)
        self._known: dict[int, int] = {}
        self._drawings: dict[int, bytes] = {}
        self._told: dict[int, AlarmOut] = {}
        self._dismissed: set[str] = set()
        self._arrow: Arrow | None = None
        self._closed = False
        self._lock = threading.RLock()
        self._watch = Watch(tell=self._alarm, trouble=self._trouble, free=free, card=self._card, drawn=self._drawn)
        self._watch.begin(take.take, take.writer)

    def look(self, picture: "Picture", file: "Path", *, frame: int | None) -> None:
        """Have a picture looked at, soon."""
        self._watch.look(picture, file, frame=frame)

    def refer(self, picture: "Picture", file: "Path") -> None:
        """Compare with this picture from now on."""
        self._end_arrow()
        self._watch.refer(picture, file)

    def dismiss(self, kind: str) -> None:
        """Tell no more alarms of this kind for this shot."""
        self._watch.dismiss(Kind(kind) if kind in set(Kind) else None)
        self._dismissed.add(kind)
        if kind == Kind.BUMP:
            self._end_arrow()
        self._tell(Dismissed(kinds=tuple(sorted(self._dismissed))))

    def drawing(self, number: int) -> bytes | None:
        """The drawing of an alarm as PNG, or None."""
        return self._drawings.get(number)

    def close(self) -> None:
        """Let the watch finish, and forget the arrow."""
        with self._lock:
            self._closed = True
            self._end_arrow()
        self._watch.close()

    def _alarm(self, alarm: Alarm) -> None:
        number = next(self._numbers)
        self._known[id(alarm)] = number
        told = _out(alarm, number)
        with self._lock:
            self._told[number] = told
        self._tell(told)

    def _drawn(self, alarm: Alarm, page: Image.Image) -> None:
        number = self._known.pop(id(alarm), 0)
        held = io.BytesIO()
        page.save(held, "PNG", compress_level=1)
        with self._lock:
            told = self._told.pop(number, _out(alarm, number))
            self._drawings[number] = held.getvalue()
            for old in list(self._drawings)[:-DRAWN]:
                del self._drawings[old]
        self._tell(_out(alarm, told.id, drawing=f"/alarms/{number}.png"))
        if alarm.kind is Kind.BUMP:
            self._begin_arrow(alarm)

    def _begin_arrow(self, alarm: Alarm) -> None:
        with self._lock:
            self._end_arrow()
            if self._closed:
                return
            with suppress(KomadoriError):
                self._arrow = Arrow(self._take, alarm, self._cameras.get(), self._tell)

    def _end_arrow(self) -> None:
        with self._lock:
            arrow, self._arrow = self._arrow, None
        if arrow is not None:
            arrow.end()
            # Its pages must not go on showing it; nothing is left of the way.
            self._tell(Placed(right=0.0, down=0.0, far=0.0, back=True))

    def _card(self) -> int | None:
        state = self._cameras.newest_state()
        return state.card if state else None

    def _trouble(self, words: str) -> None:
        self._tell(Remark(text=words, severity="trouble"))


class Arrow:
    """Looks at the live view now and then until the camera is back where it stood, and says how far it still is."""

    def __init__(
        self, take: "OpenTake", alarm: Alarm, camera: OwnedCamera, tell: Callable[[Message], None]
    ) -> None:
        self._take, self._alarm, self._tell = take, alarm, tell
        self._newest: Frame | None = None
        self._ending = threading.Event()
        self._leave = camera.subscribe(self._see)
        self._thread = threading.Thread(target=self._look, name="arrow", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Look no more."""
        self._ending.set()
        self._leave()

    def _see(self, frame: Frame) -> None:
        self._newest = frame

    def _look(self) -> None:
        placing: Placing | None = None
        seen = 0
        while not self._ending.wait(OFTEN):
            frame = self._newest
            if frame is None or frame.number == seen:
                continue
            seen = frame.number
            try:
                if placing is None:
                    placing = Placing(frame.data, self._alarm.arrow or (0.0, 0.0), width=self._width())
                placed = placing.look(frame.data)
            except KomadoriError:
                continue
            if not placed.sure or self._ending.is_set():
                continue
            self._tell(Placed(right=placed.right, down=placed.down, far=placed.far, back=placed.back))
            if placed.back:
                break
        self._leave()

    def _width(self) -> int:
        return self._take.picture(self._take.take, self._alarm.picture).width


def _out(alarm: Alarm, number: int, *, drawing: str = "") -> AlarmOut:
    return AlarmOut(
        id=number,
        kind=alarm.kind,
        picture=alarm.picture,
        frame=alarm.frame,
        amount=alarm.amount,
        unit=alarm.unit,
        against=alarm.against,
        sentence=alarm.sentence,
        severity=alarm.severity,
        box=alarm.box,
        arrow=alarm.arrow,
        drawing=drawing,
    )
