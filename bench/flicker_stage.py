"""Truth sets for deflickering from our own stage: a badger in an evening room, its lamps flickering, a hand left in."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from bench.flicker_sets import Exposure, Fine, Floats, Picture, to_fine, to_linear_floats, to_srgb
from komadori.stage.exposing import see
from komadori.stage.eye import Sensor, codes8, codes16, developed, negative
from komadori.stage.flaws import Flaws, Hand, LampFlaw
from komadori.stage.floor import Floor, open_floor
from komadori.stage.raster import RasterRenderer
from komadori.stage.renderer import LIVE
from komadori.stage.rendering import photograph

SIZE = (480, 270)
HAND = (9, 21)
FLAWS = Flaws(
    seed=5,
    flicker=0.03,
    colour=0.012,
    lamps=(
        LampFlaw(lamp="sun", amount=0.06),
        LampFlaw(lamp="sky", amount=0.05),
        LampFlaw(lamp="paper-lamp", amount=0.1),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A take of a stage: which flaws it has, where, and how many pictures."""

    stage: str = "evening-room"
    frames: int = 60
    hand: bool = True
    lamps: bool = True

    def exposures(self) -> Iterator[Exposure]:
        """All pictures in order; the light is meant to stay."""
        flaws = FLAWS if self.lamps else replace(FLAWS, lamps=())
        spoiled, clean = self.floor(flaws), self.floor(Flaws(seed=FLAWS.seed))
        renderer, sensor = RasterRenderer(), Sensor(noise=1.5)
        still = Sensor(noise=0)
        for number in range(self.frames):
            hand = self.hand and number in HAND
            shot, _ = _photographed(spoiled, renderer, hand=hand)
            truth, puppet = _photographed(clean, renderer, hand=hand)
            picture = codes8(developed(negative(shot, sensor, seed=3, number=number), sensor))
            wanted = codes16(developed(negative(truth, still, seed=3, number=number), still))
            yield Exposure(
                picture=picture,
                truth=wanted,
                oracle=_undone(picture, shot, truth),
                puppet=puppet > 0.01,
            )
            for floor in (spoiled, clean):
                _act(floor, number + 1, self.frames)
                floor.exposed()
        renderer.close()

    def floor(self, flaws: Flaws) -> Floor:
        """The stage with these flaws and the hand, before the first picture."""
        floor = open_floor(self.stage)
        hands = (Hand(at=HAND, tip=TIP),) if self.hand else ()
        floor.document = replace(floor.document, flaws=replace(flaws, hands=hands))
        _act(floor, 0, self.frames)
        return floor


def shot(count: int, size: tuple[int, int] = SIZE) -> list[Picture]:
    """The pictures of a take whose lamps flicker so that it is seen, without a hand."""
    take = Staged(frames=count, hand=False)
    floor = take.floor(replace(FLAWS, flicker=0.07, colour=0.02))
    renderer, sensor = RasterRenderer(), Sensor(noise=1.5)
    pictures = []
    for number in range(count):
        light, _ = _photographed(floor, renderer, size=size)
        pictures.append(codes8(developed(negative(light, sensor, seed=3, number=number), sensor)))
        _act(floor, number + 1, count)
        floor.exposed()
    renderer.close()
    return pictures


TIP = (120.0, -40.0, 90.0)


def _act(floor: Floor, number: int, frames: int) -> None:
    step = min(number // 2, frames // 3)
    floor.move({"badger.head.turn": 18 * np.sin(step * 0.6), "badger.head.tilt": 8 * np.sin(step * 0.9)})


def _photographed(
    floor: Floor, renderer: RasterRenderer, *, hand: bool = False, size: tuple[int, int] = SIZE
) -> tuple[Floats, Floats]:
    sight = see(floor, size=size, quality=LIVE)
    mattes = ("puppet", "rig") if hand else ("puppet",)
    rendered = photograph(sight.scene, replace(sight.demand, mattes=mattes), renderer)
    matte = np.max([rendered.mattes[name] for name in mattes], axis=0)
    return np.array(rendered.light), np.asarray(matte, np.float32)


def _undone(picture: Picture, shot: Floats, truth: Floats) -> Fine:
    """The picture in the light of the truth, its noise left as it is."""
    ratio = np.maximum(truth, 1e-4) / np.maximum(shot, 1e-4)
    return to_fine(to_srgb(to_linear_floats(picture / np.float32(255)) * np.clip(ratio, 0.25, 4)))
