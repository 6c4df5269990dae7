"""What the pages are told, and what a page that comes later must be told to know the same."""

import threading
from collections import deque
from collections.abc import Callable
from typing import Any

from komadori.studio.messages import (
    AlarmOut,
    CamerasOut,
    Dark,
    DeskOut,
    Dismissed,
    KeysOut,
    LookOut,
    Message,
    Placed,
    PosesOut,
    Remark,
    RigOut,
    Seen,
    SeriesOut,
    Shots,
    TakeOut,
    Tests,
    WorkOut,
    write,
)

LASTING = (
    SeriesOut, Shots, TakeOut, DeskOut, CamerasOut, KeysOut, LookOut, Tests, Dismissed, Placed, Dark, RigOut, PosesOut,
)  # fmt: skip
"""Messages of which the newest is all that counts."""

ALARMS = 12
"""Alarms a page that comes later still sees."""

UNHEARD = 20
"""Remarks kept for the first page, while there is none: a hook that is missing, a journal that was mended."""

Spread = Callable[[str], None]


class Telling:
    """Every message goes through here, from any thread, and reaches all pages in one order.

    `take` makes the message of the whole take afresh, since what is told of it in between are changes.
    """

    def __init__(self, take: Callable[[], TakeOut]) -> None:
        self._take = take
        self._lock = threading.RLock()
        self._spread: Spread = lambda _text: None
        self._lasting: dict[type[Message], Message] = {}
        self._work: dict[int, WorkOut] = {}
        self._alarms: list[AlarmOut] = []
        self._pages = 0
        self._unheard: deque[Remark] = deque(maxlen=UNHEARD)

    def to(self, spread: Spread) -> None:
        """From now on hand every message to `spread`."""
        self._spread = spread

    def tell(self, message: Message) -> None:
        """Tell all pages."""
        with self._lock:
            if isinstance(message, Remark) and not self._pages:
                self._unheard.append(message)
            self._remember(message)
            self._spread(write(message))

    def change(self, make: Callable[[], Message]) -> None:
        """Tell what `make` returns, with nothing told and no page joining while it changes what is known."""
        with self._lock:
            self.tell(make())

    def join(self, begin: Callable[[list[str]], None]) -> None:
        """Hand to `begin` all that a new page must know; what is told afterwards reaches it after that.

        What was remarked while no page was there is heard by this one. It must `leave`.
        """
        with self._lock:
            self._pages += 1
            known: list[Message] = [self._take() if kind is TakeOut else held for kind, held in self._lasting.items()]
            known += [*self._alarms, *self._work.values(), *self._unheard]
            self._unheard.clear()
            begin([write(message) for message in known])

    def leave(self) -> None:
        """A page that has joined is gone."""
        with self._lock:
            self._pages -= 1

    def newest(self, kind: type[Message]) -> Any:
        """The newest message of a lasting kind, or None."""
        return self._lasting.get(kind)

    def forget_alarms(self) -> None:
        """Another take, other alarms."""
        with self._lock:
            self._alarms.clear()
            for kind in (Placed, Dismissed):
                self._lasting.pop(kind, None)

    def _remember(self, message: Message) -> None:
        if isinstance(message, Dismissed):
            self._alarms = [one for one in self._alarms if one.kind not in message.kinds]
        elif isinstance(message, Seen):
            self._alarms = [one for one in self._alarms if one.id != message.alarm]
        if (isinstance(message, Dark) and not message.on) or (isinstance(message, Placed) and message.back):
            self._lasting.pop(type(message), None)
        elif isinstance(message, LASTING):
            self._lasting[type(message)] = message
        elif isinstance(message, AlarmOut):
            self._alarms = [*[one for one in self._alarms if one.id != message.id][1 - ALARMS :], message]
        elif isinstance(message, WorkOut):
            self._work[message.id] = message
            ended = [number for number, work in self._work.items() if work.state != "running"]
            for number in ended[:-3]:
                del self._work[number]
