"""The light of a story's moment on a set: sun or moon, sky in the windows, a soft card, a glint, lamps at dusk.

The powers are a lighting director's and not the sun's. One exposure serves a day, as an eye would have it: what falls
10,000-fold from noon to night falls here four- to twentyfold, and its colours stay true. They were found by looking.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from komadori.stage.backdrop import backdrop
from komadori.stage.kelvin import kelvin_colour
from komadori.stage.miniature_set import MiniatureSet, Window
from komadori.stage.outlook import USUAL, Art, bent, direction, noon_of, outward, standpoint
from komadori.stage.scene import Colour, Lamp
from komadori.stage.scenery import Light
from komadori.story import Story
from komadori.story.sky import beam_through, eased, luminance, mixed

_SUN_SIZE = {"clear": 1.0, "fair": 1.6, "cloudy": 22.0, "rain": 50.0, "snow": 40.0, "fog": 45.0}
"""The angle in degrees over which the sun's light comes, by weather; half a degree would be too sharp for felt."""
INDOOR_SUN, OUTDOOR_SUN = 20.0, 8.5
"""Watts a square metre of a high clear sun. Indoors its patch is the key of the picture, outdoors it is everywhere."""
WINDOW_SKY = 54.0
"""Watts a unit square (100 mm) of window under a clear noon sky."""
OUTSIDE = 26.0
"""The same for the light that falls on what is before the window."""
CARD = 66.0
"""Watts of the card from the camera's side at noon."""


def daylight(story: Story, setting: MiniatureSet, *, detail: float = 1.0, art: Art = USUAL) -> Light:
    """Lamps, light of the air and what is seen outside, for a moment of the story on a set."""
    return Light(
        lamps=lamps_of(story, setting, art),
        air=air_of(story, setting, art),
        backdrop=backdrop(story, setting, detail, art),
    )


def lamps_of(story: Story, setting: MiniatureSet, art: Art = USUAL) -> tuple[Lamp, ...]:
    """The lamps alone: "sun" or "moon", "sky" and "outside" at each window, "card", "eye", the set's own."""
    lamps = [*_key(story, setting, art), *_sky(story, setting, art), *_from_the_camera(story, setting, art)]
    return (*lamps, *_practicals(story, setting, art))


def exposure_for(story: Story) -> float:
    """The correction in stops that an operator would give: a little more at night, and on a bright noon."""
    return 0.45 * story.dusk + 0.10 * eased(25, 70, story.sun.altitude)


def _key(story: Story, setting: MiniatureSet, art: Art) -> list[Lamp]:
    """The sun, and after dusk the moon."""
    sun, moon = story.sun, story.moon
    full = INDOOR_SUN if setting.indoors else OUTDOOR_SUN
    through = beam_through(story.weather)
    # Low sun loses light slower than in nature, or there would be no golden hour on the wall.
    shown = (sun.strength / through / 0.75) ** 0.34 * through**0.8 if sun.strength > 0 else 0.0
    shown *= eased(-0.9, 2.5, sun.altitude)
    lamps = []
    if shown > 0.002 or (art.sun is not None and story.dusk < 1):
        warmth = warmed(sun.colour)
        lamps.append(
            _far(
                "sun",
                bent(sun.altitude, sun.azimuth, setting, art, noon=noon_of(story)),
                full * shown * art.key,
                warmth,
                story,
            )
        )
    moonlight = 1.5 * moon.lit**0.8 * eased(1, 9, moon.altitude) * eased(-4, -9, sun.altitude) * through**0.8
    if moonlight > 0.002:
        # A moon behind the house lends its light to the picture all the same; it is a night one wants to see.
        cool = kelvin_colour(9500.0)
        lamps.append(
            _far(
                "moon",
                bent(moon.altitude, moon.azimuth, setting, art, noon=noon_of(story)),
                moonlight * art.key,
                cool,
                story,
            )
        )
    return lamps


def warmed(colour: Colour) -> Colour:
    """The sun's colour for the film: what is warm a little warmer, so that a patch on a wall tells the hour."""
    red, green, blue = (max(part, 0.0) ** 1.3 for part in colour)
    return red, green, blue


def _far(name: str, stands: tuple[float, float], power: float, colour: Colour, story: Story) -> Lamp:
    away = direction(*stands) * 1000.0
    light = luminance(colour)
    red, green, blue = (part / light for part in colour)
    size = _SUN_SIZE[story.weather]
    at = (float(away[0]), float(away[1]), float(away[2]))
    return Lamp(
        name=name, kind="sun", at=at, towards=(0.0, 0.0, 0.0), power=power, colour=(red, green, blue), size=(size, size)
    )


def _sky(story: Story, setting: MiniatureSet, art: Art) -> list[Lamp]:
    """Each window as a soft light of the sky's colour."""
    if not setting.indoors:
        return []
    level = max(story.sky.strength, 0.0) ** 0.50
    moonlit = story.moon.lit * eased(0, 12, story.moon.altitude) * beam_through(story.weather) ** 0.5
    night = 0.055 + 0.045 * moonlit
    lamps = []
    for number, window in enumerate(setting.windows):
        area = window.width * window.height / 1e4
        share = max(level * (1 - 0.25 * story.dusk), night) * art.fill
        tail = f".{number}" if number else ""
        lamps.append(_panel(f"sky{tail}", window, WINDOW_SKY * area * share, sky_colour(story)))
        lamps.append(_outside(f"outside{tail}", window, OUTSIDE * area * max(share, 0.10), story))
    return lamps


