"""The small documents and folders beside a take's pictures; losing any of them costs no frame of the film."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from komadori.errors import Refused
from komadori.store import layout
from komadori.store.disk import Disk, disk_errors, replace_file
from komadori.store.keep import Incoming
from komadori.store.paint import Stroke, paint_bytes, read_paint
from komadori.store.records import Clock, json_bytes, read_json, time_text, utc_now
from komadori.store.shelf import Shelf
from komadori.store.test_shots import TestShot, keep_test_shot, read_test_shots
from komadori.store.upgrade import CAMERA, LOOK

LARGEST_LOOK = 2_000_000
"""Bytes of a look-through document: thousands of guides and paths, and no pictures."""


class LookTooLarge(Refused):
    """A look-through document has more bytes than one may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraSettings:
    """How a camera is set for a take: names and values, and (exposure, name, value) where one exposure differs."""

    settings: tuple[tuple[str, str], ...] = ()
    overrides: tuple[tuple[str, str, str], ...] = ()


class CameraRecord(msgspec.Struct, kw_only=True):
    """camera.json."""

    cameras: dict[str, CameraSettings] = msgspec.field(default_factory=dict)


class LookRecord(msgspec.Struct, kw_only=True):
    """look.json."""

    document: dict[str, Any] = msgspec.field(default_factory=dict)


class BesideTake:
    """What a take's folder holds besides its pictures, its journal and its finished frames."""

    path: Path
    _disk: Disk

    def read_settings(self) -> Mapping[str, CameraSettings]:
        """How each camera was set, by the name that opens it; raises BrokenFile or NewerSchema."""
        return read_settings(self.path)

    def write_settings(self, cameras: Mapping[str, CameraSettings]) -> None:
        """Put `cameras` in place of what was kept; raises DiskFull, ReadOnlyFolder or StorageFailed."""
        self._replace(layout.CAMERA_FILE, json_bytes(CAMERA, CameraRecord(cameras=dict(cameras))))

    def read_look(self) -> dict[str, Any]:
        """The look-through document, {} where there is none; raises BrokenFile or NewerSchema."""
        return read_look(self.path)

    def write_look(self, document: Mapping[str, Any]) -> None:
        """Put a JSON object of at most LARGEST_LOOK bytes in place of the document.

        Raises LookTooLarge, DiskFull, ReadOnlyFolder or StorageFailed with the old one kept.
        """
        data = msgspec.json.encode(LOOK.stamp() | {"document": dict(document)}) + b"\n"
        if len(data) > LARGEST_LOOK:
            raise LookTooLarge(
                f"The look-through of {self.path.name} has {len(data):,} bytes; {LARGEST_LOOK:,} is the most.",
                hint="take away guides or paths that are no longer needed; pictures belong among the references.",
            )
        self._replace(layout.LOOK_FILE, data)

    def paint(self) -> tuple[Stroke, ...]:
        """What was painted over the pictures, () where nothing was; raises BrokenFile or NewerSchema."""
        return read_paint(self.path)

    def write_paint(self, strokes: Sequence[Stroke]) -> None:
        """Put `strokes` in place of what was painted.

        Raises BadPaint, DiskFull, ReadOnlyFolder or StorageFailed with the old ones kept.
        """
        self._replace(layout.PAINT_FILE, paint_bytes(strokes))

    def recipe_paths(self) -> tuple[Path, Path]:
        """Where the recipes of the series and of the shot lie, whether they are there or not."""
        shot = self.path.resolve().parent
        return shot.parents[2] / layout.RECIPE_FILE, shot / layout.RECIPE_FILE

    def write_recipe(self, data: bytes, *, series: bool = False) -> None:
        """Put a recipe in place of the shot's, or of the series'; raises DiskFull, ReadOnlyFolder or StorageFailed."""
        path = self.recipe_paths()[0 if series else 1]
        with disk_errors(path.name, path.parent):
            replace_file(self._disk, path, data)

    @property
    def characters(self) -> Path:
        """Where the series' own characters lie, whether there are any or not."""
        return self.path.resolve().parents[3] / layout.CHARACTERS

    def references(self) -> list[str]:
        """The names of the stills and films to line up with."""
        return self._references.names()

    def reference(self, name: str) -> Path:
        """Where a reference lies; raises UnknownFile."""
        return self._references.path(name)

    def add_reference(self, name: str, data: bytes | Path) -> str:
        """Keep a reference, and return what it is called: a number is added to a name that is taken."""
        return self._references.add(name, data)

    def test_shots(self) -> list[TestShot]:
        """The test shots, oldest first; raises BrokenFile or NewerSchema."""
        return read_test_shots(self.path)

    def keep_test(
        self,
        files: Sequence[Incoming],
        *,
        camera: str,
        settings: Sequence[tuple[str, str]] = (),
        clock: Clock = utc_now,
    ) -> TestShot:
        """Keep a photograph as the next test shot; raises DiskFull, ReadOnlyFolder, NotProved or StorageFailed."""
        return keep_test_shot(
            self.path, files, at=time_text(clock()), camera=camera, settings=settings, disk=self._disk
        )

    @property
    def _references(self) -> Shelf:
        return Shelf(self.path / layout.REFERENCES, "reference", self._disk)

    def _replace(self, name: str, data: bytes) -> None:
        with disk_errors(name, self.path):
            replace_file(self._disk, self.path / name, data)


def read_settings(take: Path) -> Mapping[str, CameraSettings]:
    """What camera.json of the take at `take` tells; raises BrokenFile or NewerSchema."""
    file = take / layout.CAMERA_FILE
    return read_json(file, CAMERA, CameraRecord).cameras if file.exists() else {}


def read_look(take: Path) -> dict[str, Any]:
    """What look.json of the take at `take` tells; raises BrokenFile or NewerSchema."""
    file = take / layout.LOOK_FILE
    return read_json(file, LOOK, LookRecord).document if file.exists() else {}
