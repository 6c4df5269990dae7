"""A ColorChecker found in pictures that nobody arranged, and not found where there is none."""

import importlib.util
import sys
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from komadori.picture.chart import NoChart, find_chart, likeness
from komadori.picture.chart_values import LAB
from komadori.picture.colour import to_light
from komadori.picture.delta_e import delta_e, from_lab, to_lab
from komadori.picture.match import differences, fit_best

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def charts():
    """bench/charts.py: photographs of a chart with known truth."""
    spec = importlib.util.spec_from_file_location("charts", ROOT / "bench" / "charts.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["charts"] = module
    spec.loader.exec_module(module)
    return module


def found_at(charts, shot):
    """The chart found, and by how many steps of its grid its patches are off."""
    photograph = charts.photograph(shot)
    chart = find_chart(to_light(photograph.codes, "srgb"))
    away = np.abs(chart.corners.mean(axis=1) * shot.width - photograph.centres).max()
    return chart, away / (shot.large * shot.width / 7)


@pytest.mark.parametrize("seed", range(5))
def test_a_chart_is_found_in_any_light_from_any_side(charts, seed):
    chart, off = found_at(charts, charts.any_shot(seed, width=900, height=600))
    assert off < 0.2
    assert chart.likeness > 0.95


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 160))
def test_a_chart_is_found_in_any_light_from_any_side_often(charts, seed):
    assert found_at(charts, charts.any_shot(seed))[1] < 0.2


HARD = {
    "fills the picture": {"large": 0.97},
    "far away": {"large": 0.14, "blur": 0.7},
    "out of focus": {"blur": 5.0},
    "dark": {"light": (0.06, 0.06, 0.06)},
    "under sodium lamps": {"light": (0.9, 0.4, 0.03)},
    "lit from one side": {"uneven": 0.6},
    "with much contrast": {"bend": 1.6},
    "flat": {"bend": 0.6},
    "patches that nearly touch": {"gap": 0.05},
    "patches far apart": {"gap": 0.3},
    "very noisy": {"noise": 12.0},
}


@pytest.mark.slow
@pytest.mark.parametrize("what", HARD)
def test_a_chart_is_found_where_it_is_hard(charts, what):
    found = 0
    for seed in range(200, 208):
        with suppress(NoChart):
            found += found_at(charts, charts.any_shot(seed, **HARD[what]))[1] < 0.2
    assert found >= 7


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_which_way_is_up_is_told_by_its_colours(charts, turn):
    assert found_at(charts, charts.Shot(width=900, height=600, turn=turn))[1] < 0.1


def test_the_chart_lies_in_a_photograph_of_the_real_one():
    """The Passport of tinydng's sample DNG (MIT), at night under pink light and out of focus."""
    from komadori.picture import read

    chart = find_chart(to_light(read(ROOT / "tests/golden/chart.jpg").data, "srgb"))
    assert chart.likeness > 0.9
    # Its middle lies right of and below the picture's.
    assert chart.corners.mean(axis=(0, 1)) == pytest.approx([0.565, 0.447], abs=0.02)
    assert not chart.clipped.any()


def test_no_chart_is_seen_where_there_is_none(charts):
    shot = charts.any_shot(3, width=600, height=400)
    scene = charts._set(shot, np.random.default_rng(1)).astype(np.float32)
    with pytest.raises(NoChart, match="No ColorChecker"):
        find_chart(scene)


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_a_flat_picture_has_none(level):
    with pytest.raises(NoChart):
        find_chart(np.full((200, 300, 3), level, np.float32))


def test_a_tiny_picture_has_none():
    with pytest.raises(NoChart):
        find_chart(np.zeros((2, 3, 3), np.float32))


def test_a_wrong_chart_is_told_from_none(charts, monkeypatch):
    mixed = np.random.default_rng(2).permutation(24)
    monkeypatch.setitem(charts.LAB, "2014", LAB["2014"][mixed])
    photograph = charts.photograph(charts.Shot(width=900, height=600))
    with pytest.raises(NoChart, match="not those of a 24-patch ColorChecker"):
        find_chart(to_light(photograph.codes, "srgb"))


def test_clipped_patches_are_named(charts):
    photograph = charts.photograph(charts.Shot(width=900, height=600, light=(1.3, 1.3, 1.3)))
    chart = find_chart(to_light(photograph.codes, "srgb"))
    assert chart.clipped[18]
    assert not chart.clipped[20:].any()


def test_the_colours_of_the_chart_are_those_it_has(charts):
    shot = charts.Shot(width=900, height=600, light=(0.5, 0.7, 0.95), noise=2)
    chart, _ = found_at(charts, shot)
    truth = np.maximum(from_lab(LAB["2014"]), 0.001) * shot.light
    assert delta_e(to_lab(chart.light), to_lab(truth)).mean() < 0.5


def test_after_the_fit_colours_are_right(charts):
    chart, _ = found_at(charts, charts.any_shot(5, width=900, height=600))
    wanted = np.maximum(from_lab(LAB["2014"]), 0.001)
    before = delta_e(to_lab(chart.light), to_lab(wanted))
    after = differences(fit_best(chart.light, wanted), chart.light, wanted)
    assert before.mean() > 5
    assert after.mean() < 1.2


def test_likeness_knows_the_order():
    true = np.maximum(from_lab(LAB["1976"]), 0.001)
    assert likeness(true * [0.3, 0.2, 0.05]) > 0.98
    assert likeness(true[::-1]) < 0.7
