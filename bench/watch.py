"""How well the watch sees: what it finds of slips whose truth is known, and how often it cries for nothing."""

import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from math import hypot
from pathlib import Path

import cv2
import numpy as np

from bench.figures import Figure
from bench.slips import PROPS, SETS, Plan, Slip, direction, photographs, replayed
from komadori.capture.watch import PROXY_WIDTH, Alarm, Kind, Watcher
from komadori.capture.watch.beside import Watch
from komadori.capture.watch.placed import Placing
from komadori.film import Picture, PictureFile
from komadori.picture import read_proxy

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples/badger-and-vole/clean"
LEGO = ROOT.parent / "shared/data/take-lego-ninja/frames"

KNOCKS = (0.2, 0.3, 0.5, 1.0, 2.0, 5.0, 20.0)
LIGHTS = (0.3, 0.5, 1.0, 2.0, 5.0, 10.0)
COLOURS = (1.0, 2.0, 5.0)
PUSHES = (1.0, 2.0, 5.0, 10.0)
GOAL_KNOCK, GOAL_LIGHT = 0.5, 1.0
FIRST, APART = 8, 5
"""The first picture in which something slips, and the pictures from one slip to the next: on a set it is a hundred,
but a level has settled after five."""
SLIPS = 16
"""Slips in one take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What was told of one take: each alarm with the picture at which it was told; and how much the puppet fills."""

    plan: Plan
    told: tuple[tuple[int, Alarm], ...]
    puppet: float


def watched(plan: Plan) -> Watched:
    """Generate the take and have it watched, as while shooting."""
    cv2.setNumThreads(1)
    watcher, told, shares = Watcher(), [], []
    source = photographs(plan) if plan.kind in SETS else replayed(plan)
    for number, (photograph, share) in enumerate(source, 1):
        proxy = read_proxy(photograph, PROXY_WIDTH)
        shares.append(share)
        told += [(number, alarm) for alarm in watcher.look(kept(number, proxy.shape[1], proxy.shape[0]), proxy)]
    return Watched(plan=plan, told=tuple(told), puppet=float(np.mean(shares)))


def kept(number: int, width: int, height: int) -> Picture:
    """What the store would tell of a picture."""
    file = PictureFile(name=f"{number:06d}_x1.jpg", bytes=1_000_000, hash=f"blake2b:{number}")
    return Picture(number=number, files=(file,), format="jpeg", width=width, height=height, kept="")


