"""The eye of a camera: scene-linear light becomes an exposed, balanced, noisy negative, and that a picture.

Everything follows from the light, the sensor's settings, the seed and the picture's number.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.stage.film import film_response
from komadori.stage.kelvin import kelvin_colour
from komadori.stage.scene import Floats
from komadori.stage.told import Table

USUAL_TIME = 0.25
"""Seconds of the usual exposure, with ISO 100 and the lens's own aperture."""
SPEED = 2.2
"""How much brighter than light itself the usual exposure is: found by looking, for the light that sets are lit with."""
DAYLIGHT = 6504.0
"""Kelvin at which white is left as it is: the white of sRGB's primaries."""
ELECTRONS = 20_000.0
"""How many electrons paper white frees in a pixel at ISO 100; a sensor of 36 mm width has about as many."""
READ_NOISE = 4.0
"""Electrons by which reading a pixel errs."""
FULL = 16.0
"""Light at which a pixel is full, at the usual exposure and ISO 100: four stops above paper white."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensor:
    """Settings of the camera.

    `time` is the exposure in seconds, `iso` 25 to 25600, `kelvin` the white it is balanced for (2000 to 12000), `ev` a
    correction in stops. `f_number` is what the iris is set to, 0 for the lens's own. `noise` is a multiple of a
    sensor's own, `glare` the share of light that the lens scatters, `vignette` the share the corners lose. `contrast`
    is that of the film response, 1 its own; `quality` that of JPEG files, 1 to 100.
    """

    time: float = USUAL_TIME
    iso: int = 100
    kelvin: float = DAYLIGHT
    ev: float = 0.0
    f_number: float = 0.0
    noise: float = 1.0
    glare: float = 0.035
    vignette: float = 0.18
    contrast: float = 1.0
    quality: int = 95

    def gain(self, opened: float = 1.0) -> float:
        """How much light counts; `opened` is how much more the iris lets through than the lens's own f-number."""
        return float(SPEED * self.time / USUAL_TIME * self.iso / 100.0 * 2.0**self.ev * opened)

    def opened(self, own: float) -> float:
        """How much more light the iris lets through than at the lens's `own` f-number; its depth of field follows."""
        return (own / self.f_number) ** 2 if self.f_number > 0.0 else 1.0

    def balance(self) -> tuple[float, float, float]:
        """What red, green and blue are multiplied with, green 1, so that white of `kelvin` is neutral."""
        white, own = kelvin_colour(DAYLIGHT), kelvin_colour(self.kelvin)
        red, green, blue = (there / max(here, 0.02) for there, here in zip(white, own, strict=True))
        return red / green, 1.0, blue / green


def sensor_told(table: Table) -> Sensor:
    """The sensor of a stage file's [sensor]; what is wrong is noted in the table."""
    usual = Sensor()
    sensor = Sensor(
        time=table.number("time", usual.time, 1e-5, 3600.0),
        iso=table.whole("iso", usual.iso, 25, 25_600),
        kelvin=table.number("kelvin", usual.kelvin, 2000.0, 12_000.0),
        ev=table.number("ev", usual.ev, -10.0, 10.0),
        f_number=table.number("f_number", usual.f_number, 0.0, 64.0),
        noise=table.number("noise", usual.noise, 0.0, 20.0),
        glare=table.number("glare", usual.glare, 0.0, 0.5),
        vignette=table.number("vignette", usual.vignette, 0.0, 1.0),
        contrast=table.number("contrast", usual.contrast, 0.5, 2.0),
        quality=table.whole("quality", usual.quality, 1, 100),
    )
    table.done()
    return sensor


