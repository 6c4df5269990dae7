"""What is plainly screen and what is plainly puppet: from the colour of a screen, or from a picture of the empty set.

All in linear light. A screen is never lit evenly, so its colour is taken from around each pixel: where it is seen, or
out of a clean plate brought to the light of the picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.picture.matting import Known
from komadori.picture.spread import spread

Array: TypeAlias = NDArray[Any]
Floats: TypeAlias = NDArray[np.float32]
Mask: TypeAlias = NDArray[np.bool_]

LEAST = 0.002
"""Share of the picture that must be plain screen for it to be found."""
DARKEST = 0.02
"""Light below which a colour tells nothing."""
WIDE = 960
"""Pixels of width at which sizes below are told; they grow with the picture."""
FRINGE = 6
"""A dark fringe narrower than this is fur, and a wider one a shadow."""
SMALL = 240
"""Pixels of width at which light is compared over large parts of a picture."""
SOFT = 3
"""Pixels that an edge takes at the least, in a picture of any size."""
INSIDE = 5
"""So far from the edge of what differs from a plate all is puppet."""
SAME = 4.5
"""Sigma of the noise within which a pixel is as its plate is."""
DEEPEST = 0.35
"""Share of the light that the deepest shadow leaves; what is darker is something dark."""
DOUBT, GUESSED = 0.35, 0.6
"""One sigma by which a matte may differ from what the screen's colour says of it, or an outline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """A screen as a picture shows it: its light `behind` everything (h x w x 3), and what is `known` before searching.

    `seen` is the share of the picture that is plain screen.
    """

    behind: Floats
    known: Known
    seen: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Hue:
    """A screen's colour: the channels that are `high` in it, and those that are `low`."""

    high: tuple[int, ...]
    low: tuple[int, ...]

    @classmethod
    def of(cls, colour: tuple[float, float, float]) -> "Hue | None":
        """The hue of linear `colour`, or None for a grey, which cannot be told from a puppet by its hue."""
        least, most = min(colour), max(colour)
        if most - least < 0.2 * most or most <= 0:
            return None
        middle = (least + most) / 2
        high = tuple(channel for channel in range(3) if colour[channel] >= middle)
        return cls(high=high, low=tuple(channel for channel in range(3) if channel not in high))

    def excess(self, light: Floats) -> Floats:
        """How much more of the screen's colour than of any other there is (h x w); 0 for grey, below it for others.

        Source: Vlahos' colour difference, as Smith and Blinn tell it in Blue Screen Matting, SIGGRAPH 1996.
        """
        return np.asarray(light[..., self.high].min(axis=-1) - light[..., self.low].max(axis=-1))

    def purity(self, light: Floats) -> Floats:
        """The excess as a share of the light (h x w), which is the same for the screen in light and in shadow."""
        brightest = light[..., self.high].max(axis=-1)
        return np.asarray(np.where(brightest > DARKEST, self.excess(light) / np.maximum(brightest, DARKEST), 0))


def by_hue(pixels: Floats, hue: Hue, plate: Floats | None, *, shadows: bool, solid: float = 0.55) -> Screen | None:
    """The screen of a `hue`; its light from the clean `plate`, or from what is seen of it. None where none is seen.

    With `shadows` a shadow on the screen is something dark before it, without them it is screen. Away from edges what
    is `solid` by its colour is wholly in front.
    """
    fine = pixels.shape[1] / WIDE
    plain = _plain(hue.purity(pixels))
    if plain is None:
        return None
    bright = _bright(pixels, plain, plate, hue, 4 if shadows else 24)
    if shadows:
        sure = bright
    else:
        # The dark fringe of fur is as pure as a shadow, but narrow.
        sure = bright | (cv2.morphologyEx(plain.astype(np.uint8), cv2.MORPH_OPEN, _disc(FRINGE * fine)) > 0)
        sure &= bright | _shrunk(plain, max(1, round(FRINGE * fine)))
    sure = _not_alone(sure, 3)
    behind = _behind(pixels, sure, plate, follows=not shadows)
    expect = np.clip(1 - hue.excess(pixels) / np.maximum(hue.excess(behind), 1e-4), 0, 1).astype(np.float32)
    return Screen(
        behind=behind,
        known=Known(back=sure & (expect < 0.1), front=_solid(expect, solid, fine), expect=expect, doubt=DOUBT),
        seen=float(plain.mean()),
    )


