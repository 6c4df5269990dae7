"""Take out dust: specks that are in one picture and not around it, and dust before the sensor.

A speck is filled from the pictures before and after it; `finish/specks/passing.py` says how it is told from a puppet.
Dust before the sensor is given its light back; `finish/specks/sensor.py` says what it takes to find it.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.errors import WrongUse
from komadori.finish.noise.mend import inpainted
from komadori.finish.operation import (
    Given,
    Linear,
    Moment,
    Operation,
    Parameter,
    Place,
    Settings,
    Solved,
    Still,
    Stretch,
)
from komadori.finish.remarks import Said, Saying
from komadori.finish.specks.passing import AROUND, LARGEST, Changes, Speck, changes, passing
from komadori.finish.specks.sensor import COLUMNS, STEPS, WIDE, cleaned, detail, dust, steady

Rows = NDArray[np.float32]

SPREAD_OUT = 0.04
"""How far a camera must move in all, in shares of the width, for the set to go by behind dust."""
LOOKED_AT = 32
"""Pictures of a take with a moving camera that suffice, spread evenly over it."""
WHOLE = 1_000_000
"""Moments: as many as any take has."""
RIM = 3
"""Pixels around a speck that its filling is matched by and eased into."""
DOUBT = 0.4
"""How much a filled speck needs a person's eye: a blink of one picture looks like one."""


def measure(still: Still, settings: Settings) -> Rows:
    """A mark of the picture, what changed since the one before and, for a moving camera, its fine detail."""
    pixels, before = still.small(0), still.previous
    told = changes(pixels, None if before.path == still.path else before.small(0)).numbers
    mark = np.array([pixels.sum(dtype=np.float64) % 8191, pixels[::7, ::5].sum(dtype=np.float64) % 8191], np.float32)
    shape, fine = (0, 0), np.zeros(0, np.float32)
    if settings["moving"]:
        stops = detail(pixels, WIDE)
        codes = np.rint(np.clip(stops, -2, 2) * STEPS).astype(np.int16).ravel()
        shape, fine = stops.shape, np.append(codes, codes[: len(codes) % 2]).view(np.float32)
    return np.concatenate([np.array([len(told), *shape], np.float32), mark, told, fine]).astype(np.float32)


def _changes(row: Rows) -> Changes:
    return Changes.of(row[5 : 5 + int(row[0])])


def _detail(row: Rows) -> Rows:
    high, wide = int(row[1]), int(row[2])
    codes = row[5 + int(row[0]) :].view(np.int16)[: high * wide]
    return codes.reshape(high, wide).astype(np.float32) / np.float32(STEPS)


def solve(stretch: Stretch, settings: Settings) -> list[Solved]:
    """For each moment how many specks there are, and a table: the specks, and which others fill them, then the dust."""
    rows = [moment.measure for moment in stretch.moments]
    seen, number = _photographs(rows)
    longest = [int((moment.settings or settings)["longest"]) for moment in stretch.moments]
    specks = passing([_changes(rows[at]) for at in seen], max(longest, default=0))
    fixed, said = _fixed(stretch, rows, seen, settings)
    if len(seen) < 2 and any(longest):
        said = (*said, ALONE.of())
    allowed = [[speck for speck in specks if speck.gone - speck.first <= most] for most in longest]
    solved = [_solved(one, allowed[at], seen, fixed) if one >= 0 else Solved() for at, one in enumerate(number)]
    if said and solved:
        first = solved[0]
        solved[0] = Solved(
            numbers=first.numbers,
            field=first.field,
            others=first.others,
            said=(*said, *first.said),
            doubt=first.doubt,
        )
    return solved


def _photographs(rows: Sequence[Rows]) -> tuple[list[int], list[int]]:
    """The moments that show a photograph for the first time, and for each moment which of these it shows, or -1."""
    seen: list[int] = []
    known: dict[bytes, int] = {}
    number: list[int] = []
    for at, row in enumerate(rows):
        if not row.size:
            number.append(-1)
            continue
        told = row.tobytes()
        if told not in known:
            known[told] = len(seen)
            seen.append(at)
        number.append(known[told])
    return seen, number


