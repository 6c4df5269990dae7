"""What is seen at each pixel: which triangle, how deep, and where on it."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.stage.raster.rows import Rows
from komadori.stage.raster.view import FAR, NEAR, View
from komadori.stage.scene import Floats

Whole = NDArray[np.int32]

_FLAT = cv2.TriangleRasterizeSettings()
_FLAT.setShadingType(cv2.RASTERIZE_SHADING_FLAT)
_FLAT.setCullingMode(cv2.RASTERIZE_CULLING_NONE)
_IDENTITY = np.eye(4, dtype=np.float32)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seen:
    """For each pixel (h × w) `row`, the number of the triangle seen, −1 for none, and `depth` in millimetres."""

    row: Whole
    depth: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spots:
    """The pixels at which something is seen, n of them: where they are in the picture, and what is there.

    `at` counts pixels row by row. `position`, `normal` (towards the eye), `outward` (as the mesh has it), `rest` and
    `colour` are n × 3, `uv` n × 2, `material` and `thing` n. `way` (n × 3) leads to the eye.
    """

    at: NDArray[np.intp]
    position: Floats
    normal: Floats
    outward: Floats
    way: Floats
    rest: Floats
    colour: Floats
    uv: Floats
    material: Whole
    thing: Whole

    def __len__(self) -> int:
        return len(self.at)

    def kept(self, those: NDArray[np.bool_]) -> "Spots":
        """Some of the pixels."""
        return Spots(**{name: getattr(self, name)[those] for name in self.__dataclass_fields__})


def look(view: View, rows: Rows, over: Floats | None = None) -> Seen:
    """What `view` sees of `rows`, before what is as deep as `over` (h × w), by default before nothing."""
    width, height = view.size
    depth = np.full((height, width), FAR, np.float32) if over is None else over.copy()
    painted = np.zeros((height, width, 3), np.float32)
    corners, numbers = _before_the_lens(view.seen_from(rows.corners), rows.closed, view)
    if len(corners):
        order = np.arange(len(corners) * 3, dtype=np.int32).reshape(-1, 3)
        names = np.repeat(_named(numbers + 1), 3, axis=0)
        cv2.triangleRasterize(
            corners.reshape(-1, 3), order, names, painted, depth, _IDENTITY, view.angle, NEAR, FAR, _FLAT
        )
    return Seen(row=_numbered(painted) - 1, depth=depth)


def reach(view: View, rows: Rows) -> Floats:
    """How deep (h × w, millimetres) `view` sees into `rows`; FAR where there are none."""
    width, height = view.size
    depth = np.full((height, width), FAR, np.float32)
    before, _ = _before_the_lens(view.seen_from(rows.corners), rows.closed, view)
    if len(before):
        order = np.arange(len(before) * 3, dtype=np.int32).reshape(-1, 3)
        cv2.triangleRasterizeDepth(before.reshape(-1, 3), order, depth, _IDENTITY, view.angle, NEAR, FAR, _FLAT)
    return depth


def spots(view: View, rows: Rows, seen: Seen) -> Spots:
    """Where on which triangle each pixel lies, for the pixels that see one."""
    at = np.flatnonzero(seen.row.ravel() >= 0)
    row = seen.row.ravel()[at]
    ray = _rays(view).reshape(-1, 3)[at]
    position = view.eye + ray * seen.depth.ravel()[at, None]
    shares = _shares(rows, row, position)
    outward = _unit(_mixed(rows.normals, row, shares))
    way = -_unit(ray)
    behind = np.einsum("ij,ij->i", outward, way) < 0
    return Spots(
        at=at,
        position=position,
        normal=np.where(behind[:, None], -outward, outward),
        outward=outward,
        way=way,
        rest=_mixed(rows.rest, row, shares),
        colour=_mixed(rows.colour, row, shares),
        uv=_mixed(rows.uv, row, shares),
        material=rows.material[row],
        thing=rows.thing[row],
    )


@lru_cache(maxsize=2)
def _rays(view: View) -> Floats:
    return view.rays()


def _shares(rows: Rows, row: Whole, position: Floats) -> Floats:
    """How much of each corner (n × 3) there is in a point of a triangle."""
    first = rows.corners[:, 0]
    along, aside = rows.corners[:, 1] - first, rows.corners[:, 2] - first
    aa, ab, bb = (np.einsum("ij,ij->i", one, two) for one, two in ((along, along), (along, aside), (aside, aside)))
    whole = np.maximum(aa * bb - ab * ab, 1e-12)
    to_second = (bb[:, None] * along - ab[:, None] * aside) / whole[:, None]
    to_third = (aa[:, None] * aside - ab[:, None] * along) / whole[:, None]
    inside = position - first[row]
    second = np.clip(np.einsum("ij,ij->i", inside, to_second[row]), 0, 1)
    third = np.clip(np.einsum("ij,ij->i", inside, to_third[row]), 0, 1 - second)
    return np.stack([1 - second - third, second, third], axis=-1).astype(np.float32, copy=False)


def _mixed(corners: Floats, row: Whole, shares: Floats) -> Floats:
    return np.asarray(np.einsum("ij,ijk->ik", shares, corners[row]), np.float32)


def _before_the_lens(corners: Floats, closed: NDArray[np.bool_], view: View) -> tuple[Floats, Whole]:
    """The triangles (as the eye sees them) that may be in the picture, and their numbers; what is cut is cut.

    OpenCV draws nothing of a triangle with a corner behind the eye, so such a one is cut here.
    """
    depth = -corners[..., 2]
    ahead = depth > NEAR
    wide, tall = (depth * np.float32(pixels / 2 / view.focal * 1.01) for pixels in view.size)
    across, above = corners[..., 0], corners[..., 1]
    outside = _all(across > wide) | _all(across < -wide) | _all(above > tall) | _all(above < -tall)
    outside |= closed & _turned_away(corners)
    entire = _all(ahead)
    whole = np.flatnonzero(entire & ~outside)
    crossing = np.flatnonzero(~entire & ~outside & (ahead[:, 0] | ahead[:, 1] | ahead[:, 2]))
    cut = [(piece, number) for number in crossing for piece in _cut(corners[number])]
    if not cut:
        return corners[whole], whole.astype(np.int32)
    pieces = np.stack([piece for piece, _ in cut]).astype(np.float32)
    numbers = np.asarray([number for _, number in cut])
    return np.concatenate([corners[whole], pieces]), np.concatenate([whole, numbers]).astype(np.int32)


def _turned_away(corners: Floats) -> NDArray[np.bool_]:
    """Which triangles show the eye their inner side."""
    x, y, z = corners[..., 0], corners[..., 1], corners[..., 2]
    # The volume between the eye and a triangle, signed: it spares computing the triangle's own normal.
    volume = (
        x[:, 0] * (y[:, 1] * z[:, 2] - z[:, 1] * y[:, 2])
        + y[:, 0] * (z[:, 1] * x[:, 2] - x[:, 1] * z[:, 2])
        + z[:, 0] * (x[:, 1] * y[:, 2] - y[:, 1] * x[:, 2])
    )
    return np.asarray(volume >= 0, np.bool_)


def _all(each: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether it holds for all three corners; much faster than asking numpy to look along so short an axis."""
    both: NDArray[np.bool_] = each[:, 0] & each[:, 1] & each[:, 2]
    return both