def by_plate(pixels: Floats, plate: Floats, *, shadows: bool) -> Screen:
    """What differs from a clean `plate` of the same size, which may be a little lighter or darker all over.

    Without `shadows` what is darker than the plate in all colours alike is the set, in the puppet's shadow.
    """
    fine = pixels.shape[1] / WIDE
    behind = _behind(pixels, _unchanged(pixels, plate), plate, follows=False)
    grain = _grain(pixels, behind)
    off = _distance(pixels - behind, grain)
    same = off < SAME
    front = ~same
    if not shadows:
        share = (pixels * behind).sum(axis=2) / np.maximum((behind * behind).sum(axis=2), 1e-6)
        alike = (share > DEEPEST) & (share < 1.1) & (_distance(pixels - share[..., None] * behind, grain) < SAME)
        alike &= cv2.blur(behind.mean(axis=2), (5, 5)) > DARKEST
        front &= ~alike
        same |= cv2.morphologyEx((same | alike).astype(np.uint8), cv2.MORPH_OPEN, _disc(FRINGE * fine)) > 0
        behind = _behind(pixels, _shrunk(same, max(1, round(fine))), plate, follows=True)
    same = _without_specks(same, fine)
    front = _differing(off, front & ~same, fine)
    expect = cv2.GaussianBlur(_shrunk(front, max(1, round(2 * fine))).astype(np.float32), (0, 0), 2 * fine)
    back = _shrunk(same, max(1, round(2 * fine)))
    solid = _shrunk(front, max(SOFT + 1, round(INSIDE * fine)))
    return Screen(
        behind=behind,
        known=Known(back=back & ~solid, front=solid, expect=np.asarray(expect, np.float32), doubt=GUESSED),
        seen=float(same.mean()),
    )


def _unchanged(pixels: Floats, plate: Floats) -> Mask:
    """Where the picture is the plate but for one gain: the gain that most pixels agree on."""
    ratio = np.log((pixels.mean(axis=2) + 1e-3) / (plate.mean(axis=2) + 1e-3))
    off = np.abs(ratio - np.median(ratio))
    return np.asarray(cv2.blur(off.astype(np.float32), (3, 3)) < max(0.06, 2 * float(np.median(off))))


def _grain(pixels: Floats, behind: Floats) -> Floats:
    """One sigma of the noise at each pixel and channel, from how most of the picture differs from what is behind it."""
    shape = np.sqrt(np.maximum(behind, 0.002))
    usual = 1.48 * float(np.median(np.abs(pixels - behind) / shape))
    return np.asarray(np.maximum(usual, 0.003) * shape, np.float32)


def _distance(off: Floats, grain: Floats) -> Floats:
    """How many sigmas `off` is from nothing, taken over three by three pixels."""
    return np.asarray(np.sqrt(np.square(3 * cv2.blur(off / grain, (3, 3))).mean(axis=2)))


def _without_specks(same: Mask, fine: float) -> Mask:
    """`same` with what differs in specks smaller than anything in front."""
    return ~_without_small(~same, max(6, round(20 * fine * fine)))


def _differing(off: Floats, front: Mask, fine: float) -> Mask:
    """What is in front, with those holes closed that only happen to look like the set."""
    front = cv2.morphologyEx(front.astype(np.uint8), cv2.MORPH_CLOSE, _disc(1.5 * fine)) > 0
    count, labels, told, _ = cv2.connectedComponentsWithStats((~front).astype(np.uint8), connectivity=4)
    for hole in range(1, count):
        if told[hole, cv2.CC_STAT_AREA] < 0.004 * front.size and float(np.median(off[labels == hole])) > 1.5:
            front |= labels == hole
    return np.asarray(front)


def _without_small(mask: Mask, least: int) -> Mask:
    count, labels, told, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    large = np.zeros(count, bool)
    large[1:] = told[1:, cv2.CC_STAT_AREA] >= least
    return np.asarray(large[labels])


def _bright(pixels: Floats, plain: Mask, plate: Floats | None, hue: Hue, parts: int) -> Mask:
    """The plain screen where nothing darkens it, against what is around it: one of so many `parts` of the width."""
    light = hue.excess(pixels) if plate is None else hue.excess(pixels) / np.maximum(hue.excess(plate), 1e-3)
    calm = cv2.blur(light, (3, 3))
    high, wide = plain.shape
    small = min(wide, SMALL), max(1, round(high * min(wide, SMALL) / wide))
    bright = plain
    for _ in range(3):
        weight = cv2.resize(bright.astype(np.float32), small, interpolation=cv2.INTER_AREA)
        told = cv2.resize(light * bright, small, interpolation=cv2.INTER_AREA)
        share, mean = (cv2.GaussianBlur(each, (0, 0), small[0] / parts) for each in (weight, told))
        usual = cv2.resize(mean / np.maximum(share, 1e-3), (wide, high), interpolation=cv2.INTER_LINEAR)
        bright = plain & (calm > 0.93 * usual)
    return bright


