"""`komadori chart`: a photographed ColorChecker, measured."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from komadori.cli.app import app, json_option
from komadori.cli.talk import emit, table, talk
from komadori.errors import WrongUse

if TYPE_CHECKING:
    from komadori.picture.chart_report import ChartReport


@app.command("chart")
@click.argument("picture", type=click.Path(path_type=Path), metavar="PICTURE")
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    metavar="FILE.toml",
    help="Write the match that puts the colours right, for the operation `match`.",
)
@click.option(
    "--show", type=click.Path(path_type=Path), metavar="FILE.png", help="Draw the chart as found, and every patch."
)
@click.option(
    "--edition",
    type=click.Choice(["2014", "1976"]),
    default="2014",
    show_default=True,
    help="Made from November 2014 on, or before: a date is printed on its back.",
)
@click.option("--overwrite", is_flag=True, help="Replace what lies there.")
@json_option
def chart(*, picture: Path, to: Path | None, show: Path | None, edition: Any, overwrite: bool, as_json: bool) -> None:
    """Find the 24-patch ColorChecker in PICTURE, and tell how far off each of its colours is.

    Classic, Passport, Mini or Nano, turned any way, in any light. RAW is developed with the camera's white balance, as
    `develop` does.
    """
    import numpy as np

    from komadori.deliver.place import must_be_free
    from komadori.picture import read
    from komadori.picture.chart_report import report_chart
    from komadori.picture.colour import to_light

    for path, suffix in ((to, ".toml"), (show, ".png")):
        if path is not None and path.suffix.lower() != suffix:
            raise WrongUse(f"{path.name} is not called *{suffix}.", hint=f"write to NAME{suffix}.")
        if path is not None:
            must_be_free(path, overwrite=overwrite)
    pixels = read(picture)
    light = np.ascontiguousarray(to_light(pixels.data, pixels.encoding)[..., :3])
    report = report_chart(light, edition)
    if to is not None:
        _write(report, picture.name, to, overwrite=overwrite)
    if show is not None:
        _draw(report, light, picture.name, show, overwrite=overwrite)
    if as_json:
        emit(_told(report, to, show))
        return
    rows = [
        (
            patch.name,
            f"{patch.as_shot:.1f}",
            f"{patch.exposed:.1f}",
            f"{patch.after:.2f}",
            "" if patch.used else "not used",
        )
        for patch in report.patches
    ]
    table(("patch", "ΔE as shot", "exposure set", "matched", ""), rows)
    for path in (to, show):
        if path is not None:
            talk(f"{path} is written.")
    talk(_words(report))


def _words(report: "ChartReport") -> str:
    curves = "" if report.match.straight else ", its contrast bent"
    return (
        f"The match makes a mid grey {report.exposure:+.2f} stops lighter{curves}. CIEDE2000 on average "
        f"{report.mean('exposed'):.1f} with the exposure set, {report.mean('after'):.2f} matched "
        f"(worst {report.worst('after'):.1f})."
    )


def _write(report: "ChartReport", name: str, to: Path, *, overwrite: bool) -> None:
    import tomli_w

    from komadori.deliver.place import in_place
    from komadori.picture.match import told

    words = {
        "of": f"the ColorChecker in {name}",
        "chart_edition": report.edition,
        "exposure": round(report.exposure, 3),
        "delta_e": {which: round(report.mean(which), 3) for which in ("as_shot", "exposed", "after")},
    }
    with in_place(to, overwrite=overwrite) as draft:
        draft.write_text(tomli_w.dumps(told(report.match, words)), encoding="utf-8", newline="")


def _draw(report: "ChartReport", light: Any, name: str, show: Path, *, overwrite: bool) -> None:
    from komadori.deliver.chart_page import draw_chart
    from komadori.deliver.heading import Heading
    from komadori.deliver.place import in_place

    made = "from 2014 on" if report.edition == "2014" else "before 2014"
    facts = (
        f"ΔE {report.mean('exposed'):.1f} → {report.mean('after'):.2f}, worst {report.worst('after'):.1f}",
        f"exposure {report.exposure:+.2f} stops",
        f"chart made {made}, {100 * report.chart.likeness:.0f} % alike",
    )
    page = draw_chart(Heading(title="ColorChecker", shot=name, facts=facts), light, report)
    with in_place(show, overwrite=overwrite) as draft:
        page.save(draft, format="PNG")


def _told(report: "ChartReport", to: Path | None, show: Path | None) -> dict[str, object]:
    return {
        "likeness": round(report.chart.likeness, 4),
        "edition": report.edition,
        "exposure": round(report.exposure, 4),
        "straight": report.match.straight,
        "delta_e": {
            which: {"mean": round(report.mean(which), 3), "worst": report.worst(which)}
            for which in ("as_shot", "exposed", "after")
        },
        "patches": [
            {
                **{name: getattr(patch, name) for name in ("name", "as_shot", "exposed", "after", "used")},
                "corners": corners,
            }
            for patch, corners in zip(report.patches, report.chart.corners.round(5).tolist(), strict=True)
        ],
        "match": to,
        "page": show,
    }
