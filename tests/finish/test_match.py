"""One camera's colours made another's: by file, by reference, and never flickering."""

import cv2
import numpy as np
import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from komadori.finish.ops import match as operation
from komadori.finish.recipe import recipe_of
from komadori.picture import read, write
from komadori.picture.colour import to_codes, to_light
from komadori.picture.delta_e import delta_e, to_lab
from komadori.picture.match import CODES, NOTHING, STRAIGHT, BadMatch, Match, fit, fit_best, parse, told
from komadori.picture.same_set import match_pictures, pairs_of

RNG = np.random.default_rng(8)
COLOURS = RNG.uniform(0.02, 0.6, (80, 3))
CAMERA = np.array([[0.9, 0.07, 0.03], [0.05, 0.9, 0.05], [0.02, 0.1, 0.88]])


def set_of(seed=2, width=480, height=300):
    """A set full of things: light, height x width x 3."""
    rng = np.random.default_rng(seed)
    scene = np.full((height, width, 3), 0.2, np.float32)
    for _ in range(180):
        corner = rng.uniform(0, [width, height])
        box = cv2.boxPoints((tuple(corner), tuple(rng.uniform(10, 60, 2)), float(rng.uniform(0, 90))))
        cv2.fillConvexPoly(scene, box.astype(np.int32), tuple(rng.uniform(0.03, 0.7, 3)), cv2.LINE_AA)
    return cv2.GaussianBlur(scene, (0, 0), 0.8)


def off(light, wanted):
    return delta_e(
        to_lab(cv2.resize(light, (48, 30), interpolation=cv2.INTER_AREA)),
        to_lab(cv2.resize(wanted, (48, 30), interpolation=cv2.INTER_AREA)),
    )


def test_another_white_balance_and_other_filters_are_found_exactly():
    source = (COLOURS * [1.4, 0.7, 0.9]) @ CAMERA.T
    found = fit(source, COLOURS)
    assert found.straight
    assert delta_e(to_lab(found(source)), to_lab(COLOURS)).mean() < 0.3
    assert found.matrix.sum(axis=1) == pytest.approx([1, 1, 1], abs=1e-4)


def test_another_contrast_is_found_where_the_colours_tell_it_and_only_there():
    bent = COLOURS**1.25
    assert delta_e(to_lab(fit_best(bent, COLOURS)(bent)), to_lab(COLOURS)).mean() < 0.5
    assert not fit_best(bent, COLOURS).straight
    noisy = COLOURS * np.exp(RNG.normal(0, 0.02, COLOURS.shape))
    assert fit_best(noisy, COLOURS).straight


def test_a_tenth_of_wrong_pairs_does_no_harm():
    source = COLOURS * [1.3, 1.0, 0.6]
    wrong = COLOURS.copy()
    wrong[::10] = RNG.uniform(0.02, 0.6, (8, 3))
    found = fit(source, wrong)
    good = np.arange(80) % 10 != 0
    assert delta_e(to_lab(found(source)), to_lab(COLOURS))[good].mean() < 0.6


def test_two_units_on_one_set_are_laid_over_each_other():
    scene = set_of()
    high, wide = scene.shape[:2]
    away = np.array([[1.03, 0.02, -8], [-0.015, 1.02, 5], [0, 0, 1.0]])
    other = cv2.warpPerspective(scene, away, (wide, high), borderMode=cv2.BORDER_REFLECT)
    other = ((other * [0.6, 0.8, 1.2]) @ CAMERA.T).astype(np.float32)
    found, pairs = match_pictures(other, scene)
    assert pairs > 200
    still = cv2.warpPerspective(scene, away, (wide, high), borderMode=cv2.BORDER_REFLECT)
    assert off(other, still).mean() > 6
    assert off(found(other), still).mean() < 0.8


def test_other_sets_have_no_pairs_and_are_matched_as_a_whole():
    scene, other = set_of(2), set_of(9) * np.float32(0.5)
    assert pairs_of(other, scene) is None
    found, pairs = match_pictures(other, scene)
    assert pairs == 0
    assert np.median(found(other)) == pytest.approx(np.median(scene), rel=0.15)


@pytest.mark.parametrize("level", [0.0, 1.0])
def test_black_or_white_has_nothing_to_match(level):
    flat = np.full((60, 80, 3), level, np.float32)
    assert match_pictures(flat, set_of())[0] is NOTHING


STOPS = st.lists(st.floats(-3, 3), min_size=21, max_size=21)


@given(STOPS, st.lists(st.floats(-0.3, 0.3), min_size=9, max_size=9))
def test_a_match_written_and_read_is_the_same(stops, mixed):
    one = Match(stops=np.array(stops).reshape(3, 7), matrix=np.eye(3) + np.array(mixed).reshape(3, 3))
    again = parse(told(one, {"from": "here"}), "a.toml")
    assert np.array_equal(again.stops, one.stops)
    assert np.array_equal(again.matrix, one.matrix)


