"""Making one camera's colours another's, or those a chart is known to have.

Two things differ between pictures of one thing: how light became codes (exposure, white balance, contrast), and how
the camera's filters part the spectrum. The first is told as stops that each channel is made lighter by, at each of
some codes; the second as a matrix that leaves greys grey. Both are fitted to pairs of colours, as differences that an
eye sees, so that a few wrong pairs (something moved, a reflection) do not count.

Source of the weights: CIE 116-1995 (CIE94). Fit: robust least squares, `scipy.optimize.least_squares`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.errors import Refused
from komadori.picture.colour import LUMINANCE, linear_to_srgb
from komadori.picture.delta_e import delta_e, to_lab

Floats: TypeAlias = NDArray[np.float64]

CODES = (0.08, 0.22, 0.36, 0.5, 0.64, 0.78, 0.92)
"""sRGB codes, 0..1, at which the stops are told; a natural cubic spline runs between them, and beyond them nothing
changes."""
STRAIGHT = float("inf")
"""As `stiff`: the same stops at every code, as cameras differ that keep to the light."""
BENDING = (STRAIGHT, 4.0, 1.0)
"""How stiff the curves may be, tried in turn where a chart's other patches tell which foresees best."""
BETTER = 0.9
"""A bent curve counts only where it leaves less than this share of what a straight one leaves."""
OFTEN = 6
"""Parts that the pairs are cut into; each is foreseen from the others."""
ROUNDS, TRIED = 5, 12
"""How often pairs are weighed anew, and steps of the fit between at the most."""
LEAST = 0.5
"""Units of colour difference that nothing is told apart below."""
ROBUST = 3.0
"""Units of colour difference beyond which a pair counts less and less."""
MID_GREY = 0.18
NEARLY, CLIPPED = 0.85, 1.0
"""Shares of the brightest code between which a colour is more and more taken for clipped."""
MIXED = 1.0
"""How much the matrix's elements off the diagonal are held to nothing: for scenes of one colour."""
MOST_STOPS, MOST_MIXED = 8.0, 8.0
"""Beyond these no camera is from another: the numbers are wrong."""
SCHEMA, VERSION = "komadori.match", 1


class BadMatch(Refused):
    """A file of a match that holds no numbers to change colours by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A change of colour: `stops` (3 x 7: red, green, blue, at `CODES`), then `matrix` (3 x 3, rows of sum 1)."""

    stops: Floats
    matrix: Floats

    def curve(self, light: NDArray[Any]) -> NDArray[np.float32]:
        """The stops alone, to linear light of any shape with last axis 3."""
        if self.straight:
            return np.asarray(light * np.exp2(self.stops[:, 0]), np.float32)
        stops = np.einsum("...ck,ck->...c", _spline(light), self.stops)
        return np.asarray(light * np.exp2(stops), np.float32)

    def __call__(self, light: NDArray[Any]) -> NDArray[np.float32]:
        """Linear light of any shape with last axis 3, changed."""
        return np.asarray(self.curve(light) @ self.matrix.T.astype(np.float32), np.float32)

    @property
    def straight(self) -> bool:
        """Whether it keeps light proportional to light."""
        return bool(np.ptp(self.stops, axis=1).max() < 1e-6)

    @property
    def exposure(self) -> float:
        """How many stops lighter a mid grey becomes."""
        grey = self.curve(np.full(3, MID_GREY))
        return float(np.log2(float(grey @ LUMINANCE) / MID_GREY))


NOTHING = Match(stops=np.zeros((3, len(CODES))), matrix=np.eye(3))
"""The match that changes nothing."""


