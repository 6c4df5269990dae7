"""Settings that single exposures of a frame have for themselves, and what they give way to afterwards."""

from collections.abc import Iterator, Mapping, MutableMapping, Sequence

from komadori.devices.protocols import Adjustable, Camera, SettingRefused
from komadori.errors import KomadoriError

Pairs = Sequence[tuple[str, str]]
"""Names and values as `Adjustable` has them."""


def unlike(camera: Adjustable, wanted: Pairs) -> list[tuple[str, str, str]]:
    """Those of the settings `wanted` that are not in force: name, value, and what is in force, "" where unknown."""
    now = {setting.name: setting.value for setting in camera.settings()}
    return [(name, value, now.get(name, "")) for name, value in wanted if now.get(name) != value]


def adjust(camera: Camera, wanted: Pairs, replaced: MutableMapping[str, str]) -> None:
    """Set what is not in force already, and note in `replaced` what was in force before. Raises SettingRefused."""
    if not wanted:
        return
    if not isinstance(camera, Adjustable):
        raise SettingRefused(f"The {camera.name} has no settings, and this exposure asks for {wanted[0][0]}.")
    for name, value, was in unlike(camera, wanted):
        camera.set(name, value)
        replaced.setdefault(name, was)


class OwnSettings:
    """Which exposures are shot with settings of their own, and what the others are shot with.

    A long exposure for the lamps must not leave the next one long: what an exposure of its own replaced is in force
    again for the first that does not replace it.
    """

    def __init__(self, of: Mapping[str, Pairs]) -> None:
        self.replaced: dict[str, str] = {}
        self._of = of

    def wanted(self, exposure: str) -> tuple[tuple[str, str], ...]:
        """What must be in force for `exposure`, as far as it is known."""
        own = dict(self._of.get(exposure, ()))
        return (*self._owed(own), *own.items())

    def set_back(self, camera: Camera, upcoming: str) -> Iterator[str]:
        """Set back what `upcoming` does not replace itself, telling what could not be."""
        for name, value in self._owed(dict(self._of.get(upcoming, ()))):
            try:
                adjust(camera, [(name, value)], {})
            except KomadoriError as failure:
                yield f"{name} could not be set back to {value}: {failure.message}"
            else:
                del self.replaced[name]

    def _owed(self, own: Mapping[str, str]) -> list[tuple[str, str]]:
        return [(name, value) for name, value in self.replaced.items() if value and name not in own]
