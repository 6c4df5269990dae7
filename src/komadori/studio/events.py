"""What the desk lets others know: the field's moments of a shot, for button boxes, OSC and scripts."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal

Word = Literal[
    "shoot", "delete", "position", "capture-complete", "frame-complete", "test", "edit", "conform", "new-take"
]
"""A moment: just before the shutter; just before a picture leaves the sheet; the camera stands at a frame and is
ready; a picture is safe; all exposures of a frame are safe; a test shot has arrived; the sheet was edited; the edits
were laid down as files; a take was begun.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One moment of a shot.

    `production` is the series' title, `scene` the address of the shot, as in ep01/sc010/sh020. Frames and exposures
    count from 1; `frame` is 0 where none is meant. `file` is there once a picture is.
    """

    word: Word
    production: str
    scene: str
    take: int
    frame: int = 0
    exposure: int = 1
    exposure_name: str = "x1"
    file: Path | None = None
    rate: Fraction | None = None
    """Frames a second, for speakers that tell the time."""
