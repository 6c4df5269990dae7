"""Look over a whole take that was shot already."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from komadori.capture.watch.alarm import Alarm
from komadori.capture.watch.limits import Limits
from komadori.capture.watch.planned import Program
from komadori.capture.watch.watcher import PROXY_WIDTH, Watcher
from komadori.errors import KomadoriError
from komadori.film import Picture, PictureFile
from komadori.picture import UnreadablePicture, read_proxy
from komadori.progress import Progress, Work
from komadori.store import TakeFolder
from komadori.store.disk import disk_errors

QUICK = (".jpg", ".jpeg")
"""Files that are read many times as fast as a RAW; the companion of one shows the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlook:
    """What was found in `pictures` pictures; `unread` are those that could not be looked at."""

    pictures: int
    alarms: tuple[Alarm, ...]
    unread: tuple[KomadoriError, ...] = ()


def look_over(
    take: TakeFolder, limits: Limits | None = None, *, exposure: str = "", program: Program | None = None
) -> Work[Overlook]:
    """Watch the pictures on the sheet in the order they were taken, each named exposure by itself.

    With `exposure` only that one is looked at. What a light `program` means the light to do is no slip.
    """
    shown = sorted(set(take.sheet.pictures()))
    pictures = [take.picture(number) for number in shown]
    pictures = [picture for picture in pictures if not exposure or picture.exposure == exposure]
    watchers: defaultdict[str, Watcher] = defaultdict(lambda: Watcher(limits, program=program))
    alarms: list[Alarm] = []
    unread: list[KomadoriError] = []
    for done, picture in enumerate(pictures):
        yield Progress(done=done, total=len(pictures), doing="looking over the take")
        frame = take.sheet.first_frame_of(picture.number)
        try:
            proxy = read_proxy(take.file(quickest(picture)), PROXY_WIDTH)
        except UnreadablePicture as why:
            unread.append(why)
        else:
            alarms += watchers[picture.exposure].look(picture, proxy, frame=frame)
    return Overlook(
        pictures=len(pictures),
        alarms=tuple(sorted(alarms, key=lambda alarm: alarm.picture)),
        unread=tuple(unread),
    )


def draw_alarms(take: TakeFolder, alarms: Sequence[Alarm], folder: Path) -> Work[tuple[Path, ...]]:
    """Draw each alarm into `folder` as a PNG named by its picture and kind.

    Drawings of the same names are replaced. Raises DiskFull, ReadOnlyFolder or StorageFailed.
    """
    from komadori.capture.watch.draw import draw_alarm

    drawn: list[Path] = []
    for done, alarm in enumerate(alarms):
        yield Progress(done=done, total=len(alarms), doing="drawing alarms")
        picture = take.picture(alarm.picture)
        now = read_proxy(take.file(quickest(picture)), PROXY_WIDTH)
        before = None
        if alarm.against is not None:
            before = read_proxy(take.file(quickest(take.picture(alarm.against))), PROXY_WIDTH)
        page = draw_alarm(alarm, now, before, width=picture.width, title=str(take.slate))
        name = f"{alarm.picture:06d}-{alarm.kind.value.replace(' ', '-')}"
        alike = sum(path.stem.startswith(name) for path in drawn)
        path = folder / f"{name}{f'-{alike + 1}' if alike else ''}.png"
        with disk_errors(path.name, folder):
            folder.mkdir(parents=True, exist_ok=True)
            page.save(path)
        drawn.append(path)
    return tuple(drawn)


def quickest(picture: Picture) -> PictureFile:
    """The file of a picture that is quickest to look at."""
    return next((file for file in picture.files if file.name.lower().endswith(QUICK)), picture.files[0])
