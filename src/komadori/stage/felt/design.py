"""A puppet's parts as data: what is felted, sewn on, knitted, and where."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from komadori.stage.felt.fibres import Felt, Trim
from komadori.stage.felt.forms import Form, Point, Sculpture, mirrored
from komadori.stage.felt.knit import Knit
from komadori.stage.felt.paint import Coat
from komadori.stage.scene import Kind

Spot = tuple[float, ...]
"""A place in mm: three numbers, or two (x and z) that stand for where a line from the front meets the felt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    """What a hard or stitched piece is made of; as in `Material`."""

    kind: Kind
    colour: Point
    rough: float = 0.5
    gloss: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bead:
    """An ellipsoid set on the felt `at`, `sink` mm deep and then moved by `shift` mm, as a glint is on an eye.

    No fibre comes within `hole` mm of its middle.
    """

    at: Spot
    radii: Point
    finish: Finish
    shift: Point = (0.0, 0.0, 0.0)
    turn: Point = (0.0, 0.0, 0.0)
    sink: float = 0.0
    hole: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A thread of `radius` mm laid through `points`, lying `proud` mm high.

    It is `tip` times as thick at both its ends, and runs out to `taper` times at its last.

    No fibre comes within `hole` mm of it.
    """

    points: tuple[Spot, ...]
    radius: float
    finish: Finish
    tip: float = 1.0
    taper: float = 1.0
    proud: float = 0.0
    hole: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """A thin cut of felt sewn on: its `rim` as (x, z) seen from the front, `proud` mm above the surface."""

    rim: tuple[Spot, ...]
    finish: Finish
    proud: float = 0.5
    hole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lid:
    """A lid over an eye `at`, `sink` mm deep: a quarter ball of `radius` mm, turned up by `open_by` degrees."""

    at: Spot
    radius: float
    colour: Point
    sink: float = 0.0
    thick: float = 0.8
    open_by: float = 62.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A rigid piece on a joint.

    `shown` tells for which replacement it is there ({"mouth": "smile"}); else it always is. `step` is how fine the
    surface is, in mm. `second` is the other colour of its wool.
    """

    name: str
    parent: str
    joint: Spot
    joint_sink: float = 0.0
    shown: Mapping[str, str] = field(default_factory=dict)
    sculpture: Sculpture | None = None
    coat: Coat = field(default_factory=lambda: Coat(ground=(0.5, 0.5, 0.5)))
    felt: Felt = field(default_factory=Felt)
    second: Point | None = None
    step: float = 1.2
    trims: tuple[Trim, ...] = ()
    beads: tuple[Bead, ...] = ()
    threads: tuple[Thread, ...] = ()
    patches: tuple[Patch, ...] = ()
    lids: tuple[Lid, ...] = ()
    knits: tuple[Knit, ...] = ()

    def other_side(self) -> "Part":
        """The same part made for the right instead of the left, of other fibres."""
        name = flipped(self.name)
        return replace(
            self,
            name=name,
            parent=flipped(self.parent),
            joint=_spot(self.joint),
            shown={flipped(channel): choice for channel, choice in self.shown.items()},
            sculpture=None if self.sculpture is None else replace(self.sculpture, forms=_forms(self.sculpture.forms)),
            coat=replace(
                self.coat,
                regions=tuple(replace(region, form=_form(region.form)) for region in self.coat.regions),
            ),
            felt=replace(
                self.felt,
                comb=mirrored(self.felt.comb),
                comb_from=mirrored(self.felt.comb_from) if self.felt.comb_from else None,
            ),
            trims=tuple(replace(trim, at=mirrored(trim.at)) for trim in self.trims),
            beads=tuple(mirrored_bead(bead) for bead in self.beads),
            threads=tuple(mirrored_thread(thread) for thread in self.threads),
            patches=tuple(replace(patch, rim=tuple(_spot(at) for at in patch.rim)) for patch in self.patches),
            lids=tuple(replace(lid, at=_spot(lid.at)) for lid in self.lids),
            knits=tuple(mirrored_knit(knit) for knit in self.knits),
        )


def flipped(name: str) -> str:
    """A name of the left as one of the right."""
    return name.replace("left", "right")


def mirrored_bead(bead: Bead) -> Bead:
    """The bead on the other side."""
    shift = mirrored(bead.shift)
    return replace(bead, at=_spot(bead.at), shift=shift, turn=(bead.turn[0], -bead.turn[1], -bead.turn[2]))


def mirrored_thread(thread: Thread) -> Thread:
    """The thread on the other side."""
    return replace(thread, points=tuple(_spot(at) for at in thread.points))


def mirrored_knit(knit: Knit) -> Knit:
    """The knitting on the other side, of other stitches."""
    return replace(
        knit, path=tuple((-row[0], *row[1:]) for row in knit.path), up=mirrored(knit.up), seed=knit.seed + 50
    )


def _spot(at: Spot) -> Spot:
    return (-at[0], *at[1:])


def _form(form: Form) -> Form:
    return form if form.mirror else form.mirrored()


def _forms(forms: tuple[Form, ...]) -> tuple[Form, ...]:
    return tuple(_form(form) for form in forms)
