"""What was done and can be undone, without end and at one small cost a step however long the day was."""

from collections.abc import Iterator
from dataclasses import dataclass

from komadori.errors import Refused
from komadori.sheet.change import Edit


class NothingToUndo(Refused):
    """There is no edit left to undo, or none undone to redo."""


class Pile:
    """Edits on top of each other; an immutable value that shares all below the top with the pile it was made from."""

    __slots__ = ("_below", "_top", "size")

    def __init__(self, top: Edit | None = None, below: "Pile | None" = None) -> None:
        self._top, self._below = top, below
        self.size: int = 0 if top is None else 1 + (below.size if below else 0)

    def lay(self, edit: Edit) -> "Pile":
        """The pile with `edit` on top."""
        return Pile(edit, self)

    def take(self) -> "tuple[Edit, Pile] | None":
        """The top edit and the pile below it, or None where there is none."""
        return None if self._top is None else (self._top, self._below or Pile())

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[Edit]:
        """From the top down: newest first."""
        pile: Pile = self
        while (taken := pile.take()) is not None:
            yield taken[0]
            pile = taken[1]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Pile):
            return NotImplemented
        return len(self) == len(other) and all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(self.size)

    def __repr__(self) -> str:
        return f"<{self.size} edits>"


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The edits done so far and those undone since the last one done; iterating either gives the nearest first."""

    done: Pile = Pile()  # noqa: RUF009 - an empty pile is an immutable value
    undone: Pile = Pile()  # noqa: RUF009

    def do(self, edit: Edit) -> "History":
        """The history after `edit`, which clears what was undone."""
        return History(done=self.done.lay(edit))

    def undo(self) -> "tuple[Edit, History]":
        """The edit to apply so that the last one is undone, and the history after it; NothingToUndo without one."""
        taken = self.done.take()
        if taken is None:
            raise NothingToUndo("There is nothing left to undo.")
        return taken[0].inverse(), History(done=taken[1], undone=self.undone.lay(taken[0]))

    def redo(self) -> "tuple[Edit, History]":
        """The edit to apply so that the last one undone is done again, and the history after it."""
        taken = self.undone.take()
        if taken is None:
            raise NothingToUndo("There is nothing to redo.", hint="A new edit clears what was undone.")
        return taken[0], History(done=self.done.lay(taken[0]), undone=taken[1])
