"""The guide to adding an operation, followed to the letter by a package of its own."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np

from komadori.picture import read

GUIDE = Path(__file__).resolve().parents[2] / "docs/guides/add-an-operation.md"


def test_the_operation_of_the_guide_works_as_the_guide_says(shoot, tmp_path):
    blocks = dict(re.findall(r"```(python|toml)\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)[:2])
    recipe = re.findall(r"```toml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)[1]
    package = tmp_path / "package"
    told = package / "komadori_vignette-1.0.dist-info"
    told.mkdir(parents=True)
    (package / "vignette.py").write_text(blocks["python"], encoding="utf-8")
    # What `pip install .` would leave of the project file: its name, and where its operation is.
    project = tomllib.loads(blocks["toml"])["project"]
    (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    ((group, points),) = project["entry-points"].items()
    lines = [f"{name} = {where}" for name, where in points.items()]
    (told / "entry_points.txt").write_text("\n".join([f"[{group}]", *lines]))
    head = 'schema = "komadori.recipe"\nversion = 1\n'
    (tmp_path / "recipe.toml").write_text(head + recipe, encoding="utf-8")
    shoot.keep(np.full((54, 96, 3), 200, np.uint8))
    run = subprocess.run(
        [sys.executable, "-m", "komadori", "finish", "ep01/sc010/sh020", "--recipe", str(tmp_path / "recipe.toml")],
        cwd=shoot.series.path,
        env={"PYTHONPATH": str(package), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "orners 35 % darker" in run.stdout
    done = read(shoot.take.finished().file(1)).data
    assert done[0, 0, 0] < 0.9 * done[27, 48, 0]
    assert done[27, 48, 0] > 199 * 257
