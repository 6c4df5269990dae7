"""From a part's design to its shapes: the felted surface, its fibres, and everything sewn on, each by its content."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
from numpy.typing import NDArray

from komadori.stage.felt.design import Finish, Part, Patch, Spot, Thread
from komadori.stage.felt.fibres import Felt, Grown, Hole, grown
from komadori.stage.felt.forms import Point, Sculpture
from komadori.stage.felt.paint import Coat
from komadori.stage.felt.pieces import ball, lid, patch, rounded, tube
from komadori.stage.felt.surface import EmptySculpture, Surface, on_front, sculpted, smooth_normals
from komadori.stage.kept import Arrays, kept
from komadori.stage.scene import Fibres, Floats, Material, Mesh, Shape, content_key

VERSION = 3
"""Raised whenever the same design gives another felt, so that nothing old is taken from the cache."""
BARE = 2.2
"""Without fibres nobody looks closely: the surface is this many times coarser then, and of its whole colour."""
UNDER = 0.82
"""The felt below its fibres lies in their shade: the share of its colour that is left."""

FELT = Material(kind="felt", rough=0.95, bump=0.9, grain=1.2, sheen=0.3)
FIBRE = Material(kind="fibre", rough=0.6, through=0.35)
YARN = Material(kind="yarn", rough=0.9, through=0.15, sheen=0.3)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Piece:
    """One shape of a part with what it is made of; `name` is unique within the part."""

    name: str
    shape: Shape
    material: Material


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Made:
    """A part as made: its pieces, and its felt with what boiling and thinning need, in the unposed puppet's mm.

    `bare` are its pieces where no fibres are grown.
    """

    part: Part
    joint: Point
    pieces: tuple[Piece, ...]
    bare: tuple[Piece, ...]
    wool: Grown | None = None


class Workshop:
    """Makes all parts of one puppet; what one part sews on another is placed on that one's felt."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = {part.name: part for part in parts}

    def made(self) -> dict[str, Made]:
        """Every part by name."""
        return {name: self._made(part) for name, part in self.parts.items()}

    def place(self, part: Part, at: Spot, sink: float = 0.0) -> Point:
        """The point (3) of a spot: on the felt of the part, or of the nearest that carries it."""
        x, y, z = self.places(part, np.asarray([at], np.float32), sink)[0]
        return (float(x), float(y), float(z))

    def places(self, part: Part, spots: Floats, sink: float = 0.0) -> Floats:
        """The points (n × 3) of `spots` (n × 3, or n × 2 as seen from the front), `sink` mm deeper."""
        if spots.shape[1] == 3:
            return spots + np.array([0, sink, 0], np.float32)
        ground = self._ground(part)
        if ground is None or ground.sculpture is None:
            return np.insert(spots, 1, sink, axis=1)
        return on_front(ground.sculpture, spots, sink)

    def _ground(self, part: Part | None) -> Part | None:
        while part is not None and part.sculpture is None:
            part = self.parts.get(part.parent)
        return part

    def _made(self, part: Part) -> Made:
        sewn = tuple(self._sewn(part))
        pieces, bare = sewn, tuple(self._bare(part, sewn))
        wool = self._lid_wool(part) if part.lids else None
        if part.sculpture is not None:
            fine, coarse, wool = self._felted(part, part.sculpture)
            ground = _felt_ground(part.felt.lift)
            pieces = (Piece(name="felt", shape=fine, material=ground), *pieces)
            bare = (Piece(name="felt", shape=coarse, material=ground), *bare)
        joint = self.place(part, part.joint, part.joint_sink)
        return Made(part=part, joint=joint, pieces=pieces, bare=bare, wool=wool)

    def _bare(self, part: Part, sewn: Sequence[Piece]) -> Iterator[Piece]:
        """What of the pieces is seen where nothing is grown and no stitch drawn."""
        cores = {f"knit-{number}/core": knit for number, knit in enumerate(part.knits, 1)}
        for piece in sewn:
            if piece.name in cores:
                yield replace(piece, shape=cores[piece.name].core(bare=True))
            elif isinstance(piece.shape, Mesh):
                yield piece

    def _felted(self, part: Part, sculpture: Sculpture) -> tuple[Mesh, Mesh, Grown]:
        holes = tuple(self._holes(part))
        key = content_key("felted", VERSION, part.felt, part.coat, part.second, part.step, part.trims, sculpture, holes)

        def make() -> Mapping[str, NDArray[np.generic]]:
            try:
                surface, coarse = (sculpted(sculpture, part.step * wider) for wider in (1.0, BARE))
            except EmptySculpture as failure:
                raise EmptySculpture(f"Part {part.name}: {failure.message}", hint=failure.hint) from None
            coat = part.coat.laid(sculpture)
            second = None if part.second is None else np.asarray(part.second, np.float32)
            seed = sculpture.seed * 31 + 7
            wool = grown(surface, part.felt, coat, second=second, holes=holes, trims=part.trims, seed=seed)
            return {
                **_surfaced("fine", surface, coat.colours(surface.vertices) * np.float32(UNDER)),
                **_surfaced("coarse", coarse, coat.colours(coarse.vertices)),
                **_packed(wool),
            }

        held = kept(f"felt-{key}", make)
        return _meshed("fine", held), _meshed("coarse", held), _unpacked(held)

    def _lid_wool(self, part: Part) -> Grown:
        held = []
        for number, one in enumerate(part.lids):
            dome = lid(self.place(part, one.at, one.sink), one.radius, one.thick, one.open_by)
            half = len(dome.vertices) // 2
            faces = dome.faces[(dome.faces < half).all(1)]
            normals = smooth_normals(dome.faces, dome.vertices)
            surface = Surface(vertices=dome.vertices[:half], normals=normals[:half], faces=faces)
            held.append(grown(surface, _lid_felt(one.radius), Coat(ground=one.colour), seed=91 + number))
        return _together(held)

    def _sewn(self, part: Part) -> Iterator[Piece]:
        for number, bead in enumerate(part.beads, 1):
            x, y, z = self.place(part, bead.at, bead.sink)
            shape = ball((x + bead.shift[0], y + bead.shift[1], z + bead.shift[2]), bead.radii, bead.turn)
            yield Piece(name=f"bead-{number}", shape=shape, material=_material(bead.finish))
        for number, thread in enumerate(part.threads, 1):
            line = self._line(part, thread)
            yield Piece(name=f"thread-{number}", shape=tube(line, smooth=1), material=_material(thread.finish))
        for number, one in enumerate(part.patches, 1):
            yield Piece(name=f"patch-{number}", shape=self._patch(part, one), material=_material(one.finish))
        for number, one_lid in enumerate(part.lids, 1):
            centre = self.place(part, one_lid.at, one_lid.sink)
            dome = lid(centre, one_lid.radius, one_lid.thick, one_lid.open_by)
            colour = np.tile(np.asarray(one_lid.colour, np.float32) * np.float32(UNDER), (len(dome.vertices), 1))
            ground = _felt_ground(0.08 * one_lid.radius)
            yield Piece(name=f"lid-{number}", shape=replace(dome, colour=colour), material=ground)
        for number, knit in enumerate(part.knits, 1):
            yield Piece(name=f"knit-{number}/core", shape=knit.core(), material=FELT)
            yield Piece(name=f"knit-{number}/yarn", shape=knit.yarn(), material=YARN)
            if knit.fuzz:
                yield Piece(name=f"knit-{number}/fuzz", shape=knit.hairs(), material=FIBRE)
            tassels = knit.tassels()
            if tassels is not None:
                yield Piece(name=f"knit-{number}/fringe", shape=tassels, material=YARN)

    def _line(self, part: Part, thread: Thread) -> list[tuple[float, float, float, float]]:
        """The thread's places with its radius at each, close together and on the felt."""
        spots = np.asarray(thread.points, np.float32)
        dense = rounded(spots, 6)
        rise = np.linspace(-1, 1, len(dense))
        radii = thread.radius * (thread.tip + (1 - thread.tip) * (1 - rise**2) ** 0.5)
        radii = radii * np.linspace(1, thread.taper, len(dense))
        places = self.places(part, dense, -thread.proud)
        rows = np.concatenate([places, radii[:, None]], 1).tolist()
        return [(x, y, z, radius) for x, y, z, radius in rows]

    def _patch(self, part: Part, one: Patch) -> Mesh:
        rim = rounded(np.asarray([*one.rim, one.rim[0]], np.float32), 6)[:-1]
        middle = rim.mean(0)
        rings = [middle + (rim - middle) * share for share in (0.02, 0.35, 0.7, 0.92, 1.0)]
        ground = self._ground(part)
        places = self.places(part, np.concatenate(rings)).reshape(len(rings), len(rim), 3)
        proud = np.zeros_like(places)
        if ground is not None and ground.sculpture is not None:
            flat = places.reshape(-1, 3)
            proud = ground.sculpture.normal(flat, 0.6).reshape(places.shape)
        rise = np.array([1.0, 1.0, 0.95, 0.75, 0.1], np.float32)[:, None, None] * np.float32(one.proud)
        made = patch(places[-1], places[:-1], proud * rise)
        return made if _faces_out(made, proud.reshape(-1, 3)) else replace(made, faces=made.faces[:, ::-1].copy())

    def _holes(self, ground: Part) -> Iterator[Hole]:
        for part in self.parts.values():
            if self._ground(part) is not ground:
                continue
            for bead in part.beads:
                if bead.hole:
                    yield Hole(at=self.place(part, bead.at, bead.sink), radius=bead.hole)
            for thread in part.threads:
                if thread.hole:
                    yield from (Hole(at=(x, y, z), radius=thread.hole) for x, y, z, _ in self._line(part, thread))


