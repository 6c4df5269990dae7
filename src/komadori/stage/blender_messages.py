"""What a worker is told of a scene: the difference to what it holds, with the arrays as files beside."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from komadori.stage.checked import shape_arrays
from komadori.stage.renderer import RendererFailed
from komadori.stage.scene import Colour, Floats, Role, Scene, Shape, Thing
from komadori.stage.scene_key import image_key

BATCH = 64
"""Shapes sent in one message, so that their files never fill the disk all at once."""
IDLE_IMAGES = 60 * 2**20
"""Bytes of pictures on surfaces it keeps likewise: a sky may be another at every exposure."""
IDLE_SHAPES = 200 * 2**20
"""Bytes of shapes a worker keeps that no thing is made of at the moment: replacement faces come back, fibres that a
hand has touched do not."""
STRAY = 0.001
"""Share of a picture's numbers that may be none."""
PRIMARIES: tuple[Colour, ...] = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


class Held:
    """What a worker holds: shapes and images by key, and its things."""

    def __init__(self) -> None:
        self._shapes: dict[str, int] = {}
        self._images: dict[str, int] = {}
        self._things: dict[str, tuple[Any, ...]] = {}
        self._told: dict[str, tuple[Any, ...]] = {}

    def changes(self, scene: Scene, folder: Path) -> Iterator[Mapping[str, Any]]:
        """Requests that bring all shapes and images of `scene` that are not held; each is to be sent before the next.

        The files of a message are taken away when the next is asked for.
        """
        used = dict.fromkeys(thing.shape for thing in scene.things)
        wanted = [key for key in used if key not in self._shapes]
        for at in range(0, len(wanted), BATCH):
            yield from self._hold(scene, wanted[at : at + BATCH], folder)
        pictures = {image_key(scene.images[name]): name for name in sorted(self._pictures(scene))}
        for key, name in pictures.items():
            if key not in self._images:
                np.save(folder / "image.npy", scene.images[name])
                yield {"do": "hold", "images": {key: str(folder / "image.npy")}}
            # What was used last stands last, and goes last.
            self._images[key] = self._images.pop(key, scene.images[name].nbytes)
        yield from self._let_go(used, pictures)

    def things(self, scene: Scene, folder: Path) -> dict[str, Any]:
        """The part of a "render" request that tells which things changed, and which are gone."""
        self._told = {thing.name: self._said(thing, scene) for thing in scene.things}
        changed = [thing for thing in scene.things if self._things.get(thing.name) != self._told[thing.name]]
        places = ""
        if changed:
            places = str(folder / "places.npy")
            np.save(places, np.concatenate([thing.places for thing in changed]).astype(np.float32))
        return {
            "things": [self._described(thing, scene) for thing in changed],
            "gone": sorted(self._things.keys() - self._told.keys()),
            "places": places,
        }

    def settle(self, scene: Scene) -> None:
        """The picture of `scene` is there: the worker now holds its things."""
        self._things = self._told
        for thing in scene.things:
            # What was used last stands last, and goes last.
            self._shapes[thing.shape] = self._shapes.pop(thing.shape)

    def _hold(self, scene: Scene, keys: Sequence[str], folder: Path) -> Iterator[Mapping[str, Any]]:
        shapes: dict[str, dict[str, Any]] = {}
        files: list[Path] = []
        for key in keys:
            shapes[key] = {}
            for name, value in shape_arrays(scene.shapes[key]).items():
                if isinstance(value, np.ndarray):
                    file = folder / f"shape{len(files)}.npy"
                    np.save(file, np.ascontiguousarray(value))
                    files.append(file)
                    shapes[key][name] = str(file)
                else:
                    shapes[key][name] = value
        yield {"do": "hold", "shapes": shapes}
        self._shapes.update({key: _bytes(scene.shapes[key]) for key in keys})
        for file in files:
            file.unlink()

    def _let_go(self, used: Mapping[str, Any], pictures: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        shapes, images = _idle(self._shapes, used, IDLE_SHAPES), _idle(self._images, pictures, IDLE_IMAGES)
        if not shapes and not images:
            return
        yield {"do": "forget", "shapes": shapes, "images": images}
        for key in shapes:
            del self._shapes[key]
        for key in images:
            del self._images[key]
        gone = {*shapes, *images}
        # Things still made of them went with them, or are to be told their surface again.
        self._things = {name: said for name, said in self._things.items() if not gone & {said[0], said[2]}}

    def _pictures(self, scene: Scene) -> set[str]:
        materials = (scene.materials[name] for name in {thing.material for thing in scene.things})
        return {material.image for material in materials} - {""}

    def _described(self, thing: Thing, scene: Scene) -> dict[str, Any]:
        material = asdict(scene.materials[thing.material])
        if material["image"]:
            material["image"] = image_key(scene.images[material["image"]])
        return {
            "name": thing.name,
            "shape": thing.shape,
            "material": material,
            "role": thing.role,
            "seen": thing.seen,
            "shadow": thing.shadow,
            "count": len(thing.places),
        }

    def _said(self, thing: Thing, scene: Scene) -> tuple[Any, ...]:
        material = scene.materials[thing.material]
        image = image_key(scene.images[material.image]) if material.image else ""
        return (thing.shape, material, image, thing.role, thing.seen, thing.shadow, thing.places.tobytes())


def _idle(held: Mapping[str, int], used: Mapping[str, Any], most: int) -> list[str]:
    """The keys of `held` not `used` that are too many, those first that were used longest ago."""
    going, filled = [], 0
    for key in reversed([key for key in held if key not in used]):
        filled += held[key]
        if filled > most:
            going.append(key)
    return going[::-1]


def _bytes(shape: Shape) -> int:
    return sum(value.nbytes for value in shape_arrays(shape).values() if isinstance(value, np.ndarray))


def matte_colours(roles: Sequence[Role]) -> list[dict[Role, Colour]]:
    """Three roles can be told apart in one picture: groups of roles, each role with its colour."""
    unlike = list(dict.fromkeys(roles))
    return [dict(zip(unlike[at : at + 3], PRIMARIES, strict=False)) for at in range(0, len(unlike), 3)]


def role_matte(cover: Floats, colour: Colour) -> Floats:
    """The share of each pixel that has a role's colour."""
    return np.clip(cover[..., colour.index(1.0)], 0, 1)


def array_file(path: Path, shape: tuple[int, ...]) -> Floats:
    """The array a worker left in `path`. Raises RendererFailed where it is no light of that shape."""
    try:
        light: Floats = np.load(path, allow_pickle=False)
    except (OSError, ValueError) as failure:
        raise RendererFailed(f"The renderer's answer {path.name} cannot be read: {failure}.") from failure
    # A path that went wrong leaves a black pixel; many of them are a picture that went wrong.
    lost = np.size(light) - np.count_nonzero(np.isfinite(light))
    if light.shape != shape or lost > STRAY * np.size(light):
        raise RendererFailed(f"The renderer's answer {path.name} is {light.shape}, not {shape}, or holds no light.")
    return np.nan_to_num(np.ascontiguousarray(light, np.float32), nan=0.0, posinf=0.0, neginf=0.0)