def negative(light: Floats, sensor: Sensor, *, seed: int, number: int, opened: float = 1.0) -> Floats:
    """What the sensor kept of `light` (h × w × 3, linear): lens, exposure, noise and white balance, still linear.

    `number` is the picture's; the same seed and number give the same noise.
    """
    seen = through_glass(light, sensor)
    gains = np.asarray(sensor.balance(), np.float32)
    exposed = seen * np.float32(sensor.gain(opened))
    if sensor.noise > 0.0:
        rng = np.random.Generator(np.random.Philox(key=[seed, number]))
        exposed = exposed + sensor.noise * _noise(exposed, sensor.iso, rng)
    full = np.float32(FULL * 100.0 / max(sensor.iso, 100) * sensor.iso / 100.0)
    return np.asarray(np.clip(exposed, 0.0, full) * gains, np.float32)


def _noise(exposed: Floats, iso: float, rng: np.random.Generator) -> Floats:
    """Photon and reading noise. Source of the model: EMVA 1288, release 4.0, section 2.3."""
    electrons = ELECTRONS * 100.0 / iso
    sigma = np.sqrt(np.maximum(exposed, 0.0) * electrons + READ_NOISE**2) / electrons
    return np.asarray(rng.standard_normal(exposed.shape, np.float32) * sigma, np.float32)


def through_glass(light: Floats, sensor: Sensor) -> Floats:
    """What a lens does to `light`: it scatters a little far around, and its corners are darker."""
    clean = np.nan_to_num(np.maximum(light, 0.0), nan=0.0, posinf=FULL * 64)
    height, width = clean.shape[:2]
    seen = np.minimum(clean, FULL * 64).astype(np.float32)
    if sensor.glare > 0.0:
        wide = sum(share * _blurred(seen, sigma * width) for share, sigma in ((0.55, 0.006), (0.45, 0.035)))
        seen = (1.0 - sensor.glare) * seen + sensor.glare * wide
    if sensor.vignette > 0.0:
        y, x = np.mgrid[-1.0 : 1.0 : height * 1j, -1.0 : 1.0 : width * 1j]
        reach = width / max(height, 1)
        radius = (x * x * reach * reach + y * y) / (reach * reach + 1.0)
        seen = seen * (1.0 - sensor.vignette * radius**1.5)[..., None]
    return np.asarray(seen, np.float32)


def _blurred(light: Floats, sigma: float) -> Floats:
    """A wide Gaussian, computed small: what is this soft has no fine detail."""
    height, width = light.shape[:2]
    scale = max(1.0, sigma / 3.0)
    small = (max(1, round(width / scale)), max(1, round(height / scale)))
    shrunk = cv2.resize(light, small, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(shrunk, (0, 0), max(sigma / scale, 0.3), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def developed(kept: Floats, sensor: Sensor) -> Floats:
    """The picture of a negative by the film response: h × w × 3 float32, sRGB values 0..1."""
    return film_response(kept, contrast=sensor.contrast)


def metered(light: Floats) -> float:
    """The correction in stops that would bring the middle of `light` to a middling grey, within ±6.

    The log average that photographic tone reproduction begins with (Reinhard et al., SIGGRAPH 2002, equation 1), with
    the brightest and darkest twentieth held back, and half of the way only: dusk should stay dusk.
    """
    luminance = light @ np.asarray((0.2126, 0.7152, 0.0722), np.float32)
    low, high = np.percentile(luminance, (5, 95))
    middle = float(np.exp(np.log(np.clip(luminance, max(low, 1e-4), max(high, 1e-4))).mean()))
    return float(np.clip(0.5 * np.log2(0.16 / middle), -6.0, 6.0))


def codes8(values: Floats) -> NDArray[np.uint8]:
    """sRGB values 0..1 as 8-bit codes, rounded."""
    return np.asarray(np.rint(np.clip(values, 0.0, 1.0) * 255.0), np.uint8)


def codes16(values: Floats) -> NDArray[np.uint16]:
    """sRGB values 0..1 as 16-bit codes, rounded."""
    codes: NDArray[Any] = np.rint(np.clip(values, 0.0, 1.0).astype(np.float64) * 65535.0)
    return np.asarray(codes, np.uint16)
