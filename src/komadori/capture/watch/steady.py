"""How far the camera moved between two pictures, be it a hair or a hand's breadth, whatever a puppet does meanwhile.

The set is what stood still until now, so corners where something moved of late are left out: a puppet with more detail
than a plain wall would outvote it. And fine detail can be tracked over a few pixels only; after a knock, or beside a
reference from before it, a guess comes first, from a coarse version of both pictures or from where the camera stood.
"""

from dataclasses import replace

import cv2
import numpy as np

from komadori.capture.watch.change import within
from komadori.capture.watch.seen import Cells, Detail, Seen
from komadori.picture import shift
from komadori.picture.shift import Bools, Shift, Tracks
from komadori.picture.still import Array

NEAR = 3.0
"""Pixels of the small picture up to which no guess is needed."""
THINNED = 4
"""Every so many corners suffice for a guess."""
FEWEST = 0.3
"""Share of the tiles with corners that must be the set's; with fewer, those of the puppets count as well."""

CLEAR = 0.5
"""Share of the tiles that must agree to settle it at once."""
ASTRAY = 0.7
"""Pixels of the small picture from which a corner moved by itself, and..."""
TOGETHER = 3
"""...so many of them in three by three cells are no accident of tracking."""

ALIKE = 0.8
"""How alike their ways must be for that, 0..1."""

Guess = tuple[int, int]
"""Whole pixels of the small picture to the right and down."""


def guessed(before: Detail, now: Detail, puppets: Cells | None = None) -> Guess:
    """About how far the camera moved, from coarse detail; (0, 0) where that cannot be told or is next to nothing."""
    places = np.ascontiguousarray(before.coarse_corners[::THINNED])
    return near(camera(shift.track(before.coarse, now.coarse, places), puppets, before.coarse), before.coarse, now)


def near(moved: Shift | None, measured: Array, now: Detail) -> Guess:
    """A shift that was measured on pictures as large as `measured` as a guess; (0, 0) where it is next to nothing."""
    if moved is None:
        return (0, 0)
    height, width = measured.shape
    factor = now.flat.shape[1] / width
    right, down = (part * factor for part in moved.at(width / 2, height / 2))
    return (round(right), round(down)) if np.hypot(right, down) > NEAR else (0, 0)


def tracked(before: Detail, now: Detail, guess: Guess, *, every: int = 1) -> Tracks:
    """Find `every` so many of the corners of one picture in the other, looking first where `guess` puts them."""
    places = np.ascontiguousarray(before.corners[::every])
    if guess == (0, 0):
        return shift.track(before.flat, now.flat, places)
    height, width = now.flat.shape
    back = np.array([[1, 0, guess[0]], [0, 1, guess[1]]], np.float64)
    # What comes in at the edge is a picture without detail, and no corner is found there.
    put_back = cv2.warpAffine(
        now.flat, back, (width, height), flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP, borderValue=128
    )
    tracks = shift.track(before.flat, np.asarray(put_back), places)
    return replace(tracks, after=tracks.after + np.array(guess, np.float32))


def camera(tracks: Tracks, puppets: Cells | None, flat: Array) -> Shift | None:
    """How the set moved: what its corners agree on, or all corners where those of the set are too few to tell.

    `puppets` are the cells of the first picture, `flat`, where something moves by itself; None if that is not known.
    """
    if puppets is not None:
        of_set = ~within(tracks.before, puppets, flat)
        if len(np.unique(tracks.tiles[of_set])) >= FEWEST * len(np.unique(tracks.tiles)):
            tracks = chosen(tracks, of_set)
    first = shift.fit(tracks)
    if first is None or first.share > CLEAR or first.far < ASTRAY:
        return first
    # A puppet of rich cloth has more corners than a plain set, but they lie in a smaller part of the picture. Where a
    # part of it stands still, that is the set, however much else moved.
    put = tracks.before @ first.matrix[:, :2].T + first.matrix[:, 2]
    rest = chosen(tracks, np.linalg.norm(put - tracks.after, axis=1) > ASTRAY)
    second = shift.fit(rest)
    if second is None:
        return first
    share = second.share * len(np.unique(rest.tiles)) / len(np.unique(tracks.tiles))
    return replace(second, share=share) if share > first.share else first


def chosen(tracks: Tracks, those: Bools) -> Tracks:
    """Some of the tracks."""
    return Tracks(
        before=tracks.before[those], after=tracks.after[those], found=tracks.found[those], tiles=tracks.tiles[those]
    )


def by_themselves(tracks: Tracks, moved: Shift | None, before: Seen) -> Cells:
    """The cells of the first picture around which most corners went together another way than the camera.

    In the dark, noise is tracked too: it goes astray in all directions.
    """
    cells = before.grid[::-1]
    if moved is None:
        return np.zeros(cells, bool)
    height, width = before.flat.shape
    here = tracks.found
    ways = tracks.after[here] - (tracks.before[here] @ moved.matrix[:, :2].T + moved.matrix[:, 2])
    row = np.clip(tracks.before[here, 1] * cells[0] / height, 0, cells[0] - 1).astype(int)
    column = np.clip(tracks.before[here, 0] * cells[1] / width, 0, cells[1] - 1).astype(int)
    astray = np.linalg.norm(ways, axis=1) > ASTRAY
    told = np.stack([np.ones_like(astray), astray, *(astray * part for part in (*ways.T, (ways**2).sum(axis=1)))])
    sums = np.zeros((*cells, len(told)), np.float32)
    np.add.at(sums, (row, column), told.T)
    around = cv2.boxFilter(sums, -1, (3, 3), normalize=False, borderType=cv2.BORDER_CONSTANT)
    corners, gone, right, down, squares = np.moveaxis(around, 2, 0)
    # The square of how far they went together beside all their squares: one where all went the same way.
    alike = (right**2 + down**2) > ALIKE * np.maximum(gone, 1) * squares
    return np.asarray((gone >= TOGETHER) & (gone > corners / 2) & alike)
