"""A shooting day as one table: what the animator and the camera do, and where that leads."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from threading import Event as Flag
from typing import TypeAlias

from komadori.capture.own_settings import OwnSettings, Pairs
from komadori.capture.shoot import CameraAway, CameraBack, Happening, Kept, Press, Remark, Sleep, expose
from komadori.devices.protocols import Camera
from komadori.errors import Cancelled, KomadoriError
from komadori.film import Axes, Picture
from komadori.sheet import edit
from komadori.sheet.place import Place
from komadori.sheet.plan import Exposure
from komadori.sheet.sheet import Sheet, Span
from komadori.store import TakeWriter


class State(StrEnum):
    """Where the session stands."""

    READY = "ready"
    SHOOTING = "shooting"
    AWAY = "away"
    REVIEWING = "reviewing"
    CLOSED = "closed"


class Event(StrEnum):
    """What the animator asks (the first nine) or the camera does."""

    SHOOT = "shoot"
    STEP_BACK = "step back"
    STEP_FORWARD = "step forward"
    LIVE = "go to live"
    STAND = "stand elsewhere"
    DELETE = "delete"
    UNDO = "undo"
    REDO = "redo"
    QUIT = "quit"
    KEPT = "picture kept"
    FAILED = "not done"
    CAMERA_LOST = "camera lost"
    CAMERA_FOUND = "camera found"


TABLE: Mapping[tuple[State, Event], State] = {
    (State.READY, Event.SHOOT): State.SHOOTING,
    (State.READY, Event.STEP_BACK): State.REVIEWING,
    (State.READY, Event.STEP_FORWARD): State.REVIEWING,
    (State.READY, Event.LIVE): State.READY,
    (State.READY, Event.STAND): State.READY,
    (State.READY, Event.DELETE): State.READY,
    (State.READY, Event.UNDO): State.READY,
    (State.READY, Event.REDO): State.READY,
    (State.READY, Event.QUIT): State.CLOSED,
    (State.REVIEWING, Event.SHOOT): State.SHOOTING,
    (State.REVIEWING, Event.STEP_BACK): State.REVIEWING,
    (State.REVIEWING, Event.STEP_FORWARD): State.REVIEWING,
    (State.REVIEWING, Event.LIVE): State.READY,
    (State.REVIEWING, Event.STAND): State.READY,
    (State.REVIEWING, Event.DELETE): State.READY,
    (State.REVIEWING, Event.UNDO): State.READY,
    (State.REVIEWING, Event.REDO): State.READY,
    (State.REVIEWING, Event.QUIT): State.CLOSED,
    (State.SHOOTING, Event.KEPT): State.READY,
    (State.SHOOTING, Event.FAILED): State.READY,
    (State.SHOOTING, Event.CAMERA_LOST): State.AWAY,
    (State.AWAY, Event.CAMERA_LOST): State.AWAY,
    (State.AWAY, Event.CAMERA_FOUND): State.SHOOTING,
    (State.AWAY, Event.FAILED): State.READY,
}
"""The whole session. Enter shoots at the live frame wherever one looks; a failure never ends the day."""


FEW = 3
"""Cells told when a session begins: enough to see where yesterday ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stands:
    """The camera stands at `exposure`, the next to be shot; `rings` where a note with an alarm begins there."""

    exposure: Exposure
    rings: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """The animator looks at what is already on the sheet."""

    span: Span
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something was not done; the animator may try again."""

    failure: KomadoriError


Told: TypeAlias = Happening | Stands | Looks | Trouble


class Session:
    """One take being shot by one animator with one camera.

    `on` is how long a new slot is held. `settings` are those of single exposures, by the exposure's name: in force
    while it is shot, and what they replaced is in force again for the others. `before` and `after` are called right
    before the shutter opens, and once it is closed or the camera failed; `axes` is as in `Press`. `sleep` waits for so
    many seconds; where it is left out, `stop` ends waiting at once. `state` changes by `TABLE` alone.
    """

    def __init__(
        self,
        writer: TakeWriter,
        camera: Camera,
        *,
        on: int,
        sleep: Sleep | None = None,
        settings: Mapping[str, Pairs] | None = None,
        before: Callable[[Exposure], None] = lambda _: None,
        after: Callable[[Exposure], None] = lambda _: None,
        axes: Callable[[], Axes | None] = lambda: None,
    ) -> None:
        self.state = State.READY
        self.on = on
        self._own = OwnSettings(settings or {})
        self._writer, self._camera, self._before, self._after = writer, camera, before, after
        self._axes = axes
        self._stopped = Flag()
        self._wait: Callable[[float], object] = self._stopped.wait if sleep is None else sleep
        self._place = Place()
        self._looked_at = 0
        self._rung_at = 0
        self._acts: Mapping[Event, Callable[[], Iterator[Told]]] = {
            Event.STEP_BACK: lambda: self._step(-1),
            Event.STEP_FORWARD: lambda: self._step(1),
            Event.DELETE: self._delete,
            Event.UNDO: lambda: self._edited("Undone", writer.undo),
            Event.REDO: lambda: self._edited("Done again", writer.redo),
        }

    @property
    def next(self) -> Exposure:
        """The exposure the camera stands at: the first that is missing, or a new slot after the last frame.

        Where it was told to `stand` elsewhere, from there on.
        """
        return self._place.next(self._writer.sheet, self.on)

    def stand(self, frame: int, *, insert: bool = False) -> Stands:
        """Stand at `frame`: at the first exposure that is missing from there on, or before it to `insert` new slots.

        Behind an inserted slot that is shot the camera stands to insert the next one, until `to_end`. Raises
        EditRefused where the sheet has no such frame, the one after the last included.
        """
        place = Place.at(self._writer.sheet, frame, insert=insert)
        self._go(Event.STAND)
        self._place, self._looked_at = place, 0
        return self._stands()

    def to_end(self) -> Stands:
        """Stand at the first exposure that is missing, or after the last frame, as on the first day."""
        self._go(Event.STAND)
        self._place, self._looked_at = Place(), 0
        return self._stands()

    def shoot_with(self, camera: Camera, settings: Mapping[str, Pairs] | None = None) -> None:
        """Shoot with another camera from now on, standing where it stood; `settings` as for a new session."""
        own = OwnSettings(settings or {})
        if camera is self._camera:
            own.replaced = self._own.replaced
        self._camera, self._own = camera, own

    def stop(self) -> None:
        """End waiting for a lost camera; from any thread. The exposure that waited is told as Trouble, of Cancelled."""
        self._stopped.set()

    def begin(self) -> Iterator[Told]:
        """Tell the last few cells before the camera, and where it stands."""
        live = self.next.frame
        before = (span for span in self._writer.sheet.spans() if span.first < live)
        yield from (self._look(span) for span in deque(before, maxlen=FEW))
        yield self._stands()

    def press(self, event: Event, *, held: int = 0) -> Iterator[Told]:
        """Do what the animator asks, and tell what happens; `held` is how many frames a new picture is held for.

        A slot that is on the sheet already keeps its own length.
        """
        looked_at = self._looked_at
        self._go(event)
        try:
            if event is Event.SHOOT:
                yield from self._shoot(held)
            elif event is Event.DELETE and looked_at:
                yield from self._empty(looked_at)
            elif event in self._acts:
                yield from self._acts[event]()
        except KomadoriError as failure:
            yield Trouble(failure=failure)
        if self.state is State.READY:
            self._looked_at = 0
            yield self._stands()

    def _go(self, event: Event) -> None:
        self.state = TABLE[self.state, event]

    def _stands(self) -> Stands:
        exposure = self.next
        rings = exposure.frame != self._rung_at and any(note.alarm for note in exposure.notes)
        self._rung_at = exposure.frame
        return Stands(exposure=exposure, rings=rings)

    def _shoot(self, held: int) -> Iterator[Told]:
        self._stopped.clear()
        exposure = self.next
        if held and (exposure.insert or exposure.frame > self._writer.sheet.frames):
            exposure = replace(exposure, length=held)
        own = self._own
        wanted = own.wanted(exposure.exposure)
        press = Press(settings=wanted, replaced=own.replaced, before=self._before, after=self._after, axes=self._axes)
        try:
            for happening in expose(self._writer, self._camera, exposure, sleep=self._pause, press=press):
                if isinstance(happening, CameraAway):
                    self._go(Event.CAMERA_LOST)
                elif isinstance(happening, CameraBack):
                    self._go(Event.CAMERA_FOUND)
                elif isinstance(happening, Kept):
                    self._place.kept(happening.exposure, happening.picture.number)
                yield happening
        except BaseException:
            self._go(Event.FAILED)
            raise
        self._go(Event.KEPT)
        yield from (Remark(text=words) for words in own.set_back(self._camera, self.next.exposure))

    def _pause(self, seconds: float) -> None:
        if not self._stopped.is_set():
            self._wait(seconds)
        if self._stopped.is_set():
            raise Cancelled(f"The {self._camera.name} was not waited for any longer.", hint="shoot to try it again.")

    def _step(self, direction: int) -> Iterator[Told]:
        """Look at the cell before or after the one looked at; where the camera stands, one is live again."""
        sheet, live = self._writer.sheet, self.next
        here = sheet.span(self._looked_at) if self._looked_at else None
        behind, ahead = (here.first - 1, here.last + 1) if here else _beside(sheet, live)
        span = sheet.span(behind if direction < 0 else ahead)
        if live.insert:
            # It stands between two cells: who steps from the one to the other comes by.
            home = here is not None and live.frame == (here.first if direction < 0 else ahead)
        else:
            home = span is not None and span.first == live.frame
        if span is None and direction < 0 and not home:
            span = here
            yield Remark(text="This is the first frame.")
        if span is None or home:
            self._go(Event.LIVE)
            return
        self._looked_at = span.first
        yield self._look(span)

    def _look(self, span: Span) -> Looks:
        return Looks(span=span, pictures=tuple(self._writer.picture(number) for _, number in span.cell.pictures))

    def _delete(self) -> Iterator[Told]:
        """Take the picture kept last, of those on the sheet, off it: at the sheet's end the frames go with it."""
        last = last_shown(self._writer)
        if last is None:
            yield Remark(text="There is no picture on the sheet to take off.")
            return
        picture, span = last
        yield from self._done(*taken_off(self._writer.sheet, picture, span, made=self._place.made(picture.number)))

    def _empty(self, frame: int, exposure: str = "") -> Iterator[Told]:
        change = edit.reshoot(self._writer.sheet, frame, exposure)
        if change.changes:
            yield from self._done(change, f"Frame {frame} is to be shot again.")
        else:
            yield Remark(text=f"Frame {frame} is still to be shot.")

    def _done(self, change: edit.Edit, words: str) -> Iterator[Told]:
        self._writer.do(change)
        yield Remark(text=f"{words} The file stays; undo puts it back.")

    def _edited(self, words: str, change: Callable[[], object]) -> Iterator[Told]:
        change()
        yield Remark(text=f"{words}; the sheet has {self._writer.sheet.frames} frames.")


