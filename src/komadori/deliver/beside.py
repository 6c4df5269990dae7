"""Before and after in one picture: the photograph on the left, what finishing made of it on the right."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from komadori.deliver.pixels import Rgb
from komadori.deliver.presets import Preset, WrongTarget
from komadori.deliver.reel import Reel, Showing
from komadori.deliver.source import Fit, display_anyway, display_rgb
from komadori.picture.still import to_bits
from komadori.store import TakeFolder

GAP = 8
"""Black columns between the two; even, as the sides of a movie are."""


def with_photographs(reel: Reel, take: TakeFolder) -> Reel:
    """The reel of finished pictures, each with the photograph that it was made from."""

    def both(showing: Showing) -> Showing:
        return replace(showing, before=take.file(take.picture(showing.picture)))

    return replace(reel, showings=tuple(map(both, reel.showings)))


def for_both(preset: Preset) -> Preset:
    """`preset` for one of the two pictures. Raises WrongTarget for stills."""
    if preset.kind == "stills":
        raise WrongTarget(
            f"{preset.name} is a sequence of single pictures, and before and after are seen together in a movie.",
            hint="--as h264, prores or gif.",
        )
    return preset if preset.widest is None else replace(preset, widest=(preset.widest - GAP) // 2)


def width_of_both(fit: Fit) -> int:
    """Pixels across both pictures and the gap."""
    return 2 * fit.width + GAP


def beside(before: Path, after: Path, fit: Fit) -> Rgb:
    """sRGB codes, height x width_of_both x 3; of 16 bits where one of the two has more than 8.

    A photograph of another shape than the finished picture is put into its frame whole, with black around it.
    """
    pair = [display_anyway(before, fit), display_rgb(after, fit)]
    kind = np.uint16 if any(codes.dtype == np.uint16 for codes in pair) else np.uint8
    left, right = (to_bits(codes, kind) for codes in pair)
    return np.hstack([left, np.zeros((fit.height, GAP, 3), kind), right])
