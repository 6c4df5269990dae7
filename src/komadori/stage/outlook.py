"""How a set lies to the sky: where the sun stands from it, and how far a lighting director bends that."""

from dataclasses import dataclass

import numpy as np

from komadori.stage.build.surface import Array
from komadori.stage.miniature_set import MiniatureSet, Window
from komadori.story import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Art:
    """How a lighting director bends the day.

    `bend` is how far the sun is drawn to where it lights the set, 0 (physics) to 1: its way over the day is narrowed to
    the window and its height kept below the lintel, while morning stays morning and June stays June. `sun` puts
    it where it is wanted, altitude and bearing from +Y clockwise in degrees. `key`, `fill` and `lamps` are gains of
    sun, of sky and card, and of the practicals.
    """

    bend: float = 1.0
    sun: tuple[float, float] | None = None
    key: float = 1.0
    fill: float = 1.0
    lamps: float = 1.0


USUAL = Art()


def outward(window: Window) -> Array:
    """The unit normal of a window that looks out of the room, level."""
    normal = np.array((window.out[0], window.out[1], 0.0))
    level: Array = normal / max(float(np.linalg.norm(normal)), 1e-9)
    return level


def sun_window(setting: MiniatureSet) -> float:
    """The bearing from +Y, clockwise in degrees, of the largest window; 0 outdoors."""
    if not setting.indoors or not setting.windows:
        return 0.0
    largest = max(setting.windows, key=lambda window: window.width * window.height)
    normal = outward(largest)
    return float(np.degrees(np.arctan2(normal[0], normal[1])))


def bent(
    altitude: float, azimuth: float, setting: MiniatureSet, art: Art = USUAL, *, noon: float = 180.0
) -> tuple[float, float]:
    """Where the key stands: altitude and bearing from +Y, clockwise, for a true altitude and azimuth in degrees.

    `noon` is where the sun stands at noon, 180 north of the tropics and 0 south of them. Indoors the sun goes its way
    from dawn to dusk from the window's axis to where its light reaches the set's key wall, and heights approach 55
    degrees; a set without a key wall has it about the axis. Outdoors its way is only narrowed, so that it never stands
    behind the camera. All of it moves without a step while time passes.
    """
    if art.sun is not None:
        return art.sun
    middle = sun_window(setting)
    bearing = (azimuth - setting.facing - middle + 180) % 360 - 180
    if setting.indoors:
        best = _key_bearing(setting, middle)
        late = float(np.tanh(((azimuth - noon + 180) % 360 - 180) / 60))
        drawn = 0.52 * best + 0.50 * max(abs(best), 40.0) * late
    else:
        drawn = 0.72 * bearing
    cap = 55.0 if setting.indoors else 70.0
    lower = cap * np.tanh(altitude / cap) if altitude > 0 else altitude
    height = altitude + (lower - altitude) * art.bend
    return float(height), float(bearing + (drawn - bearing) * art.bend + middle)


def noon_of(story: Story) -> float:
    """The azimuth of the sun at noon: 180 in the north, 0 in the south."""
    return 180.0 if story.latitude >= 0 else 0.0


def _key_bearing(setting: MiniatureSet, middle: float) -> float:
    """From which bearing off the window's axis the light falls through its middle on to the key wall; 0 without one."""
    if not setting.windows or not any(setting.key_wall):
        return 0.0
    largest = max(setting.windows, key=lambda window: window.width * window.height)
    way = np.subtract(largest.centre, setting.key_wall)
    aside = float(np.degrees(np.arctan2(way[0], way[1]))) - middle
    return float(np.clip((aside + 180) % 360 - 180, -68, 68))


def direction(altitude: float, bearing: float) -> Array:
    """The unit vector towards a light at an altitude and a bearing from +Y, clockwise, in degrees."""
    up, side = np.radians(altitude), np.radians(bearing)
    return np.array((np.sin(side) * np.cos(up), np.cos(side) * np.cos(up), np.sin(up)))


def standpoint(setting: MiniatureSet) -> tuple[Array, Array]:
    """Where the wide lens stands and what it looks at, in mm; usual places where a set has no lens."""
    lenses = setting.lenses
    lens = lenses.get("wide") or next(iter(lenses.values()), None)
    if lens is None:
        return np.array((0.0, -450.0, 140.0)), np.array((0.0, 30.0, 90.0))
    return np.asarray(lens.at, float), np.asarray(lens.towards, float)
