"""Hooks: a script called as the field calls it, and Python callables by entry point; none holds up the shooting.

The script gets positional arguments: production, scene, take, the action's word, frame, exposure number, exposure
name, and for the three actions with a picture its file. A Python hook is a callable under the entry-point group
`komadori.events` that takes an `Event`.
"""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from queue import Empty, Full, Queue
from types import MappingProxyType
from typing import IO, Any, Protocol

from komadori import plugins
from komadori.studio.events import Event
from komadori.studio.remote.asking import Tell

GROUP = "komadori.events"

ACTIONS: Mapping[str, str] = MappingProxyType(
    {
        "shoot": "SHOOT",
        "delete": "DELETE",
        "position": "POSITION",
        "capture-complete": "CC",
        "frame-complete": "FC",
        "test": "TEST",
        "edit": "EDIT",
        "conform": "CONFORM",
        "new-take": "NEW_TAKE",
    }
)
"""What the field calls each moment."""

WITH_FILE = frozenset({"capture-complete", "frame-complete", "test"})

MOST_WAITING = 1_000
"""Events that may wait for a slow hook."""
LONGEST = 60.0
"""Seconds a script may take for one event."""
FAREWELL = 3.0
"""Seconds a hook has to finish once the studio closes."""

_UNSAFE_IN_BATCH = str.maketrans(dict.fromkeys('"&|<>^%!\r\n', "_"))
"""Signs that Windows' command interpreter would act upon when it runs a batch file."""


class Listener(Protocol):
    """Somebody who is told every moment, one at a time, on a thread of their own."""

    def tell(self, event: Event) -> None:
        """Tell one moment; may take as long as it takes."""
        ...

    def stop(self) -> None:
        """End what is going on."""
        ...


class Hook:
    """Hands events to one listener in their order, on its own thread, so that nobody waits for it."""

    def __init__(self, name: str, listener: Listener, tell: Tell) -> None:
        self._name, self._listener, self._tell = name, listener, tell
        self._closing = threading.Event()
        self._full = False
        self._events: Queue[Event | None] = Queue(MOST_WAITING)
        self._thread = threading.Thread(target=self._run, name=f"hook {name}", daemon=True)
        self._thread.start()

    def event(self, event: Event) -> None:
        """Let the listener know, as soon as it is done with what came before."""
        try:
            self._events.put_nowait(event)
            self._full = False
        except Full:
            if not self._full:
                self._full = True
                self._tell(f"{self._name} is too slow; it is not told everything.", "")

    def close(self) -> None:
        """Let it finish within a few seconds, and then no more."""
        with suppress(Full):
            self._events.put(None, timeout=FAREWELL)
        self._thread.join(FAREWELL)
        if self._thread.is_alive():
            self._closing.set()
            with suppress(Empty):
                while True:
                    self._events.get_nowait()
            self._listener.stop()
            self._events.put(None)
            self._thread.join(FAREWELL)

    def _run(self) -> None:
        while (event := self._events.get()) is not None and not self._closing.is_set():
            self._listener.tell(event)


class Script:
    """A program that is run once for each event, without a shell. What goes wrong is told once until it goes well."""

    def __init__(self, path: Path, tell: Tell, *, longest: float = LONGEST) -> None:
        self._path, self._tell, self._longest = path, tell, longest
        self._running: subprocess.Popen[bytes] | None = None
        self._failing = False

    def tell(self, event: Event) -> None:
        """Run the script for one event and wait for it."""
        with tempfile.TemporaryFile() as said:
            trouble, hint = self._run(event, said)
        if trouble and not self._failing:
            self._tell(f"The hook {self._path} {trouble}.", hint)
        self._failing = bool(trouble)

    def stop(self) -> None:
        """End the script that is running, and what it has begun."""
        if self._running is not None:
            _kill(self._running)

    def _run(self, event: Event, said: IO[bytes]) -> tuple[str, str]:
        try:
            self._running = subprocess.Popen(  # noqa: S603 - the person's own script, without a shell
                [str(self._path), *arguments(event, batch=self._path.suffix.lower() in {".bat", ".cmd"})],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
                start_new_session=True,
            )
        except PermissionError:
            return "may not be run", f"chmod +x {self._path}"
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            return f"cannot be run: {reason}", "Its first line says what runs it, such as #!/bin/sh"
        try:
            code = self._running.wait(self._longest)
        except subprocess.TimeoutExpired:
            _kill(self._running)
            return f"took longer than {self._longest:g} seconds at {ACTIONS[event.word]} and was ended", (
                "Let it do long work on its own, as in: long-work & at the end of a shell script."
            )
        finally:
            self._running = None
        return (f"failed at {ACTIONS[event.word]} with code {code}{_last_line(said)}", "") if code else ("", "")


class PythonHook:
    """A callable of an installed package. The first time it fails it is told, and called no more."""

    def __init__(self, name: str, load: Callable[[], Any], tell: Tell) -> None:
        self._name, self._load, self._tell = name, load, tell
        self._call: Callable[[Event], object] | None = None
        self._off = False

    def tell(self, event: Event) -> None:
        """Call it."""
        if self._off:
            return
        try:
            self._call = self._call or self._load()
            self._call(event)
        except (Exception, SystemExit) as error:
            self._off = True
            self._tell(f"The Python hook {self._name} failed and is switched off: {error!r:.300}.", "")

    def stop(self) -> None:
        """Nothing ends a call in this process; its thread ends with the program."""


def open_hooks(script: str, tell: Tell) -> list[Hook]:
    """A hook for the script, where one is named, and one for each Python hook that is installed."""
    hooks: list[Hook] = []
    if script:
        path = Path(script).expanduser().absolute()
        if not path.is_file():
            tell(f"There is no hook {path}.", "Look at the setting hook.")
        else:
            hooks.append(Hook(f"The hook {path}", Script(path, tell), tell))
    for name, load in plugins.find(GROUP).items():
        hooks.append(Hook(f"The Python hook {name}", PythonHook(name, load, tell), tell))
    return hooks


def arguments(event: Event, *, batch: bool = False) -> list[str]:
    """What the script is called with, as in the field; for a `batch` file without what its interpreter acts upon."""
    known = [
        event.production,
        event.scene,
        event.take,
        ACTIONS[event.word],
        str(event.frame),
        str(event.exposure),
        event.exposure_name,
    ]
    told = [*known, event.file] if event.word in WITH_FILE else known
    return [word.translate(_UNSAFE_IN_BATCH) for word in told] if batch else told


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _last_line(said: IO[bytes]) -> str:
    said.seek(0, os.SEEK_END)
    said.seek(max(0, said.tell() - 1_000))
    lines = said.read().decode(errors="replace").strip().splitlines()
    return f": {lines[-1][:300].rstrip('.')}" if lines else ""
