"""A process of our own that answers calls within a deadline, or is killed."""

import os
import subprocess
import sys
from contextlib import suppress
from multiprocessing import Pipe

FAREWELL = 3.0  # seconds a process may take to put its camera away once it is told to end


class ProcessEndedError(Exception):
    """The process is gone; `code` is its exit status, negative for a signal."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Watched:
    """Runs a module in a process of its own, with a pipe between them whose descriptor is the module's one argument.

    The process reads requests and answers each with one reply. It has its own session, so that Ctrl-C in a terminal
    reaches the program and not the camera; it ends by itself when the pipe closes, even if this program is killed.
    """

    def __init__(self, module: str) -> None:
        self._link, theirs = Pipe()
        # The library's reasons are matched by their words, and so it must speak English.
        environment = {**os.environ, "LC_ALL": "C", "PYTHONWARNINGS": "ignore"}
        command = [sys.executable, "-P", "-m", module, str(theirs.fileno())]
        self._process = subprocess.Popen(  # noqa: S603 - our own module, by our own interpreter
            command,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=environment,
        )
        theirs.close()

    @property
    def pid(self) -> int:
        """The process, for whoever must watch it from outside."""
        return self._process.pid

    def ask(self, request: bytes, deadline: float) -> bytes:
        """The reply to `request` within `deadline` seconds.

        Raises TimeoutError, having killed the process, or ProcessEndedError where it is gone.
        """
        try:
            self._link.send_bytes(request)
            if self._link.poll(deadline):
                return self._link.recv_bytes()
        except (EOFError, OSError) as error:
            self.stop()
            raise ProcessEndedError(self._process.returncode) from error
        self._process.kill()
        self.stop()
        raise TimeoutError(deadline)

    def stop(self) -> None:
        """End the process: closing the pipe asks it to, and it is killed if it does not. Stopping again is harmless."""
        self._link.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(FAREWELL)
        self._process.kill()
        self._process.wait()