def _plain(purity: Floats) -> Mask | None:
    """Where the screen is plainly seen: nearly as pure as the purest tenth of all that has its hue."""
    hued = purity[purity > 0.15]
    if hued.size < LEAST * purity.size:
        return None
    usual = float(np.quantile(hued, 0.75))
    return np.asarray(purity > 0.8 * usual)


def _behind(pixels: Floats, sure: Mask, plate: Floats | None, *, follows: bool) -> Floats:
    """The light of the screen everywhere. Where it `follows` the picture, shadows on the screen are part of it."""
    weight = sure.astype(np.float32)
    if plate is None:
        return spread(pixels, weight)
    gain = np.log(np.maximum(pixels, 1e-4) / np.maximum(plate, 1e-4)).astype(np.float32)
    calm = max(1.0, pixels.shape[1] / (300 if follows else 20))
    share = np.maximum(cv2.GaussianBlur(weight, (0, 0), calm), 1e-6)
    smooth = cv2.GaussianBlur(gain * weight[..., None], (0, 0), calm) / share[..., None]
    gain = spread(np.asarray(smooth, np.float32), np.asarray(np.minimum(1, share * 4) * (share > 0.02), np.float32))
    return np.asarray(plate * np.exp(gain), np.float32)


def _solid(expect: Floats, solid: float, fine: float) -> Mask:
    """The inside of what is in front: away from its edges, small holes closed in which the screen is not seen."""
    closed = cv2.morphologyEx((expect > solid).astype(np.uint8), cv2.MORPH_CLOSE, _disc(2 * fine))
    return _shrunk(_filled(closed > 0, 0.001) & (expect > solid / 2), max(SOFT, round(3 * fine)))


def _filled(mask: Mask, most: float) -> Mask:
    """`mask` without its holes of up to a share `most` of the picture."""
    count, labels, told, _ = cv2.connectedComponentsWithStats((~mask).astype(np.uint8), connectivity=4)
    small = np.zeros(count, bool)
    small[1:] = told[1:, cv2.CC_STAT_AREA] <= most * mask.size
    return np.asarray(mask | small[labels])


def _not_alone(mask: Mask, side: int) -> Mask:
    """Where at least half of the pixels around are in `mask` too."""
    return np.asarray(cv2.blur(mask.astype(np.float32), (side, side)) > 0.5)


def _shrunk(mask: Mask, by: int) -> Mask:
    return np.asarray(cv2.erode(mask.astype(np.uint8), _disc(by), borderValue=1) > 0)


def _disc(radius: float) -> Array:
    reach = max(1, round(radius))
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1)))


def by_backlight(lit: Floats, clean: Floats | None = None) -> Floats | None:
    """The matte (h x w, 0..1) of a picture lit only from behind: dark where the puppet stands before a bright backing.

    The backing's light comes from a `clean` picture of it, or from what is seen around the puppet. None where nothing
    is bright.
    """
    light = lit.max(axis=2)
    brightest = float(np.quantile(light, 0.98))
    if brightest < DARKEST:
        return None
    if clean is None:
        backing = _unshaded(light, brightest)
    else:
        backing = np.maximum(clean.max(axis=2), 1e-3)
        gain = np.median((light / backing)[light > 0.6 * brightest])
        backing = backing * float(gain)
    return np.asarray(np.clip(1 - light / np.maximum(backing, 1e-3), 0, 1), np.float32)


def _unshaded(light: Floats, brightest: float) -> Floats:
    """The backing's light everywhere, from where it is seen: bright, and as bright as what is around it."""
    bright = light > 0.4 * brightest
    around = cv2.dilate(light, _disc(light.shape[1] / 120))
    sure = _shrunk(bright & (light > 0.85 * around), 2)
    return np.asarray(spread(light[..., None], sure.astype(np.float32))[..., 0])


def unspilt(front: Sequence[Floats], hue: Hue, amount: float, *, mean: bool) -> list[Floats]:
    """The three channels of `front` (each h x w, linear) without the light that the screen throws on it.

    The screen's channels are brought down to the higher of the others, or to their `mean`, by the share `amount`: what
    a puppet that is not of the screen's colour can have at most.
    """
    low = [front[channel] for channel in hue.low]
    most = np.mean(low, axis=0, dtype=np.float32) if mean else reduce(np.maximum, low)
    clean = list(front)
    for channel in hue.high:
        over = front[channel] - most
        np.maximum(over, 0, out=over)
        over *= np.float32(amount)
        clean[channel] = np.subtract(front[channel], over, out=over)
    return clean


def without_spill(front: Floats, hue: Hue, amount: float, *, mean: bool) -> Floats:
    """As `unspilt`, of a picture (h x w x 3)."""
    return np.dstack(unspilt([front[..., channel] for channel in range(3)], hue, amount, mean=mean))
