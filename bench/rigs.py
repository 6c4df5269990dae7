"""How well a rig is taken out: each way of finding and filling against the truth of our own stage, and its peers.

PSNR in dB of sRGB codes inside the rig (where the truth's matte is), over all pictures of a take together; what was
changed outside is told in codes of 255 and has to be nothing.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import av
import av.filter
import cv2
import numpy as np
from numpy.typing import NDArray

from bench.figures import Figure
from bench.given import Given
from bench.rig_takes import JUDGED_BY, MARKER, RigTake, flown, held, marked, moving, still
from komadori.finish.operation import Moment, Settings, Stretch
from komadori.finish.ops.rig import OPERATION, apply, solve
from komadori.finish.ops.rig import measure as look_at
from komadori.finish.rigs.plates import relit
from komadori.finish.rigs.tones import apart, grown, tones
from komadori.picture.colour import linear_to_srgb
from komadori.store import Stroke
from komadori.store.paint import paint_bytes

Linear = NDArray[np.float32]
Mask = NDArray[np.bool_]

TOUCHED = 3
"""Pictures in which a person paints over what following has left."""
SMALL = 0.005
"""Radius of the brush for that, as a share of the width."""
WORTH_IT = 1.0
"""Square error, of codes 0..1 over all pixels of a picture, from which on it is."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A photograph in memory."""

    picture: Linear
    holdings: "Plates" = field(default_factory=lambda: Plates())

    def small(self, width: int = 256) -> Linear:
        """The picture `width` pixels wide."""
        if not width or width >= self.picture.shape[1]:
            return self.picture
        size = (width, round(self.picture.shape[0] * width / self.picture.shape[1]))
        return np.asarray(cv2.resize(self.picture, size, interpolation=cv2.INTER_AREA))


@dataclass(frozen=True, slots=True)
class Plates:
    """Plates and files in memory, by the parameter's name."""

    plates: Mapping[str, Linear] = field(default_factory=dict)
    files: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)

    def plate(self, name: str, width: int = 0) -> Linear | None:
        """The plate, as wide as that."""
        return Shown(self.plates[name]).small(width) if name in self.plates else None

    def paths(self, name: str) -> tuple[Path, ...]:
        """The files."""
        return self.files.get(name, ())


def taken_out(
    take: RigTake,
    settings: Settings,
    *,
    common: Plates | None = None,
    own: Sequence[Plates] | None = None,
    only: Sequence[int] | None = None,
) -> tuple[list[Linear], list[str]]:
    """The take's pictures (`only` those) without the rig, and the remarks on them. `common` is what parameters hold for
    the take, `own` for single pictures."""
    whole = {**OPERATION.defaults, **settings}
    beside = own or [common or Plates()] * len(take.pictures)
    looks = [look_at(Shown(picture, plates), whole) for picture, plates in zip(take.pictures, beside, strict=True)]
    moments = [Moment(frame=2 * at + 1, look=lambda look=look: look, settings=whole) for at, look in enumerate(looks)]
    solved = solve(Stretch(moments=moments, holdings=common or Plates()), whole)
    done: list[Linear] = []
    for at in only if only is not None else range(len(take.pictures)):
        one = solved[at]
        others = [lambda other=other: take.pictures[other] for other in one.others]
        given = Given(numbers=one.numbers, field=one.field, others=others, holdings=beside[at])
        done.append(apply(take.pictures[at], whole, given))
    return done, [one.remark for one in solved]


def codes(light: Linear) -> NDArray[np.float64]:
    """sRGB codes 0..1."""
    return np.asarray(linear_to_srgb(np.clip(light, 0, 1)), float)


def inside(done: Sequence[Linear], take: RigTake) -> tuple[float, float, float]:
    """PSNR inside the rig over all pictures, there where it hides the set and no puppet, and in the worst picture, in
    dB."""
    errors, of_set = [], []
    for one, clean, matte in zip(done, take.clean, take.mattes, strict=True):
        rig = matte > 0.02
        if not rig.any():
            continue
        off = (codes(one) - codes(clean)) ** 2
        puppet = grown(apart(tones(clean), tones(relit(take.plate, clean, rig & False))) > 0.06, 2)
        errors.append(off[rig])
        of_set.append(off[rig & ~puppet])
    worst = min(decibel(error.mean()) for error in errors)
    return decibel(np.concatenate(errors).mean()), decibel(np.concatenate(of_set).mean()), worst


def decibel(error: float) -> float:
    """PSNR of a mean square error of values 0..1."""
    return float(-10 * np.log10(max(error, 1e-12)))


def outside(done: Sequence[Linear], take: RigTake, beside: float = 8.0) -> float:
    """The largest change, in codes of 255, more than `beside` pixels from the rig."""
    return max(
        float(np.abs(codes(one) - codes(picture))[~grown(matte > 0.02, beside)].max() * 255)
        for one, picture, matte in zip(done, take.pictures, take.mattes, strict=True)
    )