def _outside(name: str, window: Window, power: float, story: Story) -> Lamp:
    """A light above the window, outside, for branches and what falls; at night the room's own warmth is in it."""
    out = outward(window)
    centre = np.asarray(window.centre, float)
    at = centre + 26 * out + (0.0, 0.0, 0.5 * window.height + 130.0)
    towards = centre + 170 * out - (0.0, 0.0, 30.0)
    colour = mixed(sky_colour(story), kelvin_colour(3400.0), 0.45 * story.dusk)
    return Lamp(
        name=name, kind="area", at=_point(at), towards=_point(towards), power=power, colour=colour,
        size=(1.2 * window.width, 90.0),
    )  # fmt: skip


def _panel(name: str, window: Window, power: float, colour: Colour) -> Lamp:
    out = outward(window)
    centre = np.asarray(window.centre, float)
    at = centre + 35 * out + (0.0, 0.0, 8.0)
    towards = centre - 100 * out + (0.0, 0.0, -10.0)
    return Lamp(
        name=name, kind="area", at=_point(at), towards=_point(towards), power=power, colour=colour,
        size=(window.width, window.height),
    )  # fmt: skip


def sky_colour(story: Story) -> Colour:
    """The colour of the light of the whole sky, of luminance 1: cooler than the eye takes it for, as fill should be."""
    sky = story.sky
    seen = mixed(mixed(sky.horizon, sky.glow, 0.25), sky.zenith, 0.5)
    light = max(luminance(seen), 1e-6)
    soft = mixed(seen, (light, light, light), 0.35)
    # By day the leaves outside throw their colour in: green in summer, russet in autumn; snow throws white.
    season, day = story.season, eased(2, 20, story.sun.altitude)
    green, red = season.leaf * (1 - season.turning), season.leaf * season.turning
    soft = mixed(soft, (0.86 * light, 1.06 * light, 0.62 * light), 0.30 * green * day)
    soft = mixed(soft, (1.35 * light, 0.92 * light, 0.62 * light), 0.25 * red * day)
    light = max(luminance(soft), 1e-6)
    return soft[0] / light, soft[1] / light, soft[2] / light


def _from_the_camera(story: Story, setting: MiniatureSet, art: Art) -> list[Lamp]:
    """A soft card beside the camera, so that faces are read, and a small light that only makes eyes glint."""
    lens, target = standpoint(setting)
    ahead = target - lens
    ahead /= max(float(np.linalg.norm(ahead)), 1e-9)
    left = np.cross((0.0, 0.0, 1.0), ahead)
    level = max(story.sky.strength, 0.0) ** 0.44
    indoors = 1.0 if setting.indoors else 0.55
    power = indoors * CARD * max(level, 0.30 if setting.indoors else 0.22) * art.fill
    noon, lamplight = kelvin_colour(5800.0), kelvin_colour(3900.0 if setting.indoors else 7500.0)
    day = mixed(mixed(noon, sky_colour(story), 0.25), _bounced(story), 0.55 * _low(story))
    reach = float(np.linalg.norm(target - lens))
    card = lens + 0.55 * reach * left + 0.05 * reach * ahead + (0.0, 0.0, 0.32 * reach)
    eye = lens + 0.06 * reach * left + (0.0, 0.0, 0.17 * reach)
    return [
        Lamp(
            name="card", kind="area", at=_point(card), towards=_point(target), power=power * (reach / 490) ** 2,
            colour=mixed(day, lamplight, 0.8 * story.dusk), size=(0.53 * reach, 0.41 * reach),
        ),
        Lamp(
            name="eye", kind="area", at=_point(eye), towards=_point(target), power=30.0 * (reach / 490) ** 2,
            size=(0.10 * reach, 0.10 * reach), diffuse=False,
        ),
    ]  # fmt: skip


def _low(story: Story) -> float:
    """How much it is morning or evening, 0 to 1: the sun is up and not far up, and there is sun."""
    altitude = story.sun.altitude
    return float(eased(30, 5, altitude) * eased(-5, 1, altitude) * beam_through(story.weather) ** 0.5)


def _bounced(story: Story) -> Colour:
    """What a room throws back of a low sun: amber in the evening, rose and cooler in the morning; of luminance 1."""
    morning = eased(-0.2, 0.2, float(np.sin(np.radians(story.sun.azimuth))))
    red, green, blue = warmed(story.sun.colour)
    light = luminance((red, green, blue))
    return mixed((red / light, green / light, blue / light), (1.12, 0.95, 1.12), 0.75 * morning)


def _practicals(story: Story, setting: MiniatureSet, art: Art) -> list[Lamp]:
    """The lamps of the set, as far as dusk has turned them on."""
    lit = []
    for practical in setting.practicals:
        lamp = practical.lamp
        power = lamp.power * story.dusk * art.lamps
        if power > 0:
            lit.append(replace(lamp, name=practical.name, power=power))
    return lit


def air_of(story: Story, setting: MiniatureSet, art: Art = USUAL) -> Colour:
    """Light from everywhere: outdoors the dome of the sky, indoors a trace of it, so that no corner is empty."""
    level = max(story.sky.strength, 0.0) ** 0.45
    share = 0.42 * max(level, 0.17) if not setting.indoors else 0.010 * max(level, 0.25)
    red, green, blue = (part * share * art.fill for part in sky_colour(story))
    return red, green, blue


def _point(at: Any) -> tuple[float, float, float]:
    return float(at[0]), float(at[1]), float(at[2])
