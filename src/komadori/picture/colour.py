"""Transfer curves between picture codes and light, exactly and as tables, and how bright a colour is."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Literal, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.floating[Any]]
Array: TypeAlias = NDArray[Any]
Curve: TypeAlias = Literal["srgb", "bt709", "linear"]

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
"""How much linear R, G and B with BT.709 (and so sRGB) primaries add to luminance. Source: ITU-R BT.709-6, item 3.2."""

ALPHA = 1.09929682680944
BETA = 0.018053968510807
"""BT.709's curve with the constants that make it and its slope continuous. Source: ITU-R BT.2020-2, table 4, note."""


def srgb_to_linear(code: Floats) -> Floats:
    """Light 0..1 of sRGB values 0..1, any shape. Source: IEC 61966-2-1."""
    return np.where(code <= 0.04045, code / 12.92, ((np.maximum(code, 0) + 0.055) / 1.055) ** 2.4)


def linear_to_srgb(light: Floats) -> Floats:
    """sRGB values of light, the inverse of `srgb_to_linear`; values below 0 stay on the straight part."""
    # 0.04045 / 12.92, so that the two directions change branch at the same colour.
    return np.where(light <= 0.04045 / 12.92, light * 12.92, 1.055 * np.maximum(light, 0) ** (1 / 2.4) - 0.055)


def bt709_to_linear(code: Floats) -> Floats:
    """Scene light 0..1 of BT.709 video values 0..1, any shape. Source: ITU-R BT.709-6, item 1.2."""
    return np.where(code <= 4.5 * BETA, code / 4.5, ((np.maximum(code, 0) + ALPHA - 1) / ALPHA) ** (1 / 0.45))


def linear_to_bt709(light: Floats) -> Floats:
    """BT.709 video values of scene light, the inverse of `bt709_to_linear`."""
    return np.where(light <= BETA, light * 4.5, ALPHA * np.maximum(light, 0) ** 0.45 - (ALPHA - 1))


def unchanged(value: Floats) -> Floats:
    """The straight curve."""
    return value


TO_LINEAR: dict[Curve, Callable[[Floats], Floats]] = {
    "srgb": srgb_to_linear,
    "bt709": bt709_to_linear,
    "linear": unchanged,
}
FROM_LINEAR: dict[Curve, Callable[[Floats], Floats]] = {
    "srgb": linear_to_srgb,
    "bt709": linear_to_bt709,
    "linear": unchanged,
}


@lru_cache
def light_table(curve: Curve, bits: Literal[8, 16]) -> NDArray[np.float32]:
    """The light of every 8- or 16-bit code: 256 or 65,536 float32 values in 0..1, not to be written to."""
    codes = np.arange(1 << bits) / ((1 << bits) - 1)
    return locked(TO_LINEAR[curve](codes).astype(np.float32))


@lru_cache
def code_table(curve: Curve, bits: Literal[8, 16]) -> Array:
    """The 8- or 16-bit code of every 16-bit linear value, rounded: 65,536 uint8 or uint16, not to be written to."""
    light = np.arange(65536) / 65535
    top = (1 << bits) - 1
    return locked(np.rint(FROM_LINEAR[curve](light) * top).astype(np.uint8 if bits == 8 else np.uint16))


def locked(table: Array) -> Array:
    """`table`, now read-only, because every caller shares it."""
    table.setflags(write=False)
    return table


def to_light(data: Array, curve: Curve) -> NDArray[np.float32]:
    """Linear float32 of picture data of any shape: uint8 and uint16 by table, float32 by the curve itself."""
    if data.dtype == np.uint8:
        return looked_up(data, light_table(curve, 8))
    if data.dtype == np.uint16:
        return looked_up(data, light_table(curve, 16))
    return np.asarray(TO_LINEAR[curve](data), np.float32)


def to_codes(light: Array, curve: Curve, bits: Literal[8, 16]) -> Array:
    """8- or 16-bit codes of linear light of any shape, clipped to 0..1 and rounded.

    Linear uint16 goes by table. So do float32 to 8 bits (linear 16-bit steps are finer than any 8-bit code);
    float32 to 16 bits by the curve itself, because in the darks sRGB's 16-bit codes are finer than linear ones.
    """
    if light.dtype == np.uint16:
        return looked_up(light, code_table(curve, bits))
    if bits == 8:
        return looked_up(rounded16(light), code_table(curve, 8))
    clipped = np.clip(light, 0, 1)
    return rounded16(srgb_quickly(clipped) if curve == "srgb" else FROM_LINEAR[curve](clipped))


def looked_up(codes: Array, table: Array) -> Array:
    """`table[codes]`, several times faster."""
    flat = np.ascontiguousarray(codes).reshape(1, -1)
    return np.asarray(cv2.LUT(flat, table)).reshape(codes.shape)


def rounded16(values: Floats) -> NDArray[np.uint16]:
    """0..1 as 0..65,535, rounded, clipped; what is no number becomes 0."""
    flat = np.ascontiguousarray(values, np.float32).reshape(1, -1)
    codes: Array = cv2.multiply(flat, 65535.0, dtype=cv2.CV_16U)  # type: ignore[call-overload]
    return codes.reshape(values.shape)


def srgb_quickly(light: Floats) -> NDArray[np.float32]:
    """As `linear_to_srgb`, for float32 light of 0..1, in half the time; it errs by less than 0.02 of a 16-bit code."""
    flat = np.ascontiguousarray(light, np.float32).reshape(1, -1)
    curved: NDArray[np.float32] = np.asarray(cv2.pow(flat, 1 / 2.4), np.float32)
    curved *= np.float32(1.055)
    curved -= np.float32(0.055)
    return np.where(flat <= np.float32(0.04045 / 12.92), flat * np.float32(12.92), curved).reshape(light.shape)


def luminance(light: Array) -> Array:
    """Luminance of linear RGB (last axis 3), one axis less, in the unit of `light`."""
    weighed: Array = light @ LUMINANCE.astype(light.dtype)
    return weighed
