"""Draw docs/pictures/first-light.jpg: one still of each shot, from a series that `komadori film` made.

usage: draw_first_light.py SERIES
"""

import sys
from pathlib import Path

import numpy as np
from PIL import Image

from komadori.deliver import follow
from komadori.picture import read
from komadori.picture.write import srgb_codes
from komadori.store import open_series
from komadori.unit.script import read_script

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs/pictures/first-light.jpg"
STILLS = {
    "ep01/sc010/sh010": 76,
    "ep01/sc020/sh010": 108,
    "ep01/sc030/sh010": 121,
    "ep01/sc040/sh010": 92,
    "ep01/sc060/sh010": 98,
    "ep01/sc070/sh010": 146,
}
"""Which frame of which shot."""
ACROSS, GAP = 3, 6
GROUND = (14, 12, 10)


def main(folder: Path) -> None:
    """Lay the stills out, three in a row."""
    script, series = read_script(ROOT / "examples/first-light"), open_series(folder)
    stills = []
    for shot in script.shots:
        if str(shot.slate) in STILLS:
            frame = STILLS[str(shot.slate)]
            reel = follow(series.take(shot.slate), finished=True)
            path = next(one.path for one in reel.showings if one.first <= frame <= one.last)
            pixels = read(path)
            stills.append(Image.fromarray(srgb_codes(pixels.data, pixels.encoding, np.uint8)))
    wide, tall = stills[0].size
    down = -(-len(stills) // ACROSS)
    page = Image.new("RGB", (ACROSS * (wide + GAP) - GAP, down * (tall + GAP) - GAP), GROUND)
    for number, still in enumerate(stills):
        page.paste(still, (number % ACROSS * (wide + GAP), number // ACROSS * (tall + GAP)))
    page.save(PICTURE, quality=88, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
