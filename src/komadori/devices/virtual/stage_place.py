"""The miniature stages that this program has open: one floor for each, whoever films, lights or moves it.

A floor is opened by the first device that is, and goes with the last. All of them see the same puppets stand.
"""

import threading
from pathlib import Path

from komadori.errors import KomadoriError
from komadori.stage.document_file import find_stage
from komadori.stage.floor import Floor, open_floor

USUAL = "evening-room"
"""The stage that is meant where none is named."""
LEVELS = 512


class StagePlace:
    """One open stage: its `floor`, and the levels that its universes were sent."""

    def __init__(self, key: str, floor: Floor) -> None:
        self.key, self.floor = key, floor
        self.users = 0
        self._levels: dict[int, bytearray] = {}

    @property
    def universes(self) -> tuple[int, ...]:
        """The universes its fixtures are patched to; the first where there are no fixtures."""
        return tuple(sorted({fixture.universe for fixture in self.floor.document.fixtures})) or (1,)

    def send(self, universe: int, levels: bytes) -> None:
        """Set the first channels of a universe; the others stay."""
        held = self._levels.setdefault(universe, bytearray(LEVELS))
        held[: len(levels)] = levels
        self.floor.levels(universe, bytes(held))

    def leave(self) -> None:
        """One device fewer uses it."""
        with _lock:
            self.users -= 1
            if not self.users:
                _open.pop(self.key, None)


def enter(place: str, missing: type[KomadoriError]) -> StagePlace:
    """The stage at `place`, a name or a file, opened where it is not yet; `leave` it in the end.

    A person's own stages are looked for in the folder the program runs in. Raises `missing` in the words of whatever
    is wrong with the stage.
    """
    roots = (Path.cwd(),)
    with _lock:
        try:
            key = str(find_stage(place or USUAL, roots).resolve())
            stage = _open.get(key) or StagePlace(key, open_floor(place or USUAL, roots))
        except KomadoriError as failure:
            told = str(failure).removesuffix(f"\nhint: {failure.hint}") if failure.hint else str(failure)
            raise missing(told, hint=failure.hint or "komadori stage list tells the stages there are.") from failure
        _open[key] = stage
        stage.users += 1
        return stage


_lock = threading.RLock()
_open: dict[str, StagePlace] = {}
