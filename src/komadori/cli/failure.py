"""What a person is told when a command fails, and the exit code, in one place."""

import errno
import os
import sys
import tempfile
import traceback
from pathlib import Path
from typing import NamedTuple

import click

from komadori.cli.talk import emit, stopped, talk
from komadori.errors import KomadoriError


class Told(NamedTuple):
    """A failure in words, with the exit code it deserves."""

    message: str
    hint: str
    code: int


def tell(failure: BaseException, *, as_json: bool) -> int:
    """Say on stderr what failed, and as JSON on stdout where that was asked for; return the exit code."""
    if isinstance(failure, BrokenPipeError):
        # Whoever read our output has gone; Python would complain about it once more when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    if isinstance(failure, click.Abort) and isinstance(failure.__cause__, KomadoriError):
        # Click takes an error that is an EOFError for Ctrl-D, also where a camera has come to its end.
        failure = failure.__cause__
    told = _words(failure)
    talk(f"error: {told.message}" + (f"\nhint: {told.hint}" if told.hint else ""))
    if as_json:
        emit({"error": {"kind": type(failure).__name__, "message": told.message, "hint": told.hint}})
    return told.code


def _words(failure: BaseException) -> Told:
    if isinstance(failure, KomadoriError):
        text = str(failure).removesuffix(f"\nhint: {failure.hint}") if failure.hint else str(failure)
        return Told(text, failure.hint, failure.exit_code)
    if isinstance(failure, click.UsageError):
        path = failure.ctx.command_path if failure.ctx else "komadori"
        return Told(failure.format_message(), f"`{path} --help` tells how it is used.", 2)
    if isinstance(failure, click.ClickException):
        return Told(failure.format_message(), "", 2)
    if isinstance(failure, KeyboardInterrupt | click.Abort):
        return _words(stopped())
    if isinstance(failure, OSError):
        where = f" at {failure.filename}" if failure.filename else ""
        hint = "choose a shorter name." if failure.errno == errno.ENAMETOOLONG else ""
        return Told(f"The system would not do it{where}: {failure.strerror or failure}.", hint, 1)
    return _our_mistake(failure)


def _our_mistake(failure: BaseException) -> Told:
    """Write what a developer needs into a file of its own, and say where it lies."""
    number, name = tempfile.mkstemp(prefix="komadori-mistake-", suffix=".txt")
    with open(number, "w", encoding="utf-8", errors="backslashreplace") as page:  # noqa: PTH123 - an open descriptor
        page.write(" ".join(sys.argv) + "\n" + "".join(traceback.format_exception(failure)))
    return Told(
        f"This is our mistake, not yours: {type(failure).__name__}: {failure}. No picture was lost.",
        f"please send us {Path(name)}; `komadori --debug …` shows the same at once.",
        1,
    )
