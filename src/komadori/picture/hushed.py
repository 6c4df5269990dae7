"""Hear what native decoders say on the terminal, instead of letting a person read it.

LibRaw, libpng, libtiff and OpenEXR report damage by writing to the process's standard error. For LibRaw it is the
only way in which it tells of damage that it could step over.
"""

import contextlib
import os
import tempfile
import threading
from collections.abc import Iterator

STANDARD_ERROR = 2
LOCK = threading.RLock()


@contextlib.contextmanager
def hushed() -> Iterator[list[str]]:
    """Within the block nothing reaches the terminal; after it the list holds the lines that were said.

    The redirection is the whole process's: blocks of several threads run one after the other, and what another thread
    writes meanwhile is lost. So only decoders are run inside, and those that are often run in threads, only when a
    file is seen for the first time.
    """
    said: list[str] = []
    with LOCK:
        try:
            terminal = os.dup(STANDARD_ERROR)
        except OSError:  # A process without a standard error has nobody to disturb.
            yield said
            return
        with tempfile.TemporaryFile() as ear:
            os.dup2(ear.fileno(), STANDARD_ERROR)
            try:
                yield said
            finally:
                os.dup2(terminal, STANDARD_ERROR)
                os.close(terminal)
                ear.seek(0)
                said += ear.read().decode(errors="replace").splitlines()
