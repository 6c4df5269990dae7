"""The desk: one thread on which everything that changes a take happens, in the order it was asked."""

import shutil
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

from komadori.capture.owner import OwnedCamera
from komadori.capture.session import Session
from komadori.errors import Cancelled, KomadoriError, NotFound
from komadori.sheet.plan import Exposure
from komadori.sheet.sheet import Sheet
from komadori.store import SeriesFolder, TakeFolder, find_series, open_series
from komadori.studio.cameras import Cameras
from komadori.studio.commands import Command, read
from komadori.studio.dark import DarkExposure
from komadori.studio.events import Event
from komadori.studio.finishing import Finishing
from komadori.studio.learned_keys import Learned
from komadori.studio.messages import DeskOut, Message, Remark, SeriesOut, ShotRow, Shots, State, TakeOut, View
from komadori.studio.open_take import OpenTake
from komadori.studio.pictures import SmallPictures
from komadori.studio.remote.remotes import Remotes
from komadori.studio.rest import Pace
from komadori.studio.rigs import Rig
from komadori.studio.telling import Telling
from komadori.studio.watching import SetWatch
from komadori.studio.work import Works

Words: TypeAlias = Any
"""The arguments of one command, as `commands.read` gives them."""

PATIENCE = 0.1
"""Seconds between two attempts to end a wait."""
LATE = "A page did not go black in time: its light may be on the picture."

Told = Mapping[str, Any]
Act = Callable[["Desk", Words], Told | None]


class NothingOpen(NotFound):
    """A command needs a series or a take, and none is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What a person has settled beforehand, see `settings.ROWS`."""

    on: int = 2
    workers: int = 0
    farm: str = ""
    rest: int = 50
    keys: str = "komadori"
    language: str = ""
    user: Path | None = None


