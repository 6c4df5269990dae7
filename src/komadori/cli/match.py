"""`komadori match`: shots of several units made alike."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from komadori.cli.app import app, json_option, series_option
from komadori.cli.talk import emit, show_progress, table, talk
from komadori.errors import WrongUse

if TYPE_CHECKING:
    from komadori.deliver.matching import Unit
    from komadori.film import Slate
    from komadori.store import SeriesFolder


def _slates(_ctx: click.Context, _parameter: click.Parameter, value: tuple[str, ...]) -> "tuple[Slate, ...]":
    from komadori.film import Slate

    return tuple(Slate.parse(each) for each in value)


def _slate(_ctx: click.Context, _parameter: click.Parameter, value: str) -> "Slate":
    from komadori.film import Slate

    return Slate.parse(value)


@app.command("match")
@click.argument("slates", nargs=-1, required=True, callback=_slates, metavar="SHOT...")
@click.option(
    "--to", "reference", required=True, callback=_slate, metavar="SHOT", help="The shot they shall look like."
)
@series_option
@click.option("--frame", type=click.IntRange(min=1), default=1, show_default=True, help="Whose pictures are compared.")
@click.option("--exposure", default="x1", show_default=True, help="Which of the sheet's named exposures.")
@click.option(
    "--show", type=click.Path(path_type=Path), metavar="FILE.png", help="Draw every shot before and after on one page."
)
@click.option("--overwrite", is_flag=True, help="Replace the matches and the page that lie there.")
@json_option
def match(
    *,
    slates: "tuple[Slate, ...]",
    reference: "Slate",
    series: "SeriesFolder",
    frame: int,
    exposure: str,
    show: Path | None,
    overwrite: bool,
    as_json: bool,
) -> None:
    """Make each SHOT look like another, for series that several units film.

    A match.toml is written into each take's folder; the recipe's operation `match` with file = "match.toml" uses it,
    in every one of them. Where both shots show one set, colours are compared place by place; otherwise the tones of
    the pictures as a whole.
    """
    from komadori.deliver.matching import match_takes
    from komadori.deliver.place import must_be_free

    if show is not None and show.suffix.lower() != ".png":
        raise WrongUse(f"{show.name} is not called *.png.", hint="write to NAME.png.")
    if show is not None:
        must_be_free(show, overwrite=overwrite)
    takes = [series.take(slate) for slate in slates]
    target = series.take(reference)
    units = show_progress(match_takes(takes, target, frame=frame, exposure=exposure, overwrite=overwrite))
    if show is not None:
        _draw(units, series.series.title, show, overwrite=overwrite)
    found = [unit.matched for unit in units]
    if as_json:
        emit({"reference": str(target.slate), "matched": found[1:], "page": show})
        return
    rows = [
        (
            one.take,
            f"{one.exposure:+.2f}",
            "" if one.before is None else f"{one.before:.1f}",
            "" if one.after is None else f"{one.after:.2f}",
            f"{one.pairs} places" if one.pairs else "another set: tones as a whole",
        )
        for one in found[1:]
    ]
    table(("shot", "stops", "ΔE before", "after", "told by"), rows, title=f"to {target.slate}")
    talk('For each of them: [[operation]] use = "match", file = "match.toml" in the recipe.')


def _draw(units: "list[Unit]", title: str, show: Path, *, overwrite: bool) -> None:
    from komadori.deliver.heading import Heading
    from komadori.deliver.matching import draw_matches
    from komadori.deliver.place import in_place

    count = len(units) - 1
    facts = (f"{count} shot{'s' * (count != 1)} matched",)
    page = draw_matches(Heading(title=title, shot="Shots made alike", facts=facts), units)
    with in_place(show, overwrite=overwrite) as draft:
        page.save(draft, format="PNG")