GOOD = told(NOTHING, {})
BAD = {
    "another file": ({"schema": "komadori.recipe"}, "is no match"),
    "a newer one": ({**GOOD, "version": 9}, "is no match"),
    "no stops": ({key: value for key, value in GOOD.items() if key != "stops"}, "lacks"),
    "words": ({**GOOD, "matrix": [["a"]]}, "lacks"),
    "other codes": ({**GOOD, "codes": [0.1, 0.9]}, "not 3 × 7"),
    "endless stops": ({**GOOD, "stops": dict.fromkeys(("red", "green", "blue"), [float("inf")] * 7)}, "beyond"),
    "no number": ({**GOOD, "matrix": [[float("nan")] * 3] * 3}, "beyond"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_file_that_is_no_match_is_refused(what):
    document, why = BAD[what]
    with pytest.raises(BadMatch, match=why):
        parse(document, "match.toml")


def test_a_file_that_is_no_toml_is_refused(tmp_path):
    (tmp_path / "match.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(BadMatch, match="cannot be read"):
        operation.read_match(tmp_path / "match.toml")
    (tmp_path / "large.toml").write_bytes(b"#" * (operation.MOST_BYTES + 1))
    with pytest.raises(BadMatch, match="too large"):
        operation.read_match(tmp_path / "large.toml")


def light_of(report, number):
    return to_light(read(report.manifest.file(number)).data, "srgb")


def test_a_take_is_matched_by_the_file_in_its_folder(shoot):
    codes = to_codes(set_of() * np.float32(0.5), "srgb", 8)
    for _ in range(2):
        shoot.keep(codes)
    given = Match(stops=np.full((3, len(CODES)), 0.5), matrix=CAMERA / CAMERA.sum(axis=1, keepdims=True))
    (shoot.take.path / "match.toml").write_text(tomli_w.dumps(told(given, {})), encoding="utf-8")
    report = shoot.finish(recipe_of(("match", {"file": "match.toml"})))
    assert light_of(report, 2) == pytest.approx(given(to_light(codes, "srgb")), abs=2e-4)
    assert "matched by match.toml" in report.manifest.recipe
    assert report.measured == 0 or report.made == 1
    weaker = shoot.finish(recipe_of(("match", {"file": "match.toml", "exposure": False})))
    assert light_of(weaker, 1).mean() == pytest.approx(to_light(codes, "srgb").mean(), rel=0.05)


def test_a_take_is_matched_to_a_reference_by_its_first_picture(shoot):
    scene = set_of()
    wanted = shoot.take.path / "reference.png"
    write(wanted, to_codes(scene, "srgb", 8), format="png8")
    for step in range(3):
        darker = scene * np.array([0.7, 0.5, 0.4], np.float32)
        darker[100:180, 60 * step : 60 * step + 90] = [0.5, 0.1, 0.05]
        shoot.keep(to_codes(darker, "srgb", 8))
    report = shoot.finish(recipe_of(("match", {"reference": "reference.png"})))
    for number in (1, 2, 3):
        corner = light_of(report, number)[200:, 200:]
        assert off(corner, scene[200:, 200:]).mean() < 1
    assert not report.manifest.remarks


def test_a_reference_of_another_set_is_told(shoot):
    write(shoot.take.path / "reference.png", to_codes(set_of(9), "srgb", 8), format="png8")
    shoot.keep(to_codes(set_of() * np.float32(0.4), "srgb", 8))
    report = shoot.finish(recipe_of(("match", {"reference": "reference.png"})))
    assert "another set" in report.manifest.remarks[1][0].words


def test_a_black_take_is_told_and_left_as_it_is(shoot):
    write(shoot.take.path / "reference.png", to_codes(set_of(), "srgb", 8), format="png8")
    black = np.zeros((60, 90, 3), np.uint8)
    shoot.keep(black)
    report = shoot.finish(recipe_of(("match", {"reference": "reference.png"})))
    assert "nothing was matched" in report.manifest.remarks[1][0].words
    assert not read(report.manifest.file(1)).data.any()


def test_what_the_photograph_could_not_hold_gets_no_colour():
    matrix = np.array([[1.2, -0.1, -0.1], [0, 1, 0], [-0.2, 0, 1.2]])
    numbers = (0.5, 0.0, -0.5)

    class Given:
        pass

    given, whole = Given(), {"strength": 1.0}
    given.numbers, given.field = numbers, matrix
    white = np.ones((4, 4, 3), np.float32)
    out = operation.apply(operation.curve(white, whole, given), whole, given)
    assert np.ptp(out, axis=2).max() < 1e-5
    grey = np.full((4, 4, 3), 0.3, np.float32)
    out = operation.apply(operation.curve(grey, whole, given), whole, given)
    assert out[0, 0] == pytest.approx(matrix @ (0.3 * np.exp2(numbers)), rel=1e-5)


def test_straight_is_the_stiffest():
    assert fit(COLOURS, COLOURS, stiff=STRAIGHT).straight
