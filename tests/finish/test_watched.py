"""A picture while sliders are moved: what finishing gives, only that much made again, and never mixed up with it."""

from dataclasses import replace

import numpy as np
import pytest
from tests.finish.test_chain import standing, steps
from tests.samples import set_and_puppet

from komadori.errors import Cancelled
from komadori.finish import chain, watched
from komadori.finish.operation import HERE, Operation, Parameter, Place
from komadori.finish.recent import RECENT
from komadori.finish.standing import Step
from komadori.picture import write
from komadori.store import Cache

WIDE = 480


@pytest.fixture
def photograph(tmp_path):
    write(tmp_path / "a.png", set_and_puppet(width=WIDE, height=WIDE * 9 // 16), format="png8")
    return tmp_path / "a.png"


def apart(path, *asked):
    """How far what is watched is from what is finished, in codes of 255."""
    here, cache = standing(path, steps(*asked)), Cache(path.parent)
    exact = chain.finished(here, cache)
    exact = np.rint(exact[..., :3] / 257 if exact.shape[2] == 3 else exact[..., :3] * (exact[..., 3:] / 65535) / 257)
    return np.abs(watched.shown(here, cache, WIDE).astype(int) - exact.astype(int))


CURVES = (("level", {"exposure": 0.7, "black": 0.02}), ("grade", {"gamma": 1.3, "contrast": 1.2}))


@pytest.mark.parametrize(
    "asked",
    [
        (),
        (("level", {"exposure": 3.0, "gamma": 1.4}),),
        (("balance", {"exposure": -2.0}), ("grade", {"lift": 0.05})),
        (*CURVES, ("saturation", {"saturation": 1.7})),
        (("level", {"exposure": 2.5}), ("saturation", {"saturation": 0.4}), ("grade", {"gain": 0.3})),
        (("crop", {"left": 12.5}), *CURVES),
        (("rotate", {"quarter_turns": 1}), *CURVES),
        (("view", {}),),
        (("level", {"exposure": 3.0}), ("view", {"view": "Un-tone-mapped"})),
        (*CURVES, ("background", {"colour": "#3050a0", "opacity": 0.5, "lies": "in front"})),
    ],
    ids=lambda asked: " ".join(name for name, _ in asked) or "nothing",
)
def test_it_is_what_finishing_gives(photograph, asked):
    off = apart(photograph, *asked)
    assert off.max() <= 1
    assert apart(photograph, *asked).max() <= 1


def test_what_is_brighter_than_white_on_the_way_is_not_lost(photograph):
    off = apart(
        photograph, ("level", {"exposure": 4.0}), ("saturation", {"saturation": 1.0001}), ("grade", {"gain": 0.4})
    )
    assert off.max() <= 1


def test_what_is_turned_is_drawn_as_sharp_as_a_screen_shows(photograph):
    off = apart(photograph, ("rotate", {"angle": 1.3}))
    assert off.mean() < 0.5
    assert np.quantile(off, 0.99) <= 4


def counting(name, place, counts, **facts):
    """An operation that tells how often it worked: it makes the picture a little darker by `much`."""

    def apply(pixels, settings, given):
        counts[name] = counts.get(name, 0) + 1
        return pixels * np.float32(1 - settings["much"])

    much = Parameter(name="much", default=0.1, low=0, high=1, says="How much.")
    return Operation(name=name, version=1, says="Darkens.", place=place, parameters=(much,), apply=apply, **facts)


def test_a_moved_slider_redoes_its_own_step_and_those_behind_it(photograph, offered):
    counts: dict[str, int] = {}
    offered(counting("early", Place.SENSOR, counts), counting("late", Place.GRADE, counts))

    def look(early=0.1, exposure=0.0, late=0.1, angle=0.0):
        asked = ("early", {"much": early}), ("level", {"exposure": exposure}), ("late", {"much": late})
        counts.clear()
        here = standing(photograph, steps(*asked, ("rotate", {"angle": angle})))
        return watched.shown(here, Cache(photograph.parent), WIDE).mean(), dict(counts)

    first, done = look()
    assert done == {"early": 1, "late": 1}
    assert look() == (first, {})
    assert look(angle=2.0)[1] == {}
    assert look(late=0.4)[1] == {"late": 1}
    lighter, done = look(exposure=0.5)
    assert done == {"late": 1}
    assert lighter > first
    assert look(early=0.3)[1] == {"early": 1, "late": 1}
    assert look() == (first, {})


def test_what_nobody_wants_any_more_is_given_up_and_what_was_made_is_kept(photograph, offered):
    counts: dict[str, int] = {}
    offered(counting("early", Place.SENSOR, counts), counting("late", Place.GRADE, counts))
    here, cache = standing(photograph, steps(("early", {}), ("late", {}))), Cache(photograph.parent)
    with pytest.raises(Cancelled):
        watched.shown(here, cache, WIDE, stop=lambda: bool(counts))
    assert counts == {"early": 1}
    watched.shown(here, cache, WIDE)
    assert counts == {"early": 1, "late": 1}


def test_what_nobody_wants_any_more_is_given_up_between_two_others_that_an_operation_needs(photograph, offered):
    asked = []

    def apply(pixels, settings, given):
        for other in given.others:
            asked.append(other())
        return given.kept((), lambda: asked.append(pixels) or pixels)

    offered(Operation(name="lender", version=1, says="Looks round.", place=Place.NOISE, apply=apply))
    other = standing(photograph, steps())
    here = standing(photograph, [*steps(), Step(use="lender", settings={}, others=(other,) * 3)])
    with pytest.raises(Cancelled):
        watched.shown(here, Cache(photograph.parent), WIDE, stop=lambda: len(asked) == 2)
    assert len(asked) == 2
    with pytest.raises(Cancelled):
        watched.shown(here, Cache(photograph.parent), WIDE, stop=lambda: len(asked) == 5)
    assert len(asked) == 5


def test_another_picture_that_lies_elsewhere_is_moved_once_for_all_that_lie_at_home(photograph, offered):
    seen = []

    def apply(pixels, settings, given):
        seen.append(given.others[0]())
        return pixels * np.float32(settings["much"])

    much = Parameter(name="much", default=0.1, low=0, high=1, says="How much.")
    offered(
        Operation(name="lender", version=1, says="Looks.", place=Place.NOISE, parameters=(much,), apply=apply),
    )
    away = replace(standing(photograph, steps()), lies=(1, 0, 0.02, 0, 1, 0, 0, 0, 1))

    def look(much, lies=HERE):
        step = Step(use="lender", settings={"much": much}, others=(away,))
        here = replace(standing(photograph, steps()), lies=lies).then(step)
        watched.shown(here, Cache(photograph.parent), WIDE)
        return seen[-1]

    home, again = look(0.5), look(0.9)
    assert home is again
    assert np.isfinite(look(0.5, lies=away.lies)).all()
    aside = look(0.5, lies=(1, 0, -0.02, 0, 1, 0, 0, 0, 1))
    assert np.isnan(aside).sum() > np.isnan(home).sum() > 0
    assert len(seen) == 4


def test_what_an_operation_keeps_is_made_once_for_all_settings_it_does_not_read(photograph, offered):
    made = []

    def apply(pixels, settings, given):
        def make():
            made.append(settings["kind"])
            return pixels * np.float32(settings["kind"])

        return given.kept((settings["kind"],), make) * np.float32(settings["much"])

    parameters = tuple(Parameter(name=name, default=0.5, low=0, high=1, says="A number.") for name in ("kind", "much"))
    offered(
        Operation(name="slow", version=1, says="Slow.", place=Place.NOISE, parameters=parameters, apply=apply),
    )

    def look(**told):
        here = standing(photograph, steps(("slow", told)))
        return watched.shown(here, Cache(photograph.parent), WIDE).mean()

    dark, light = look(much=0.2), look(much=0.9)
    assert made == [0.5]
    assert light > dark + 10
    assert look(much=0.2, kind=0.9) > dark + 5
    assert made == [0.5, 0.9]
    chain.finished(standing(photograph, steps(("slow", {}))), Cache(photograph.parent))
    assert made == [0.5, 0.9, 0.5]


def test_nothing_that_was_watched_serves_a_measure_or_a_finished_picture(photograph):
    asked = (("level", {"exposure": 0.3}), ("saturation", {"saturation": 1.2}), ("grade", {"gamma": 0.8}))
    here, cache = standing(photograph, steps(*asked)), Cache(photograph.parent)
    small, whole = chain.glimpse(here, cache, WIDE), chain.finished(here, cache)
    RECENT._kept.clear()
    watched.shown(here, cache, WIDE)
    assert np.array_equal(chain.glimpse(here, cache, WIDE), small)
    assert np.array_equal(chain.finished(here, cache), whole)


def test_what_changes_each_pixel_alone_does_so_on_the_framed_picture(photograph, offered):
    counts: dict[str, int] = {}
    offered(counting("spread", Place.NOISE, counts), counting("tint", Place.GRADE, counts, pointwise=True))

    def look(spread=0.1, tint=0.1, angle=1.0):
        counts.clear()
        asked = ("spread", {"much": spread}), ("tint", {"much": tint}), ("rotate", {"angle": angle})
        here, cache = standing(photograph, steps(*asked, ("crop", {"left": 10.0}))), Cache(photograph.parent)
        seen = watched.shown(here, cache, WIDE)
        done = dict(counts)
        off = np.abs(seen - chain.finished(here, cache) / 257)
        assert off.mean() < 0.5
        return done

    assert look() == {"spread": 1, "tint": 1}
    assert look() == {}
    assert look(tint=0.3) == {"tint": 1}
    assert look(angle=2.0) == {"tint": 1}
    assert look(angle=1.0) == {}
    assert look(spread=0.3) == {"spread": 1, "tint": 1}
