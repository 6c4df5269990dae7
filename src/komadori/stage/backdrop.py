"""What is seen beyond a set: the paper sky, and hills or a town of torn and cut paper in the season and the hour.

Each layer shines by itself in the colour its hour gives it and throws no shadow, so that sun and sky pass through it.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from komadori.stage.build.surface import Array
from komadori.stage.fragment import Fragment, joined
from komadori.stage.miniature_set import MiniatureSet
from komadori.stage.outlook import USUAL, Art, bent, noon_of, outward
from komadori.stage.paper_sky import Disc, SkyPicture, cloud_kind, encoded, noise, paint, torn
from komadori.stage.scene import Colour, Floats, Material, Mesh, Thing, shape_key
from komadori.story import Season, Story
from komadori.story.sky import eased, luminance, mixed

SEED = 3
SPREAD = 96.0
"""Degrees of the compass that a window's backdrop shows: more than it covers, so that the sun's side is seen in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """Where a backdrop stands: the foot of its middle, the level direction `out`, half its length, its height.

    `bow` is the radius in mm of an arc about the viewer, 0 for a flat one. `eye` is the height of the horizon on it.
    """

    name: str
    foot: tuple[float, float, float]
    out: tuple[float, float]
    half: float
    height: float
    eye: float
    bow: float = 0.0
    spread: float = SPREAD

    def points(self, along: Array, up: Array, nearer: float = 0.0) -> Array:
        """Points n × 3 at `along` (−1 to 1, left to right) and `up` mm above its foot, `nearer` mm to the viewer."""
        out = np.array((*self.out, 0.0))
        right = np.array((self.out[1], -self.out[0], 0.0))
        if self.bow:
            angle = along * self.half / self.bow
            radius = self.bow - nearer
            level = np.sin(angle)[:, None] * radius * right + (np.cos(angle) * radius - self.bow)[:, None] * out
        else:
            level = (along * self.half)[:, None] * right - nearer * out
        points: Array = np.asarray(self.foot) + level + up[:, None] * np.array((0.0, 0.0, 1.0))
        return points


@lru_cache(maxsize=16)
def screens(setting: MiniatureSet) -> tuple[Screen, ...]:
    """One flat backdrop for each window, or one round the back of an open set."""
    if not setting.indoors:
        low, high = setting.bounds
        radius = max(1300.0, 1.15 * float(np.abs(np.concatenate([low[:2], high[:2]])).max()))
        foot = (0.0, radius, min(float(low[2]), -20.0))
        half = float(radius * np.radians(100))
        return (
            Screen(
                name="sky",
                foot=foot,
                out=(0.0, 1.0),
                half=half,
                height=0.62 * radius,
                eye=150.0 - foot[2],
                bow=radius,
                spread=200.0,
            ),
        )
    made = []
    for number, window in enumerate(setting.windows):
        out, away = outward(window), 600.0
        centre = np.asarray(window.centre) + away * out
        half = window.width / 2 * (1 + away / 230)
        height = window.height * (1 + away / 260)
        foot = (float(centre[0]), float(centre[1]), float(centre[2] - 0.5 * height))
        eye = float(0.5 * height - 0.66 * window.height)
        made.append(
            Screen(
                name=f"sky.{number}" if number else "sky", foot=foot, out=(float(out[0]), float(out[1])), half=half,
                height=height, eye=eye,
            )
        )  # fmt: skip
    return tuple(made)


def backdrop(story: Story, setting: MiniatureSet, detail: float, art: Art = USUAL) -> Fragment:
    """The sky and what stands before it, for every screen of the set; its role is "outdoors"."""
    return joined(part for screen in screens(setting) for part in _layers(story, setting, screen, detail, art))