def _cut(triangle: Floats) -> list[Floats]:
    """What of a triangle lies before the near plane, as one or two triangles."""
    limit = NEAR * 1.01
    kept: list[Floats] = []
    for index in range(3):
        here, there = triangle[index], triangle[(index + 1) % 3]
        if -here[2] > limit:
            kept.append(here)
        if (-here[2] > limit) != (-there[2] > limit):
            share = (limit + here[2]) / (here[2] - there[2])
            kept.append(here + (there - here) * share)
    return [np.stack([kept[0], kept[index], kept[index + 1]]) for index in range(1, len(kept) - 1)]


def _named(numbers: Whole) -> Floats:
    """A colour for each number below 2**24, exact in floats."""
    parts = np.stack([numbers & 255, (numbers >> 8) & 255, numbers >> 16], axis=-1)
    return np.asarray(parts / np.float32(255), np.float32)


def _numbered(painted: Floats) -> Whole:
    """The numbers that were painted as colours."""
    parts = np.rint(painted * 255).astype(np.int32)
    numbers: Whole = parts[..., 0] | parts[..., 1] << 8 | parts[..., 2] << 16
    return numbers


def _unit(vectors: Floats) -> Floats:
    length = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    return np.asarray(vectors / np.maximum(length, 1e-12)[:, None], np.float32)
