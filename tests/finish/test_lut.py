"""Look-up tables: read with distrust, applied as the program that made them would."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from komadori.finish.ops import lut
from komadori.finish.recipe import recipe_of
from komadori.picture import read
from komadori.picture.colour import linear_to_srgb, srgb_to_linear
from komadori.picture.cube import BadLut, parse_cube, read_cube


def cube(side, change, head=""):
    """A .cube file's text: `change` of every colour of a grid, red fastest as the format has it."""
    steps = np.linspace(0, 1, side)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    colours = change(np.stack([red, green, blue], axis=-1).reshape(-1, 3))
    body = "\n".join(" ".join(f"{value:.7f}" for value in colour) for colour in colours)
    return f'TITLE "a look"\n# a remark\n{head}LUT_3D_SIZE {side}\n\n{body}\n'


def line(length, change):
    values = change(np.linspace(0, 1, length))
    return f"LUT_1D_SIZE {length}\n" + "\n".join(" ".join(f"{value:.7f}" for value in row) for row in values)


class Files:
    def __init__(self, *files):
        self.files = files

    def paths(self, _name):
        return self.files


class Given:
    def __init__(self, path):
        self.holdings = Files(path)

    def kept(self, _by, make):
        return make()


def applied(tmp_path, text, pixels, **told):
    path = tmp_path / "look.cube"
    path.write_text(text, encoding="utf-8")
    return lut.apply(pixels, {**lut.OPERATION.defaults, "file": "look.cube", **told}, Given(path))


PIXELS = np.random.default_rng(1).random((30, 40, 3)).astype(np.float32)


@pytest.mark.parametrize("codes", ["srgb", "bt709", "linear"])
def test_a_table_that_changes_nothing_changes_nothing(tmp_path, codes):
    assert applied(tmp_path, cube(5, lambda c: c), PIXELS, codes=codes) == pytest.approx(PIXELS, abs=6e-5)
    straight = line(17, lambda x: np.stack([x, x, x], axis=1))
    assert applied(tmp_path, straight, PIXELS, codes=codes) == pytest.approx(PIXELS, abs=6e-5)


def test_red_stays_red_and_codes_are_what_it_sees(tmp_path):
    found = applied(tmp_path, cube(9, lambda c: c * [1, 0.5, 0.25]), PIXELS)
    assert found == pytest.approx(srgb_to_linear(linear_to_srgb(PIXELS) * [1, 0.5, 0.25]), abs=6e-5)


def test_half_the_strength_is_half_of_the_way(tmp_path):
    found = applied(tmp_path, cube(9, lambda c: c * 0.5), PIXELS, strength=0.5)
    assert linear_to_srgb(found) == pytest.approx(linear_to_srgb(PIXELS) * 0.75, abs=6e-5)


def test_a_line_before_a_cube_as_resolve_writes_it(tmp_path):
    body = cube(3, lambda c: c * 0.5).split("LUT_3D_SIZE 3\n")[1]
    text = "LUT_1D_SIZE 3\nLUT_3D_SIZE 3\n0 0 0\n0.25 0.25 0.25\n1 1 1\n" + body
    found = linear_to_srgb(applied(tmp_path, text, PIXELS))
    codes = linear_to_srgb(PIXELS)
    bent = np.interp(codes, [0, 0.5, 1], [0, 0.25, 1])
    assert found == pytest.approx(0.5 * bent, abs=1e-4)


def test_a_table_for_another_range_of_inputs(tmp_path):
    text = cube(5, lambda c: c, head="DOMAIN_MIN 0 0 0\nDOMAIN_MAX 2 2 2\n")
    assert applied(tmp_path, text, PIXELS, codes="linear") == pytest.approx(PIXELS / 2, abs=1e-5)


GOOD = cube(2, lambda c: c)
BAD = {
    "nothing": ("", "no numbers|how large"),
    "only words": ("TITLE a\n" * 2000, "no numbers"),
    "no size": ("0 0 0\n1 1 1\n", "how large"),
    "a huge size": (GOOD.replace("SIZE 2", "SIZE 100000"), "from 2 to 129"),
    "a size that is no number": (GOOD.replace("SIZE 2", "SIZE two"), "whole number"),
    "a digit of another script": (GOOD.replace("SIZE 2", "SIZE ٢"), "whole number"),
    "too few lines": (GOOD.replace("SIZE 2", "SIZE 30"), "ends too soon"),
    "too many lines": (GOOD + GOOD.splitlines()[-1] + "\n0 0 0\n", "promises"),
    "a word among numbers": (GOOD.replace("1.0000000 1.0000000 1.0000000", "1 one 1"), "no number"),
    "two numbers a line": ("LUT_1D_SIZE 2\n0 0\n1 1\n", "promises"),
    "what is no number": ("LUT_1D_SIZE 2\n0 0 0\n1 nan 1\n", "beyond"),
    "what is endless": ("LUT_1D_SIZE 2\n0 0 0\n1 1e30 1\n", "beyond"),
    "an empty range": ("DOMAIN_MIN 1 1 1\nDOMAIN_MAX 1 1 1\nLUT_1D_SIZE 2\n0 0 0\n1 1 1\n", "inputs run"),
    "a range in words": ("DOMAIN_MIN zero\nLUT_1D_SIZE 2\n0 0 0\n1 1 1\n", "range of inputs"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_broken_file_is_named_for_what_is_wrong(what):
    text, why = BAD[what]
    with pytest.raises(BadLut, match=why):
        parse_cube(text, "look.cube")


def test_a_file_that_is_no_text_or_too_large_is_not_read(tmp_path, monkeypatch):
    path = tmp_path / "look.cube"
    path.write_bytes(bytes(range(128, 256)) * 100)
    with pytest.raises(BadLut, match="not text"):
        read_cube(path)
    monkeypatch.setattr("komadori.picture.cube.MOST_BYTES", 1000)
    with pytest.raises(BadLut, match="too large"):
        read_cube(path)
    with pytest.raises(BadLut, match="cannot be read"):
        read_cube(tmp_path / "gone.cube")


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.text(alphabet="LUT_13D SIZE0123456789.-+e\n#nainf", max_size=300))
def test_no_text_at_all_does_anything_but_be_refused_or_read(text):
    with suppress(BadLut):
        parse_cube(text, "a")


def test_a_take_gets_the_look_of_a_file_beside_it(shoot):
    shoot.keep(np.full((16, 24, 3), 200, np.uint8))
    (shoot.take.path / "look.cube").write_text(cube(3, lambda c: c * 0.5), encoding="utf-8")
    report = shoot.finish(recipe_of(("lut", {"file": "look.cube"})))
    assert read(report.manifest.file(1)).data == pytest.approx(np.full((16, 24, 3), 100 * 257), abs=3)
    assert "looked up in look.cube" in report.manifest.recipe
    (shoot.take.path / "look.cube").write_text(cube(3, lambda c: c * 0.25), encoding="utf-8")
    assert shoot.finish(recipe_of(("lut", {"file": "look.cube"}))).made == 1
