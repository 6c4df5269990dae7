"""Flat outlines: smoothed, drawn in, and filled with triangles."""

import numpy as np
from numpy.typing import NDArray

from komadori.stage.build.declared import BadBuild
from komadori.stage.build.surface import Array, through


def area(outline: Array) -> float:
    """Square millimetres within an outline (n × 2), positive counter-clockwise."""
    x, y = outline.T
    return float(0.5 * np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))


def smoothed(outline: Array, count: int) -> Array:
    """`count` points on a closed smooth curve through the outline."""
    return through(np.asarray(outline, float), count, closed=True)


def inset(outline: Array, by: float) -> Array:
    """The outline with each point drawn in by about `by` mm, along the middle of its corner."""
    before, after = outline - np.roll(outline, 1, 0), np.roll(outline, -1, 0) - outline
    ways = [way / np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-12) for way in (before, after)]
    inward = np.stack([-(ways[0][:, 1] + ways[1][:, 1]), ways[0][:, 0] + ways[1][:, 0]], 1)
    inward /= np.maximum(np.linalg.norm(inward, axis=1, keepdims=True), 1e-12)
    return outline + inward * by


def filled(outline: Array) -> NDArray[np.int64]:
    """Triangles (m × 3) that fill a simple counter-clockwise outline: ears are cut off until three points are left.

    Raises BadBuild for an outline that crosses itself.
    """
    left = list(range(len(outline)))
    faces: list[tuple[int, int, int]] = []
    while len(left) > 3:
        ear = next((index for index in range(len(left)) if _is_ear(outline, left, index)), None)
        if ear is None:
            raise BadBuild(
                f"An outline of {len(outline)} points cannot be filled.",
                hint="give its points counter-clockwise, and let it not cross itself.",
            )
        faces.append((left[ear - 1], left[ear], left[(ear + 1) % len(left)]))
        del left[ear]
    faces.append((left[0], left[1], left[2]))
    return np.array(faces, np.int64)


def _cross(a: Array, b: Array, c: Array) -> Array:
    made: Array = (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (c[..., 0] - a[..., 0])
    return made


def _is_ear(outline: Array, left: list[int], index: int) -> bool:
    around = left[index - 1], left[index], left[(index + 1) % len(left)]
    a, b, c = (outline[place] for place in around)
    if _cross(a, b, c) < -1e-12:
        return False
    others = outline[[place for place in left if place not in around]]
    inside = (_cross(a, b, others) > 1e-12) & (_cross(b, c, others) > 1e-12) & (_cross(c, a, others) > 1e-12)
    return not bool(inside.any())
