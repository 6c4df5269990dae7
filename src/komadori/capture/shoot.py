"""Perform the plan: shoot, look through, keep, and only then let the camera's own copy go."""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TypeAlias, TypeVar

from komadori.capture.look import Look, Size, WrongSize, look, size_of_take
from komadori.capture.own_settings import Pairs, adjust
from komadori.devices.protocols import (
    Camera,
    CameraBusy,
    CameraLost,
    CameraTimeout,
    Keeping,
    Lockable,
    NothingTaken,
    NotKept,
    Photograph,
    Reconnecting,
    TransferDamaged,
)
from komadori.errors import DeviceFailed, KomadoriError
from komadori.film import Axes, Picture
from komadori.picture import UnreadablePicture
from komadori.sheet.plan import Exposure
from komadori.store import Incoming, TakeWriter

TRIES = 3
"""How often one exposure is tried with a camera that answers but delivers nothing usable."""

PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)
"""Seconds before each attempt to reach a lost camera: a loose plug is back at once, a battery takes two minutes."""

Sleep: TypeAlias = Callable[[float], None]


def _nothing(_: Exposure) -> None: ...


def _unknown() -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What goes with a press: `settings` that must be in force, and what is called right before and after the shutter.

    `replaced` takes note of what the settings replaced, where it has no note of it yet.
    `after` is called also where `before` or the camera failed: it is what lets light in again. `axes` tells where what
    moves stands, to be kept with the picture; it raises what a motion controller does.
    """

    settings: Pairs = ()
    replaced: dict[str, str] = field(default_factory=dict)
    before: Callable[[Exposure], None] = _nothing
    after: Callable[[Exposure], None] = _nothing
    axes: Callable[[], Axes | None] = _unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A picture is on the disk, looked through, and on the sheet: from here on it is promised."""

    exposure: Exposure
    picture: Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something a person should know; the work goes on."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraAway:
    """The camera does not answer; the next attempt is made in `pause` seconds."""

    why: str
    pause: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraBack:
    """The camera answers again; the same exposure goes on."""

    name: str


Happening: TypeAlias = Kept | Remark | CameraAway | CameraBack
Brought = TypeVar("Brought")
Asked: TypeAlias = Generator[Happening, None, Brought]
"""Tells what happens on the way and returns what was asked for."""


class NothingUsable(DeviceFailed):
    """The camera answers, but time after time it delivers no photograph that can be used."""


def shoot(
    writer: TakeWriter, camera: Camera, plan: Iterable[Exposure], *, sleep: Sleep, press: Press | None = None
) -> Iterator[Happening]:
    """Perform every exposure of `plan`, telling what happens; `sleep` waits for so many seconds.

    Each `Kept` is told after the store acknowledged the picture, and the camera's copy is released after that.
    Raises what `expose` raises; all that was told as kept stays.
    """
    for exposure in plan:
        yield from expose(writer, camera, exposure, sleep=sleep, press=press)


def expose(
    writer: TakeWriter, camera: Camera, exposure: Exposure, *, sleep: Sleep, press: Press | None = None
) -> Iterator[Happening]:
    """Perform one exposure, through lost connections and damaged transfers; `press` is what goes with each press.

    Raises CameraLost when the camera stays away, CardFull, NothingLeft, NothingUsable, SettingRefused, WrongSize (that
    picture is kept, off the sheet), DiskFull and the store's other failures.
    """
    size, press = size_of_take(writer), press or Press()
    photograph, looked = yield from _whole(camera, partial(_press, camera, exposure, press), size, sleep)
    axes = yield from _axes(press)
    before = writer.pictures[-1] if writer.pictures else None
    fits = size in (None, looked.size)
    picture = writer.keep(
        [Incoming(name=name, data=data) for name, data in photograph.files],
        exposure=exposure.exposure,
        frame=exposure.frame if fits else None,
        length=exposure.length,
        insert=exposure.insert,
        facts=looked.facts(camera=camera.name, taken=photograph.taken, settings=photograph.settings, axes=axes),
    )
    if fits:
        yield Kept(exposure=exposure, picture=picture)
    if before is not None and before.hash == picture.hash:
        yield Remark(text=f"Picture {picture.number} is the same, byte for byte, as picture {before.number}.")
    yield from _drifted(camera)
    yield from _let_go(camera, photograph)
    if size is not None and not fits:
        raise WrongSize(f"Picture {picture.number}, kept but not on the sheet", looked.size, size)


