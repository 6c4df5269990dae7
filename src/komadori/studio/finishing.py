"""What the Finish room asks: a picture finished by a recipe that is still being made, and all that is known of it."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import msgspec
import numpy as np
import simplejpeg
from numpy.typing import NDArray

from komadori.errors import Cancelled, KomadoriError, Several
from komadori.finish.finding import NotMeasured
from komadori.finish.preview import Previews, beside
from komadori.finish.quick_solving import QuickSolver
from komadori.finish.recipe import BadRecipe, Recipe, recipe_of_tables
from komadori.finish.recipe_files import standing_tables
from komadori.finish.whole import whole
from komadori.finish.work import Measuring, Solving
from komadori.progress import Progress, Work
from komadori.store import Cache, Remark, SeriesFolder, Stroke, TakeFolder, on_pictures
from komadori.studio.closely import Around, Part, Whole
from komadori.studio.holdable import holdable
from komadori.studio.open_take import OpenTake
from komadori.studio.resting import Rest

Tables = Sequence[Mapping[str, Any]]
Row: TypeAlias = dict[str, Any]
T = TypeVar("T")
QUALITY = 92
"""Of 100, without thinned colour: what is judged before and after must not differ by the JPEG."""
WIDEST = 4096
"""Pixels: no screen shows a finished picture wider."""
WHOLES = 4
"""Whole pictures kept: before and after of two, of 72 MB each where the camera has 24 megapixels."""
SLICE = 0.2
"""Seconds after which work that is waited for may be stopped."""
LINES = 64
"""Lines of asking that are remembered."""
FEW = 4
"""Stretches that one worker solves sooner than several that have to be started."""


class Superseded(Cancelled):
    """Whoever asked for this picture has asked for a newer one since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A picture as a JPEG; one that `stands_in` shows what was found out before something changed."""

    jpeg: bytes
    stands_in: bool = False


class Finishing:
    """Pictures finished one at a time for the pages: of what is asked on one line, only the newest is made.

    May be asked from any thread.
    """

    def __init__(self) -> None:
        self._maker = ThreadPoolExecutor(1, thread_name_prefix="work previews")
        # Whole pictures take their time, and a moved slider must not wait for one.
        self._cutter = ThreadPoolExecutor(1, thread_name_prefix="work parts")
        self._rest = Rest(self._maker)
        self._solver, self._glancer = QuickSolver(), QuickSolver()
        self._wholes: list[Whole] = []
        self._lock = threading.Lock()
        self._newest: dict[str, int] = {}
        self._asked = 0
        self._previews: tuple[Path, Previews] | None = None
        self._take: tuple[tuple[str, int, int], TakeFolder] | None = None

    def show(
        self,
        line: str,
        series: SeriesFolder,
        held: OpenTake,
        tables: Tables,
        number: int,
        *,
        width: int,
        upto: str,
        soon: bool = False,
    ) -> "Future[Preview]":
        """Picture `number` of the take on the desk about `width` pixels wide, finished by `tables`.

        `upto` leaves out the operation so called and all behind it, "" none. Where something has changed and the
        take must be measured first, one that stands in will do for who wants it `soon`. The future raises Superseded
        once a newer one is asked for on the same `line`, NotMeasured where the take must be measured first, BadRecipe,
        and what reading a picture raises.
        """

        def make() -> Preview:
            take, previews, recipe = self.take(series, held), self._for(series.cache), recipe_of_tables(proven(tables))
            how: dict[str, Any] = {"width": min(width, WIDEST), "upto": upto or None}
            if soon:
                pixels = previews.stands_in(take, recipe, number, **how)
                if pixels is not None:
                    return Preview(jpeg=_jpeg(pixels), stands_in=True)

            def shown(one: int, stop: Callable[[], bool] | None = None) -> NDArray[np.uint8]:
                return previews.show(take, recipe, one, stop=stop, **how)

            pixels = shown(number)
            if soon:
                previews.look_ahead(take, recipe, number, upto or None)
            self._rest.after(line, shown, beside(take, number))
            return Preview(jpeg=_jpeg(pixels))

        return self._newest_of(line, self._maker, make)

    def part(
        self, line: str, series: SeriesFolder, held: OpenTake, tables: Tables, number: int, *, upto: str, around: Around
    ) -> "Future[Part]":
        """The part `around` a place of picture `number` as it is finished, pixel by pixel; else as `show` does."""
        return self._newest_of(line, self._cutter, lambda: self._whole(series, held, tables, number, upto).part(around))

    def remarks(self, line: str, series: SeriesFolder, held: OpenTake, tables: Tables) -> "Future[list[Row]]":
        """What is to be looked at of the take on the desk, finished by `tables`: see `known`. Else as `show` does."""

        def ask() -> list[Row]:
            take, recipe = self.take(series, held), recipe_of_tables(proven(tables))
            told = {number: list(several) for number, several in self._for(series.cache).remarks(take, recipe).items()}
            # What is said of the film's time is found out where it is made, and stands in the manifest.
            timing = {one.operation.name for one in recipe.chosen if one.operation.plan}
            manifest = take.finished() if timing else None
            for number, several in manifest.remarks.items() if manifest else ():
                told.setdefault(number, []).extend(one for one in several if one.use in timing)
            return list(_rows(take, told))

        return self._newest_of(line, self._maker, ask)

    def prepared(self, take: TakeFolder, recipe: Recipe, cache: Cache) -> Work[int]:
        """Find out what `recipe` must know of `take` as far as that is little: by the worker that is awake, for others
        take seconds to start. Tells how many looks it took; what is left is more. Raises as `prepare_take` does."""
        looks, before, previews = 0, tuple[object, ...](), self._for(cache)
        self._glancer.wake()
        while True:
            try:
                previews.remarks(take, recipe, within=0.0)
            except NotMeasured as lacking:
                # Many stretches of a long take are solved sooner side by side; a few tell most of the same windows.
                if lacking.left in ((), before) or (isinstance(lacking.left[-1], Solving) and len(lacking.left) > FEW):
                    self._solver.wake()
                    return looks
                before = lacking.left
                coming = self._solver.begin(lacking.left)
                while not wait([coming], SLICE).done:
                    yield Progress(done=looks, total=looks + 1, doing=f"looking through {take.slate}")
                if coming.exception() is not None:
                    return looks
                looks += sum(len(job.looks) for job in lacking.left if isinstance(job, Measuring))
            else:
                return looks

    def take(self, series: SeriesFolder, held: OpenTake) -> TakeFolder:
        """The take on the desk as it is on the disk now, read again only where it has changed."""
        state = (held.take.take.id, held.revision, len(held.writer.pictures))
        if self._take is None or self._take[0] != state:
            self._take = (state, series.take(held.take.slate))
        return self._take[1]

    def close(self) -> None:
        """Let the maker go."""
        self._rest.ended()
        for one in (self._maker, self._cutter):
            one.shutdown(wait=True, cancel_futures=True)
        self._solver.close()
        self._glancer.close()

    def _newest_of(self, line: str, who: ThreadPoolExecutor, make: Callable[[], T]) -> "Future[T]":
        with self._lock:
            self._asked += 1
            turn = self._newest[line] = self._asked
            while len(self._newest) > LINES:
                del self._newest[next(iter(self._newest))]

        def made() -> T:
            if self._newest.get(line, turn) != turn:
                raise Superseded("A newer picture was asked for.")
            return make()

        coming = who.submit(made)
        self._rest.ended()
        return coming

    def _whole(self, series: SeriesFolder, held: OpenTake, tables: Tables, number: int, upto: str) -> Whole:
        """The picture finished at its own size; the last few are kept, for the next part is asked of one of them."""
        cache = Cache(series.cache.folder.resolve())
        recipe = recipe_of_tables(proven(tables))
        standing = self._for(series.cache).standing(self.take(series, held), recipe, number, upto or None)
        found = next((one for one in self._wholes if one.name == standing.name), None)
        found = found or Whole(name=standing.name, codes=whole(standing, cache))
        self._wholes = [found, *(one for one in self._wholes if one is not found)][:WHOLES]
        return found

    def _for(self, cache: Cache) -> Previews:
        if self._previews is None or self._previews[0] != cache.folder:
            self._previews = (cache.folder, Previews(cache, self._solver, self._glancer))
        return self._previews[1]


def _jpeg(pixels: NDArray[np.uint8]) -> bytes:
    return bytes(simplejpeg.encode_jpeg(pixels.copy(order="C"), quality=QUALITY, colorsubsampling="444"))


def proven(tables: Tables) -> Tables:
    """`tables` as they are, if each says in words which operation it is; raises BadRecipe."""
    for number, table in enumerate(tables, 1):
        wrong = [
            word
            for word, kind in (("use", str), ("name", str), ("off", bool))
            if not isinstance(table.get(word, kind()), kind)
        ]
        if wrong or not table.get("use"):
            raise BadRecipe(f"Operation {number} does not say which it is.", hint='"use": "deflicker"')
    return tables


def said(tables: Tables) -> dict[str, Any]:
    """What a recipe does, in words, operation by operation as they work; or what is wrong with it."""
    try:
        recipe = recipe_of_tables(proven(tables))
    except Several as several:
        return {"steps": [], "problems": [_problem(one) for one in several.errors]}
    except KomadoriError as failure:
        return {"steps": [], "problems": [_problem(failure)]}
    return {"steps": _steps(recipe), "problems": []}


def _steps(recipe: Recipe) -> list[dict[str, str]]:
    return [{"name": one.name or one.operation.name, "words": one.words} for one in recipe.chosen]


def _problem(failure: KomadoriError) -> dict[str, str]:
    return {"message": failure.message, "hint": failure.hint}


def known(take: TakeFolder) -> dict[str, Any]:
    """What is written, painted and finished of `take`, and what its parameters could hold.

    `tables` is the recipe that stands for it, `series` and `shot` whether those have one of their own; `problem` says
    why one of the files cannot be read. `remarks` come worst first.
    """
    told: dict[str, Any] = {"tables": [], "problem": "", "strokes": [], "remarks": [], "finished": False}
    with _telling(told):
        told["tables"] = [dict(table) for table in standing_tables(take)]
    with _telling(told):
        told["strokes"] = [_stroke(one) for one in on_pictures(take.paint(), take.sheet)]
    with _telling(told):
        manifest = take.finished()
        told["finished"] = manifest is not None
        told["remarks"] = list(_rows(take, manifest.remarks)) if manifest else []
    told["series"], told["shot"] = (path.exists() for path in take.recipe_paths())
    told["holds"] = holdable(take)
    return told


def _stroke(stroke: Stroke) -> dict[str, Any]:
    """A stroke without what it is not on: a picture, or an old one's frame."""
    return {name: value for name, value in msgspec.to_builtins(stroke).items() if value != 0}


@contextmanager
def _telling(told: dict[str, Any]) -> Iterator[None]:
    """A damaged file beside the pictures is told, and the rest of what is known with it."""
    try:
        yield
    except KomadoriError as failure:
        told["problem"] = f"{told['problem']} {failure.message}".strip()


def _rows(take: TakeFolder, remarks: Mapping[int, Sequence[Remark]]) -> Iterator[Row]:
    """One row a remark, with the frame where the sheet first shows the picture; the most doubtful first."""
    frames: dict[int, int] = {}
    for span in take.sheet.spans():
        for _name, number in span.cell.pictures:
            frames.setdefault(number, span.first)
    rows = [(remark, number) for number, several in remarks.items() for remark in several]
    for remark, number in sorted(rows, key=lambda row: (-row[0].doubt, frames.get(row[1], 0))):
        frame = frames.get(number)
        if frame is not None:
            yield {"frame": frame, "picture": number, **msgspec.to_builtins(remark)}
