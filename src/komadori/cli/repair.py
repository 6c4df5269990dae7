"""`komadori repair`: what can be put back is put back."""

from dataclasses import asdict

from komadori.cli.app import app, json_option, series_argument
from komadori.cli.talk import emit, show_progress, table, talk
from komadori.store import SeriesFolder, repair_series


@app.command("repair")
@series_argument
@json_option
def repair(*, series: SeriesFolder, as_json: bool) -> int | None:
    """Put back pictures of SERIES that are in no journal or have a copy elsewhere.

    Nothing is ever deleted: what is replaced is set aside in the take's salvage folder.
    """
    report = show_progress(repair_series(series))
    if as_json:
        emit({"sound": report.sound, **asdict(report)})
    else:
        if report.mended:
            table(("put in order", ""), [(mended.file, mended.message) for mended in report.mended])
        if report.left:
            table(("left as it is", "", ""), [(left.file, left.kind, left.message) for left in report.left])
        for reason in report.reasons:
            talk(f"note: {reason}")
        talk(f"{len(report.mended)} put in order, {len(report.left)} left as they are.")
    return None if report.sound else 1
