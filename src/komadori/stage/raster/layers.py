"""The two layers of a live picture: what stands still, kept as it was lit, and what moves before it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from komadori.stage.raster.fuzz import ends, fuzzy
from komadori.stage.raster.rows import Rows, Solid, laid_out
from komadori.stage.raster.shade import Around, Lighted, around, casting, standing
from komadori.stage.raster.shadow import Aim, Placed, ShadowMap, aimed, shadow_maps
from komadori.stage.raster.surface import Palette, emitted, surface
from komadori.stage.raster.view import View
from komadori.stage.raster.visible import Seen, look, spots
from komadori.stage.scene import Colour, Floats, Lamp, Role, Thing

FAR_AWAY: frozenset[Role] = frozenset({"outdoors", "weather"})
"""Roles that shadows need not be sharp for."""
Ball = tuple[Floats, float]
"""Middle and radius in millimetres of what is before the lens."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cast:
    """The things of one layer: the rows that are seen, and those that cast shadows.

    `far` are the numbers of things that are far outside.
    """

    things: Mapping[str, Thing]
    rows: Rows
    casters: Rows
    far: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shade:
    """One lamp's shadows: how its map is taken, the map of what stands still, and how it falls on that."""

    aim: Aim
    map: ShadowMap
    placed: Placed
    reached: Floats


@dataclass(slots=True, kw_only=True, eq=False)
class Still:
    """What stands still under one view, and its `picture` (h × w × 3) in the lamps that burn."""

    view: View
    cast: Cast
    palette: Palette
    seen: Seen
    owner: NDArray[np.int32]
    lighted: Lighted
    ball: Ball
    maps: dict[Lamp, ShadowMap] = field(default_factory=dict)
    shades: dict[Lamp, Shade] = field(default_factory=dict)
    casting: list[Lamp] = field(default_factory=list)
    told: object = None
    picture: Floats = field(default_factory=lambda: np.zeros((1, 1, 3), np.float32))
    around: Around | None = None
    fuzz: tuple[Lighted, Floats] | None = None

    @classmethod
    def of(cls, view: View, cast: Cast, palette: Palette, moving: Cast, before: "Still | None" = None) -> "Still":
        """The layer of `cast`; `moving` is what else will be before the lens.

        Of the layer `before`, the maps of shadows are kept where the same things cast them on about the same place.
        """
        seen = look(view, cast.rows)
        there = spots(view, cast.rows, seen)
        owner = np.full(seen.row.shape, -1, np.int32)
        owner.reshape(-1)[there.at] = there.thing
        fuzz = None
        if (felt := fuzzy(cast.rows, palette)) is not None:
            stands_out, cover = ends(view, felt, seen.depth, owner, palette.fine)
            fuzz = Lighted(spots=stands_out, surface=surface(stands_out, palette)), cover
        ball = _ball(there.position[~np.isin(there.thing, cast.far)], moving)
        maps: dict[Lamp, ShadowMap] = {}
        if before is not None and _within(ball, before.ball):
            ball = before.ball
            if before.cast is cast:
                maps = before.maps | {lamp: shade.map for lamp, shade in before.shades.items()}
        return cls(
            maps=maps,
            owner=owner,
            fuzz=fuzz,
            view=view,
            cast=cast,
            palette=palette,
            seen=seen,
            lighted=Lighted(spots=there, surface=surface(there, palette)),
            ball=ball,
        )

    def light(self, lamps: Sequence[Lamp], air: Colour, palette: Palette) -> None:
        """Light it; nothing is done where nothing has changed."""
        glowing = tuple(material.light for material in palette.materials)
        if self.told == (told := (tuple(lamps), air, glowing)):
            return
        self.told = told
        there = self.lighted.spots
        self.lighted.forget_but(lamps)
        self._cast_shadows(lamps)
        total = np.zeros_like(there.colour)
        for lamp in lamps:
            share = self.lighted.share(lamp)
            shade = self.shades.get(standing(lamp))
            total += share if shade is None else share * shade.reached[:, None]
        picture = np.zeros((self.view.size[0] * self.view.size[1], 3), np.float32)
        picture[:] = air
        direct = np.zeros_like(picture)
        direct[there.at] = total
        self.around = around(direct.reshape(self.view.size[1], self.view.size[0], 3), air)
        total += self.lighted.surface.colour * self.around.at(there)
        total += emitted(there, self.lighted.surface, palette)
        picture[there.at] = total
        if self.fuzz is not None:
            lighted, cover = self.fuzz
            lighted.forget_but(lamps)
            at = lighted.spots.at
            picture[at] += (lit_before(self, lighted, lamps, {}) - picture[at]) * cover[:, None]
        self.picture = picture.reshape(self.view.size[1], self.view.size[0], 3)

    def _cast_shadows(self, lamps: Sequence[Lamp]) -> None:
        self.casting = casting(lamps, self.lighted)
        stand = [standing(lamp) for lamp in self.casting]
        fresh = [lamp for lamp in stand if lamp not in self.shades and lamp not in self.maps]
        made = shadow_maps([aimed(lamp, self.ball) for lamp in fresh], self.cast.casters)
        self.maps = {**self.maps, **dict(zip(fresh, made, strict=True))}
        self.shades = {lamp: self.shades.get(lamp) or self._shade(self.maps[lamp]) for lamp in stand}
        self.maps = {}

    def _shade(self, made: ShadowMap) -> Shade:
        aim = made.aim
        placed = aim.placed(self.lighted.spots, self.lighted.surface.soft)
        return Shade(aim=aim, map=made, placed=placed, reached=made.reached(placed))

    def shadowed(self, maps: Mapping[Lamp, ShadowMap]) -> Floats:
        """A copy of the picture in the shadows of what moves, told by the `maps` of lamps that stand there."""
        picture = self.picture.copy()
        flat = picture.reshape(-1, 3)
        at = self.lighted.spots.at
        for lamp in self.casting:
            shade, cast = self.shades[standing(lamp)], maps[standing(lamp)]
            kept = (1 - cast.reached(shade.placed)) * shade.reached
            those = np.flatnonzero(kept > 0)
            if len(those):
                tint = np.asarray(lamp.colour, np.float32) * np.float32(lamp.power)
                full = self.lighted.kept[standing(lamp)][those]
                flat[at[those]] -= full * (kept[those, None] * tint)
        return picture


