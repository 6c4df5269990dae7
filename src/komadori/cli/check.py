"""`komadori check`: every picture against what was promised."""

from dataclasses import asdict

from komadori.cli.app import app, json_option, series_argument
from komadori.cli.talk import emit, show_progress, table, talk
from komadori.cli.words import counted, sized
from komadori.store import SeriesFolder, check_series


@app.command("check")
@series_argument
@json_option
def check(*, series: SeriesFolder, as_json: bool) -> int | None:
    """Read every picture of SERIES and compare it with its journal.

    What is damaged is listed with where another copy may be; nothing is changed.
    """
    report = show_progress(check_series(series))
    if as_json:
        emit({"sound": report.sound, **asdict(report)})
    else:
        if report.problems:
            rows = [
                (problem.slate, problem.kind, problem.message, "\n".join((*problem.copies, *problem.traces)))
                for problem in report.problems
            ]
            table(("shot", "", "what is wrong", "where another copy may be"), rows)
        for notice in report.notices:
            talk(f"note: {notice}")
        looked_at = f"{counted(report.pictures, 'picture')} ({sized(report.bytes)}) in {counted(report.takes, 'take')}"
        harm = sum(problem.harm for problem in report.problems)
        talk(f"{looked_at}: {'all as promised' if report.sound else f'{harm} not as promised'}.")
        if not report.sound:
            talk("hint: `komadori repair` puts back what can be put back.")
    return None if report.sound else 1
