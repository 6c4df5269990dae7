"""The watch at the command line: its alarms in words, and the watch that runs beside the shooting."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from komadori.capture.session import Told
from komadori.capture.shoot import Kept
from komadori.capture.watch import Alarm, Severity
from komadori.capture.watch.beside import Watch
from komadori.capture.watch.planned import Program
from komadori.cli.talk import talk
from komadori.store import TakeFolder, TakeWriter

program_option = click.option(
    "--program",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A light program, as deflicker reads it: what it means the light to do is no slip.",
)


def program_in(path: Path | None) -> Program | None:
    """What the light program in a file tells the watch. Raises BadProgram."""
    from komadori.finish.flicker.program import read_program

    if path is None:
        return None
    told = read_program(path)
    return lambda frame: told.levels([frame], tuple(told.lamps))[0]


@dataclass(frozen=True, slots=True)
class Eyes:
    """The watch over one session, or none where it is switched off."""

    take: TakeFolder
    watch: Watch | None

    def over(self, told: Iterator[Told]) -> Iterator[Told]:
        """The same happenings; each picture is handed to the watch after whoever listens was told that it is kept."""
        for happening in told:
            yield happening
            if self.watch and isinstance(happening, Kept):
                picture = happening.picture
                self.watch.look(picture, self.take.file(picture), frame=happening.exposure.frame)

    def dismiss(self) -> str:
        """Tell no more alarms of the kind told last; in words."""
        kind = self.watch.dismiss() if self.watch else None
        return f"  No more alarms of “{kind}” in this session." if kind else "  There was no alarm to dismiss."


@contextmanager
def watching(take: TakeFolder, writer: TakeWriter, *, wanted: bool, program: Program | None = None) -> Iterator[Eyes]:
    """The watch beside a session; at its end it has a second to finish."""
    if not wanted:
        yield Eyes(take, None)
        return
    watch = Watch(
        tell=lambda alarm: talk(alarm_line(alarm)),
        trouble=lambda words: talk(f"watch: {words}"),
        free=lambda: shutil.disk_usage(take.path).free,
        program=program,
    )
    watch.begin(take, writer)
    try:
        yield Eyes(take, watch)
    finally:
        watch.close()
        watch.gone()


def alarm_line(alarm: Alarm) -> str:
    """One line, with a bell where it is more than a note."""
    bell = "" if alarm.severity is Severity.NOTE else "\a"
    return f"{bell}watch: {alarm.severity}  picture {alarm.picture}: {alarm.sentence}"
