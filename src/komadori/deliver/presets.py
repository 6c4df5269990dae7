"""What can leave the house, as data: one row for each kind of file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from komadori.errors import WrongUse


class WrongTarget(WrongUse, ValueError):
    """The name of the file to write and the kind of file asked for do not go together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """One kind of file.

    `kind` says how it is written: "movie" (a stream of frames), "gif" (a palette and delays in hundredths of a second)
    or "stills" (a numbered sequence in a folder). `containers` maps a file suffix to the container's name; of a
    sequence it maps the one suffix its files bear. `samples` and `bits` are the pixel format and the bits of one
    sample; `decoded` says both of what a decoder gives where that is something else. `matte` is True where a picture's
    matte goes along. `alone` is True where every frame is coded by itself, so that a held picture is coded once.
    `sound` is the codec of a sound track, empty where the kind of file has none.
    """

    name: str
    summary: str
    kind: Literal["movie", "gif", "stills"]
    containers: Mapping[str, str]
    codec: str = ""
    profile: str = ""
    samples: str = ""
    bits: int = 8
    decoded: tuple[str, int] | None = None
    matte: bool = False
    alone: bool = False
    sound: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    muxing: Mapping[str, str] = field(default_factory=dict)
    widest: int | None = None


PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        preset.name: preset
        for preset in (
            Preset(
                name="prores",
                summary="ProRes 422 HQ in QuickTime, 10 bits: the master to cut, grade and keep",
                kind="movie",
                containers={".mov": "mov"},
                codec="prores_ks",
                profile="HQ",
                samples="yuv422p10le",
                bits=10,
                alone=True,
                sound="pcm_s24le",
                # The vendor code is what editing programs look for; the rate is left to the encoder, because raising
                # its bits for a macroblock doubles the file without a visible gain.
                options={"profile": "hq", "vendor": "apl0"},
            ),
            Preset(
                name="h264",
                summary="H.264 High in MP4, 8 bits 4:2:0: to send, upload and play anywhere",
                kind="movie",
                containers={".mp4": "mp4", ".m4v": "mp4"},
                codec="libx264",
                profile="High",
                samples="yuv420p",
                sound="aac",
                # Rate factor 17 keeps the grain of a photograph. Where a group begins is decided by the sheet, and
                # there are no B-frames, because one of them in a hold would not be like its neighbours.
                options={"preset": "medium", "crf": "17", "bf": "0", "x264-params": "keyint=infinite:scenecut=0"},
                # The index comes first so that a browser may begin at once.
                muxing={"movflags": "+faststart"},
            ),
            Preset(
                name="gif",
                summary="an animated GIF that loops, at most 960 pixels wide: for a message or a page",
                kind="gif",
                containers={".gif": "gif"},
                codec="gif",
                samples="pal8",
                widest=960,
            ),
            Preset(
                name="png",
                summary="a folder of numbered PNG, 8 or 16 bits as the pictures have",
                kind="stills",
                containers={".png": "png"},
                matte=True,
            ),
            Preset(
                name="tiff",
                summary="a folder of numbered TIFF, 8 or 16 bits as the pictures have, uncompressed",
                kind="stills",
                containers={".tif": "tiff"},
                matte=True,
            ),
            Preset(
                name="exr",
                summary="a folder of numbered OpenEXR, scene-linear half float: for compositing",
                kind="stills",
                containers={".exr": "exr"},
                bits=16,
                matte=True,
            ),
            Preset(
                name="prores4444",
                summary="ProRes 4444 in QuickTime, with the matte of keyed pictures: for another compositing program",
                kind="movie",
                containers={".mov": "mov"},
                codec="prores_ks",
                profile="4444",
                samples="yuva444p10le",
                bits=10,
                decoded=("yuva444p12le", 12),
                matte=True,
                alone=True,
                sound="pcm_s24le",
                options={"profile": "4444", "vendor": "apl0", "alpha_bits": "16"},
            ),
        )
    }
)


def preset_called(name: str) -> Preset:
    """The preset of that name; raises WrongTarget where there is none."""
    if name not in PRESETS:
        message = f"There is no preset “{name}”."
        raise WrongTarget(message, hint=f"the presets are {', '.join(PRESETS)}.")
    return PRESETS[name]


def preset_for(name: str | None, to: Path) -> Preset:
    """The preset called `name`, or, without a name, the one that `to`'s suffix tells; WrongTarget where none fits.

    A movie or GIF must bear a suffix of its kind. A sequence's `to` is a folder, whatever it is called.
    """
    suffix = to.suffix.lower()
    if name is None:
        return _by_suffix(suffix, to)
    preset = preset_called(name)
    if preset.kind != "stills" and suffix not in preset.containers:
        good = " or ".join(to.with_suffix(known).name for known in preset.containers)
        message = f"{name} is not written into a file called {to.name}."
        raise WrongTarget(message, hint=f"write to {good}.")
    return preset


def _by_suffix(suffix: str, to: Path) -> Preset:
    for preset in PRESETS.values():
        if preset.kind != "stills" and suffix in preset.containers:
            return preset
    message = f"The name {to.name} does not tell what to write."
    raise WrongTarget(
        message, hint=f"say --as with one of {', '.join(PRESETS)}, or end the name in .mov, .mp4 or .gif."
    )
