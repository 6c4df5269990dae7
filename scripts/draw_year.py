"""Draw a year of a set: a contact sheet of twelve months by four hours, rendered small.

python scripts/draw_year.py six-mat-room docs/pictures/year.jpg --puppet badger@kotatsu.back
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from komadori.stage.daylight import daylight, exposure_for
from komadori.stage.eye import Sensor, codes8, developed, negative
from komadori.stage.fragment import Fragment, joined
from komadori.stage.miniature_set import MiniatureSet, load_set
from komadori.stage.puppet import load_puppet
from komadori.stage.renderer import Demand, Quality
from komadori.stage.rendering import open_renderer
from komadori.stage.scene import Scene
from komadori.stage.weather import weather
from komadori.story import Story, Weather

HOURS = ("07:00", "12:00", "16:20", "20:30")
DAYS = (
    "01-26", "02-18", "03-22", "04-05", "05-10", "06-14", "07-22", "08-16", "09-21", "10-22", "11-25", "12-20",
)  # fmt: skip
WEATHERS: dict[tuple[int, int], Weather] = {  # month and hour's number, where it is not a clear day
    (1, 3): "snow",
    (2, 0): "snow",
    (3, 1): "fair",
    (5, 1): "fair",
    (6, 1): "rain",
    (6, 2): "cloudy",
    (7, 1): "fair",
    (8, 2): "fair",
    (9, 0): "fog",
    (9, 2): "cloudy",
    (12, 2): "cloudy",
}
EDGE, LABEL = 3, 34
PAPER, INK = (244, 239, 228), (84, 74, 66)


def stories(year: int) -> list[list[Story]]:
    """The months' rows of the hours' moments in Tokyo."""
    return [
        [
            Story(
                moment=datetime.fromisoformat(f"{year}-{day}T{hour}"),
                weather=WEATHERS.get((month, number), "clear"),
            )
            for number, hour in enumerate(HOURS)
        ]
        for month, day in enumerate(DAYS, start=1)
    ]


def scene_of(story: Story, place: MiniatureSet, company: Sequence[Fragment], lens: str, detail: float) -> Scene:
    """The set in its season, its light and its weather, with whoever stands there."""
    light = daylight(story, place, detail=detail)
    whole = joined(
        [
            place.fragment(story.season, detail=detail).called("set"),
            light.backdrop.called("outdoors"),
            weather(story, place, seed=5, frame=12, detail=0.6).called("weather"),
            *company,
        ]
    )
    materials = dict(whole.materials)
    for practical in place.practicals:
        glow = f"set/{practical.glow}"
        if glow in materials:
            materials[glow] = replace(materials[glow], light=materials[glow].light * story.dusk)
    return Scene(
        shapes=whole.shapes,
        materials=materials,
        things=whole.things,
        lamps=light.lamps,
        lens=place.lenses[lens],
        images=whole.images,
        air=light.air,
    )


def sheet_of(cells: Sequence[Sequence[NDArray[np.uint8]]], days: Sequence[str]) -> Image.Image:
    """All cells on one sheet of paper, with the months beside and the hours above."""
    height, width = cells[0][0].shape[:2]
    sheet = Image.new("RGB", (LABEL + len(HOURS) * (width + EDGE), LABEL // 2 + len(cells) * (height + EDGE)), PAPER)
    pen = ImageDraw.Draw(sheet)
    for column, hour in enumerate(HOURS):
        pen.text((LABEL + column * (width + EDGE) + width / 2, LABEL / 4), hour, INK, anchor="mm")
    for row, (day, line) in enumerate(zip(days, cells, strict=False)):
        top = LABEL // 2 + row * (height + EDGE)
        name = datetime.fromisoformat(f"2025-{day}").strftime("%b")
        pen.text((LABEL / 2, top + height / 2), name, INK, anchor="mm")
        for column, cell in enumerate(line):
            sheet.paste(Image.fromarray(cell), (LABEL + column * (width + EDGE), top))
    return sheet


def company_of(place: MiniatureSet, named: Sequence[str], detail: float) -> list[Fragment]:
    """The puppets named "badger@kotatsu.back", each at its place."""
    pairs = [one.split("@") for one in named]
    return [load_puppet(who).fragment({}, detail=detail).moved(place.anchor(where)).called(who) for who, where in pairs]


def draw(told: Any) -> None:
    """Render the year and keep the sheet, row by row, so that what is there can be looked at."""
    place = load_set(told.set)
    company = company_of(place, told.puppet, told.detail)
    renderer = open_renderer(Quality(name="year", samples=told.samples, detail=told.detail))
    cells: list[list[NDArray[np.uint8]]] = []
    try:
        for row in stories(2025)[:: told.every]:
            cells.append([])
            for story in row:
                scene = scene_of(story, place, company, told.lens, told.detail)
                size = (told.width, told.width * 9 // 16)
                quality = Quality(name="year", samples=told.samples, detail=told.detail)
                light = renderer.render(scene, Demand(size=size, quality=quality)).light
                sensor = Sensor(ev=exposure_for(story), noise=0.0)
                cells[-1].append(codes8(developed(negative(light, sensor, seed=1, number=1), sensor)))
                print(story.moment, story.weather, flush=True)
            sheet_of(cells, DAYS[:: told.every]).save(told.file, quality=88)
    finally:
        renderer.close()


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("set")
    asked.add_argument("file", type=Path)
    asked.add_argument("--lens", default="wide")
    asked.add_argument("--puppet", action="append", default=[])
    asked.add_argument("--width", type=int, default=192)
    asked.add_argument("--samples", type=int, default=5)
    asked.add_argument("--detail", type=float, default=0.2)
    asked.add_argument("--every", type=int, default=1)
    draw(asked.parse_args())
