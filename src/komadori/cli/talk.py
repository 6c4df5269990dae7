"""Data goes to stdout, talk to stderr; the only file that prints."""

import io
import sys
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TextIO

import click

from komadori.errors import Cancelled
from komadori.progress import Result, Work

if TYPE_CHECKING:
    from rich.console import Console


def use_any_letters() -> None:
    """Let a file name that the terminal cannot spell be printed with escapes instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(text: str) -> None:
    """Print data for a person on stdout."""
    click.echo(text)


def talk(text: str) -> None:
    """Tell a person something on stderr."""
    click.echo(text, err=True)


def emit(value: object) -> None:
    """Print one JSON document as one line on stdout, flushed before this returns.

    Dataclasses become objects, paths text, and rates the words that `parse_rate` reads.
    """
    import msgspec

    line = msgspec.json.encode(_spelt(msgspec.to_builtins(value, enc_hook=_json_words))) + b"\n"
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:
        sys.stdout.write(line.decode())
    else:
        sys.stdout.flush()
        binary.write(line)
    sys.stdout.flush()


def _json_words(value: object) -> Any:
    if isinstance(value, PurePath | Fraction):
        return str(value)
    message = f"{type(value).__name__} has no form in JSON"
    raise NotImplementedError(message)


def _spelt(value: Any) -> Any:
    """The same with the odd bytes of file names that are not Unicode as escapes, in sentences too: JSON is Unicode."""
    match value:
        case str():
            return value.encode("utf-8", "backslashreplace").decode()
        case dict():
            return {_spelt(name): _spelt(held) for name, held in value.items()}
        case list() | tuple():
            return [_spelt(held) for held in value]
        case _:
            return value


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, title: str = "", on_stderr: bool = False) -> None:
    """Print `rows` under `columns`; on stdout, as tables are data, unless they only tell of something else."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    drawn = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, title_style="bold")
    for name in columns:
        drawn.add_column(name, overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(cell) for cell in row))
    console(sys.stderr if on_stderr else sys.stdout).print(drawn)


def console(stream: TextIO) -> "Console":
    """A rich console that takes file names at their word; wide where no terminal sets the width."""
    from rich.console import Console

    # A pipe has no width, and a file name cut at column 80 is of no use to the program that reads it.
    width = None if stream.isatty() else 400
    return Console(file=stream, width=width, markup=False, highlight=False, emoji=False)


def show_progress(work: Work[Result]) -> Result:
    """Drive `work` to its end with a bar on stderr, and return its result.

    Ctrl-C closes the work, which leaves no half-written file, and raises Cancelled. Without a terminal nothing is
    drawn.
    """
    try:
        return _with_bar(work) if sys.stderr.isatty() else _quietly(work)
    except KeyboardInterrupt:
        work.close()
        raise stopped() from None


def stopped() -> Cancelled:
    """What to raise, or to tell, when a person stopped the work."""
    return Cancelled("Stopped. What was finished stays.", hint="the same command does what is missing.")


def _quietly(work: Work[Result]) -> Result:
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


def _with_bar(work: Work[Result]) -> Result:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    words = TextColumn("{task.description}", markup=False)
    with Progress(
        words, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console(sys.stderr), transient=True
    ) as bar:
        task = bar.add_task("", total=None)
        while True:
            try:
                step = next(work)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            bar.update(task, completed=step.done, total=step.total, description=step.doing)
