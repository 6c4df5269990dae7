"""What changed that does not move: the light, its colour, the focus, highlights that are lost."""

from collections.abc import Iterator

import cv2
import numpy as np

from komadori.capture.watch.alarm import Alarm, Kind, Severity
from komadori.capture.watch.limits import Limits
from komadori.capture.watch.planned import Planned, Program
from komadori.capture.watch.seen import LOST, NEAR, Cells, Floats, Seen, lit
from komadori.capture.watch.trail import Trail
from komadori.picture import colour
from komadori.picture.set_light import SetLight
from komadori.picture.shift import Shift

FEW = 0.05
"""Share of the picture that must stand still and be lit to be judged alone; with less, all of it is."""
PLAIN = 0.5
"""Share of the cells with the least detail, which tell no focus."""
STRONG = 3.0
"""Times its limit from which a change is a warning and not only a note."""


class Light:
    """Follows light, colour, focus and highlights of one exposure, each against the reference.

    What a light `program` was meant to do is no slip.
    """

    def __init__(self, limits: Limits, reference: Seen, program: Program | None = None) -> None:
        self._limits, self._program = limits, program
        self._focus = Trail(limits.unrest)
        self._focus.add(0.0)
        self._first, self._sharp = reference, reference.detail()
        self.begin_anew(reference, None)

    def begin_anew(self, reference: Seen, moved: Shift | None) -> None:
        """From here on compare the light with this picture's, in which the camera had `moved` against the first one."""
        self._reference = self._before = reference
        self._level, self._warm, self._tint, self._burnt = (Trail(self._limits.unrest) for _ in range(4))
        for trail in (self._level, self._warm, self._tint):
            trail.add(0.0)
        self._burnt.add(burnt(reference))
        self._light = self._last = reference.light(moved)
        self._set = SetLight(self._light)
        self._planned = Planned(self._program, reference.frame)
        self._stood: Cells = np.ones(reference.grid[::-1], bool)

    def look(self, now: Seen, still: Cells, moved: Shift | None) -> Iterator[Alarm]:
        """Compare `now` with the pictures before it and the reference, where the set is `still`.

        `moved` is how the camera moved against the reference, where that is known.
        """
        light = now.light(moved)
        told = self._set.told(light, meters(still, self._light, light))
        beside = self._set.told(light, meters(still & self._stood, self._last, light), against=self._last)
        self._set.learn(told)
        self._planned.follow(told.level, now.frame)
        level, warm, tint = changes(told.level - self._planned.total)
        step, _, _ = changes(beside.level - self._planned.step)
        if jump := self._level.jump(level, self._limits.flicker, step):
            words = f"The light jumped by {jump:+.1f} % against picture {self._before.picture.number}."
            yield self._alarm(Kind.FLICKER, now, jump, "%", words, self._limits.flicker, against=self._before)
        self._level.add(level)
        if drift := self._level.drift(self._limits.light):
            words = f"The light has drifted by {drift:+.1f} % against picture {self._reference.picture.number}."
            yield self._alarm(Kind.LIGHT, now, drift, "%", words, self._limits.light)
        yield from self._colour(now, warm, tint)
        yield from self._sharpness(now, now.detail(moved), still)
        yield from self._highlights(now)
        self._before, self._last, self._stood = now, light, still

    def _colour(self, now: Seen, warm: float, tint: float) -> Iterator[Alarm]:
        """The larger of the changes of red and of blue beside green."""
        found: list[tuple[float, Seen, str]] = []
        for trail, value, more, less in (
            (self._warm, warm, "redder", "less red"),
            (self._tint, tint, "bluer", "yellower"),
        ):
            jump = trail.jump(value, self._limits.colour)
            trail.add(value)
            drift = trail.drift(self._limits.colour)
            if amount := jump or drift:
                found.append((amount, self._before if jump else self._reference, more if amount > 0 else less))
        if found:
            amount, against, how = max(found, key=lambda one: abs(one[0]))
            words = f"The set is {abs(amount):.1f} % {how} than in picture {against.picture.number}."
            yield self._alarm(Kind.COLOUR, now, amount, "%", words, self._limits.colour, against=against)

    def _sharpness(self, now: Seen, detail: Floats, still: Cells) -> Iterator[Alarm]:
        usual = self._sharp
        detailed = usual >= np.quantile(usual, PLAIN)
        where = detailed & still if (detailed & still).sum() > detailed.sum() / 4 else detailed
        old, new = (np.maximum(values[where], 1e-5) for values in (usual, detail))
        value = percent(float(np.median(np.log(new / old))))
        jump = self._focus.jump(value, self._limits.focus)
        self._focus.add(value)
        drift = self._focus.drift(self._limits.focus)
        if not (amount := jump or drift):
            return
        against = self._before if jump else self._first
        how = "softer" if amount < 0 else "sharper"
        words = f"The set is {abs(amount):.0f} % {how} than in picture {against.picture.number}: look at the focus."
        yield self._alarm(Kind.FOCUS, now, amount, "% of detail", words, self._limits.focus, against=against)

    def _highlights(self, now: Seen) -> Iterator[Alarm]:
        """Highlights that were bright before and are lost now: a white puppet that walks in burnt nothing out."""
        limit = 100 * self._limits.clipped
        jump = self._burnt.jump(burnt(now), limit)
        self._burnt.add(burnt(now))
        lost = (now.brightest >= LOST) & (self._before.brightest < LOST) & (self._before.brightest >= NEAR)
        share = float(lost.mean())
        if jump <= 0 or 100 * share <= limit:
            return
        cells = cv2.resize(lost.astype(np.float32), now.grid, interpolation=cv2.INTER_AREA) > 0.1
        words = f"{100 * share:.1f} % of the picture is newly burnt out."
        box = now.box(cells) if cells.any() else None
        yield self._alarm(Kind.CLIPPED, now, 100 * share, "% of the picture", words, 0.0, against=self._before, box=box)

    def _alarm(
        self,
        kind: Kind,
        now: Seen,
        amount: float,
        unit: str,
        words: str,
        limit: float,
        *,
        against: Seen | None = None,
        box: tuple[int, int, int, int] | None = None,
    ) -> Alarm:
        return Alarm(
            kind=kind,
            picture=now.picture.number,
            frame=now.frame,
            amount=round(amount, 2),
            unit=unit,
            against=(against or self._reference).picture.number,
            sentence=words,
            severity=Severity.WARNING if abs(amount) > STRONG * limit else Severity.NOTE,
            box=box,
        )


def meters(still: Cells, *lights: Floats) -> Cells:
    """The cells that tell the light: lit in all of `lights` (rows x columns x 3), and where the set is `still`."""
    where = still & np.all([lit(light) for light in lights], axis=0)
    return where if where.mean() >= FEW else np.ones_like(still)


def changes(level: Floats) -> tuple[float, float, float]:
    """Percent of light, and of red and of blue beside green, of natural logarithms of all three."""
    red, green, blue = (float(part) for part in level)
    return percent(float(np.log(colour.luminance(np.exp(level))))), percent(red - green), percent(blue - green)


def burnt(seen: Seen) -> float:
    """Percent of the picture whose highlights are lost."""
    return 100 * float((seen.brightest >= LOST).mean())


def percent(logarithm: float) -> float:
    """A natural logarithm of a ratio as percent of change."""
    return 100 * float(np.expm1(logarithm))