def mixed(curved: NDArray[np.float32], match: Match) -> NDArray[np.float32]:
    """The matrix of `match` laid over a picture, height x width x 3, that its curve was laid over before.

    What the photograph could not hold in two channels has no colour to tell: it fades to white as bright as it is, or
    clipped sky would turn green.
    """
    out = np.asarray(cv2.transform(curved, match.matrix.astype(np.float32)), np.float32)
    top = match.curve(np.ones((1, 3)))[0]
    share = cv2.transform(curved, np.diag(1 / top).astype(np.float32))
    red, green, blue = cv2.split(share)
    second = cv2.max(cv2.min(red, green), cv2.min(cv2.max(red, green), blue))
    bright = np.asarray(second > NEARLY)
    if bright.any():
        lost = np.clip((second[bright] - NEARLY) / (CLIPPED - NEARLY), 0, 1)[:, None]
        out[bright] += lost * lost * (3 - 2 * lost) * (np.median(out[bright], axis=1, keepdims=True) - out[bright])
    return out


def _spline(light: NDArray[Any]) -> Floats:
    """How much each of `CODES` counts at each light: shape x 7."""
    codes = np.clip(linear_to_srgb(np.maximum(np.asarray(light, np.float64), 0)), CODES[0], CODES[-1])
    return np.asarray(_through_codes()(codes))


@lru_cache
def _through_codes() -> Any:
    # SciPy takes a while to import, and most that is finished needs none of it.
    from scipy.interpolate import CubicSpline

    return CubicSpline(CODES, np.eye(len(CODES)), bc_type="natural")


def fit(source: Floats, wanted: Floats, *, stiff: float = STRAIGHT) -> Match:
    """What makes the colours `source` (n x 3, linear light) those `wanted`, as nearly as an eye can tell.

    `stiff` is how much the curves are held straight. Pairs in the dark or clipped should have been left out.
    """
    count = 1 if stiff == STRAIGHT else len(CODES)
    shape = np.ones((len(CODES), 1)) if count == 1 else np.eye(len(CODES))
    weights = _spline(source) @ shape
    aims, frame = to_lab(wanted), _frames(to_lab(wanted))
    middle = np.log2(np.maximum(np.median(wanted, axis=0), 1e-4) / np.maximum(np.median(source, axis=0), 1e-4))
    start = np.concatenate([np.repeat(np.clip(middle, -5, 5)[:, None], count, axis=1).ravel(), np.zeros(6)])

    def changed(values: Floats) -> Floats:
        stops = values[:-6].reshape(3, count)
        bent = source * np.exp2(np.clip(np.einsum("nck,ck->nc", weights, stops), -12, 12))
        return np.asarray(bent @ _mixing(values[-6:]).T)

    def off(values: Floats) -> Floats:
        seen = np.einsum("nij,nj->ni", frame, to_lab(changed(values)) - aims).ravel()
        bends = np.diff(values[:-6].reshape(3, count), 2, axis=1).ravel() * (stiff if count > 1 else 0)
        slopes = np.diff(values[:-6].reshape(3, count), axis=1).ravel() * (0.3 * stiff if count > 1 else 0)
        # What holds the fit grows with the pairs, as their own sum does.
        held = np.concatenate([bends, slopes, MIXED * values[-6:]]) * 3 * np.sqrt(len(source) / 24)
        return np.concatenate([seen, held])

    found = _settled(off, start, len(source))
    stops = found[:-6].reshape(3, count) @ shape.T
    return Match(
        stops=np.asarray(np.round(np.clip(stops, -MOST_STOPS, MOST_STOPS), 4), np.float64),
        matrix=np.round(_mixing(found[-6:]), 5),
    )


def _settled(off: Callable[[Floats], Floats], start: Floats, pairs: int) -> Floats:
    """Where the sum of squares of `off` is least, pairs that are far off weighed less and less; of each pair come three
    values first, then what holds the fit.

    Weighed anew in rounds and solved by MINPACK, which keeps to one core: with so few numbers the threads of LAPACK
    cost more than they help, and many times more where all cores have work already.
    """
    from scipy.optimize import least_squares

    values, weights, scale = start, np.ones(pairs), ROBUST
    for _ in range(ROUNDS):
        spread = np.repeat(np.sqrt(weights), 3)

        def weighed(values: Floats, spread: Floats = spread) -> Floats:
            residual = off(values)
            residual[: len(spread)] *= spread
            return residual

        values = least_squares(weighed, values, method="lm", xtol=1e-4, ftol=1e-4, max_nfev=TRIED * len(start)).x
        away = np.linalg.norm(off(values)[: 3 * pairs].reshape(pairs, 3), axis=1)
        weights = 1 / (1 + (away / scale) ** 2)
        scale = float(np.clip(1.5 * np.median(away), LEAST, ROBUST))
    return np.asarray(values, np.float64)


