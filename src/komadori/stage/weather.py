"""What falls through the picture and what lies: petals, leaves, rain, snow, and fireflies that rise.

Everything follows from the seed and the time. A particle goes its way without a step, so on twos it is only looked at
less often; when it has fallen it begins again elsewhere.
"""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from komadori.stage.build.plants import leaf_mesh, petal_mesh
from komadori.stage.build.surface import Array, grid, lumps
from komadori.stage.fragment import Fragment, joined
from komadori.stage.miniature_set import MiniatureSet, Window
from komadori.stage.outlook import outward
from komadori.stage.scene import Colour, Floats, Material, Mesh
from komadori.stage.steam import steam
from komadori.story import Season, Story
from komadori.story.sky import eased

Falls: TypeAlias = Literal["petal", "leaf", "rain", "snow", "firefly"]
USUAL_RATE = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Air:
    """The room in which things fall: a box from `low` to `high` in mm."""

    low: tuple[float, float, float]
    high: tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """How something falls: mm a second, sway in mm over so many seconds, the share of wind, turns a second."""

    speed: float
    sway: float
    period: float
    wind: float
    spin: float


_HABITS: dict[Falls, Habit] = {
    "petal": Habit(speed=42.0, sway=17.0, period=2.4, wind=0.55, spin=0.42),
    "leaf": Habit(speed=58.0, sway=26.0, period=2.9, wind=0.45, spin=0.30),
    "rain": Habit(speed=780.0, sway=0.0, period=1.0, wind=0.10, spin=0.0),
    "snow": Habit(speed=46.0, sway=11.0, period=3.6, wind=0.22, spin=0.10),
    "firefly": Habit(speed=-7.0, sway=34.0, period=5.5, wind=0.05, spin=0.0),
}
_MOST: dict[Falls, int] = {"petal": 90, "leaf": 46, "rain": 420, "snow": 240, "firefly": 26}
"""How many are in the air of a window or of an open set at full."""


def weather(
    story: Story, setting: MiniatureSet, *, seed: int, frame: int, detail: float = 1.0, rate: float = USUAL_RATE
) -> Fragment:
    """What is in the air, what lies, and the steam of what is warm, at a frame of the shot; its role is "weather".

    `rate` is frames a second. `detail` thins out only what is many.
    """
    parts = [
        _in_the_air(kind, share, story, setting, seed, frame / rate, detail) for kind, share in falling(story).items()
    ]
    rising = steam(setting.warm(story.season), seed=seed, frame=frame, detail=detail, rate=rate)
    return joined([*parts, *lying(story, setting, seed=seed, detail=detail), rising])


def falling(story: Story) -> dict[Falls, float]:
    """What falls at this moment and how densely, 0 to 1: the season's, and the weather's own."""
    season = story.season
    found: dict[Falls, float] = {
        "petal": season.blossom * (0.12 + 0.88 * petals_lie(season)),
        "leaf": season.turning * 4 * season.leaf * (1 - season.leaf),
        "rain": 1.0 if story.weather == "rain" else 0.0,
        "snow": 1.0 if story.weather == "snow" else 0.0,
        "firefly": eased(0.75, 1.0, story.dusk) * _early_summer(story) * (story.weather in ("clear", "fair", "cloudy")),
    }
    return {kind: share for kind, share in found.items() if share > 0.01}


def petals_lie(season: Season) -> float:
    """How many petals lie, 0 to 1."""
    return season.fallen if season.lies == "petals" else 0.0


def _early_summer(story: Story) -> float:
    """Fireflies fly from late May into July."""
    year = story.day if story.latitude >= 0 else (story.day + 182.6) % 365.2422
    return eased(145, 160, year) * eased(200, 180, year)


def airs(setting: MiniatureSet) -> tuple[Air, ...]:
    """Where things fall: before each window outside, or over an open set about what the lens looks at."""
    if not setting.indoors:
        return (Air(low=(-520.0, -260.0, 0.0), high=(520.0, 760.0, 560.0)),)
    return tuple(_before(window) for window in setting.windows)


def _before(window: Window) -> Air:
    out = outward(window)
    centre = np.asarray(window.centre, float)
    side = np.abs(np.array((out[1], -out[0], 0.0)))
    near, far = centre + 28 * out, centre + 330 * out
    spread = side * (window.width * 0.85) + np.array((0.0, 0.0, window.height * 0.75))
    corners = np.stack([near - spread, near + spread, far - spread, far + spread])
    low, high = corners.min(0), corners.max(0)
    return Air(low=_three(low), high=_three(high))


def _in_the_air(
    kind: Falls, share: float, story: Story, setting: MiniatureSet, seed: int, time: float, detail: float
) -> Fragment:
    if kind == "firefly" and setting.indoors:
        share *= 0.3
    count = int(_MOST[kind] * share * (0.35 + 0.65 * detail))
    parts = []
    for number, air in enumerate(airs(setting)):
        places, glow = paths(kind, air, count, seed + 31 * number, time, wind=_wind(seed))
        if kind == "firefly":
            places[:, :3, :3] *= np.maximum(glow, 0.02)[:, None, None]
        if len(places):
            name = f"{kind}.{number}" if number else kind
            parts.append(Fragment.of(name, _shape(kind), _material(kind, story), places=places, role="weather"))
    return joined(parts)


