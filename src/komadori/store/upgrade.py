"""Which schemas this program knows, and one step from each number to the next.

A file is looked at here before anything else reads it: msgspec would drop a field it does not know in silence, and a
newer file would lose what the newer program wrote.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from komadori.errors import Damaged, Refused

Step = Callable[[dict[str, Any]], dict[str, Any]]


class NewerSchema(Refused):
    """The file was written by a newer Komadori; it was left as it is."""


class BrokenFile(Damaged, ValueError):
    """A file of the series folder cannot be read as what it should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """One kind of file. `steps[k]` turns number k + 1 into number k + 2, so that they are consecutive by form."""

    name: str
    steps: tuple[Step, ...] = ()

    @property
    def version(self) -> int:
        """The number written today."""
        return len(self.steps) + 1

    def stamp(self) -> dict[str, Any]:
        """What stands first in a file of this kind."""
        return {"schema": self.name, "version": self.version}


def _on_frames(body: dict[str, Any]) -> dict[str, Any]:
    """Strokes told the film's frame and now tell the photograph, which only the sheet can say: see `on_pictures`."""
    return body


SERIES = Schema(name="komadori.series")
SHOT = Schema(name="komadori.shot")
TAKE = Schema(name="komadori.take")
JOURNAL = Schema(name="komadori.journal")
FINISHED = Schema(name="komadori.finished")
CAMERA = Schema(name="komadori.camera-settings")
LOOK = Schema(name="komadori.look")
PAINT = Schema(name="komadori.paint", steps=(_on_frames,))
TEST_SHOTS = Schema(name="komadori.tests")

SCHEMAS = (SERIES, SHOT, TAKE, JOURNAL, FINISHED, CAMERA, LOOK, PAINT, TEST_SHOTS)


def upgraded(data: dict[str, Any], schema: Schema, path: Path) -> dict[str, Any]:
    """`data`, read from `path`, in the form of today's number, without its stamp.

    Raises BrokenFile where the stamp is missing or another's, NewerSchema where its number is above ours.
    """
    name, version = data.get("schema"), data.get("version")
    if name != schema.name or type(version) is not int or version < 1:
        raise BrokenFile(
            f'{path} should begin with schema = "{schema.name}" and its number; it has {name!r}, {version!r}.',
            hint="Run `komadori check` on the series.",
        )
    if version > schema.version:
        raise NewerSchema(
            f"{path} was written by a newer Komadori: it is {name} {version}; this one reads up to {schema.version}.",
            hint="Update Komadori. The file was left as it is.",
        )
    body = {key: value for key, value in data.items() if key not in {"schema", "version"}}
    for step in schema.steps[version - 1 :]:
        body = step(body)
    return body
