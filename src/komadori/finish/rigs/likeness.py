"""How like a pixel is to the nearest of others, by its colour alone or also by its place."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from komadori.finish.rigs.tones import Linear, Mask

Colours = NDArray[np.float32]
"""Tones, n x 3."""

FAR_OFF = 0.004
"""Tones that count as much as a pixel further away."""
MOST = 4000
"""Pixels of a mask that others are compared with."""
MANY = 400
"""Colours that stand for many."""


@dataclass(frozen=True, slots=True, eq=False)
class Sources:
    """Pixels with their places that others are compared with; made by `sources`."""

    tree: cKDTree | None

    def unlike(self, toned: Linear, wanted: Mask) -> NDArray[np.float32]:
        """How unlike each `wanted` pixel is to the nearest two of them, in tones; 1 at most."""
        places = np.argwhere(wanted)
        if self.tree is None or not len(places):
            return np.ones(len(places), np.float32)
        features = np.hstack([FAR_OFF * places, toned[wanted]])
        found = self.tree.query(features, k=min(2, self.tree.n))[0].reshape(len(places), -1).mean(axis=1)
        return np.asarray(np.minimum(found, 1), np.float32)


def sources(*parts: tuple[Mask, Linear]) -> Sources:
    """The pixels of masks, each in its picture in tones."""
    features = []
    for mask, toned in parts:
        places = np.argwhere(mask)
        places = places[:: max(1, len(places) // MOST)]
        features.append(np.hstack([FAR_OFF * places, toned[places[:, 0], places[:, 1]]]))
    whole = np.concatenate(features)
    return Sources(cKDTree(whole) if len(whole) else None)


def unlike(tones: Colours, colours: Colours) -> NDArray[np.float32]:
    """How unlike each of `tones` is to the nearest of `colours`; 1 at most, and where there are none."""
    if not len(colours) or not len(tones):
        return np.ones(len(tones), np.float32)
    return np.asarray(np.minimum(cKDTree(colours).query(tones)[0], 1), np.float32)


def some_of(tones: Colours) -> Colours:
    """MANY of them at most, evenly from dark to bright."""
    order = np.argsort(tones.sum(axis=1), kind="stable")
    picked = np.linspace(0, len(tones) - 1, min(MANY, len(tones))).astype(np.intp)
    return np.asarray(tones[order][picked], np.float32)
