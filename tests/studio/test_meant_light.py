"""The watch of the desk knows what the light is meant to do: by a light program, or by the sheet's columns."""

import cv2
import numpy as np
import pytest

from komadori.capture.watch.planned import Planned
from komadori.studio.meant_light import MeantLight

WIDTH, HEIGHT = 480, 270
PICTURES = 9
JUMP = 9
"""The picture in which a lamp is knocked; all before it only follow the dusk."""
PROGRAM = """schema = "komadori.light-program"
version = 1
[lamps]
key = [[1, 1.0], [17, 0.6]]
"""


def picture(step):
    """A set by a lamp that is dimmed by 5 % of full from picture to picture, and knocked at the last."""
    rng = np.random.default_rng(5)
    cells = rng.uniform(0.05, 0.5, (HEIGHT // 15, WIDTH // 15, 3)).astype(np.float32)
    light = cv2.resize(cells, (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR)
    light = light * (1 - 0.4 * step / (PICTURES - 1)) * (0.8 if step == JUMP - 1 else 1)
    codes = 255 * np.where(light > 0.0031308, 1.055 * light ** (1 / 2.4) - 0.055, 12.92 * light)
    noise = np.random.default_rng(100 + step).normal(0, 1, codes.shape)
    return np.clip(np.rint(codes + noise), 0, 255).astype(np.uint8)


@pytest.fixture
def dusk(tmp_path, desks, do):
    """A desk before a dusk, shot on twos; `dusk(count)` takes so many pictures."""
    folder = tmp_path / "reel"
    folder.mkdir()
    for step in range(PICTURES):
        cv2.imwrite(str(folder / f"{step:03d}.png"), picture(step))
    desk, told = desks()
    do(desk, "begin-series")
    desk.cameras.open(f"replay:{folder}").opened.result()

    def shoot(count):
        for _ in range(count):
            do(desk, "shoot")
        return told

    shoot.desk, shoot.told = desk, told
    return shoot


def of_light(told):
    """The pictures of which something is said about the light."""
    return {one["picture"] for one in told.of("alarm") if one["kind"] in ("light drift", "flicker", "colour drift")}


def test_a_dusk_of_which_nothing_tells_is_told(dusk):
    told = dusk(PICTURES)
    told.soon("alarm", lambda one: one["picture"] < JUMP and one["kind"] in ("light drift", "flicker"))


def test_a_dusk_that_the_sheets_light_column_means_is_no_slip_and_a_knock_beside_it_is_told(dusk, do):
    do(dusk.desk, "add-column", name="light key", kind="free")
    do(dusk.desk, "write", column="light key", frame=1, text="100")
    do(dusk.desk, "write", column="light key", frame=17, text="60 %")
    told = dusk(PICTURES)
    told.soon("alarm", lambda one: one["picture"] == JUMP)
    assert of_light(told) == {JUMP}


def test_a_dusk_that_the_recipes_light_program_means_is_no_slip(dusk, do):
    take = dusk.desk.open_take().take
    (take.path.parent / "dusk.toml").write_text(PROGRAM)
    do(dusk.desk, "keep-recipe", operations=[{"use": "deflicker", "program": "dusk.toml"}])
    told = dusk(PICTURES)
    told.soon("alarm", lambda one: one["picture"] == JUMP)
    assert of_light(told) == {JUMP}


def test_a_program_that_is_not_there_is_told_once_and_the_watch_goes_on(dusk, do):
    do(dusk.desk, "keep-recipe", operations=[{"use": "deflicker", "program": "gone.toml"}])
    told = dusk(PICTURES)
    told.soon("alarm", lambda one: one["picture"] < JUMP)
    remarks = [one["text"] for one in told.of("remark") if "gone.toml" in one["text"]]
    assert remarks == ["program: there is no file 'gone.toml' in the take, the shot or the series."]


def test_only_columns_of_levels_are_lamps(dusk, do):
    for name, text in (("light key", "80"), ("light colour", "3200"), ("light note", "dim it"), ("motion dolly", "5")):
        do(dusk.desk, "add-column", name=name, kind="free")
        do(dusk.desk, "write", column=name, frame=1, text=text)
    held = dusk.desk.open_take()
    meant = MeantLight(held.take, lambda: held.sheet, trouble=lambda failure: pytest.fail(failure.message))
    assert meant(7) == pytest.approx(np.full((1, 3), 0.8))


def test_a_lamp_that_the_program_gains_meanwhile_says_nothing_of_the_step():
    levels = {1: np.ones((1, 3)), 2: np.ones((2, 3)), 3: np.full((2, 3), 0.5)}
    planned = Planned(levels.get, 1)
    planned.follow(np.log(np.full(3, 0.9, np.float32)), 2)
    assert not planned.step.any()
    planned.follow(np.log(np.full(3, 0.45, np.float32)), 3)
    assert planned.step == pytest.approx(np.log(0.5))