class Desk:
    """Everything the pages can ask for. `home` is the folder where a series is, or may be begun.

    `do` may be called from any thread; what it asks happens on the desk's own. `publish` receives the events of the
    shooting for hooks and controllers.
    """

    def __init__(
        self,
        home: Path,
        *,
        chosen: Chosen | None = None,
        acts: Mapping[str, Act] | None = None,
        sleep: Callable[[float], None] = time.sleep,
        cameras: Callable[[Callable[[Message], None]], Cameras] = Cameras,
    ) -> None:
        from komadori.studio.acts import ACTS, AT_ONCE
        from komadori.studio.acts.cameras import ends_waiting

        self.home, self.chosen = home, chosen or Chosen()
        self._acts, self._at_once, self._ends_waiting = acts or ACTS, AT_ONCE, ends_waiting
        self.telling = Telling(self.take_message)
        self.cameras = cameras(self.tell)
        self.cameras.on_open = self._camera_opened
        self.works, self.rig = Works(self.tell), Rig(self.tell)
        self.small, self.finishing = SmallPictures(), Finishing()
        self.promised: Callable[[], frozenset[int]] = frozenset
        self.dark = DarkExposure(self.tell, lambda: self.promised(), sleep=sleep)
        self.pace = Pace(minutes=self.chosen.rest)
        self.publish: Callable[[Event], None] = lambda _event: None
        self.series: SeriesFolder | None = None
        self.take: OpenTake | None = None
        self.watch: SetWatch | None = None
        self.black = False
        self._position: Exposure | None = None
        self.state: State = "closed"
        self.shooting = threading.Event()
        self.stopping, self.ending = threading.Event(), threading.Event()
        self._closing = False
        self._press = threading.Lock()
        self._remotes = Remotes()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="desk")
        self.learned: Learned | None = None
        with suppress(NotFound):
            self.series = open_series(find_series(home))

    def begin(self) -> None:
        """Tell what there is before the first page comes. As all that changes a take, it is for the desk's thread."""
        from komadori.studio.acts.looking import tell_keys

        self.tell_series()
        self.tell_shots()
        self.tell(self.take_message())
        self.stand()
        self.cameras.tell()
        tell_keys(self)

    # -- asking --------------------------------------------------------------------------------------------------

    def do(self, name: str, given: Mapping[str, Any], *, pressed: bool | None = None) -> "Future[Told]":
        """Do the command called `name`; the future raises KomadoriError where it is not done."""
        try:
            command, words = read(name, given)
        except KomadoriError as error:
            refused: Future[Told] = Future()
            refused.set_exception(error)
            return refused
        if command.room == "view":
            self.tell(View(command=name, words=dict(given), pressed=pressed))
            return _done({})
        if name in self._at_once:
            return _tried(lambda: self._at_once[name](self, words))
        if name == "shoot":
            with self._press:
                # The puppet has not moved yet: a second press while the shutter is open is a slip of the hand.
                if self.shooting.is_set():
                    return _done({"ignored": "shooting"})
                self.shooting.set()
        if self.state == "away" and self._ends_waiting(self, name, words):
            self.stop()
        return self.submit(lambda: self._act(command, words))

    def submit(self, work: Callable[[], Any]) -> "Future[Any]":
        """Have something else done on the desk's thread; the future raises Cancelled once the studio is closing."""
        try:
            return self._thread.submit(work)
        except RuntimeError:
            return _tried(_too_late)

    def remote(self, remotes: Remotes) -> None:
        """Let others outside the pages press and be told."""
        self._remotes = remotes
        self.publish = remotes.event

    def close(self) -> None:
        """Put everything away. It blocks until the picture that is being taken is safe. Again does nothing."""
        if self._closing:
            return
        self._closing = True
        self._remotes.close()
        ending = self._thread.submit(self.put_away)
        while not ending.done():
            # An exposure that begins just now forgets what it was told before, so it is told until it listens.
            self.stop()
            wait([ending], PATIENCE)
        self._thread.shutdown(cancel_futures=True)
        self.works.close()
        self.rig.close()
        self.cameras.close_all()
        self.small.close()
        self.finishing.close()

    # -- for the acts --------------------------------------------------------------------------------------------

    def tell(self, message: Message) -> None:
        """Tell all pages."""
        self.telling.tell(message)

    def stop(self) -> None:
        """End waiting for a camera, and what would be shot after the picture underway; from any thread."""
        self.stopping.set()
        take = self.take
        if take is not None and take.session is not None:
            take.session.stop()

    def go_on(self) -> None:
        """Begin something that may be stopped. Raises Cancelled while the studio is closing."""
        self.stopping.clear()
        if self._closing:
            _too_late()

    def open_series(self) -> SeriesFolder:
        """The series; raises NothingOpen."""
        if self.series is None:
            raise NothingOpen("No series has been begun yet.", hint="give it a name and begin.")
        return self.series

    def open_take(self) -> OpenTake:
        """The take being worked on; raises NothingOpen."""
        if self.take is None:
            raise NothingOpen("No take is open.", hint="open a shot in the set-up room.")
        return self.take

    def lay_out(self, take: TakeFolder) -> OpenTake:
        """Put another take on the desk. Raises TakeBusy and the store's failures; the one before stays there then."""
        if self.take is not None and self.take.take.path == take.path:
            self.put_away()
        opened = OpenTake(self.open_series(), take, telling=self.telling)
        self.put_away()
        self.take = opened
        self.watch = SetWatch(opened, self.tell, self.cameras, free=lambda: shutil.disk_usage(take.path).free)
        self.telling.forget_alarms()
        self.take_camera()
        self.tell(opened.message())
        self.stand()
        return opened

    def put_away(self) -> None:
        """Close the take on the desk."""
        if self.watch is not None:
            self.watch.close()
        if self.take is not None:
            with self.take:
                self.take = None
        self.watch, self.state = None, "closed"

    def take_camera(self) -> None:
        """Shoot the take on the desk with the chosen camera, where there is one and it has opened."""
        take = self.take
        if take is None:
            return
        with suppress(KomadoriError):
            owned = self.cameras.get()
            if owned.opened.done() and not owned.opened.exception():
                self._shoot_with(take, owned)

    def stand(self, *, rings: bool = False) -> None:
        """Tell the pages where the shooting stands, and the hooks that the camera stands at another frame."""
        take = self.take
        if take is not None and self.state == "closed":
            self.state = "ready"
        kept = take.writer.pictures[-1].kept if take and take.writer.pictures else ""
        told = DeskOut(
            state=self.state,
            next=take.next_out() if take else None,
            rings=rings,
            on=take.on if take else self.chosen.on,
            dark=self.dark.on,
            black=self.black,
            saved=kept,
        )
        self.tell(told)
        if take is not None and (position := take.next) != self._position:
            self._position = position
            self.event("position", position)

    def switched(self) -> None:
        """Tell the pages that a switch of the desk was turned; from any thread, which knows nothing of the take."""

        def change() -> DeskOut:
            told: DeskOut = self.telling.newest(DeskOut) or DeskOut()
            return msgspec.structs.replace(told, rings=False, dark=self.dark.on, black=self.black)

        self.telling.change(change)

    def event(self, word: str, exposure: Exposure | None = None, file: Path | None = None) -> None:
        """Publish what happened, in the field's words."""
        take = self.take
        if take is None:
            return
        slate = take.take.slate
        names = take.writer.sheet.exposures
        name = exposure.exposure if exposure else names[0]
        told = Event(
            word=word,
            production=self.open_series().series.title,
            scene=f"{slate.episode}_{slate.scene}_{slate.shot}",
            take=f"{take.take.take.number:02d}",
            frame=exposure.frame if exposure else take.next.frame,
            exposure=names.index(name) + 1 if name in names else 1,
            exposure_name=name,
            file=str(file) if file else "",
            rate=take.take.take.rate,
        )
        self.publish(told)

    # -- for whoever tells ---------------------------------------------------------------------------------------

    def take_message(self) -> TakeOut:
        """The take on the desk, whole."""
        take = self.take
        return take.message() if take else TakeOut(id=None)

    def tell_series(self) -> None:
        """Tell the pages which series this is."""
        if self.series is None:
            self.tell(SeriesOut())
            return
        rate = self.series.series.rate
        self.tell(SeriesOut(title=self.series.series.title, rate=(rate.numerator, rate.denominator)))

    def tell_shots(self) -> None:
        """Tell the pages all shots of the series."""
        entries = self.series.shots() if self.series else ()
        self.tell(
            Shots(
                shots=tuple(
                    ShotRow(
                        slate=str(entry.slate),
                        takes=entry.takes,
                        pictures=entry.pictures,
                        frames=entry.frames,
                        shot=entry.shot,
                        on=entry.on,
                        kept=entry.kept,
                        notices=entry.notices,
                    )
                    for entry in entries
                )
            )
        )

    # -- inside --------------------------------------------------------------------------------------------------

    def _act(self, command: Command, words: Words) -> Told:
        try:
            return self._acts[command.name](self, words) or {}
        finally:
            if command.name == "shoot":
                self.shooting.clear()
            if self.take is not None and self.take.told():
                self.stand()

    def _shoot_with(self, take: OpenTake, owned: OwnedCamera) -> None:
        settings = _by_exposure(self.cameras.overrides.get(owned.name, ()), take.sheet)
        take.owned = owned
        if take.session is not None:
            take.session.shoot_with(owned.camera, settings)
            return
        take.session = Session(
            take.writer,
            owned.camera,
            on=take.on,
            settings=settings,
            before=self._before,
            after=lambda _exposure: self.dark.end(),
            axes=self.rig.axes,
        )

    def _before(self, exposure: Exposure) -> None:
        self.event("shoot", exposure)
        if self.watch is not None:
            self.watch.aim()
        self.dark.begin()
        if self.dark.newly_late():
            self.tell(Remark(text=LATE, hint="look at its other windows and second screens.", severity="trouble"))

    def _camera_opened(self, camera: OwnedCamera) -> None:
        def begin() -> None:
            from komadori.studio.acts.cameras import restored, rig_follows

            restored(self, camera)
            if camera.name == self.cameras.chosen:
                self.take_camera()
                rig_follows(self)
                self.stand()

        self.submit(begin)


def _by_exposure(overrides: tuple[tuple[str, str, str], ...], sheet: Sheet) -> dict[str, tuple[tuple[str, str], ...]]:
    return {
        exposure: tuple((name, value) for at, name, value in overrides if at == exposure)
        for exposure in sheet.exposures
    }


def _done(result: Told) -> "Future[Told]":
    future: Future[Told] = Future()
    future.set_result(result)
    return future


def _tried(work: Callable[[], Told | None]) -> "Future[Told]":
    future: Future[Told] = Future()
    try:
        future.set_result(work() or {})
    except Exception as error:  # it is the asker's, whatever it is
        future.set_exception(error)
    return future


def _too_late() -> Told:
    raise Cancelled("The studio is closing.", hint="open it again; everything taken is safe.")
