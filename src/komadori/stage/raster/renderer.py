"""The live renderer: what stands still is kept as a lighted picture, and what moves is drawn over it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.stage.raster.fuzz import ends, fuzzy
from komadori.stage.raster.layers import Cast, Still, cast_of, lit_before
from komadori.stage.raster.rows import Solid
from komadori.stage.raster.shade import Lighted, burning, standing
from komadori.stage.raster.shadow import TAPS, shadow_maps
from komadori.stage.raster.surface import CLEAR, Palette, surface
from komadori.stage.raster.view import View, through
from komadori.stage.raster.visible import Spots, look, spots
from komadori.stage.renderer import Demand, Rendered
from komadori.stage.scene import Floats, Lamp, Material, Mesh, Role, Scene, Thing

MOVING: frozenset[Role] = frozenset({"weather"})
"""What is taken to move from the first picture on; other things are once they have."""
POSED: frozenset[Role] = MOVING | {"puppet", "rig"}
"""What a steady renderer takes to move, always and alone."""
RESTED = 40
"""Pictures after which what has moved is taken to stand again, when all is drawn afresh anyway."""
MOST_MOVING = 0.7
"""Share of things above which what has moved is taken to stand again: another set was built."""
MOST_SOLIDS = 2000
"""Prepared shapes to keep."""


CORNERS = 0.55
"""How dark a corner gets at most."""
REACH = 60.0
"""Millimetres: what stands out further keeps no light away."""
AROUND = ((3, 0), (-3, 0), (0, 3), (0, -3), (6, 5), (-6, 5), (5, -6), (-5, -6))
"""Where around a pixel of the half picture it is looked for what stands out."""


class RasterRenderer:
    """Fulfils Renderer for the quality "live". Fibres are not drawn; felt is drawn as if it had them.

    One that is `hasty` gives pictures of half the size asked for while the lens moves, since then nothing stands still.
    What is kept shows in corners and in the light that walls return; of one that is `steady`, a picture depends by
    no code on those before it, at the price of drawing the set anew whenever one of its things has moved.
    """

    def __init__(self, *, hasty: bool = False, steady: bool = False) -> None:
        self._hasty, self._steady = hasty, steady
        self._view: View | None = None
        self._solids: dict[str, Solid] = {}
        self._names: dict[str, int] = {}
        self._materials: dict[str, int] = {}
        self._palette: list[Material] = []
        self._restless: set[str] = set()
        self._moved: dict[str, int] = {}
        self._stood: dict[str, Thing] = {}
        self._pictures = 0
        self._panes: Cast | None = None
        self._still: Still | None = None
        self._owner: NDArray[np.int32] = np.full((1, 1), -1, np.int32)
        self._last: tuple[Scene, Demand, Rendered] | None = None

    @property
    def name(self) -> str:
        """What draws, and on how many threads."""
        return f"OpenCV {cv2.__version__} on {cv2.getNumThreads()} processor threads"

    def render(self, scene: Scene, demand: Demand) -> Rendered:
        """One picture; the quality and the seed that are asked for make no difference here.

        Of a scene that is as it was the same picture comes again, and is not to be written to.
        """
        if self._last is not None and self._last[1] == demand and _unchanged(self._last[0], scene):
            return self._last[2]
        # The focus, which follows a puppet's eyes, moves nothing in a picture that is sharp all over.
        before, self._view = self._view, through(scene.lens, demand.size)
        if self._hasty and before is not None and not _same_view(before, self._view):
            self._last = None
            return self._drawn(scene, replace(demand, size=(demand.size[0] // 2 or 1, demand.size[1] // 2 or 1)))
        rendered = self._drawn(scene, demand)
        self._last = scene, demand, rendered
        return rendered

    def _drawn(self, scene: Scene, demand: Demand) -> Rendered:
        self._prepare(scene)
        view = through(scene.lens, demand.size)
        palette = self._mixed(scene, scene.lens.focus / view.focal)
        still, moving = self._layers(scene, view, palette)
        lamps = burning(scene.lamps)
        still.light(lamps, scene.air, palette)
        picture = _Picture(still, moving, lamps)
        picture.draw()
        picture.soften()
        picture.glaze(self._glass([each for each in scene.things if _clear(each, scene)], palette))
        self._owner = picture.owner
        return Rendered(light=picture.light, mattes=self._mattes(scene, demand))

    def close(self) -> None:
        """Forget everything."""
        self._still = self._last = None
        self._solids.clear()

    def thing_at(self, across: float, down: float) -> str:
        """The name of the thing seen at a place of the last picture, in shares of its width and height; "" for none."""
        height, width = self._owner.shape
        row, column = min(max(int(down * height), 0), height - 1), min(max(int(across * width), 0), width - 1)
        number = int(self._owner[row, column])
        return next((name for name, each in self._names.items() if each == number), "")

    def middle_of(self, beginning: str) -> tuple[float, float] | None:
        """The middle of the things whose names begin so, in shares of the last picture; None where none is seen."""
        numbers = [number for name, number in self._names.items() if name.startswith(beginning)]
        rows, columns = np.nonzero(np.isin(self._owner, numbers))
        if not len(rows):
            return None
        height, width = self._owner.shape
        return (float(columns.mean()) + 0.5) / width, (float(rows.mean()) + 0.5) / height

    def _prepare(self, scene: Scene) -> None:
        for key, shape in scene.shapes.items():
            if isinstance(shape, Mesh) and key not in self._solids:
                self._solids[key] = Solid.of(shape)
        if len(self._solids) > MOST_SOLIDS:
            self._solids = {key: solid for key, solid in self._solids.items() if key in scene.shapes}
        for thing in scene.things:
            self._names.setdefault(thing.name, len(self._names))

    def _mixed(self, scene: Scene, fine: float) -> Palette:
        for name, material in scene.materials.items():
            number = self._materials.setdefault(name, len(self._materials))
            self._palette[number : number + 1] = [material]
        numbers, materials = dict(self._materials), tuple(self._palette)
        return Palette(numbers=numbers, materials=materials, images=scene.images, fine=fine)

    def _layers(self, scene: Scene, view: View, palette: Palette) -> tuple[Still, Cast]:
        """The layer that stands still, as it was where nothing of it has changed, and what moves."""
        solid = [thing for thing in scene.things if not _clear(thing, scene)]
        if self._steady:
            return self._steadily(solid, view, palette)
        still = self._still
        self._note(solid, afresh=still is None or not _same_view(still.view, view))
        moving = {thing.name for thing in solid if thing.role in MOVING or thing.name in self._restless}
        if len(moving) > MOST_MOVING * len(solid) and still is not None and set(still.cast.things) & moving:
            self._restless.clear()
            self._moved.clear()
            moving = {thing.name for thing in solid if thing.role in MOVING}
            still = None  # what was kept shows it where it stood before
        before = self._cast((thing for thing in solid if thing.name in moving), palette)
        stands = {thing.name for thing in solid} - moving
        if still is None or not _same_view(still.view, view) or not _as_it_was(still, stands, palette):
            same = still is not None and _as_it_was(still, stands, palette)
            rest = still.cast if still and same else self._cast((one for one in solid if one.name in stands), palette)
            still = self._still = Still.of(view, rest, palette, before, still)
        still.palette = palette
        return still, before

    def _steadily(self, solid: Sequence[Thing], view: View, palette: Palette) -> tuple[Still, Cast]:
        stands = [thing for thing in solid if thing.role not in POSED]
        before = self._cast((thing for thing in solid if thing.role in POSED), palette)
        still = self._still
        kept = still is not None and _same_view(still.view, view) and not _changed(still.cast.things, stands)
        if still is None or not kept or not _as_it_was(still, {thing.name for thing in stands}, palette):
            still = self._still = Still.of(view, self._cast(stands, palette), palette, before)
        still.palette = palette
        return still, before

    def _glass(self, things: Sequence[Thing], palette: Palette) -> Cast:
        held = self._panes
        same = held is not None and held.things.keys() == {thing.name for thing in things}
        if held is None or not same or _changed(held.things, things):
            held = self._panes = self._cast(things, palette)
        return held

    def _note(self, things: Sequence[Thing], *, afresh: bool) -> None:
        """Note what has moved since the last picture."""
        self._pictures += 1
        before, self._stood = self._stood, {thing.name: thing for thing in things}
        for name in _changed(before, things):
            self._moved[name] = self._pictures
        if afresh:
            self._restless = {name for name, when in self._moved.items() if when > self._pictures - RESTED}
        else:
            self._restless |= self._moved.keys()

    def _cast(self, things: Iterable[Thing], palette: Palette) -> Cast:
        return cast_of(things, self._solids, self._names, palette)

    def _mattes(self, scene: Scene, demand: Demand) -> dict[Role, Floats]:
        roles = {self._names[thing.name]: thing.role for thing in scene.things}
        return {
            role: np.isin(self._owner, [number for number, each in roles.items() if each == role]).astype(np.float32)
            for role in demand.mattes
        }


class _Picture:
    """One picture on its way: `light` h × w × 3, `depth` and `owner` (numbers of things) h × w."""

    def __init__(self, still: Still, moving: Cast, lamps: list[Lamp]) -> None:
        self._still, self._moving, self._lamps = still, moving, lamps
        stands = [standing(lamp) for lamp in still.casting]
        made = shadow_maps([still.shades[lamp].aim for lamp in stands], moving.casters, TAPS[::2])
        self._maps = dict(zip(stands, made, strict=True))
        self.light = still.shadowed(self._maps)
        self.depth = still.seen.depth
        self.owner = still.owner.copy()

    def draw(self) -> None:
        """Draw what moves, and the fibres that stand off its felt."""
        view, rows = self._still.view, self._moving.rows
        if not len(rows):
            return
        seen = look(view, rows, over=self.depth)
        self.depth = seen.depth
        there = spots(view, rows, seen)
        self._lay(there, None)
        if (felt := fuzzy(rows, self._still.palette)) is not None:
            self._lay(*ends(view, felt, self.depth, self.owner, self._still.palette.fine))

    def soften(self) -> None:
        """Darken corners, where light from everywhere does not reach, and smooth the steps at the edges of things."""
        self.light *= (1 - CORNERS * _cornered(self.depth))[..., None]
        names = self.owner.astype(np.float32)
        edge = cv2.dilate(names, _CROSS) != cv2.erode(names, _CROSS)
        self.light[edge] = cv2.GaussianBlur(self.light, (3, 3), 0.8)[edge]

    def glaze(self, clear: Cast) -> None:
        """Lay over it what one sees through: of glass one sees more at a slant, of steam less."""
        if not len(clear.rows):
            return
        view = self._still.view
        there = spots(view, clear.rows, look(view, clear.rows, over=self.depth))
        slant = 1 - np.abs(np.einsum("ij,ij->i", there.normal, there.way))
        kinds = np.asarray([material.kind == "steam" for material in self._still.palette.materials], bool)
        steam = kinds[there.material]
        self._lay(there, np.where(steam, 0.16 * (1 - slant) ** 2, 0.06 + 0.55 * slant**3).astype(np.float32))

    def _lay(self, there: Spots, cover: Floats | None) -> None:
        """Lay lighted spots over the picture, as far as they cover it; by default wholly."""
        if not len(there):
            return
        lighted = Lighted(spots=there, surface=surface(there, self._still.palette))
        seen = lit_before(self._still, lighted, self._lamps, self._maps)
        flat = self.light.reshape(-1, 3)
        if cover is None:
            flat[there.at] = seen
            self.owner.reshape(-1)[there.at] = there.thing
        else:
            flat[there.at] += (seen - flat[there.at]) * cover[:, None]


def _cornered(depth: Floats) -> Floats:
    """How far each pixel lies in a corner, 0 to 1: how many around it stand out before it, but not far out."""
    height, width = depth.shape
    half = cv2.resize(depth, (max(1, width // 2), max(1, height // 2)), interpolation=cv2.INTER_NEAREST)
    size = (half.shape[1], half.shape[0])
    total = np.zeros_like(half)
    for across, down in AROUND:
        move = np.asarray(((1, 0, across), (0, 1, down)), np.float32)
        out = half - cv2.warpAffine(half, move, size, borderMode=cv2.BORDER_REPLICATE)
        total += np.asarray(np.clip(out / 12, 0, 1) * (out < REACH), np.float32)
    return np.asarray(cv2.resize(cv2.blur(total / len(AROUND), (5, 5)), (width, height)), np.float32)


_CROSS = np.asarray(((0, 1, 0), (1, 1, 1), (0, 1, 0)), np.uint8)


def _clear(thing: Thing, scene: Scene) -> bool:
    return scene.materials[thing.material].kind in CLEAR


def _changed(before: Mapping[str, Thing], now: Iterable[Thing]) -> set[str]:
    """The names of things that are not as they were."""
    changed = set()
    for thing in now:
        was = before.get(thing.name)
        if was is not None and not _same(was, thing):
            changed.add(thing.name)
    return changed


def _unchanged(was: Scene, now: Scene) -> bool:
    if (was.lens, was.lamps, was.air, len(was.things)) != (now.lens, now.lamps, now.air, len(now.things)):
        return False
    if not all(a.name == b.name and _same(a, b) for a, b in zip(was.things, now.things, strict=True)):
        return False
    return was.materials == now.materials and all(image is was.images.get(key) for key, image in now.images.items())


def _same(was: Thing, now: Thing) -> bool:
    if was is now:
        return True
    told = [(one.shape, one.material, one.role, one.seen, one.shadow) for one in (was, now)]
    return told[0] == told[1] and (was.places is now.places or np.array_equal(was.places, now.places))


def _same_view(was: View, now: View) -> bool:
    return (
        was.size == now.size
        and was.focal == now.focal
        and bool(np.array_equal(was.eye, now.eye) and np.array_equal(was.axes, now.axes))
    )


def _as_it_was(still: Still, stands: set[str], palette: Palette) -> bool:
    """Whether the same things stand still, of the same materials but for the light these give."""
    if set(still.cast.things) != stands:
        return False
    for name in {thing.material for thing in still.cast.things.values()}:
        was = still.palette.materials[still.palette.numbers[name]]
        now = palette.materials[palette.numbers[name]]
        if was is not now and replace(was, light=now.light) != now:
            return False
    return True
