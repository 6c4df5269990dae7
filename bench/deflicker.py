"""How well flicker is taken out, against the truth, the oracle, FFmpeg's filters and programs; and what it costs."""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import av
import cv2
import numpy as np
import simplejpeg

from bench.figures import Figure
from bench.flicker_peers import PROGRAMS, peers
from bench.flicker_sets import (
    LAMPS,
    Exposure,
    Fine,
    Picture,
    Plan,
    Scores,
    score,
    to_fine,
    to_linear_floats,
    to_srgb,
)
from bench.flicker_stage import Staged
from komadori.farm import map_frames, open_farm
from komadori.finish.operation import HERE, Matrix, Moment, Solved, Stretch
from komadori.finish.ops.deflicker import OPERATION, apply, curve, solve
from komadori.finish.ops.deflicker import measure as read_still
from komadori.picture import read_proxy, write
from komadori.picture.colour import to_codes, to_light
from komadori.picture.files import shrunk
from komadori.picture.robust import TO_SIGMA, biweight


class Held:
    """Holdings: files by the parameter's name."""

    def __init__(self, **paths: tuple[Path, ...]) -> None:
        self._paths = paths

    def paths(self, name: str) -> tuple[Path, ...]:
        return self._paths.get(name, ())

    def plate(self, _name: str, _width: int = 0) -> None:
        return None


class Small:
    """A still of a picture in memory."""

    def __init__(self, picture: Picture) -> None:
        self._picture = picture

    def small(self, width: int = 256) -> Any:
        height, wide = self._picture.shape[:2]
        codes = shrunk(self._picture, width, round(height * width / wide)) if wide > width else self._picture
        return to_light(codes, "srgb")


def steadied(
    pictures: Sequence[Picture], *, lies: Sequence[Matrix] = (), held: Held | None = None, **settings: Any
) -> list[Fine]:
    """The pictures after our deflicker, 16-bit sRGB, as finishing writes them."""
    found = solved([read_still(Small(one), {}) for one in pictures], lies=lies, held=held, **settings)
    return [
        to_fine(to_srgb(done(to_light(picture, "srgb"), one))) for picture, one in zip(pictures, found, strict=True)
    ]


def solved(
    readings: Sequence[Any], *, lies: Sequence[Matrix] = (), held: Held | None = None, **settings: Any
) -> list[Solved]:
    """What was found out for each."""
    moments = [
        Moment(frame=at + 1, look=lambda one=one: one, lies=lies[at] if lies else HERE)
        for at, one in enumerate(readings)
    ]
    return solve(Stretch(moments=moments, holdings=held or Held()), OPERATION.defaults | settings)


def done(light: Any, one: Solved) -> Any:
    """A picture as light, corrected."""
    given: Any = SimpleNamespace(numbers=one.numbers, field=one.field)
    light = curve(light, {}, given)
    return light if one.field is None else apply(light, {}, given)


def lies_of(plan: Plan, exposures: Sequence[Exposure]) -> list[Matrix]:
    """Where the camera stood, as it would be found by registration."""
    if plan.kind != "M":
        return []
    return [(1, 0, one.offset[0] / plan.width, 0, 1, one.offset[1] / plan.width, 0, 0, 1) for one in exposures]


def program_of(plan: Plan, folder: Path) -> Held:
    """The set's light program and its plates, written to `folder`."""
    stage, plates = plan.stage, []
    for at, name in enumerate(LAMPS):
        plates.append(folder / f"{name}.tif")
        write(plates[-1], to_codes(stage.plate(at), "srgb", 16), format="tiff16")
    levels = {
        name: [[number + 1, *map(float, stage.levels(number)[at])] for number in range(plan.frames)]
        for at, name in enumerate(LAMPS)
    }
    told = folder / "program.json"
    told.write_text(json.dumps({"schema": "komadori.light-program", "version": 1, "lamps": levels}))
    return Held(lamps=tuple(plates), program=(told,))