def _whole(
    camera: Camera, press: Callable[[], Photograph], size: Size | None, sleep: Sleep
) -> Asked[tuple[Photograph, Look]]:
    """A photograph that decodes to its last pixel, shot again where it must be."""
    left = TRIES
    while True:
        photograph = yield from _answered(camera, press, sleep)
        try:
            return (yield from _mended(camera, photograph, size, sleep))
        except UnreadablePicture as fault:
            left -= 1
            if not left:
                raise NothingUsable(
                    f"The {camera.name} delivered no usable photograph in {TRIES} tries; the last: {fault.message}",
                    hint="look at the cable, the card and the camera's settings, then shoot again.",
                ) from fault
            yield Remark(text=f"{fault.message} It is shot once more.")


def _press(camera: Camera, exposure: Exposure, press: Press) -> Photograph:
    """A photograph with every automatic held still, from the first exposure on."""
    if isinstance(camera, Lockable):
        camera.lock()
    adjust(camera, press.settings, press.replaced)
    try:
        press.before(exposure)
        return camera.shoot()
    finally:
        press.after(exposure)


def _axes(press: Press) -> Asked[Axes | None]:
    """Where the axes stand; no picture is lost because they do not tell."""
    try:
        return press.axes()
    except DeviceFailed as failure:
        hint = f" {failure.hint[0].upper()}{failure.hint[1:].rstrip('.')}." if failure.hint else ""
        yield Remark(text=f"{failure.message} The picture is kept without where the axes stood.{hint}")
        return None


def _mended(camera: Camera, photograph: Photograph, size: Size | None, sleep: Sleep) -> Asked[tuple[Photograph, Look]]:
    """The photograph looked through; brought over again from the camera's own copy while it is damaged or misfits.

    Raises UnreadablePicture where it stays damaged; one that stays of another size is returned.
    """
    left = TRIES if isinstance(camera, Keeping) else 1
    while True:
        left -= 1
        try:
            looked = look(photograph.files)
        except UnreadablePicture as damage:
            if not left:
                raise
            fault: KomadoriError = damage
        else:
            if not left or size is None or looked.size == size:
                return photograph, looked
            fault = WrongSize(looked.name, looked.size, size)
        yield Remark(text=f"{fault.message} It is fetched from the camera once more.")
        try:
            photograph = yield from _answered(camera, partial(_fetch, camera, photograph), sleep)
        except NotKept:
            left = 1


def _fetch(camera: Camera, photograph: Photograph) -> Photograph:
    return camera.fetch(photograph.token) if isinstance(camera, Keeping) else photograph


def _answered(camera: Camera, ask: Callable[[], Photograph], sleep: Sleep) -> Asked[Photograph]:
    """What `ask` brings, asked again after a lost connection and after troubles that pass."""
    losses, pauses = 0, iter(PAUSES[: TRIES - 1])
    while True:
        try:
            return ask()
        except (CameraLost, CameraTimeout) as loss:
            losses += 1
            if losses > TRIES:
                raise
            yield from _reconnected(camera, loss, sleep)
        except (CameraBusy, NothingTaken, TransferDamaged) as trouble:
            pause = next(pauses, None)
            if pause is None:
                raise
            yield Remark(text=f"{trouble.message} It is tried once more.")
            sleep(pause)


def _reconnected(camera: Camera, loss: DeviceFailed, sleep: Sleep) -> Iterator[Happening]:
    """Reach a lost camera again, with growing pauses; raises the loss when it stays away."""
    if not isinstance(camera, Reconnecting):
        raise loss
    for pause in PAUSES:
        yield CameraAway(why=loss.message, pause=pause)
        sleep(pause)
        try:
            camera.reconnect()
        except (CameraLost, CameraTimeout, CameraBusy) as still:
            loss = still
        else:
            yield CameraBack(name=camera.name)
            return
    raise loss


def _drifted(camera: Camera) -> Iterator[Happening]:
    """What moved although it was locked."""
    if isinstance(camera, Lockable):
        with suppress(DeviceFailed):  # the picture is safe, and the next press tells of a camera that was lost
            yield from [Remark(text=str(drift)) for drift in camera.drifted()]


def _let_go(camera: Camera, photograph: Photograph) -> Iterator[Happening]:
    if not isinstance(camera, Keeping):
        return
    try:
        camera.release(photograph.token)
    except DeviceFailed as failure:
        # Ours is safe, so a copy too many on the card is no trouble; the next press of the shutter reconnects.
        yield Remark(text=f"The camera still keeps its own copy of {photograph.files[0][0]}: {failure.message}")
