"""Truth sets for deflickering: a photograph as the set, lit by three lamps, with a puppet, as the lab defined them.

Composed in linear light: picture = gamma(curve(exposure x colour x sum of lamps(t) x shares x albedo)) + grain. The
truth has the wanted light and the puppet, and neither flicker nor grain. `G` is global exposure flicker, `GC` adds
colour and gamma, `L` adds lamps that flicker by themselves (one with hard shadow edges) and the animator's shadow, `M`
is `L` from a camera that pans. With `dusk` the key light dims and warms on purpose; without, the light is meant to
stay.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
import skimage.data
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Picture = NDArray[np.uint8]
Fine = NDArray[np.uint16]

PHOTOGRAPHS = ("coffee", "motorcycle", "astronaut", "chelsea", "rocket")
"""Free photographs that scikit-image ships."""
SETS = ("G", "GC", "L", "M")
SPARE = 1.22
LAMPS = ("ambient", "key", "practical")


def to_linear(codes: Picture) -> Floats:
    """The light of 8-bit sRGB."""
    x = np.arange(256, dtype=np.float32) / 255
    table = np.where(x <= 0.04045, x / 12.92, ((x + 0.055) / 1.055) ** 2.4).astype(np.float32)
    return table[codes]


def to_srgb(light: Floats) -> Floats:
    """sRGB 0..1 of linear light."""
    x = np.clip(light, 0, 1)
    return np.where(x <= 0.0031308, 12.92 * x, 1.055 * cv2.pow(x, 1 / 2.4) - 0.055).astype(np.float32)


def to_bytes(coded: Floats) -> Picture:
    """8-bit codes of 0..1."""
    return np.round(np.clip(coded, 0, 1) * 255).astype(np.uint8)


def to_fine(coded: Floats) -> Fine:
    """16-bit codes of 0..1, as finishing writes them: 8-bit ones hide or show flicker of half a code by chance."""
    return np.round(np.clip(coded, 0, 1) * 65535).astype(np.uint16)


def to_codes8(picture: Picture | Fine) -> Floats:
    """8-bit codes with a fraction, 0..255."""
    return picture.astype(np.float32) * np.float32(255 / np.iinfo(picture.dtype).max)


def photograph(name: str) -> Picture:
    """A photograph, RGB, cut to 16:9."""
    pixels = skimage.data.stereo_motorcycle()[0] if name == "motorcycle" else getattr(skimage.data, name)()
    height, width = pixels.shape[:2]
    wanted = min(height, round(width * 9 / 16))
    top = round(0.2 * (height - wanted)) if height > width else (height - wanted) // 2
    return np.ascontiguousarray(pixels[top : top + wanted, :, :3])


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """One picture of a set: what the camera gave, 8-bit sRGB; what it should have given, and what the oracle makes of
    it (the injected flicker undone exactly, grain stays), both 16-bit; where the puppet and its shadow are; where the
    camera stood."""

    picture: Picture
    truth: Fine
    oracle: Fine
    puppet: NDArray[np.bool_]
    offset: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What to generate."""

    kind: str = "L"
    photo: str = "coffee"
    width: int = 480
    height: int = 270
    frames: int = 90
    dusk: bool = True
    noise: float = 1.0
    puppet: float = 0.5
    seed: int = 7

    @cached_property
    def stage(self) -> "Stage":
        """The set and the course of everything."""
        return Stage(self)

    def exposures(self) -> Iterator[Exposure]:
        """All pictures in order."""
        return (self.stage.exposure(number) for number in range(self.frames))