def _mixing(six: Floats) -> Floats:
    """A matrix of rows that sum to 1 from its six elements off the diagonal."""
    matrix = np.zeros((3, 3))
    matrix[~np.eye(3, dtype=bool)] = six
    return matrix + np.diag(1 - matrix.sum(axis=1))


def _frames(lab: Floats) -> Floats:
    """For each colour, what turns a difference in Lab into lighter, richer and turned as an eye weighs them."""
    chroma = np.hypot(lab[:, 1], lab[:, 2])
    along = np.where(chroma[:, None] > 1e-6, lab[:, 1:] / np.maximum(chroma, 1e-6)[:, None], [1.0, 0.0])
    frames = np.zeros((len(lab), 3, 3))
    frames[:, 0, 0] = 1
    frames[:, 1, 1:] = along / (1 + 0.045 * chroma)[:, None]
    frames[:, 2, 1:] = np.stack([-along[:, 1], along[:, 0]], axis=1) / (1 + 0.015 * chroma)[:, None]
    return frames


def fit_best(source: Floats, wanted: Floats, stiffness: Sequence[float] = BENDING) -> Match:
    """`fit` with curves as bent as the pairs bear: each sixth of them is foreseen from the others."""
    parts = np.arange(len(source)) % OFTEN
    left = []
    for stiff in stiffness:
        off = np.empty(len(source))
        for part in range(OFTEN):
            here = parts == part
            off[here] = differences(fit(source[~here], wanted[~here], stiff=stiff), source[here], wanted[here])
        left.append(float(np.mean(np.minimum(off, 4 * ROBUST))))
    best = int(np.argmin(left))
    chosen = best if left[best] < BETTER * left[0] else 0
    return fit(source, wanted, stiff=stiffness[chosen])


def differences(match: Match, source: Floats, wanted: Floats) -> Floats:
    """CIEDE2000 between `source`, changed, and `wanted`: n."""
    return delta_e(to_lab(np.maximum(match(source), 0)), to_lab(wanted))


def told(match: Match, words: Mapping[str, object]) -> dict[str, object]:
    """The match as a TOML document's values, with `words` of where it comes from."""
    channels = dict(zip(("red", "green", "blue"), match.stops.tolist(), strict=True))
    return {
        "schema": SCHEMA,
        "version": VERSION,
        **words,
        "codes": list(CODES),
        "stops": channels,
        "matrix": match.matrix.tolist(),
    }


def parse(document: Mapping[str, Any], name: str) -> Match:
    """The match in a TOML document as `told` makes it; `name` is what messages call it. Raises BadMatch."""
    if document.get("schema") != SCHEMA or document.get("version") != VERSION:
        raise BadMatch(
            f"{name} is no match: it has schema {document.get('schema')!r}, version {document.get('version')!r}.",
            hint="`komadori chart` and `komadori match` write such files.",
        )
    try:
        stops = np.array([document["stops"][channel] for channel in ("red", "green", "blue")], float)
        matrix = np.array(document["matrix"], float)
        codes = tuple(float(code) for code in document["codes"])
    except (KeyError, TypeError, ValueError) as failure:
        raise BadMatch(f"{name} lacks codes, stops or matrix as numbers: {failure}.") from failure
    if codes != CODES or stops.shape != (3, len(CODES)) or matrix.shape != (3, 3):
        raise BadMatch(
            f"{name} has {stops.shape} stops and a matrix of {matrix.shape}, not 3 × {len(CODES)} and 3 × 3."
        )
    if not (np.abs(stops) <= MOST_STOPS).all() or not (np.abs(matrix) <= MOST_MIXED).all():
        raise BadMatch(f"{name} has stops or matrix beyond {MOST_STOPS:g}, or what is no number.")
    return Match(stops=stops, matrix=matrix)