def damage(done: Sequence[Linear], take: RigTake, beside: float = 8.0) -> tuple[float, float]:
    """How much further from the truth pixels more than `beside` pixels from the rig have come, in codes of 255 at most,
    and the share of these pixels, over all pictures, that have by more than 8 codes.

    A rig's shadow and its reflection lie beside it, and a change there may well be one for the better.
    """
    worst, many, of = 0.0, 0, 0
    for one, picture, clean, matte in zip(done, take.pictures, take.clean, take.mattes, strict=True):
        free = ~grown(matte > 0.02, beside)
        after, before = (np.abs(codes(each) - codes(clean)).max(axis=2)[free] * 255 for each in (one, picture))
        worst = max(worst, float((after - before).max()))
        many, of = many + int((after - before > 8).sum()), of + int(free.sum())
    return worst, many / of


def strokes_over(take: RigTake, numbers: Sequence[int], radius: float = 0.008) -> list[Stroke]:
    """Strokes as a quick hand would make them: touches all over the rig."""
    return [stroke for number in numbers for stroke in _dabs(take.mattes[number] > 0.5, number, radius, 25)]


def _dabs(mask: Mask, number: int, radius: float, every: int) -> list[Stroke]:
    """Touches of the brush on one of so many pixels of a mask, at random."""
    rows, columns = np.nonzero(mask)
    picked = np.random.default_rng(number).permutation(len(rows))[: max(1, len(rows) // every)]
    width = mask.shape[1]
    places = [
        ((float(column) + 0.5) / width, (float(row) + 0.5) / width)
        for row, column in zip(rows[picked], columns[picked], strict=True)
    ]
    return [Stroke(frame=2 * number + 1, mode="rig", radius=radius, points=(place,)) for place in places]


def touched_up(take: RigTake, painted: Sequence[int], paint: Path) -> tuple[list[Linear], list[str]]:
    """As a person goes on: in the picture in which most of the rig is still seen that is painted over with a small
    brush, where it is worth it, and the take is finished anew."""
    strokes = strokes_over(take, painted)
    for left in range(TOUCHED, -1, -1):
        paint.write_bytes(paint_bytes(strokes))
        done, remarks = taken_out(take, {"paint": "p"}, common=Plates({}, {"paint": (paint,)}))
        seen = [_still_seen(*each) for each in zip(done, take.pictures, take.clean, take.mattes, strict=True)]
        worst = max(range(len(seen)), key=lambda at: seen[at][1])
        if not left or seen[worst][1] < WORTH_IT:
            break
        strokes = [*strokes, *_dabs(seen[worst][0], worst, SMALL, 35)]
    return done, remarks


def _still_seen(done: Linear, picture: Linear, clean: Linear, matte: Linear) -> tuple[Mask, float]:
    """Where the rig has not been taken out, and how much it shows."""
    off = ((codes(done) - codes(clean)) ** 2).mean(axis=2)
    same = np.abs(codes(done) - codes(picture)).max(axis=2) < 0.02
    left = (matte > 0.5) & same & (off > 0.03**2)
    return left, float(off[left].sum())


def own_plates(take: RigTake, *, matte: bool, clean: bool) -> list[Plates]:
    """What lies beside each picture: its matte, its clean plate (with another noise than the truth's)."""
    rng = np.random.default_rng(3)
    found = []
    for picture, truth, cover in zip(take.pictures, take.clean, take.mattes, strict=True):
        plates: dict[str, Linear] = {"matte": np.repeat(cover[..., None], 3, axis=2)} if matte else {}
        if clean:
            noise = rng.standard_normal(picture.shape).astype(np.float32) * np.sqrt(6e-7 + 3e-5 * np.clip(truth, 0, 1))
            plates["clean_plate"] = np.asarray(np.maximum(truth * 1.03 + noise, 0), np.float32)
        found.append(Plates(plates))
    return found


def ways(take: RigTake, folder: Path, painted: Sequence[int]) -> Iterator[tuple[str, Any]]:
    """Each way of finding and filling, and the work."""
    plate, paint = Plates({"clean_plate": take.plate}), folder / "paint.json"
    paint.write_bytes(paint_bytes(strokes_over(take, painted)))
    both = Plates({"clean_plate": take.plate}, {"paint": (paint,)})
    only = Plates({}, {"paint": (paint,)})
    has = {"clean_plate": "plate.png"}
    matte = {"matte": "companion matte"}
    mattes = own_plates(take, matte=True, clean=False)
    with_plate = [Plates({**one.plates, "clean_plate": take.plate}) for one in mattes]
    green = marked(take)
    each = own_plates(take, matte=True, clean=True)
    beside = {**matte, "clean_plate": "companion clean"}
    yield "matte, own clean plate", lambda: taken_out(take, beside, own=each)
    yield "matte, own clean plate, shadow too", lambda: taken_out(take, beside | {"shadow": 2.0}, own=each)
    yield (
        "everything that differs from its own clean plate",
        lambda: taken_out(
            take,
            {"clean_plate": "companion clean", "difference": "everything"},
            own=[Plates({"clean_plate": one.plates["clean_plate"]}) for one in each],
        ),
    )
    yield "matte, empty set as plate", lambda: taken_out(take, matte | has, common=plate, own=with_plate)
    yield "matte, other pictures", lambda: taken_out(take, matte, own=mattes)
    yield "marker, empty set as plate", lambda: taken_out(green, {"marker": MARKER} | has, common=plate)
    yield "marker, other pictures", lambda: taken_out(green, {"marker": MARKER})
    yield "thin parts that differ from the empty set", lambda: taken_out(take, has, common=plate)
    yield f"painted {len(painted)}x, empty set as plate", lambda: taken_out(take, {"paint": "p"} | has, common=both)
    yield f"painted {len(painted)}x, other pictures", lambda: taken_out(take, {"paint": "p"}, common=only)
    yield (
        f"painted {len(painted)}x and touched up in {TOUCHED} pictures at most, other pictures",
        lambda: touched_up(take, painted, paint),
    )
    yield "matte, guess alone", lambda: taken_out(take, matte | {"others": 0}, own=mattes)


def peers(take: RigTake) -> Iterator[tuple[str, Callable[[], list[Linear]]]]:
    """What others make of the true matte."""
    yield "OpenCV inpaint, Telea, true matte", lambda: _inpainted(take, cv2.INPAINT_TELEA)
    yield "OpenCV inpaint, Navier-Stokes, true matte", lambda: _inpainted(take, cv2.INPAINT_NS)
    yield "FFmpeg removelogo, true matte", lambda: _without_logo(take)


def _coded(picture: Linear) -> NDArray[np.uint8]:
    return np.asarray(np.rint(codes(picture) * 255), np.uint8)


def _light(coded: NDArray[np.uint8]) -> Linear:
    value = coded.astype(np.float64) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4).astype(np.float32)


def _inpainted(take: RigTake, how: int) -> list[Linear]:
    return [
        _light(cv2.inpaint(_coded(picture), grown(matte > 0.02, 2).astype(np.uint8), 5, how))
        for picture, matte in zip(take.pictures, take.mattes, strict=True)
    ]


def _without_logo(take: RigTake) -> list[Linear]:
    done = []
    with TemporaryDirectory() as folder:
        for picture, matte in zip(take.pictures, take.mattes, strict=True):
            mask = Path(folder) / "mask.png"
            cv2.imwrite(str(mask), grown(matte > 0.02, 2).astype(np.uint8) * 255)
            done.append(_light(_filtered(_coded(picture), f"filename={mask}")))
    return done


def _filtered(picture: NDArray[np.uint8], arguments: str) -> NDArray[np.uint8]:
    height, width = picture.shape[:2]
    graph = av.filter.Graph()
    source = graph.add_buffer(width=width, height=height, format="yuv420p", time_base=Fraction(1, 24))
    filtered, sink = graph.add("removelogo", arguments), graph.add("buffersink")
    source.link_to(filtered)
    filtered.link_to(sink)
    graph.configure()
    frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p")
    frame.pts, frame.time_base = 0, Fraction(1, 24)
    graph.push(frame)
    with suppress(av.EOFError, av.BlockingIOError):
        graph.push(None)
    return np.asarray(graph.pull().to_ndarray(format="rgb24"), np.uint8)


def measure_take(name: str, take: RigTake, painted: Sequence[int]) -> Iterator[Figure]:
    """Every way and every peer on one take."""
    for peer, work in peers(take):
        began = time.process_time()
        done = work()
        yield _figure(f"{name}: {peer}", inside(done, take), (time.process_time() - began) / len(done), "a peer")
    with TemporaryDirectory() as folder:
        for way, work in ways(take, Path(folder), painted):
            began = time.process_time()
            done, remarks = work()
            spent = (time.process_time() - began) / len(done)
            changed = outside(done, marked(take) if way.startswith("marker") else take)
            told = sum(map(bool, remarks))
            worse, share = damage(done, marked(take) if way.startswith("marker") else take)
            beside = (
                f"beside the rig {changed:.0f} codes of change at most, {worse:.0f} of them away from the truth "
                f"({share:.3%} of the pixels more than 8); {told} of {len(remarks)} pictures remarked on"
            )
            yield _figure(f"{name}: {way}", inside(done, take), spent, beside)


def _figure(what: str, found: tuple[float, float, float], seconds: float, against: str) -> Figure:
    whole, of_set, worst = found
    value = f"{of_set:.1f} dB where it hides the set, {whole:.1f} in all, {worst:.1f} in the worst picture"
    return Figure(what=what, value=value, against=f"{against}; {seconds:.2f} s a picture")


def measure(*, quick: bool) -> Iterator[Figure]:
    """Takes photographed live; goals: 38 dB with a clean plate, 32 dB without. Nothing was tuned on JUDGED_BY but
    how a rig painted once is followed, which was looked at on all of them."""
    size, count = ((640, 360), 12) if quick else ((960, 540), 24)
    yield from measure_take("moving rig", moving(size, count), [count // 3])
    yield from measure_take("wire from behind", held(size, count), [count // 3])
    yield from measure_take("rig that stands", still(size, count), [0])
    for name, flight in () if quick else JUDGED_BY.items():
        yield from measure_take(name, flown(flight, size), [8])