class Stage:
    """The set of one plan: albedo, lamps, and what happens to them over time."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.wide, self.high = int(plan.width * SPARE), int(plan.height * SPARE)
        self.albedo = to_linear(
            cv2.resize(photograph(plan.photo), (self.wide, self.high), interpolation=cv2.INTER_AREA)
        )
        self.shares, self.shadow = self._lamps()
        self._course()
        self._cloth()
        self._sensor = np.random.default_rng(99)

    def _lamps(self) -> tuple[list[Floats], Floats]:
        wide, high = self.wide, self.high
        y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
        u, v = x / wide, y / high
        key = 0.75 * np.exp(-(((u - 0.12) / 0.55) ** 2 + ((v - 0.15) / 0.8) ** 2))
        gobo = np.zeros((high, wide), np.uint8)
        for i in range(4):
            left = 0.16 * i
            corners = [(0.05 + left, 0), (0.12 + left, 0), (0.25 + left, 1), (0.18 + left, 1)]
            cv2.fillPoly(gobo, [np.array([(wide * a, high * b) for a, b in corners], np.int32)], 255)
        soft = max(0.7, 2.0 * self.plan.width / 1920)
        key *= 1 - 0.75 * cv2.GaussianBlur(gobo, (0, 0), soft).astype(np.float32) / 255
        practical = 0.8 * np.exp(-(((u - 0.88) / 0.30) ** 2 + ((v - 0.35) / 0.40) ** 2))
        total = 0.35 + key + practical
        shadow = np.exp(-(((u - 0.80) / 0.16) ** 2 + ((v - 0.75) / 0.45) ** 2))
        return [(one / total).astype(np.float32) for one in (0.35, key, practical)], shadow.astype(np.float32)

    def _course(self) -> None:
        count, rng = self.plan.frames, np.random.default_rng(self.plan.seed)

        def restless(sigma: float) -> NDArray[np.float64]:
            steps, course = rng.normal(0, sigma, count), np.zeros(count)
            for i in range(count):
                course[i] = (0.25 * course[i - 1] if i else 0) + steps[i]
            return course

        s = np.clip((np.arange(count) - 0.2 * count) / (0.75 * count), 0, 1)
        self.dusk = s * s * (3 - 2 * s) * self.plan.dusk
        self.exposure_, self.key_, self.practical_ = restless(0.03), restless(0.06), restless(0.05)
        self.colour_ = np.stack([restless(0.012) for _ in range(3)], 1)
        self.gamma_ = restless(0.015)
        if not self.plan.dusk:
            # Where the light is meant to stay, how light and of what tone that is can only be told from its own mean.
            for course in (self.exposure_, self.key_, self.practical_, self.colour_, self.gamma_):
                course -= course.mean(axis=0)
        self.exposure_[[int(0.16 * count), int(0.55 * count)]] += [0.12, -0.10]
        self.practical_[[int(0.3 * count), int(0.31 * count) + 1, int(0.7 * count)]] -= [0.18, 0.15, 0.2]
        self.shaded = {int(0.35 * count), int(0.35 * count) + 1, int(0.73 * count)}

    def levels(self, number: int) -> Floats:
        """The intended levels of the three lamps, lamps x 3."""
        s = self.dusk[number]
        ambient = 1 - np.array([0.20, 0.17, 0.10]) * s
        key = 1 - np.array([0.25, 0.48, 0.60]) * s
        return np.stack([ambient, key, np.ones(3)]).astype(np.float32)

    def shot(self, number: int) -> Floats:
        """The levels of the three lamps as they came out, with all that flickered, lamps x 3."""
        levels = self.levels(number)
        if self.plan.kind in "LM":
            levels *= np.array([1, 1 + self.key_[number], 1 + self.practical_[number]], np.float32)[:, None]
        levels = levels * np.float32(1 + self.exposure_[number])
        return levels if self.plan.kind == "G" else (levels * (1 + self.colour_[number])).astype(np.float32)

    def light(self, levels: Floats, number: int) -> Floats:
        """What of the light at level 1 falls on what the camera sees."""
        shares = [self.seen(one, number)[..., None] for one in self.shares]
        return np.asarray(sum(share * level for share, level in zip(shares, levels, strict=True)), np.float32)

    def _cloth(self) -> None:
        size, rng = int(self.plan.height * self.plan.puppet), np.random.default_rng(7)
        weave = cv2.GaussianBlur(rng.random((max(size, 8), max(size, 8), 3)).astype(np.float32), (0, 0), 2.5)
        self.weave = (weave - weave.mean()) / weave.std() * 0.06

    def _puppet(self, step: int) -> tuple[Floats, Floats]:
        size = len(self.weave)
        mask, middle = np.zeros((size, size), np.uint8), size // 2
        swing = int(size * 0.10 * np.sin(step * 0.9))
        cv2.ellipse(mask, (middle, int(size * 0.55)), (int(size * 0.20), int(size * 0.27)), 0, 0, 360, 255, -1)
        cv2.circle(mask, (middle, int(size * 0.20)), int(size * 0.15), 255, -1)
        for side in (-1, 1):
            hand = (middle + side * int(size * 0.36), int(size * 0.40) + side * swing)
            cv2.line(mask, (middle, int(size * 0.45)), hand, 255, max(1, int(size * 0.07)))
            hip, foot = middle + side * int(size * 0.08), middle + side * int(size * 0.12) + swing * side
            cv2.line(mask, (hip, int(size * 0.75)), (foot, int(size * 0.97)), 255, max(1, int(size * 0.09)))
        soft = max(0.6, 1.2 * self.plan.width / 1920)
        body = np.empty((size, size, 3), np.float32)
        body[:] = (0.78, 0.62, 0.35)
        body[int(size * 0.38) : int(size * 0.8)] = (0.60, 0.16, 0.20)
        alpha = cv2.GaussianBlur(mask, (0, 0), soft).astype(np.float32) / 255
        return alpha, np.clip(body + self.weave, 0.02, 1)

    def _acted(self, number: int) -> tuple[Floats, Floats]:
        """The puppet's matte and colours at a picture: on twos, with a hold."""
        plan, count = self.plan, self.plan.frames
        held, until = int(0.55 * count), int(0.70 * count)
        step = number // 2
        if number > until:
            step -= (until - held) // 2
        elif number >= held:
            step = held // 2
        mask = np.zeros((plan.height, plan.width), np.float32)
        colours = np.zeros((plan.height, plan.width, 3), np.float32)
        if number < 0.15 * count or not plan.puppet:
            return mask, colours
        alpha, body = self._puppet(step)
        size = len(alpha)
        left = int(-0.30 * plan.width + (step / (count / 2)) * 1.15 * plan.width)
        top = int(plan.height * (0.92 - plan.puppet) + plan.height * 0.02 * np.sin(step * 0.9))
        x0, x1 = max(left, 0), min(left + size, plan.width)
        y0, y1 = max(top, 0), min(top + size, plan.height)
        if x1 > x0:
            mask[y0:y1, x0:x1] = alpha[y0 - top : y1 - top, x0 - left : x1 - left]
            colours[y0:y1, x0:x1] = body[y0 - top : y1 - top, x0 - left : x1 - left]
        return mask, colours

    def seen(self, whole: Floats, number: int) -> Floats:
        """What the camera sees of something as large as the set."""
        plan = self.plan
        x, y = self.offset(number)
        if plan.kind != "M":
            return whole[int(y) : int(y) + plan.height, int(x) : int(x) + plan.width]
        move = np.array([[1, 0, x], [0, 1, y]], np.float32)
        flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
        return np.asarray(cv2.warpAffine(whole, move, (plan.width, plan.height), flags=flags))

    def offset(self, number: int) -> tuple[float, float]:
        """Where the camera's left upper corner is on the set, in pixels."""
        if self.plan.kind != "M":
            return (self.wide - self.plan.width) // 2, (self.high - self.plan.height) // 2
        part, share = self.plan.width / 1920, 120 / self.plan.frames
        wobble = 0.4 * np.sin(number * 1.7), 0.4 * np.cos(number * 2.3)
        return part * (4 + 3.0 * share * number) + wobble[0], part * (20 + 0.5 * share * number) + wobble[1]

    def plate(self, lamp: int) -> Floats:
        """The set lit by one lamp at its level 1, linear, with the sensor's grain."""
        light = self.seen(self.albedo * self.shares[lamp][..., None], 0)
        rng = np.random.default_rng(5 + lamp)
        grain = rng.standard_normal(light.shape, dtype=np.float32)
        return np.maximum(light + self.plan.noise * grain * np.sqrt(6e-7 + 3e-5 * light), 0)

    def exposure(self, number: int) -> Exposure:
        """One picture."""
        plan, kind = self.plan, self.plan.kind
        mask, colours = self._acted(number)
        down, right = int(plan.height * 0.03), int(plan.width * 0.02)
        contact = cv2.GaussianBlur(np.roll(mask, (down, right), (0, 1)), (0, 0), plan.width / 90) * 0.35
        scene = self.seen(self.albedo, number) * (1 - contact[..., None]) * (1 - mask[..., None])
        scene = scene + colours * mask[..., None] * 0.8
        wanted, got = self.light(self.levels(number), number), self.light(self.shot(number), number)
        gamma = 1.0 if kind == "G" else 1 + float(self.gamma_[number])
        if kind in "LM" and number in self.shaded:
            got = got * (1 - 0.22 * self.seen(self.shadow, number)[..., None])
        light = (scene * got).astype(np.float32)
        grain = self._sensor.standard_normal(light.shape, dtype=np.float32)
        light = light + plan.noise * grain * np.sqrt(6e-7 + 3e-5 * np.clip(light, 0, 1))
        picture = to_bytes(cv2.pow(to_srgb(light), gamma))
        undone = to_linear_floats(cv2.pow(picture / np.float32(255), 1 / gamma)) * (wanted / got).astype(np.float32)
        return Exposure(
            picture=picture,
            truth=to_fine(to_srgb((scene * wanted).astype(np.float32))),
            oracle=to_fine(to_srgb(undone)),
            puppet=np.maximum(mask, contact) > 0.01,
            offset=self.offset(number),
        )