def _solved(one: int, specks: Sequence[Speck], seen: Sequence[int], fixed: Rows) -> Solved:
    mine = [speck for speck in specks if speck.first <= one < speck.gone]
    others = sorted({seen[at] for speck in mine for at in (speck.first - 1, speck.gone)})
    table = np.zeros((len(mine), COLUMNS), np.float32)
    for row, speck in zip(table, mine, strict=True):
        ends = [others.index(seen[at]) for at in (speck.first - 1, speck.gone)]
        row[:6] = np.round([speck.x, speck.y, speck.wide, speck.high, *ends], 5)
    field = np.concatenate([table, fixed])
    if not len(field):
        return Solved()
    return Solved(
        numbers=(float(len(mine)),),
        field=field,
        others=tuple(others),
        said=_told_of(mine),
        doubt=DOUBT if mine else 0.0,
    )


ALONE = Saying(name="alone", words="one picture alone: specks cannot be told from the set")
SPECK = Saying(name="speck", words="filled from the pictures around: a speck {0} across and {1} down.")
SPECKS = Saying(
    name="specks", words="filled from the pictures around: {0} specks, one of them {1} across and {2} down."
)
NO_FLAT = Saying(name="no flat", words="there is no flat plate here: dust before the sensor was left")
BY_FLAT = Saying(name="by flat", words="{0} grains of dust are told by the flat plate")
STILL = Saying(
    name="still",
    words="the camera hardly moves: dust before the sensor cannot be told from the set; a flat plate would",
)
STAYING = Saying(name="staying", words="{0} grains of dust stay where they are while the camera moves")


def _told_of(mine: Sequence[Speck]) -> tuple[Said, ...]:
    if not mine:
        return ()
    where = (f"{mine[0].x:.0%}", f"{mine[0].y / mine[0].shape:.0%}")
    return (SPECK.of(*where) if len(mine) == 1 else SPECKS.of(len(mine), *where),)


def _fixed(
    stretch: Stretch, rows: Sequence[Rows], seen: Sequence[int], settings: Settings
) -> tuple[Rows, tuple[Said, ...]]:
    """The dust before the sensor, and what is to be said of it."""
    none = np.zeros((0, COLUMNS), np.float32)
    if settings["flat"]:
        plate = stretch.holdings.plate("flat")
        if plate is None:
            return none, (NO_FLAT.of(),)
        _check(plate, rows, seen)
        found = dust(detail(plate))
        return found, (BY_FLAT.of(len(found)),)
    if settings["moving"]:
        return _passed_by([stretch.moments[at] for at in seen], [rows[at] for at in seen])
    return none, ()


def _check(plate: Linear, rows: Sequence[Rows], seen: Sequence[int]) -> None:
    if not seen:
        return
    wide, high = _changes(rows[seen[0]]).size
    if abs(plate.shape[0] / plate.shape[1] - high / wide) > 0.01:
        raise WrongUse(
            f"The flat plate is {plate.shape[1]} x {plate.shape[0]} pixels, the take's pictures are {wide} x {high}.",
            hint="take it with the take's camera and lens: an even, bright surface out of focus.",
        )


