"""Noise, hot pixels and dust against known truth, and against what others do to the same pictures.

`set` is the gain in PSNR where nothing ever moves, `texture` the energy of the puppet's fine detail that is kept while
it moves or is stirred, `boil` that of what changes from picture to picture, `edges` the largest error there beside the
noisy picture's own. Texture of more than 100 % is noise that fits by chance.
"""

import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from bench import grain_peers as peers
from bench import grain_stage as stage
from bench.figures import Figure
from bench.given import Given
from bench.grain_takes import Image, Shown, Take, boil_kept, kept, pictures
from komadori.finish.operation import HERE, Linear, Matrix, Moment, Operation, Solved, Stretch
from komadori.finish.ops import denoise, dust, hot_pixels
from komadori.picture.colour import linear_to_srgb
from komadori.picture.registration import registered, sight

SLOWLY = ("felt puppet that boils", "stage, ISO 400")
"""Takes that non-local means have time for."""
GOAL = "goal: several dB on the set, texture within 2 %, edges no worse than the noise"


@dataclass(frozen=True, slots=True)
class Still:
    """A photograph in memory."""

    picture: Image
    path: Path
    before: "Still | None" = None

    @property
    def previous(self) -> "Still":
        return self.before or self

    @property
    def first(self) -> "Still":
        return self

    def small(self, _width: int = 256) -> Linear:
        return self.picture


@dataclass(frozen=True, slots=True)
class Held:
    flat: Image | None = None
    dark: tuple[Path, ...] = ()

    def paths(self, _name: str) -> tuple[Path, ...]:
        return self.dark

    def plate(self, _name: str, _width: int = 0) -> Image | None:
        return self.flat


def solved(
    operation: Operation,
    shot: Sequence[Image],
    suffix: str = ".png",
    lies: Sequence[Matrix] = (),
    held: Held | None = None,
    **settings: Any,
) -> list[Solved]:
    """What the operation finds out about a take in memory."""
    told = operation.defaults | settings
    stills = [Still(one, Path(f"{at}{suffix}")) for at, one in enumerate(shot)]
    stills = [Still(one.picture, one.path, stills[at - 1] if at else None) for at, one in enumerate(stills)]
    rows = [operation.measure(still, told) for still in stills]
    moments = [
        Moment(frame=at + 1, look=lambda row=row: row, lies=lies[at] if lies else HERE) for at, row in enumerate(rows)
    ]
    return operation.solve(Stretch(moments=moments, holdings=held or Held()), told)


def _given(one: Solved, shot: Sequence[Image]) -> Given:
    return Given(numbers=one.numbers, field=one.field, others=[lambda o=o: shot[o] for o in one.others])


def applied(operation: Operation, shot: Sequence[Image], found: Sequence[Solved], **settings: Any) -> list[Image]:
    told = operation.defaults | settings
    return [operation.apply(shot[at], told, _given(one, shot)) for at, one in enumerate(found)]


def psnr(one: Image, other: Image, where: Any = slice(None)) -> float:
    apart = (linear_to_srgb(np.clip(one, 0, 1)) - linear_to_srgb(np.clip(other, 0, 1)))[where]
    return float(-10 * np.log10(np.mean(apart**2) + 1e-12))


def judged(done: Sequence[Image], shown: Sequence[Shown]) -> str:
    """What was won and lost, in words."""
    roots = [np.sqrt(one.truth) for one in shown]
    moved = [cv2.blur(np.abs(a - b).max(axis=2), (5, 5)) > 0.01 for a, b in pairwise(roots)]
    ever = np.any(moved, axis=0) | np.any([one.puppet for one in shown], axis=0)
    still = ~(cv2.dilate(ever.astype(np.uint8), np.ones((25, 25), np.uint8)) > 0)
    pairs = list(zip(done, shown, strict=True))[2:-2]
    won = np.mean([psnr(a, b.truth, still) - psnr(b.picture, b.truth, still) for a, b in pairs])
    texture = np.mean([kept(a, b) for a, b in pairs if b.does != "rest"])
    words = f"set {won:+.1f} dB, texture {texture:.1%}"
    stirred = [at for at in range(3, len(shown) - 2) if shown[at].does == shown[at - 1].does == "boil"]
    if stirred:
        boil = np.mean([boil_kept(list(done[at - 1 : at + 1]), list(shown[at - 1 : at + 1])) for at in stirred])
        words += f", boil {boil:.1%}"
    return f"{words}, edges {np.mean([_edges(a, b) for a, b in pairs]):.2f}"


def _edges(done: Image, shown: Shown) -> float:
    mask = shown.puppet.astype(np.uint8)
    edge = cv2.dilate(mask, np.ones((9, 9), np.uint8)) > cv2.erode(mask, np.ones((5, 5), np.uint8))
    return float(np.abs(done - shown.truth)[edge].max() / np.abs(shown.picture - shown.truth)[edge].max())


