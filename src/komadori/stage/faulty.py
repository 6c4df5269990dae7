"""Things on the stage that should not be in the picture: the animator's hand, and a stand with a wire."""

from functools import cache

import numpy as np

from komadori.stage.felt.forms import Form, Sculpture
from komadori.stage.felt.surface import sculpted
from komadori.stage.fragment import Fragment, joined
from komadori.stage.scene import Floats, Lens, Material, Mesh
from komadori.stage.told import Vector

SKIN = Material(kind="plain", colour=(0.62, 0.36, 0.26), rough=0.55, sheen=0.1)
SLEEVE = Material(kind="cloth", colour=(0.03, 0.035, 0.045), rough=0.95, grain=1.2)
BRASS = Material(kind="metal", colour=(0.60, 0.42, 0.16), rough=0.28)
STEEL = Material(kind="metal", colour=(0.46, 0.46, 0.48), rough=0.25)
BLACK = Material(kind="plain", colour=(0.02, 0.02, 0.022), rough=0.4)


def swept(path: Floats, radius: Floats, sides: int = 14) -> Mesh:
    """A tube along `path` (n × 3) with `radius` (n) at each point, closed at both ends by rounded caps."""
    points = np.asarray(path, np.float64)
    ahead = np.gradient(points, axis=0)
    ahead /= np.maximum(np.linalg.norm(ahead, axis=1, keepdims=True), 1e-9)
    side = np.cross(ahead, (0.0, 0.0, 1.0))
    side[np.linalg.norm(side, axis=1) < 0.1] = (1.0, 0.0, 0.0)
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    up = np.cross(side, ahead)
    angle = np.linspace(0.0, 2 * np.pi, sides, endpoint=False)
    ring = np.cos(angle)[None, :, None] * side[:, None] + np.sin(angle)[None, :, None] * up[:, None]
    body = points[:, None] + ring * np.asarray(radius)[:, None, None]
    vertices = np.concatenate([body.reshape(-1, 3), points[:1], points[-1:]]).astype(np.float32)
    rows, first, last = len(points), len(points) * sides, len(points) * sides + 1
    faces: list[tuple[int, int, int]] = []
    for i in range(sides):
        j = (i + 1) % sides
        for row in range(rows - 1):
            a, b, c, d = row * sides + i, row * sides + j, (row + 1) * sides + j, (row + 1) * sides + i
            faces += [(a, c, b), (a, d, c)]
        faces += [(first, i, j), (last, (rows - 1) * sides + j, (rows - 1) * sides + i)]
    return Mesh(vertices=vertices, faces=np.asarray(faces, np.int32))


def _rounded(path: Floats, radius: float, taper: float = 1.0) -> Mesh:
    """A tube whose ends are drawn in, `taper` times as thick at its end."""
    steps = len(path)
    share = np.linspace(0.0, 1.0, steps)
    ends = np.sqrt(np.clip(1.0 - (np.abs(share - 0.5) * 2.0) ** 12, 0.03, 1.0))
    return swept(path, np.asarray(radius * ends * (1.0 + (taper - 1.0) * share), np.float32))


def _line(start: Vector, end: Vector, steps: int = 16) -> Floats:
    share = np.linspace(0.0, 1.0, steps)[:, None]
    return np.asarray(np.asarray(start) * (1 - share) + np.asarray(end) * share, np.float32)


