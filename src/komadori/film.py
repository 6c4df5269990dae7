"""What is being made: series, episode, scene, shot, take, picture; and how each is addressed."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeAlias

from komadori.errors import WrongUse

_PART = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")
_TAKE = re.compile(r"tk(\d{2,4})")
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
"""Names Windows keeps for itself; a folder so called could never be copied there."""


Axes: TypeAlias = tuple[tuple[str, float | str], ...]
"""Axes by name, each with where it stands: a number in its unit, or one of its choices."""


def moves_camera(axis: str) -> bool:
    """Whether an axis of that name may move the camera: "camera.pan", or a "track" that belongs to nobody."""
    return axis.rpartition(".")[0] in ("", "camera")


class BadSlate(WrongUse, ValueError):
    """A text that addresses no shot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slate:
    """The address of a shot, ep01/sc010/sh020, or with `take` (from 1) of one take of it, ep01/sc010/sh020/tk02.

    Raises BadSlate for a part that is not 1 to 32 letters, digits, - and _, or begins with neither letter nor digit.
    """

    episode: str
    scene: str
    shot: str
    take: int | None = None

    def __post_init__(self) -> None:
        for part in (self.episode, self.scene, self.shot):
            if not _PART.fullmatch(part) or _DEVICES.fullmatch(part) or not part.isascii():
                raise BadSlate(
                    f"{part!r} cannot be part of a shot's address.",
                    hint="Use up to 32 letters, digits, - and _, such as ep01/sc010/sh020.",
                )
        if self.take is not None and not 1 <= self.take <= 9999:
            raise BadSlate(f"There is no take {self.take}.", hint="Takes count from 1 to 9999.")

    @classmethod
    def parse(cls, text: str) -> "Slate":
        """Read "ep01/sc010/sh020" or "ep01/sc010/sh020/tk02"; raises BadSlate for anything else."""
        parts = text.strip().strip("/").split("/")
        take = _TAKE.fullmatch(parts[3]) if len(parts) == 4 else None
        if len(parts) != 3 and take is None:
            raise BadSlate(
                f"{text!r} does not address a shot.",
                hint="Write episode/scene/shot, such as ep01/sc010/sh020, and /tk02 to choose a take.",
            )
        return cls(episode=parts[0], scene=parts[1], shot=parts[2], take=int(take[1]) if take else None)

    def of_take(self, take: int | None) -> "Slate":
        """The same shot's take `take`, or the shot itself for None."""
        return replace(self, take=take)

    def __str__(self) -> str:
        shot = f"{self.episode}/{self.scene}/{self.shot}"
        return shot if self.take is None else f"{shot}/tk{self.take:02d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFile:
    """One file of a picture: its name within the take, its size, and its hash, "blake2b:" and 128 hex digits."""

    name: str
    bytes: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture once taken, for ever: numbered from 1 in the order pictures of its take were kept.

    `exposure` is the exposure it was taken as, and `frame` the frame it was first placed at, or None. `files` holds
    the main file first, then its companions (RAW beside JPEG). `format` names the main file's format, `width` and
    `height` its size in pixels. `kept` is when it was acknowledged, ISO 8601 in UTC; `taken` is the camera's own time
    of it, as the camera tells it. `source` is the name it came with; `settings` are the camera's, as (name, value).
    `axes` tell where what moves stood when it was taken: every axis that may move the camera, and others that were not
    at rest; None where nothing is known of any.
    """

    number: int
    exposure: str = "x1"
    frame: int | None = None
    files: tuple[PictureFile, ...]
    format: str
    width: int
    height: int
    kept: str
    taken: str | None = None
    camera: str = ""
    source: str = ""
    settings: tuple[tuple[str, str], ...] = ()
    axes: Axes | None = None

    @property
    def file(self) -> str:
        """The main file's name within the take."""
        return self.files[0].name

    @property
    def bytes(self) -> int:
        """The main file's size."""
        return self.files[0].bytes

    @property
    def camera_axes(self) -> tuple[tuple[str, float], ...] | None:
        """The axes that may move the camera, with a number each; None where nothing is known of any."""
        if self.axes is None:
            return None
        return tuple((name, where) for name, where in self.axes if moves_camera(name) and not isinstance(where, str))

    @property
    def hash(self) -> str:
        """The main file's hash."""
        return self.files[0].hash


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A series: its identity, its title, and the frame rate of everything in it."""

    id: str
    title: str
    rate: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A shot: where it stands in the series, how many frames a new slot is held (`on`), and its named exposures."""

    id: str
    slate: Slate
    on: int = 2
    exposures: tuple[str, ...] = ("x1",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """One take of a shot, numbered from 1, at the rate it was shot for."""

    id: str
    number: int
    rate: Fraction