def _layers(story: Story, setting: MiniatureSet, screen: Screen, detail: float, art: Art) -> list[Fragment]:
    facing = float(np.degrees(np.arctan2(*screen.out)))
    picture = _picture(story, setting, screen, facing, art)
    scale = 0.35 + 0.85 * float(np.clip(detail, 0, 1)) ** 0.7
    size = (int(min(2 * screen.half * scale, 3200)), int(min(screen.height * scale, 900)))
    image, light = encoded(paint(picture, size, SEED))
    flat = _strip(screen, np.zeros(2), np.full(2, screen.height), 0.0, 24 if screen.bow else 1)
    parts = [_shining(screen.name, flat, image, light)]
    return [*parts, *_hills(story, screen, detail, lower=setting.beyond == "town"), *_town(story, screen, setting)]


def _picture(story: Story, setting: MiniatureSet, screen: Screen, facing: float, art: Art) -> SkyPicture:
    """What to paint: the sun and moon stand on it where their light comes from."""
    sun, moon, sky = story.sun, story.moon, story.sky
    horizon = screen.eye / screen.height

    def spot(altitude: float, azimuth: float) -> tuple[float, float]:
        height, bearing = bent(altitude, azimuth, setting, art, noon=noon_of(story))
        aside = (bearing - facing + 180) % 360 - 180
        return 0.5 + aside / screen.spread, (1 - horizon) * (1 - height / 34.0)

    discs = []
    sun_x, sun_y = spot(sun.altitude, sun.azimuth)
    if sun.altitude > -1.5 and story.weather in ("clear", "fair"):
        warm = mixed((1.0, 0.62, 0.30), (1.25, 1.18, 1.0), eased(0, 16, sun.altitude))
        discs.append(Disc(x=sun_x, y=sun_y, radius=0.050, colour=warm, strength=1.6))
    moon_x, moon_y = spot(moon.altitude, moon.azimuth)
    shown = eased(2, -8, sun.altitude) * (1.0 if story.weather in ("clear", "fair") else 0.0)
    if moon.altitude > -1 and shown > 0.02:
        pale = mixed(sky.zenith, (0.92, 0.86, 0.68), 0.30 + 0.55 * shown)
        discs.append(Disc(x=moon_x, y=moon_y, radius=0.046, colour=pale, phase=moon.phase, strength=0.6 * shown))
    hours = (story.moment - story.moment.replace(month=1, day=1, hour=0, minute=0)).total_seconds() / 3600
    return SkyPicture(
        sky=sky,
        glow_x=sun_x,
        horizon=horizon,
        clouds=cloud_kind(story.weather, story.day if story.latitude >= 0 else (story.day + 182) % 365),
        drift=0.045 * hours,
        slant={"rain": 1.0, "snow": 0.0}.get(story.weather, 0.0),
        discs=tuple(discs),
    )


def _strip(screen: Screen, low: Floats | Array, high: Floats | Array, nearer: float, cells: int) -> Mesh:
    """A band of paper between two lines of heights, mapped once across; it looks towards the viewer."""
    along = np.linspace(-1, 1, cells + 1)
    lines = [np.interp(along, np.linspace(-1, 1, len(line)), line) for line in (low, high)]
    bottom, top = (screen.points(along, line, nearer) for line in lines)
    count = cells + 1
    faces = np.array([(i, i + 1, count + i + 1, count + i) for i in range(cells)])
    u = (along + 1) / 2
    tallest = max(float(np.max(high)), 1e-6)
    uv = np.r_[np.c_[u, lines[0] / tallest], np.c_[u, lines[1] / tallest]]
    return Mesh(
        vertices=np.asarray(np.r_[bottom, top], np.float32),
        faces=np.asarray(np.r_[faces[:, [0, 1, 2]], faces[:, [0, 2, 3]]], np.int32),
        uv=np.asarray(uv, np.float32),
        smooth=False,
    )