def rig_stand(at: Vector, reach: Vector) -> Fragment:
    """A stand on the floor at `at` mm: brass foot, steel rod, ball joint, and a black wire that bends to `reach`."""
    x, y, z = at
    top = (x, y, max(reach[2] * 0.9, z + 40.0))
    away = float(np.linalg.norm(np.subtract(reach, top)))
    share = np.linspace(0.0, 1.0, 28)[:, None]
    wire = np.asarray(top) * (1 - share) + np.asarray(reach) * share
    wire[:, 2] += 0.22 * away * np.sin(np.pi * share[:, 0])
    foot = swept(_line((x, y, z), (x, y, z + 11.0), 2), np.asarray([12.5, 12.0], np.float32), 28)
    pieces = (
        ("foot", foot, BRASS),
        ("rod", swept(_line((x, y, z + 9.0), top), np.full(16, 2.1, np.float32)), STEEL),
        ("joint", _ball(top, 4.6), BRASS),
        ("wire", swept(np.asarray(wire, np.float32), np.full(28, 1.05, np.float32), 10), BLACK),
        ("tip", _rounded(_line(reach, (reach[0], reach[1], reach[2] - 5.0), 8), 1.6), BRASS),
    )
    return joined(Fragment.of(name, shape, material, role="rig") for name, shape, material in pieces)


def _ball(at: Vector, radius: float) -> Mesh:
    angle = np.linspace(0.0, np.pi, 13)
    path = np.asarray([(at[0], at[1], at[2] - radius * np.cos(a)) for a in angle], np.float32)
    return swept(path, np.asarray(np.maximum(radius * np.sin(angle), 0.05), np.float32), 20)


def hand_in_frame(tip: Vector, lens: Lens) -> Fragment:
    """An animator's hand whose forefinger ends at `tip` mm, reaching in from beside the lens, with a dark sleeve.

    It is as large as a hand is: a finger is 16 mm thick, so beside a puppet it is huge.
    """
    toward = np.subtract(lens.at, tip)
    back = np.array([toward[0], toward[1], 0.0]) / max(float(np.hypot(toward[0], toward[1])), 1e-6)
    side = np.array([back[1], -back[0], 0.0])
    out = 0.34 * back + 0.80 * side + np.array([0.0, 0.0, 0.50])
    out /= np.linalg.norm(out)
    across = -back - out * float(-back @ out)
    across /= np.linalg.norm(across)
    place = np.eye(4, dtype=np.float32)
    place[:3, :3] = np.stack([out, across, np.cross(out, across)], axis=1)
    place[:3, 3] = tip
    if place[2, 2] < 0.0:
        place[:3, 1:3] *= -1.0
    sleeve = swept(_line((205.0, 20.0, -4.0), (520.0, 20.0, -4.0)), np.linspace(31.0, 46.0, 16, dtype=np.float32), 28)
    skin = Fragment.of("skin", _hand(), SKIN, role="rig")
    return joined([skin, Fragment.of("sleeve", sleeve, SLEEVE, role="rig")]).moved(place)


HAND = (
    ((0, 0, 0, 6.2), (22, 0, 4, 7.1), (46, 0, 8, 7.7), (76, 0, 6, 9.2)),
    ((78, 17, 7, 9.2), (54, 18, 1, 8.3), (47, 17, -19, 7.8), (62, 16, -28, 7.3)),
    ((82, 33, 5, 8.8), (60, 34, -2, 8.0), (54, 33, -20, 7.5), (68, 31, -28, 7.0)),
    ((88, 47, 1, 8.0), (70, 48, -5, 7.1), (65, 46, -19, 6.6), (77, 44, -25, 6.2)),
    ((130, -6, -10, 14), (104, -15, -15, 11), (78, -12, -19, 9.5), (54, -3, -19, 7.8)),
    ((78, 1, 4, 11), (150, 9, -2, 16)),
    ((84, 17, 4, 11.5), (150, 18, -2, 17)),
    ((86, 33, 2, 11), (150, 27, -4, 16)),
    ((92, 46, -1, 9.5), (146, 33, -5, 14)),
    ((146, 18, -3, 18), (178, 20, -4, 18.5), (230, 20, -4, 24)),
)
"""A hand that points: rolls of flesh (x, y, z, radius in mm), the fingertip at the origin and the arm along X."""


@cache
def _hand() -> Mesh:
    forms = tuple(Form(path=path) for path in HAND)
    surface = sculpted(Sculpture(forms=forms, blend=5.0, lump=0.35, lump_size=26.0), 2.0)
    return Mesh(vertices=surface.vertices, faces=surface.faces)
