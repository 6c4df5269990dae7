"""From a picture's RGB to the samples a movie carries: BT.709, limited range, chroma sited as players expect.

FFmpeg's own converter is not used: in the version measured (8.1) it puts the colour half a pixel to the right of where
H.264 and ProRes place it, and brightens 16-bit pictures by up to three codes of ten bits.
"""

from typing import Any, TypeAlias

import av
import cv2
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, ColorTrc
from numpy.typing import NDArray

from komadori.picture.still import to_bits

Rgb: TypeAlias = NDArray[np.uint8] | NDArray[np.uint16]
"""Height × width × 3, display-encoded RGB over the whole range of its type; × 4 where a matte goes along."""

Proof: TypeAlias = NDArray[np.uint8]
"""A picture made very small, at most 36 × 64 × 3, or × 4 with its matte, by which a decoded frame is known again."""

# The luma weights of ITU-R BT.709, item 3.2.
RED, BLUE = 0.2126, 0.0722
GREEN = 1 - RED - BLUE

BT709_MATRIX = 1
"""The matrix' number in ITU-T H.273; the tables of PyAV bear the primaries and the transfer under the same number."""

STRIP = 64
"""Rows converted at a time, an even number: what is held in between stays in the processor's own memory."""

PROOF_WIDTH, PROOF_HEIGHT = 64, 36

PROOF_CELL = 8
"""At least so many pixels a side are averaged into one of a proof: lossy coding keeps their mean, and drops grain."""


def to_even(width: int, height: int) -> tuple[int, int]:
    """The size without its last column and row where those are odd: colour is stored for two by two pixels."""
    return width - width % 2, height - height % 2


def proof_of(rgb: Rgb) -> Proof:
    """`rgb` made very small in 8 bits, each value the mean of the pixels it stands for."""
    small = cv2.resize(rgb, _proof_size(rgb.shape[1], rgb.shape[0]), interpolation=cv2.INTER_AREA)
    return np.asarray(to_bits(small, np.uint8))


def proof_of_frame(frame: av.VideoFrame, bits: int) -> Proof:
    """The proof of a decoded frame, YCbCr in BT.709 limited range or RGB: made small first and then turned into RGB.

    A fourth plane is a matte, over the whole range.
    """
    if len(frame.planes) < 3:
        return proof_of(np.asarray(frame.to_ndarray(format="rgb24"), np.uint8))
    size = _proof_size(frame.width, frame.height)
    small = [cv2.resize(plane_values(plane, bits), size, interpolation=cv2.INTER_AREA) for plane in frame.planes]
    matrix = np.array(_matrix(bits))
    codes = (np.stack(small[:3], axis=2) - matrix[:, 3]) @ np.linalg.inv(matrix[:, :3]).T / 257
    if len(small) > 3:
        codes = np.dstack([codes, small[3] * (255 / (2**bits - 1))])
    return np.asarray(np.rint(np.clip(codes, 0, 255)), np.uint8)


def _proof_size(width: int, height: int) -> tuple[int, int]:
    return max(1, min(PROOF_WIDTH, width // PROOF_CELL)), max(1, min(PROOF_HEIGHT, height // PROOF_CELL))


def to_frame(rgb: Rgb, samples: str, bits: int) -> av.VideoFrame:
    """`rgb` (even width and height) as a video frame of `samples`, tagged BT.709.

    `samples` is "yuv420p", "yuv422p10le", or "yuva444p10le", for which `rgb` has a matte.

    Values are rounded once, to the nearest code. Chroma is weighed 1-2-1 about the left luma sample of each pair, and
    between the two rows of a pair in 4:2:0, as ITU-T H.264 figure E-1 type 0 places it.
    """
    frame = av.VideoFrame(rgb.shape[1], rgb.shape[0], samples)
    tag(frame)
    luma, blue, red, *matte = (plane_values(plane, bits) for plane in frame.planes)
    rows, columns = 2 if "420" in samples else 1, 1 if "444" in samples else 2
    for top in range(0, len(rgb), STRIP):
        strip: Any = np.ascontiguousarray(rgb[top : top + STRIP, :, :3])
        here = slice(top // rows, (top + len(strip)) // rows)
        luma[top : top + len(strip)], blue[here], red[here] = _samples(strip, _matrix(bits), rows, columns)
    for plane in matte:
        plane[:] = np.rint(rgb[..., 3] * ((2**bits - 1) / np.iinfo(rgb.dtype).max))
    return frame


def _samples(
    rgb: Rgb, matrix: list[list[float]], rows: int, columns: int
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Rounded Y', Cb and Cr of `rgb`, the colour halved down for `rows` of 2 and across for `columns` of 2."""
    wide = rgb if rgb.dtype == np.uint16 else rgb.astype(np.uint16) * np.uint16(257)
    luma = cv2.transform(wide, np.array(matrix[:1]))
    full = cv2.transform(wide.astype(np.float32), np.array(matrix[1:]))
    across = np.array([0.25, 0.5, 0.25]) if columns == 2 else np.array([1.0])
    down = np.array([0.0, 0.5, 0.5]) if rows == 2 else np.array([1.0])
    sited = np.rint(cv2.sepFilter2D(full, -1, across, down)[::rows, ::columns])
    return luma, sited[..., 0], sited[..., 1]


def _matrix(bits: int) -> list[list[float]]:
    """Y', Cb, Cr from 16-bit R'G'B': rows of weights with an offset at their end (ITU-R BT.709, items 3.2 to 3.6)."""
    step = 2 ** (bits - 8)
    luma, chroma = 219 * step / 65535, 224 * step / 65535
    blue, red = chroma / (2 * (1 - BLUE)), chroma / (2 * (1 - RED))
    return [
        [luma * RED, luma * GREEN, luma * BLUE, 16 * step],
        [-blue * RED, -blue * GREEN, blue * (1 - BLUE), 128 * step],
        [red * (1 - RED), -red * GREEN, -red * BLUE, 128 * step],
    ]


def plane_values(plane: Any, bits: int) -> NDArray[Any]:
    """The samples of one plane of a frame, height × width, as a view: writing to it writes into the frame."""
    kind = np.dtype(np.uint8 if bits == 8 else np.uint16)
    rows = np.frombuffer(plane, kind).reshape(-1, plane.line_size // kind.itemsize)
    return rows[: plane.height, : plane.width]


def tag(video: Any) -> None:
    """Write on a frame or an encoder that its samples are BT.709 in limited range."""
    video.color_primaries = ColorPrimaries.BT709
    video.color_trc = ColorTrc.BT709
    video.colorspace = BT709_MATRIX
    video.color_range = ColorRange.MPEG
