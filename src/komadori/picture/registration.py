"""Where a picture lies beside another of the same set, to a fiftieth of a pixel, whatever light and puppet do.

As the watch does it (`picture/shift.py`): corners tracked on pictures from which the light was taken out. First on
coarse pictures, which tell how far at all; then finely, each corner looked for where the coarse movement puts it.
`picture/agreement.py` tells the camera's movement from a puppet's; the corners that agree on it are then placed more
exactly than a tracker can (`picture/placing.py`).
"""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from threading import Lock

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.picture import shift
from komadori.picture.agreement import Floats, Model, Movement, fitted, mapped, movements
from komadori.picture.placing import Patches, Singles, patches, placed
from komadori.picture.registration_patches import Details, details, refined, soft
from komadori.picture.shift import Bools, Points, Tracks
from komadori.picture.still import Array

WIDTH = 1920
"""Pixels of width a picture is registered at, or its own where that is less; what is found holds for any."""
WIDESPREAD, WIDER = 0.5, 0.8
"""Leverage (see Movement) below which a movement is certainly not a puppet's, however large that is; and times that of
another movement below which it is the camera's rather than that one."""
COARSE = 320
"""The same for how far it moved at all: told by its corners up to a sixteenth of the width."""
EACH, COARSE_EACH = 6, 5
"""Corners of each tile."""
FINE_LEVELS, COARSE_LEVELS = 1, 3
"""Halvings a corner is looked for through."""
BESIDE = 8
"""Pixels of the coarse picture from one movement to another: a turned one has a broad peak."""
BESIDE_IT = 0.25
"""Share of a tile's corners that must move with the camera for others of it to count."""
LOST, ALONE = 0.25, 0.12
"""Pixels of error, as told by the corners themselves, from which nothing was told; and the share of what could be told
again that must agree at least."""


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What a picture is registered by: `grey` is height x width uint8, coded about as sRGB is."""

    grey: Array

    @property
    def size(self) -> tuple[int, int]:
        """Pixels across and down."""
        return int(self.grey.shape[1]), int(self.grey.shape[0])

    @cached_property
    def flat(self) -> Array:
        """The picture without its light."""
        return shift.flattened(self.grey)

    @cached_property
    def corners(self) -> Points:
        """Places in it that can be told again."""
        return shift.corners(self.flat, EACH)

    @cached_property
    def patches(self) -> Patches:
        """What lies around its corners."""
        return patches(self.flat, self.corners)

    @cached_property
    def soft(self) -> Singles:
        """The picture, its light in it, without its finest detail."""
        return soft(self.grey)

    @cached_property
    def details(self) -> Details:
        """What lies in it everywhere, its light in it."""
        return details(self.soft)

    @cached_property
    def coarse(self) -> "Sight":
        """The same picture `COARSE` pixels wide; itself where it is not much wider."""
        width, height = self.size
        if width < 1.5 * COARSE:
            return self
        size = COARSE, max(1, round(height * COARSE / width))
        return Sight(grey=cv2.resize(self.grey, size, interpolation=cv2.INTER_AREA))

    @cached_property
    def many_corners(self) -> Points:
        """More such places."""
        return shift.corners(self.flat, COARSE_EACH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """Where a picture lies beside another.

    `matrix`, 3 x 3, takes (x, y, 1) of a place in the one to the other, in shares of the width, (0, 0) being the upper
    left corner of the picture. `share` is how much of what could be told again agrees with it, 0..1, and `uncertain`
    the standard error in shares of the width at the corner of the picture where it is largest. `plain` tells that a
    tilt was asked for and is told too badly to be taken.
    """

    matrix: Floats
    share: float
    uncertain: float
    plain: bool = False


def sight(light: NDArray[np.float32]) -> Sight:
    """What a scene-linear picture, height x width x 3, is registered by.

    The last few are kept in this process: a take's first picture is asked for with every other one.
    """
    grey = cv2.cvtColor(np.ascontiguousarray(light[..., :3]), cv2.COLOR_RGB2GRAY)
    # The root is close enough to sRGB, and quicker.
    coded = cv2.convertScaleAbs(cv2.sqrt(np.maximum(grey, 0)), alpha=255)
    name = blake2b(coded.tobytes(), digest_size=20, person=str(coded.shape).encode()[:16]).digest()
    with _LOCK:
        found = _RECENT.pop(name, None) or Sight(grey=coded)
        _RECENT[name] = found
        if len(_RECENT) > KEPT:
            _RECENT.popitem(last=False)
    return found


KEPT = 4
"""Pictures kept so, 15 MB each at most."""
_RECENT: OrderedDict[bytes, Sight] = OrderedDict()
_LOCK = Lock()


def registered(picture: Sight, other: Sight, model: Model = "turn and scale") -> Registration | None:
    """Where places of `picture` lie in `other`, or None where that cannot be told: too little that both show, or they
    are of another shape. Where that is too little for a perspective movement only, how it was turned and scaled."""
    if picture.size != other.size or not len(other.corners):
        return None
    for simpler in (model, "turn and scale") if model == "perspective" else (model,):
        found = _together(picture, other, simpler)
        if found is not None:
            return _exactly(picture, other, *found, simpler, tilted=model == "perspective")
    return None


def _together(picture: Sight, other: Sight, model: Model) -> tuple[Tracks, Movement] | None:
    """The corners of `other` in `picture`, and how those moved that are the camera's."""
    best: tuple[Tracks, Movement] | None = None
    least = np.inf
    for start, levels in _starts(other, picture):
        tracks = shift.track(
            other.flat, picture.flat, other.corners, _put(start, other.corners), levels, stop=shift.SOON
        )
        # The first is the camera's, if any is.
        for moved in movements(tracks, other.size, model)[:1]:
            sure = moved.leverage * moved.scatter < LOST and _share(tracks, moved) > ALONE
            if sure and moved.leverage < WIDER * least:
                least, best = moved.leverage, (tracks, moved)
        if least < WIDESPREAD:
            break
    return best


