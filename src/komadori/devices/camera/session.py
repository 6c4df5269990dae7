"""A conversation with one camera through libgphoto2. It runs in the process that may be killed, nowhere else.

Every method blocks for as long as the library does. The library is an argument, so that this file can be read and
checked where it is not installed.
"""

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from komadori.devices.camera.causes import CODES, CODES_OF_FILES, HINTS, WORDS
from komadori.devices.camera.vendor_keys import KEYS, RECORDED
from komadori.devices.driver import Connected
from komadori.devices.protocols import (
    CameraBusy,
    CameraLost,
    NoSuchCamera,
    NothingTaken,
    NotKept,
    NotOffered,
    Photograph,
    Setting,
    SettingRefused,
    Supply,
    TransferDamaged,
)
from komadori.errors import KomadoriError

POLL = 0.05  # seconds one look for events may take; on a network port the library looks only for an instant
BREATH = 0.005  # seconds between looks that came back empty at once
AFTER_COMPLETE = 0.1  # seconds in which a second file (RAW+JPEG) may still follow the camera's "capture complete"
QUIET = 1.0  # seconds without news after a file, for cameras that never say "capture complete"
UNCOUNTED = 0x7FFFFFFF  # what a store tells that does not count in pictures, or more
NETWORK_MODEL = "PTP/IP Camera"  # what the library calls any camera on a network

OnCamera = tuple[str, str]
"""A file on the camera: folder and name."""


