"""What is found out from a whole take: where a painted rig is in each picture, and which others show what it hides."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.operation import Linear, Settings, Solved, Stretch
from komadori.finish.remarks import Said, Saying
from komadori.finish.rigs.around import around
from komadori.finish.rigs.finding import differing, marked, without_specks
from komadori.finish.rigs.following import Followed, followed
from komadori.finish.rigs.going_on import thin_rig
from komadori.finish.rigs.looks import Looks
from komadori.finish.rigs.others import Candidate, candidates_of, chosen, mask_of, spaced
from komadori.finish.rigs.paint import Painted, painted, strokes_at
from komadori.finish.rigs.plates import relit
from komadori.finish.rigs.tones import Mask, apart, box_of, grown, tones

REGION, KEEP, FIRST_OTHER = 1, 2, 4
"""The bits of a field's pixels: the followed region, what is no rig (both together: surely rig), and where each other
picture is any good."""
MOST_OTHERS = 6
AROUND = 3.0
"""Pixels of a look around a rig that count as rig where pictures are compared: its edges are soft there."""
BLUR = 4.0
"""Pixels by which something thin looks thicker where it is told by difference."""
COVERED = 0.02
"""Share of a pixel from which on a matte says that the rig is in it."""
REMEMBERED = 160
"""Pictures whose masks are held in memory at a time, of about 0.7 MB each."""
STANDS_OUT = 0.1
"""Tones from which on a picture around a rig is not the set: a puppet is in front of that."""
GUESSED = 0.04
"""Share of a rig from which on it is worth telling that it was guessed."""


OTHER_SIZE = Saying(name="other size", words="the picture has another size than the take: its rig was not looked for.")
LOST = Saying(name="lost", words="the painted rig was not found again here: paint it on this picture, too.")
GUESS = Saying(name="guess", words="the rig was filled by guess: nothing shows what is behind it.")
PART_GUESS = Saying(
    name="part guess",
    words="the rig is filled, but {0} of it was guessed; nothing else shows what is behind it.",
)
THIN = Saying(
    name="thin", words="taken for the rig because it is thin; look whether a part of the puppet went with it."
)
SAYINGS = (OTHER_SIZE, LOST, GUESS, PART_GUESS, THIN)


def worked_out(stretch: Stretch, settings: Settings) -> list[Solved]:
    """One Solved for each moment of `stretch`; empty for those that were not asked for.

    A field is a part of the look, rows x columns uint8 of the bits above; `numbers` are the look's width and height,
    and the part's first column and row. Raises BrokenFile, NewerSchema or StorageFailed for a paint file.
    """
    moments = stretch.moments
    low, high = stretch.asked or (0, len(moments))
    looks = Looks(moments)
    if not looks.height:
        return [Solved() for _ in moments]
    finder = _Finder(stretch, settings, looks)
    return [finder.solved(place) if low <= place < high else Solved() for place in range(len(moments))]


@dataclass(slots=True)
class _Found:
    """The rig in one look, as it lies in the set: `rig` all of it that is known there, of which `loose` is a region
    that has it in it somewhere and `sure` what was followed exactly; `keep` what is none."""

    rig: Mask
    loose: Mask
    sure: Mask
    keep: Mask
    lost: bool = False
    thin: bool = False


@dataclass(slots=True)
class _Finder:
    stretch: Stretch
    settings: Settings
    looks: Looks
    _plate: Linear | None = field(init=False)
    _matte: Linear | None = field(init=False)
    _followed: dict[int, Followed] = field(init=False)
    _found: dict[int, _Found] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._plate, self._matte = self._open("clean_plate"), self._open("matte")
        self._followed = self._follow()

    def _open(self, name: str) -> Linear | None:
        """A plate for all pictures, as large as the looks; None where each picture has its own, or none."""
        plate = self.stretch.holdings.plate(name, self.looks.width) if self.settings[name] else None
        if plate is None:
            return None
        size = (self.looks.width, self.looks.height)
        return np.asarray(cv2.resize(plate[..., :3], size, interpolation=cv2.INTER_AREA), np.float32)

    def _follow(self) -> dict[int, Followed]:
        """Where what was painted is in each moment."""
        paths = self.stretch.holdings.paths("paint") if self.settings["paint"] else ()
        size = (self.looks.width, self.looks.height)
        masks = {
            place: self._in_set(painted(strokes, *size), place)
            for place, strokes in enumerate(strokes_at(paths, self.stretch.moments))
            if strokes and self.looks.fits(place)
        }
        return followed(
            masks,
            self.looks.tones,
            self.looks.background,
            len(self.stretch.moments),
            int(self.settings["follow"]),
        )

    def _in_set(self, one: Painted, place: int) -> Painted:
        rig, middle, keep = (self.looks.to_set(mask, place) for mask in (one.rig, one.middle, one.keep))
        return Painted(rig=rig, middle=middle, keep=keep)

    def at(self, place: int) -> _Found:
        """The rig in one look."""
        if place not in self._found:
            if len(self._found) >= REMEMBERED:
                self._found.pop(next(iter(self._found)))
            self._found[place] = self._find(place)
        return self._found[place]

    def _find(self, place: int) -> _Found:
        none = np.zeros((self.looks.height, self.looks.width), bool)
        if not self.looks.fits(place):
            return _Found(none, none, none, none)
        way = self._followed.get(place)
        loose, sure, keep, lost = (way.region, way.sure, way.keep, way.lost) if way else (none, none, none, False)
        settings = self.stretch.moments[place].settings or self.settings
        rig, light, thin = none, self.looks.light(place), False
        if settings["marker"]:
            rig = marked(light, str(settings["marker"]), float(settings["tolerance"]))
        if self._plate is not None and seeks_difference(settings):
            plate = relit(self._plate, light, none)
            thin = settings["difference"] == "thin parts"
            rig = rig | (
                thin_rig(light, plate, thickness(settings, self.looks.width))
                if thin
                else without_specks(differing(plate, light))
            )
        common = None if self._matte is None else self._matte.mean(axis=2)
        for cover in (common, self.looks.cover(place)):
            rig = rig if cover is None else rig | self.looks.to_set(cover > COVERED, place)
        rig = (rig & ~keep) | sure
        return _Found(rig | loose, loose & ~rig, sure, keep, lost=lost, thin=thin and bool(rig.any()))

    def solved(self, place: int) -> Solved:
        """What `apply` needs for one picture, and what is to be said of it."""
        found, settings = self.at(place), self.stretch.moments[place].settings or self.settings
        if not self.looks.fits(place):
            return Solved(said=(OTHER_SIZE.of(),), doubt=0.6)
        most = min(int(settings["others"]), MOST_OTHERS)
        if not found.rig.any():
            said, doubt = _told_lost(found)
            there: list[int] = []
            if has_its_own(settings, "clean_plate"):
                there = spaced(place, len(self.stretch.moments), int(settings["reach"]), most)
            return Solved(
                numbers=self._numbers(place, found, []),
                field=self._packed(place, found, []),
                others=tuple(there),
                said=said,
                doubt=doubt,
            )
        hole = grown(found.rig, AROUND)
        taken = self._others(place, hole, most, int(settings["reach"]))
        shown = [(other, mask_of(hole, good)) for other, good in taken]
        said, doubt = self._told(place, found, hole, shown)
        return Solved(
            numbers=self._numbers(place, found, shown),
            field=self._packed(place, found, shown),
            others=tuple(other for other, _ in shown),
            said=said,
            doubt=doubt,
        )

    def _others(self, place: int, hole: Mask, most: int, reach: int) -> list[tuple[int, NDArray[np.bool_]]]:
        places = candidates_of(place, len(self.stretch.moments), reach) if most else []
        return chosen(place, [self._candidate(each, hole) for each in places if self.looks.fits(each)], most)

    def _candidate(self, place: int, hole: Mask) -> Candidate:
        free = ~grown(self.at(place).rig, AROUND)
        return Candidate(place=place, tones=self.looks.tones(place)[hole], free=free[hole])

    def _told(
        self, place: int, found: _Found, hole: Mask, shown: Sequence[tuple[int, Mask]]
    ) -> tuple[tuple[Said, ...], float]:
        """What is to be said of a picture, and how much it needs a person's eye."""
        if found.lost:
            return _told_lost(found)
        known = hole
        if not has_its_own(self.settings, "clean_plate"):
            elsewhere = np.logical_or.reduce([good for _, good in shown]) if shown else hole & False
            known = elsewhere & self._plain(place, hole, np.square(self.looks.background(place)))
            if self._plate is not None:
                known = known | (hole & self._plain(place, hole, self._plate))
        guessed = float((found.rig & ~known).sum() / max(1, found.rig.sum()))
        if guessed > GUESSED:
            said = GUESS.of() if guessed > 0.995 else PART_GUESS.of(f"{guessed:.0%}")
            return (said,), round(min(1.0, 0.3 + 0.6 * guessed), 2)
        if found.thin:
            return (THIN.of(),), 0.2
        return (), 0.0

    def _plain(self, place: int, hole: Mask, empty: Linear) -> Mask:
        """Where nothing stands before the `empty` set around the hole, and nothing goes across that."""
        light = self.looks.light(place)
        lit = relit(np.asarray(empty, np.float32), light, hole)
        puppet = grown(hole, 4) & ~hole & (apart(tones(lit), tones(light)) > STANDS_OUT)
        crossed = around(light, hole, ~hole, self.looks.width).crossing(lit)
        return ~grown(puppet, 4) & ~crossed

    def _part(self, place: int, found: _Found, shown: Sequence[tuple[int, Mask]]) -> tuple[slice, slice] | None:
        whole = found.loose | found.sure | found.keep
        for _, good in shown:
            whole = whole | good
        whole = self.looks.to_picture(whole, place)
        return box_of(whole, 1) if whole.any() else None

    def _numbers(self, place: int, found: _Found, shown: Sequence[tuple[int, Mask]]) -> tuple[float, ...]:
        part = self._part(place, found, shown)
        if part is None:
            return ()
        return float(self.looks.width), float(self.looks.height), float(part[1].start), float(part[0].start)

    def _packed(self, place: int, found: _Found, shown: Sequence[tuple[int, Mask]]) -> NDArray[np.uint8] | None:
        part = self._part(place, found, shown)
        if part is None:
            return None
        bits = np.zeros(found.rig.shape, np.uint8)
        for bit, mask in ((REGION, found.loose | found.sure), (KEEP, found.keep | found.sure)):
            bits[self.looks.to_picture(mask, place)] |= bit
        for at, (_, good) in enumerate(shown):
            bits[self.looks.to_picture(good, place)] |= FIRST_OTHER << at
        return np.ascontiguousarray(bits[part])


def _told_lost(found: _Found) -> tuple[tuple[Said, ...], float]:
    return ((LOST.of(),), 0.9) if found.lost else ((), 0.0)


def seeks_difference(settings: Settings) -> bool:
    """Whether the rig is what differs from the plate: not where something else tells where it is."""
    told = settings["marker"] or settings["matte"] or settings["paint"]
    return bool(settings["clean_plate"]) and settings["difference"] != "nothing" and not told


def has_its_own(settings: Settings, name: str) -> bool:
    """Whether a plate belongs to single pictures, and so cannot be known from the take."""
    return str(settings[name]).startswith(("exposure ", "companion "))


def thickness(settings: Settings, width: int) -> float:
    """Pixels that a rig is thick at most."""
    return float(settings["thick"]) / 100 * width + BLUR
