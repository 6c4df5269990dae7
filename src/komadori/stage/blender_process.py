"""The renderer's own process from the outside: started, spoken to, waited for, and ended whatever state it is in."""

import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypeAlias

WORKER = Path(__file__).with_name("blender") / "worker.py"
PROTOCOL = 1
START_LIMIT = 180.0
"""Seconds a worker may take from its start until it is ready; importing bpy takes 2 to 10 on a busy machine."""
GLANCE = 0.25
"""Seconds between two looks whether the process still lives, and the longest a Ctrl-C waits."""
TOLD_LINES = 8


How: TypeAlias = Literal["died", "killed", "hung", "refused", "memory", "import"]
"""It ended, was ended by the system, gave no answer, could not do it, had no memory, or what it needs is missing."""


class WorkerLost(Exception):
    """The process did not do what was asked; `how` tells why."""

    def __init__(self, how: How, told: str) -> None:
        super().__init__(told)
        self.how = how
        self.told = told

    @property
    def brief(self) -> str:
        """What it told, without the process's last words."""
        return self.told.partition(" after saying")[0]


class WorkerProcess:
    """One worker. `command` starts it, without arguments of ours; `facts` is what it said of itself.

    Raises WorkerLost where it does not come up. Closing it kills it: nothing in it needs saving.
    """

    def __init__(self, command: Sequence[str], *, start_limit: float = START_LIMIT) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="komadori-stage-")
        self._log = (Path(self.folder.name) / "log").open("w+b")
        self._link: socket.socket | None = None
        self._lines = b""
        self._process: subprocess.Popen[bytes] | None = None
        try:
            self._start(command, time.monotonic() + start_limit)
        except BaseException:
            self.close()
            raise

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.poll() is None

    def ask(self, request: Mapping[str, Any], *, limit: float) -> dict[str, Any]:
        """Send `request` and wait at most `limit` seconds for what came of it. Raises WorkerLost.

        Whatever else breaks the wait (Ctrl-C), the process is ended, because it cannot be told to stop.
        """
        try:
            self._tell(request)
            answer = self._next(time.monotonic() + limit)
        except BaseException:
            self.close()
            raise
        if "failed" in answer:
            raise WorkerLost("memory" if answer["failed"] == "memory" else "refused", answer["why"])
        done: dict[str, Any] = answer["done"]
        return done

    def close(self) -> None:
        """End the process and take its folder away. Closing again does nothing."""
        if self._link is not None:
            self._link.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._log.close()
        self.folder.cleanup()

    def _start(self, command: Sequence[str], until: float) -> None:
        token = secrets.token_hex(16)
        with socket.create_server(("127.0.0.1", 0)) as listening:
            environment = {**os.environ, "KOMADORI_CHANNEL": f"{listening.getsockname()[1]}:{token}"}
            self._process = _started(command, environment, self._log)
            listening.settimeout(GLANCE)
            while True:
                self._link = self._accepted(listening, until)
                if self._link is None:
                    continue
                hello = self._next(until)
                if secrets.compare_digest(str(hello.get("token", "")), token):
                    break
                self._link.close()
        if hello["protocol"] != PROTOCOL:
            raise WorkerLost("import", f"its worker speaks protocol {hello['protocol']}, not {PROTOCOL}")
        ready = self._next(until)
        if "ready" not in ready:
            raise WorkerLost("import", ready["why"])
        self.facts: dict[str, Any] = ready["ready"]

    def _accepted(self, listening: socket.socket, until: float) -> socket.socket | None:
        try:
            link, _ = listening.accept()
        except TimeoutError:
            self._still_there(until)
            return None
        link.settimeout(GLANCE)
        return link

    def _tell(self, request: Mapping[str, Any]) -> None:
        if self._link is None or not self.alive:
            raise self._lost()
        try:
            self._link.sendall(json.dumps(request).encode() + b"\n")
        except OSError:
            raise self._lost() from None

    def _next(self, until: float) -> dict[str, Any]:
        assert self._link is not None  # noqa: S101  # only called once linked
        while b"\n" not in self._lines:
            try:
                more = self._link.recv(1 << 16)
            except TimeoutError:
                self._still_there(until)
                continue
            except OSError:
                raise self._lost() from None
            if not more:
                raise self._lost()
            self._lines += more
        line, _, self._lines = self._lines.partition(b"\n")
        message: dict[str, Any] = json.loads(line)
        return message

    def _still_there(self, until: float) -> None:
        if not self.alive:
            raise self._lost()
        if time.monotonic() > until:
            raise WorkerLost("hung", "it gave no answer")

    def _lost(self) -> WorkerLost:
        if self._process is None:
            return WorkerLost("died", "it was not running")
        try:
            code = self._process.wait(5)
        except subprocess.TimeoutExpired:
            return WorkerLost("died", "it closed its connection")
        if code in (-9, 137):
            return WorkerLost("killed", "the system ended it, mostly for want of memory")
        told = self._last_words()
        return WorkerLost("died", f"it ended with code {code}" + (f" after saying:\n{told}" if told else ""))

    def _last_words(self) -> str:
        self._log.seek(0)
        lines = self._log.read()[-20000:].decode(errors="replace").strip().splitlines()
        return "\n".join(f"  {line}" for line in lines[-TOLD_LINES:])


def _started(command: Sequence[str], environment: Mapping[str, str], log: Any) -> "subprocess.Popen[bytes]":
    # A session of its own keeps the terminal's Ctrl-C from the worker, which could only half obey it.
    apart: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    try:
        return subprocess.Popen(  # noqa: S603  # the command is the one the person set up
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=dict(environment), **apart
        )
    except OSError as failure:
        raise WorkerLost("import", f"{command[0]} cannot be started: {failure.strerror}") from failure