def _exactly(
    picture: Sight, other: Sight, tracks: Tracks, moved: Movement, model: Model, *, tilted: bool
) -> Registration:
    width = picture.size[0]
    tracks = placed(tracks, moved.agree, other.patches, picture.flat, moved.matrix)
    found = fitted(moved.matrix, tracks, other.size, model, moved.agree)
    matrix, uncertain, plain = found.matrix, found.leverage * found.scatter, tilted and model != "perspective"
    if tilted:
        those = _beside(other.details.corners, tracks, found, other.size)
        closer = refined(matrix, other.details, picture.soft, those, other.size)
        if closer.uncertain < LOST:
            matrix, uncertain, plain = closer.matrix, closer.uncertain, closer.plain
    return Registration(
        matrix=_in_shares(np.asarray(np.linalg.inv(matrix), float), width),
        share=_share(tracks, moved),
        uncertain=uncertain / width,
        plain=plain,
    )


def _beside(places: Points, tracks: Tracks, moved: Movement, size: tuple[int, int]) -> Bools:
    """Which places lie in tiles of which enough moves with the camera: in any other they are a puppet's."""
    count = shift.TILES[0] * shift.TILES[1]
    agree, found = (np.bincount(tracks.tiles[which], minlength=count) for which in (moved.agree, tracks.found))
    return np.asarray((agree > BESIDE_IT * found)[shift.tiles_of(places, *size)])


def _share(tracks: Tracks, moved: Movement) -> float:
    return moved.tiles / len(np.unique(tracks.tiles))


def _starts(first: Sight, second: Sight) -> Iterator[tuple[Floats, int]]:
    """Where to look, and how far around that: the movements that coarse pictures tell; far away; or nearby."""
    one, other = first.coarse, second.coarse
    tracks = shift.track(one.flat, other.flat, one.many_corners, levels=COARSE_LEVELS, stop=shift.SOON)
    finer = _resized(one.size, first.size)
    back = np.linalg.inv(finer)
    found = movements(tracks, one.size, "turn and scale")
    for moved in found:
        yield finer @ moved.matrix @ back, FINE_LEVELS
    yield finer @ _far(one, other, found) @ back, FINE_LEVELS
    yield np.eye(3), COARSE_LEVELS


def _far(one: Sight, other: Sight, known: list[Movement]) -> Floats:
    """The shift on which most of what is not `known` agrees, however far: the highest peak of the phase correlation
    beside the known ones."""
    width, height = one.size
    # Twice as large, so that nothing comes round to the other side.
    first, second = (
        np.fft.rfft2(sight.flat.astype(np.float32) - 128, (2 * height, 2 * width)) for sight in (one, other)
    )
    cross = first.conj() * second
    peaks = cv2.GaussianBlur(np.fft.irfft2(cross / (np.abs(cross) + 1e-6)).astype(np.float32), (0, 0), 1.0)
    middle = np.array([[width / 2, height / 2]])
    for moved in known:
        right, down = np.rint(mapped(moved.matrix, middle) - middle).astype(int)[0]
        rows, columns = (np.arange(at - BESIDE, at + BESIDE + 1) for at in (down, right))
        peaks[np.ix_(rows % (2 * height), columns % (2 * width))] = -1
    down, right = np.unravel_index(int(peaks.argmax()), peaks.shape)
    right, down = (at - size * (2 * at > size) for at, size in ((right, 2 * width), (down, 2 * height)))
    return np.array([[1, 0, right], [0, 1, down], [0, 0, 1]], float)


def _put(start: Floats, places: Points) -> Points:
    return mapped(start, places).astype(np.float32)


def _resized(size: tuple[int, int], other: tuple[int, int]) -> Floats:
    """From pixels of a picture of one size to those of another, the middle of pixel (0, 0) being (0, 0)."""
    across, down = other[0] / size[0], other[1] / size[1]
    return np.array([[across, 0, (across - 1) / 2], [0, down, (down - 1) / 2], [0, 0, 1]])


def _in_shares(matrix: Floats, width: int) -> Floats:
    """A mapping of pixels, the middle of pixel (0, 0) being (0, 0), as one of shares of the width."""
    shares = np.array([[1 / width, 0, 0.5 / width], [0, 1 / width, 0.5 / width], [0, 0, 1]])
    moved = shares @ matrix @ np.linalg.inv(shares)
    return np.asarray(moved / moved[2, 2])
