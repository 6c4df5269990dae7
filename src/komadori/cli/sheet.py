"""`komadori sheet`: the exposure sheet, to read or to hand on."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from komadori.cli.app import FOLDER, app, json_option, series_option, shot_argument
from komadori.cli.talk import emit, say, table, talk
from komadori.errors import WrongUse
from komadori.film import Slate
from komadori.sheet.exchange import csv_sheet, xdts
from komadori.sheet.sheet import Cell, Sheet
from komadori.sheet.time import rate_text, timecode
from komadori.store import SeriesFolder


@app.command("sheet")
@shot_argument
@series_option
@click.option("--as", "kind", type=click.Choice(["csv", "xdts"]), help="The form for other programs.")
@click.option("--to", type=FOLDER, metavar="FILE", help="Write it there instead of on stdout.")
@click.option("--overwrite", is_flag=True, help="Replace what lies there.")
@json_option
def sheet_verb(
    *, slate: Slate, series: SeriesFolder, kind: str | None, to: Path | None, overwrite: bool, as_json: bool
) -> None:
    """Print the exposure sheet of SHOT, or write it for other programs as CSV or XDTS."""
    take = series.take(slate)
    chosen = kind or (to.suffix.lower().removeprefix(".") if to else None)
    if chosen is None:
        _print(take.slate, take.sheet, as_json=as_json)
        return
    if chosen not in ("csv", "xdts"):
        raise WrongUse(f"A sheet is not written as {chosen!r}.", hint="add --as csv or --as xdts.")
    sheet = take.sheet
    if chosen == "csv":
        text = csv_sheet.write(sheet)
    else:
        text = xdts.from_sheet(sheet, scene=slate.scene, cut=slate.shot, title=str(slate)).text()
    if to is None:
        if as_json:
            emit({"take": str(take.slate), "as": chosen, "text": text, "frames": sheet.frames})
        else:
            say(text.rstrip("\n"))
        return
    # The room of deliverables brings movies and plots along, which nobody waits for who only reads a sheet.
    from komadori.deliver.place import in_place

    with in_place(to, overwrite=overwrite) as draft:
        draft.write_text(text, encoding="utf-8", newline="")
    if as_json:
        emit({"take": str(take.slate), "as": chosen, "file": to.absolute(), "frames": sheet.frames})
    else:
        talk(f"The sheet of {take.slate}, {sheet.frames} frames, is in {to}.")


def _print(slate: Slate, sheet: Sheet, *, as_json: bool) -> None:
    if as_json:
        emit(_as_json(slate, sheet))
        return
    names = [column.name for column in sheet.columns[1:] if column.cells]
    table(("frame", "", *sheet.exposures, "held", *names), _rows(sheet, names), title=str(slate))
    talk(f"{sheet.frames} frames at {rate_text(sheet.rate)} a second.")


def _rows(sheet: Sheet, names: list[str]) -> Iterator[tuple[str, ...]]:
    for span in sheet.spans():
        pictures = [_number(span.cell, exposure) for exposure in sheet.exposures]
        notes = ["\n".join(_texts(sheet, name, span.first, span.last)) for name in names]
        yield str(span.first), timecode(span.first, sheet.rate), *pictures, str(span.cell.length), *notes


def _number(cell: Cell, exposure: str) -> str:
    number = cell.picture(exposure)
    shown = "·" if number is None else str(number)
    return f"({shown})" if cell.hidden else shown


def _texts(sheet: Sheet, name: str, first: int, last: int) -> Iterator[str]:
    """What begins in a column during these frames; an alarm has a bell before it."""
    for span in sheet.spans(name, first):
        if span.first > last:
            return
        if span.first >= first and not span.cell.blank:
            yield f"♪ {span.cell.text}" if span.cell.alarm else span.cell.text


def _as_json(slate: Slate, sheet: Sheet) -> dict[str, Any]:
    return {
        "take": str(slate),
        "fps": rate_text(sheet.rate),
        "frames": sheet.frames,
        "exposures": sheet.exposures,
        "columns": [
            {
                "name": column.name,
                "kind": column.kind,
                "cells": [
                    {
                        "frame": span.first,
                        "length": span.cell.length,
                        "pictures": dict(span.cell.pictures),
                        "text": span.cell.text,
                        "alarm": span.cell.alarm,
                        "hidden": span.cell.hidden,
                        "tag": span.cell.tag,
                    }
                    for span in sheet.spans(column.name)
                    if column.kind == "picture" or not span.cell.blank
                ],
            }
            for column in sheet.columns
        ],
    }
