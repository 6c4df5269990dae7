"""Boiling: where a hand touched the puppet between two pictures, fibres lie otherwise; everywhere else they do not."""

from dataclasses import dataclass

import numpy as np

from komadori.stage.felt.fibres import Grown
from komadori.stage.felt.forms import Point
from komadori.stage.scene import Fibres

_UNFELT = 0.02
"""Below this share of the touch a fibre is left exactly as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """A fingertip on a puppet: on the part of that name at `at`, in the puppet's unposed millimetres.

    `radius` is how wide it presses in mm, `strength` 0 to 1 how hard; `seed` is another one at every touch.
    """

    part: str
    at: Point
    radius: float = 12.0
    strength: float = 0.5
    seed: int = 1


def boiled(grown: Grown, touch: Touch) -> Grown:
    """The fibres after a touch: flattened and stirred under the fingertip, less towards its rim, elsewhere the same."""
    held = grown.fibres
    far = np.linalg.norm(grown.roots - np.asarray(touch.at, np.float32), axis=1)
    share = touch.strength * np.exp(-((far / max(touch.radius, 1e-3)) ** 2))
    felt = np.flatnonzero(share > _UNFELT)
    if not len(felt):
        return grown
    points = held.points.copy()
    chance = np.random.default_rng(touch.seed)
    weight = share[felt, None, None].astype(np.float32)
    along = np.linspace(0, 1, points.shape[1], dtype=np.float32)[None, :, None]
    length = np.linalg.norm(np.diff(held.points[felt], axis=1), axis=2).sum(1)[:, None, None]
    stir = chance.normal(size=(len(felt), 1, 3)).astype(np.float32) * 0.35 * length * along
    height = ((points[felt] - grown.roots[felt, None]) * grown.normals[felt, None]).sum(2, keepdims=True)
    press = np.maximum(height, 0) * grown.normals[felt, None] * 0.8
    points[felt] += weight * (stir - press)
    return Grown(
        fibres=Fibres(points=points, radius=held.radius, colour=held.colour), roots=grown.roots, normals=grown.normals
    )
