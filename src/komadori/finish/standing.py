"""How far a photograph has come on its way through a recipe: the steps found out for it, and its name after each.

A name is a hash of everything that a picture depends on: the photograph's own, and each operation's with its version,
settings, numbers, field and plates, and the names of the other pictures it uses. So whatever has a name can be kept and
found again, and whatever changes has another one.
"""

import hashlib
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from komadori.film import PictureFile
from komadori.finish.catalogue import operations
from komadori.finish.operation import HERE, Matrix, Numbers, Operation, Settings

CODE = 2
"""Grows when the way from a photograph to its finished frame changes outside the operations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A photograph of a take: its number, its main file with what the journal promises of it, and where that lies; and
    where the axes that may move the camera stood, None where that is not known."""

    number: int
    exposure: str
    format: str
    file: PictureFile
    path: Path
    axes: tuple[tuple[str, float], ...] | None = None

    def __str__(self) -> str:
        return f"picture {self.number}, {self.file.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a parameter holds: files, each with its hash. `name` is the parameter's."""

    name: str
    files: tuple[Path, ...]
    hashes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An operation by name, with everything it needs for one picture; small, and the same on every machine.

    `field` is the name in the cache of the field that was solved, "" for none.
    """

    use: str
    settings: Settings
    numbers: Numbers = ()
    field: str = ""
    others: tuple["Standing", ...] = ()
    held: tuple[Held, ...] = ()

    @property
    def operation(self) -> Operation:
        """The operation itself, as installed here."""
        return operations()[self.use]

    @property
    def told(self) -> list[Any]:
        """Everything that its pixels depend on, beside the picture it is done to."""
        return self._told([(other.name, other.lies) for other in self.others])

    @property
    def told_unframed(self) -> list[Any]:
        """As `told`, of a picture whose framing has not been done."""
        return self._told([(other.sight, other.lies) for other in self.others])

    def _told(self, others: list[Any]) -> list[Any]:
        held = [(one.name, one.hashes) for one in self.held]
        return [self.use, self.operation.version, dict(self.settings), self.numbers, self.field, others, held]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A photograph with the steps found out for it so far; `names[n]` is the name of what the first n steps give, and
    `sights[n]` of the same before any framing: it stays what it was where a picture is merely framed otherwise.

    `lies` is where the picture lies in the set, as far as that has been found out. `lenders` are pictures that fill its
    edges, standing where all their own steps lead.
    """

    source: Source
    steps: tuple[Step, ...] = ()
    names: tuple[str, ...] = field(default=())
    sights: tuple[str, ...] = field(default=())
    lies: Matrix = HERE
    lenders: tuple["Standing", ...] = ()

    @property
    def name(self) -> str:
        """The name of the picture after all steps."""
        return self.names[-1]

    @property
    def sight(self) -> str:
        """The name of the picture after all steps, before any framing."""
        return self.sights[-1]

    def then(self, step: Step) -> "Standing":
        """With one more step."""
        lies, framing = step.operation.lies, step.operation.frame is not None
        # Others that an operation uses are moved to lie as this picture does.
        sight = self.sight if framing else name_of("sight", self.sight, self.lies, step.told_unframed)
        return Standing(
            source=self.source,
            steps=(*self.steps, step),
            names=(*self.names, name_of(self.name, step.told)),
            sights=(*self.sights, sight),
            lies=lies(step.numbers) if lies and step.numbers else self.lies,
        )

    def lent(self, lenders: tuple["Standing", ...]) -> "Standing":
        """With pictures that fill its edges; no step comes after this."""
        told = [(lender.name, lender.lies) for lender in lenders]
        return replace(self, names=(*self.names, name_of(self.name, "lent", told)), lenders=lenders)


def begin(source: Source) -> Standing:
    """A photograph nothing has been done to."""
    name = name_of(CODE, source.file.hash)
    return Standing(source=source, names=(name,), sights=(name,))


def name_of(*told: object) -> str:
    """The name of what depends on `told`, values that JSON knows: 40 hex digits."""
    return hashlib.blake2b(json.dumps(told, sort_keys=True).encode(), digest_size=20).hexdigest()
