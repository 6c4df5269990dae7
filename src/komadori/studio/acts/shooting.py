"""Pictures: taken, tried, taken off the sheet; and where the camera stands."""

from concurrent.futures import wait
from typing import TYPE_CHECKING, Any

from komadori.capture.session import Event, Session, Stands, State, Told, Trouble, last_shown, taken_off
from komadori.capture.shoot import CameraAway, CameraBack, Kept, Remark
from komadori.capture.test_shots import take_test
from komadori.devices.protocols import Lockable, NoSuchCamera
from komadori.errors import Cancelled, Damaged, KomadoriError, StorageFailed
from komadori.film import Picture
from komadori.sheet.plan import Exposure
from komadori.store import NewerSchema, TestShot
from komadori.studio.acts.cameras import as_shot
from komadori.studio.acts.posing import pose_of, tell_poses
from komadori.studio.messages import PictureOut, Rest, TestRow, Tests
from komadori.studio.messages import Remark as Said
from komadori.studio.open_take import OpenTake

if TYPE_CHECKING:
    from komadori.capture.owner import OwnedCamera
    from komadori.studio.desk import Desk

Words = Any
OFTEN = 0.1
"""Seconds between two looks at whether a person still waits."""


def shoot(desk: "Desk", words: Words) -> dict[str, Any]:
    """Take the pictures of the next `count` frames: all exposures of each, unless something goes wrong."""
    take = desk.open_take()
    desk.go_on()
    owned = opened_camera(desk)
    if take.session is None or take.owned is not owned:
        desk.take_camera()
    kept: list[int] = []
    trouble: KomadoriError | None = None
    desk.state = "shooting"
    desk.stand()
    try:
        for _ in range(words.count):
            trouble = _frame(desk, take, words.held or 0, kept)
            if trouble is not None or desk.stopping.is_set():
                break
    finally:
        desk.dark.end()
        desk.shooting.clear()
        desk.state = "ready"
        desk.stand()
    as_shot(desk, take, owned, kept)
    _restful(desk, picture=bool(kept))
    return {"pictures": kept} | ({"trouble": _why(trouble)} if trouble else {})


def _why(failure: KomadoriError) -> dict[str, str]:
    """A failure for a script, which may not hear what the pages are told."""
    return {"kind": type(failure).__name__, "message": failure_words(failure), "hint": failure.hint}


def opened_camera(desk: "Desk") -> "OwnedCamera":
    """The chosen camera once it has opened. Raises NoSuchCamera, why it could not be opened, or Cancelled."""
    owned = desk.cameras.get()
    while not owned.opened.done():
        if desk.stopping.is_set():
            raise Cancelled(f"The camera {owned.name} was not waited for any longer.", hint="shoot to try it again.")
        wait([owned.opened], OFTEN)
    owned.opened.result()
    return owned


def _frame(desk: "Desk", take: OpenTake, held: int, kept: list[int]) -> KomadoriError | None:
    """All exposures of one frame; returns what went wrong before they were taken."""
    session = take.session
    if session is None:
        return NoSuchCamera("No camera is open.", hint="open one in the set-up room.")
    frame = session.next.frame
    left = len(take.writer.sheet.exposures)
    while left and session.next.frame == frame:
        left -= 1
        for happening in session.press(Event.SHOOT, held=held):
            if isinstance(happening, Trouble):
                _tell(desk, take, session, happening)
                return happening.failure
            if isinstance(happening, Kept):
                kept.append(happening.picture.number)
            _tell(desk, take, session, happening)
    return None


def _tell(desk: "Desk", take: OpenTake, session: Session, happening: Told) -> None:
    """One thing that happened, to the pages, the watch and the hooks."""
    desk.state = "away" if session.state is State.AWAY else "shooting" if desk.shooting.is_set() else "ready"
    match happening:
        case Kept(exposure=exposure, picture=picture):
            _kept(desk, take, exposure, picture)
        case Stands(rings=rings):
            desk.stand(rings=rings)
        case CameraAway(why=why, pause=pause):
            hint = f"trying again in {pause:g} s; everything taken is safe."
            desk.tell(Said(text=why, hint=hint, severity="trouble"))
            desk.stand()
        case CameraBack(name=name):
            desk.tell(Said(text=f"The {name} is back."))
        case Trouble(failure=failure):
            desk.tell(Said(text=failure_words(failure), hint=failure.hint, severity="trouble"))
        case Remark(text=text):
            desk.tell(Said(text=text))


