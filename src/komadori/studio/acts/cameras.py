"""Cameras: opened, chosen, set, held still, and set again as they were when a shot is reopened."""

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from komadori.capture.restore import restore
from komadori.devices.protocols import Adjustable, CameraBusy, Lockable, NotOffered, SettingRefused
from komadori.errors import KomadoriError
from komadori.store import CameraSettings
from komadori.studio.messages import Remark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from concurrent.futures import Future

    from komadori.capture.own_settings import Pairs
    from komadori.capture.owner import OwnedCamera
    from komadori.studio.desk import Desk
    from komadori.studio.open_take import OpenTake

Words = Any


def open_camera(desk: "Desk", words: Words) -> None:
    """Open a camera; what becomes of it is told."""
    desk.cameras.open(words.name)


def choose_camera(desk: "Desk", words: Words) -> None:
    """Shoot with this camera from now on."""
    desk.cameras.choose(words.name)
    desk.take_camera()
    rig_follows(desk)
    desk.stand()


def ends_waiting(desk: "Desk", command: str, words: Words) -> bool:
    """Whether a command shows that a camera which is away is not waited for any longer."""
    chosen = desk.cameras.chosen
    return (command == "choose-camera" and words.name != chosen) or (command == "close-camera" and words.name == chosen)


def close_camera(desk: "Desk", words: Words) -> None:
    """Let go of a camera."""
    desk.cameras.close(words.name)
    desk.take_camera()
    rig_follows(desk)
    desk.stand()


def rig_follows(desk: "Desk") -> None:
    """Open what moves and lights before the chosen camera. What cannot be opened is told: one can shoot without it."""
    try:
        desk.rig.follow(desk.cameras.chosen)
    except KomadoriError as failure:
        desk.tell(Remark(text=failure.message, hint=failure.hint, severity="trouble"))


def find_cameras(desk: "Desk", _words: Words) -> None:
    """Look for cameras that are connected."""
    desk.cameras.look()


def set_setting(desk: "Desk", words: Words) -> None:
    """Set a camera's setting, for every exposure or for one; kept with the take."""
    owned = answering(desk, words.camera)
    if not owned.offers(Adjustable):
        raise NotOffered(f"The {owned.model} has no settings.")
    if words.exposure:
        if words.value:
            _fits(desk, owned, words)
        rows = desk.cameras.overrides.get(owned.name, ())
        rows = tuple(row for row in rows if row[:2] != (words.exposure, words.name))
        if words.value:
            rows = (*rows, (words.exposure, words.name, words.value))
        desk.cameras.overrides[owned.name] = rows
        desk.take_camera()
    else:
        owned.camera.set(words.name, words.value)
    remember(desk, owned)
    desk.cameras.refresh(owned.name)


def _fits(desk: "Desk", owned: "OwnedCamera", words: Words) -> None:
    """Raise SettingRefused for what would fail at every press of one exposure."""
    exposures = desk.open_take().sheet.exposures
    if words.exposure not in exposures:
        raise SettingRefused(f"The take has no exposure {words.exposure!r}.", hint=f"It has {', '.join(exposures)}.")
    offered = {one.name: one for one in owned.camera.settings() if one.writable}
    if words.name not in offered:
        raise SettingRefused(f"The {owned.model} cannot set {words.name!r}.", hint=f"It can set {', '.join(offered)}.")
    choices = offered[words.name].choices
    if choices and words.value not in choices:
        told = f"The {owned.model} does not take {words.name}={words.value}."
        raise SettingRefused(told, hint=f"It takes {', '.join(choices)}.")


def lock(desk: "Desk", _words: Words) -> None:
    """Hold every automatic of the chosen camera still."""
    owned = answering(desk)
    if owned.offers(Lockable):
        owned.camera.lock()
        desk.cameras.locked.add(owned.name)
    desk.cameras.refresh(owned.name)