def _shining(
    name: str, mesh: Mesh, image: NDArray[np.uint8] | None, light: float, colour: Colour = (1, 1, 1)
) -> Fragment:
    """A layer that shines in its picture, or in one colour."""
    key = shape_key(mesh)
    material = Material(kind="glow", colour=colour, light=light, image=name if image is not None else "")
    thing = Thing(
        name=name, shape=key, material=name, places=np.eye(4, dtype=np.float32)[None], role="outdoors", shadow=False
    )
    images = {name: image} if image is not None else {}
    return Fragment(things=(thing,), shapes={key: mesh}, materials={name: material}, images=images)


_RANGES = (  # mm nearer than the sky, base and swing of the ridge as shares of the height, aerial haze, hills in it
    (40.0, 0.105, 0.036, 0.60, 1.0),
    (110.0, 0.068, 0.030, 0.32, 1.7),
    (190.0, 0.036, 0.026, 0.08, 2.6),
)


def _hills(story: Story, screen: Screen, detail: float, *, lower: bool) -> list[Fragment]:
    """Three ranges of hills, each a sheet of tinted paper with the white torn edge of a second one behind it.

    Behind a town only the farthest is seen.
    """
    cells = 60 + int(180 * np.clip(detail, 0, 1) * (2.4 if screen.bow else 1))
    parts = []
    for number, (nearer, base, swing, haze, waves) in enumerate(_RANGES[:1] if lower else _RANGES):
        if screen.bow:  # seen from further off the ground, hills are smaller in the picture
            nearer, base, swing = 1.6 * nearer, 0.80 * base, 0.95 * swing
        line = _ridge(cells + 1, waves * (3.2 if screen.bow else 1.0), SEED + 70 + number)
        ridge = screen.eye + screen.height * (base + swing * line)
        colour = hill_colour(story, haze, number)
        image, light = encoded(_hillside(story, colour, number, 2100 if screen.bow else 700))
        body = _strip(screen, np.zeros(2), ridge, nearer, cells)
        ragged = np.random.default_rng(SEED + 80 + number).uniform(0.6, 2.6, cells + 1) * screen.height / 540
        edge = _strip(screen, ridge - 4, ridge + ragged, nearer - 1.0, cells)
        rim = mixed(colour, story.sky.horizon, 0.45)
        white = mixed(rim, (luminance(rim) * 1.5,) * 3, 0.35)
        parts.append(_shining(f"{screen.name}.rim{number}", edge, None, 1.0, white))
        parts.append(_shining(f"{screen.name}.hill{number}", body, image, light))
    return parts


@lru_cache(maxsize=32)
def _ridge(count: int, waves: float, seed: int) -> Floats:
    chance = np.random.default_rng(seed)
    along = np.linspace(0, 1, count)
    line = sum(
        weight * np.sin(2 * np.pi * (waves * times * along + chance.random()))
        for times, weight in ((1.0, 0.62), (2.3, 0.30), (5.1, 0.12))
    )
    return np.asarray(line + 0.10 * torn(count, 1.0, seed + 1), np.float32)


def woods(season: Season, layer: int) -> Colour:
    """The colour of wooded hills in daylight: misty green with blossom, deep green, russet, blue grey, white."""
    bare = (0.20, 0.17, 0.16)
    green = mixed((0.36, 0.44, 0.13), (0.12, 0.24, 0.055), eased(0.3, 1.0, season.leaf))
    red = ((0.42, 0.17, 0.06), (0.50, 0.13, 0.035), (0.46, 0.22, 0.04))[layer % 3]
    wood = mixed(bare, mixed(green, red, 0.85 * season.turning), max(season.leaf, 0.25 * (1 - season.snow)))
    wood = mixed(wood, (0.74, 0.50, 0.52), (0.55, 0.45, 0.35)[layer % 3] * season.blossom)
    return mixed(wood, (0.78, 0.82, 0.88), 0.80 * season.snow)


