"""Films for the world: movies and sequences that follow the sheet, contact sheets and light plots, each proved."""

from komadori.deliver.export import Delivered, NotAsPromised, export_reel, export_shot
from komadori.deliver.presets import PRESETS, Preset, WrongTarget, preset_for
from komadori.deliver.reel import FramesMissing, MixedSizes, Reel, Showing, follow
from komadori.deliver.show import Shown, show_take
from komadori.deliver.source import BadCrop, TooWide

__all__ = [
    "PRESETS",
    "BadCrop",
    "Delivered",
    "FramesMissing",
    "MixedSizes",
    "NotAsPromised",
    "Preset",
    "Reel",
    "Showing",
    "Shown",
    "TooWide",
    "WrongTarget",
    "export_reel",
    "export_shot",
    "follow",
    "preset_for",
    "show_take",
]
