"""The sheet followed frame by frame: which picture the audience sees, and for how long."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import count, groupby, islice
from pathlib import Path

from komadori.errors import Refused
from komadori.film import Picture
from komadori.sheet.sheet import Sheet
from komadori.store import Finished, NotFinished, TakeFolder


class FramesMissing(Refused):
    """The sheet still has slots to be shot, so there is no whole movie to make."""


class MixedSizes(Refused):
    """The pictures of a take have different sizes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """A picture on the screen: from frame `first` of what is delivered (counted from 1), for `length` frames.

    `before` is the photograph to be seen beside it, where both are to be compared.
    """

    first: int
    length: int
    picture: int
    path: Path
    before: Path | None = None

    @property
    def last(self) -> int:
        """The last frame it is held."""
        return self.first + self.length - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reel:
    """All showings of a shot in order, without gaps. `repeated` are frames that show a picture in place of their own,
    which is not shot yet. Where finishing changed the time, `sheet_frames` is how long the sheet is; 0 elsewhere.
    `places` tells for each frame of a shot which frame of its sheet is seen, in rising order."""

    rate: Fraction
    showings: tuple[Showing, ...]
    repeated: tuple[int, ...] = ()
    sheet_frames: int = 0
    places: tuple[int, ...] = ()

    @property
    def frames(self) -> int:
        """The running time in frames."""
        return self.showings[-1].last

    @property
    def compares(self) -> bool:
        """Whether each picture has its photograph beside it."""
        return self.showings[0].before is not None


def follow(take: TakeFolder, *, exposure: str = "x1", finished: bool = False, allow_missing: bool = False) -> Reel:
    """Follow the take's sheet for one of its named exposures.

    Of finished pictures whose time was changed the film that finishing made is followed instead: a frame there begins
    from the picture that its showing names, and the length may be another than the sheet's. NotFinished where the sheet
    is not the one that film was made of.

    Hidden cells are left out. A slot still to be shot raises FramesMissing with the frames of the sheet; where
    `allow_missing` is set it shows the picture before it instead (the first one shot, at the very beginning). A sheet
    without any picture is refused either way. Raises NotFinished and MixedSizes as they say.
    """
    numbers = _on_screen(take.sheet, exposure)
    missing = [frame for frame, number in numbers if number is None]
    if len(missing) == len(numbers):
        raise nothing_to_show(take, exposure)
    if missing and not allow_missing:
        raise FramesMissing(
            f"{take.slate} has {len(missing)} of {len(numbers)} frames still to shoot: {in_words(missing)}.",
            hint="shoot them, or say --allow-missing to hold the picture before each gap.",
        )
    shown = _bridged([number for _, number in numbers])
    retimed = _retimed(take, exposure, shown) if finished else None
    if retimed is None:
        paths = _files(take, sorted(set(shown)), finished=finished)
        showings, moments = tuple(_showings(shown, paths)), tuple(range(len(shown)))
    else:
        showings, moments = retimed
    return Reel(
        rate=take.sheet.rate,
        showings=showings,
        repeated=tuple(frame for frame, at in enumerate(moments, 1) if numbers[at][1] is None),
        sheet_frames=len(shown) if retimed else 0,
        places=tuple(numbers[at][0] for at in moments),
    )


def nothing_to_show(take: TakeFolder, exposure: str) -> FramesMissing:
    """What to raise where no cell of the sheet has a picture of `exposure`."""
    if exposure not in take.sheet.exposures:
        known = ", ".join(take.sheet.exposures)
        return FramesMissing(f"{take.slate} has no exposure {exposure}.", hint=f"its exposures are {known}.")
    return FramesMissing(f"{take.slate} has no picture to show.", hint=f"`komadori shoot {take.slate}` begins.")


def _on_screen(sheet: Sheet, exposure: str) -> list[tuple[int, int | None]]:
    """Each frame of the sheet that is not hidden, with the picture it shows."""
    return [
        (frame, span.cell.picture(exposure))
        for span in sheet.spans()
        if not span.cell.hidden
        for frame in range(span.first, span.last + 1)
    ]


