"""One thread that owns an opened camera, so that a live view and a press never meet in it."""

import math
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from komadori.capture.liveview import LOST, Frame, LiveView
from komadori.capture.proxy import proxy
from komadori.devices.protocols import Camera, CameraClosed, Fed, NotOffered, Previewing
from komadori.errors import DeviceFailed

__all__ = ["Frame", "OwnedCamera"]

Answer = TypeVar("Answer")


class OwnedCamera:
    """A camera that is opened, looked through and asked on a thread of its own, and only there.

    `name` is what opens it, `open` opens it, `fps` is the most the live view asks for in a second. `opened` tells the
    model's name, or raises what opening raised. `on_change` is called, on the camera's thread, when it has opened, when
    `trouble` begins or ends, and when its settings may have changed. While somebody watches, the camera is looked
    through again and again; whatever is asked comes before the next look.
    """

    def __init__(
        self,
        name: str,
        open: Callable[[], Camera],  # noqa: A002
        *,
        fps: float = 30.0,
        on_change: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self.opened: Future[str] = Future()
        self.on_change = on_change
        self._open, self._clock = open, clock
        self._view = LiveView(fps, changed=self.changed, clock=clock)
        self._asked: deque[Callable[[Camera | None], None]] = deque()
        self._news = threading.Condition()
        self._watched = 0
        self._closing = False
        self._owned: Camera | None = None
        self._proxy: Any = None
        self._thread = threading.Thread(target=self._serve, name=f"camera {name}", daemon=True)
        self._thread.start()

    @property
    def model(self) -> str:
        """The camera's make and model; the name that opens it until it has opened."""
        return self._owned.name if self._owned else self.name

    @property
    def camera(self) -> Any:
        """The camera for other threads: it has the same capabilities, and each call is made on the owner's thread.

        Waits until the camera has opened, and raises what opening raised.
        """
        self.opened.result()
        return self._proxy

    @property
    def newest(self) -> Frame | None:
        """The last picture of the live view, None before the first."""
        return self._view.newest

    @property
    def fps(self) -> float:
        """Frames a second of the live view as measured of late; 0 while none come."""
        return self._view.fps

    @property
    def trouble(self) -> str:
        """What is wrong with the camera, as a sentence; "" while nothing is known to be."""
        return self._view.trouble

    @property
    def live(self) -> bool:
        """Whether the camera has a live view, as far as it has told."""
        return self.offers(Previewing) and self._view.offered

    @property
    def watched(self) -> int:
        """How many watch the live view now."""
        return self._watched

    @contextmanager
    def watch(self) -> Iterator[None]:
        """Watch the live view inside the `with`; it runs while anybody does."""
        self._watch(1)
        try:
            yield
        finally:
            self._watch(-1)

    def subscribe(self, callback: Callable[[Frame], None]) -> Callable[[], None]:
        """Have `callback` called with every frame, on the camera's thread, and return what ends that.

        Watching is another matter: frames come while somebody watches. One that raises is not called again.
        """
        return self._view.subscribe(callback)

    def offers(self, capability: type) -> bool:
        """Whether the camera has a capability of `devices.protocols`; False until it has opened."""
        return self._owned is not None and isinstance(self._owned, capability)

    def guest(self) -> Fed:
        """The camera for whoever brings its pictures: past the owner's thread, which may be waiting for them.

        Raises NotOffered where its pictures are its own, and what opening raised.
        """
        self.opened.result()
        camera: object = self._held
        if not isinstance(camera, Fed):
            raise NotOffered(f"The {self.model} takes its own photographs.")
        return camera

    def call(self, ask: Callable[[Camera], Answer]) -> Future[Answer]:
        """Have `ask` called with the camera on its thread, before the next look; what it raises is in the future.

        The future raises CameraClosed once the camera is closed, and what opening raised where it never opened.
        """
        future: Future[Answer] = Future()
        with self._news:
            late = self._closing
            if not late:
                self._asked.append(lambda camera: self._answer(future, ask, camera))
                self._news.notify()
        if late:
            self._answer(future, ask, None)
        return future

    def run(self, ask: Callable[[Camera], Answer]) -> Answer:
        """What `ask` returns or raises when it is called with the camera on its thread."""
        if threading.current_thread() is self._thread and self._owned:
            return ask(self._owned)
        return self.call(ask).result()

    def answered(self) -> None:
        """The camera did what it was asked, so whatever was wrong with it is over; called on its thread."""
        self._view.answered()

    def changed(self) -> None:
        """Tell `on_change` that something of this camera is not as it was."""
        self.on_change()

    @property
    def closing(self) -> bool:
        """Whether it was let go, or never opened: no more frames come."""
        return self._closing

    def close(self, patience: float | None = None) -> None:
        """Let go of the camera once it has done what it is doing; what still waits is refused. Again does nothing.

        With `patience`, wait no more than so many seconds for that; it is let go all the same, as soon as it answers.
        """
        with self._news:
            self._closing = True
            self._news.notify()
        if threading.current_thread() is not self._thread:
            self._thread.join(patience)

    def _watch(self, more: int) -> None:
        with self._news:
            self._watched += more
            self._news.notify()

    def _serve(self) -> None:
        try:
            self._begin()
        except BaseException as failure:  # it is told to whoever waits for the camera
            with self._news:
                self._closing = True
            self._view.trouble = str(failure)
            self.opened.set_exception(failure)
            self._refuse()
            self.changed()
            return
        try:
            while self._turn():
                pass
        finally:
            self._refuse()
            with suppress(DeviceFailed):
                self._held.close()

    def _begin(self) -> None:
        camera = self._open()
        self._proxy = proxy(camera, self)
        self._owned = camera
        self.opened.set_result(camera.name)
        self.changed()

    @property
    def _held(self) -> Camera:
        if self._owned is None:
            raise CameraClosed(f"The camera {self.name} is not open.")
        return self._owned

    def _turn(self) -> bool:
        """Wait for the next thing to do and do it; False when the camera is to be closed."""
        with self._news:
            while not (self._closing or self._asked or self._pause() <= 0):
                pause = self._pause()
                self._news.wait(None if pause == math.inf else pause)
            if self._closing:
                return False
            ask = self._asked.popleft() if self._asked else None
        if ask is not None:
            ask(self._held)
        else:
            self._view.step(self._held)
        return True

    def _pause(self) -> float:
        """Seconds until the next look."""
        return self._view.due() - self._clock() if self._watched else math.inf

    def _refuse(self) -> None:
        with self._news:
            left, self._asked = self._asked, deque()
        for ask in left:
            ask(None)

    def _answer(self, future: "Future[Answer]", ask: Callable[[Camera], Answer], camera: Camera | None) -> None:
        """Fulfil one future; `camera` is None where there is none any more."""
        if not future.set_running_or_notify_cancel():
            return
        if camera is None:
            never = self.opened.exception() if self.opened.done() else None
            future.set_exception(never or CameraClosed(f"The {self.model} is closed."))
            return
        try:
            answer = ask(camera)
        except LOST as loss:
            self._view.unanswered(loss)
            future.set_exception(loss)
        except BaseException as failure:  # it is the asker's
            future.set_exception(failure)
        else:
            future.set_result(answer)
