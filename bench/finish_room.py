"""The Finish room as a person meets it: a slider is moved, and the frame on screen is made anew at 1080p.

Every operation of the catalogue in a real recipe, asked for as the page asks: times are from the request to the last
byte of the picture, through the studio's own address, with whatever looking through the take came between; where one
stands in until the take is looked through, to that one, and to the one that is as finishing gives it. The floor is
a 1080p JPEG decoded and encoded with nothing done to it, in this process and beside each operation, for machines are
noisy.
"""

import itertools
import json
import statistics
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import simplejpeg
from websockets.sync.client import connect

from bench.figures import Figure
from bench.studio import SLATE, _do, _opened, _studio, _until
from bench.takes import drawn, raw_shot
from komadori.finish.catalogue import operations
from komadori.store import Incoming, PictureFacts, create_series

WIDTH, HEIGHT = 1920, 1080
BUMP = 6.0
"""Pixels by which every third photograph is bumped, so that stabilising moves it and fills its edge."""
USUAL = ("develop", "stabilise", "deflicker")
GOAL = "goal: under 300 ms"
LOOK, CLEAN = "look.cube", "clean.jpg"
RIG = (32, 224, 64)
"""The paint of the rod that holds the puppet up."""

LONG = 12.0
"""Seconds after which a slider is moved no more."""
LOOKED = 2.0
"""Seconds that a person looks at a frame before going on to the next."""
LENGTHY, MIDDLE = 240, 120
"""Pictures of the long take, and the one that is looked at."""

Tables = list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slider:
    """A parameter that is moved, among which values, and what else its operation is told."""

    use: str
    name: str
    values: Sequence[Any]
    told: Mapping[str, Any] = field(default_factory=dict)


def _from(low: float, high: float, digits: int = 3) -> list[float]:
    return [round(float(value), digits) for value in np.linspace(low, high, 24)]


SLIDERS = (
    Slider(use="develop", name="white_balance", values=("each", "first")),
    Slider(use="hot_pixels", name="find", values=(False, True)),
    Slider(use="stabilise", name="margin", values=_from(1, 6), told={"edges": "crop"}),
    Slider(use="stabilise", name="edges", values=("repeat", "fill", "crop")),
    Slider(use="deflicker", name="reach", values=range(22, 62, 2)),
    Slider(use="rig", name="grow", values=_from(0.1, 1), told={"marker": "#20e040", "clean_plate": CLEAN}),
    Slider(use="dust", name="longest", values=(1, 2, 3, 4)),
    Slider(use="denoise", name="strength", values=_from(0.2, 0.95)),
    Slider(use="denoise", name="soften", values=_from(0.1, 0.9)),
    Slider(use="denoise", name="pictures", values=(4, 2, 3)),
    Slider(use="key", name="spill", values=_from(0.1, 0.9), told={"screen": "#3a6a40"}),
    Slider(use="level", name="exposure", values=_from(0.1, 1)),
    Slider(use="balance", name="temperature", values=_from(3000, 5000, 0)),
    Slider(use="match", name="strength", values=_from(0.1, 0.9), told={"reference": "picture 2"}),
    Slider(use="grade", name="gamma", values=_from(0.8, 1.4)),
    Slider(use="grade", name="curve", values=[f"0 0, 0.5 {one}, 1 1" for one in _from(0.4, 0.6)]),
    Slider(use="lut", name="strength", values=_from(0.1, 0.9), told={"file": LOOK}),
    Slider(use="saturation", name="saturation", values=_from(0.6, 1.4)),
    Slider(use="rotate", name="angle", values=_from(0.5, 3)),
    Slider(use="crop", name="left", values=_from(1, 12)),
    Slider(use="scale", name="width", values=[1000 + 20 * step for step in range(24)]),
    Slider(use="background", name="opacity", values=_from(0.1, 0.9), told={"colour": "#203040", "lies": "in front"}),
    Slider(use="view", name="view", values=("ACES 2.0 - SDR 100 nits (Rec.709)", "Un-tone-mapped", "Raw")),
    Slider(use="view", name="exact", values=(False, True)),
    Slider(use="retime", name="speed", values=_from(0.5, 2)),
)
"""The slider of each operation that is moved most; of some, one more that asks for another piece of its work."""

