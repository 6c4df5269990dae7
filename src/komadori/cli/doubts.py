"""`komadori doubts`: which finished pictures need a hand, worst first."""

from typing import TYPE_CHECKING

import click

from komadori.cli.app import app, json_option, series_option, shot_argument
from komadori.cli.talk import emit, say, table
from komadori.store import NotFinished

if TYPE_CHECKING:
    from komadori.film import Slate
    from komadori.store import Remark, SeriesFolder, TakeFolder


@app.command("doubts")
@shot_argument
@series_option
@click.option("--use", metavar="OPERATION", help="Only what this operation says.")
@click.option(
    "--from",
    "least",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="Only doubts as large as this, 0 to 1.",
)
@json_option
def doubts(*, slate: "Slate", series: "SeriesFolder", use: str | None, least: float, as_json: bool) -> None:
    """List what finishing SHOT left for a person to look at, the most doubtful frame first.

    A doubt of 1 is a guess, 0 a note: that there was no plate, that the painted rig was lost, that nothing stood still.
    """
    take = series.take(slate)
    finished = take.finished()
    if finished is None:
        raise NotFinished(f"{take.slate} was not finished yet.", hint=f"`komadori finish {slate}` comes first.")
    first = _first_frames(take)
    rows = sorted(
        (
            (one, number)
            for number, told in finished.remarks.items()
            for one in told
            if one.doubt >= least and use in (None, one.use)
        ),
        key=lambda row: (-row[0].doubt, first.get(row[1], 0), row[0].use),
    )
    if as_json:
        emit({"shot": str(take.slate), "doubts": [_told(one, number, first.get(number)) for one, number in rows]})
    elif not rows:
        say(f"{take.slate}: nothing to look at.")
    else:
        table(
            ("doubt", "frame", "picture", "operation", ""),
            [
                (f"{one.doubt:.2f}", str(first.get(number, "–")), str(number), one.use, one.words)
                for one, number in rows
            ],
            title=f"{take.slate}: what to look at, worst first",
        )


def _told(remark: "Remark", number: int, frame: int | None) -> dict[str, object]:
    return {
        "frame": frame,
        "picture": number,
        "operation": remark.use,
        "doubt": remark.doubt,
        "words": remark.words,
    }


def _first_frames(take: "TakeFolder") -> dict[int, int]:
    """The first frame of the sheet that shows each picture, by its number."""
    first: dict[int, int] = {}
    for span in take.sheet.spans():
        for _, number in span.cell.pictures:
            first.setdefault(number, span.first)
    return first
