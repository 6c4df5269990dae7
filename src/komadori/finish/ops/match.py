"""One camera's colours made another's: by a chart, by another shot of the same series, or by a picture.

`komadori chart` and `komadori match` write a file that this reads. Without one, a reference picture is compared with
the take's first picture; where both show one set by the colours of its places, else by their tones as a whole. What is
found holds for the whole take, so that nothing flickers.
"""

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from komadori.finish.operation import Given, Linear, Operation, Parameter, Place, Settings, Solved, Still, Stretch
from komadori.finish.remarks import Said, Saying
from komadori.picture.match import CODES, NOTHING, BadMatch, Match, mixed, parse
from komadori.picture.same_set import WIDTH, match_pictures
from komadori.picture.tone import bent

MOST_BYTES = 100_000


def read_match(path: Path) -> Match:
    """The match in the TOML file `path`. Raises BadMatch."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadMatch(f"{path.name} is too large to be a match.")
        return parse(tomllib.loads(path.read_text(encoding="utf-8")), path.name)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as failure:
        hint = "`komadori chart` and `komadori match` write such files."
        raise BadMatch(f"{path.name} cannot be read as a match: {failure}.", hint=hint) from failure


def measure(still: Still, settings: Settings) -> NDArray[Any]:
    """The take's first picture, small, where there is something to compare it with; nothing of the others."""
    if settings["file"] or not settings["reference"] or still.first.path != still.path:
        return np.empty(0, np.float32)
    return still.small(WIDTH)[..., :3]


def solve(stretch: Stretch, settings: Settings) -> list[Solved]:
    """The same match for every picture: stops as numbers, the matrix as field where greys alone do not tell it."""
    match, said, doubt = _found(stretch, settings)
    if not settings["exposure"]:
        match = Match(stops=match.stops - round(match.exposure, 4), matrix=match.matrix)
    numbers = match.stops[:, 0] if match.straight else match.stops.ravel()
    solved = Solved(
        numbers=tuple(round(float(stop), 4) for stop in numbers) if np.abs(match.stops).max() > 0 else (),
        field=None if np.abs(match.matrix - np.eye(3)).max() < 1e-5 else np.round(match.matrix, 5),
        said=said,
        doubt=doubt,
    )
    return [solved for _ in stretch.moments]


UNMEASURED = Saying(name="unmeasured", words="The take's first picture could not be measured: nothing was matched.")
DARK = Saying(name="dark", words="The first picture or the reference is all dark or clipped: nothing was matched.")
ANOTHER_SET = Saying(
    name="another set", words="The reference shows another set: brightness and colour were matched as a whole."
)


def _found(stretch: Stretch, settings: Settings) -> tuple[Match, tuple[Said, ...], float]:
    files = stretch.holdings.paths("file") if settings["file"] else ()
    if files:
        return read_match(files[0]), (), 0.0
    first = next((moment.measure for moment in stretch.moments if moment.measure.size), None)
    wanted = stretch.holdings.plate("reference", WIDTH) if first is not None else None
    if wanted is None:
        return (NOTHING, (UNMEASURED.of(),), 0.9) if settings["reference"] else (NOTHING, (), 0.0)
    match, pairs = match_pictures(np.asarray(first, np.float32), np.ascontiguousarray(wanted[..., :3]))
    if pairs:
        return match, (), 0.0
    if match is NOTHING:
        return match, (DARK.of(),), 0.9
    return match, (ANOTHER_SET.of(),), 0.4


def match_of(numbers: tuple[float, ...]) -> Match:
    """The match of solved numbers: one stop for each channel, or one for each of `CODES`."""
    stops = np.array(numbers or (0.0, 0.0, 0.0)).reshape(3, -1)
    return Match(stops=np.broadcast_to(stops, (3, len(CODES))), matrix=np.eye(3))


def curve(pixels: Linear, settings: Settings, given: Given) -> Linear:
    """The stops, as far as `strength` has them."""
    strength = float(settings["strength"])
    if not given.numbers or not strength:
        return pixels
    found = match_of(given.numbers)
    return bent(pixels, Match(stops=strength * found.stops, matrix=found.matrix).curve)


def apply(pixels: Linear, settings: Settings, given: Given) -> Linear:
    """The matrix, after the stops, as far too. What the photograph could not hold stays without colour."""
    strength = float(settings["strength"])
    if given.field is None or not strength:
        return pixels
    matrix = np.eye(3) + strength * (given.field - np.eye(3))
    return mixed(pixels, Match(stops=strength * match_of(given.numbers).stops, matrix=matrix))


def told(settings: Settings) -> str:
    """In a few words."""
    source = settings["file"] or settings["reference"]
    return f"colours matched by {source}" if source else ""


OPERATION = Operation(
    name="match",
    version=2,
    says="Makes colours those of a colour chart, of another unit's shot, or of a reference picture.",
    place=Place.LIGHT,
    parameters=(
        Parameter(name="file", default="", holds="file", says="What `komadori chart` or `komadori match` wrote."),
        Parameter(
            name="reference",
            default="",
            holds="plate",
            says="A picture to match the take's first picture to, where there is no file.",
        ),
        Parameter(
            name="exposure", default=True, says="Match how light the picture is, too, and not its colours alone."
        ),
        Parameter(name="strength", default=1.0, low=0, high=1, says="1 for all of it, 0 for nothing."),
    ),
    curve=curve,
    apply=apply,
    pointwise=True,
    measure=measure,
    measured_by=("file", "reference"),
    looks_at=("first",),
    solve=solve,
    solved_by=("file", "reference", "exposure"),
    done_by=("strength",),
    told=told,
    remarks=(UNMEASURED, DARK, ANOTHER_SET),
)
