"""How far a knocked camera still is from where it stood, told from the live view while somebody puts it back.

A live picture is never held against a photograph: it has another size, sharpness and noise, often another crop, and
the lens may stand at another aperture, and each of these would pass for a shift. Live pictures are held against a live
picture, which shares all of that. The one taken when the alarm was told shows the camera knocked, by how much the alarm
says: so what is left is the alarm's shift and the way since then. Where a live picture from before the knock was kept,
it is the better calibration: it shows the camera at home, and the alarm's own error, a fiftieth of a pixel, is spared.
"""

from dataclasses import dataclass, replace
from math import hypot

from komadori.capture.watch.seen import Cells, Detail
from komadori.capture.watch.steady import Guess, camera, guessed, near, tracked
from komadori.picture import read_proxy
from komadori.picture.shift import Shift

WIDTH = 960
"""Pixels of width a live picture is looked at: more is mostly noise, and takes longer."""
EVERY = 3
"""Every so many corners suffice: a look must be quick."""
SURE = 0.3
"""Share of the picture's tiles that must agree; less may be the hand at the tripod."""
HOME = 0.5
"""Pixels of the full picture within which the camera is back, or..."""
HOME_LIVE = 0.12
"""...so many of the live picture's where that is more: it tells no finer. The next photograph will."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """How far the set lies from its place, in pixels of the full picture to the right and down.

    `far` is the same as one distance with the turn in it, `back` says that the camera stands where it stood. Where it
    is not `sure`, too little of the set could be told, and the rest means nothing.
    """

    right: float
    down: float
    far: float
    back: bool
    sure: bool


LOST = Placed(right=0.0, down=0.0, far=0.0, back=False, sure=False)


class Placing:
    """Follows a camera on its way back, by its live pictures.

    `live` is a live picture (JPEG) that shows the set `arrow` away from its place, in pixels of the full picture to the
    right and down: the first one after a bump was told, with the alarm's arrow; or one from before the bump, with none.
    `width` is that of the full picture in pixels, and `share`, above 0 and up to 1, how much of it the live view shows.
    `puppets` are the cells where something moves by itself, as `Watch.puppets` tells: they may be moved meanwhile.
    Raises `UnreadablePicture`.
    """

    def __init__(
        self,
        live: bytes,
        arrow: tuple[float, float] = (0.0, 0.0),
        *,
        width: int,
        share: float = 1.0,
        puppets: Cells | None = None,
    ) -> None:
        self._start, self._arrow, self._puppets = seen_live(live), arrow, puppets
        self._scale = width * share / int(self._start.small.shape[1])
        self._guess: Guess = (0, 0)

    def look(self, live: bytes) -> Placed:
        """Where the camera stands in this live picture. Raises `UnreadablePicture`."""
        now = seen_live(live)
        if now.small.shape != self._start.small.shape:
            return LOST
        moved = self._moved(now)
        if moved is None or moved.share < SURE:
            self._guess = (0, 0)
            return LOST
        self._guess = near(moved, now.flat, now)
        return self._placed(moved, now)

    def _moved(self, now: Detail) -> Shift | None:
        """The shift since the start: looked for where it was in the last look, and if it is not there, anywhere."""
        start = self._start
        moved = camera(tracked(start, now, self._guess, every=EVERY), self._puppets, start.flat)
        if moved is not None and moved.share >= SURE:
            return moved
        return camera(tracked(start, now, guessed(start, now, self._puppets), every=EVERY), self._puppets, start.flat)

    def _placed(self, moved: Shift, now: Detail) -> Placed:
        height, width = now.flat.shape
        matrix = moved.matrix.copy()
        matrix[:, 2] += self._arrow[0] / self._scale, self._arrow[1] / self._scale
        left = replace(moved, matrix=matrix)
        right, down = (part * self._scale for part in left.at(width / 2, height / 2))
        far = max(left.far * self._scale, hypot(right, down))
        return Placed(
            right=round(right, 2),
            down=round(down, 2),
            far=round(far, 2),
            back=far <= max(HOME, HOME_LIVE * self._scale),
            sure=True,
        )


def seen_live(live: bytes) -> Detail:
    """A live picture as it is looked at."""
    return Detail(small=read_proxy(live, WIDTH, name="the live picture"))