def foretold(plan: Plan, exposures: Sequence[Exposure], *, robust: bool) -> float:
    """The drift in percent of a fit that is told what nobody knows: the flicker of each lamp in each channel without
    any error, and the shape of its wanted course, but for its height and its depth.

    What drift is left is the flicker's own slow part, which no estimate tells from a wanted change (Cramér-Rao): about
    the flicker's size times the root of freedoms over pictures. `robust` leaves out pictures far off (Tukey).
    """
    stage = plan.stage
    wanted, shot = (np.stack([of(number) for number in range(plan.frames)]) for of in (stage.levels, stage.shot))
    bases = np.stack([np.ones(plan.frames), stage.dusk], axis=1)
    fitted = np.empty_like(wanted)
    for lamp, channel in np.ndindex(wanted.shape[1:]):
        level, course = wanted[:, lamp, channel], shot[:, lamp, channel]
        weights = np.ones(plan.frames)
        for _ in range(10 if robust else 1):
            heavy = np.sqrt(weights) / level
            freedoms = np.linalg.lstsq(bases * heavy[:, None], course * heavy, rcond=None)[0]
            off = np.abs(bases @ freedoms / course - 1)
            weights = biweight(off / (4.685 * TO_SIGMA * np.median(off) + 1e-9))
        fitted[:, lamp, channel] = bases @ freedoms
    undone = (
        to_linear_floats(one.oracle / np.float32(65535)) * stage.light(fitted[at], at) / stage.light(wanted[at], at)
        for at, one in enumerate(exposures)
    )
    return score([to_fine(to_srgb(one)) for one in undone], list(exposures)).drift


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A set, and the scores on it; `floor` is the drift of fits that are `foretold` the wanted course's shape."""

    name: str
    kind: str
    ours: Scores
    oracle: Scores
    shot: Scores
    peers: dict[str, Scores] = field(default_factory=dict)
    known: bool = False
    floor: tuple[float, ...] = ()

    @property
    def peer(self) -> Scores:
        """The best in each figure by itself of the peers that keep the puppet: no more than 1 dB worse than as shot."""
        each = [one for one in self.peers.values() if one.puppet > self.shot.puppet - 1]
        most = {name: max(getattr(one, name) for one in each) for name in ("psnr", "worst", "puppet", "set_")}
        least = {name: min(getattr(one, name) for one in each) for name in ("global_", "local", "drift")}
        return Scores(**most, **least)


def judged(name: str, exposures: list[Exposure], ours: list[Fine], kind: str, *, beside: bool, known: bool) -> Judged:
    """Score ours, the oracle and the peers `beside` it."""
    shot = [one.picture for one in exposures]
    theirs = {peer: score(done, exposures) for peer, done in peers(shot)} if beside else {}
    result = Judged(
        name=name,
        kind=kind,
        ours=score(ours, exposures),
        oracle=score([one.oracle for one in exposures], exposures),
        shot=score(shot, exposures),
        peers=theirs,
        known=known,
    )
    for who, one in (("shot", result.shot), *theirs.items(), ("ours", result.ours), ("oracle", result.oracle)):
        print(f"{name:28} {who:22} {one}", file=sys.stderr, flush=True)
    return result


