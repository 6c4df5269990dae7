"""Light on a scale on which noise is about as large in the shadows as in the lights, and areas around a mask."""

from collections.abc import Iterator
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Linear: TypeAlias = NDArray[np.float32]
Mask: TypeAlias = NDArray[np.bool_]
Soft: TypeAlias = NDArray[np.float32]
"""How much of each pixel, 0..1, rows x columns."""


def tones(light: Linear) -> Linear:
    """The square root of `light`: photon noise is the same everywhere on it (Anscombe, 1948)."""
    return np.asarray(cv2.sqrt(np.maximum(light, 0)), np.float32)


def apart(one: Linear, other: Linear) -> NDArray[np.float32]:
    """How far two pictures are from each other at each pixel, in the channel where that is most; NaN for NaN."""
    red, green, blue = (np.abs(one[..., channel] - other[..., channel]) for channel in range(3))
    # Many times faster than the largest along the last axis.
    return np.asarray(np.maximum(np.maximum(red, green), blue), np.float32)


def least_and_most(light: Linear) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Of each pixel the channel with the least and with the most; many times faster than along the last axis."""
    red, green, blue = (light[..., channel] for channel in range(3))
    return np.minimum(np.minimum(red, green), blue), np.maximum(np.maximum(red, green), blue)


def without_gaps(light: Linear) -> Linear:
    """A copy of `light` (rows x columns, x channels) with 0 for NaN."""
    out = np.array(light, np.float32, order="C")
    cv2.patchNaNs(out, 0.0)
    return out


def disc(radius: float) -> NDArray[np.uint8]:
    """A round structuring element of `radius` pixels."""
    side = 2 * max(0, round(radius)) + 1
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)), np.uint8)


def grown(mask: Mask, radius: float) -> Mask:
    """`mask` with everything within `radius` pixels of it."""
    if radius < 1 or not mask.any():
        return mask
    # A distance costs the same however far it goes; a large structuring element does not.
    away = cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return np.asarray(away <= radius)


def opened(mask: Mask, radius: float) -> Mask:
    """The parts of `mask` into which a disc of `radius` pixels fits."""
    inside = cv2.distanceTransform(np.pad(mask, 1).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)[1:-1, 1:-1]
    return grown(np.asarray(inside > radius), radius)


def deepest(mask: Mask) -> float:
    """How far in pixels the innermost part of `mask` is from its edge."""
    return float(cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE).max())


def closed(mask: Mask, radius: float) -> Mask:
    """`mask` with gaps filled into which no disc of `radius` pixels fits."""
    return ~opened(~mask, radius)


def box_of(mask: Mask, margin: int) -> tuple[slice, slice]:
    """The rows and columns of what is set, with a margin, inside the picture; the mask has something set."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    top, bottom = max(0, rows[0] - margin), min(mask.shape[0], rows[-1] + 1 + margin)
    left, right = max(0, columns[0] - margin), min(mask.shape[1], columns[-1] + 1 + margin)
    return slice(int(top), int(bottom)), slice(int(left), int(right))


def parts(mask: Mask, around: int) -> Iterator[tuple[tuple[slice, slice], Mask]]:
    """The rows and columns with all within `around` pixels of what hangs together of `mask` so far, and in each what
    belongs to it. They begin and end at even numbers, so that half of them has whole pixels."""
    near = cv2.dilate(mask.astype(np.uint8), np.ones((2 * around + 1, 2 * around + 1), np.uint8))
    count, labels, facts, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    for part in range(1, count):
        left, top, wide, high, _ = (int(fact) for fact in facts[part])
        box = slice(top // 2 * 2, -(-(top + high) // 2) * 2), slice(left // 2 * 2, -(-(left + wide) // 2) * 2)
        yield box, np.asarray(labels[box] == part)


def spread(values: NDArray[np.float32], weight: Soft, sigma: float, *, steps: int = 6) -> NDArray[np.float32]:
    """`values` (rows x columns, or x channels) where `weight` is, carried into where it is not.

    Normalised convolution (Knutsson and Westin, 1993), fine where enough is near and twice as coarse where it is not,
    `steps` times; the weighted mean of all where nothing is near.
    """
    flat = values if values.ndim == 3 else values[..., None]
    weighted = without_gaps(flat) * weight[..., None]
    total = float(weight.sum())
    out = np.broadcast_to(weighted.sum(axis=(0, 1)) / max(total, 1e-6), flat.shape).astype(np.float32)
    weights: list[Soft] = []
    # Where enough is near everywhere, nothing coarser counts.
    while len(weights) < steps and not (weights and weights[-1].min() * 12 >= 1):
        weights.append(blurred(weight[..., None], sigma * 2 ** len(weights)))
    for step, here in reversed(list(enumerate(weights))):
        near = blurred(weighted, sigma * 2**step) / np.maximum(here, 1e-6)
        share = np.clip(here * 12, 0, 1)
        out = near * share + out * (1 - share)
    return np.asarray(out if values.ndim == 3 else out[..., 0], np.float32)


def blurred(values: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    """A Gaussian, computed small where it is wide: what is that soft has no fine detail."""
    height, width = values.shape[:2]
    by = max(1, int(sigma / 3))
    small = (max(1, round(width / by)), max(1, round(height / by)))
    shrunk = cv2.resize(values, small, interpolation=cv2.INTER_AREA) if by > 1 else values
    soft = cv2.GaussianBlur(shrunk, (0, 0), sigma / by, borderType=cv2.BORDER_REFLECT)
    soft = cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR) if by > 1 else soft
    return np.asarray(soft, np.float32).reshape(values.shape)
