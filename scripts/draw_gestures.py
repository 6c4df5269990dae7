"""Draw docs/pictures/gestures.jpg: every gesture as a strip of poses, by the badger and by the vole.

    python scripts/draw_gestures.py [--who badger --who vole] [--to FILE.jpg] [GESTURE …]

A stranger should be able to name each of them without reading what stands above it.
"""

from argparse import ArgumentParser
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from komadori.deliver.heading import Heading
from komadori.deliver.pose_strip import Studio, chosen
from komadori.picture import style
from komadori.picture.style import Text
from komadori.score.character import load_character
from komadori.score.notation import read_score
from komadori.score.perform import perform
from komadori.score.timing import marks_of
from komadori.score.vocabulary import GESTURES
from komadori.stage.puppet import load_puppet
from komadori.stage.raster import RasterRenderer

PAGE = Path(__file__).resolve().parents[1] / "docs/pictures/gestures.jpg"
POSES, SIZE = 6, (78, 88)
COLUMNS, GAP, CAPTION, TOP = 3, 26, 26, 206
CLOSE = frozenset(
    {"tilt", "look", "nod", "shake", "blink", "double blink", "breathe", "hum", "chirp", "squeak", "sniff", "gasp"}
    | {"purr", "whimper", "grumble"}
)
"""Gestures of which head and shoulders show most."""

SAID = {
    "tilt": "tilt left",
    "turn": "turn left",
    "look": "look up",
    "lean": "lean forward",
    "waddle": "waddle left",
    "hop": "hop left",
    "hum": 'hum "?" (puzzled)',
    "whimper": "whimper (sad)",
    "giggle": "giggle (happy)",
}
"""How a gesture is written where it needs more than its name."""


def strip_of(said: str, who: str, studios: dict[tuple[str, bool], Studio]) -> np.ndarray:
    """Poses of `who` from just before `said` to just after."""
    character, close = load_character(who), said.split(" ")[0] in CLOSE or said in CLOSE
    if (who, close) not in studios:
        studios[who, close] = Studio(load_puppet(who), RasterRenderer(), SIZE, close=close)
    before = "doze off 30f, " if said in ("wake", "snore") else "take left 20f, " if said == "settle" else ""
    marks = marks_of(read_score(f"5 {who}: {before}{said}"), paces={who: character.temperament.pace})
    last = marks[-1]
    frames = last.last + 12
    channels = {who: load_puppet(who).channels}
    done = perform(marks, {who: character}, frames=frames, seed=1, idle=False, channels=channels)
    return studios[who, close].strip(done, who, chosen(done, last.first - 1, last.last, POSES))


def page(names: list[str], who: list[str]) -> Image.Image:
    """All strips on one page, in the house's own look."""
    studios: dict[tuple[str, bool], Studio] = {}
    wide, tall = POSES * SIZE[0], CAPTION + len(who) * SIZE[1] + GAP
    rows = -(-len(names) // COLUMNS)
    image = Image.new("RGB", (2 * 96 + COLUMNS * wide + (COLUMNS - 1) * GAP, TOP + rows * tall + 40), style.GROUND)
    pen = ImageDraw.Draw(image)
    Heading(
        title="Wordless acting",
        shot="Every gesture, twice",
        facts=(
            f"above {who[0]}, below {who[-1]}",
            "from just before to just after",
            "a quick character needs fewer pictures",
        ),
    ).draw(pen, image.width)
    for number, name in enumerate(names):
        x, y = 96 + (number % COLUMNS) * (wide + GAP), TOP + (number // COLUMNS) * tall
        said = SAID.get(name, name)
        Text(said, 19, style.INK).draw(pen, x + 1, y + CAPTION - 9)
        for row, one in enumerate(who):
            strip = Image.fromarray(strip_of(said, one, studios))
            image.paste(strip, (x, y + CAPTION + row * SIZE[1]))
        print(said, flush=True)
    return image


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("gesture", nargs="*", default=[name for name in GESTURES if name != "hold"])
    parser.add_argument("--who", action="append")
    parser.add_argument("--to", type=Path, default=PAGE)
    given = parser.parse_args()
    page(given.gesture, given.who or ["badger", "vole"]).save(given.to, quality=60, optimize=True, progressive=True)
    print(f"{given.to}: {given.to.stat().st_size // 1000} kB")
