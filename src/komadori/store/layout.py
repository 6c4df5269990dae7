"""Where everything lies in a series folder, and which names may stand in it.

SERIES/komadori.toml
SERIES/.komadori/index.sqlite            derived
SERIES/.komadori/cache/                  derived
SERIES/recipe.toml                       how its takes are finished
SERIES/characters/badger.toml            who acts in it, where the house has no such character, or another
SERIES/ep01/sc010/sh020/shot.toml
SERIES/ep01/sc010/sh020/recipe.toml      laid over the series'
SERIES/ep01/sc010/sh020/tk01/take.json
SERIES/ep01/sc010/sh020/tk01/journal.jsonl
SERIES/ep01/sc010/sh020/tk01/pictures/000012_x1.jpg
SERIES/ep01/sc010/sh020/tk01/incoming/   half-written
SERIES/ep01/sc010/sh020/tk01/salvage/    set aside, never deleted
SERIES/ep01/sc010/sh020/tk01/finished.json
SERIES/ep01/sc010/sh020/tk01/camera.json
SERIES/ep01/sc010/sh020/tk01/look.json
SERIES/ep01/sc010/sh020/tk01/paint.json
SERIES/ep01/sc010/sh020/tk01/reference/  stills and films to line up with
SERIES/ep01/sc010/sh020/tk01/tests/      test shots
SERIES/ep01/sc010/sh020/sound/           the shot's sounds
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from komadori.errors import Damaged
from komadori.film import BadSlate, Slate

SERIES_FILE = "komadori.toml"
SHOT_FILE = "shot.toml"
TAKE_FILE = "take.json"
JOURNAL_FILE = "journal.jsonl"
FINISHED_FILE = "finished.json"
RECIPE_FILE = "recipe.toml"
CHARACTERS = "characters"
CAMERA_FILE = "camera.json"
LOOK_FILE = "look.json"
PAINT_FILE = "paint.json"
PICTURES = "pictures"
INCOMING = "incoming"
SALVAGE = "salvage"
REFERENCES = "reference"
TESTS = "tests"
SOUND = "sound"
DERIVED = ".komadori"

_TAKE = re.compile(r"tk(\d{2,4})")
_PICTURE = re.compile(r"(\d{6,})_([A-Za-z0-9][A-Za-z0-9_-]{0,31}?)(?:_\d+)?(?:\.[a-z]{1,12})?(?:\.[a-z0-9]{1,8})?")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
_PART = re.compile(r"\.[a-z]{1,12}")


class PathOutside(Damaged, ValueError):
    """A name inside a file of the series points out of its folder; it is never followed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureName:
    """What the name of a picture file tells: its number and its exposure."""

    number: int
    exposure: str


def take_folder(number: int) -> str:
    """The folder of take `number`: tk01."""
    return f"tk{number:02d}"


def take_number(name: str) -> int | None:
    """The number in a take folder's name, or None where it is no take's."""
    found = _TAKE.fullmatch(name)
    return int(found[1]) if found and int(found[1]) > 0 else None


def picture_names(number: int, exposure: str, sources: list[str], ending: str = "") -> list[str]:
    """Names for the files of one picture, in the order of `sources`: 000012_x1.jpg, 000012_x1.cr2.

    The ending is the source's in small letters, or `ending` where it has none that is fit; a second file of the same
    ending becomes 000012_x1_2.jpg. A companion called after what it shows keeps that: 000012_x1.clean.png.
    """
    names: list[str] = []
    for source in sources:
        *_, part, suffix = ["", "", *PurePosixPath(source.replace("\\", "/").lower()).suffixes]
        suffix = suffix if _SUFFIX.fullmatch(suffix) else ending
        suffix = part + suffix if names and _PART.fullmatch(part) else suffix
        stem = f"{number:06d}_{exposure}"
        copies = [f"{stem}{suffix}", *(f"{stem}_{more}{suffix}" for more in range(2, len(sources) + 1))]
        names.append(next(name for name in copies if name not in names))
    return names


def parse_picture_name(name: str) -> PictureName | None:
    """What a file name in pictures/ or incoming/ tells, or None where it is not one of ours."""
    found = _PICTURE.fullmatch(name)
    return PictureName(number=int(found[1]), exposure=found[2]) if found else None


def stays_inside(name: str) -> bool:
    """Whether `name`, relative and with forward slashes, leads to a place below where it starts."""
    parts = name.split("/")
    return not any(part in {"", ".", ".."} for part in parts) and not any(sign in name for sign in "\\:\0")


def inside(folder: Path, name: str) -> Path:
    """The path that `name` has in `folder`; raises PathOutside where it would leave it."""
    if not stays_inside(name):
        raise PathOutside(
            f"{folder} names a file outside itself: {name!r}. It was not followed.",
            hint="Run `komadori check` on the series; a journal or manifest was changed by hand.",
        )
    return folder / name


def _folders(path: Path) -> list[str]:
    """The folders in `path`, without those whose names begin with a dot, in order of name."""
    try:
        with os.scandir(path) as entries:
            return sorted(entry.name for entry in entries if not entry.name.startswith(".") and entry.is_dir())
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return []


def _may_hold(path: Path) -> bool:
    """Whether a file is there; one in a folder that nobody may look into counts, so that it is told and not missed."""
    try:
        path.stat()
    except PermissionError:
        return True
    except OSError:
        return False
    return True


def shot_slates(series: Path) -> Iterator[Slate]:
    """The address of every folder that holds a shot, in order of name; a folder with no fit name holds none."""
    for episode in _folders(series):
        for scene in _folders(series / episode):
            for shot in _folders(series / episode / scene):
                if _may_hold(series / episode / scene / shot / SHOT_FILE):
                    with suppress(BadSlate):
                        yield Slate(episode=episode, scene=scene, shot=shot)


def shot_folder(series: Path, slate: Slate) -> Path:
    """Where the shot at `slate` lies."""
    return series / slate.episode / slate.scene / slate.shot


def take_numbers(shot: Path) -> list[int]:
    """The numbers of the takes in a shot's folder, in order."""
    return sorted(number for name in _folders(shot) if (number := take_number(name)) and name == take_folder(number))
