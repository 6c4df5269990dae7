"""The fine hair of felt, flannel and wool on the surface of a form."""

import numpy as np
from numpy.typing import NDArray

from komadori.stage.build.surface import Array, normals
from komadori.stage.scene import Colour, Fibres, Mesh


def fuzz(
    mesh: Mesh, per_area: float, length: float, colour: Colour, picture: NDArray[np.uint8] | None, seed: int
) -> Fibres:
    """Curling fibres, `per_area` to the square millimetre and about `length` mm long, of the colour beneath them.

    Each leaves the surface at a slant, wanders and comes back towards it, as fibres that escaped from felt do.
    """
    chance = np.random.default_rng(seed)
    corner = mesh.vertices[mesh.faces].astype(np.float64)
    size = np.linalg.norm(np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]), axis=1) / 2
    count = max(1, int(size.sum() * per_area))
    face = chance.choice(len(size), count, p=size / size.sum())
    u, v = chance.random((2, count))
    u, v = np.where(u + v > 1, 1 - u, u), np.where(u + v > 1, 1 - v, v)
    share = np.stack([1 - u - v, u, v], 1)
    root = np.einsum("nk,nkd->nd", share, corner[face])
    out = np.einsum("nk,nkd->nd", share, normals(mesh)[mesh.faces[face]])
    out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)
    points = _curling(root, out, length, chance)
    tone = np.tile(np.asarray(colour, float), (count, 1))
    if picture is not None and mesh.uv is not None:
        tone = _looked_up(picture, np.einsum("nk,nkd->nd", share, mesh.uv[mesh.faces[face]]))
    tone = tone * np.exp(chance.normal(0, 0.16, (count, 1))) + 0.01
    radius = np.linspace(0.035, 0.012, points.shape[1]) * np.clip(length / 1.5, 0.5, 2.0)
    return Fibres(
        points=points.astype(np.float32),
        radius=np.tile(radius.astype(np.float32), (count, 1)),
        colour=np.clip(tone, 0, 1).astype(np.float32),
    )


def _curling(root: Array, out: Array, length: float, chance: np.random.Generator) -> Array:
    count = len(root)
    side = chance.normal(size=(count, 3))
    side -= (side * out).sum(1, keepdims=True) * out
    side /= np.maximum(np.linalg.norm(side, axis=1, keepdims=True), 1e-9)
    other = np.cross(out, side)
    long = length * chance.uniform(0.4, 1.3, (count, 1))
    t = np.linspace(0, 1, 6)[None]
    bow, curl = chance.uniform(0.25, 0.8, (count, 1)), chance.normal(0, 0.5, (count, 1))
    rise = long * bow * np.sin(np.pi * t * chance.uniform(0.45, 0.95, (count, 1)))
    along = long * (0.75 * t + 0.15 * np.sin(5 * t + chance.uniform(0, 6, (count, 1))))
    across = long * curl * t**2
    where: Array = root[:, None] + out[:, None] * (rise[..., None] - 0.02)
    where += side[:, None] * along[..., None] + other[:, None] * across[..., None]
    return where


def _looked_up(picture: NDArray[np.uint8], uv: Array) -> Array:
    """Linear light of the picture at uv (n × 2), laid again and again, v up."""
    high, wide = picture.shape[:2]
    rows = ((1 - uv[:, 1] % 1) * high).astype(int) % high
    columns = ((uv[:, 0] % 1) * wide).astype(int) % wide
    codes = picture[rows, columns].astype(np.float64) / 255
    light: Array = np.where(codes <= 0.04045, codes / 12.92, ((codes + 0.055) / 1.055) ** 2.4)
    return light
