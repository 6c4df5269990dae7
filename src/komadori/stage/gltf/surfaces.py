"""Materials and textures of a model, as the stage knows them."""

import io
import math
import struct
import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from komadori.stage.gltf.container import BadModel, Container
from komadori.stage.scene import Material

WIDEST = 8192
"""Pixels a side of a texture that is opened at all."""
KEPT = 1024
"""Pixels a side that a texture is kept at: a miniature is never seen larger."""
MOST_PIXELS = 150_000_000
"""Of all textures together, as they lie in the file."""
FORMATS = ("PNG", "JPEG", "WEBP")


class Surfaces:
    """The materials of a model by their number, made when asked for, and the images they name."""

    def __init__(self, held: Container) -> None:
        self.held = held
        self.images: dict[str, NDArray[np.uint8]] = {}
        self._made: dict[int, Material] = {}
        self._opened = 0

    def material(self, index: object) -> tuple[str, Material]:
        """The name and the material of number `index`; None is the plain one. Raises BadModel."""
        if index is None:
            return "plain", Material(kind="plain", colour=(0.8, 0.8, 0.8), rough=0.7)
        row = self.held.row("materials", index)
        number = int(index)  # type: ignore[call-overload]  # `row` has seen that it is one
        if number not in self._made:
            self._made[number] = self._material(row)
        return f"material-{number}", self._made[number]

    def _material(self, row: dict[str, Any]) -> Material:
        physical = row.get("pbrMetallicRoughness")
        physical = physical if isinstance(physical, dict) else {}
        colour = self._numbers(physical, "baseColorFactor", (1.0, 1.0, 1.0, 1.0))
        metal = self._number(physical, "metallicFactor", 1.0)
        shine = self._numbers(row, "emissiveFactor", (0.0, 0.0, 0.0))
        textured = isinstance(physical.get("metallicRoughnessTexture"), dict)
        light = max(shine)
        return Material(
            kind="glow" if light > 0.2 else "metal" if metal > 0.6 and not textured else "plain",
            colour=(colour[0], colour[1], colour[2]) if light <= 0.2 else (shine[0], shine[1], shine[2]),
            rough=0.6 if textured else self._number(physical, "roughnessFactor", 1.0),
            bump=0.0,
            light=light if light > 0.2 else 0.0,
            image=self._image(physical.get("baseColorTexture")),
        )

    def _number(self, row: dict[str, Any], key: str, default: float) -> float:
        value = row.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise self.held.wrong(f"has a {key} of {value!r}.")
        return min(max(float(value), 0.0), 1.0)

    def _numbers(self, row: dict[str, Any], key: str, default: tuple[float, ...]) -> tuple[float, ...]:
        value = row.get(key, list(default))
        if not isinstance(value, list) or len(value) != len(default):
            raise self.held.wrong(f"has a {key} of {str(value)[:60]}.")
        return tuple(self._number({"x": one}, "x", 0.0) for one in value)

    def _image(self, reference: object) -> str:
        """The name of the image a texture shows, "" for none."""
        if not isinstance(reference, dict) or not self.held.rows("textures"):
            return ""
        source = self.held.row("textures", reference.get("index")).get("source")
        if source is None:
            return ""
        row = self.held.row("images", source)
        name = f"image-{source}"
        if name not in self.images:
            data = self.held.piece(row["bufferView"]) if "bufferView" in row else self.held.fetched(row.get("uri"))
            self.images[name] = self._decoded(data)
        return name

    def _decoded(self, data: bytes) -> NDArray[np.uint8]:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                    if max(picture.size) > WIDEST:
                        width, height = picture.size
                        raise self.held.wrong(f"has a texture of {width} x {height}.", f"{WIDEST} pixels are the most.")
                    self._opened += picture.size[0] * picture.size[1]
                    if self._opened > MOST_PIXELS:
                        raise self.held.wrong(f"has textures of more than {MOST_PIXELS:,} pixels.", "scale them down.")
                    picture.draft("RGB", (KEPT, KEPT))
                    seen = picture.convert("RGB")
                    seen.thumbnail((KEPT, KEPT))
                    return np.asarray(seen, np.uint8)
        except BadModel:
            raise
        except (OSError, ValueError, SyntaxError, struct.error, Image.DecompressionBombError, EOFError) as failure:
            raise self.held.wrong(f"has a texture that cannot be read: {failure}.") from None
