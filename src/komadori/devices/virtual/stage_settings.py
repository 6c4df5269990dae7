"""The settings of a camera before a miniature stage: those of its eye, and the focus, which is an axis of the floor."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import cast

from komadori.devices.protocols import Setting, SettingRefused
from komadori.stage.eye import Sensor
from komadori.stage.floor import Floor
from komadori.stage.negatives import SUFFIXES, Format

TIMES = ("1/60", "1/30", "1/15", "1/8", "1/4", "1/2", "1", "2", "4")
SENSITIVITIES = ("100", "200", "400", "800", "1600", "3200")
BALANCES = ("2700", "3200", "4000", "4800", "5600", "6504", "7500")
COMPENSATIONS = ("-2", "-1", "-0.5", "0", "0.5", "1", "2")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "colour_temperature": BALANCES,
    "exposure_compensation": COMPENSATIONS,
    "exposure_time": TIMES,
    "iso": SENSITIVITIES,
    "picture_format": tuple(SUFFIXES),
}
FOCUS = "camera.focus"


class StageSettings:
    """What the camera is set to. A value that the stage's file names and a dial does not have joins its choices."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        own = floor.document.sensor
        self._values = {
            "colour_temperature": f"{own.kelvin:g}",
            "exposure_compensation": f"{own.ev:g}",
            "exposure_time": _spelt(own.time),
            "iso": str(own.iso),
            "picture_format": "jpeg",
        }
        self._own = dict(self._values)

    @property
    def sensor(self) -> Sensor:
        """The eye as it is set."""
        values = self._values
        return replace(
            self._floor.document.sensor,
            kelvin=float(values["colour_temperature"]),
            ev=float(values["exposure_compensation"]),
            time=float(Fraction(values["exposure_time"])),
            iso=int(values["iso"]),
        )

    @property
    def format(self) -> Format:
        """What photographs are written as."""
        return cast("Format", self._values["picture_format"])

    def told(self, _camera: str) -> tuple[Setting, ...]:
        """All settings, sorted by name."""
        rows = [Setting(name=name, value=value, choices=self._choices(name)) for name, value in self._values.items()]
        rows.append(Setting(name="focus", value=f"{self._focus():.1f}", limits=(*self._reach(), 1.0)))
        return tuple(sorted(rows, key=lambda row: row.name))

    def recorded(self) -> tuple[tuple[str, str], ...]:
        """Name and value of each, sorted, as a photograph notes them."""
        return tuple((row.name, row.value) for row in self.told(""))

    def set(self, camera: str, name: str, value: str) -> None:
        """Set one. Raises SettingRefused."""
        if name == "focus":
            self._set_focus(camera, value)
            return
        if name not in self._values:
            raise SettingRefused(
                f"The {camera} has no setting {name!r}.", hint=f"it has {', '.join(self._values)}, focus"
            )
        if value not in self._choices(name):
            hint = f"it takes {', '.join(self._choices(name))}"
            raise SettingRefused(f"The {camera} does not take {name}={value}.", hint=hint)
        self._values[name] = value

    def _choices(self, name: str) -> tuple[str, ...]:
        own = self._own[name]
        return CHOICES[name] if own in CHOICES[name] else (*CHOICES[name], own)

    def _focus(self) -> float:
        return self._floor.lens.focus

    def _reach(self) -> tuple[float, float]:
        axis = next(axis for axis in self._floor.axes if axis.name == FOCUS)
        return axis.low, axis.high

    def _set_focus(self, camera: str, value: str) -> None:
        low, high = self._reach()
        try:
            distance = float(value)
        except ValueError:
            distance = -1.0
        if not low <= distance <= high:
            hint = f"it takes {low:g} to {high:g} millimetres"
            raise SettingRefused(f"The {camera} does not focus at {value}.", hint=hint)
        self._floor.move({FOCUS: distance})


def _spelt(seconds: float) -> str:
    """Seconds as a dial has them: 1/4, 2."""
    whole = Fraction(seconds).limit_denominator(8000)
    return f"{whole.numerator}/{whole.denominator}" if whole.denominator > 1 else str(whole.numerator)
