"""The workshop: builders of forms and printed images, each with what it can be told."""

from collections.abc import Mapping

from komadori.stage.build.carpentry import CARPENTRY
from komadori.stage.build.declared import BadBuild, Declared, Parameter, Told, allowed
from komadori.stage.build.food import FOODS
from komadori.stage.build.forms import FORMS
from komadori.stage.build.growing import GROWN
from komadori.stage.build.ink import DRAWINGS
from komadori.stage.build.painted import PAINTED
from komadori.stage.build.plants import PLANTS
from komadori.stage.build.prints import PRINTS
from komadori.stage.build.textile import TEXTILES

BUILDERS: Mapping[str, Declared] = {**FORMS, **TEXTILES, **CARPENTRY, **FOODS, **GROWN, **PLANTS}
"""Every builder of a form by name."""

IMAGES: Mapping[str, Declared] = {**PRINTS, **DRAWINGS, **PAINTED}
"""Every printed or drawn image by name."""

__all__ = ["BUILDERS", "IMAGES", "BadBuild", "Declared", "Parameter", "Told", "allowed"]
