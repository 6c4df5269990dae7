"""The rig taken out of one picture: found, filled, its edges and its shadow seen to; every other pixel as it was."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.operation import Given, Linear, Settings
from komadori.finish.rigs.behind import Filled, Hole, filled, room
from komadori.finish.rigs.edges import lifted, shaded
from komadori.finish.rigs.finding import differing, marked, without_specks
from komadori.finish.rigs.going_on import thin_rig
from komadori.finish.rigs.plates import fitted, placed, relit
from komadori.finish.rigs.tones import Mask, box_of, grown, parts
from komadori.finish.rigs.working_out import (
    COVERED,
    FIRST_OTHER,
    KEEP,
    REGION,
    has_its_own,
    seeks_difference,
    thickness,
)

Box: TypeAlias = tuple[slice, slice]

LEAST_EDGE = 1.5
"""Pixels of a soft edge that every picture has, also a small one."""
FRINGE = 0.005
"""Share of the width beside a stroke in which there may be rig yet."""
SHAPE = 0.01
"""By how much the proportions of a plate may differ from the picture's; what is left of it is registered."""


EDGE = ("grow", "shadow")
"""The parameters that neither where the rig is nor where its plate lies hangs on."""
BESIDE = 12
"""Pixels around the soft edge of a part of a rig that are looked at in previews while it meets the picture."""
FINE = 1280
"""Pixels of width above which previews are filled in half as many rows and columns."""
UNLIT = 0.01
"""Share of the width beside a rig from which its light is not told in previews."""
FAINT = 1e-3
"""Light below which a plate has no detail."""
ROUGHLY = 0.03
"""Share of the width around a part of a rig that is looked at in previews."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is known of a picture's rig: all `sure`, a `loose` region that has it in it, `keep` what is none."""

    sure: Mask
    loose: Mask
    keep: Mask

    def part(self, box: Box) -> "Told":
        """The same in a part of the picture."""
        return Told(sure=self.sure[box], loose=self.loose[box], keep=self.keep[box])


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far in pixels the soft `edge` goes around a rig, and its `shadow`, in a picture of `width`."""

    edge: float
    shadow: float
    width: int

    def further(self) -> "Reach":
        """At least as far, and the same for all that are about as far."""
        edge, shadow = (2.0 ** math.ceil(math.log2(far)) if far > 1 else far for far in (self.edge, self.shadow))
        return Reach(edge=edge, shadow=shadow, width=self.width)


def taken_out(pixels: Linear, settings: Settings, given: Given) -> Linear:
    """`pixels` (scene-linear, rows x columns x 3) without the rig; the very same array where none is found.

    Raises UnfitPlate, and UnreadablePicture for a plate.
    """
    work = _Work(pixels, settings, given)
    told = work.told()
    if not (told.sure | told.loose).any():
        return pixels
    width = pixels.shape[1]
    grow = max(LEAST_EDGE, float(settings["grow"]) / 100 * width) if settings["grow"] else 0.0
    reach = Reach(edge=grow, shadow=float(settings["shadow"]) / 100 * width, width=width)
    if given.roughly:
        return _taken_out_roughly(pixels, _Near(work, told, reach), reach)
    out = pixels.copy()
    hole = _hole(told, reach)
    box = box_of(hole.sure | hole.loose | hole.fringe | hole.beside, room(width))
    changed, light = _met(pixels[box], told.part(box), hole.part(box), work.filled(box, hole.part(box)), reach)
    out[box] = np.where(changed[..., None], light, pixels[box])
    return out


def _taken_out_roughly(pixels: Linear, near: "_Near", reach: Reach) -> Linear:
    """As `taken_out`, with what stands behind worked out for all that reach about as far."""
    out = pixels.copy()
    for box, own in near.parts():
        behind, here = near.filled(box), near.told.part(box)
        close = box_of((here.sure | here.loose) & own, math.ceil(max(reach.edge, reach.shadow)) + BESIDE)
        here, part = here.part(close), pixels[box][close]
        changed, light = _met(part, here, _hole(here, reach), _part(behind, close), reach)
        changed &= own[close]
        out[box][close][changed] = light[changed]
    return out


def _part(behind: Filled, box: Box) -> Filled:
    taken, guessed, known = (mask[box] for mask in (behind.taken, behind.guessed, behind.known))
    return Filled(light=behind.light[box], taken=taken, guessed=guessed, known=known)


def _met(part: Linear, told: Told, hole: Hole, behind: Filled, reach: Reach) -> tuple[Mask, Linear]:
    """What of a part changes, and to which light: the rig gives way to what is `behind` it, its shadow is lightened."""
    core = told.sure | (behind.taken & (hole.loose | hole.fringe))
    edge = grown(core, reach.edge) & ~core & ~told.keep & (behind.known | behind.taken)
    weight = lifted(part, behind.light, core, edge, reach.edge)
    beside = hole.beside & behind.known & ~core & ~edge
    gain = shaded(part, behind.light, core, beside, reach.shadow)
    mixed = part * gain * (1 - weight[..., None]) + behind.light * weight[..., None]
    return (weight > 0) | beside, mixed


def _hole(told: Told, reach: Reach) -> Hole:
    """The hole with its soft edge: what of it is taken is found out while it is filled."""
    whole = told.sure | told.loose
    sure = grown(told.sure, reach.edge) & ~told.keep if told.sure.any() else told.sure
    fringe = grown(told.loose, max(2.0, FRINGE * reach.width)) & ~told.loose & ~sure & ~told.keep
    beside = whole & False
    if reach.shadow > 0:
        beside = grown(whole, reach.shadow) & ~sure & ~told.loose & ~fringe & ~told.keep
    unsure = grown(whole | fringe, reach.edge + 1.5) & ~told.keep
    return Hole(sure=sure, loose=told.loose & ~sure, fringe=fringe, beside=beside, unsure=unsure)


def _even(box: Box) -> Box:
    """The same and a little more, beginning at even rows and columns."""
    rows, columns = (slice(side.start // 2 * 2, -(-side.stop // 2) * 2) for side in box)
    return rows, columns


def _sides(box: Box) -> list[int]:
    return [side for part in box for side in (part.start, part.stop)]


def _fewer(pixels: Linear | Mask, by: int) -> Linear:
    """So many times fewer rows and columns; a mask as how much of each pixel is set."""
    size = (-(-pixels.shape[1] // by), -(-pixels.shape[0] // by))
    return np.asarray(cv2.resize(pixels.astype(np.float32), size, interpolation=cv2.INTER_AREA), np.float32)


def _fewer_of_hole(hole: Hole, by: int) -> Hole:
    sure, loose, fringe, beside, unsure = (
        _fewer(mask, by) > 0 for mask in (hole.sure, hole.loose, hole.fringe, hole.beside, hole.unsure)
    )
    loose &= ~sure
    fringe &= ~(sure | loose)
    return Hole(sure=sure, loose=loose, fringe=fringe, beside=beside & ~(sure | loose | fringe), unsure=unsure)


class _Work:
    """What one picture's rig is told and filled by, each thing kept by the settings that it hangs on."""

    def __init__(self, pixels: Linear, settings: Settings, given: Given) -> None:
        self.pixels, self.others, self._settings, self._given = pixels, given.others, settings, given
        self.own = has_its_own(settings, "clean_plate")
        self._by = [[name, value] for name, value in sorted(settings.items()) if name not in EDGE]

    def plate(self) -> Linear | None:
        """The clean plate, lying as the picture does."""
        plate = _plate(self.pixels, "clean_plate", self._given)
        if plate is None:
            return None
        return self._given.kept(["placed", self._settings["clean_plate"]], lambda: placed(plate, self.pixels)[0])

    def told(self) -> Told:
        """Where the rig is."""

        def masks() -> NDArray[np.bool_]:
            plate = self.plate() if seeks_difference(self._settings) else None
            told = _told(self.pixels, self._settings, self._given, plate)
            return np.array([told.sure, told.loose, told.keep])

        sure, loose, keep = self._given.kept(["told", *self._by], masks)
        return Told(sure=sure, loose=loose, keep=keep)

    def filled(self, box: Box, hole: Hole) -> Filled:
        """A part of the picture with its hole filled."""
        picture, plate = self.pixels[box], self.plate()
        return filled(
            picture,
            hole,
            plate=None if plate is None else relit(plate[box], picture, hole.hidden),
            others=lambda: [(relit(other, picture, hole.hidden), shows) for other, shows in self._others(box)],
            width=self.pixels.shape[1],
            own=self.own,
        )

    def kept(self, told: Sequence[object], make: Callable[[], Linear]) -> Linear:
        """What hangs on what is `told` and on how the rig is found and filled, but not on how far its edge goes."""
        return self._given.kept([*told, *self._by], make)

    def shows(self, at: int, box: Box) -> Mask:
        """Where in a part of the picture other picture `at` shows the set, as far as that is known."""
        size = self.pixels.shape[:2]
        return (_plane(self._given, FIRST_OTHER << at, size) if self._given.numbers else np.ones(size, bool))[box]

    def _others(self, box: Box) -> list[tuple[Linear, Mask]]:
        """The part of each other picture that shows some of the set there, and where."""
        planes = [(other, self.shows(at, box)) for at, other in enumerate(self.others)]
        return [(other()[box][..., :3], good) for other, good in planes if good.any()]


