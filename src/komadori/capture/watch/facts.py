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

ANEW = 1.2
"""Times the mark told last that there must be room for until marks are told again."""


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
        """Settings other than the reference's that were not so in the picture before already.

        Another camera spells its settings in its own way, and is another picture anyway.
        """
        if now.picture.camera != self._reference.picture.camera:
            return
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
    """Tells when there is room for only so many more pictures, on the disk or on the camera's card, each number once.

    When there is more room again, after old pictures were taken away or another card was put in, it begins anew.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._told: dict[Kind, int] = {}

    def disk(self, picture: Picture, free: int) -> Iterator[Alarm]:
        """`free` is the room in bytes after `picture` was kept."""
        left = free // max(1, sum(file.bytes for file in picture.files))
        yield from self._left(Kind.DISK, picture, left, f"The disk has room for {left} more pictures of this size.")

    def card(self, picture: Picture, left: int | None) -> Iterator[Alarm]:
        """`left` is how many more pictures the camera says its card holds, None where it does not say."""
        if left is not None:
            yield from self._left(Kind.CARD, picture, left, f"The camera's card has room for {left} more pictures.")

    def _left(self, kind: Kind, picture: Picture, left: int, sentence: str) -> Iterator[Alarm]:
        marks = self._limits.disk
        reached = min((mark for mark in marks if left <= mark), default=max(marks, default=0) + 1)
        told = self._told.get(kind, max(marks, default=0) + 1)
        if left <= ANEW * told:
            # Pictures differ in size, so the number goes up and down by itself.
            reached = min(reached, told)
        self._told[kind] = reached
        if reached >= told:
            return
        yield Alarm(
            kind=kind,
            picture=picture.number,
            frame=picture.frame,
            amount=float(left),
            unit="pictures",
            against=None,
            sentence=sentence,
            severity=Severity.URGENT if left <= self._limits.disk_urgent else Severity.WARNING,
        )
