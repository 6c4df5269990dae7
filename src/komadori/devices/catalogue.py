"""The one door to every device: `DRIVER`, `DRIVER:PLACE` or `DRIVER:PLACE?OPTION=VALUE&…`."""

import difflib
from contextlib import suppress
from typing import Any

from komadori import plugins
from komadori.devices.driver import Connected, Driver, LightsDriver, MotionDriver, read_options
from komadori.devices.protocols import Camera, DriverMissing, NoSuchCamera
from komadori.devices.protocols_lights import Lights, NoSuchLights
from komadori.devices.protocols_motion import Motion, NoSuchMotion
from komadori.errors import NotFound

GROUP = "komadori.cameras"
LIGHTS = "komadori.lights"
MOTION = "komadori.motion"


def open_camera(name: str) -> Camera:
    """Open the camera called `name`, such as `replay:photographs?slow=0.2`, `gphoto2:usb:001,004` or `tethered`.

    The last `?` begins the options. Raises NoSuchCamera, BadCameraName, DriverMissing, and whatever the camera raises
    when it is connected.
    """
    kind, place, options = _parts(name)
    driver = _driver(kind)
    return driver.open_camera(place, read_options(options, driver.OPTIONS, camera=name))


def open_lights(name: str) -> Lights:
    """Open the lights called `name`, such as `stage:evening-room`.

    Raises NoSuchLights, BadDeviceName, DriverMissing, and whatever the lights raise when they are connected.
    """
    kind, place, options = _parts(name)
    driver: LightsDriver = _loaded(LIGHTS, kind, "lights", LightsDriver, NoSuchLights)
    return driver.open_lights(place, read_options(options, driver.OPTIONS, device=name))


def open_motion(name: str) -> Motion:
    """Open the motion controller called `name`, such as `stage:evening-room`.

    Raises NoSuchMotion, BadDeviceName, DriverMissing, and whatever the controller raises when it is connected.
    """
    kind, place, options = _parts(name)
    driver: MotionDriver = _loaded(MOTION, kind, "motion", MotionDriver, NoSuchMotion)
    return driver.open_motion(place, read_options(options, driver.OPTIONS, device=name))


def beside(camera: str) -> tuple[str, str]:
    """The names of the motion controller and of the lights that stand where a camera does; "" where there are none.

    A driver that has all of them, as a stage does, gives them the same place.
    """
    kind, place, _ = _parts(camera)
    name = f"{kind}:{place}" if place else kind
    motion, lights = (name if kind in plugins.find(group) else "" for group in (MOTION, LIGHTS))
    return motion, lights


def list_cameras() -> list[Connected]:
    """Every camera found connected now, by name; drivers whose software is missing are passed over."""
    found: dict[str, Connected] = {}
    asked: list[Driver] = []  # one driver may go by two names
    for kind in drivers():
        with suppress(DriverMissing):
            if (driver := _driver(kind)) not in asked:
                asked.append(driver)
                found.update((camera.name, camera) for camera in driver.connected())
    return [found[name] for name in sorted(found)]


def drivers(group: str = GROUP) -> tuple[str, ...]:
    """The names of all installed drivers of cameras, or of another `group`."""
    return tuple(plugins.find(group))


def _parts(name: str) -> tuple[str, str, str]:
    address, _, options = name.rpartition("?") if "?" in name else (name, "", "")
    kind, _, place = address.partition(":")
    return kind, place, options


def _driver(kind: str) -> Driver:
    driver: Driver = _loaded(GROUP, kind, "camera", Driver, NoSuchCamera)
    return driver


def _loaded(group: str, kind: str, called: str, offers: Any, missing: type[NotFound]) -> Any:
    """Load one driver. A driver written by others may fail to import in any way; a person sees which one and why."""
    known = plugins.find(group)
    if kind not in known:
        near = difflib.get_close_matches(kind, known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"a name begins with one of {', '.join(known)}"
        raise missing(f"There is no {called} driver {kind!r}.", hint=hint)
    try:
        driver: Any = known[kind]()
    except Exception as error:
        raise DriverMissing(f"The {called} driver {kind!r} cannot be loaded: {error!r}.") from error
    if not isinstance(driver, offers):
        raise DriverMissing(f"The {called} driver {kind!r} lacks {_wanted(offers)}.")
    return driver


def _wanted(offers: type) -> str:
    """What a driver has to offer, in words: "OPTIONS, open_camera or connected"."""
    names = [*offers.__annotations__, *(name for name in vars(offers) if name.startswith(("open", "connected")))]
    return f"{', '.join(names[:-1])} or {names[-1]}"
