"""Shots of several units made alike: a match for each, and a page that shows them before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import tomli_w
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from komadori.deliver.heading import HEAD, MARGIN, Heading
from komadori.deliver.place import in_place, must_be_free
from komadori.deliver.reel import nothing_to_show
from komadori.picture import read, style
from komadori.picture.colour import to_codes, to_light
from komadori.picture.delta_e import delta_e, to_lab
from komadori.picture.match import NOTHING, Match, mixed, told
from komadori.picture.same_set import match_pictures, pairs_of
from komadori.picture.style import Text
from komadori.progress import Progress, Work
from komadori.store import TakeFolder

Linear: TypeAlias = NDArray[np.float32]

FILE = "match.toml"
"""What lies in each take's folder afterwards, so that one recipe serves all: `file = "match.toml"`."""
WIDE, GAP, CAPTION = 560, 24, 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """A take's match. `pairs` is how many places of a common set told it, 0 where the tones were compared as a whole;
    `before` and `after` are the median CIEDE2000 over those places, None without. `exposure` is in stops."""

    take: str
    file: Path
    pairs: int
    before: float | None
    after: float | None
    exposure: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A take's picture, small and as light, with its match."""

    light: Linear
    match: Match
    matched: Matched


def match_takes(
    takes: Sequence[TakeFolder], reference: TakeFolder, *, frame: int = 1, exposure: str = "x1", overwrite: bool = False
) -> Work[list[Unit]]:
    """Write what makes each of `takes` look like `reference` into its folder, as told by the pictures at `frame`; the
    reference gets a match that changes nothing, and comes first in what is returned.

    Raises AlreadyThere before anything is written, FramesMissing where a take has no picture, UnreadablePicture, and
    StorageFailed and its kinds.
    """
    others = [take for take in takes if take.path != reference.path]
    for take in (reference, *others):
        must_be_free(take.path / FILE, overwrite=overwrite)
    wanted = _light(reference, frame, exposure)
    units = [_unit(reference, wanted, NOTHING, None, 0)]
    for number, take in enumerate(others, 1):
        yield Progress(done=number - 1, total=len(others), doing=f"matching {take.slate}")
        light = _light(take, frame, exposure)
        match, pairs = match_pictures(light, wanted)
        units.append(_unit(take, light, match, wanted, pairs))
    for unit, take in zip(units, (reference, *others), strict=True):
        _write(unit, take, str(reference.slate), overwrite=overwrite)
    return units


def _light(take: TakeFolder, frame: int, exposure: str) -> Linear:
    """The picture that the sheet shows at `frame`, or the first one after it, or the last."""
    there = [
        (span.last < frame, number)
        for span in take.sheet.spans()
        if (number := span.cell.picture(exposure)) is not None and not span.cell.hidden
    ]
    if not there:
        raise nothing_to_show(take, exposure)
    ahead = [number for past, number in there if not past]
    pixels = read(take.file(take.picture(ahead[0] if ahead else there[-1][1])))
    return np.asarray(to_light(pixels.data, pixels.encoding)[..., :3], np.float32)


def _unit(take: TakeFolder, light: Linear, match: Match, wanted: Linear | None, pairs: int) -> Unit:
    before = after = None
    found = pairs_of(light, wanted) if wanted is not None and pairs else None
    if found is not None:
        one, other = found
        before, after = (
            round(float(np.median(delta_e(to_lab(np.maximum(each, 0)), to_lab(other)))), 3)
            for each in (one, match(one))
        )
    matched = Matched(
        take=str(take.slate),
        file=take.path / FILE,
        pairs=pairs,
        before=before,
        after=after,
        exposure=round(match.exposure, 3),
    )
    return Unit(light=light, match=match, matched=matched)


def _write(unit: Unit, take: TakeFolder, reference: str, *, overwrite: bool) -> None:
    words: dict[str, object] = {"of": unit.matched.take, "to": reference, "pairs": unit.matched.pairs}
    if unit.matched.before is not None and unit.matched.after is not None:
        words["delta_e"] = {"before": unit.matched.before, "after": unit.matched.after}
    with in_place(take.path / FILE, overwrite=overwrite) as draft:
        draft.write_text(tomli_w.dumps(told(unit.match, words)), encoding="utf-8", newline="")


def draw_matches(heading: Heading, units: Sequence[Unit]) -> Image.Image:
    """Each unit's picture before, above itself after; the reference first, alone."""
    high, wide = units[0].light.shape[:2]
    tall = round(WIDE * high / wide)
    columns = min(4, len(units))
    rows = -(-len(units) // columns)
    each = 2 * tall + 8 + CAPTION
    size = (2 * MARGIN + columns * WIDE + (columns - 1) * GAP, HEAD + rows * each + 70)
    page = Image.new("RGB", size, style.GROUND)
    pen = ImageDraw.Draw(page)
    heading.draw(pen, page.width)
    for number, unit in enumerate(units):
        row, column = divmod(number, columns)
        x, y = MARGIN + column * (WIDE + GAP), HEAD + row * each
        page.paste(_drawn(unit.light, tall), (x, y))
        page.paste(_drawn(mixed(unit.match.curve(unit.light), unit.match), tall), (x, y + tall + 8))
        _caption(pen, x, y + 2 * tall + 40, unit.matched, first=number == 0)
    Text("Komadori · above as shot, below matched; CIEDE2000 over the places that both show", 20, style.FAINT).draw(
        pen, MARGIN, page.height - 30
    )
    return page


def _drawn(light: Linear, tall: int) -> Image.Image:
    codes = to_codes(np.asarray(light, np.float32), "srgb", 8)
    return Image.fromarray(codes).resize((WIDE, tall), Image.Resampling.LANCZOS)


def _caption(pen: ImageDraw.ImageDraw, x: int, baseline: int, matched: Matched, *, first: bool) -> None:
    if first:
        words = "the reference"
    elif matched.before is None:
        words = "another set: tones as a whole"
    else:
        words = f"ΔE {matched.before:.1f} → {matched.after:.2f}"
    told_width = Text(words, 20, style.LAMP if first else style.QUIET).draw(pen, x + WIDE, baseline, right=True)
    Text(matched.take, 22).within(WIDE - told_width - 20).draw(pen, x, baseline)