def unlock(desk: "Desk", _words: Words) -> None:
    """Let loose the automatics that were on before."""
    owned = answering(desk)
    if owned.offers(Lockable):
        owned.camera.unlock()
        desk.cameras.locked.discard(owned.name)
    desk.cameras.refresh(owned.name)


def answering(desk: "Desk", name: str = "") -> "OwnedCamera":
    """An open camera, or the chosen one. Raises NoSuchCamera, CameraBusy while it opens, and why it did not open."""
    owned = desk.cameras.get(name)
    if not owned.opened.done():
        raise CameraBusy(f"The camera {owned.name} is still being opened.", hint="wait a moment.")
    owned.opened.result()
    return owned


def remember(desk: "Desk", owned: "OwnedCamera") -> None:
    """Keep the settings of a camera with the take on the desk."""
    if desk.take is not None and owned.offers(Adjustable):
        _keep(desk, desk.take, owned, owned.run(_writable))


def as_shot(desk: "Desk", take: "OpenTake", owned: "OwnedCamera", kept: "Sequence[int]") -> None:
    """Keep with the take, soon, how the camera was set for the pictures `kept`, where it was set otherwise before.

    A dial may have been turned by hand. The camera is asked behind all else it is to do, and no press waits for it.
    """
    last = [take.writer.picture(number) for number in kept[-len(take.sheet.exposures) :]]
    shot_with = {(owned.name, picture.exposure): picture.settings for picture in last}
    if not owned.offers(Adjustable) or shot_with.items() <= take.shot_with.items():
        return
    take.shot_with |= shot_with

    def asked(done: "Future[Pairs]") -> None:
        if not done.cancelled() and done.exception() is None:
            desk.submit(lambda: _keep(desk, take, owned, done.result()))

    owned.call(_writable).add_done_callback(asked)


def _writable(camera: Any) -> "Pairs":
    return tuple((one.name, one.value) for one in camera.settings() if one.writable)


def _keep(desk: "Desk", take: "OpenTake", owned: "OwnedCamera", settings: "Pairs") -> None:
    """Keep settings with a take, as long as it is on the desk and ours to write."""
    if desk.take is not take:
        return
    kept = dict(take.take.read_settings())
    told = CameraSettings(settings=tuple(settings), overrides=desk.cameras.overrides.get(owned.name, ()))
    if kept.get(owned.name) != told:
        take.take.write_settings(kept | {owned.name: told})


def restored(desk: "Desk", owned: "OwnedCamera") -> None:
    """Set a camera as it was when the take on the desk was shot last, and say what could not be set.

    Nothing of it keeps anybody from shooting, so what fails is told and not raised.
    """
    kept = _kept(desk).get(owned.name)
    if kept is None:
        return
    desk.cameras.overrides[owned.name] = kept.overrides
    try:
        for remark in owned.run(lambda camera: restore(camera, kept.settings)):
            desk.tell(Remark(text=remark.text))
    except KomadoriError as failure:
        text = f"The {owned.model} was not set as it was left: {failure.message}"
        desk.tell(Remark(text=text, hint=failure.hint, severity="trouble"))
    desk.cameras.refresh(owned.name)


def _kept(desk: "Desk") -> "Mapping[str, CameraSettings]":
    """How the cameras were set for the take on the desk, as far as that can be read."""
    if desk.take is None:
        return {}
    try:
        return desk.take.take.read_settings()
    except KomadoriError as failure:
        desk.tell(Remark(text=failure.message, hint=failure.hint, severity="trouble"))
        return {}


def take_laid_out(desk: "Desk") -> None:
    """Another take is on the desk: its cameras as they were."""
    for name in _kept(desk):
        with suppress(KomadoriError):
            restored(desk, answering(desk, name))
    desk.take_camera()
    desk.stand()


ACTS = {
    "open-camera": open_camera,
    "choose-camera": choose_camera,
    "close-camera": close_camera,
    "set-setting": set_setting,
    "lock": lock,
    "unlock": unlock,
}
AT_ONCE = {"find-cameras": find_cameras}
