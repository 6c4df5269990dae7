"""Draw docs/pictures/chart.jpg: a ColorChecker that never was, found by `komadori chart`.

`python scripts/draw_chart.py`; the photograph is the bench's, so that nobody's chart is shown.
"""

import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.charts import Shot, photograph  # noqa: E402 - the bench lies beside the package

from komadori.deliver.chart_page import draw_chart  # noqa: E402
from komadori.deliver.heading import Heading  # noqa: E402
from komadori.picture.chart_report import report_chart  # noqa: E402
from komadori.picture.colour import to_light  # noqa: E402

WIDTH = 1000


def main() -> None:
    """Photograph, find, draw."""
    shot = Shot(large=0.46, turn=-14, tilt=0.08, light=(0.62, 0.44, 0.24), uneven=0.12, bend=1.12, mix=0.08, seed=4)
    light = to_light(photograph(shot).codes, "srgb")
    report = report_chart(light)
    facts = (
        f"ΔE {report.mean('exposed'):.1f} → {report.mean('after'):.2f}, worst {report.worst('after'):.1f}",
        f"exposure {report.exposure:+.2f} stops",
        f"{100 * report.chart.likeness:.0f} % alike",
    )
    page = draw_chart(Heading(title="ColorChecker", shot="unit 2", facts=facts), light, report)
    to = ROOT / "docs/pictures/chart.jpg"
    page.resize((WIDTH, round(page.height * WIDTH / page.width)), Image.Resampling.LANCZOS).save(
        to, quality=84, optimize=True
    )
    print(f"{to.relative_to(ROOT)}  {to.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
