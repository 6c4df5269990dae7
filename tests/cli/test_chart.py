"""`komadori chart`, `komadori match` and the scopes of `komadori show`, as a person and as a machine meet them."""

import tomllib
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from komadori.film import Slate
from komadori.finish.ops.match import read_match
from komadori.picture import inspect, write
from komadori.picture.colour import to_codes
from komadori.store import Incoming, PictureFacts, create_series

ROOT = Path(__file__).resolve().parents[2]
CHART = ROOT / "tests/golden/chart.jpg"
SHOTS = [f"ep01/sc010/sh{number:03d}" for number in (10, 20, 30)]


def test_a_photographed_chart_is_told_patch_by_patch(run):
    ran = run("chart", CHART)
    assert ran.code == 0
    assert "dark skin" in ran.out
    assert "neutral 3.5" in ran.out
    assert "matched (worst" in ran.err


def test_a_machine_gets_every_patch_and_where_it_lies(run, tmp_path):
    (tmp_path / "unit.toml").write_text("an older one", encoding="utf-8")
    told = run("chart", CHART, "--to", "unit.toml", "--show", "unit.png", "--overwrite", "--json").data
    assert len(told["patches"]) == 24
    assert told["delta_e"]["after"]["mean"] < 3 < told["delta_e"]["exposed"]["mean"]
    assert told["likeness"] > 0.9
    assert all(0 < x < 1 and 0 < y < 0.7 for patch in told["patches"] for x, y in patch["corners"])
    with Image.open(tmp_path / "unit.png") as page:
        assert page.width == 2000
    document = tomllib.loads((tmp_path / "unit.toml").read_text(encoding="utf-8"))
    assert document["of"] == "the ColorChecker in chart.jpg"
    assert read_match(tmp_path / "unit.toml").exposure == pytest.approx(document["exposure"], abs=0.01)


def test_nothing_is_overwritten_unasked(run, tmp_path):
    (tmp_path / "unit.toml").write_text("mine", encoding="utf-8")
    ran = run("chart", CHART, "--to", "unit.toml")
    assert ran.code == 1
    assert (tmp_path / "unit.toml").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(("option", "name"), [("--to", "unit.json"), ("--show", "unit.jpg")])
def test_a_file_of_another_kind_is_wrong_use(run, option, name):
    ran = run("chart", CHART, option, name)
    assert ran.code == 2
    assert "is not called" in ran.err


def test_a_picture_without_a_chart_is_told_and_nothing_written(run, samples, tmp_path):
    samples.jpeg(tmp_path / "none.jpg")
    ran = run("chart", "none.jpg", "--to", "unit.toml")
    assert ran.code == 1
    assert "No ColorChecker is seen" in ran.err
    assert not (tmp_path / "unit.toml").exists()
    failure = run("chart", "none.jpg", "--json").data["error"]
    assert failure["kind"] == "NoChart"


def test_a_chart_that_shines_is_told_by_the_names_of_its_patches(run, tmp_path):
    from komadori.picture import read
    from komadori.picture.colour import to_light

    light = to_light(read(CHART).data, "srgb") * np.float32(9)
    write(tmp_path / "bright.png", to_codes(light, "srgb", 8), format="png8")
    ran = run("chart", "bright.png")
    assert ran.code == 1
    assert "of its patches are clipped or too dark: light skin, " in ran.err


def set_of(seed, gains):
    rng = np.random.default_rng(seed)
    scene = np.full((270, 420, 3), 0.2, np.float32)
    for _ in range(160):
        box = cv2.boxPoints(
            (tuple(rng.uniform(0, [420, 270])), tuple(rng.uniform(10, 60, 2)), float(rng.uniform(0, 90)))
        )
        cv2.fillConvexPoly(scene, box.astype(np.int32), tuple(rng.uniform(0.03, 0.6, 3)), cv2.LINE_AA)
    return to_codes(cv2.GaussianBlur(scene, (0, 0), 0.8) * np.array(gains, np.float32), "srgb", 8)


