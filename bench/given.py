"""What an operation is given when it is applied by itself, outside of any take."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from komadori.finish.operation import HERE, Linear, Matrix


class Files:
    """Holds the same files for every parameter."""

    def __init__(self, *files: Path) -> None:
        self._files = files

    def paths(self, _name: str) -> tuple[Path, ...]:
        """The files, whatever the parameter."""
        return self._files


NONE = Files()


@dataclass(slots=True, kw_only=True)
class Given:
    """As `operation.Given` says; nothing is kept from one call to the next."""

    numbers: tuple[float, ...] = ()
    field: NDArray[Any] | None = None
    others: Sequence[Callable[[], Linear]] = ()
    holdings: Any = NONE
    lies: Matrix = HERE
    frame: int = 1
    roughly: bool = False

    def kept(self, _by: Sequence[object], make: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        """What `make` gives, anew each time."""
        return make()