def measure(*, quick: bool) -> Iterator[Figure]:
    """Noise first, then hot pixels, dust, and what they cost."""
    count = 12 if quick else 18
    lights = stage.lit(count)
    takes = {
        "felt puppet that boils": (list(pictures(Take(pictures=count))), ".png"),
        "the same, four times the noise's power": (list(pictures(Take(pictures=count, noise=5))), ".png"),
        "the same, faint boil": (list(pictures(Take(pictures=count, boil=0.3))), ".png"),
        "the same as JPEG, quality 95": (list(pictures(Take(pictures=count, quality=95))), ".jpg"),
        "stage, ISO 400": (list(stage.noisy(lights)), ".png"),
        "stage, ISO 1600": (list(stage.noisy(lights, iso=1600)), ".png"),
        "stage, ISO 400, JPEG 95": (list(stage.noisy(lights, quality=95)), ".jpg"),
    }
    for what, (shown, suffix) in takes.items():
        yield from _noise(what, shown, suffix, slow=not quick)
    yield from _hot(lights[:10])
    yield from _dark(lights[:10])
    yield from _dust(lights, count)
    yield from _cost()


def _noise(what: str, shown: Sequence[Shown], suffix: str, *, slow: bool) -> Iterator[Figure]:
    shot = [one.picture for one in shown]
    for others in (4, 6):
        found = solved(denoise.OPERATION, shot, suffix, pictures=others)
        words = judged(applied(denoise.OPERATION, shot, found, pictures=others), shown)
        yield Figure(what=f"denoise with {others} others: {what}", value=words, against=GOAL)
    means = [np.mean(shot[max(0, at - 2) : at + 3], axis=0) for at in range(len(shot))]
    yield Figure(
        what=f"the plain mean of five pictures: {what}",
        value=judged(means, shown),
        against="the most that five can give the set; it smears what moves",
    )
    filters = {"atadenoise": "", "hqdn3d": ""} | ({"nlmeans": "s=2"} if slow and what in SLOWLY else {})
    for name, settings in filters.items():
        if peers.has(name):
            words = judged(peers.filtered(shot, name, settings), shown)
            yield Figure(what=f"FFmpeg {name}: {what}", value=words, against="the same pictures")
    if slow and what in SLOWLY:
        words = judged(peers.non_local(shot), shown)
        yield Figure(what=f"OpenCV non-local means, 5 pictures: {what}", value=words, against="the same pictures")


def _hot(lights: list[stage.Lit]) -> Iterator[Figure]:
    kinds = {"8-bit PNG": (0, 0), "JPEG 95, 4:4:4": (95, 0x111111), "JPEG 95, 4:2:2": (95, 0x211111)}
    for what, (quality, factor) in kinds.items():
        spoiled = stage.hot(lights, quality=quality, factor=factor)
        shot = [one.picture for one in spoiled]
        found = solved(hot_pixels.OPERATION, shot, ".jpg" if quality else ".png")
        if quality and factor == 0x211111:
            found = [_as_smeared(shot)] * len(shot)
        rows = found[0].field
        table = np.zeros((0, 6)) if rows is None else rows
        done = applied(hot_pixels.OPERATION, shot, [found[0]] * len(shot))[5]
        yield Figure(
            what=f"hot pixels of the stage found, {what}",
            value=_told(table[:, :2], spoiled[5], done),
            against="those of 60 that differ by ten codes",
        )


def _dark(lights: list[stage.Lit]) -> Iterator[Figure]:
    spoiled = stage.hot(lights, quality=95, factor=0x211111)
    shot = [one.picture for one in spoiled]
    with tempfile.TemporaryDirectory() as folder:
        held = Held(dark=stage.dark_frames(Path(folder)))
        found = solved(hot_pixels.OPERATION, shot, ".jpg", held=held, find=False)
    done = applied(hot_pixels.OPERATION, shot, found)[5]
    yield Figure(
        what="hot pixels of the stage by five dark frames, JPEG 95, 4:2:2",
        value=_told(found[0].field[:, :2], spoiled[5], done),
        against="those of 60 that differ by ten codes",
    )


def _as_smeared(shot: Sequence[Image]) -> Solved:
    """As for a file with colour of half the size, which cannot be told from a picture in memory."""
    rows = []
    for picture in shot:
        points = hot_pixels.standing_out(picture, smeared=True).rows
        head = np.zeros((1, 10), np.float32)
        head[0, :3] = picture.shape[1], picture.shape[0], hot_pixels.SMEARED
        rows.append(np.concatenate([head, points]))
    moments = [Moment(frame=at + 1, look=lambda row=row: row) for at, row in enumerate(rows)]
    return hot_pixels.solve(Stretch(moments=moments, holdings=Held()), hot_pixels.OPERATION.defaults)[0]


