"""What the desk lets others know: the field's moments of a shot, for button boxes, OSC and scripts."""

from dataclasses import dataclass
from fractions import Fraction

WORDS = ("shoot", "delete", "position", "capture-complete", "frame-complete", "test", "edit", "conform", "new-take")
"""The moments: just before the shutter; just before a picture leaves the sheet; the camera stands at a frame and is
ready; a picture is safe; all exposures of a frame are safe; a test shot has arrived; the sheet was edited; the edits
were laid down as files; a take was begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One moment of a shot, `word` being one of `WORDS`.

    `production` is the series' title, `scene` the shot's address as in ep01_sc010_sh020, and `take` its number as in
    01. Frames and exposures count from 1. `file` is empty where there is no picture; `rate`, frames a second, is for
    speakers that tell the time.
    """

    word: str
    production: str
    scene: str
    take: str
    frame: int
    exposure: int = 1
    exposure_name: str = "x1"
    file: str = ""
    rate: Fraction | None = None
