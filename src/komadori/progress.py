"""How far a long piece of work has come."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One step of a long piece of work.

    `done` and `total` count the same thing (pictures, frames, files); `total` is None where it cannot be known
    beforehand. `doing` names the work in a few words, such as "finishing ep01/sc010/sh020".
    """

    done: int
    total: int | None
    doing: str


Work: TypeAlias = Generator[Progress, None, Result]
"""Long work yields `Progress` and returns its result; closing the generator cancels it cleanly."""


def finish(work: Work[Result]) -> Result:
    """Drive `work` to its end, looking at nothing, and return its result."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
