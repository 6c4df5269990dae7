"""The shelves that everything on a stage comes from: puppets, props, sets, and models that people brought."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from komadori.stage.company import Actor, Object
from komadori.stage.daylight import daylight
from komadori.stage.document import PropPlaced, PuppetPlaced, StageDocument
from komadori.stage.gltf import load_model, load_model_prop
from komadori.stage.miniature_set import MiniatureSet, load_set
from komadori.stage.outlook import Art
from komadori.stage.prop import load_prop
from komadori.stage.puppet import load_puppet
from komadori.stage.scenery import Light, Scenery
from komadori.stage.weather import weather
from komadori.story import Story


class Shelves:
    """Looks in `roots` first, then among what is shipped. Fulfils `assembly.Stock`."""

    def __init__(self, roots: Sequence[Path] = ()) -> None:
        self.roots = tuple(roots)

    def actor(self, placed: PuppetPlaced) -> Actor:
        """A puppet of felt, or a model somebody brought. Raises what `load_puppet` and `load_model` raise."""
        if placed.kind.endswith((".glb", ".gltf")):
            return load_model(placed.kind, self.roots, placed.size)
        return load_puppet(placed.kind, self.roots)

    def thing(self, placed: PropPlaced) -> Object:
        """A prop, or a model somebody brought. Raises what `load_prop` and `load_model_prop` raise."""
        if placed.kind.endswith((".glb", ".gltf")):
            return load_model_prop(placed.kind, self.roots, placed.size)
        return load_prop(placed.kind, self.roots)

    def scenery(self, document: StageDocument) -> Scenery:
        """The set of a stage, with its light and its weather. Raises what `load_set` raises."""
        place = load_set(document.set, self.roots)
        return Scenery(
            set=place,
            light=Lighting(place, document.light),
            weather=lambda story, seed, frame, detail: weather(story, place, seed=seed, frame=frame, detail=detail),
            practicals={one.name: one for one in place.practicals},
        )


class Lighting:
    """The light of a set's moments; the last few are kept."""

    def __init__(self, place: MiniatureSet, art: Art) -> None:
        self._of = lru_cache(maxsize=4)(lambda story, detail: daylight(story, place, detail=detail, art=art))

    def __call__(self, story: Story, detail: float) -> Light:
        """The light of a moment."""
        return self._of(story, detail)
