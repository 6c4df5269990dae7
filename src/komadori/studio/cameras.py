"""The cameras of the studio: any number open at once, one of them chosen to shoot with."""

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import msgspec

from komadori.capture.owner import OwnedCamera
from komadori.devices.catalogue import list_cameras, open_camera
from komadori.devices.driver import Connected
from komadori.devices.protocols import Adjustable, Camera, Fed, Lockable, NoSuchCamera, NotOffered, Supplied
from komadori.errors import KomadoriError, Refused
from komadori.studio.camera_out import CameraOut, FoundOut, SettingOut
from komadori.studio.messages import CamerasOut, Message, Press, Remark

OFTEN = 20.0
"""Seconds between two looks at battery and card; a picture taken looks as well."""
MOST = 16
"""Cameras open at once; more are a mistake."""
PATIENCE = 10.0
"""Seconds to wait for a camera to let go of what it is doing; a driver that hangs must not hold the studio."""

Overrides = dict[str, tuple[tuple[str, str, str], ...]]
"""For each camera's name, (exposure, setting, value) where one exposure of a frame has its own."""


class Cameras:
    """Opens cameras without waiting for them, and tells all pages how each is.

    `on_open` is called, on some thread, when a camera has opened, with its owner.
    """

    def __init__(
        self,
        tell: Callable[[Message], None],
        *,
        opener: Callable[[str], Camera] = open_camera,
        lister: Callable[[], list[Connected]] = list_cameras,
    ) -> None:
        self._tell, self._opener = tell, opener
        self._lister = lister
        self._lock = threading.RLock()
        self._open: dict[str, OwnedCamera] = {}
        self._state: dict[str, CameraOut] = {}
        self._found: tuple[FoundOut, ...] = ()
        self._looking = False
        self.chosen: str = ""
        self.overrides: Overrides = {}
        self.locked: set[str] = set()
        self.on_open: Callable[[OwnedCamera], None] = lambda _camera: None
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._look_again, name="supplies", daemon=True)
        self._thread.start()

    def look(self) -> None:
        """Find what is connected, without waiting for it."""
        with self._lock:
            if self._looking:
                return
            self._looking = True
        self.tell()
        threading.Thread(target=self._find, name="finding cameras", daemon=True).start()

    def open(self, name: str) -> OwnedCamera:
        """Open a camera, or hand out the one that is open already; the first that does not fail is chosen.

        Raises Refused where `MOST` are open.
        """
        with self._lock:
            held = self._open.get(name)
            if held is not None and not _failed(held):
                return held
            if held is None and len(self._open) >= MOST:
                raise Refused(f"{MOST} cameras are open already.", hint="close some of them.")
            camera = OwnedCamera(name, partial(self._opener, name), on_change=partial(self._changed, name))
            self._open[name] = camera
            self.locked.discard(name)
            self._state[name] = CameraOut(
                name=name, model=name, chosen=False, live=False, guest=False, locked=False, opening=True
            )
            before = self._open.get(self.chosen)
            if before is None or _failed(before):
                self.chosen = name
        self.tell()
        camera.opened.add_done_callback(lambda done: self._opened(camera, failed=done.exception() is not None))
        return camera

    def get(self, name: str = "") -> OwnedCamera:
        """The open camera `name`, or the chosen one. Raises NoSuchCamera."""
        held = self._open.get(name or self.chosen)
        if held is None:
            told = f"No camera {name!r} is open." if name else "No camera is open."
            raise NoSuchCamera(told, hint="open one in the set-up room.")
        return held

    def newest_state(self) -> CameraOut | None:
        """What the chosen camera told of itself last."""
        return self._state.get(self.chosen)

    def choose(self, name: str) -> None:
        """Shoot with this one from now on. Raises NoSuchCamera."""
        self.get(name)
        self.chosen = name
        self.tell()

    def close(self, name: str) -> None:
        """Let go of one camera. Raises NoSuchCamera."""
        camera = self.get(name)
        with self._lock:
            del self._open[camera.name]
            self._state.pop(camera.name, None)
            if self.chosen == camera.name:
                self.chosen = next(iter(self._open), "")
        camera.close(PATIENCE)
        self.tell()

    def close_all(self) -> None:
        """Let go of every camera."""
        self._ending.set()
        for camera in list(self._open.values()):
            camera.close(0)  # all at once, so that their waits do not add up
        for name in list(self._open):
            with suppress(KomadoriError):
                self.close(name)
        self._thread.join()

    def refresh(self, name: str) -> None:
        """Ask a camera how it is and tell the pages; returns at once."""
        camera = self._open.get(name)
        if camera is not None and camera.opened.done() and not _failed(camera):
            camera.call(partial(self._ask, name, camera))

    def tell(self) -> None:
        """Tell the pages of all cameras."""
        with self._lock:
            opened = tuple(self._state[name] for name in self._open if name in self._state)
            told = CamerasOut(
                found=self._found,
                open=tuple(_with(one, chosen=one.name == self.chosen) for one in opened),
                looking=self._looking,
            )
        self._tell(told)

    def _opened(self, camera: OwnedCamera, *, failed: bool) -> None:
        if failed:
            self._changed(camera.name)
            return
        if camera.offers(Fed):
            camera.guest().on_press = lambda token: self._tell(Press(camera=camera.name, token=token))
        self.refresh(camera.name)
        self.on_open(camera)

    def _changed(self, name: str) -> None:
        """Called by the camera's own thread when something of it is not as it was."""
        camera = self._open.get(name)
        if camera is None:
            return
        with self._lock:
            before = self._state.get(name)
            if before is not None:
                opening = not camera.opened.done()
                self._state[name] = _with(before, model=camera.model, trouble=camera.trouble, opening=opening)
        self.tell()
        self.refresh(name)

    def _ask(self, name: str, camera: OwnedCamera, owned: Camera) -> None:
        """On the camera's own thread: read what it tells of itself."""
        told: dict[str, Any] = {}
        try:
            told = _asked(owned)
            if told:
                camera.answered()
        finally:
            # Of a camera that is lost, what it told last is worth more than nothing.
            with self._lock:
                before = self._state.get(name)
                if before is not None:
                    self._state[name] = _with(
                        before,
                        model=camera.model,
                        live=camera.live,
                        guest=isinstance(owned, Fed),
                        locked=name in self.locked,
                        overrides=self.overrides.get(name, ()),
                        opening=False,
                        trouble=camera.trouble,
                        **told,
                    )
                same = self._state.get(name) == before
            if not same:
                self.tell()

    def _find(self) -> None:
        found: tuple[FoundOut, ...] = ()
        try:
            found = tuple(FoundOut(name=one.name, model=one.model) for one in self._lister())
        except KomadoriError as failure:
            self._tell(Remark(text=failure.message, hint=failure.hint, severity="trouble"))
        finally:
            with self._lock:
                self._found, self._looking = found, False
            self.tell()

    def _look_again(self) -> None:
        while not self._ending.wait(OFTEN):
            for name in list(self._open):
                self.refresh(name)


def _failed(camera: OwnedCamera) -> bool:
    """Whether it could not be opened."""
    return camera.opened.done() and camera.opened.exception() is not None


def _asked(camera: Camera) -> dict[str, Any]:
    """What a camera tells of itself, as fields of CameraOut. Raises what a lost camera raises."""
    told: dict[str, Any] = {}
    with suppress(NotOffered):
        if isinstance(camera, Adjustable):
            told["settings"] = tuple(_setting(setting) for setting in camera.settings())
        if isinstance(camera, Supplied):
            supply = camera.supply()
            told |= {"battery": supply.battery, "card": supply.card}
        if isinstance(camera, Lockable):
            told["drifted"] = tuple(map(str, camera.drifted()))
    return told


def _setting(setting: object) -> SettingOut:
    return SettingOut(**{name: getattr(setting, name) for name in SettingOut.__struct_fields__})


def _with(state: CameraOut, **changes: object) -> CameraOut:
    return msgspec.structs.replace(state, **changes)