class Session:
    """One open camera, spoken to through `library`, the `gphoto2` module."""

    def __init__(self, library: Any) -> None:
        self._library = library
        self._camera: Any = None
        self._name = "the camera"
        self._keys: dict[str, str] = {}
        self._words = ""
        self._context = library.Context()
        self._listening = self._context.set_error_func(self._hear, None)  # the library forgets a listener let go

    def connected(self) -> list[Connected]:
        """Every camera the library finds by itself."""
        with self._understood("looking for cameras", CameraLost):
            found = self._library.Camera.autodetect(self._context)
        pairs = [(found.get_name(index), found.get_value(index)) for index in range(found.count())]
        return [Connected(name=f"gphoto2:{port}", model=model) for model, port in pairs]

    def open(self, port: str, target: str) -> str:
        """Connect to the camera at `port`, or to the first found, and return its name.

        `target` is "card" or "ram": where the camera puts a photograph until it is released.
        """
        if not port:
            found = self.connected()
            if not found:
                raise NoSuchCamera(
                    "No camera is connected.", hint="connect it by USB, switch it on, and close other camera programs"
                )
            port = found[0].name.partition(":")[2]
        self._name = f"The camera at {port}"
        self._connect(port)
        self._keys = self._offered_keys()
        model: str = self._camera.get_abilities().model
        self._name = model if model != NETWORK_MODEL else f"{self._read('manufacturer')} {self._read('cameramodel')}"
        self._aim_at(target)
        return self._name

    def press(self, patience: float) -> str:
        """Press the shutter, await its files for `patience` seconds at most, and return their paths, a line each."""
        deadline = time.monotonic() + patience
        self._forget_old_news()
        self._trigger(deadline)
        return "\n".join(f"{folder.rstrip('/')}/{name}" for folder, name in self._await_files(deadline))

    def noted(self) -> list[tuple[str, str]]:
        """The settings worth keeping with a photograph, as they are now."""
        return [(name, self._read(self._keys[name])) for name in RECORDED if name in self._keys]

    def fetch(self, paths: str) -> Photograph:
        """Download every file of a photograph, the JPEG last."""
        files, taken = [], None
        for folder, name in sorted(_parted(paths), key=lambda path: path[1].lower().endswith((".jpg", ".jpeg"))):
            data, clock = self._download(folder, name)
            files.append((name, data))
            taken = taken or clock
        return Photograph(files=tuple(files), taken=taken, token=paths)

    def release(self, paths: str) -> None:
        """Delete the camera's own copy; what is gone already is as good as deleted."""
        for folder, name in _parted(paths):
            with suppress(NotKept), self._understood(f"deleting {name}", CameraLost, CODES_OF_FILES):
                self._camera.file_delete(folder, name, self._context)

    def preview(self) -> bytes:
        """One picture of the live view."""
        with self._understood("showing its live view", NotOffered):
            held = self._camera.capture_preview()
            return bytes(memoryview(held.get_data_and_size()))

    def settings(self) -> list[Setting]:
        """Every setting of `vendor_keys` this camera has."""
        return [self._setting(name) for name in sorted(self._keys)]

    def set(self, name: str, value: str) -> None:
        """Set one, and read back what the camera made of it."""
        setting = self._setting(name)
        if not setting.writable:
            raise SettingRefused(f"{self._name}: {name} can only be read; it is {setting.value}.")
        if setting.choices and value not in setting.choices:
            raise SettingRefused(
                f"{self._name} does not take {name}={value}.", hint=f"it takes {', '.join(setting.choices)}"
            )
        with self._understood(f"setting {name} to {value}", SettingRefused):
            widget = self._camera.get_single_config(self._keys[name], self._context)
            widget.set_value(_number(name, value) if widget.get_type() == self._library.GP_WIDGET_RANGE else value)
            self._camera.set_single_config(self._keys[name], widget, self._context)
        kept = self._setting(name).value
        if kept != value:
            raise SettingRefused(f"{self._name} was given {name}={value} and kept {kept}.")

    def supply(self) -> Supply:
        """Percent of the battery and pictures left on its cards, where the library reads them."""
        told = self._read(self._keys["battery"]) if "battery" in self._keys else ""
        percent = re.match(r"\s*(\d{1,3})\s*%?\s*$", told)
        return Supply(battery=int(percent[1]) if percent else None, card=self._room())

    def close(self) -> None:
        """Put the camera away."""
        if self._camera is not None:
            with suppress(self._library.GPhoto2Error):
                self._camera.exit(self._context)

    def _connect(self, port: str) -> None:
        library = self._library
        ports, abilities = library.PortInfoList(), library.CameraAbilitiesList()
        ports.load()
        abilities.load(self._context)
        try:
            info = ports[ports.lookup_path(port)]
        except library.GPhoto2Error as error:
            raise NoSuchCamera(
                f"There is no port {port!r} to look for a camera at.",
                hint="such as usb:001,004 or ptpip:192.168.1.1; without a port the first camera found is taken",
            ) from error
        camera = library.Camera()
        camera.set_port_info(info)
        models = {found.name: found.model for found in self.connected()}
        models.setdefault(f"gphoto2:{port}", NETWORK_MODEL if port.startswith("ptpip:") else "")
        if model := models[f"gphoto2:{port}"]:
            camera.set_abilities(abilities[abilities.lookup_model(model)])
        with self._understood("connecting", CameraLost):
            camera.init(self._context)
        self._camera = camera

    def _offered_keys(self) -> dict[str, str]:
        """Komadori's names for what this camera offers, each with the key that can be read."""
        with self._understood("telling its settings", CameraLost):
            listed = self._camera.list_config(self._context)
        offered = {listed.get_name(index) for index in range(listed.count())}
        keys = {}
        for name, candidates in KEYS.items():
            readable = (key for key in candidates if key in offered and self._read(key))
            if key := next(readable, ""):
                keys[name] = key
        return keys

    def _read(self, key: str) -> str:
        """The value of one of the library's keys as text, "" where it cannot be read."""
        try:
            return _text(self._camera.get_single_config(key, self._context).get_value())
        except self._library.GPhoto2Error:
            return ""

    def _setting(self, name: str) -> Setting:
        if name not in self._keys:
            raise SettingRefused(
                f"{self._name} has no setting {name!r}.", hint=f"it has {', '.join(sorted(self._keys))}"
            )
        with self._understood(f"reading {name}", CameraLost):
            widget = self._camera.get_single_config(self._keys[name], self._context)
        listed = widget.get_type() in {self._library.GP_WIDGET_RADIO, self._library.GP_WIDGET_MENU}
        choices = tuple(widget.get_choice(index) for index in range(widget.count_choices())) if listed else ()
        return Setting(name=name, value=_text(widget.get_value()), choices=choices, writable=not widget.get_readonly())

    def _room(self) -> int | None:
        """Pictures that still fit; None where the camera does not count them."""
        try:
            stores = self._camera.get_storageinfo(self._context)
        except self._library.GPhoto2Error:
            return None
        counted = [each.freeimages for each in stores if each.fields & self._library.GP_STORAGEINFO_FREESPACEIMAGES]
        known = [count for count in counted if 0 <= count < UNCOUNTED]
        return sum(known) if known else None

    def _aim_at(self, target: str) -> None:
        """Have photographs put on the card, or into memory, where the camera offers the choice."""
        if "capture_target" in self._keys:
            for choice in self._setting("capture_target").choices:
                if target in choice.lower():
                    self.set("capture_target", choice)

    def _trigger(self, deadline: float) -> None:
        """Press, and again while the camera is still busy with what was before."""
        while True:
            try:
                with self._understood("pressing the shutter", NothingTaken):
                    self._camera.trigger_capture(self._context)
            except CameraBusy:
                if time.monotonic() > deadline:
                    raise
                time.sleep(POLL)
            else:
                return

    def _forget_old_news(self) -> None:
        """Files of an earlier press that were reported late must not pass for this one's."""
        for _ in range(100):
            if self._news(0.001)[0] == self._library.GP_EVENT_TIMEOUT:
                return

    def _await_files(self, deadline: float) -> list[OnCamera]:
        """The files of this press, once the camera has said that it is done or has gone quiet after them."""
        library = self._library
        paths: dict[OnCamera, None] = {}
        complete = False
        latest = time.monotonic()
        while (now := time.monotonic()) < deadline:
            kind, told = self._news(POLL)
            if kind == library.GP_EVENT_FILE_ADDED:
                paths[told.folder, told.name] = None
                latest = time.monotonic()
            elif kind == library.GP_EVENT_CAPTURE_COMPLETE:
                complete = True
                latest = time.monotonic()
            elif paths and now - latest > (AFTER_COMPLETE if complete else QUIET):
                break
            elif kind == library.GP_EVENT_TIMEOUT:
                time.sleep(BREATH)
        if not paths:
            raise NothingTaken(
                f"{self._name}: the shutter was pressed and no photograph came.",
                hint="look at the focus, the lens cap and the mode dial; for long exposures give a longer ?deadline=",
            )
        return list(paths)

    def _news(self, wait: float) -> tuple[int, Any]:
        with self._understood("waiting for news", CameraLost):
            kind, told = self._camera.wait_for_event(round(wait * 1000), self._context)
        return kind, told

    def _download(self, folder: str, name: str) -> tuple[bytes, str | None]:
        """One file, held against the length the camera tells, and the camera's clock when it was written."""
        library = self._library
        with self._understood(f"bringing over {name}", TransferDamaged, CODES_OF_FILES):
            # What the binding hands out belongs to the value it came from, and is freed with it: both need a name.
            told = self._camera.file_get_info(folder, name, self._context)
            info = told.file
            held = self._camera.file_get(folder, name, library.GP_FILE_TYPE_NORMAL)
            data = bytes(memoryview(held.get_data_and_size()))
        if info.fields & library.GP_FILE_INFO_SIZE and info.size != len(data):
            raise TransferDamaged(
                f"{self._name}: {name} is {info.size} bytes long and {len(data)} arrived.", hint=HINTS[TransferDamaged]
            )
        dated = info.fields & library.GP_FILE_INFO_MTIME and info.mtime
        return data, time.strftime("%Y-%m-%dT%H:%M:%S", time.localtime(info.mtime)) if dated else None

    def _hear(self, _context: object, words: bytes, _data: object) -> None:
        self._words = words.decode(errors="replace").strip()

    @contextmanager
    def _understood(
        self, doing: str, otherwise: type[KomadoriError], codes: Mapping[int, type[KomadoriError]] = CODES
    ) -> Iterator[None]:
        """Turn the library's errors into ours: by its words, by its number, or `otherwise`; `doing` is told with it."""
        self._words = ""
        try:
            yield
        except self._library.GPhoto2Error as error:
            by_words = (kind for words, kind in WORDS.items() if words in self._words)
            kind = next(by_words, codes.get(error.code, otherwise))
            said = self._words or error.string
            raise kind(f"{self._name} failed at {doing}: {said}.", hint=HINTS.get(kind, "")) from error


def _parted(paths: str) -> list[OnCamera]:
    parts = (path.rpartition("/") for path in paths.splitlines())
    return [(folder or "/", name) for folder, _, name in parts]


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise SettingRefused(f"{name} is a number, and not {text!r}.") from error


def _text(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
