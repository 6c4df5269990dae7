"""Colour profiles inside picture files: what is not sRGB becomes sRGB, at the file's own depth.

Only matrix-and-curve profiles are read (Adobe RGB, Display P3, ProPhoto, linear …), as cameras and developers
embed them. Source: ICC.1:2022, sections 7 to 10.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from komadori.picture import colour
from komadori.picture.still import Array

TO_D50 = np.array(
    [[0.4360747, 0.3850649, 0.1430804], [0.2225045, 0.7168786, 0.0606169], [0.0139322, 0.0971045, 0.7141733]]
)
"""Linear sRGB to CIE XYZ adapted to D50, as profiles state it. Source: the sRGB profile of the ICC."""
ADOBE_TO_D50 = np.array(
    [[0.6097559, 0.2052401, 0.1492240], [0.3111242, 0.6256560, 0.0632197], [0.0194811, 0.0608902, 0.7448387]]
)
"""Adobe RGB (1998), section 4.3.1, adapted to D50 by Bradford's method."""
ADOBE_GAMMA = 563 / 256
PARAMETERS = {0: 1, 1: 3, 2: 4, 3: 5, 4: 7}
CLOSE = 0.004
"""Profiles that differ less than one 8-bit code from sRGB are taken for sRGB: their pixels stay untouched."""
BAND = 256
"""Rows converted at a time, so that memory stays at some megabytes beyond the picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """`matrix` turns linear RGB of the profile into linear sRGB; `curves` are 1,025 samples of light per channel."""

    matrix: NDArray[np.float64]
    curves: NDArray[np.float64]

    @property
    def same_colours(self) -> bool:
        """Whether its primaries are sRGB's."""
        return bool(np.abs(self.matrix - np.eye(3)).max() < CLOSE)

    @property
    def is_srgb(self) -> bool:
        """Whether pictures in it are already sRGB."""
        return self.same_colours and bool(np.abs(self.curves - colour.srgb_to_linear(SAMPLES)).max() < CLOSE)

    @property
    def is_linear(self) -> bool:
        """Whether its numbers are proportional to light."""
        return bool(np.abs(self.curves - SAMPLES).max() < CLOSE / 10)


SAMPLES = np.linspace(0, 1, 1025)
ADOBE_RGB = Profile(matrix=np.linalg.inv(TO_D50) @ ADOBE_TO_D50, curves=np.tile(SAMPLES**ADOBE_GAMMA, (3, 1)))


def parse(data: bytes) -> Profile | None:
    """The profile in `data`, None where it is no RGB matrix-and-curve profile or is damaged."""
    try:
        if data[16:20] != b"RGB " or data[36:40] != b"acsp":
            return None
        tags = dict(tag_bodies(data))
        columns = [struct.unpack_from(">3i", tags[name], 8) for name in (b"rXYZ", b"gXYZ", b"bXYZ")]
        curves = [curve(tags[name]) for name in (b"rTRC", b"gTRC", b"bTRC")]
        matrix = np.linalg.inv(TO_D50) @ (np.array(columns).T / 65536)
    except (KeyError, IndexError, struct.error, ValueError, OverflowError):
        return None
    return Profile(matrix=matrix, curves=np.array(curves))


def tag_bodies(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each tag's signature and body."""
    (count,) = struct.unpack_from(">I", data, 128)
    for entry in range(132, 132 + 12 * min(count, 100), 12):
        name, offset, size = struct.unpack_from(">4sII", data, entry)
        yield name, data[offset : offset + size]


def curve(body: bytes) -> NDArray[np.float64]:
    """Light at `SAMPLES` of a tone curve tag. Raises `ValueError`, `struct.error` or `KeyError` for a damaged one."""
    kind = body[:4]
    if kind == b"curv":
        (count,) = struct.unpack_from(">I", body, 8)
        if count > 65536:
            raise ValueError(count)
        values = struct.unpack_from(f">{count}H", body, 12)
        if count == 0:
            return SAMPLES.copy()
        if count == 1:
            return np.asarray(SAMPLES ** (values[0] / 256))
        return np.interp(SAMPLES, np.linspace(0, 1, count), np.array(values) / 65535)
    if kind == b"para":
        (function,) = struct.unpack_from(">H", body, 8)
        given = [value / 65536 for value in struct.unpack_from(f">{PARAMETERS[function]}i", body, 12)]
        return parametric(function, given)
    raise ValueError(kind)


def parametric(function: int, given: list[float]) -> NDArray[np.float64]:
    """ICC's parametric curve types 0 to 4 at `SAMPLES`."""
    g, a, b, c, d, e, f = [*given, *[0.0] * (7 - len(given))]
    if function == 0:
        return np.asarray(SAMPLES**g)
    base = np.maximum(a * SAMPLES + b, 0) ** g
    if function in (1, 2):
        return np.where(a * SAMPLES + b >= 0, base + c, c)
    return np.where(d <= SAMPLES, base + e, c * SAMPLES + f)


def to_srgb(data: Array, profile: Profile) -> Array:
    """uint8 or uint16 RGB in `profile` as sRGB codes of the same depth; colours outside sRGB are clipped."""
    bits, top = (8, 255) if data.dtype == np.uint8 else (16, 65535)
    codes = np.arange(top + 1) / top
    tables = [np.interp(codes, SAMPLES, samples).astype(np.float32) for samples in profile.curves]
    matrix = profile.matrix.T.astype(np.float32)
    out = np.empty_like(data)
    for first in range(0, data.shape[0], BAND):
        band = data[first : first + BAND]
        light = np.stack([table[band[..., channel]] for channel, table in enumerate(tables)], axis=-1)
        out[first : first + BAND] = colour.to_codes(light @ matrix, "srgb", 8 if bits == 8 else 16)
    return out


def linear_srgb() -> bytes:
    """A profile for pictures with sRGB primaries and numbers proportional to light, so that any program shows them."""
    text = b"Linear sRGB\0"
    described = b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + bytes(12 + 67)
    notice = b"text\0\0\0\0" + b"No copyright, use freely.\0"
    xyz = [b"XYZ \0\0\0\0" + struct.pack(">3i", *np.rint(column * 65536).astype(int)) for column in TO_D50.T]
    white = b"XYZ \0\0\0\0" + struct.pack(">3i", 63190, 65536, 54061)
    straight = b"curv\0\0\0\0\0\0\0\0"
    bodies = dict(
        zip((b"desc", b"cprt", b"wtpt", b"rXYZ", b"gXYZ", b"bXYZ"), (described, notice, white, *xyz), strict=True)
    )
    bodies |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), straight)
    at = 132 + 12 * len(bodies)
    table, blob = b"", b""
    for name, body in bodies.items():
        padded = body + bytes(-len(body) % 4)
        table += struct.pack(">4sII", name, at + len(blob), len(body))
        blob += padded
    size = at + len(blob)
    head = struct.pack(">I4sI4s4s4s", size, bytes(4), 0x02400000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + struct.pack(">3i", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + struct.pack(">I", len(bodies)) + table + blob