def paths(
    kind: Falls, air: Air, count: int, seed: int, time: float, *, wind: float = 1.0
) -> tuple[Floats, NDArray[np.float64]]:
    """Where `count` of a kind are at `time` (seconds): places n × 4 × 4, and how brightly each glows (n, 0 to 1).

    `wind` blows along X, as a share of how fast they fall.
    """
    habit = _HABITS[kind]
    low, high = np.asarray(air.low), np.asarray(air.high)
    index = np.arange(count)
    tall = float(high[2] - low[2])
    life = tall / abs(habit.speed) * (0.75 + 0.5 * _chance(seed, index, 0, 1))
    turns = time / life + _chance(seed, index, 0, 2)
    round_of = np.floor(turns).astype(np.int64)
    share = turns - round_of
    age = share * life
    x, y, phase = (_chance(seed, index, round_of, stream) for stream in (3, 4, 5))
    swing = 2 * np.pi * (age / habit.period * (0.8 + 0.4 * x) + phase)
    blown = habit.wind * wind * abs(habit.speed) * (age - life / 2)
    at = np.empty((count, 3))
    at[:, 0] = low[0] + x * (high[0] - low[0]) + blown + habit.sway * np.sin(swing)
    at[:, 1] = low[1] + y * (high[1] - low[1]) + 0.6 * habit.sway * np.sin(0.71 * swing + 2.0)
    drop = share * tall - 0.12 * habit.sway * np.sin(2 * swing)
    at[:, 2] = high[2] - drop if habit.speed > 0 else low[2] + 0.25 * tall * (0.2 + phase) + 0.2 * drop
    at[:, 2] = np.maximum(at[:, 2], low[2] + 0.5)
    grown = np.clip(np.minimum(share, 1 - share) * 25, 0, 1)
    size = (0.78 + 0.44 * _chance(seed, index, 0, 6)) * np.maximum(grown, 0.02)
    turned = _tumbling(habit, seed, index, round_of, age) if habit.spin else _leaning(count, habit.wind * wind)
    places = np.tile(np.eye(4, dtype=np.float32), (count, 1, 1))
    places[:, :3, :3] = turned * size[:, None, None]
    places[:, :3, 3] = at
    glow = np.clip(1.6 * np.sin(2 * np.pi * (age / 3.1 + phase)), 0, 1)
    return places, glow


def _tumbling(habit: Habit, seed: int, index: NDArray[Any], round_of: NDArray[Any], age: Array) -> Array:
    """Rotations n × 3 × 3 about an axis of each one's own (Rodrigues' formula)."""
    axis = np.stack([_chance(seed, index, round_of, stream) - 0.5 for stream in (7, 8, 9)], -1)
    axis /= np.maximum(np.linalg.norm(axis, axis=1, keepdims=True), 1e-9)
    pace = 0.6 + 0.8 * _chance(seed, index, round_of, 10)
    angle = 2 * np.pi * (habit.spin * age * pace + _chance(seed, index, round_of, 11))
    angle = angle + 0.7 * np.sin(2 * np.pi * age / habit.period)
    zero = np.zeros(len(index))
    x, y, z = axis.T
    cross = np.stack([zero, -z, y, z, zero, -x, -y, x, zero], -1).reshape(-1, 3, 3)
    sine, cosine = np.sin(angle)[:, None, None], np.cos(angle)[:, None, None]
    turned: Array = np.eye(3) * cosine + sine * cross + (1 - cosine) * axis[:, :, None] * axis[:, None, :]
    return turned


def _leaning(count: int, wind: float) -> Array:
    """Upright, leaning with the wind as drops do."""
    lean = np.arctan(wind)
    matrix = np.array([[np.cos(lean), 0, -np.sin(lean)], [0, 1, 0], [np.sin(lean), 0, np.cos(lean)]])
    return np.broadcast_to(matrix, (count, 3, 3)).copy()


def _chance(seed: int, index: NDArray[Any], round_of: NDArray[Any] | int, stream: int) -> Array:
    """Numbers from 0 to 1 that belong to a seed, a particle, its round and a purpose (the SplitMix64 finaliser)."""
    with np.errstate(over="ignore"):
        mixed = index.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        mixed = mixed + np.asarray(round_of).astype(np.int64).astype(np.uint64) * np.uint64(0xD1B54A32D192ED03)
        mixed = mixed + np.uint64((seed * 2654435761 + stream * 0x632BE59BD9B4E019) % 2**64)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed = mixed ^ (mixed >> np.uint64(31))
    return np.asarray((mixed >> np.uint64(11)).astype(np.float64) / 2.0**53)


def _wind(seed: int) -> float:
    """The wind of a shot, along X; most blow to the left, away from the window's sun."""
    return -0.6 - 0.8 * float(np.random.default_rng((seed, 17)).random())


