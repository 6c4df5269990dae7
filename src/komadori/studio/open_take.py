"""The take on the desk: held for writing, and told to the pages as it changes."""

from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from itertools import count
from typing import Self

from komadori.capture.owner import OwnedCamera
from komadori.capture.session import Session
from komadori.errors import KomadoriError
from komadori.film import Picture
from komadori.sheet.edit import Clip
from komadori.sheet.history import History
from komadori.sheet.plan import Exposure, plan_onward
from komadori.sheet.sheet import Sheet
from komadori.store import SeriesFolder, ShotFolder, TakeFolder
from komadori.studio.messages import Changed, NextOut, NoteOut, OtherTake, PictureRow, TakeOut
from komadori.studio.sheet_out import columns_out, layout_out, splices_between
from komadori.studio.telling import Telling

PREROLL = 48
"""Pictures of the previous shot's end that a page may show before frame 1: two seconds."""

_openings = count(1)


class OpenTake:
    """One take held for writing. What it tells comes from values that never change, so any thread may ask for it.

    `session` shoots it with the camera `owned`, None before the first is open; `clip` is what was copied or cut last.
    `shot_with` are the settings noted with the last picture of each camera and exposure.
    """

    def __init__(self, series: SeriesFolder, take: TakeFolder, *, telling: Telling) -> None:
        self.series, self.take = series, take
        self.shot: ShotFolder = series.shot(take.slate)
        self.on = take.shot.on
        self.session: Session | None = None
        self.owned: OwnedCamera | None = None
        self.clip: Clip | None = None
        self.shot_with: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
        self._telling = telling
        self._held = ExitStack()
        self.writer = self._held.enter_context(take.writer())
        self.sheet: Sheet = self.writer.sheet
        self._reach = _reach(self.writer.history)
        self._pictures = {picture.number: picture for picture in self.writer.pictures}
        self.before = _previous(series, take)
        self._before_frames = _last_frames(self.before) if self.before else ()
        self.others = tuple(_others(self.shot, take))
        # A page that was connected before must not take this opening's changes for those of another.
        self.revision = next(_openings) * 1_000_000

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    @property
    def next(self) -> Exposure:
        """The exposure the camera stands at."""
        return self.session.next if self.session else next(plan_onward(self.writer.sheet, self.on))

    def message(self) -> TakeOut:
        """The whole take as it stands."""
        done, undone = self._reach
        return TakeOut(
            id=self.take.take.id,
            slate=str(self.take.slate.of_take(None)),
            number=self.take.take.number,
            takes=tuple(self.shot.takes()),
            rate=(self.take.take.rate.numerator, self.take.take.rate.denominator),
            exposures=self.sheet.exposures,
            revision=self.revision,
            columns=columns_out(self.sheet),
            pictures=tuple(_row(picture) for picture in tuple(self._pictures.values())),
            sounds=tuple(self.shot.sounds()),
            references=tuple(self.take.references()),
            before=self._before_frames,
            before_take=self.before.take.id if self.before else "",
            others=tuple(OtherTake(number=other.take.number, id=other.take.id) for other in self.others),
            undo=done,
            redo=undone,
        )

    def told(self) -> bool:
        """Tell the pages what has happened to the sheet since it was told last; returns whether anything has."""
        sheet = self.writer.sheet
        if sheet is self.sheet:
            return False

        def change() -> Changed:
            splices = splices_between(self.sheet, sheet)
            layout = layout_out(sheet) if sheet.layout != self.sheet.layout else None
            self.sheet = sheet
            self.revision += 1
            self._reach = done, undone = _reach(self.writer.history)
            return Changed(revision=self.revision, changes=splices, layout=layout, undo=done, redo=undone)

        self._telling.change(change)
        return True

    def keep(self, picture: Picture) -> None:
        """Remember a picture that was kept just now."""
        self._pictures[picture.number] = picture

    def picture(self, take: TakeFolder, number: int) -> Picture:
        """Picture `number` of this take, or of another one of its shot or the shot before. Raises UnknownPicture."""
        known = self._pictures.get(number) if take is self.take else None
        return known or take.picture(number)

    def next_out(self) -> NextOut:
        """The exposure the camera stands at, as it is told."""
        exposure = self.next
        notes = tuple(NoteOut(text=note.text, alarm=note.alarm) for note in exposure.notes)
        return NextOut(
            frame=exposure.frame,
            exposure=exposure.exposure,
            length=exposure.length,
            notes=notes,
            insert=exposure.insert,
        )


def _reach(history: History) -> tuple[bool, bool]:
    """Whether there is something to undo, and to redo."""
    return bool(len(history.done)), bool(len(history.undone))


def _row(picture: Picture) -> PictureRow:
    return (picture.number, picture.exposure, picture.width, picture.height)


def _previous(series: SeriesFolder, take: TakeFolder) -> TakeFolder | None:
    """The newest take of the shot before this one in its scene."""
    here = take.slate.of_take(None)
    scene = (here.episode, here.scene)
    earlier = [
        entry.slate
        for entry in series.shots()
        if entry.takes and (entry.slate.episode, entry.slate.scene) == scene and entry.slate.shot < here.shot
    ]
    try:
        return series.take(earlier[-1]) if earlier else None
    except KomadoriError:
        # What is wrong with another shot is told when it is opened itself.
        return None


def _others(shot: ShotFolder, take: TakeFolder) -> Iterator[TakeFolder]:
    """The other takes of the shot that can be read."""
    for number in shot.takes():
        if number != take.take.number:
            with suppress(KomadoriError):
                yield shot.take(number)


def frames_of(take: TakeFolder) -> list[int]:
    """The picture of its first exposure at each frame of a take, 0 where there is none."""
    sheet = take.sheet
    return [
        number for span in sheet.spans() for number in [span.cell.picture(sheet.exposures[0]) or 0] * span.cell.length
    ]


def _last_frames(take: TakeFolder) -> tuple[int, ...]:
    """The pictures of the last frames of a take, one for each frame."""
    sheet = take.sheet
    numbers = (
        number
        for span in sheet.spans()
        if not span.cell.hidden and (number := span.cell.picture(sheet.exposures[0])) is not None
        for _ in range(span.cell.length)
    )
    return tuple(deque(numbers, PREROLL))
