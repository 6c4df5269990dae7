"""One picture of a take as a recipe would finish it, at once: for whoever moves a slider and looks.

Only what hangs on the slider is done anew: what the take told stays in its cache, and the picture as the operations
before the changed one leave it stays in memory.
"""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import wait
from math import inf, isfinite
from threading import Lock
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from komadori.errors import KomadoriError, NotFound
from komadori.finish.finding import NotMeasured, find_out, glance, glanced, settle
from komadori.finish.quick_solving import QuickSolver
from komadori.finish.recipe import Chosen, Recipe
from komadori.finish.reel import Reel, wind
from komadori.finish.standing import Source, Standing, name_of
from komadori.finish.standing_in import Known, asked_of, stood_in
from komadori.finish.watched import shown
from komadori.finish.work import Solving, prove_once
from komadori.progress import finish as drive
from komadori.store import Cache, Remark, TakeFolder
from komadori.store.layout import stays_inside

REELS = 24
"""Ways of a take that are remembered: the operations of a recipe, and a few settings of each."""

ROUNDS = ("measured", "solved")
"""What may be left to be found out for an operation, one after the other."""

SOON = 0.12
"""Seconds that are waited for what is exact where a picture that stands in will do."""
SOLVED_SOON = 32
"""Moments that may be solved in that time."""
GLANCE = 0.25
"""Seconds that are waited for one moment that is solved alone."""
WARM = 64
"""Moments that are remembered to have been glanced at ahead."""


