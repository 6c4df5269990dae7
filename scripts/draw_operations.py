"""Draw each finishing operation's before and after for its page: docs/pictures/operations/NAME.jpg.

`python scripts/draw_operations.py [NAME…]`; every picture is made from our own stage by scripts/before_after/NAME.py.
"""

import importlib.util
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from komadori.picture import style
from komadori.picture.style import Text

ROOT = Path(__file__).resolve().parents[1]
DRAWERS = ROOT / "scripts/before_after"
PICTURES = ROOT / "docs/pictures/operations"

# Drawers photograph takes as the benches do.
sys.path.insert(0, str(ROOT))

WIDTH, GAP, HEAD = 1600, 8, 44
"""Pixels: of the page, between the two pictures, and of the line that names them."""


def main(names: list[str]) -> None:
    """Draw the named operations, or all."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for path in sorted(DRAWERS.glob("*.py")):
        if not names or path.stem in names:
            before, after = drawn(path)
            to = PICTURES / f"{path.stem}.jpg"
            side_by_side(before, after).save(to, quality=86, optimize=True)
            print(f"{to.relative_to(ROOT)}  {to.stat().st_size // 1000} kB")


def drawn(path: Path) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """What the drawer at `path` draws."""
    told = importlib.util.spec_from_file_location(path.stem, path)
    if told is None or told.loader is None:
        raise ValueError(f"{path} is no module")
    module = importlib.util.module_from_spec(told)
    told.loader.exec_module(module)
    before, after = module.draw()
    return before, after


def side_by_side(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> Image.Image:
    """The two pictures beside each other, or below each other where they are very wide, each named."""
    stacked = before.shape[1] > 2.2 * before.shape[0]
    wide = WIDTH if stacked else (WIDTH - GAP) // 2
    pair = [_fitted(picture, wide) for picture in (before, after)]
    tall = max(picture.height for picture in pair)
    size = (WIDTH, 2 * (HEAD + tall) + GAP) if stacked else (WIDTH, HEAD + tall)
    page = Image.new("RGB", size, style.GROUND)
    pen = ImageDraw.Draw(page)
    for at, (name, picture) in enumerate(zip(("before", "after"), pair, strict=True)):
        x, y = (0, at * (HEAD + tall + GAP)) if stacked else (at * (wide + GAP), 0)
        Text(name, 24, style.QUIET if at == 0 else style.LAMP).draw(pen, x + 4, y + 30)
        page.paste(picture, (x, y + HEAD))
    return page


def _fitted(picture: NDArray[np.uint8], wide: int) -> Image.Image:
    tall = round(picture.shape[0] * wide / picture.shape[1])
    # Enlarged crops show their pixels; whatever shrinks is averaged.
    kind = Image.Resampling.NEAREST if picture.shape[1] <= wide // 2 else Image.Resampling.LANCZOS
    return Image.fromarray(picture).resize((wide, tall), kind)


if __name__ == "__main__":
    main(sys.argv[1:])
