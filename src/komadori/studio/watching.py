"""The watch over the take on the desk: its alarms as messages, their drawings, and the arrow until all is back."""

import io
import itertools
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from PIL import Image

from komadori.capture.owner import Frame, OwnedCamera
from komadori.capture.watch import Alarm, Kind, Severity
from komadori.capture.watch.beside import Watch
from komadori.capture.watch.placed import Placing
from komadori.errors import KomadoriError
from komadori.studio.meant_light import MeantLight
from komadori.studio.messages import AlarmOut, Dismissed, Message, Placed, Remark

if TYPE_CHECKING:
    from pathlib import Path

    from komadori.film import Picture
    from komadori.studio.cameras import Cameras
    from komadori.studio.open_take import OpenTake

FRESH = 2.0
"""Seconds after which a live picture tells no more how the camera stands: nobody may have looked through since."""
DRAWN = 24
"""Drawings that are kept; older alarms are looked over with `komadori watch`."""
HOMES = 8
"""Pictures of which it is remembered what the live view showed; an alarm looks back no further than that."""
LAST = 5.0
"""Seconds a look may take to end; a thread in the middle of one must not meet the end of the program."""
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
        self._homes: dict[int, bytes] = {}
        self._aimed: Frame | None = None
        self._arrow: Arrow | None = None
        self._closed = False
        self._lock = threading.RLock()
        light = MeantLight(take.take, lambda: take.sheet, trouble=self._light_trouble)
        self._watch = Watch(
            tell=self._alarm, trouble=self._trouble, free=free, card=self._card, drawn=self._drawn, program=light
        )
        self._watch.begin(take.take, take.writer)

    def aim(self) -> None:
        """The shutter is about to open: what the live view shows now is what the picture will."""
        self._aimed = None
        with suppress(KomadoriError):
            live = self._cameras.get().newest
            if live is not None and time.time() - live.at < FRESH:
                self._aimed = live

    def look(self, picture: "Picture", file: "Path", *, frame: int | None) -> None:
        """Have a picture looked at, soon; what was aimed at is remembered as the camera at home."""
        if self._aimed is not None:
            self._homes[picture.number] = self._aimed.data
            for old in list(self._homes)[:-HOMES]:
                del self._homes[old]
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
        self._watch.gone()

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
            self._end_arrow()
            if alarm.severity is not Severity.NOTE:  # which tells that the camera stands again where it stood
                self._begin_arrow(alarm)

    def _begin_arrow(self, alarm: Alarm) -> None:
        with self._lock:
            if self._closed:
                return
            with suppress(KomadoriError):
                width = self._take.picture(self._take.take, alarm.picture).width
                home = self._homes.get(alarm.against or 0)
                self._arrow = Arrow(alarm, self._cameras.get(), self._tell, width=width, home=home)

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

    def _light_trouble(self, failure: KomadoriError) -> None:
        self._tell(Remark(text=failure.message, hint=failure.hint, severity="trouble"))

    def _trouble(self, words: str) -> None:
        self._tell(Remark(text=words, severity="trouble"))


class Arrow:
    """Looks at the live view now and then until the camera is back where it stood, and says how far it still is.

    `home` is what the live view showed before the knock, None where it showed nothing then; `width` is that of the full
    picture.
    """

    def __init__(
        self,
        alarm: Alarm,
        camera: OwnedCamera,
        tell: Callable[[Message], None],
        *,
        width: int,
        home: bytes | None,
    ) -> None:
        self._alarm, self._tell, self._width, self._home = alarm, tell, width, home
        self._newest: Frame | None = None
        self._ending = threading.Event()
        self._leave = camera.subscribe(self._see)
        self._thread = threading.Thread(target=self._look, name="arrow", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Look no more; a look that is underway comes to its end first."""
        self._ending.set()
        self._leave()
        self._thread.join(LAST)

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
                placing = placing or self._placing(frame.data)
                placed = placing.look(frame.data)
            except KomadoriError:
                continue
            if not placed.sure or self._ending.is_set():
                continue
            self._tell(Placed(right=placed.right, down=placed.down, far=placed.far, back=placed.back))
            if placed.back:
                break
        self._leave()

    def _placing(self, live: bytes) -> Placing:
        """Against the camera at home, or else against where the alarm found it, from the first live picture on."""
        if self._home is not None:
            return Placing(self._home, width=self._width)
        return Placing(live, self._alarm.arrow or (0.0, 0.0), width=self._width)


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
