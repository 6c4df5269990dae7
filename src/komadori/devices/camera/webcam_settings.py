"""The settings of a webcam, and their lock for a take."""

import errno
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress

from komadori.devices.camera.v4l2 import Control, VideoDevice
from komadori.devices.camera.webcam_names import BY_NAME, NAMES, Named, limits, meant, range_of, spelt, words_of
from komadori.devices.protocols import CameraBusy, CameraLost, Drift, Setting, SettingRefused

SHUTTER_PRIORITY = 2  # V4L2_EXPOSURE_SHUTTER_PRIORITY, where a camera has no wholly manual exposure
GONE = {errno.ENODEV, errno.ENXIO, errno.ENOENT, errno.EBADF, errno.ESHUTDOWN}
UNREACHED = "The camera's controls cannot be reached"
CUT_OFF = "check the cable, then reconnect"


class WebcamSettings:
    """The settings of the device that `connect` opens, which raises OSError.

    Raises SettingRefused, CameraBusy and CameraLost. Values pass as the kernel's numbers here, by Komadori's names.
    """

    def __init__(self, connect: Callable[[], VideoDevice]) -> None:
        self._connect = connect
        self._before: dict[str, int] = {}
        self._locked: dict[str, int] = {}
        with _told(UNREACHED):
            self._device = connect()

    def all(self) -> tuple[Setting, ...]:
        """Every setting this camera offers, sorted by name."""
        return tuple(
            Setting(
                name=row.name,
                value=spelt(row, control, value),
                choices=tuple(word for _, word in words_of(control)),
                limits=limits(row, control),
                writable=control.writable,
            )
            for row, control, value in self._read()
        )

    def set(self, name: str, value: str) -> None:
        """Set one and read it back. While locked, no automatic is let loose, and what is set is locked as set."""
        row, control = self._offered(name)
        refusal = f"The camera does not take {name} = {value}"
        try:
            wanted = meant(row, control, value)
        except (ValueError, OverflowError) as error:
            raise SettingRefused(f"{refusal}.", hint=range_of(row, control)) from error
        if row.off is not None and wanted != self._locked.get(name, wanted):
            raise SettingRefused(f"{name} is locked for the take.", hint="unlock the camera first")
        if not control.writable:
            hint = f"{row.automatic} sets it; turn that off first" if row.automatic else "the camera only tells it"
            raise SettingRefused(f"{name} cannot be set now.", hint=hint)
        with _told(refusal, range_of(row, control)):
            self._device.set(row.number, wanted)
            became = self._device.get(row.number)
        if became != wanted:
            raise SettingRefused(f"{refusal}; it made {spelt(row, control, became)} of it.")
        if self._locked:
            self._locked[name] = wanted

    def lock(self) -> None:
        """Turn every automatic off, and keep what it had found. Locking again changes nothing."""
        if self._locked:
            return
        found = self._read()
        self._before = {row.name: value for row, _, value in found}
        self._apply(self._before | _hands_off(found))
        self._locked = {row.name: value for row, _, value in self._read()}

    def unlock(self) -> None:
        """Let loose the automatics that were on before the lock; the rest stays as it is."""
        self._locked = {}
        self._apply({name: value for name, value in self._before.items() if BY_NAME[name].off is not None})

    def drifted(self) -> tuple[Drift, ...]:
        """What is not as it was locked, by name."""
        return tuple(
            Drift(name=row.name, locked=spelt(row, control, self._locked[row.name]), now=spelt(row, control, value))
            for row, control, value in (self._read() if self._locked else ())
            if self._locked.get(row.name, value) != value
        )

    def reconnect(self) -> None:
        """Open the device afresh; what was locked is set again, for without power a camera forgets it."""
        self._device.close()
        with _told(UNREACHED):
            self._device = self._connect()
        self._apply(self._locked)

    def close(self) -> None:
        """Let go of the device. Closing again does nothing."""
        self._device.close()

    def _apply(self, values: Mapping[str, int]) -> None:
        """Set what can be set: automatics first, for while they are on a camera refuses what they hold."""
        for name in sorted(values, key=lambda name: (BY_NAME[name].off is None, name)):
            number = BY_NAME[name].number
            with suppress(SettingRefused), _told(f"The camera does not take {name}"):
                control = self._device.control(number)
                if control is not None and control.writable and self._device.get(number) != values[name]:
                    self._device.set(number, values[name])

    def _read(self) -> list[tuple[Named, Control, int]]:
        """What can be read. A control that a camera lists and then cannot read, as happens, is passed over."""
        found = []
        for row in NAMES:
            with suppress(SettingRefused), _told(f"The camera does not tell {row.name}"):
                control = self._device.control(row.number)
                if control is not None and control.readable:
                    found.append((row, control, self._device.get(row.number)))
        return found

    def _offered(self, name: str) -> tuple[Named, Control]:
        offered = {row.name: (row, control) for row, control, _ in self._read()}
        if name not in offered:
            raise SettingRefused(f"The camera has no setting {name!r}.", hint=f"it has {', '.join(offered)}")
        return offered[name]


def _hands_off(found: list[tuple[Named, Control, int]]) -> dict[str, int]:
    """Every automatic at its value for a take."""
    hands_off = {}
    for row, control, _ in found:
        if row.off is not None:
            values = [value for value, _ in words_of(control)]
            hands_off[row.name] = row.off if row.off in values else SHUTTER_PRIORITY
    return hands_off


@contextmanager
def _told(what: str, hint: str = "") -> Iterator[None]:
    """The kernel's failures in the words of the protocols."""
    try:
        yield
    except OSError as error:
        if error.errno in GONE:
            raise CameraLost(f"{what}: it is no longer connected.", hint=CUT_OFF) from error
        if error.errno == errno.EBUSY:
            raise CameraBusy(f"{what}: it is busy.", hint="close other programs that use it") from error
        raise SettingRefused(f"{what}: {error.strerror}.", hint=hint) from error