def _felt_ground(lift: float) -> Material:
    """The felt below fibres that stand off by `lift` mm: the closer it is needled, the finer and smoother."""
    tenths = round(10 * lift) / 10
    return replace(FELT, bump=min(max(tenths, 0.2), 0.9), grain=min(max(1.3 * tenths, 0.4), 1.2))


def _lid_felt(radius: float) -> Felt:
    """Wool for a lid of `radius` mm: fine and short, so that the eye's edge stays clean."""
    fine = min(0.07, 0.03 + 0.007 * radius)
    length, shaggy = 0.55 * radius, 0.16 * radius
    return Felt(mat=0.045 / fine**2, fuzz=0.4, length=length, fuzz_length=shaggy, radius=fine, lift=0.08 * radius)


def _material(finish: Finish) -> Material:
    return Material(kind=finish.kind, colour=finish.colour, rough=finish.rough, gloss=finish.gloss)


def _faces_out(mesh: Mesh, normals: Floats) -> bool:
    first, second, third = (mesh.vertices[mesh.faces[:, corner]] for corner in range(3))
    return float((np.cross(second - first, third - first) * normals[mesh.faces[:, 0]]).sum()) >= 0


def _surfaced(name: str, surface: Surface, colour: Floats) -> dict[str, NDArray[np.generic]]:
    return {f"{name}_vertices": surface.vertices, f"{name}_faces": surface.faces, f"{name}_colour": colour}


