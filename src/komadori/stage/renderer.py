"""What a renderer is: a scene and a demand in, light out. It knows no puppets and no story."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from komadori.errors import DeviceFailed, Refused
from komadori.stage.scene import Floats, Role, Scene


class BadScene(Refused):
    """A scene whose arrays cannot be photographed; the message names the thing."""


class RendererMissing(DeviceFailed):
    """The program that photographs the stage is not set up, or cannot start."""


class RendererFailed(DeviceFailed):
    """The program that photographs the stage could not, or went down, also when it was started anew."""


class RendererStuck(RendererFailed, TimeoutError):
    """It did not answer within many times the time such a picture takes, and was ended."""


class NoMemoryToRender(RendererFailed):
    """There was not enough memory for the picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """How much work a picture is worth.

    `samples` are light paths a pixel, 0 for a rasteriser; `detail` is the share of fibres that are grown, 0 to 1.
    """

    name: str
    samples: int
    detail: float


LIVE = Quality(name="live", samples=0, detail=0.0)
DRAFT = Quality(name="draft", samples=4, detail=0.3)
FINAL = Quality(name="final", samples=32, detail=1.0)
QUALITIES: Mapping[str, Quality] = {quality.name: quality for quality in (LIVE, DRAFT, FINAL)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """One picture asked for: its `size` (width, height) in pixels and its `quality`.

    `seed` stays the same for a whole shot, so that what stands still does not crawl. `mattes` are the roles whose
    coverage is wanted too; truth passes are made without denoising.
    """

    size: tuple[int, int]
    quality: Quality
    seed: int = 1
    mattes: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rendered:
    """The answer: `light` h × w × 3, linear with sRGB primaries, from 0 without an upper end.

    `mattes` are h × w, 0 to 1, one for each role asked for: how much of the pixel is of that role and seen.
    """

    light: Floats
    mattes: Mapping[Role, Floats] = field(default_factory=dict)


class Renderer(Protocol):
    """Photographs scenes. One thread uses it at a time; what it was sent it keeps, so that a pose is cheap."""

    @property
    def name(self) -> str:
        """The program, its version and what it computes on, such as "Cycles 5.0.1 on 2 processor threads"."""

    def render(self, scene: Scene, demand: Demand) -> Rendered:
        """One picture. Raises BadScene, RendererFailed, RendererMissing."""

    def close(self) -> None:
        """Let the renderer go. Closing again does nothing."""
