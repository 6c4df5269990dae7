"""A camera without hardware that looks at a drawn miniature: to try Komadori, to test it, to measure it.

Everything follows from the seed, the presses and the settings; only the clock that may be painted in does not. What
its settings do is what they do in a camera: light is multiplied, and white is what it is balanced for.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import cv2
import numpy as np
import simplejpeg

from komadori.devices.driver import Connected, Option
from komadori.devices.protocols import (
    BadCameraName,
    CameraClosed,
    CameraLost,
    CardFull,
    Drift,
    Photograph,
    Setting,
    SettingRefused,
    Supply,
)
from komadori.devices.virtual import miniature
from komadori.devices.virtual.clock import paint_clock

OPTIONS = (
    Option(name="size", kind="size", default=(1280, 720), sentence="Width and height of its photographs."),
    Option(name="fps", kind="count", default=30, sentence="Frames a second of its live view."),
    Option(name="quality", kind="count", default=80, sentence="Of its live view's JPEG, up to 100."),
    Option(name="slow", kind="seconds", default=0.0, sentence="Each photograph takes this many seconds longer."),
    Option(
        name="breaks",
        kind="counts",
        default=(),
        sentence="At these presses the connection breaks, until the camera is reconnected.",
    ),
    Option(name="battery", kind="count", default=0, sentence="Percent that its battery tells; by default nothing."),
    Option(name="card", kind="count", default=0, sentence="Photographs its card has room for; by default any number."),
    Option(name="clock", kind="switch", default=False, sentence="1 paints the time into the top rows."),
    Option(name="screen", kind="switch", default=False, sentence="1 sees the light of screens beside the set."),
)

EXPOSURE_TIMES = ("1/125", "1/60", "1/30", "1/15", "1/8", "1/4", "1/2", "1")
SENSITIVITIES = ("100", "200", "400", "800", "1600")
BALANCES: Mapping[str, tuple[float, float, float]] = {
    "tungsten": (0.62, 0.95, 1.5),
    "daylight": (1.0, 1.0, 1.0),
    "shade": (1.25, 1.0, 0.72),
}
CHOICES: Mapping[str, tuple[str, ...]] = {
    "exposure_auto": ("auto", "manual"),
    "exposure_time": EXPOSURE_TIMES,
    "iso": SENSITIVITIES,
    "white_balance": tuple(BALANCES),
}
BEGINNING = {"exposure_auto": "auto", "exposure_time": "1/8", "iso": "200", "white_balance": "daylight"}

LIVE_WIDTH = 1280
"""Pixels of width that the live view has at most."""
BREATH = 0.04
"""How far an automatic exposure wanders, as a share of the light: enough to flicker until it is locked."""
STILL_QUALITY = 95

_screen = 1.0


def set_screen(level: float) -> None:
    """Light the screens that every camera with `screen=1` sees: 0 is dark, 1 is a white page. They begin lit."""
    global _screen
    _screen = level


def open_camera(place: str, options: Mapping[str, Any]) -> "PatternCamera":
    """The camera of the seed `place`, 1 where none is named. Raises BadCameraName."""
    if place and not place.isdecimal():
        raise BadCameraName(f"{place!r} is no seed of a pattern.", hint="as in pattern or pattern:2")
    if options["quality"] > 100 or options["battery"] > 100:
        raise BadCameraName("quality and battery go up to 100.")
    return PatternCamera(int(place or "1"), **options)


def connected() -> Iterable[Connected]:
    """None: it is always there."""
    return ()


class PatternCamera:
    """Fulfils Camera, Previewing, Reconnecting, Adjustable, Lockable and Supplied; arguments are those of OPTIONS."""

    def __init__(
        self,
        seed: int = 1,
        *,
        size: tuple[int, int] = (1280, 720),
        fps: int = 30,
        quality: int = 80,
        slow: float = 0.0,
        breaks: tuple[int, ...] = (),
        battery: int = 0,
        card: int = 0,
        clock: bool = False,
        screen: bool = False,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name = "drawn miniature" if seed == 1 else f"drawn miniature {seed}"
        self._still, self._live = _Set(size, seed), _Set(_live_size(size), seed)
        self._seed, self._period, self._quality, self._slow = seed, 1 / fps, quality, slow
        self._battery, self._room, self._clock, self._screen = battery or None, card or None, clock, screen
        self._breaks = set(breaks)
        self._now, self._sleep = now, sleep
        self._values = dict(BEGINNING)
        self._locked: dict[str, str] = {}
        self._presses = self._frames = 0
        self._due = 0.0
        self._lost = self._closed = False

    def shoot(self) -> Photograph:
        """The set with the ball one step further."""
        self._answer()
        self._sleep(self._slow)
        if self._room == 0:
            raise CardFull(f"The {self.name} has no room left on its card.", hint="give it a larger ?card=")
        if self._presses + 1 in self._breaks:
            self._breaks.remove(self._presses + 1)
            self._lost = True
            self._answer()
        pixels = self._seen(self._still, self._presses, 1.7 * self._presses)
        rng = np.random.default_rng((self._seed, self._presses))
        noise = rng.integers(-2, 3, pixels.shape, np.int8)  # a sensor's, so that no two photographs are the same
        pixels = np.clip(pixels.astype(np.int16) + noise, 0, 255).astype(np.uint8)
        data = self._jpeg(pixels, STILL_QUALITY)
        self._presses += 1
        self._room = None if self._room is None else self._room - 1
        noted = tuple(sorted(self._values.items()))
        files = ((f"pattern_{self._presses:06}.jpg", data),)
        return Photograph(files=files, settings=noted, token=f"press {self._presses}")

    def preview(self) -> bytes:
        """The next frame of the live view; the ball sways where it is shot next."""
        self._answer()
        now = self._now()
        # A frame that was waited for keeps the rhythm; one asked for late, or by a clock set back, begins a new one.
        if 0 < self._due - now < 2 * self._period:
            self._sleep(self._due - now)
            self._due += self._period
        else:
            self._due = now + self._period
        self._frames += 1
        sway = 1.5 * np.sin(self._frames / 9)
        return self._jpeg(self._seen(self._live, self._presses + sway, self._frames / 40), self._quality)

    def settings(self) -> tuple[Setting, ...]:
        """Exposure time in seconds, sensitivity, white balance, and whether the exposure is automatic."""
        self._answer()
        return tuple(Setting(name=name, value=self._values[name], choices=CHOICES[name]) for name in sorted(CHOICES))

    def set(self, name: str, value: str) -> None:
        """Set one of them."""
        self._answer()
        if name not in CHOICES:
            raise SettingRefused(f"The {self.name} has no setting {name!r}.", hint=f"it has {', '.join(CHOICES)}")
        if value not in CHOICES[name]:
            hint = f"it takes {', '.join(CHOICES[name])}"
            raise SettingRefused(f"The {self.name} does not take {name}={value}.", hint=hint)
        self._values[name] = value
        if self._locked:
            self._locked[name] = value

    def lock(self) -> tuple[Setting, ...]:
        """Hold the exposure still."""
        self._answer()
        if not self._locked:
            self._before = self._values["exposure_auto"]
            self._values["exposure_auto"] = "manual"
            self._locked = dict(self._values)
        return self.settings()

    def unlock(self) -> None:
        """Let the exposure wander again, where it did."""
        self._answer()
        if self._locked:
            self._values["exposure_auto"] = self._before
            self._locked = {}

    def drifted(self) -> tuple[Drift, ...]:
        """What `turn` turned since the lock."""
        self._answer()
        pairs = ((name, was, self._values[name]) for name, was in sorted(self._locked.items()))
        return tuple(Drift(name=name, locked=was, now=now) for name, was, now in pairs if was != now)

    def turn(self, name: str, value: str) -> None:
        """Change a setting as a hand does that turns the camera's own dial: no lock hears of it."""
        self._values[name] = value

    def unplug(self) -> None:
        """Break the connection until `reconnect`."""
        self._lost = True

    def supply(self) -> Supply:
        """What its options say it has left."""
        self._answer()
        return Supply(battery=self._battery, card=self._room)

    def reconnect(self) -> None:
        """Be there again."""
        self._lost = False
        self._answer()

    def close(self) -> None:
        """Look no more."""
        self._closed = True

    def _answer(self) -> None:
        if self._closed:
            raise CameraClosed(f"The {self.name} is closed.")
        if self._lost:
            raise CameraLost(f"The {self.name} is not connected.", hint="reconnect the camera")

    def _seen(self, made: "_Set", step: float, moment: float) -> miniature.Pixels:
        """The set as the settings have it, `step` being how far the ball has come."""
        wander = BREATH * np.sin(moment) if self._values["exposure_auto"] == "auto" else 0.0
        pixels = made.seen(step, self._tone(), 1 + wander)
        if self._screen and _screen > 0:
            pixels = made.lit(pixels, _screen)
        return pixels

    def _tone(self) -> tuple[float, float, float]:
        """How much light of each channel the settings let in, 1 for those it begins with."""
        time_, _, whole = self._values["exposure_time"].partition("/")
        light = float(time_) / float(whole or 1) * 8 * int(self._values["iso"]) / 200
        red, green, blue = BALANCES[self._values["white_balance"]]
        return light * red, light * green, light * blue

    def _jpeg(self, pixels: miniature.Pixels, quality: int) -> bytes:
        if self._clock:
            paint_clock(pixels, round(self._now() * 1000))
        return bytes(simplejpeg.encode_jpeg(pixels, quality=quality, colorspace="RGB"))


