"""Where the camera stands on a sheet that may change under it."""

from dataclasses import dataclass, field

from komadori.sheet.change import EditRefused
from komadori.sheet.plan import Exposure, plan, plan_inserted, plan_onward
from komadori.sheet.sheet import Sheet


@dataclass(slots=True, kw_only=True)
class Place:
    """A camera that fills what is missing from `frame` on, or with `insert` makes new slots before it.

    Slots it made are known by their pictures, not by their frames: the place moves with them when something before is
    taken out, and goes back to the slot before when one is undone.
    """

    frame: int = 1
    insert: bool = False
    _made: list[int] = field(default_factory=list)

    @classmethod
    def at(cls, sheet: Sheet, frame: int, *, insert: bool) -> "Place":
        """The place at, or before, `frame`. Raises EditRefused."""
        if not 1 <= frame <= sheet.frames + 1:
            raise EditRefused(
                f"The camera cannot stand at frame {frame}.",
                hint=f"The sheet has room at frames 1 to {sheet.frames + 1}.",
            )
        return cls(frame=frame, insert=insert)

    def next(self, sheet: Sheet, on: int) -> Exposure:
        """The exposure to shoot next; a new slot is held for `on` frames."""
        if not self.insert:
            return next(plan_onward(sheet, on, self.frame))
        for picture in reversed(self._made):
            first = sheet.first_frame_of(picture)
            span = None if first is None else sheet.span(first)
            if span is not None:
                missing = next(plan(sheet, span.first), None)
                if missing is not None and missing.frame == span.first:
                    return missing
                return next(plan_inserted(sheet, on, span.last + 1))
        return next(plan_inserted(sheet, on, min(self.frame, sheet.frames + 1)))

    def kept(self, exposure: Exposure, picture: int) -> None:
        """Take note that `picture` was shot as `exposure`."""
        if exposure.insert:
            self._made.append(picture)

    def made(self, picture: int) -> bool:
        """Whether the slot of `picture` was inserted from here."""
        return picture in self._made
