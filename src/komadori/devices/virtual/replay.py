"""A camera that serves a folder of photographs as if it were shooting them, and fails when it is told to.

Photographs come in the natural order of their names and are read when they are shot. A RAW and the JPEG of its name are
one photograph. Photographs are numbered from 1 in that order, and a fault is named by the number of the photograph it
meets: it strikes once, and the photograph is still there to be shot afterwards.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from komadori.devices.driver import Connected, Option
from komadori.devices.protocols import (
    BadCameraName,
    CameraClosed,
    CameraLost,
    NoSuchCamera,
    NothingLeft,
    NotKept,
    NotOffered,
    Photograph,
    Supply,
)
from komadori.devices.virtual.faults import FAULTS, Fault, Spoil
from komadori.picture.photographs import SUFFIXES, paired, pictures_in

PREVIEW_WIDTH = 640

OPTIONS = (
    Option(name="slow", kind="seconds", default=0.0, sentence="Each photograph takes this many seconds longer."),
    Option(name="start", kind="count", default=1, sentence="The photograph to begin with."),
    Option(name="loop", kind="switch", default=False, sentence="After the last photograph comes the first again."),
    *(Option(name=fault.name, kind="counts", default=(), sentence=fault.sentence) for fault in FAULTS),
)

Files = tuple[tuple[str, bytes], ...]


def open_camera(place: str, options: Mapping[str, Any]) -> "ReplayCamera":
    """A replay of the folder `place`. Raises NoSuchCamera, BadCameraName."""
    if not place:
        raise BadCameraName("The camera name 'replay' names no folder.", hint="as in replay:photographs")
    faults = {fault.name: options[fault.name] for fault in FAULTS}
    return ReplayCamera(
        Path(place).expanduser(), faults=faults, slow=options["slow"], start=options["start"], loop=options["loop"]
    )


def connected() -> Iterable[Connected]:
    """None: any folder could be one."""
    return ()


class ReplayCamera:
    """Fulfils Camera, Keeping, Reconnecting, Previewing and Supplied.

    `faults` maps rows of FAULTS to photograph numbers.
    """

    def __init__(
        self,
        folder: Path,
        *,
        faults: Mapping[str, tuple[int, ...]] | None = None,
        slow: float = 0.0,
        start: int = 1,
        loop: bool = False,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.folder = folder
        self._row = _photographs(folder)
        self._number = start
        self._faults = {name: set(numbers) for name, numbers in (faults or {}).items()}
        self._slow = slow
        self._loop = loop
        self._sleep = sleep
        self._presses = 0
        self._kept: dict[str, int] = {}
        self._shown: tuple[int, bytes] = (0, b"")
        self._lost = False
        self._closed = False
        self._check_numbers()

    @property
    def name(self) -> str:
        """The name of the folder it serves."""
        return f"replay of {self.folder.resolve().name}"

    def shoot(self) -> Photograph:
        """The next photograph, or the fault named for it."""
        self._answer()
        self._sleep(self._slow)
        self._check_left()
        self._presses += 1
        number = self._number
        fault = self._strike(number)
        if fault and fault.refuses:
            self._lost = fault.disconnects
            raise fault.refuses(f"The {self.name} {fault.telling} at photograph {number}.", hint=fault.hint)
        if fault and fault.repeats:
            return self._hand_over(number - 1)
        photograph = self._hand_over(number, spoil=fault.spoils if fault else None)
        self._number += 1
        return photograph

    def fetch(self, token: str) -> Photograph:
        """The kept photograph once more, whole."""
        self._answer()
        if token not in self._kept:
            raise NotKept(f"The {self.name} no longer keeps photograph {token!r}.")
        return Photograph(files=self._read(self._kept[token]), token=token)

    def release(self, token: str) -> None:
        """Forget the photograph; the folder is never touched."""
        self._answer()
        self._kept.pop(token, None)

    def supply(self) -> Supply:
        """A folder has no battery, and no card that fills up."""
        self._answer()
        return Supply()

    def reconnect(self) -> None:
        """Be there again, with the same photograph to shoot as before."""
        self._lost = self._closed or not self.folder.is_dir()
        self._answer()

    def preview(self) -> bytes:
        """The photograph that would be shot next (the last, when all are shot), 640 px wide."""
        self._answer()
        number = self._number if self._loop else min(self._number, len(self._row))
        if number != self._shown[0]:
            self._shown = (number, self._small(number))
        return self._shown[1]

    def close(self) -> None:
        """Let go of the folder."""
        self._closed = True

    def _answer(self) -> None:
        """Speak only while open and connected."""
        if self._closed:
            raise CameraClosed(f"The {self.name} is closed.")
        if self._lost:
            raise CameraLost(f"The {self.name} is not connected.", hint="reconnect the camera")

    def _small(self, number: int) -> bytes:
        name, data = self._read(number)[-1]
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR) if data else None
        if pixels is None:
            raise NotOffered(f"The {self.name} cannot show {name} as a live view.")
        height = max(1, round(pixels.shape[0] * PREVIEW_WIDTH / pixels.shape[1]))
        small = cv2.resize(pixels, (PREVIEW_WIDTH, height), interpolation=cv2.INTER_AREA)
        return bytes(cv2.imencode(".jpg", small)[1])

    def _check_numbers(self) -> None:
        """A fault that can never strike, or a beginning after the end, is a slip of the pen."""
        last = len(self._row)
        wrong = [] if self._number <= last or self._loop else [f"start={self._number}"]
        for name, numbers in self._faults.items():
            wrong += [f"{name}={number}" for number in sorted(numbers) if number > last and not self._loop]
            wrong += [f"{name}=1 (none comes before it)"] if name == "duplicate" and 1 in numbers else []
        if wrong:
            raise BadCameraName(f"The {self.name} has photographs 1 to {last}, and not {', '.join(wrong)}.")

    def _check_left(self) -> None:
        if self._number > len(self._row) and not self._loop:
            raise NothingLeft(
                f"The {self.name} has served all its {len(self._row)} photographs.",
                hint="add ?loop=1 to the camera's name to begin again with the first",
            )

    def _strike(self, number: int) -> Fault | None:
        """The first fault waiting for this photograph, struck off."""
        for fault in FAULTS:
            if number in self._faults.get(fault.name, ()):
                self._faults[fault.name].remove(number)
                return fault
        return None

    def _hand_over(self, number: int, spoil: Spoil | None = None) -> Photograph:
        files = self._read(number)
        if spoil:
            files = tuple((name, spoil(name, data)) for name, data in files)
        token = f"press {self._presses}"
        self._kept[token] = number
        return Photograph(files=files, token=token)

    def _read(self, number: int) -> Files:
        """The files of a photograph, main one first; from the second round of a loop on, names tell the round."""
        around, index = divmod(number - 1, len(self._row))
        mark = f"~{around + 1}" if around else ""
        try:
            return tuple((f"{path.stem}{mark}{path.suffix}", path.read_bytes()) for path in self._row[index])
        except OSError as error:
            raise CameraLost(f"The {self.name} cannot read {error.filename}: {error.strerror}.") from error


def _photographs(folder: Path) -> list[tuple[Path, ...]]:
    """The photographs of a folder in natural order, each with its files, the main one first."""
    try:
        files = pictures_in(folder)
    except OSError as error:
        raise NoSuchCamera(
            f"No photographs can be replayed from {folder}: {error.strerror}.",
            hint="name an existing folder, as in replay:photographs",
        ) from error
    if not files:
        raise NoSuchCamera(f"There are no photographs in {folder}.", hint=f"known are {', '.join(sorted(SUFFIXES))}")
    return [photograph.files for photograph in paired(files)]