def _kept(desk: "Desk", take: OpenTake, exposure: Exposure, picture: Picture) -> None:
    """A picture is safe: the sheet, the watch and the hooks hear of it, in this order."""
    take.keep(picture)
    file = take.take.file(picture)
    desk.tell(
        PictureOut(
            number=picture.number,
            exposure=picture.exposure,
            frame=exposure.frame,
            width=picture.width,
            height=picture.height,
            bytes=picture.bytes,
            kept=picture.kept,
            camera=picture.camera,
        )
    )
    take.told()
    if pose_of(picture) is not None:
        tell_poses(desk)
    if desk.watch is not None:
        desk.watch.look(picture, file, frame=exposure.frame)
    desk.event("capture-complete", exposure, file)
    if exposure.exposure == take.writer.sheet.exposures[-1]:
        desk.event("frame-complete", exposure, file)
    if take.owned is not None and take.owned.offers(Lockable):
        desk.cameras.locked.add(take.owned.name)  # no picture is taken with an automatic on
    desk.cameras.refresh(desk.cameras.chosen)


def _restful(desk: "Desk", *, picture: bool) -> None:
    long = desk.pace.acted(picture=picture)
    if long is not None:
        desk.tell(Rest(minutes=long[0], pictures=long[1]))


def try_shot(desk: "Desk", _words: Words) -> dict[str, Any]:
    """Take a picture that is not part of the film, and keep it with its settings."""
    take = desk.open_take()
    desk.go_on()
    camera = opened_camera(desk).camera
    desk.dark.begin()
    try:
        shot = take_test(take.take, camera)
    finally:
        desk.dark.end()
    desk.event("test", file=take.take.path / "tests" / shot.name)
    tell_tests(desk)
    return {"name": shot.name}


def tell_tests(desk: "Desk") -> None:
    """Tell the pages the test shots of the take, none where their list cannot be read."""
    shots: list[TestShot] = []
    try:
        shots = desk.open_take().take.test_shots()
    except (Damaged, NewerSchema, StorageFailed) as failure:
        desk.tell(Said(text=failure.message, hint=failure.hint, severity="trouble"))
    rows = tuple(TestRow(name=shot.name, at=shot.at, camera=shot.camera, settings=shot.settings) for shot in shots)
    desk.tell(Tests(shots=rows))


def delete(desk: "Desk", _words: Words) -> None:
    """Take the picture kept last off the sheet; the file stays."""
    take = desk.open_take()
    last = last_shown(take.writer)
    if last is None:
        desk.tell(Said(text="There is no picture on the sheet to take off."))
        return
    picture, span = last
    desk.event("delete", Exposure(frame=span.first, exposure=picture.exposure, length=span.cell.length))
    if take.session is not None:
        _press(desk, take, take.session, Event.DELETE)
        return
    change, words = taken_off(take.writer.sheet, picture, span)
    take.writer.do(change)
    desk.tell(Said(text=f"{words} The file stays; undo puts it back."))


def _press(desk: "Desk", take: OpenTake, session: Session, event: Event) -> None:
    for happening in session.press(event):
        _tell(desk, take, session, happening)


def undo(desk: "Desk", _words: Words) -> None:
    """Take the last edit back."""
    desk.open_take().writer.undo()
    desk.event("edit")
    _restful(desk, picture=False)


def redo(desk: "Desk", _words: Words) -> None:
    """Do what was taken back once more."""
    desk.open_take().writer.redo()
    desk.event("edit")


def stand(desk: "Desk", words: Words) -> None:
    """Have the camera stand at a frame: to shoot it again, or with `insert` before it."""
    take = desk.open_take()
    if take.session is None:
        raise NoSuchCamera("No camera is open.", hint="open one in the set-up room.")
    desk.stand(rings=take.session.stand(words.frame, insert=words.insert).rings)


def return_to_end(desk: "Desk", _words: Words) -> None:
    """Have the camera stand at the first frame that is missing; where it is already there, after the last."""
    take = desk.open_take()
    if take.session is not None:
        stood = take.session.next
        if take.session.to_end().exposure == stood:
            take.session.stand(take.writer.sheet.frames + 1)
    desk.stand()


def on(desk: "Desk", words: Words) -> None:
    """Hold new pictures for so many frames."""
    take = desk.open_take()
    take.on = words.frames
    if take.session is not None:
        take.session.on = words.frames
    desk.stand()


def dark(desk: "Desk", words: Words) -> None:
    """Whether screens go black before the shutter opens."""
    desk.dark.on = words.on
    desk.switched()


def black(desk: "Desk", words: Words) -> None:
    """Have every screen go black now, until it is told otherwise."""
    desk.black = words.on
    desk.switched()


def stop(desk: "Desk", _words: Words) -> None:
    """End waiting for a camera that is away, and what would be shot after the picture underway."""
    desk.stop()


def failure_words(failure: KomadoriError) -> str:
    """A failure without its hint."""
    return str(failure).removesuffix(f"\nhint: {failure.hint}") if failure.hint else str(failure)


ACTS = {
    "shoot": shoot,
    "test-shot": try_shot,
    "delete": delete,
    "undo": undo,
    "redo": redo,
    "stand": stand,
    "return-to-end": return_to_end,
    "on": on,
}
AT_ONCE = {"stop": stop, "dark": dark, "black": black}