def _shape(kind: Falls) -> Mesh:
    if kind == "petal":
        return petal_mesh(7.5, 2)
    if kind == "leaf":
        return leaf_mesh(14.0)
    if kind == "rain":
        return _drop(0.42, 21.0)
    return _drop(1.5, 1.5) if kind == "snow" else _drop(1.1, 1.1)


def _drop(radius: float, half: float) -> Mesh:
    """A small spindle along Z with six sides: a thread of rain or, as long as it is thick, a flake or a light."""
    turn = np.linspace(0, 2 * np.pi, 6, endpoint=False)
    ring = np.c_[np.cos(turn) * radius, np.sin(turn) * radius]
    heights = (-0.55, 0.55)
    points = [(0, 0, -half), *((x, y, level * half) for level in heights for x, y in ring), (0, 0, half)]
    faces = []
    for a in range(6):
        b = (a + 1) % 6
        faces += [(0, 1 + b, 1 + a), (1 + a, 1 + b, 7 + b), (1 + a, 7 + b, 7 + a), (7 + a, 7 + b, 13)]
    return Mesh(vertices=np.asarray(points, np.float32), faces=np.asarray(faces, np.int32), smooth=True)


def _material(kind: Falls, story: Story) -> Material:
    if kind == "petal":
        return Material(kind="petal", colour=(0.93, 0.72, 0.76), second=(0.86, 0.48, 0.56), through=0.5, rough=0.8)
    if kind == "leaf":
        return Material(kind="leaf", colour=leaf_colour(story.season), second=(0.62, 0.30, 0.05), through=0.45)
    if kind == "rain":
        # Threads of nylon: what rain is made of on a set.
        return Material(kind="plain", colour=(0.72, 0.78, 0.84), through=0.6, rough=0.25, gloss=0.5)
    if kind == "snow":
        return Material(kind="snow", colour=(0.90, 0.92, 0.95), rough=0.9)
    return Material(kind="glow", colour=(0.80, 1.0, 0.25), light=6.0)


def leaf_colour(season: Season) -> Colour:
    """A cherry leaf's colour: fresh, deep, and turned."""
    green = np.array((0.20, 0.34, 0.06)) + (np.array((0.07, 0.18, 0.04)) - (0.20, 0.34, 0.06)) * season.leaf
    red, green_part, blue = green + (np.array((0.58, 0.13, 0.03)) - green) * season.turning
    return float(red), float(green_part), float(blue)


def lying(story: Story, setting: MiniatureSet, *, seed: int, detail: float) -> list[Fragment]:
    """What has come to rest on the sills of an indoor set: petals or leaves inside, snow on the ledge outside."""
    if not setting.indoors:
        return []
    season = story.season
    parts = []
    for number, window in enumerate(setting.windows):
        tail = f".{number}" if number else ""
        amount = int((22 if season.lies == "petals" else 7) * season.fallen)
        if amount:
            kind: Falls = "petal" if season.lies == "petals" else "leaf"
            places = _on_sill(window, amount, seed + number)
            parts.append(
                Fragment.of(f"lying{tail}", _shape(kind), _material(kind, story), places=places, role="weather")
            )
        if season.snow > 0.03:
            ridge = _ledge(window, season.snow, finer=detail)
            parts.append(Fragment.of(f"ledge{tail}", ridge, _material("snow", story), role="weather"))
    return parts


def _on_sill(window: Window, count: int, seed: int) -> Floats:
    """Places along the inner sill, just below the glass, lying flat."""
    chance = np.random.default_rng((seed, 41))
    out = outward(window)
    side = np.array((out[1], -out[0], 0.0))
    along = np.clip(chance.normal(0.15, 0.5, count), -0.97, 0.97) * window.width / 2
    inward = 7 + 17 * chance.random(count)
    foot = np.asarray(window.centre) - (0.0, 0.0, window.height / 2 + 5.4)
    at = foot + along[:, None] * side - inward[:, None] * out
    turn = chance.uniform(0, 2 * np.pi, count)
    places = np.tile(np.eye(4, dtype=np.float32), (count, 1, 1))
    places[:, 0, 0], places[:, 0, 1] = np.cos(turn), -np.sin(turn)
    places[:, 1, 0], places[:, 1, 1] = np.sin(turn), np.cos(turn)
    places[:, :3, 3] = at
    return places


def _ledge(window: Window, snow: float, *, finer: float) -> Mesh:
    """A soft ridge of snow along the outside of a window's foot."""
    out = outward(window)
    side = np.array((out[1], -out[0], 0.0))
    foot = np.asarray(window.centre) - (0.0, 0.0, window.height / 2)

    def place(u: Array, v: Array) -> Array:
        bow = np.sin(np.pi * v)
        points = foot + np.outer((u - 0.5) * window.width, side) + np.outer(14 + 22 * v, out)
        rough = 1 + 0.30 * lumps(points, 16.0, 8)
        points[:, 2] += -3 + (3 + 13 * snow**0.7) * bow**0.45 * rough
        return points

    return grid(20 + int(50 * finer), 5 + int(5 * finer), place)


def _three(point: Array) -> tuple[float, float, float]:
    return float(point[0]), float(point[1]), float(point[2])