def to_linear_floats(x: Floats) -> Floats:
    """The light of sRGB 0..1."""
    return np.where(x <= 0.04045, x / 12.92, cv2.pow((x + 0.055) / 1.055, 2.4)).astype(np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """How a take came out against the truth; see `score`."""

    psnr: float
    worst: float
    puppet: float
    set_: float
    global_: float
    local: float
    drift: float

    def __str__(self) -> str:
        return (
            f"{self.psnr:6.2f} {self.worst:6.2f} {self.puppet:6.2f} {self.set_:6.2f} "
            f"{self.global_:6.3f} {self.local:6.3f} {self.drift:6.3f}"
        )


TILES = (16, 9)


def score(pictures: Sequence[Picture | Fine], exposures: list[Exposure]) -> Scores:
    """PSNR in dB over sRGB codes: mean, worst picture, in the puppet, outside it; and in percent of the mean code:
    `global_` the jumps from picture to picture of all that never is the puppet, `local` those of 16 x 9 tiles and
    channels, `drift` how far the tiles' mean over 15 pictures is off (off the oracle's: what grain does to the mean of
    the darks is no fault of anybody)."""
    ever = np.any([one.puppet for one in exposures], axis=0)
    pan = len({one.offset for one in exposures}) > 1
    still = ~cv2.dilate(ever.astype(np.uint8), np.ones((5, 5), np.uint8)).astype(bool) if not pan else ~ever
    values: dict[str, list[float]] = {"all": [], "puppet": [], "set": []}
    tiles, level = [], 0.0
    for picture, one in zip(pictures, exposures, strict=True):
        shown, truth = to_codes8(picture), to_codes8(one.truth)
        apart = shown - truth
        square = np.einsum("ijk,ijk->ij", apart, apart)
        inside, whole = float(square[one.puppet].sum(dtype=float)), float(square.sum(dtype=float))
        covered = one.puppet.mean()
        values["all"].append(_psnr(whole / apart.size))
        values["set"].append(_psnr((whole - inside) / apart.size / (1 - covered)))
        if covered > 0.01:
            values["puppet"].append(_psnr(inside / apart.size / covered))
        known = (~one.puppet if pan else still).astype(np.float32)
        off, adrift, here = (
            cv2.resize(cv2.multiply(part, cv2.merge([known] * 3)), TILES, interpolation=cv2.INTER_AREA)
            for part in (apart, shown - to_codes8(one.oracle), truth)
        )
        share = cv2.resize(known, TILES, interpolation=cv2.INTER_AREA)[..., None]
        tiles.append((off, adrift, np.repeat(share, 3, axis=2)))
        level += float(here.mean() / share.mean()) / len(pictures)
    off, adrift, share = (np.stack([tile[part] for tile in tiles]) for part in range(3))
    good = (share > 0.4).all(axis=0)
    relative, adrift = (100 / level * part[:, good] / share[:, good] for part in (off, adrift))
    whole = 100 / level * off[:, good].sum(axis=1) / share[:, good].sum(axis=1)
    return Scores(
        psnr=float(np.mean(values["all"])),
        worst=float(np.min(values["all"])),
        puppet=float(np.mean(values["puppet"])) if values["puppet"] else float("nan"),
        set_=float(np.mean(values["set"])),
        global_=float(_jumps(whole).std()),
        local=float(np.sqrt((_jumps(relative) ** 2).mean())),
        drift=float(np.sqrt((_lows(adrift) ** 2).mean())),
    )


def _psnr(square: float) -> float:
    return float(10 * np.log10(65025 / max(float(square), 1e-9)))


def _jumps(course: NDArray[np.floating]) -> NDArray[np.floating]:
    return (course[1:-1] - 0.5 * (course[:-2] + course[2:])) * np.sqrt(2 / 3)


def _lows(course: NDArray[np.floating]) -> NDArray[np.floating]:
    summed = np.cumsum(np.concatenate([np.zeros((1, course.shape[1])), course]), axis=0)
    return (summed[15:] - summed[:-15]) / 15