class _Set:
    """The miniature at one size; what stands still is drawn once for each way the camera is set."""

    def __init__(self, size: tuple[int, int], seed: int) -> None:
        self._size, self._seed = size, seed
        self._tone: tuple[float, ...] = ()
        self._drawn: miniature.Pixels | None = None
        self._ball: miniature.Ball | None = None
        self._glow: miniature.Light | None = None

    def seen(self, step: float, tone: tuple[float, float, float], breath: float) -> miniature.Pixels:
        """A picture of its own, the light of each channel multiplied by `tone` and all of it by `breath`."""
        if self._drawn is None or self._ball is None:
            self._drawn = miniature.background(*self._size, self._seed)
            self._ball = miniature.ball(self._size[1], self._seed)
        pixels = self._drawn.copy()
        miniature.add_ball(pixels, self._ball, step)
        light = tuple(channel * breath for channel in tone)
        if light == (1.0, 1.0, 1.0):
            return pixels
        toned: miniature.Pixels = np.asarray(cv2.LUT(pixels, _table(light)), np.uint8)
        return toned

    def lit(self, pixels: miniature.Pixels, level: float) -> miniature.Pixels:
        """`pixels` with the light of a screen beside the set."""
        if self._glow is None:
            self._glow = miniature.glow(*self._size) * 255
        light = np.clip(self._glow * level + 0.5, 0, 255).astype(np.uint8)
        return np.asarray(cv2.add(pixels, light), np.uint8)


def _table(light: tuple[float, ...]) -> miniature.Pixels:
    """From a code to the code of so much more light, for each channel: 1 × 256 × 3."""
    codes = np.arange(256, dtype=np.float64) / 255
    linear = np.where(codes <= 0.04045, codes / 12.92, ((codes + 0.055) / 1.055) ** 2.4)
    more = np.clip(linear[:, None] * np.asarray(light), 0, 1)
    told = np.where(more <= 0.0031308, more * 12.92, 1.055 * more ** (1 / 2.4) - 0.055)
    table: miniature.Pixels = np.rint(told * 255).astype(np.uint8)[None]
    return table


def _live_size(size: tuple[int, int]) -> tuple[int, int]:
    width = min(size[0], LIVE_WIDTH)
    return width, max(1, round(size[1] * width / size[0]))