def lit_before(still: Still, lighted: Lighted, lamps: Sequence[Lamp], maps: Mapping[Lamp, ShadowMap]) -> Floats:
    """The light (n × 3) of other spots, in the shadows of what stands still and of what moves."""
    there, made = lighted.spots, lighted.surface
    total = emitted(there, made, still.palette)
    if still.around is not None:
        total += made.colour * still.around.at(there)
    for lamp in lamps:
        share = lighted.share(lamp)
        shade = still.shades.get(standing(lamp))
        if shade is not None:
            placed = shade.aim.placed(there, made.soft)
            reached = shade.map.reached(placed)
            if standing(lamp) in maps:
                reached = reached * maps[standing(lamp)].reached(placed)
            share = share * reached[:, None]
        total += share
    return total


def cast_of(things: Iterable[Thing], solids: Mapping[str, Solid], names: Mapping[str, int], palette: Palette) -> Cast:
    """Lay out things; `names` are their numbers."""
    those = list(things)
    rows = laid_out([(names[thing.name], thing) for thing in those], solids, palette.numbers, palette.materials)
    dark = np.asarray([names[thing.name] for thing in those if not thing.shadow], np.int32)
    unseen = np.asarray([names[thing.name] for thing in those if not thing.seen], np.int32)
    return Cast(
        things={thing.name: thing for thing in those},
        rows=rows.kept(~np.isin(rows.thing, unseen)) if len(unseen) else rows,
        casters=rows.kept(~np.isin(rows.thing, dark)) if len(dark) else rows,
        far=tuple(names[thing.name] for thing in those if thing.role in FAR_AWAY),
    )


def _within(ball: Ball, other: Ball) -> bool:
    """Whether one ball lies in another that is not much larger."""
    away = float(np.linalg.norm(ball[0] - other[0]))
    return away + 0.85 * ball[1] <= other[1] and ball[1] > 0.5 * other[1]


def _ball(seen: Floats, moving: Cast) -> Ball:
    """The middle of what is `seen` standing still (n × 3), and how far it reaches; else of what moves."""
    points = seen if len(seen) else moving.rows.corners.reshape(-1, 3)
    if not len(points):
        return np.zeros(3, np.float32), 100.0
    low, high = np.percentile(points[:: max(1, len(points) // 20_000)], (1, 99), axis=0)
    return ((low + high) / 2).astype(np.float32), float(np.linalg.norm(high - low) / 2 * 1.15 + 10.0)
