"""Pictures just made, kept in this process for whoever needs them next: a neighbour's job, a moved slider.

One shelf a process, since what fits into memory is a matter of the process; pictures are shared and never written to.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeAlias

from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]
Name: TypeAlias = tuple[str, int]
"""What a picture is, and how wide it was asked for; 0 for the whole."""

LIMIT = 1 << 30
"""Bytes of pictures kept: two dozen linear ones of 1080p, eight of 4K."""


class Recent:
    """The pictures used last, up to `limit` bytes of them. May be shared by threads."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit, self._bytes = limit, 0
        self._kept: OrderedDict[Name, Array] = OrderedDict()
        self._lock = Lock()

    def get(self, name: Name) -> Array | None:
        """The picture so called, if it is still here."""
        with self._lock:
            if name not in self._kept:
                return None
            self._kept.move_to_end(name)
            return self._kept[name]

    def put(self, name: Name, picture: Array) -> Array:
        """Keep `picture`, which from now on nobody may write to, and hand it back."""
        picture.setflags(write=False)
        with self._lock:
            if name not in self._kept:
                self._kept[name] = picture
                self._bytes += picture.nbytes
            while self._bytes > self._limit and len(self._kept) > 1:
                self._bytes -= self._kept.popitem(last=False)[1].nbytes
        return picture

    def made(self, name: Name, make: Callable[[], Array]) -> Array:
        """The picture so called, made now where it is not here."""
        found = self.get(name)
        return self.put(name, make()) if found is None else found


RECENT = Recent()
"""The shelf of this process."""
