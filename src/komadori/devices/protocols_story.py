"""What a set with a time of its own is to a program: the virtual stage, whose sun and weather follow the story.

A capability, asked for with isinstance; on a real set it is the lamps that are told what the hour asks for.
"""

from datetime import datetime
from typing import Protocol, runtime_checkable


@runtime_checkable
class StoryTold(Protocol):
    """Is told which moment of the story, which frame of the shot and which exposure it is."""

    def tell(self, *, frame: int, exposure: int, moment: datetime | None = None) -> None:
        """From now on it is `moment` by the place's clock (None leaves it), and weather falls as at `frame`, from 1.

        `exposure` counts from 0: felt, faults and the sensor's noise follow it, so that a shot that is gone on with
        looks as if it had never stopped. Raises MotionClosed.
        """