def hill_colour(story: Story, haze: float, layer: int) -> Colour:
    """A range of hills in the light of the hour, fading into the horizon by `haze` (0 to 1)."""
    sky = story.sky
    ambient = mixed(mixed(sky.horizon, sky.zenith, 0.45), sky.cloud, 0.3)
    warm = story.sun.colour
    beam = 0.9 * eased(-1, 14, story.sun.altitude) * story.sun.strength**0.5 if story.sun.strength > 0 else 0.0
    wood = woods(story.season, layer)
    deeper = (1.0, 0.80, 0.60)[layer]  # nearer sheets are darker, or the distance has no depth
    red, green, blue = (
        paper * deeper * (0.75 * shade + 0.55 * beam * light)
        for paper, shade, light in zip(wood, ambient, warm, strict=True)
    )
    thick = min(haze * (0.85 + 0.4 * sky.haze), 0.94)
    if story.weather in ("fog", "rain", "snow"):
        thick = max(thick, {"fog": 0.90, "snow": 0.62, "rain": 0.60}[story.weather] - 0.16 * layer)
    distance = mixed(mixed(sky.horizon, sky.zenith, 0.35), sky.glow, 0.15)
    return mixed((red, green, blue), distance, thick)


def _hillside(story: Story, colour: Colour, layer: int, width: int) -> Floats:
    """The paper of a range: blotches of its dye, crowns of trees pressed into it, and windows of a village at dusk."""
    height = 180
    image = np.ones((height, width, 3), np.float32) * np.asarray(colour, np.float32)
    blot = 0.07 * noise(width, height, 40, 60 + layer) + 0.04 * noise(width, height, 8, 63 + layer)
    # Nearer woods show their crowns: rounds pressed into the paper, lit from above.
    round_of = noise(width, height, 9, 66 + layer) + 0.6 * noise(width, height, 4, 67 + layer)
    crowns = np.clip(round_of - np.roll(round_of, -3, 0), -0.8, 0.8) * (0.10, 0.20, 0.34)[layer]
    deeper = np.linspace(0.06, -0.16, height, dtype=np.float32)[:, None] * layer
    image *= np.maximum(1 + blot + crowns + deeper, 0.2)[..., None]
    season = story.season
    if season.blossom > 0.05 and layer > 0:
        tuft = np.clip((noise(width, height, 9, 69 + layer) - 0.62) * 6, 0, 1) * season.blossom * 0.5
        image += tuft[..., None] * (np.asarray((1.25, 0.88, 0.92), np.float32) * luminance(colour) * 1.6 - image)
    if layer == 2 and story.dusk > 0.05:
        chance = np.random.default_rng(77)
        count = width // 27
        for x, y in zip(chance.integers(4, width - 4, count), chance.integers(20, 70, count), strict=True):
            image[y : y + 2, x : x + 2] += (
                np.asarray((0.95, 0.55, 0.20), np.float32) * story.dusk * chance.uniform(0.3, 0.9)
            )
    return np.maximum(image, 0.0)


_ROWS = ((70.0, 0.045, 0.115, 0.60, 46), (150.0, 0.015, 0.085, 0.34, 30), (250.0, -0.020, 0.050, 0.13, 20))
"""Rows of houses: mm nearer than the sky, lowest and highest roof as shares of the height, haze, houses in a row."""


def _town(story: Story, screen: Screen, setting: MiniatureSet) -> list[Fragment]:
    """Three rows of houses cut from card, their windows lit at dusk."""
    if setting.beyond != "town":
        return []
    parts = []
    for number, (nearer, least, most, haze, houses) in enumerate(_ROWS):
        edges, roofs = _roofs(houses, SEED + 110 + number)
        heights = np.maximum(screen.eye + screen.height * (least + (most - least) * roofs), 1.0)
        colour = _house_colour(story, haze, number)
        image, light = encoded(_fronts(story, colour, edges, heights, number))
        mesh = _blocks(screen, edges, heights, nearer)
        parts.append(_shining(f"{screen.name}.town{number}", mesh, image, light))
    return parts


