"""What the records tell without a look at the set: the same picture twice, other settings, a disk that fills."""

from collections.abc import Iterator

import cv2

from komadori.capture.watch.alarm import Alarm, Kind, Severity
from komadori.capture.watch.limits import Limits
from komadori.capture.watch.seen import Seen
from komadori.film import Picture

WATCHED = {
    "exposure_time": "exposure time",
    "f_number": "aperture",
    "iso": "ISO",
    "white_balance": "white balance",
    "focal_length": "focal length",
}
"""Settings that change the picture, in words. A camera names many more that do not."""


class Records:
    """Compares what is known of the pictures of one exposure of a take."""

    def __init__(self, limits: Limits, reference: Seen) -> None:
        self._limits, self._reference, self._before = limits, reference, reference
        self._hashes = {reference.picture.hash: reference.picture.number}

    def look(self, now: Seen) -> Iterator[Alarm]:
        """Compare `now` with the picture before it and with the reference."""
        yield from self._twice(now)
        yield from self._settings(now)
        self._hashes.setdefault(now.picture.hash, now.picture.number)
        self._before = now

    def _twice(self, now: Seen) -> Iterator[Alarm]:
        number = self._hashes.get(now.picture.hash)
        how = "byte for byte"
        if number is None and self._before.small.shape == now.small.shape:
            off = float(cv2.absdiff(self._before.small, now.small).mean())
            number, how = (self._before.picture.number, "pixel for pixel") if off <= self._limits.same else (None, "")
        if number is not None:
            yield Alarm(
                kind=Kind.DUPLICATE,
                picture=now.picture.number,
                frame=now.frame,
                amount=0.0,
                unit="codes",
                against=number,
                sentence=f"It is the same, {how}, as picture {number}.",
                severity=Severity.URGENT,
            )

    def _settings(self, now: Seen) -> Iterator[Alarm]:
        """Settings other than the reference's that were not so in the picture before already."""
        take, before, here = (dict(seen.picture.settings) for seen in (self._reference, self._before, now))
        for name, words in WATCHED.items():
            if name in take and name in here and here[name] not in (take[name], before.get(name)):
                yield Alarm(
                    kind=Kind.SETTINGS,
                    picture=now.picture.number,
                    frame=now.frame,
                    amount=1.0,
                    unit="setting",
                    against=self._reference.picture.number,
                    sentence=f"The {words} is {here[name]}; the take is shot with {take[name]}.",
                    severity=Severity.URGENT,
                )


class Room:
    """Tells when the room on the disk lets only so many more pictures be shot, each number once."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._told = max(limits.disk, default=0) + 1

    def look(self, picture: Picture, free: int) -> Iterator[Alarm]:
        """`free` is the room in bytes after `picture` was kept."""
        left = free // max(1, sum(file.bytes for file in picture.files))
        reached = min((mark for mark in self._limits.disk if left <= mark), default=self._told)
        if reached >= self._told:
            return
        self._told = reached
        yield Alarm(
            kind=Kind.DISK,
            picture=picture.number,
            frame=picture.frame,
            amount=float(left),
            unit="pictures",
            against=None,
            sentence=f"The disk has room for {left} more pictures of this size.",
            severity=Severity.URGENT if left <= self._limits.disk_urgent else Severity.WARNING,
        )
