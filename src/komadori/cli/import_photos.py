"""`komadori import`: photographs, Dragonframe takes and sheets come into a shot."""

from pathlib import Path
from typing import Any

import click

from komadori.capture.importing import ImportReport, Order, before_beginning, import_photographs
from komadori.capture.take import take_to_fill
from komadori.cli.app import FOLDER, app, json_option, series_option, settings_of, shot_option
from komadori.cli.talk import emit, show_progress, table, talk
from komadori.cli.words import counted
from komadori.film import Slate
from komadori.store import SeriesFolder, TakeFolder

REMARKS = 40
"""Remarks shown: a shot written with each picture twice would have hundreds, all the same."""


@app.command("import")
@click.argument("photos", type=FOLDER, nargs=-1, required=True)
@series_option
@shot_option
@click.option(
    "--on",
    type=click.IntRange(1, 240),
    metavar="N",
    help="Frames each photograph is held for; by default as the shot began.",
)
@click.option("--by", type=click.Choice(["name", "time"]), default="name", show_default=True, help="What orders them.")
@click.option("--copy/--link", default=True, help="Copy the originals (default), or share their room on the disk.")
@click.option("--new-take", is_flag=True, help="Begin a new take for them.")
@json_option
def import_photos(
    *,
    photos: tuple[Path, ...],
    series: SeriesFolder,
    slate: Slate,
    on: int | None,
    by: Order,
    copy: bool,
    new_take: bool,
    as_json: bool,
) -> int | None:
    """Bring PHOTOS (files or folders) into a shot.

    They fill the empty slots of its sheet, then go on after its end. A folder with a Dragonframe take.xml comes in
    with its holds; an .xdts or .csv file lays out the sheet. Doing it again brings in only what is not there yet.

    A copy is safe from whatever is done to the original later; a link takes no room, and changes when it changes.
    """
    before_beginning(photos, series.series.rate)
    take = take_to_fill(series, slate, on=on or settings_of(series).on, new=new_take)
    with take.writer() as writer:
        report = show_progress(import_photographs(writer, photos, by=by, link=not copy, on=on or take.shot.on))
    if as_json:
        emit(_as_json(take, report))
    else:
        _tell(take, report)
    return 1 if report.refused or report.stopped else None


def _as_json(take: TakeFolder, report: ImportReport) -> dict[str, Any]:
    return {
        "take": str(take.slate),
        "kept": [
            {
                "picture": picture.number,
                "frame": picture.frame,
                "exposure": picture.exposure,
                "file": take.file(picture).absolute(),
                "bytes": picture.bytes,
                "hash": picture.hash,
                "source": picture.source,
            }
            for picture in report.kept
        ],
        "present": report.present,
        "refused": [
            {"file": one.file, "kind": one.kind, "message": one.why.message, "hint": one.why.hint}
            for one in report.refused
        ],
        "remarks": [{"file": one.file, "kind": one.kind, "message": one.text} for one in report.remarks],
        "passed_over": report.passed_over,
        "laid_out": report.laid_out,
        "stopped": str(report.stopped) if report.stopped else None,
    }


def _tell(take: TakeFolder, report: ImportReport) -> None:
    refused = [(one.file.name, one.kind, one.why.message.removeprefix(f"{one.file.name}: ")) for one in report.refused]
    remarks = [(one.file.name, one.kind, one.text) for one in report.remarks]
    if refused:
        table(("refused", "", "why"), refused)
    if remarks:
        table(("remarks", "", ""), remarks[:REMARKS])
    if len(remarks) > REMARKS:
        talk(f"note: {counted(len(remarks) - REMARKS, 'more remark')}; --json lists them all.")
    for hint in dict.fromkeys(one.why.hint for one in report.refused if one.why.hint):
        talk(f"hint: {hint}")
    told = [f"{len(report.kept)} kept"]
    told += [f"{report.present} there already"] if report.present else []
    told += [f"{len(refused)} refused"] if refused else []
    told += [f"laid out by {report.laid_out.name}"] if report.laid_out else []
    told += [f"{counted(len(report.passed_over), 'other file')} passed over"] if report.passed_over else []
    talk(f"{take.slate}: {', '.join(told)}.")
    if report.stopped:
        talk(f"error: {report.stopped}")