def measure_sets(*, quick: bool) -> Iterator[Judged]:
    """Every set: photographs and kinds, with and without a dusk, and our own stage."""
    # At half of that size the grain of a ninth by a sixteenth of a picture hides what local flicker is left.
    frames, width = (40, 480) if quick else (120, 960)
    for photo in ("coffee",) if quick else ("coffee", "motorcycle"):
        for kind in ("G", "L") if quick else ("G", "GC", "L", "M"):
            for dusk in (True, False):
                plan = Plan(kind=kind, photo=photo, width=width, height=width * 9 // 16, frames=frames, dusk=dusk)
                exposures = list(plan.exposures())
                shot = [one.picture for one in exposures]
                lies = lies_of(plan, exposures)
                name = f"{kind} {photo}{'' if dusk else ', constant'}"
                wanted = "slow" if dusk else "constant"
                first = judged(
                    name, exposures, steadied(shot, lies=lies, wanted=wanted), kind, beside=True, known=not dusk
                )
                if dusk:
                    first = replace(first, floor=tuple(foretold(plan, exposures, robust=one) for one in (False, True)))
                yield first
                if dusk and kind != "M":
                    with tempfile.TemporaryDirectory() as folder:
                        held = program_of(plan, Path(folder))
                        ours = steadied(shot, held=held, program="program.json", lamps="lamps")
                    yield judged(f"{name}, program known", exposures, ours, kind, beside=False, known=True)
    staged = Staged(frames=24 if quick else 60)
    exposures = list(staged.exposures())
    ours = steadied([one.picture for one in exposures], wanted="constant")
    yield judged("stage, hand, lamps", exposures, ours, "S", beside=True, known=True)


def measure(*, quick: bool = False) -> list[Figure]:
    """All figures."""
    results = list(measure_sets(quick=quick))
    return [*(_figure(one) for one in results), *_goals(results), *_programs(results), *cost(12 if quick else 60)]


def _figure(one: Judged) -> Figure:
    against = f"oracle {one.oracle.psnr:.2f} dB, worst {one.oracle.worst:.2f}, puppet {one.oracle.puppet:.2f}; as shot "
    against += f"{one.shot.psnr:.2f} dB, {one.shot.global_:.2f} % and {one.shot.local:.2f} %"
    if one.peers:
        best = one.peer
        against += f"; best filter in each: {best.psnr:.2f} dB, {best.global_:.3f} %, {best.local:.3f} %"
    if one.floor:
        against += f"; a fit told the change's own shape drifts {one.floor[0]:.2f} %, a robust one {one.floor[1]:.2f} %"
    return Figure(
        what=f"deflicker: {one.name}",
        value=f"{one.ours.psnr:.2f} dB, worst {one.ours.worst:.2f}, puppet {one.ours.puppet:.2f}; flicker left "
        f"{one.ours.global_:.3f} % global, {one.ours.local:.3f} % local; drift {one.ours.drift:.2f} %",
        against=against,
    )


def _goals(results: Sequence[Judged]) -> Iterator[Figure]:
    rivals = [one for one in results if one.peers]
    for what, share, part in (("global", 1 / 3, "global_"), ("local", 1 / 2, "local")):
        ratios = {one.name: getattr(one.ours, part) / getattr(one.peer, part) for one in rivals}
        beside = [getattr(one.ours, part) / min(getattr(each, part) for each in one.peers.values()) for one in rivals]
        worst = max(ratios, key=lambda name: ratios[name])
        floor = next(one for one in rivals if one.name == worst)
        met = sum(ratio <= share for ratio in ratios.values())
        yield Figure(
            what=f"{what} flicker left, in parts of the best filter's",
            value=f"{np.median(list(ratios.values())):.2f}, at worst {ratios[worst]:.2f} ({worst})",
            against=f"goal {share:.2f} on each set: met on {met} of {len(ratios)}; there the oracle leaves "
            f"{getattr(floor.oracle, part) / getattr(floor.peer, part):.2f}. Filters that spoil the puppet by more "
            "than 1 dB are left out, above all atadenoise, which averages pictures; with them: "
            f"{np.median(beside):.2f}, at worst {max(beside):.2f}, met on {sum(one <= share for one in beside)}",
        )
    for what, chosen, goal in (
        ("the light constant or its program known", [one for one in results if one.known], 0.3),
        ("a slow change to be guessed", [one for one in results if not one.known], 1.5),
    ):
        below = {one.name: one.oracle.psnr - one.ours.psnr for one in chosen}
        deep = {one.name: one.oracle.worst - one.ours.worst for one in chosen}
        worst, deepest = max(below, key=below.__getitem__), max(deep, key=deep.__getitem__)
        yield Figure(
            what=f"dB below the oracle, {what}",
            value=f"{np.median(list(below.values())):.2f}, at worst {below[worst]:.2f} ({worst}); worst picture "
            f"{deep[deepest]:.2f} ({deepest})",
            against=f"goal {goal} and {goal + 1}: met on {sum(one <= goal for one in below.values())} of {len(below)} "
            f"and {sum(one <= goal + 1 for one in deep.values())} of {len(deep)}",
        )
    for what, chosen, goal in (
        ("program known", [one for one in results if "program" in one.name], 0.1),
        ("program not known", [one for one in results if not one.known], 0.7),
    ):
        drift = {one.name: one.ours.drift for one in chosen}
        worst = max(drift, key=drift.__getitem__)
        yield Figure(
            what=f"drift from the wanted light, {what}",
            value=f"{np.median(list(drift.values())):.2f} %, at worst {drift[worst]:.2f} % ({worst})",
            against=f"goal {goal} %: met on {sum(one <= goal for one in drift.values())} of {len(drift)}",
        )


def _programs(results: Sequence[Judged]) -> Iterator[Figure]:
    """Each program beside ours, or that it could not be had."""
    for name in PROGRAMS:
        there = [one for one in results if name in one.peers]
        theirs, ours = [one.peers[name] for one in there], [one.ours for one in there]
        yield Figure(
            what=f"deflicker: {name}, {len(there)} sets" if there else f"deflicker: {name}",
            value=_middle_of(theirs) if there else "not on this machine",
            against=f"ours: {_middle_of(ours)}" if there else "",
        )


def _middle_of(scores: Sequence[Scores]) -> str:
    middle = {part: np.median([getattr(one, part) for one in scores]) for part in ("psnr", "global_", "local")}
    return f"{middle['psnr']:.2f} dB; flicker left {middle['global_']:.3f} % global, {middle['local']:.3f} % local"


def cost(count: int) -> Iterator[Figure]:
    """Processor time at 1080p beside FFmpeg's decode, deflicker and encode of the same JPEGs, one thread each, in a
    worker as all finishing is done."""
    with open_farm(workers=1) as farm:
        (least,) = map_frames(farm, _least, [count])
    ours = least["proxy"] + least["solve"] + least["correct"]
    parts = ", ".join(f"{what} {1000 * least[what]:.1f}" for what in ("proxy", "solve", "correct"))
    yield Figure(
        what="deflicker at 1080p, lamps: analysis and correction, processor time a picture",
        value=f"{1000 * ours:.1f} ms ({parts})",
        against=f"FFmpeg decode + deflicker + encode: {1000 * least['h264']:.1f} ms to H.264 (veryfast), "
        f"{1000 * least['jpeg']:.1f} ms to JPEG; ours is {ours / least['h264']:.2f} and {ours / least['jpeg']:.2f} of "
        "it, goal under 1",
    )


def _least(count: int) -> dict[str, float]:
    """The least seconds a picture of each part and each peer, over `count` pictures."""
    found: list[Solved] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plan = Plan(kind="L", photo="coffee", width=1920, height=1080, frames=count)
        for number, one in enumerate(plan.exposures()):
            data = simplejpeg.encode_jpeg(one.picture, quality=95, colorsubsampling="422")
            (folder / f"{number:04d}.jpg").write_bytes(data)
        paths = sorted(folder.glob("*.jpg"))
        least: dict[str, float] = {}
        for _ in range(3):
            for what, work in {
                "proxy": lambda: _readings(paths),
                "jpeg": lambda: _ffmpeg(paths, "mjpeg"),
                "h264": lambda: _ffmpeg(paths, "libx264"),
            }.items():
                least[what] = min(least.get(what, 1e9), _processor(work) / count)
        readings = _readings(paths)
        least["solve"] = _processor(lambda: found.extend(solved(readings))) / count
        codes = simplejpeg.decode_jpeg(paths[5].read_bytes())
        one = next((each for each in found if each.field is not None), found[0])
        least["correct"] = min(_processor(lambda: corrected(codes, one)) for _ in range(9))
    return least


def corrected(codes: Picture, one: Solved) -> Any:
    """8-bit codes as corrected light, in the passes that the finishing chain makes."""
    given: Any = SimpleNamespace(numbers=one.numbers, field=one.field)
    ramp = np.repeat(to_light(np.arange(256, dtype=np.uint8), "srgb")[:, None], 3, axis=1)[None]
    light = cv2.LUT(codes, curve(ramp, {}, given))
    return light if one.field is None else apply(light, {}, given)


def _readings(paths: Sequence[Path]) -> list[Any]:
    return [
        read_still(SimpleNamespace(small=lambda width=256, path=path: to_light(read_proxy(path, width), "srgb")), {})
        for path in paths
    ]


def _ffmpeg(paths: Sequence[Path], codec: str) -> None:
    """Decode, deflicker, encode; one thread each."""
    graph = av.filter.Graph()
    source = graph.add_buffer(width=1920, height=1080, format="yuvj422p", time_base=Fraction(1, 24))
    link, sink = graph.add("deflicker", "size=5"), graph.add("buffersink")
    source.link_to(link)
    last = link
    if codec == "libx264":
        last = graph.add("format", "yuv420p")
        link.link_to(last)
    last.link_to(sink)
    graph.configure()
    decoder, encoder = av.CodecContext.create("mjpeg", "r"), av.CodecContext.create(codec, "w")
    encoder.width, encoder.height, encoder.time_base = 1920, 1080, Fraction(1, 24)
    encoder.pix_fmt = "yuv420p" if codec == "libx264" else "yuvj422p"
    encoder.options = {"preset": "veryfast", "crf": "18"} if codec == "libx264" else {"qmin": "2", "qmax": "2"}
    decoder.thread_count = encoder.thread_count = 1
    for at, path in enumerate([*paths, None]):
        if path is None:
            source.push(None)
        else:
            for frame in decoder.decode(av.Packet(path.read_bytes())):
                frame.pts, frame.time_base = at, Fraction(1, 24)
                source.push(frame)
        with suppress(BlockingIOError, EOFError, av.error.BlockingIOError, av.error.EOFError):
            while True:
                encoder.encode(sink.pull())
    encoder.encode(None)


def _processor(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