def _passed_by(moments: Sequence[Moment], rows: Sequence[Rows]) -> tuple[Rows, tuple[Said, ...]]:
    """Dust that the set went by behind."""
    none = np.zeros((0, COLUMNS), np.float32)
    every = max(1, -(-len(rows) // LOOKED_AT))
    moments, rows = moments[::every], list(rows[::every])
    middles = np.array([np.reshape(moment.lies, (3, 3)) @ (0.5, 0.3, 1) for moment in moments])
    middles = middles[:, :2] / middles[:, 2:]
    if len(rows) < 4 or np.ptp(middles, axis=0).max() < SPREAD_OUT:
        return none, (STILL.of(),)
    size = rows[0][1:3].tobytes()
    alike = [at for at, row in enumerate(rows) if row[1:3].tobytes() == size]
    lies = [np.reshape(moments[at].lies, (3, 3)) for at in alike]
    found = dust(*steady([_detail(rows[at]) for at in alike], lies))
    return found, (STAYING.of(len(found)),)


def apply(pixels: Linear, _settings: Settings, given: Given) -> Linear:
    """Fill the specks, and give back the light that dust took."""
    table = given.field
    if table is None:
        return pixels
    count = int(given.numbers[0])
    done = cleaned(pixels, table[count:]) if len(table) > count else pixels
    if count:
        done = done.copy() if done is pixels else done
        # The others are as they were before this: the same dust lies on them.
        lent = [cleaned(other(), table[count:]) for other in given.others]
        for row in table[:count]:
            _fill(done, row, [lent[int(row[4])], lent[int(row[5])]])
    return done


def _fill(done: Linear, row: Rows, lenders: Sequence[Linear]) -> None:
    """Fill one speck in place."""
    high, wide = done.shape[:2]
    left, right = ((row[0] + sign * row[2] / 2) * wide for sign in (-1, 1))
    top, bottom = ((row[1] + sign * row[3] / 2) * wide for sign in (-1, 1))
    outer = _box(left, top, right, bottom, 2 * RIM + 1, (high, wide))
    if done[outer].size == 0:
        return
    part = done[outer]
    inner = np.zeros(part.shape[:2], np.uint8)
    cv2.rectangle(
        inner,
        (round(left) - RIM - outer[1].start, round(top) - RIM - outer[0].start),
        (round(right) + RIM - outer[1].start - 1, round(bottom) + RIM - outer[0].start - 1),
        1,
        -1,
    )
    shown = [np.isfinite(one[outer]).all() for one in lenders]
    matched = [_matched(one[outer], part, inner == 0) for one, whole in zip(lenders, shown, strict=True) if whole]
    filling = np.mean(matched, axis=0) if matched else inpainted(part, inner > 0)
    ease = cv2.blur(inner.astype(np.float32), (RIM, RIM))[..., None]
    done[outer] = part * (1 - ease) + filling.astype(np.float32) * ease


def _box(left: float, top: float, right: float, bottom: float, more: int, size: tuple[int, int]) -> tuple[slice, slice]:
    rows = slice(max(0, round(top) - more), min(size[0], round(bottom) + more))
    return rows, slice(max(0, round(left) - more), min(size[1], round(right) + more))


def _matched(other: Linear, part: Linear, rim: NDArray[np.bool_]) -> Linear:
    """Another picture's part in this one's light, as its rim has it."""
    if not rim.any():
        return other
    gain = part[rim].mean(axis=0) / np.maximum(other[rim].mean(axis=0), 1e-4)
    return np.asarray(other * np.clip(gain, 0.8, 1.25), np.float32)


def reach(settings: Settings) -> int:
    """Twice as many moments as photographs are looked at, since some may be shown again."""
    return WHOLE if settings["moving"] else 2 * (AROUND + int(settings["longest"]) + 1)


def told(settings: Settings) -> str:
    """In a few words."""
    parts = [f"specks that last no longer than {settings['longest']} pictures filled"] if settings["longest"] else []
    if settings["flat"]:
        parts.append("dust before the sensor lightened by a flat plate")
    elif settings["moving"]:
        parts.append("dust before the sensor lightened, as the moving camera tells it")
    return ", ".join(parts)


OPERATION = Operation(
    name="dust",
    version=1,
    says="Takes out specks that are in a picture or two and not around them, and dust before the sensor.",
    place=Place.CLEAN,
    parameters=(
        Parameter(
            name="longest",
            default=2,
            low=0,
            high=4,
            unit="pictures",
            says=f"How many pictures a speck may last, none to leave them; all are under {LARGEST:.0%} of the width.",
        ),
        Parameter(
            name="flat",
            default="",
            holds="plate",
            says="A flat plate, which tells dust before the sensor: an even, bright surface out of focus.",
        ),
        Parameter(
            name="moving",
            default=False,
            says="Find dust before the sensor where the camera moves and the set goes by behind it.",
        ),
    ),
    apply=apply,
    measure=measure,
    measured_by=("moving",),
    looks_at=("previous",),
    solve=solve,
    done_by=(),
    reach=reach,
    told=told,
    remarks=(ALONE, SPECK, SPECKS, NO_FLAT, BY_FLAT, STILL, STAYING),
)