class Previews:
    """Pictures of takes finished one at a time, for any number of threads.

    `cache` is the series'. What the operations need to know of a take must have been found out already, by
    `finish_take` or `prepare_take`; but a few pictures that are left to be measured, and what is left to be solved, a
    `solver` sees to where it is quick. A `glancer` solves single pictures that stand in.
    """

    def __init__(self, cache: Cache, solver: QuickSolver | None = None, glancer: QuickSolver | None = None) -> None:
        self._cache, self._solver, self._glancer = Cache(cache.folder.resolve()), solver, glancer
        self._reels: OrderedDict[str, Known] = OrderedDict()
        self._warm: OrderedDict[str, None] = OrderedDict()
        self._lock = Lock()

    def show(
        self,
        take: TakeFolder,
        recipe: Recipe,
        number: int,
        *,
        width: int,
        upto: str | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> NDArray[np.uint8]:
        """Picture `number` finished by `recipe`, from a photograph about `width` pixels wide: rows x columns x 3 sRGB.

        With `upto` only the operations before the one so called (by its `name`, else its operation's) are done. Raises
        NotMeasured where the take has to be measured or solved first, NotFound for a picture that is not on the sheet,
        UnreadablePicture, PictureChanged and BadHolding, and Cancelled at the next operation once `stop` says so.
        """
        standing = self.standing(take, recipe, number, upto)
        prove_once(standing.source)
        return shown(standing, self._cache, width, stop)

    def standing(self, take: TakeFolder, recipe: Recipe, number: int, upto: str | None = None) -> Standing:
        """The steps found out for picture `number`. Raises as `show` does."""
        asking, rest = _parted(_before(recipe.chosen, upto))
        reel = self._reel(take, asking)
        return self._settled(reel, _source(reel, number), rest)

    def stands_in(
        self, take: TakeFolder, recipe: Recipe, number: int, *, width: int, upto: str | None = None
    ) -> NDArray[np.uint8] | None:
        """As `show`, but soon, where the take has to be measured or solved first: with what its operations found out
        before for this photograph, or for the one that stood in its place. None where all is known, or nothing was.
        Raises as `show` does, but for NotMeasured.
        """
        asking, rest = _parted(_before(recipe.chosen, upto))
        try:
            self._reel(take, asking, SOON if len(take.pictures) <= SOLVED_SOON else 0.0)
        except NotMeasured:
            count, reel = self._begun(take, asking)
        else:
            return None
        source, known = _source(reel, number), self._known(take, asking, count)
        if known is None and (known := self._known(take, asking, count + 1)):
            # The first operation is told otherwise than before; those behind it are not.
            glimpsed = self._glanced(reel, asking[count], source)
            known, reel, count = known if glimpsed else None, glimpsed or reel, count + 1
        standing = stood_in(reel, source, asking, count, known) if known else None
        if known is None or standing is None:
            return None
        reel = _copied(reel)
        reel.standings = {one: there for one, there in known.reel.standings.items() if one in reel.frame_of}
        reel.standings[source] = standing
        standing = self._settled(reel, source, rest)
        prove_once(source)
        return shown(standing, self._cache, width)

    def look_ahead(self, take: TakeFolder, recipe: Recipe, number: int, upto: str | None = None) -> None:
        """Have the glancer know what it takes to solve picture `number` alone, so that it does at once when it is told
        otherwise. Of takes that are solved at once anyhow nothing is."""
        asking, _ = _parted(_before(recipe.chosen, upto))
        for at, one in enumerate(asking if self._glancer else ()):
            name = name_of(_name(take, asking[: at + 1]), number)
            before, reel = self._begun(take, asking[:at])
            if name in self._warm or before < at or one.operation.solve is None or len(reel.standings) <= SOLVED_SOON:
                continue
            self._warm[name] = None
            while len(self._warm) > WARM:
                self._warm.popitem(last=False)
            if self._glancer and (job := glance(_copied(reel), one, _source(reel, number), self._cache)):
                self._glancer.begin([job.solving])

    def _glanced(self, before: Reel, chosen: Chosen, source: Source) -> Reel | None:
        """The photograph alone one operation on, None where that takes too long."""
        reel = _copied(before)
        try:
            job = glance(reel, chosen, source, self._cache)
        except NotMeasured:
            return None
        if job is None or self._glancer is None:
            return None
        coming = self._glancer.begin([job.solving])
        if not wait([coming], GLANCE).done or coming.exception() is not None:
            return None
        (found,) = coming.result()
        if isinstance(found, KomadoriError):
            raise found
        glanced(reel, chosen, job, found)
        return reel

    def _settled(self, reel: Reel, source: Source, rest: tuple[Chosen, ...]) -> Standing:
        """The photograph's steps with `rest`, which ask the take nothing: of a long one only this picture goes on, and
        those that lend it something."""
        here = reel.standings[source]
        lenders = {other.source for step in here.steps if step.operation.fill for other in step.others}
        reel = _copied(reel)
        reel.standings = {one: standing for one, standing in reel.standings.items() if one in {source, *lenders}}
        for one in rest:
            drive(find_out(reel, one, self._cache, None))
        settle(reel)
        return reel.settled[source]

    def remarks(self, take: TakeFolder, recipe: Recipe, within: float = inf) -> dict[int, tuple[Remark, ...]]:
        """What the operations of `recipe` have found out that a person should know, by picture. The solver is waited
        for so many seconds at most. Raises as `show`."""
        return self._reel(take, recipe.chosen, within).remarks_by_number()

    def _reel(self, take: TakeFolder, chosen: tuple[Chosen, ...], within: float = inf) -> Reel:
        count, reel = self._begun(take, chosen)
        asked, until = _asked(take, chosen), monotonic() + within
        for at in range(count, len(chosen)):
            reel = self._found_out(reel, chosen[at], until, SOLVED_SOON if isfinite(within) else None)
            settle(reel)
            done = slice(at + 1)
            with self._lock:
                self._reels[_name(take, chosen[done])] = Known(reel=reel, chosen=chosen[done], asked=asked[done])
                while len(self._reels) > REELS:
                    self._reels.popitem(last=False)
        return reel

    def _begun(self, take: TakeFolder, chosen: tuple[Chosen, ...]) -> tuple[int, Reel]:
        """How many of these operations the take has come through, and how it stands then."""
        for count in range(len(chosen), 0, -1):
            name = _name(take, chosen[:count])
            with self._lock:
                if name in self._reels:
                    self._reels.move_to_end(name)
                    return count, self._reels[name].reel
        return 0, wind(take)

    def _known(self, take: TakeFolder, chosen: tuple[Chosen, ...], count: int) -> Known | None:
        """The newest that tells of the take, however it looked then, what all but `count` operations want to know."""
        asked = _asked(take, chosen)
        with self._lock:
            those = (one for one in reversed(self._reels.values()) if one.reel.take.path == take.path)
            return next((one for one in those if one.serves(asked, count)), None)

    def _found_out(self, before: Reel, chosen: Chosen, until: float, most: int | None) -> Reel:
        """With what is left to be found out, but for more than so many moments to be solved."""
        for _ in ROUNDS:
            reel = _copied(before)
            try:
                drive(find_out(reel, chosen, self._cache, None))
            except NotMeasured as lacking:
                solved = sum(job.end - job.begin for job in lacking.left if isinstance(job, Solving))
                many = most is not None and solved > most
                if self._solver is None or many or not self._solver.done(lacking.left, until - monotonic()):
                    raise
            else:
                return reel
        reel = _copied(before)
        drive(find_out(reel, chosen, self._cache, None))
        return reel


def beside(take: TakeFolder, number: int) -> list[int]:
    """The pictures of the same exposure that the sheet shows after picture `number` and before it."""
    order: dict[str, list[int]] = {}
    for span in take.sheet.spans():
        for exposure, one in () if span.cell.hidden else span.cell.pictures:
            if one not in order.setdefault(exposure, []):
                order[exposure].append(one)
    for numbers in order.values():
        if number in numbers:
            at = numbers.index(number)
            return [*numbers[at + 1 : at + 2], *numbers[max(0, at - 1) : at]]
    return []


def _before(chosen: tuple[Chosen, ...], upto: str | None) -> tuple[Chosen, ...]:
    names = [one.name or one.operation.name for one in chosen]
    return chosen[: max(1, names.index(upto))] if upto in names else chosen


def _parted(chosen: tuple[Chosen, ...]) -> tuple[tuple[Chosen, ...], tuple[Chosen, ...]]:
    """The operations up to the last one that asks the take anything, and the rest."""
    count = max((at for at, one in enumerate(chosen, 1) if one.operation.measure or one.operation.solve), default=0)
    return chosen[:count], chosen[count:]


def _copied(reel: Reel) -> Reel:
    """One that can go on, and finds the files that parameters hold as they are now."""
    copied = reel.copy()
    copied.finder = reel.finder.anew()
    return copied


def _source(reel: Reel, number: int) -> Source:
    source = reel.source_of.get(number)
    if source is None or source not in reel.standings:
        raise NotFound(f"Picture {number} does not stand on the sheet of {reel.take.slate}.")
    return source


def _name(take: TakeFolder, chosen: tuple[Chosen, ...]) -> str:
    shown = [(span.first, span.cell.hidden, list(span.cell.pictures)) for span in take.sheet.spans()]
    return name_of(str(take.path), shown, [_told(one) + _stamps(take, one) for one in chosen])


def _asked(take: TakeFolder, chosen: tuple[Chosen, ...]) -> tuple[str, ...]:
    return tuple(name_of(asked_of(one), _stamps(take, one)) for one in chosen)


def _told(chosen: Chosen) -> list[object]:
    others = [(one.first, one.last, dict(one.settings) if one.settings else None) for one in chosen.frames]
    return [chosen.operation.name, chosen.name, dict(chosen.settings), others]


def _stamps(take: TakeFolder, chosen: Chosen) -> list[object]:
    """When what its parameters hold was last touched, wherever that may lie: so a new brush stroke is seen at once."""
    held = [str(chosen.settings[one.name]) for one in chosen.operation.parameters if one.holds]
    roots = (take.path, take.path.parent, take.path.resolve().parents[3])
    paths = [root / name for name in held if name for root in roots if stays_inside(name)]
    return [(str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in paths if path.exists()]