@lru_cache(maxsize=8)
def _roofs(houses: int, seed: int) -> tuple[Floats, Floats]:
    """Where houses begin and end along a row (−1 to 1, one number more than houses) and how high each is, 0 to 1."""
    chance = np.random.default_rng(seed)
    widths = chance.uniform(0.5, 1.5, houses)
    edges = np.r_[0, np.cumsum(widths)] / widths.sum() * 2 - 1
    return np.asarray(edges, np.float32), np.asarray(chance.random(houses) ** 1.5, np.float32)


def _blocks(screen: Screen, edges: Floats, heights: Floats, nearer: float) -> Mesh:
    """One card front for each house, mapped together across the row."""
    along = np.repeat(edges, 2)[1:-1].astype(np.float64)
    tops = np.repeat(heights, 2).astype(np.float64)
    bottom, top = screen.points(along, np.zeros(len(along)), nearer), screen.points(along, tops, nearer)
    count = len(along)
    left = np.arange(0, count, 2)
    quads = np.stack([left, left + 1, count + left + 1, count + left], -1)
    u = (along + 1) / 2
    uv = np.r_[np.c_[u, np.zeros(count)], np.c_[u, tops / tops.max()]]
    return Mesh(
        vertices=np.asarray(np.r_[bottom, top], np.float32),
        faces=np.asarray(np.r_[quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]], np.int32),
        uv=np.asarray(uv, np.float32),
        smooth=False,
    )


def _house_colour(story: Story, haze: float, layer: int) -> Colour:
    """Card in the light of the hour: walls take the ambient and the sun as hills do."""
    card = ((0.50, 0.48, 0.50), (0.46, 0.41, 0.38), (0.34, 0.30, 0.29))[layer]
    hill = hill_colour(story, haze, layer)
    day = max(luminance(story.sky.horizon), 0.02)
    lit = mixed(mixed(story.sky.horizon, story.sky.zenith, 0.4), story.sky.glow, 0.25)
    red, green, blue = (part * light * 0.85 for part, light in zip(card, lit, strict=True))
    return mixed((red, green, blue), mixed(hill, (day * 0.9, day * 0.9, day), 0.35), 0.05 + 0.75 * haze)


def _fronts(story: Story, colour: Colour, edges: Floats, heights: Floats, layer: int) -> Floats:
    """The fronts of a row: each house a tone of its own, with rows of windows, some of them lit at dusk."""
    width, height = 1400, 240
    chance = np.random.default_rng(SEED + 130 + layer)
    image = np.ones((height, width, 3), np.float32) * np.asarray(colour, np.float32)
    image *= (1 + 0.06 * noise(width, height, 5, 140 + layer))[..., None]
    dusk = story.dusk
    tallest = float(heights.max())
    for number, roof in enumerate(heights):
        left, right = (int((edges[number + step] + 1) / 2 * width) for step in (0, 1))
        top = int(height * (1 - float(roof) / tallest))
        tone = chance.uniform(0.82, 1.16, 3) * np.asarray((1.04, 1.0, 0.96)) ** chance.normal()
        image[:, left:right] *= np.asarray(tone, np.float32)
        image[top : top + 3, left:right] *= 1.18
        image[:, left : left + 1] *= 0.78
        step_x, step_y = (9, 13) if layer else (7, 10)
        for y in range(top + 9, height - 6, step_y):
            for x in range(left + 4, right - 6, step_x):
                lit = chance.random() < 0.42
                pane = image[y : y + step_y // 2, x : x + step_x // 2]
                pane *= (0.86, 0.72, 0.62)[layer]
                if lit and dusk > 0.02:
                    warm = np.asarray((1.0, 0.62, 0.26), np.float32) * chance.uniform(0.35, 1.0)
                    pane += warm * (dusk * (0.35 + 0.25 * layer))
    return np.maximum(image, 0.0)