def last_shown(writer: TakeWriter) -> tuple[Picture, Span] | None:
    """The picture kept last, of those on the sheet, and where it stands; None where none is there."""
    sheet = writer.sheet
    shown = set(sheet.pictures())
    last = next((picture for picture in reversed(writer.pictures) if picture.number in shown), None)
    span = sheet.span(sheet.first_frame_of(last.number) or 0) if last else None
    return (last, span) if last and span else None


def taken_off(sheet: Sheet, picture: Picture, span: Span, *, made: bool = False) -> tuple[edit.Edit, str]:
    """The edit that takes `picture` off the sheet, in words: at the sheet's end its frames go with it.

    So they do where the slot was `made` by the picture; elsewhere the slot is to be shot again.
    """
    alone = len(span.cell.pictures) == 1
    words = f"Picture {picture.number} is off the sheet"
    if alone and made:
        return edit.delete(sheet, span.first, span.last, ripple=True), f"{words}, and its frames with it."
    if alone and span.last == sheet.frames:
        return edit.delete(sheet, span.first, span.last), f"{words}."
    return edit.reshoot(sheet, span.first, picture.exposure), f"Frame {span.first} is to be shot again."


def _beside(sheet: Sheet, live: Exposure) -> tuple[int, int]:
    """The last frame before the camera, and the first after it."""
    slot = None if live.insert else sheet.span(live.frame)
    return live.frame - 1, slot.last + 1 if slot else live.frame + (not live.insert)
