"""Small made-up takes with a rig and their truth: a textured set, a puppet that walks, a wire that holds it."""

import dataclasses
from dataclasses import dataclass

import cv2
import numpy as np

from komadori.finish.operation import HERE, Moment, Stretch
from komadori.finish.ops.rig import OPERATION, apply, measure, solve

WIDTH, HEIGHT = 480, 270
GREEN, STEEL = (0.02, 0.75, 0.05), (0.13, 0.12, 0.16)


def octaves(rng, channels, least=2):
    out = np.zeros((HEIGHT, WIDTH, channels), np.float32)
    for level in range(least, 8):
        coarse = rng.standard_normal((3 * 2**level // 4 + 1, 2**level + 1, channels)).astype(np.float32)
        out += cv2.resize(coarse, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC).reshape(out.shape) / level
    return out / out.std()


@dataclass
class Shot:
    pictures: list = dataclasses.field(default_factory=list)
    clean: list = dataclasses.field(default_factory=list)
    rigs: list = dataclasses.field(default_factory=list)
    puppets: list = dataclasses.field(default_factory=list)
    plate: np.ndarray = None


def shot(count=10, *, colour=STEEL, moving=True, shadow=0.0, light=(), seed=3):
    """`count` pictures; the wire goes up from the puppet to the picture's edge, and moves with it where `moving`."""
    rng = np.random.default_rng(seed)
    scene = np.clip(0.25 * np.exp(octaves(rng, 3) * 0.2 + octaves(rng, 1) * 0.35), 0.02, 0.8).astype(np.float32)
    fur = np.clip(np.float32([0.6, 0.35, 0.12]) * np.exp(0.15 * octaves(rng, 1, 4)), 0.02, 0.9)
    made = Shot(plate=noisy(scene, rng))
    for number in range(count):
        x = 110 + 26 * number
        stands = x if moving else 240
        puppet, rig = (
            soft(lambda m, x=x: cv2.ellipse(m, (x, 200), (34, 52), 0, 0, 360, 1, -1)),
            soft(lambda m, x=stands: cv2.line(m, (x + 8, 152 if moving else 120), (x + 40, -5), 1, 5)),
        )
        seen = scene * (1 - puppet) + np.roll(fur, x, 1) * puppet
        gain = light[number] if len(light) else 1.0
        made.clean.append(np.asarray(seen * gain, np.float32))
        shade = cv2.GaussianBlur(np.roll(rig, 9, 1), (0, 0), 4)[..., None] * shadow * (1 - puppet)
        dirty = seen * (1 - shade) * (1 - rig) + np.float32(colour) * (0.9 + 0.2 * fur) * rig
        made.pictures.append(noisy(dirty * gain, rng))
        made.rigs.append(rig[..., 0])
        made.puppets.append(puppet[..., 0] > 0.01)
    return made


def crossed(count=7, seed=5):
    """A thin tail goes across the set, and a joint thicker than it is goes with it and hides always its middle."""
    rng = np.random.default_rng(seed)
    scene = np.clip(0.4 * np.exp(octaves(rng, 3) * 0.08 + octaves(rng, 1) * 0.12), 0.02, 0.8).astype(np.float32)
    fur = np.clip(np.float32([0.2, 0.09, 0.04]) * np.exp(0.1 * octaves(rng, 1, 4)), 0.01, 0.9)
    made = Shot(plate=noisy(scene, rng))
    for number in range(count):
        x, y = 120 + 34 * number, 150 - 6 * number
        tail = soft(lambda m, x=x, y=y: cv2.line(m, (x - 50, y + 22), (x + 50, y - 22), 1, 7))
        rig = soft(lambda m, x=x, y=y: cv2.circle(m, (x, y), 11, 1, -1))
        seen = scene * (1 - tail) + np.roll(fur, x, 1) * tail
        made.clean.append(np.asarray(seen, np.float32))
        made.pictures.append(noisy(seen * (1 - rig) + np.float32(STEEL) * (0.9 + 0.2 * fur) * rig, rng))
        made.rigs.append(rig[..., 0])
        made.puppets.append(tail[..., 0] > 0.5)
    return made


def soft(draw):
    mask = np.zeros((HEIGHT, WIDTH), np.float32)
    draw(mask)
    return cv2.GaussianBlur(mask, (0, 0), 0.7)[..., None]


def noisy(light, rng):
    grain = rng.standard_normal(light.shape).astype(np.float32)
    return np.asarray(np.maximum(light + grain * np.sqrt(1e-7 + 1e-5 * light), 0), np.float32)


@dataclass
class Still:
    picture: np.ndarray
    holdings: "Held" = dataclasses.field(default_factory=lambda: Held())

    def small(self, width=256):
        if not width or width >= self.picture.shape[1]:
            return self.picture
        size = (width, round(self.picture.shape[0] * width / self.picture.shape[1]))
        return cv2.resize(self.picture, size, interpolation=cv2.INTER_AREA)


@dataclass
class Held:
    plates: dict = dataclasses.field(default_factory=dict)
    files: dict = dataclasses.field(default_factory=dict)

    def plate(self, name, width=0):
        return Still(self.plates[name]).small(width) if name in self.plates else None

    def paths(self, name):
        return self.files.get(name, ())


@dataclass
class Given:
    numbers: tuple = ()
    field: np.ndarray | None = None
    others: tuple = ()
    holdings: Held = dataclasses.field(default_factory=Held)
    lies: tuple = HERE
    frame: int = 1
    roughly: bool = False

    def kept(self, _by, make):
        """What `make` gives, anew each time."""
        return make()


def told(settings):
    return {**OPERATION.defaults, **settings}


def solved(pictures, settings, held=None, asked=None, own=None):
    whole = told(settings)
    beside = own or [held or Held()] * len(pictures)
    looks = [measure(Still(picture, each), whole) for picture, each in zip(pictures, beside, strict=True)]
    moments = [Moment(frame=2 * at + 1, look=lambda look=look: look, settings=whole) for at, look in enumerate(looks)]
    return solve(Stretch(moments=moments, holdings=held or Held(), asked=asked), whole)


def finished(pictures, settings, held=None, own=None, only=None):
    """The pictures (`only` those) without the rig, and what was solved for all."""
    found = solved(pictures, settings, held, own=own)
    done = {}
    for at in only if only is not None else range(len(pictures)):
        others = [lambda other=other: pictures[other] for other in found[at].others]
        holds = own[at] if own else held or Held()
        given = Given(numbers=found[at].numbers, field=found[at].field, others=others, holdings=holds)
        done[at] = apply(pictures[at], told(settings), given)
    return done, found


def decibel(done, clean, mask):
    codes = [np.clip(each, 0, 1) ** (1 / 2.2) for each in (done, clean)]
    return float(-10 * np.log10(((codes[0] - codes[1])[mask] ** 2).mean()))