@pytest.fixture
def units(tmp_path):
    """Three shots: two units on one set, the second too warm, and a third on another set."""
    series = create_series(tmp_path / "units", title="Badger", rate=Fraction(24))
    looks = [(1, [1, 1, 1]), (1, [0.9, 0.7, 0.4]), (5, [0.5, 0.5, 0.5])]
    for name, (seed, gains) in zip(SHOTS, looks, strict=True):
        path = tmp_path / "picture.png"
        write(path, set_of(seed, gains), format="png8")
        info = inspect(path)
        with series.new_shot(Slate.parse(name)).new_take().writer() as writer:
            facts = PictureFacts(format=info.format, width=info.width, height=info.height)
            writer.keep([Incoming(name="picture.png", data=path)], exposure="x1", frame=1, facts=facts)
    return tmp_path / "units"


def test_shots_are_matched_and_a_page_shows_them(run, units, tmp_path):
    told = run("match", *SHOTS[1:], "--to", SHOTS[0], "--series", units, "--show", "units.png", "--json").data
    same, other = told["matched"]
    assert same["pairs"] > 100
    assert same["after"] < 0.5 < 5 < same["before"]
    assert (other["pairs"], other["before"]) == (0, None)
    assert read_match(units / SHOTS[0] / "tk01/match.toml").exposure == pytest.approx(0, abs=1e-5)
    assert read_match(units / SHOTS[1] / "tk01/match.toml").exposure > 0.2
    with Image.open(tmp_path / "units.png") as page:
        assert page.width > 1500


@pytest.mark.slow
def test_a_recipe_uses_the_match_in_every_take(run, units, tmp_path):
    run("match", SHOTS[1], "--to", SHOTS[0], "--series", units)
    recipe = tmp_path / "units.toml"
    recipe.write_text(
        'schema = "komadori.recipe"\nversion = 1\n[[operation]]\nuse = "match"\nfile = "match.toml"\n', encoding="utf-8"
    )
    for shot in SHOTS[:2]:
        ran = run("finish", shot, "--series", units, "--recipe", recipe)
        assert ran.code == 0
        assert "colours matched by match.toml" in ran.out
    again = run("match", SHOTS[1], "--to", SHOTS[0], "--series", units)
    assert again.code == 1
    assert "already exists" in again.err


def test_matches_are_told_to_a_person(run, units):
    ran = run("match", SHOTS[2], "--to", SHOTS[0], "--series", units)
    assert "another set: tones as a whole" in ran.out
    assert 'use = "match"' in ran.err


def test_a_shot_without_pictures_is_told_and_nothing_written(run, units):
    from komadori.store import open_series

    open_series(units).new_shot(Slate.parse("ep01/sc010/sh040")).new_take()
    ran = run("match", SHOTS[1], "ep01/sc010/sh040", "--to", SHOTS[0], "--series", units)
    assert ran.code == 1
    assert not (units / SHOTS[1] / "tk01/match.toml").exists()


def test_show_draws_scopes_where_they_are_asked_for(run, units, tmp_path):
    ran = run("show", SHOTS[0], "--series", units, "--to", "wall.png", "--scopes", 1)
    assert ran.code == 0
    assert "scopes of frame 1" in ran.out
    with Image.open(tmp_path / "wall-scopes.png") as page:
        assert page.width > 2000
    refused = run("show", SHOTS[0], "--series", units, "--to", "wall.png", "--scopes", 1)
    assert refused.code == 1


def test_a_picture_with_a_matte_is_looked_at_without_it(run, tmp_path):
    from komadori.picture import read

    codes = read(CHART).data
    matte = np.full((*codes.shape[:2], 1), 128, np.uint8)
    Image.fromarray(np.dstack([codes, matte])).save(tmp_path / "matte.png")
    assert run("chart", "matte.png", "--json").data["likeness"] > 0.9
