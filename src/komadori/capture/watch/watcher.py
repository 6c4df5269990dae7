"""One pair of eyes: every new picture against the one before it and against the reference."""

from komadori.capture.watch.alarm import Alarm
from komadori.capture.watch.facts import Records
from komadori.capture.watch.light import Light
from komadori.capture.watch.limits import Limits
from komadori.capture.watch.motion import Motion
from komadori.capture.watch.planned import Program
from komadori.capture.watch.seen import PROXY_WIDTH, Cells, Seen, see
from komadori.film import Picture
from komadori.picture.still import Array

__all__ = ["PROXY_WIDTH", "Watcher"]


class Watcher:
    """Watches one exposure of a take. The first picture looked at is the reference, until another is chosen.

    With a light `program`, what it means the light to do is no slip, where the pictures' frames are known.
    """

    def __init__(self, limits: Limits | None = None, *, program: Program | None = None) -> None:
        self._limits, self._program = limits or Limits(), program
        self._reference: Seen | None = None
        self._forgiven = False

    def refer(self, picture: Picture, proxy: Array, *, frame: int | None = None) -> None:
        """From now on compare with this picture; what was told of another reference is forgotten."""
        self._begin(see(picture, frame, proxy))

    def forgive_light(self) -> None:
        """The light was changed on purpose: it is compared with that of the next picture from there on."""
        self._forgiven = True

    def puppets(self) -> Cells | None:
        """The cells (rows x columns) of the picture where something moved of late; None before the first look."""
        return self._motion.puppets() if self._reference else None

    def look(self, picture: Picture, proxy: Array, *, frame: int | None = None) -> tuple[Alarm, ...]:
        """What is wrong with the picture, the gravest kinds first: settings, motion, light.

        `proxy` is what `read_proxy` gives at PROXY_WIDTH: height x width x 3 uint8 sRGB. A picture of another shape
        than the reference is not compared but becomes the reference.
        """
        now = see(picture, frame, proxy)
        if self._reference is None or self._reference.small.shape != now.small.shape:
            self._begin(now)
            return ()
        told = [*self._records.look(now), *self._motion.look(now)]
        if self._forgiven:
            self._forgiven = False
            self._light.begin_anew(now, self._motion.moved)
            return tuple(told)
        return (*told, *self._light.look(now, self._motion.still, self._motion.moved))

    def _begin(self, reference: Seen) -> None:
        self._reference = reference
        self._records = Records(self._limits, reference)
        self._motion = Motion(self._limits, reference)
        self._light = Light(self._limits, reference, self._program)
        self._forgiven = False
