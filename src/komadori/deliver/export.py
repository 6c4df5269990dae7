"""A movie goes out: the sheet followed, written beside its place, verified, and only then put there."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from komadori.deliver.beside import for_both, width_of_both, with_photographs
from komadori.deliver.movie import Movie
from komadori.deliver.place import in_place
from komadori.deliver.presets import PRESETS, Preset, WrongTarget
from komadori.deliver.reel import Reel, follow, in_words
from komadori.deliver.sheet_sound import sound_of
from komadori.deliver.source import Crop, Fit, fit_for
from komadori.deliver.steps import told
from komadori.deliver.stills import Stills
from komadori.errors import Damaged
from komadori.progress import Work
from komadori.sound import Wave
from komadori.store import TakeFolder

TOLD = 8
"""So many faults are named one by one; a broken file has thousands."""


class NotAsPromised(Damaged):
    """A file was written and does not hold what the sheet says; it was not put in place."""

    def __init__(self, name: str, faults: Sequence[str]) -> None:
        more = f"\n  and {len(faults) - TOLD} more" if len(faults) > TOLD else ""
        listed = "".join(f"\n  {fault}" for fault in faults[:TOLD])
        super().__init__(
            f"{name} is not what the sheet promises, and was not put in place:{listed}{more}",
            hint="please send us this message; the pictures are safe.",
        )
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What was written and proved: `path`, and what it holds.

    `frames` is the running time in frames at `rate`, `pictures` the number of showings it is made of, `bytes` the size
    of the file or of the folder's files together. `notices` are sentences on what differs from the pictures as taken.
    """

    path: Path
    preset: str
    frames: int
    pictures: int
    rate: Fraction
    width: int
    height: int
    bytes: int
    notices: tuple[str, ...] = ()


def export_shot(
    take: TakeFolder,
    preset: Preset,
    to: Path,
    *,
    finished: bool,
    compare: bool = False,
    exposure: str = "x1",
    width: int | None = None,
    crop: Crop | None = None,
    sounds: Callable[[str], Path] | None = None,
    allow_missing: bool = False,
    overwrite: bool = False,
) -> Work[Delivered]:
    """Write the take's sheet as `preset` asks, to the file (or, of stills, the folder) `to`.

    The file is written under another name beside `to`, opened again and held against the sheet, and renamed; closing
    the generator, or any failure, leaves nothing behind. `finished` takes the finished pictures, and `compare`
    puts the photograph that each was made from on its left. `crop` takes a part of each picture, and `width` shrinks
    everything to that width. `sounds` finds the files of the sheet's sounds, which are then heard in what has room for
    sound; None leaves it silent. Raises FramesMissing, NotFinished, MixedSizes, AlreadyThere, BadCrop,
    TooWide, WrongTarget, StorageFailed and its kinds, and NotAsPromised where what was written is not what the sheet
    says.
    """
    reel = follow(take, exposure=exposure, finished=finished or compare, allow_missing=allow_missing)
    if compare:
        reel, preset = with_photographs(reel, take), for_both(preset)
    name = "_".join((take.slate.episode, take.slate.scene, take.slate.shot))
    sound, told = sound_of(take.sheet, reel, sounds, roots=(take.characters,)) if sounds else (None, ())
    if sound is not None and not preset.sound:
        sound, told = None, (f"{preset.name} holds no sound, so that of the sheet was left out.",)
    work = export_reel(reel, preset, to, name=name, sound=sound, width=width, crop=crop, overwrite=overwrite)
    done = yield from work
    return replace(done, notices=(*done.notices, *told))


def export_reel(
    reel: Reel,
    preset: Preset,
    to: Path,
    *,
    name: str,
    sound: Wave | None = None,
    width: int | None = None,
    crop: Crop | None = None,
    overwrite: bool = False,
) -> Work[Delivered]:
    """Write any reel as `export_shot` does: one of a shot, or of a whole cut, with its `sound`.

    `name` begins the names of stills. `sound` is stereo at 48,000 samples a second; raises WrongTarget where the preset
    has no room for one.
    """
    if sound is not None and not preset.sound:
        message = f"{preset.name} holds no sound."
        raise WrongTarget(message, hint=f"{_with_sound()} do; or leave the sound out.")
    with in_place(to, overwrite=overwrite, folder=preset.kind == "stills") as draft:
        fit = fit_for(reel.showings[0].path, preset, width, crop)
        stills = preset.kind == "stills"
        made = Stills(draft, name, preset, reel, fit) if stills else Movie(draft, preset, reel, fit, sound)
        yield from told(made.write(), reel.frames, f"writing {to.name}")
        faults = yield from told(made.verify(), reel.frames, f"verifying {to.name}")
        if faults:
            raise NotAsPromised(to.name, faults)
        size = sum(file.stat().st_size for file in (draft.iterdir() if draft.is_dir() else [draft]))
    return Delivered(
        path=to,
        preset=preset.name,
        frames=reel.frames,
        pictures=len(reel.showings),
        rate=reel.rate,
        width=width_of_both(fit) if reel.compares else fit.width,
        height=fit.height,
        bytes=size,
        notices=tuple(_notices(reel, fit)),
    )


def _with_sound() -> str:
    return " and ".join(preset.name for preset in PRESETS.values() if preset.sound)


def _notices(reel: Reel, fit: Fit) -> Iterator[str]:
    if reel.repeated:
        yield f"Not shot yet, so the picture before is held at frame {in_words(reel.repeated)} of the movie."
    if reel.sheet_frames not in (0, reel.frames):
        yield (
            f"The time was changed: {reel.sheet_frames} frames of the sheet became {reel.frames}; "
            f"sound that was laid to the sheet is not stretched."
        )
    left, top, wide, tall = fit.box
    if fit.cropped:
        whole = f"{fit.from_width} × {fit.from_height}"
        yield f"Of {whole} pixels the part from {left}, {top} of {wide} × {tall} was taken."
    if fit.shrunk:
        yield f"Shrunk from {wide} × {tall} to {fit.width} × {fit.height} pixels."
    elif (fit.width, fit.height) != (wide, tall):
        yield (
            f"Colour is stored for two by two pixels, so the last odd column or row was left out: "
            f"{wide} × {tall} became {fit.width} × {fit.height}."
        )
