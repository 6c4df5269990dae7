"""A look from a .cube file: day for night."""

from pathlib import Path

import numpy as np
from bench.given import Files, Given
from numpy.typing import NDArray

from komadori.finish.ops import lut
from komadori.picture import read
from komadori.picture.colour import to_codes, to_light

PHOTOGRAPH = Path(__file__).resolve().parents[2] / "examples/badger-and-vole/clean/0012.jpg"
SIDE = 33


def night(codes: NDArray[np.float64]) -> NDArray[np.float64]:
    """The look: darker, bluer, colours half gone except what is bright and warm."""
    luma = codes @ [0.2126, 0.7152, 0.0722]
    warm = np.clip((codes[..., 0] - codes[..., 2]) * 1.5, 0, 1) * np.clip(luma * 1.6 - 0.4, 0, 1)
    moon = luma[..., None] * np.array([0.34, 0.46, 0.66]) + 0.3 * (codes - luma[..., None]) + [0.01, 0.015, 0.035]
    return np.clip(moon * (1 - warm[..., None]) + 0.85 * codes * warm[..., None], 0, 1)


def draw() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Before and after, rows x columns x 3 of 8-bit sRGB."""
    import tempfile

    before = read(PHOTOGRAPH).data
    steps = np.linspace(0, 1, SIDE)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    body = night(np.stack([red, green, blue], axis=-1)).reshape(-1, 3)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "night.cube"
        rows = "\n".join(" ".join(f"{value:.6f}" for value in row) for row in body)
        path.write_text(f"LUT_3D_SIZE {SIDE}\n{rows}\n", encoding="utf-8")
        after = lut.apply(
            to_light(before, "srgb"), {**lut.OPERATION.defaults, "file": "night.cube"}, Given(holdings=Files(path))
        )  # type: ignore[arg-type]
    return before, to_codes(after, "srgb", 8)