WHOLE: Mapping[str, Mapping[str, Any]] = {
    "develop": {},
    "stabilise": {},
    "deflicker": {},
    "dust": {},
    "denoise": {},
    "level": {"exposure": 0.2},
    "grade": {"contrast": 1.1},
    "saturation": {"saturation": 1.1},
    "rotate": {"angle": 0.8},
    "view": {},
}
"""A long recipe, in which all that stands behind the moved slider is done again."""
EARLY = (
    Slider(use="stabilise", name="edges", values=("repeat", "fill", "crop")),
    Slider(use="denoise", name="strength", values=_from(0.2, 0.95)),
    Slider(use="level", name="exposure", values=_from(0.1, 1)),
    Slider(use="saturation", name="saturation", values=_from(0.6, 1.4)),
    Slider(use="view", name="view", values=("Un-tone-mapped", "Raw", "ACES 2.0 - SDR 100 nits (Rec.709)")),
)


LONG_TAKE = ("stabilise: edges", "deflicker: reach", "denoise: strength", "level: exposure", "grade: gamma")
"""Sliders that are moved in the long take too, as they are called above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """Milliseconds from asking to a picture that stands in, or the picture; to the picture; and seconds in which the
    take was looked through for it, mostly 0."""

    soon: float
    exact: float
    waited: float

    @property
    def stood_in(self) -> bool:
        return self.soon < self.exact


def measure(*, quick: bool = False) -> list[Figure]:
    """Every operation over one take of JPEGs, a long recipe, other frames, a long take, and a take of DNG."""
    if missing := set(operations()) - {slider.use for slider in SLIDERS}:
        raise ValueError(f"no slider is moved of {', '.join(sorted(missing))}")
    moves = 5 if quick else 20
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "series"
        _series(folder, 8 if quick else 16)
        with _studio(folder) as url:
            room = _Room(url, picture=6)
            figures += [room.moved(slider, _recipe(slider), moves) for slider in SLIDERS]
            whole = [{"use": use, **told} for use, told in WHOLE.items()]
            figures += [room.moved(slider, _with(whole, slider), moves, "in a long recipe") for slider in EARLY]
            figures += [room.stepped("the usual recipe", _recipe(), 4 if quick else 8)]
            figures += [room.stepped("a long recipe", whole, 3 if quick else 6)]
            figures += [room.stepped("a long recipe, each looked at", whole, 3 if quick else 6, looked=LOOKED)]
        with _studio(folder, *_camera(folder.parent, 2 if quick else 6)) as url:
            figures += [_Room(url, picture=6).shot_again(8 if quick else 16, 2 if quick else 6)]
    return [*figures, *_lengthy(moves, quick=quick), *_raw(moves, quick=quick)]


def _camera(folder: Path, count: int) -> tuple[str, str]:
    """The words for a studio with a camera that gives so many pictures of the same set."""
    reel = folder / "reel"
    reel.mkdir()
    for number, picture in enumerate(drawn(WIDTH, HEIGHT, count, seed=6)):
        (reel / f"{number}.jpg").write_bytes(simplejpeg.encode_jpeg(picture, quality=95))
    return "--camera", f"replay:{reel}?loop=1"


def _lengthy(moves: int, *, quick: bool) -> Iterator[Figure]:
    """A take of many pictures: what hangs on its length."""
    pictures, picture = (24, 12) if quick else (LENGTHY, MIDDLE)
    where = f"in a take of {pictures} pictures"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "series"
        _series(folder, pictures)
        with _studio(folder, *_camera(folder.parent, 3)) as url:
            room = _Room(url, picture)
            for slider in (slider for slider in SLIDERS if f"{slider.use}: {slider.name}" in LONG_TAKE):
                yield room.moved(slider, _recipe(slider), moves, where)
            yield room.stepped(f"the usual recipe {where}", _recipe(), 3 if quick else 8)
            yield room.shot_again(pictures, 2 if quick else 3, where)


def _series(folder: Path, count: int) -> None:
    """A take on ones, every third photograph bumped, a rod behind the puppet; beside it a look and a clean plate."""
    series = create_series(folder, title="Bench", rate=Fraction(24))
    take = series.new_shot(SLATE, on=1).new_take()
    facts = PictureFacts(format="jpeg", width=WIDTH, height=HEIGHT)
    with take.writer() as writer:
        for number, picture in enumerate(drawn(WIDTH, HEIGHT, count), 1):
            if number == 1:
                (folder / CLEAN).write_bytes(simplejpeg.encode_jpeg(picture, quality=95))
            cv2.line(picture, (WIDTH // 2 + 4 * number, 0), (WIDTH // 2, HEIGHT // 2), RIG, 18, cv2.LINE_AA)
            shift = np.array([[1, 0.0005, BUMP], [-0.0005, 1, -BUMP / 2]]) if number % 3 == 0 else np.eye(3)[:2]
            moved = cv2.warpAffine(picture, shift, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REFLECT)
            data = bytes(simplejpeg.encode_jpeg(np.ascontiguousarray(moved, np.uint8), quality=95))
            incoming = [Incoming(name=f"{number}.jpg", data=data)]
            writer.keep(incoming, exposure="x1", frame=number, length=1, facts=facts)
    steps = np.linspace(0, 1, 33)
    rows = [f"{red**1.1:.5f} {green:.5f} {blue**0.9:.5f}" for blue, green, red in itertools.product(steps, repeat=3)]
    (folder / LOOK).write_text("\n".join(["LUT_3D_SIZE 33", *rows]), encoding="utf-8")


def _recipe(slider: Slider | None = None) -> Tables:
    tables: Tables = [{"use": use} for use in USUAL]
    if slider is not None and slider.use not in USUAL:
        tables.append({"use": slider.use})
    return tables if slider is None else _with(tables, slider)


def _with(tables: Tables, slider: Slider) -> Tables:
    return [{**table, **slider.told} if table["use"] == slider.use else table for table in tables]


class _Room:
    """Asks a studio as its page does."""

    def __init__(self, url: str, picture: int) -> None:
        self.url, self.picture = url, picture
        self._post("api/do/open", {"slate": str(SLATE)})
        with urllib.request.urlopen(f"{url}api/state") as answer:  # noqa: S310 - our own server
            self.take = json.load(answer)["take"]["id"]

    def moved(self, slider: Slider, tables: Tables, moves: int, where: str = "") -> Figure:
        """The slider moved so often, after the take was looked through and the first picture shown."""
        values = list(itertools.islice(itertools.cycle(slider.values), moves + 1))

        def at(value: Any) -> Tables:
            return [{**table, slider.name: value} if table["use"] == slider.use else table for table in tables]

        floor = _floor()
        prepared = self._prepared(at(values[0]))
        first = self._shown(at(values[0])).exact
        told: list[_Seen] = []
        began = time.perf_counter()
        for value in values[1:]:
            told.append(self._shown(at(value)))
            if time.perf_counter() - began > LONG:
                break
        waits = [one.waited for one in told if one.waited]
        value = f"{_told(told)}; first shown {first:.0f} ms after {prepared:.1f} s of looking through"
        if waits:
            value += (
                f"; {len(waits)} of {len(told)} moves looked through the take, {statistics.median(waits):.1f} s each"
            )
        what = " ".join(part for part in (f"{slider.use}: {slider.name} moved", where) if part)
        return Figure(what=what, value=value, against=f"{GOAL}; floor {floor:.0f} ms")

    def stepped(self, what: str, tables: Tables, count: int, looked: float = 0.0) -> Figure:
        """Frames that nobody has seen yet, one after the other, each `looked` at for so many seconds."""
        self._prepared(tables)
        spent = []
        # The others have been seen: what they leave is warm.
        for number in range(9, 9 + count) if looked else range(1, count + 2):
            if number != self.picture:
                time.sleep(looked)
                spent.append(self._shown(tables, number))
        return Figure(what=f"a step to another frame, {what}", value=_told(spent), against=f"floor {_floor():.0f} ms")

    def shot_again(self, pictures: int, count: int, where: str = "") -> Figure:
        """A frame of a take of so many `pictures` is shot again, and then seen as the usual recipe finishes it."""
        tables, spent = _recipe(), []
        with connect(f"ws{self.url.removeprefix('http')}api/link", max_size=None, ping_interval=None) as line:
            _do(line, "choose-camera", name=next(name for name in _opened(self.url) if name.startswith("replay")))
            _do(line, "dark", on=False)
            self._prepared(tables)
            self._shown(tables)
            for number in range(1, count + 1):
                _do(line, "reshoot", frame=self.picture)
                _do(line, "shoot")
                spent.append(self._shown(tables, pictures + number))
        what = " ".join(part for part in ("a frame shot again", where) if part)
        return Figure(what=what, value=_told(spent), against=f"{GOAL}; floor {_floor():.0f} ms")

    def _shown(self, tables: Tables, picture: int = 0) -> _Seen:
        """As the page asks, but for the third of a second for which a recipe must stand before the take is looked
        through."""
        words = {"tables": tables, "picture": picture or self.picture, "width": WIDTH, "line": "bench", "soon": True}
        began, soon, waited = time.perf_counter(), 0.0, 0.0
        while True:
            data, exact = self._post(f"take/{self.take}/preview", words)
            spent = 1000 * (time.perf_counter() - began)
            soon = soon or (spent if data else 0.0)
            if data and exact:
                return _Seen(soon=soon, exact=spent, waited=waited)
            waited += self._prepared(tables)

    def _post(self, path: str, words: Mapping[str, Any]) -> tuple[bytes, bool]:
        """The answer, and whether it is no picture that stands in; nothing where the take has to be looked through
        first."""
        asked = urllib.request.Request(  # noqa: S310 - our own server
            self.url + path, json.dumps(words).encode(), {"content-type": "application/json"}
        )
        try:
            with urllib.request.urlopen(asked) as answer:  # noqa: S310
                return bytes(answer.read()), "komadori-stands-in" not in answer.headers
        except urllib.error.HTTPError as refused:
            told = json.load(refused)["error"]
            if told["kind"] != "NotMeasured":
                raise ValueError(f"{path}: {told}") from refused
            return b"", False

    def _prepared(self, tables: Tables) -> float:
        """Seconds in which the studio looks through the take."""
        with connect(f"ws{self.url.removeprefix('http')}api/link", max_size=None, ping_interval=None) as line:
            began = time.perf_counter()
            work = _do(line, "prepare", operations=tables)["result"]["work"]
            while (told := _until(line, "work"))["id"] != work or told["state"] == "running":
                pass
            if told["state"] != "done":
                raise ValueError(f"looking through the take: {told}")
            return time.perf_counter() - began


def _told(seen: Sequence[_Seen]) -> str:
    """How long it took to a picture, and where one stood in how long to what finishing gives."""
    value, later = _in_ms([one.soon for one in seen]), [one.exact for one in seen if one.stood_in]
    return f"{value}; {len(later)} of {len(seen)} stood in, exact after {_in_ms(later)}" if later else value


def _in_ms(spent: Sequence[float]) -> str:
    return f"{statistics.median(spent):.0f} ms p50, {np.percentile(spent, 95):.0f} ms p95"


def _raw(moves: int, *, quick: bool) -> Iterator[Figure]:
    """A take of DNG of 4K: developed at half their size."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "series"
        raw_shot(folder, 3840, 2160, 4 if quick else 6)
        with _studio(folder) as url:
            room = _Room(url, picture=3)
            for slider in (slider for slider in SLIDERS if slider.use in ("develop", "level")):
                yield room.moved(slider, _recipe(slider), 3 if slider.use == "develop" else moves, "on 4K DNG")
            yield room.stepped("the usual recipe on 4K DNG", _recipe(), 3)


@cache
def _photograph() -> bytes:
    return bytes(simplejpeg.encode_jpeg(next(drawn(WIDTH, HEIGHT, 1)), quality=92, colorsubsampling="444"))


def _floor() -> float:
    """Milliseconds of a JPEG of 1080p decoded and encoded, the middle of five."""
    spent, data = [], _photograph()
    for _ in range(5):
        began = time.perf_counter()
        simplejpeg.encode_jpeg(simplejpeg.decode_jpeg(data), quality=92, colorsubsampling="444")
        spent.append(1000 * (time.perf_counter() - began))
    return statistics.median(spent)