def measure(*, quick: bool = False) -> list[Figure]:
    """Many generated takes, with `quick` a few; the example; a real take where it is at hand; and the time it takes."""
    plans = [*good(1 if quick else 20, quick=quick), *slipping(1 if quick else 25, 4 if quick else SLIPS)]
    plans += [*pushed(1 if quick else 16)]
    plans += [of_photographs(EXAMPLE, seed) for seed in range(1 if quick else 6)]
    if LEGO.is_dir() and not quick:
        plans += [of_photographs(LEGO, seed) for seed in range(2)]
    with ProcessPoolExecutor(1 if quick else min(2, os.cpu_count() or 1)) as pool:
        takes = list(pool.map(watched, plans))
    own = [take for take in takes if take.plan.kind in SETS]
    calm, slipped = [take for take in own if not take.plan.slips], [take for take in own if take.plan.slips]
    figures = [*_false_alarms(calm, slipped), *_knocks(slipped, KNOCKS), *_light(slipped), *_props(slipped)]
    for name, folder in (("the example film", EXAMPLE), ("a real take", LEGO)):
        there = [take for take in takes if take.plan.kind == str(folder)]
        figures += _knocks(there, (GOAL_KNOCK,), f", {name}")
    return [*figures, *_times(quick=quick)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One slip of one take, how large it was, and what was told of its picture."""

    set_name: str
    number: int
    slip: Slip
    size: float
    told: tuple[tuple[int, Alarm], ...]

    def alarm(self, *kinds: Kind) -> Alarm | None:
        """The first alarm of these kinds."""
        return next((alarm for _, alarm in self.told if alarm.kind in kinds), None)


def trials(takes: Sequence[Watched], size: Callable[[Slip], float]) -> list[Trial]:
    """The slips that have a size."""
    return [
        Trial(
            set_name=take.plan.kind,
            number=number,
            slip=slip,
            size=round(size(slip), 2),
            told=tuple(one for one in take.told if one[1].picture == number),
        )
        for take in takes
        for number, slip in take.plan.slips.items()
        if size(slip)
    ]


def _found(these: Sequence[Trial], *kinds: Kind) -> str:
    found = sum(trial.alarm(*kinds) is not None for trial in these)
    return f"{100 * found / len(these):.1f} % ({found} of {len(these)})"


def _false_alarms(calm: Sequence[Watched], slipped: Sequence[Watched]) -> Iterator[Figure]:
    pictures = sum(take.plan.pictures for take in calm)
    told = [alarm for take in calm for _, alarm in take.told]
    kinds = ", ".join(sorted({alarm.kind.value for alarm in told})) or "none"
    puppet = 100 * float(np.mean([take.puppet for take in calm]))
    yield Figure(
        what=f"false alarms in {pictures} good pictures",
        value=f"{1000 * len(told) / pictures:.1f} of 1,000 ({len(told)}: {kinds})",
        against=f"goal: under 1 of 1,000, while a puppet fills a third; it fills {puppet:.0f} %",
    )
    beside = [alarm for take in slipped for _, alarm in take.told if not _true(alarm, take.plan.slips)]
    pictures = sum(take.plan.pictures for take in slipped)
    yield Figure(
        what="wrong alarms where something else slipped",
        value=f"{1000 * len(beside) / pictures:.1f} of 1,000 pictures",
        against=f"{pictures} pictures, one in five with a slip; "
        + (", ".join(sorted({alarm.kind.value for alarm in beside})) or "none"),
    )


def _true(alarm: Alarm, slips: "dict[int, Slip]") -> bool:
    """Whether what was told did happen: a knock and a pushed prop in that picture, a step of light until then."""
    slip = slips.get(alarm.picture, Slip())
    if alarm.kind is Kind.BUMP:
        return slip.knock != (0, 0)
    if alarm.kind is Kind.PROP:
        return slip.prop is not None
    if alarm.kind is Kind.FLICKER:
        return slip.light != (1, 1, 1)
    return alarm.kind in (Kind.LIGHT, Kind.COLOUR)


def _knocks(takes: Sequence[Watched], sizes: Sequence[float], where: str = "") -> Iterator[Figure]:
    knocked = trials(takes, lambda slip: hypot(*slip.knock))
    for size in sizes:
        these = [trial for trial in knocked if trial.size == size]
        told = [(trial, alarm) for trial in these if (alarm := trial.alarm(Kind.BUMP)) and alarm.arrow]
        if not these:
            continue
        off = [
            hypot(alarm.arrow[0] - trial.slip.knock[0], alarm.arrow[1] - trial.slip.knock[1]) for trial, alarm in told
        ]
        arrow = f"arrow off by {np.median(off):.3f} px, at worst {max(off):.2f} px" if off else ""
        goal = "goal: over 99 %; " if size == GOAL_KNOCK and not where else ""
        yield Figure(
            what=f"bumps of {size:g} px found{where}", value=_found(these, Kind.BUMP), against=f"{goal}{arrow}"
        )


def _light(takes: Sequence[Watched]) -> Iterator[Figure]:
    stepped = trials(takes, lambda slip: 100 * abs(slip.light[1] - 1))
    for size in LIGHTS:
        these = [trial for trial in stepped if trial.size == size]
        if not these:
            continue
        told = [(trial, alarm) for trial in these if (alarm := trial.alarm(Kind.FLICKER))]
        off = [abs(alarm.amount - 100 * (trial.slip.light[1] - 1)) for trial, alarm in told]
        figure = f"the figure off by {np.median(off):.2f} %, at worst {max(off):.2f} %" if off else ""
        goal = "goal: over 99 %; " if size == GOAL_LIGHT else ""
        value = _found(these, Kind.FLICKER, Kind.LIGHT)
        if missed := {trial.set_name for trial in these if not trial.alarm(Kind.FLICKER, Kind.LIGHT)}:
            figure = "; ".join(part for part in (figure, f"missed on: {', '.join(sorted(missed))}") if part)
        yield Figure(what=f"light steps of {size:g} % found", value=value, against=f"{goal}{figure}")
        for name, dark in (("where the set is lit", False), ("in the night", True)):
            part = [trial for trial in these if (trial.set_name == "night") == dark]
            if part and size == GOAL_LIGHT:
                value = _found(part, Kind.FLICKER, Kind.LIGHT)
                yield Figure(what=f"light steps of {size:g} % found, {name}", value=value)
    tinted = trials(
        takes, lambda slip: 100 * max(abs(slip.light[0] - 1), abs(slip.light[2] - 1)) * (slip.light[1] == 1)
    )
    for size in COLOURS:
        if these := [trial for trial in tinted if trial.size == size]:
            yield Figure(what=f"steps of red or blue by {size:g} % found", value=_found(these, Kind.COLOUR))


def _props(takes: Sequence[Watched]) -> Iterator[Figure]:
    moved = trials(takes, lambda slip: hypot(*slip.prop[1:]) if slip.prop else 0.0)
    for size in PUSHES:
        these = [trial for trial in moved if trial.size == size]
        if not these:
            continue
        late = [at - trial.number for trial in these for at, alarm in trial.told if alarm.kind is Kind.PROP]
        when = f"told {np.median(late):.0f} pictures later" if late else ""
        yield Figure(what=f"props pushed {size:g} px found", value=_found(these, Kind.PROP), against=when)


def _times(*, quick: bool) -> Iterator[Figure]:
    """From an exposure that is kept to the alarm and its drawing; and one look at a live picture."""
    plan = Plan(kind="felt", seed=1, pictures=3 if quick else 6, width=3000, height=2000, slips=_every_other(6))
    told: dict[int, float] = {}
    drawn: dict[int, float] = {}
    looked: dict[int, float] = {}
    done = threading.Semaphore(0)
    watch = Watch(
        tell=lambda alarm: told.setdefault(alarm.picture, time.perf_counter()),
        trouble=print,
        free=lambda: 10**12,
        drawn=lambda alarm, _: (drawn.setdefault(alarm.picture, time.perf_counter()), done.release()),
    )
    with tempfile.TemporaryDirectory() as folder:
        for number, (photograph, _) in enumerate(photographs(plan), 1):
            large = cv2.resize(cv2.imdecode(np.frombuffer(photograph, np.uint8), cv2.IMREAD_COLOR), (6000, 4000))
            file = Path(folder) / f"{number:06d}.jpg"
            cv2.imwrite(str(file), large, [cv2.IMWRITE_JPEG_QUALITY, 97])
            looked[number] = time.perf_counter()
            watch.look(kept(number, 6000, 4000), file, frame=None)
            if number > 1:
                done.acquire(timeout=30)
        size = file.stat().st_size / 1e6
        watch.close(30)
    spent = [told[number] - looked[number] for number in told]
    pages = [drawn[number] - looked[number] for number in drawn]
    yield Figure(
        what=f"from the kept exposure to the alarm, JPEG of 24 Mpx, {size:.0f} MB",
        value=f"{np.median(spent):.2f} s, at worst {max(spent):.2f} s",
        against=f"goal: within 1 s; drawn as well after {np.median(pages):.2f} s",
    )
    live = [photograph for photograph, _ in photographs(Plan(kind="felt", seed=1, pictures=6, width=1280, height=720))]
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    placing, took = Placing(live[0], width=6000), []
    for photograph in live:
        began = time.thread_time()
        placing.look(photograph)
        took.append(time.thread_time() - began)
    cv2.setNumThreads(threads)
    yield Figure(
        what="one look at a live picture of 1280 x 720, on one core",
        value=f"{1000 * np.median(took):.0f} ms",
        against="goal: under 60 ms",
    )


def _every_other(pictures: int) -> "dict[int, Slip]":
    return {number: Slip(knock=(3.0 if number % 2 else -3.0, 0.0)) for number in range(2, pictures + 1)}


def good(count: int, *, quick: bool = False) -> Iterator[Plan]:
    """Takes in which nothing slips; every tenth in full HD."""
    for seed in range(count):
        large = seed % 10 == 9
        size = {"width": 1920, "height": 1080} if large else {}
        pictures = 12 if quick else 100
        yield Plan(kind=SETS[seed % 5], seed=seed, pictures=pictures, walks=seed % 2 == 1, **size)


def slipping(count: int, each: int = SLIPS) -> Iterator[Plan]:
    """Takes in which now the camera is knocked, now the light steps; three of four by the size of the goal."""
    for seed in range(100, 100 + count):
        chance = np.random.default_rng(seed)
        at, level, slips = (0.0, 0.0), 0.0, {}
        for one in range(each):
            often = one % 8 < 6
            if one % 2 == 0:
                far = GOAL_KNOCK if often else float(chance.choice(KNOCKS))
                step = direction(chance, at, far)
                at = at[0] + step[0], at[1] + step[1]
                slip = Slip(knock=step)
            else:
                percent = GOAL_LIGHT if often else float(chance.choice(LIGHTS))
                percent *= -1 if level > 0 else 1
                level += percent
                tint = not often and chance.random() < 0.4
                slip = Slip(light=_tinted(chance) if tint else (1 + percent / 100,) * 3)
            slips[FIRST + APART * one] = slip
        pictures = FIRST + APART * each
        yield Plan(kind=SETS[seed % 5], seed=seed, pictures=pictures, walks=seed % 2 == 1, slips=slips)


def _tinted(chance: np.random.Generator) -> tuple[float, float, float]:
    gain = 1 + float(chance.choice([-1, 1])) * float(chance.choice(COLOURS)) / 100
    return (gain, 1.0, 1.0) if chance.random() < 0.5 else (1.0, 1.0, gain)


def pushed(count: int) -> Iterator[Plan]:
    """Takes in which each prop is pushed once."""
    for seed in range(200, 200 + count):
        chance = np.random.default_rng(seed)
        slips = {}
        for prop in range(len(PROPS)):
            step = direction(chance, (0, 0), PUSHES[(seed + prop) % len(PUSHES)])
            slips[FIRST + 5 * prop] = Slip(prop=(prop, *step))
        yield Plan(kind=SETS[seed % 5], seed=seed, pictures=FIRST + 5 * len(PROPS), walks=seed % 2 == 1, slips=slips)


def of_photographs(folder: Path, seed: int) -> Plan:
    """The photographs in `folder`, with knocks of half a pixel and steps of light of one per cent."""
    chance = np.random.default_rng(seed)
    at, slips = (0.0, 0.0), {}
    count = len(list(folder.iterdir()))
    for one, number in enumerate(range(FIRST, count + 1, APART)):
        if one % 2 == 0:
            step = direction(chance, at, GOAL_KNOCK)
            at = at[0] + step[0], at[1] + step[1]
            slips[number] = Slip(knock=step)
        else:
            slips[number] = Slip(light=(1 + (one % 4 - 2) * GOAL_LIGHT / 100,) * 3)
    return Plan(kind=str(folder), seed=seed, pictures=count, slips=slips)