def _told(places: Any, spoiled: stage.Spoiled, done: Image, by: int = 1) -> str:
    """How many of a picture's spoiled places are among those found, how many of these are not, and what was mended."""
    hits = [any(abs(x - a) <= by + 0.5 and abs(y - b) <= by + 0.5 for a, b in places) for x, y in spoiled.places]
    false = sum(
        not any(abs(x - a) <= 2 * by + 1 and abs(y - b) <= 2 * by + 1 for x, y in spoiled.places) for a, b in places
    )
    area = np.zeros(done.shape[:2], bool)
    for (x, y), hit in zip(spoiled.places, hits, strict=True):
        if hit:
            area[max(0, y - by) : y + by + 1, max(0, x - by) : x + by + 1] = True
    before, after = (psnr(one, spoiled.truth, area) for one in (spoiled.picture, done))
    return f"{sum(hits)} of {len(hits)}, {false} others; there {before:.1f} to {after:.1f} dB"


def _dust(lights: list[stage.Lit], count: int) -> Iterator[Figure]:
    shown = list(stage.noisy(lights, iso=100))
    shot, places = stage.littered(shown)
    found = solved(dust.OPERATION, shot)
    told = [
        (at, float(row[0]) * stage.SIZE[0], float(row[1]) * stage.SIZE[0])
        for at, one in enumerate(found)
        if one.field is not None
        for row in one.field[: int(one.numbers[0])]
    ]
    hit = sum(any(abs(at - n) <= 1 and abs(x - a) + abs(y - b) < 6 for n, a, b in told) for at, x, y in places)
    false = sum(not any(n - at in (0, 1) and abs(x - a) + abs(y - b) < 6 for at, x, y in places) for n, a, b in told)
    done = applied(dust.OPERATION, shot, found)
    where = [(at, slice(y - 8, y + 9), slice(x - 8, x + 9)) for at, x, y in places]
    before, after = (
        np.mean([psnr(one[at][rows, columns], shown[at].truth[rows, columns]) for at, rows, columns in where])
        for one in (shot, done)
    )
    yield Figure(
        what=f"specks on the stage in one picture or two, {count} pictures",
        value=f"{hit} of {len(places)}, {false} others; there {before:.1f} to {after:.1f} dB",
        against="petals, steam and a puppet move beside them",
    )
    yield from _sensor_dust(lights, count)


def _sensor_dust(lights: list[stage.Lit], count: int) -> Iterator[Figure]:
    spoiled, plate = stage.dust(lights[:4]), stage.dust(lights, flat=True)[0].picture
    shot = [one.picture for one in spoiled]
    found = solved(dust.OPERATION, shot, held=Held(flat=plate), flat="file flat.png", longest=0)
    done = applied(dust.OPERATION, shot, found, flat="file flat.png")
    middles = found[0].field[:, :2] * stage.SIZE[0]
    yield Figure(what="dust before the sensor, by a flat plate", value=_told(middles, spoiled[1], done[1], 3))
    moving = stage.dust(stage.lit(count, pan=0.8))
    shot = [one.picture for one in moving]
    found = solved(dust.OPERATION, shot, lies=_lies(shot), moving=True, longest=0)
    done = applied(dust.OPERATION, shot, found, moving=True)
    rows = found[0].field
    middles = (np.zeros((0, 2)) if rows is None else rows[:, :2]) * stage.SIZE[0]
    yield Figure(what="dust before the sensor, by a camera that pans", value=_told(middles, moving[5], done[5], 3))


def _lies(shot: Sequence[Image]) -> list[Matrix]:
    """Where each picture lies in the set: its way to the first one, picture by picture."""
    whole, found = np.eye(3), [HERE]
    for before, after in pairwise(shot):
        step = registered(sight(after), sight(before))
        whole = whole @ (np.eye(3) if step is None else step.matrix)
        found.append(tuple(float(value) for value in whole.ravel()))
    return found


def _cost() -> Iterator[Figure]:
    cv2.setNumThreads(1)
    shot = [one.picture for one in pictures(Take(width=1920, height=1080, pictures=6))]
    for operation in (denoise.OPERATION, hot_pixels.OPERATION, dust.OPERATION):
        stills = [Still(shot[2], Path("2.png"), Still(shot[1], Path("1.png")))]
        began = time.process_time()
        operation.measure(stills[0], operation.defaults)
        looked = time.process_time() - began
        found = solved(operation, shot)
        one = found[2]
        given = _given(one, shot)
        began = time.process_time()
        operation.apply(shot[2], operation.defaults, given)
        spent = time.process_time() - began
        yield Figure(
            what=f"{operation.name} at 1920 x 1080, one core",
            value=f"{1000 * looked:.0f} ms to look at a picture, {1000 * spent:.0f} ms to work on it",
            against="goal: 250 ms" if operation.name == "denoise" else "",
        )
