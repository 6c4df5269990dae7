"""The browser's own webcam as a guest: a page shows it and takes its photographs, and brings them here."""

import secrets
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from komadori.devices.driver import Connected, Option
from komadori.devices.protocols import CameraClosed, CameraLost, CameraTimeout, Photograph

OPTIONS = (
    Option(name="patience", kind="seconds", default=15.0, sentence="How long the page may take for one photograph."),
)

FRESH = 1.0
"""Seconds within which a page must show something new, or its live view stands still."""


def open_camera(place: str, options: Mapping[str, Any]) -> "BrowserCamera":
    """A place for the webcam that a page calls `place`; it is lost until the page has come."""
    return BrowserCamera(place, patience=options["patience"])


def connected() -> Iterable[Connected]:
    """None: which webcams there are is known to the pages alone."""
    return ()


class BrowserCamera:
    """Fulfils Camera, Previewing, Reconnecting and Fed; `patience` is in seconds."""

    def __init__(self, label: str = "", *, patience: float = 15.0, clock: Callable[[], float] = time.monotonic) -> None:
        self.name = label or "browser's webcam"
        self.on_press: Callable[[str], None] = lambda _token: None
        self._patience, self._clock = patience, clock
        self._news = threading.Condition()
        self._pages = 0
        self._closed = False
        self._presses = 0
        self._awaited = ""
        self._brought: tuple[str, bytes] | None = None
        self._shown, self._seen, self._jpeg = 0, 0, b""

    def shoot(self) -> Photograph:
        """Ask the page for a photograph and wait until it comes, at full size, as the page has it."""
        with self._news:
            self._answer()
            self._presses += 1
            # Of its own in every run: a page may still bring what a studio that was killed had asked for.
            token = self._awaited = f"press {self._presses} {secrets.token_hex(8)}"
            self._brought = None
        self.on_press(token)
        with self._news:
            try:
                self._wait(lambda: self._brought is not None, self._patience, "brought no photograph")
                name, data = self._brought or ("", b"")
            finally:
                self._awaited, self._brought = "", None
        suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
        return Photograph(files=((f"browser_{self._presses:06}{suffix}", data),), token=token)

    def preview(self) -> bytes:
        """The next picture of the live view, as the page sent it."""
        with self._news:
            self._answer()
            self._wait(lambda: self._shown > self._seen, min(FRESH, self._patience), "showed nothing new")
            self._seen = self._shown
            return self._jpeg

    def feed(self, token: str, name: str, data: bytes) -> None:
        """The photograph asked for by `token`; one that nobody waits for any more is let go."""
        with self._news:
            if token == self._awaited:
                self._brought = (name, data)
                self._news.notify_all()

    def show(self, jpeg: bytes) -> None:
        """A picture of the live view."""
        with self._news:
            self._jpeg = jpeg
            self._shown += 1
            self._news.notify_all()

    def here(self) -> None:
        """A page that has the webcam has come."""
        with self._news:
            self._pages += 1
            self._news.notify_all()

    def gone(self) -> None:
        """Such a page has left."""
        with self._news:
            self._pages = max(0, self._pages - 1)
            self._news.notify_all()

    def reconnect(self) -> None:
        """Nothing but asking whether the page is back: it comes by itself."""
        with self._news:
            self._answer()

    def close(self) -> None:
        """Expect no page any more."""
        with self._news:
            self._closed = True
            self._news.notify_all()

    def _wait(self, come: Callable[[], bool], patience: float, wanting: str) -> None:
        until = self._clock() + patience
        while not come():
            self._answer()
            left = until - self._clock()
            if left <= 0:
                raise CameraTimeout(
                    f"The page with the {self.name} {wanting} for {patience:g} s.",
                    hint="bring the page to the front; a hidden page is not given pictures",
                )
            self._news.wait(left)

    def _answer(self) -> None:
        if self._closed:
            raise CameraClosed(f"The {self.name} is closed.")
        if not self._pages:
            raise CameraLost(
                f"No page shows the {self.name}.", hint="open the set-up room where the webcam is, and allow the camera"
            )