def _bridged(numbers: list[int | None]) -> list[int]:
    held = next(number for number in numbers if number is not None)
    return [held := held if number is None else number for number in numbers]


def _showings(shown: list[int], paths: dict[int, Path]) -> Iterator[Showing]:
    first = 1
    for number, run in groupby(shown):
        length = sum(1 for _ in run)
        yield Showing(first=first, length=length, picture=number, path=paths[number])
        first += length


def _retimed(take: TakeFolder, exposure: str, shown: list[int]) -> tuple[tuple[Showing, ...], tuple[int, ...]] | None:
    """The showings of the film whose time was changed, and which of the frames `shown` each of its frames shows, from
    0; None where it was not changed."""
    done = take.finished()
    reel = done.reels.get(exposure) if done else None
    if done is None or reel is None:
        return None
    hint = f"`komadori finish {take.slate}` makes it anew."
    if reel.sheet != tuple((number, sum(1 for _ in run)) for number, run in groupby(shown)):
        raise NotFinished(f"The sheet of {take.slate} was changed after its time was.", hint=hint)
    if any(frame.place < 1 for frame in reel.frames):
        raise NotFinished(f"The film of {take.slate} was made by an older Komadori.", hint=hint)
    _finished_files(take, [take.picture(number) for number in sorted(set(shown))])
    showings, first = [], 1
    for (_, picture), run in groupby(reel.frames, key=lambda frame: (frame.file, frame.picture)):
        frames = list(run)
        path = done.frame_file(frames[0])
        showings.append(Showing(first=first, length=len(frames), picture=picture, path=path))
        first += len(frames)
    return tuple(showings), tuple(min(int(frame.place), len(shown)) - 1 for frame in reel.frames)


def _files(take: TakeFolder, numbers: list[int], *, finished: bool) -> dict[int, Path]:
    pictures = [take.picture(number) for number in numbers]
    if finished:
        return _finished_files(take, pictures)
    _must_be_of_one_size(take, pictures)
    return {picture.number: take.file(picture) for picture in pictures}


def _finished_files(take: TakeFolder, pictures: list[Picture]) -> dict[int, Path]:
    hint = f"`komadori finish {take.slate}` makes what is missing."
    done = take.finished()
    if done is None:
        raise NotFinished(f"{take.slate} has not been finished.", hint=hint)
    stale = [picture.number for picture in pictures if not is_fresh(done, picture)]
    if stale:
        raise NotFinished(f"{take.slate} is not finished: picture {in_words(stale)}.", hint=hint)
    return {picture.number: done.file(picture.number) for picture in pictures}


def is_fresh(done: Finished, picture: Picture) -> bool:
    """Whether `picture` has a finished frame that was made from the very file it has now."""
    entry = done.entries.get(picture.number)
    return entry is not None and entry.source_hash == picture.hash and (done.folder / entry.file).is_file()


def _must_be_of_one_size(take: TakeFolder, pictures: list[Picture]) -> None:
    sizes: dict[tuple[int, int], list[int]] = {}
    for picture in pictures:
        sizes.setdefault((picture.width, picture.height), []).append(picture.number)
    if len(sizes) > 1:
        told = "; ".join(f"{width} × {height}: picture {in_words(who)}" for (width, height), who in sizes.items())
        raise MixedSizes(
            f"The pictures of {take.slate} are not of one size. {told}.",
            hint=f"`komadori finish {take.slate}` with a scale brings them to one size.",
        )


def in_words(numbers: Iterable[int], most: int = 12) -> str:
    """Whole numbers in rising order as people write them: "3, 5-8, 11"; long lists end with "and so on"."""
    places = count()
    runs = [list(run) for _, run in groupby(numbers, key=lambda number: number - next(places))]
    told = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in islice(runs, most)]
    return ", ".join(told) + (" and so on" if len(runs) > most else "")