class _Near:
    """The surroundings of a rig in previews, of large pictures with half as many rows and columns: what stands behind
    it is kept for all that reach about as far, and how that is lit for all."""

    def __init__(self, work: _Work, told: Told, reach: Reach) -> None:
        self.told, self._work, self._reach = told, work, reach.further()
        self._by = 2 if reach.width > FINE else 1
        self._far = round(ROUGHLY * reach.width) + math.ceil(max(self._reach.edge, self._reach.shadow))
        self._box = _even(box_of(told.sure | told.loose, max(room(reach.width), self._far)))

    def parts(self) -> Iterator[tuple[Box, Mask]]:
        """The parts of the picture around what hangs together of the rig, and in each what belongs to it."""
        return parts(self.told.sure | self.told.loose, self._far)

    def filled(self, box: Box) -> Filled:
        """One of these parts with its hole filled."""

        def layers() -> Linear:
            done = self._larger(self._filled(box), box)
            return np.dstack([done.light, done.taken, done.guessed, done.known]).astype(np.float32)

        done = self._work.kept(["filled", self._reach.edge, self._reach.shadow, *_sides(box)], layers)
        taken, guessed, known = (done[..., at] > 0 for at in (3, 4, 5))
        return Filled(light=np.ascontiguousarray(done[..., :3]), taken=taken, guessed=guessed, known=known)

    def _filled(self, box: Box) -> Filled:
        rows, columns = (
            slice((side.start - here.start) // self._by, -(-(side.stop - here.start) // self._by))
            for side, here in zip(box, self._box, strict=True)
        )
        part, plate = (rows, columns), self._plate()
        return filled(
            self._picture()[part],
            _fewer_of_hole(_hole(self.told.part(box), self._reach), self._by),
            plate=None if plate is None else plate[part],
            others=lambda: self._others(part),
            width=self._reach.width // self._by,
            own=self._work.own,
        )

    def _larger(self, done: Filled, box: Box) -> Filled:
        """All rows and columns of what was worked out in fewer; a plate gives its finest detail back."""
        if self._by == 1:
            return done
        high, wide = self._work.pixels[box].shape[:2]
        light, taken, guessed, known = (
            cv2.resize(each.astype(np.float32), (wide, high), interpolation=cv2.INTER_LINEAR)
            for each in (done.light, done.taken, done.guessed, done.known)
        )
        plate = self._work.plate()
        if plate is not None:
            coarse = cv2.resize(_fewer(plate[box], self._by), (wide, high), interpolation=cv2.INTER_LINEAR)
            fine = np.clip(plate[box] / np.maximum(coarse, FAINT), 0.5, 2)
            light = np.where((known > 0.5)[..., None], light * fine, light)
        return Filled(light=np.asarray(light, np.float32), taken=taken > 0.5, guessed=guessed > 0.5, known=known > 0.5)

    def _picture(self) -> Linear:
        return self._kept("picture", lambda: _fewer(self._work.pixels[self._box], self._by))

    def _plate(self) -> Linear | None:
        plate = self._work.plate()
        return None if plate is None else self._kept("plate", lambda: self._lit(plate))

    def _others(self, part: Box) -> list[tuple[Linear, Mask]]:
        """A part of each other picture that shows some of the set there, and where."""

        def lit(at: int, other: Callable[[], Linear]) -> Linear:
            shows = _fewer(self._work.shows(at, self._box), self._by) > COVERED
            return np.dstack([self._lit(other()), shows]) if shows.any() else np.zeros((*shows.shape, 0), np.float32)

        whole = [self._kept(f"other {at}", partial(lit, at, other)) for at, other in enumerate(self._work.others)]
        here = [each[part] for each in whole if each.size]
        return [(np.ascontiguousarray(each[..., :3]), each[..., 3] > 0) for each in here if each[..., 3].any()]

    def _lit(self, source: Linear) -> Linear:
        """Another picture of the set in the light that this one has, told well away from the rig."""
        here = self.told.part(self._box)
        hidden = grown(here.sure | here.loose, max(LEAST_EDGE, UNLIT * self._reach.width)) & ~here.keep
        return relit(_fewer(source[self._box][..., :3], self._by), self._picture(), _fewer(hidden, self._by) > 0)

    def _kept(self, name: str, make: Callable[[], Linear]) -> Linear:
        return self._work.kept([name, *_sides(self._box)], make)


def _told(pixels: Linear, settings: Settings, given: Given, plate: Linear | None) -> Told:
    """Where the rig is, by everything that tells."""
    height, width = pixels.shape[:2]
    loose, keep = (_plane(given, bit, (height, width), REGION | KEEP) for bit in (REGION, KEEP))
    followed = _plane(given, REGION | KEEP, (height, width), REGION | KEEP)
    sure = np.zeros((height, width), bool)
    if settings["marker"]:
        sure |= marked(pixels, str(settings["marker"]), float(settings["tolerance"]))
    matte = _plate(pixels, "matte", given)
    if matte is not None:
        sure |= matte.mean(axis=2) > COVERED
    if plate is not None and seeks_difference(settings):
        lit = relit(plate, pixels, sure)
        thin = settings["difference"] == "thin parts"
        sure |= thin_rig(pixels, lit, thickness(settings, width)) if thin else without_specks(differing(lit, pixels))
    sure, keep = (sure & ~keep) | followed, keep & ~followed
    return Told(sure=sure, loose=loose & ~keep & ~sure, keep=keep)


def _plate(pixels: Linear, name: str, given: Given) -> Linear | None:
    """What a parameter holds, exactly as large as the picture. Raises UnfitPlate."""
    height, width = pixels.shape[:2]
    plate = given.holdings.plate(name, width)
    return None if plate is None else fitted(plate, name, (height, width), max(2.0, SHAPE * height))


def _plane(given: Given, bits: int, size: tuple[int, int], among: int = 0) -> Mask:
    """Where of the bits `among` (else of `bits`) the solved field has just `bits`: a mask as large as the picture."""
    height, width = size
    mask = np.zeros(size, bool)
    if given.field is None or len(given.numbers) != 4:
        return mask
    whole = np.zeros((int(given.numbers[1]), int(given.numbers[0])), np.float32)
    left, top = int(given.numbers[2]), int(given.numbers[3])
    rows, columns = given.field.shape
    whole[top : top + rows, left : left + columns] = (given.field & (among or bits)) == bits
    if not whole.any():
        return mask
    return np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_LINEAR) > 0.5)
