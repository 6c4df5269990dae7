"""A long row of held cells, immutable, in blocks, so that one edit in 200,000 cells copies a few hundred of them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Generic, Protocol, TypeVar, overload


class Held(Protocol):
    """Anything that lasts a number of frames."""

    @property
    def length(self) -> int:
        """Frames it lasts, 1 or more."""
        ...


H = TypeVar("H", bound=Held)

BLOCK = 512
"""Cells in a block at most: near the square root of the longest strip expected, where copying one block and copying
the list of blocks cost the same."""


@dataclass(frozen=True, slots=True)
class Block(Generic[H]):
    """Some neighbouring cells and the frames they last together."""

    cells: tuple[H, ...]
    frames: int


class Strip(Sequence[H]):
    """An immutable sequence of cells that also knows frames, counted from 1.

    Two strips are equal when their cells are, however the blocks lie. Looking up a frame, a cell, and
    splicing cost in the order of the square root of the number of cells.
    """

    __slots__ = ("_blocks", "_ends", "_lasts")

    def __init__(
        self, blocks: Iterable[Block[H]] = (), ends: tuple[int, ...] = (), lasts: tuple[int, ...] = ()
    ) -> None:
        """`ends` and `lasts`, cells and frames up to the end of each block, may be told for the first blocks."""
        self._blocks = tuple(blocks)
        cells = (len(block.cells) for block in self._blocks[len(ends) :])
        frames = (block.frames for block in self._blocks[len(lasts) :])
        self._ends = (*ends[:-1], *accumulate(cells, initial=ends[-1])) if ends else tuple(accumulate(cells))
        self._lasts = (*lasts[:-1], *accumulate(frames, initial=lasts[-1])) if lasts else tuple(accumulate(frames))

    @classmethod
    def of(cls, cells: Iterable[H]) -> "Strip[H]":
        """The strip of `cells` in their order."""
        return cls(_blocks(tuple(cells)))

    @property
    def frames(self) -> int:
        """Frames of all cells together."""
        return self._lasts[-1] if self._lasts else 0

    def find(self, frame: int) -> tuple[int, int]:
        """The index of the cell on screen at `frame`, and that cell's first frame; IndexError outside the strip."""
        if not 1 <= frame <= self.frames:
            raise IndexError(f"frame {frame} lies outside 1 to {self.frames}")
        block = bisect_left(self._lasts, frame)
        index = self._ends[block - 1] if block else 0
        first = (self._lasts[block - 1] if block else 0) + 1
        for cell in self._blocks[block].cells:
            if frame < first + cell.length:
                break
            first += cell.length
            index += 1
        return index, first

    def first_of(self, index: int) -> int:
        """The first frame of the cell at `index`; of the cell that would come next, when `index` is the length."""
        if index >= len(self):
            return self.frames + 1
        block = bisect_right(self._ends, index)
        skipped = self._blocks[block].cells[: index - (self._ends[block - 1] if block else 0)]
        return (self._lasts[block - 1] if block else 0) + 1 + sum(cell.length for cell in skipped)

    def walk(self, frame: int = 1) -> Iterator[tuple[int, H]]:
        """Each cell with its first frame, from the cell on screen at `frame` to the end; nothing beyond the end."""
        if frame > self.frames:
            return
        index, first = self.find(frame)
        for cell in self._from(index):
            yield first, cell
            first += cell.length

    def splice(self, start: int, stop: int, cells: Sequence[H]) -> "Strip[H]":
        """A strip in which the cells with indices `start` to `stop` (exclusive) have given way to `cells`."""
        if not self._blocks:
            return Strip.of(cells)
        low = min(bisect_right(self._ends, start), len(self._blocks) - 1)
        high = max(low, bisect_left(self._ends, stop))
        before = self._ends[low - 1] if low else 0
        rewritten = [cell for block in self._blocks[low : high + 1] for cell in block.cells]
        rewritten[start - before : stop - before] = cells
        if low == high and BLOCK // 4 <= len(rewritten) <= BLOCK:
            block = self._blocks[low]
            gone = block.cells[start - before : stop - before]
            frames = block.frames + sum(cell.length for cell in cells) - sum(cell.length for cell in gone)
            blocks = (*self._blocks[:low], Block(tuple(rewritten), frames), *self._blocks[high + 1 :])
            return Strip(blocks, self._ends[:low], self._lasts[:low])
        if len(rewritten) < BLOCK // 4 and low:
            # A small remainder joins its neighbour; otherwise many deletions would leave many tiny blocks.
            low -= 1
            rewritten[:0] = self._blocks[low].cells
        blocks = (*self._blocks[:low], *_blocks(tuple(rewritten)), *self._blocks[high + 1 :])
        return Strip(blocks, self._ends[:low], self._lasts[:low])

    def _from(self, index: int) -> Iterator[H]:
        block = bisect_right(self._ends, index)
        for later in self._blocks[block : block + 1]:
            yield from later.cells[index - (self._ends[block - 1] if block else 0) :]
        for later in self._blocks[block + 1 :]:
            yield from later.cells

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __iter__(self) -> Iterator[H]:
        return (cell for block in self._blocks for cell in block.cells)

    @overload
    def __getitem__(self, index: int) -> H: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[H, ...]: ...
    def __getitem__(self, index: int | slice) -> H | tuple[H, ...]:
        if isinstance(index, slice):
            chosen = range(len(self))[index]
            if chosen.step == 1:
                return tuple(cell for _, cell in zip(chosen, self._from(chosen.start), strict=False))
            return tuple(self[i] for i in chosen)
        index = range(len(self))[index]
        return next(self._from(index))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Strip):
            return NotImplemented
        same_shape = len(self) == len(other) and self.frames == other.frames
        return same_shape and all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash((len(self), self.frames))

    def __repr__(self) -> str:
        return f"Strip.of({list(self)!r})"


def _blocks(cells: tuple[H, ...]) -> list[Block[H]]:
    """`cells` in the fewest blocks, all of nearly one size so that each has room to grow."""
    count = -(-len(cells) // BLOCK)
    bounds = [len(cells) * i // count for i in range(count + 1)] if count else [0]
    parts = (cells[low:high] for low, high in pairwise(bounds))
    return [Block(part, sum(cell.length for cell in part)) for part in parts]
