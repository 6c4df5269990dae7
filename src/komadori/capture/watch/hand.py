"""A hand or a tool left in the picture: large, new, reaching in from the edge, hiding the set, and no puppet."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from komadori.capture.watch.alarm import Alarm, Kind, Severity
from komadori.capture.watch.change import Step, difference, filled, pieces, touches_border, within
from komadori.capture.watch.limits import Limits
from komadori.capture.watch.seen import Cells, Floats, Seen

TOLD_WELL = 0.6
"""Share of the tiles that must tell the camera's shift alike before what else changed is judged."""
WARMED_UP = 3
"""Steps of a take until it is known where its puppets are."""
CORNERS = 4
"""Corners behind a hand that suffice to tell whether it hides them."""
AGAIN = 0.7
"""Share of a place that must look as it did to count as the same."""
STAYS = 3
"""Pictures after which what came in and has not moved is no puppet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """Something that came in with `step` at `piece` and may be a hand; it has stayed for so many pictures."""

    step: Step
    piece: Cells
    stayed: int = 0


class Hands:
    """Follows what came in from the edge until it is sure what it is."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._guesses: list[Guess] = []
        self._steps = 0

    def look(self, step: Step, puppet: Cells, moved: Callable[[Floats], Cells]) -> Iterator[Alarm]:
        """`puppet` is where something moved before; `moved` tells from a difference which cells changed."""
        self._steps += 1
        yield from self._sure(step.now, moved)
        if self._steps <= WARMED_UP or step.shift is None or step.shift.share < TOLD_WELL:
            return
        for piece in pieces(filled(step.fresh & ~puppet)):
            if piece.mean() < self._limits.hand:
                return
            if not touches_border(piece) or self._hidden(step, piece) < self._limits.hand_hides:
                continue
            if piece.mean() > self._limits.hand_at_once:
                yield self._alarm(step, piece, "Something large reaches in from the edge")
            else:
                self._guesses.append(Guess(step=step, piece=piece))

    def _sure(self, now: Seen, moved: Callable[[Floats], Cells]) -> Iterator[Alarm]:
        waiting, self._guesses = self._guesses, []
        for guess in waiting:
            if (~moved(difference(guess.step.before, now, None)))[guess.piece].mean() > AGAIN:
                yield self._alarm(guess.step, guess.piece, "Something large reached in from the edge, only here")
            elif (~moved(difference(guess.step.now, now, None)))[guess.piece].mean() > AGAIN:
                if guess.stayed + 1 == STAYS:
                    yield self._alarm(
                        guess.step, guess.piece, "Something large came in at the edge and lies there still"
                    )
                else:
                    self._guesses.append(replace(guess, stayed=guess.stayed + 1))

    def _hidden(self, step: Step, piece: Cells) -> float:
        """The share of the corners within `piece` that were not found again; 1 where there were too few to tell."""
        inside = within(step.tracks.before, piece, step.before.flat)
        return 1.0 - float(step.tracks.found[inside].mean()) if inside.sum() >= CORNERS else 1.0

    def _alarm(self, step: Step, piece: Cells, words: str) -> Alarm:
        share = 100 * float(piece.mean())
        return Alarm(
            kind=Kind.HAND,
            picture=step.now.picture.number,
            frame=step.now.frame,
            amount=round(share, 1),
            unit="% of the picture",
            against=step.before.picture.number,
            sentence=f"{words}: {share:.0f} % of the picture. A hand, a tool?",
            severity=Severity.URGENT,
            box=step.now.box(piece),
        )
