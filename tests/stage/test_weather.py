"""Weather by the frame: the same again, without a step, and of the season."""

from datetime import datetime

import numpy as np
import pytest

from komadori.stage.miniature_set import MiniatureSet, Window
from komadori.stage.parts import Kit
from komadori.stage.weather import Air, falling, paths, weather
from komadori.story import Story

AIR = Air(low=(-100, 0, 0), high=(100, 200, 300))
WINDOW = Window(name="window", centre=(105, 200, 172), width=310, height=160, out=(0, 1, 0))


def a_set(*, indoors):
    windows = (WINDOW,) if indoors else ()
    return MiniatureSet(
        name="room", says="", kit=Kit(), standing=(), anchors={}, windows=windows, practicals=(), lenses={},
        facing=180, indoors=indoors, key_wall=(0, 0, 0),
    )  # fmt: skip


def on(day, weather_then="clear"):
    return Story(moment=datetime.fromisoformat(day), weather=weather_then)


@pytest.mark.parametrize("kind", ["petal", "leaf", "rain", "snow", "firefly"])
def test_particles_move_without_a_step_and_the_same_again(kind):
    at = [paths(kind, AIR, 60, 7, frame / 96)[0] for frame in range(200)]
    assert np.array_equal(at[50], paths(kind, AIR, 60, 7, 50 / 96)[0])
    assert not np.array_equal(at[50], paths(kind, AIR, 60, 8, 50 / 96)[0])
    size = np.cbrt(np.linalg.det(np.stack(at)[:, :, :3, :3]))
    step = np.linalg.norm(np.diff(np.stack(at)[:, :, :3, 3], axis=0), axis=-1)
    shown = np.minimum(size[1:], size[:-1]) > 0.05  # what begins again elsewhere is too small to be seen
    if kind == "rain":  # so fast that it is seen before and after it begins again
        shown &= step < 100
    assert step[shown].max() < (12 if kind == "rain" else 2.5)
    assert np.isfinite(np.stack(at)).all()
    assert np.stack(at)[:, :, 2, 3].min() >= 0


def test_what_falls_is_of_the_season():
    assert set(falling(on("2025-04-08T12:00"))) == {"petal"}
    assert set(falling(on("2025-12-03T12:00"))) == {"leaf"}
    assert set(falling(on("2025-06-20T21:30"))) == {"firefly"}
    assert falling(on("2025-08-10T12:00")) == {}
    assert set(falling(on("2025-08-10T12:00", "rain"))) == {"rain"}
    assert set(falling(on("2025-01-25T12:00", "snow"))) == {"snow"}


def test_petals_lie_on_the_sill_and_fall_outside():
    fragment = weather(on("2025-04-10T12:00"), a_set(indoors=True), seed=1, frame=10)
    by_name = {thing.name: thing for thing in fragment.things}
    assert set(by_name) == {"petal", "lying"}
    assert by_name["petal"].places[:, 1, 3].min() > 200
    lying = by_name["lying"].places[:, :3, 3]
    assert (lying[:, 1] < 200).all()
    assert lying[:, 2] == pytest.approx(172 - 80 - 5.4)
    assert {thing.role for thing in fragment.things} == {"weather"}


def test_snow_lies_on_the_ledge_and_falls_everywhere_outdoors():
    names = {
        thing.name for thing in weather(on("2025-01-25T12:00", "snow"), a_set(indoors=True), seed=1, frame=1).things
    }
    assert names == {"snow", "ledge"}
    outdoors = weather(on("2025-01-25T12:00", "snow"), a_set(indoors=False), seed=1, frame=1, detail=0.0)
    (flakes,) = outdoors.things
    assert 60 < len(flakes.places) < 120


def test_still_air_is_empty():
    assert weather(on("2025-08-10T12:00"), a_set(indoors=True), seed=1, frame=1).things == ()
