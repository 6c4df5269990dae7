"""An exposure: the stage is rendered, seen by the camera's eye, and what was wrong on purpose is told beside it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from komadori.stage.daylight import exposure_for
from komadori.stage.eye import Sensor, developed, negative
from komadori.stage.flaws import Fault, Flaws
from komadori.stage.floor import Floor
from komadori.stage.head import in_picture, moved
from komadori.stage.renderer import Demand, Quality, Rendered, Renderer
from komadori.stage.rendering import photograph
from komadori.stage.scene import Floats, Lens, Role, Scene
from komadori.stage.sensor_marks import dusted, heated, hot_pixels, specks
from komadori.story import Story

RIG: tuple[Role, ...] = ("rig",)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Exposed:
    """One exposure.

    `light` is what came to the lens (h × w × 3, linear), `kept` the sensor's negative (linear, with noise, dust and hot
    pixels), `picture` the developed sRGB values 0..1. `sensor` and `lens` are how it was made, `truth` what was wrong
    with it. Where a rig or a hand is in the picture, `matte` (h × w, 0..1) is how much of each pixel it covers, and
    `clean` the picture without it, of the same noise.
    """

    number: int
    light: Floats
    kept: Floats
    picture: Floats
    sensor: Sensor
    lens: Lens
    renderer: str
    truth: Mapping[str, Any] = field(default_factory=dict)
    matte: Floats | None = None
    clean: Floats | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.light.shape[1], self.light.shape[0]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sight:
    """What stood before the lens when the shutter opened: all that an exposure needs, whoever renders it, whenever.

    `scene` is to be rendered as `demand` says and, where it is not None, `plate` as `plate_demand` does.
    """

    number: int
    story: Story
    fault: Fault
    scene: Scene
    plate: Scene | None
    demand: Demand
    home: Lens
    sensor: Sensor
    flaws: Flaws
    seed: int

    @property
    def plate_demand(self) -> Demand:
        """How the clean plate is rendered: the same, without mattes."""
        return replace(self.demand, mattes=())


def see(floor: Floor, *, size: tuple[int, int], quality: Quality, sensor: Sensor | None = None) -> Sight:
    """What stands before the lens now, for a picture of `size` pixels; `sensor` is the stage file's if none is given.

    Raises what the puppets raise.
    """
    with floor.held():
        fault, document = floor.fault, floor.document
        eye = sensor or document.sensor
        in_the_way = fault.rig is not None or fault.hand is not None
        return Sight(
            number=floor.exposure,
            story=floor.story,
            fault=fault,
            scene=_stopped(floor.scene(quality.detail), eye),
            plate=_stopped(floor.scene(quality.detail, rig=False), eye) if in_the_way else None,
            demand=Demand(size=size, quality=quality, seed=document.seed, mattes=RIG if in_the_way else ()),
            home=floor.lens,
            sensor=eye,
            flaws=document.flaws,
            seed=document.seed,
        )


def _stopped(scene: Scene, eye: Sensor) -> Scene:
    """The scene with the iris as the camera has it set."""
    return replace(scene, lens=replace(scene.lens, f_number=eye.f_number)) if eye.f_number else scene


def expose(
    floor: Floor, renderer: Renderer, *, size: tuple[int, int], quality: Quality, sensor: Sensor | None = None
) -> Exposed:
    """Expose what stands on the floor now, `size` pixels wide and high; the floor does not count it as exposed.

    Pictures made before come from the cache. Raises what the renderer and `see` raise.
    """
    sight = see(floor, size=size, quality=quality, sensor=sensor)
    rendered = photograph(sight.scene, sight.demand, renderer)
    plate = photograph(sight.plate, sight.plate_demand, renderer) if sight.plate is not None else None
    return sensed(sight, rendered, plate, renderer.name)


def sensed(sight: Sight, rendered: Rendered, plate: Rendered | None = None, renderer: str = "") -> Exposed:
    """What the camera makes of a rendered sight: exposed as the hour asks for, with dust, noise and hot pixels."""
    eye, flaws, size = sight.sensor, sight.flaws, sight.demand.size
    lit = replace(eye, ev=eye.ev + exposure_for(sight.story))
    seed = sight.seed + flaws.seed
    dust, hot = specks(seed, flaws.dust, size), hot_pixels(seed, flaws.hot_pixels, size)

    opened = eye.opened(sight.home.f_number)

    def kept_of(light: Floats) -> Floats:
        seen = negative(dusted(light, dust), lit, seed=sight.seed, number=sight.number, opened=opened)
        return heated(seen, hot, lit.gain())

    kept = kept_of(rendered.light)
    told = truth_of(sight.fault, sight.home, sight.scene.lens, size)
    if dust:
        told["dust"] = [asdict(speck) for speck in dust]
    if hot:
        told["hot_pixels"] = [asdict(pixel) for pixel in hot]
    return Exposed(
        number=sight.number,
        light=rendered.light,
        kept=kept,
        picture=developed(kept, lit),
        sensor=eye,
        lens=sight.scene.lens,
        renderer=renderer,
        truth=told,
        matte=rendered.mattes.get("rig"),
        clean=None if plate is None else developed(kept_of(plate.light), lit),
    )


def truth_of(fault: Fault, home: Lens, lens: Lens, size: tuple[int, int]) -> dict[str, Any]:
    """What is wrong at an exposure, as JSON has it: amounts, and what they do in a picture of `size` pixels.

    `home` is the lens as it should be, `lens` as it is. A bump's pixels are the way the point in focus goes.
    """
    told: dict[str, Any] = {"exposure": fault.number}
    if fault.light != 1.0 or fault.warmth or fault.lamps:
        told["light"] = {"all": fault.light, "warmth": fault.warmth, "lamps": dict(fault.lamps)}
    if any(fault.by) or any(fault.turn):
        told["camera"] = {"by_mm": fault.by, "turn_degrees": fault.turn, "pixels": _shifted(home, lens, size)}
    if fault.focus:
        told["focus_mm"] = fault.focus
    if fault.slips:
        told["slips"] = [{"prop": one.prop, "by_mm": one.by, "turn_degrees": one.turn} for one in fault.slips]
    if fault.hand is not None:
        told["hand"] = {"tip_mm": fault.hand, "pixels": in_picture(lens, fault.hand, size)}
    if fault.rig is not None:
        told["rig"] = {"at_mm": fault.rig.at, "reach_mm": fault.rig.reach}
    return told


def _shifted(home: Lens, lens: Lens, size: tuple[int, int]) -> tuple[float, float]:
    away = [end - start for start, end in zip(home.at, home.towards, strict=True)]
    length = sum(one * one for one in away) ** 0.5
    focus = max(home.focus, 1.0) / max(length, 1e-6)
    point = moved(home.at, (away[0] * focus, away[1] * focus, away[2] * focus))
    was, now = in_picture(home, point, size), in_picture(lens, point, size)
    return now[0] - was[0], now[1] - was[1]
