"""The one door to every camera: `DRIVER`, `DRIVER:PLACE` or `DRIVER:PLACE?OPTION=VALUE&…`."""

import difflib
from contextlib import suppress

from komadori import plugins
from komadori.devices.driver import Connected, Driver, read_options
from komadori.devices.protocols import Camera, DriverMissing, NoSuchCamera

GROUP = "komadori.cameras"


def open_camera(name: str) -> Camera:
    """Open the camera called `name`, such as `replay:photographs?slow=0.2`, `gphoto2:usb:001,004` or `tethered`.

    The last `?` begins the options. Raises NoSuchCamera, BadCameraName, DriverMissing, and whatever the camera raises
    when it is connected.
    """
    address, _, options = name.rpartition("?") if "?" in name else (name, "", "")
    kind, _, place = address.partition(":")
    driver = _driver(kind)
    return driver.open_camera(place, read_options(options, driver.OPTIONS, camera=name))


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


def drivers() -> tuple[str, ...]:
    """The names of all installed drivers."""
    return tuple(plugins.find(GROUP))


def _driver(kind: str) -> Driver:
    """Load one driver. A driver written by others may fail to import in any way; a person sees which one and why."""
    known = plugins.find(GROUP)
    if kind not in known:
        near = difflib.get_close_matches(kind, known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"a name begins with one of {', '.join(known)}"
        raise NoSuchCamera(f"There is no camera driver {kind!r}.", hint=hint)
    try:
        driver = known[kind]()
    except Exception as error:
        raise DriverMissing(f"The camera driver {kind!r} cannot be loaded: {error!r}.") from error
    if not isinstance(driver, Driver):
        raise DriverMissing(f"The camera driver {kind!r} lacks OPTIONS, open_camera or connected.")
    return driver