def _meshed(name: str, held: Arrays) -> Mesh:
    return Mesh(
        vertices=cast(Floats, held[f"{name}_vertices"]),
        faces=cast(NDArray[np.int32], held[f"{name}_faces"]),
        colour=cast(Floats, held[f"{name}_colour"]),
    )


def _packed(wool: Grown) -> dict[str, Floats]:
    held = wool.fibres
    return {
        "points": held.points,
        "radius": held.radius,
        "fibre_colour": held.colour,
        "roots": wool.roots,
        "normals": wool.normals,
    }


def _unpacked(held: Arrays) -> Grown:
    array = {name: cast(Floats, held[name]) for name in ("points", "radius", "fibre_colour", "roots", "normals")}
    fibres = Fibres(points=array["points"], radius=array["radius"], colour=array["fibre_colour"])
    return Grown(fibres=fibres, roots=array["roots"], normals=array["normals"])


def _together(wools: Sequence[Grown]) -> Grown:
    fibres = Fibres(
        points=np.concatenate([wool.fibres.points for wool in wools]),
        radius=np.concatenate([wool.fibres.radius for wool in wools]),
        colour=np.concatenate([wool.fibres.colour for wool in wools]),
    )
    return Grown(
        fibres=fibres,
        roots=np.concatenate([wool.roots for wool in wools]),
        normals=np.concatenate([wool.normals for wool in wools]),
    )
