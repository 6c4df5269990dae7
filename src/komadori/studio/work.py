"""Long work in the background: told with the time left, stopped when a person asks, one piece at a time."""

import itertools
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from komadori.errors import Cancelled, KomadoriError
from komadori.progress import Progress, Work
from komadori.studio.messages import Message, WorkOut

OFTEN = 0.1
"""Seconds between two messages about the same work; a person sees no more."""

SURE = 1.0
"""Seconds of work from which the time left is told."""

Told = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class Piece:
    """One piece of work; `make` begins it when its turn comes, on the thread that does it."""

    number: int
    doing: str
    make: Callable[[], Work[Told]]
    stopped: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of the work that counts one thing: what it is, where it began to count, and when."""

    doing: str
    done: int
    began: float

    def left(self, step: Progress, now: float) -> float:
        """Seconds left, -1 while that cannot be known: the first steps also pay for opening everything."""
        done, spent = step.done - self.done, now - self.began
        if step.total is None or done <= 0 or spent < SURE:
            return -1.0
        return spent * (step.total - step.done) / done


class Works:
    """A thread that does one piece of work after another. Each ends as done, failed or stopped, and says so."""

    def __init__(self, tell: Callable[[Message], None], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._tell, self._clock = tell, clock
        self._numbers = itertools.count(1)
        self._waiting: queue.SimpleQueue[Piece | None] = queue.SimpleQueue()
        self._pieces: dict[int, Piece] = {}
        self._thread = threading.Thread(target=self._run, name="work", daemon=True)
        self._thread.start()

    def begin(self, doing: str, make: Callable[[], Work[Told]]) -> int:
        """Do the work that `make` begins when its turn comes; returns the number it is told under."""
        piece = Piece(number=next(self._numbers), doing=doing, make=make)
        self._pieces[piece.number] = piece
        self._tell(WorkOut(id=piece.number, doing=doing))
        self._waiting.put(piece)
        return piece.number

    def stop(self, number: int) -> bool:
        """Stop a piece of work; what it has finished stays. Returns whether there is such a piece."""
        piece = self._pieces.get(number)
        if piece is not None:
            piece.stopped.set()
        return piece is not None

    def close(self) -> None:
        """Stop everything."""
        for piece in list(self._pieces.values()):
            piece.stopped.set()
        self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (piece := self._waiting.get()) is not None:
            try:
                result = self._do(piece)
            except Cancelled:
                self._tell(WorkOut(id=piece.number, doing=piece.doing, state="stopped"))
            except KomadoriError as failure:
                told = WorkOut(
                    id=piece.number, doing=piece.doing, state="failed", trouble=failure.message, hint=failure.hint
                )
                self._tell(told)
            # One piece that fails in a way nobody thought of must not end the thread for all others.
            except Exception as mistake:
                trouble = f"This is our mistake, not yours: {type(mistake).__name__}: {mistake}."
                self._tell(WorkOut(id=piece.number, doing=piece.doing, state="failed", trouble=trouble))
            else:
                self._tell(WorkOut(id=piece.number, doing=piece.doing, state="done", result=result))
            del self._pieces[piece.number]

    def _do(self, piece: Piece) -> Told:
        work = piece.make()
        phase, told = Phase("", 0, self._clock()), 0.0
        try:
            while True:
                if piece.stopped.is_set():
                    raise Cancelled("Stopped. What was finished stays.")
                step = next(work)
                now = self._clock()
                if step.doing != phase.doing:
                    phase = Phase(step.doing, step.done, now)
                if now - told >= OFTEN:
                    told = now
                    left = phase.left(step, now)
                    out = WorkOut(id=piece.number, doing=step.doing, done=step.done, total=step.total, left=left)
                    self._tell(out)
        except StopIteration as end:
            result: Told = end.value
            return result
        finally:
            work.close()
