"""Exposures as files: JPEG with the camera's settings in EXIF, 16-bit PNG, the negative as OpenEXR; truth beside."""

import io
import json
import tempfile
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, TypeAlias

import numpy as np
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from komadori.picture.write import png_bytes, write_exr
from komadori.stage.exposing import Exposed
from komadori.stage.eye import codes8, codes16

Format: TypeAlias = Literal["jpeg", "png", "exr"]
SUFFIXES: dict[Format, str] = {"jpeg": ".jpg", "png": ".png", "exr": ".exr"}
MAKE = "Komadori"
EXIF_FOLDER = 0x8769
"""Where a photograph's settings lie, and the numbers of the tags. Source: CIPA DC-008 (Exif 2.32), section 4.6."""
TAGS = {"make": 0x010F, "model": 0x0110, "software": 0x0131}
TIME, F_NUMBER, ISO, BIAS, FOCAL = 0x829A, 0x829D, 0x8827, 0x9204, 0x920A
DISTANCE, BALANCE = 0x9206, 0xA403


def file_of(exposed: Exposed, form: Format = "jpeg") -> bytes:
    """The exposure as a file: "jpeg" and "png" (16 bits) hold the picture, "exr" the negative in linear light."""
    if form == "jpeg":
        return jpeg_of(exposed)
    if form == "png":
        return png_bytes(codes16(exposed.picture))
    return exr_of(exposed.kept)


def jpeg_of(exposed: Exposed) -> bytes:
    """The picture as JPEG, full colour resolution, with the camera's settings as EXIF; the same bytes every time."""
    out = io.BytesIO()
    Image.fromarray(codes8(exposed.picture)).save(
        out, "JPEG", quality=exposed.sensor.quality, subsampling=0, exif=settings_of(exposed).tobytes()
    )
    return out.getvalue()


def settings_of(exposed: Exposed) -> Image.Exif:
    """The camera's settings as EXIF."""
    sensor, lens = exposed.sensor, exposed.lens
    exif = Image.Exif()
    exif[TAGS["make"]], exif[TAGS["model"]] = MAKE, "miniature stage"
    exif[TAGS["software"]] = exposed.renderer
    inner: dict[int, Any] = exif.get_ifd(EXIF_FOLDER)
    inner[TIME] = _ratio(Fraction(sensor.time).limit_denominator(8000))
    inner[F_NUMBER] = _ratio(Fraction(lens.f_number).limit_denominator(100))
    inner[ISO] = sensor.iso
    inner[BIAS] = _ratio(Fraction(sensor.ev).limit_denominator(100))
    inner[FOCAL] = _ratio(Fraction(lens.focal).limit_denominator(100))
    inner[DISTANCE] = _ratio(Fraction(lens.focus / 1000.0).limit_denominator(10_000))
    inner[BALANCE] = 1  # chosen by hand
    return exif


def _ratio(value: Fraction) -> IFDRational:
    return IFDRational(value.numerator, value.denominator)


def exr_of(light: np.ndarray[Any, Any]) -> bytes:
    """Linear light as OpenEXR half."""
    # The library writes to a name only.
    with tempfile.TemporaryDirectory(prefix="komadori-") as folder:
        path = Path(folder) / "negative.exr"
        write_exr(path, np.asarray(light, np.float32), "linear")
        return path.read_bytes()


def files_of(exposed: Exposed, stem: str, form: Format = "jpeg") -> tuple[tuple[str, bytes], ...]:
    """The exposure as (name, bytes), the main file first; where something is wrong with it, `stem`.truth.json tells
    what, and a rig's matte and clean plate lie beside as 16-bit PNG."""
    files = [(f"{stem}{SUFFIXES[form]}", file_of(exposed, form))]
    if len(exposed.truth) > 1:
        files.append((f"{stem}.truth.json", json.dumps(exposed.truth, indent=1).encode() + b"\n"))
    if exposed.matte is not None:
        files.append((f"{stem}.matte.png", matte_png(exposed.matte)))
    if exposed.clean is not None:
        files.append((f"{stem}.clean.png", png_bytes(codes16(exposed.clean))))
    return tuple(files)


def matte_png(matte: np.ndarray[Any, Any]) -> bytes:
    """A matte (h × w, 0..1) as grey 16-bit PNG, in proportion."""
    codes = np.rint(np.clip(matte, 0.0, 1.0).astype(np.float64) * 65535.0).astype(np.uint16)
    return png_bytes(np.repeat(codes[..., None], 3, axis=2))
