"""Films of two short shots, shot and finished, whose cut can be looked at."""

import shutil
import subprocess
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from komadori.cut import Card
from komadori.farm import LocalFarm
from komadori.film import Slate
from komadori.finish.recipe import recipe_of
from komadori.finish.run import finish_take
from komadori.progress import finish
from komadori.store import Incoming, PictureFacts, SeriesFolder, create_series
from komadori.unit.script import CardScript, Script, ShotScript

SLATES = [Slate.parse(f"ep01/sc010/sh0{number}0") for number in (1, 2)]


@pytest.fixture(scope="session")
def farm():
    farm = LocalFarm(1)
    yield farm
    farm.shutdown()


class Film:
    """A `script` of two shots of six frames on twos, and the `series` in which both are shot and finished."""

    def __init__(self, script: Script, series: SeriesFolder, farm: LocalFarm) -> None:
        self.script, self.series, self._farm = script, series, farm

    def retime(self, place: int, **values: object) -> None:
        """Finish shot `place` (from 0) anew, its time changed."""
        recipe = recipe_of(("develop", {}), ("retime", values)) if values else recipe_of(("develop", {}))
        finish(finish_take(self.series.take(SLATES[place]), recipe, self.series.cache, self._farm))

    def say(self, place: int, **values: object) -> None:
        """Say something else of shot `place` in the script."""
        shots = [
            replace(shot, **values) if number == place else shot  # type: ignore[arg-type]
            for number, shot in enumerate(self.script.shots)
        ]
        self.script = replace(self.script, shots=tuple(shots))


@pytest.fixture
def film(tmp_path, samples, farm) -> Film:
    series = create_series(tmp_path / "series", title="Tea", rate=Fraction(24))
    for slate in SLATES:
        take = series.new_shot(slate).new_take()
        with take.writer() as writer:
            for number in range(3):
                file = samples.jpeg(tmp_path / "one.jpg", samples.set_and_puppet(number, 96, 64))
                facts = PictureFacts(format="jpg", width=96, height=64)
                incoming = [Incoming(name="one.jpg", data=file.read_bytes())]
                writer.keep(incoming, exposure="x1", frame=1 + 2 * number, length=2, facts=facts)
    shots = (
        ShotScript(slate=SLATES[0], stage="", frames=6, fade_in=3),
        ShotScript(slate=SLATES[1], stage="", frames=6),
    )
    card = CardScript(card=Card(text="The end."), frames=12, fade_in=4, fade_out=4)
    script = Script(folder=tmp_path, title="Tea", rate=Fraction(24), seed=1, shots=shots, card=card)
    made = Film(script, series, farm)
    for place in (0, 1):
        made.retime(place)
    return made


@pytest.fixture
def raw_frames():
    """raw_frames(path) decodes a movie with the ffmpeg of this machine: frames of rows × columns × RGBA, 0 to 1."""
    if shutil.which("ffmpeg") is None:
        pytest.skip("ffmpeg is not installed; it judges the movie independently")

    def decoded(path: Path) -> list[np.ndarray]:
        command = ["ffmpeg", "-v", "error", "-i", path, "-vf", "scale=in_color_matrix=bt709", "-f", "rawvideo"]
        told = subprocess.run([*command, "-pix_fmt", "rgba64le", "-"], capture_output=True, check=True).stdout
        return list(np.frombuffer(told, "<u2").reshape(-1, 64, 96, 4) / 65535)

    return decoded
