"""OpenColorIO for view and delivery: the finished codes are its codes."""

import re
import zipfile

import numpy as np
import PyOpenColorIO as OpenColorIO
import pytest

from komadori.finish.chain import srgb_codes
from komadori.finish.ops import view
from komadori.finish.recipe import recipe_of
from komadori.picture import ocio, read
from komadori.picture.colour import linear_to_srgb, to_light
from komadori.picture.ocio import BadColourConfig


class Files:
    def __init__(self, *files):
        self.files = files

    def paths(self, _name):
        return self.files


class Given:
    def __init__(self, *paths, roughly=False):
        self.holdings, self.roughly = Files(*paths), roughly


def seen(pixels, *files, **told):
    return view.apply(pixels, {**view.OPERATION.defaults, **told}, Given(*files))


LIGHT = np.random.default_rng(4).random((40, 60, 3)).astype(np.float32) ** 2
ACES = OpenColorIO.Config.CreateFromBuiltinConfig(ocio.ACES)


def theirs(transform, light=LIGHT):
    out = light.copy()
    ACES.getProcessor(transform).getDefaultCPUProcessor().applyRGB(out)
    return out


@pytest.mark.parametrize("name", ["ACES 2.0 - SDR 100 nits (Rec.709)", "Un-tone-mapped", "Raw"])
def test_the_finished_codes_are_those_that_opencolorio_makes(name):
    codes = theirs(OpenColorIO.DisplayViewTransform(src="Linear Rec.709 (sRGB)", display="sRGB - Display", view=name))
    found = srgb_codes(seen(LIGHT, view=name))
    assert np.abs(found - np.rint(np.clip(codes, 0, 1) * 65535)).max() <= 2


def test_the_usual_view_is_aces_on_an_srgb_display():
    same = seen(LIGHT, display="sRGB - Display", view="ACES 2.0 - SDR 100 nits (Rec.709)")
    assert np.array_equal(seen(LIGHT), same)


def test_quickly_is_at_most_about_a_code_off_and_exact_beyond_white():
    bright = LIGHT * 1.5
    exact, quick = (srgb_codes(seen(bright, exact=way)) / 257 for way in (True, False))
    assert np.abs(exact - quick).max() < 1.3
    assert np.abs(exact - quick).mean() < 0.05
    beyond = (bright > 1).any(axis=2)
    assert np.array_equal(exact[beyond], quick[beyond])


def test_a_linear_space_is_delivered_as_light():
    wanted = theirs(OpenColorIO.ColorSpaceTransform("Linear Rec.709 (sRGB)", "ACEScg"))
    assert seen(LIGHT, space="ACEScg") == pytest.approx(wanted, abs=1e-6)


def test_a_space_of_codes_is_delivered_as_codes():
    wanted = theirs(OpenColorIO.ColorSpaceTransform("Linear Rec.709 (sRGB)", "ACEScct"))
    assert np.abs(srgb_codes(seen(LIGHT, space="ACEScct")) - np.rint(wanted * 65535)).max() <= 2


OWN = """ocio_profile_version: 2
roles: {scene_linear: lin, default: lin, data: raw}
file_rules: [!<Rule> {name: Default, colorspace: lin}]
displays:
  Screen: [!<View> {name: Plain, colorspace: half}]
colorspaces:
  - !<ColorSpace> {name: lin, aliases: [lin_srgb], encoding: scene-linear}
  - !<ColorSpace> {name: raw, isdata: true}
  - !<ColorSpace>
    name: half
    from_scene_reference: !<MatrixTransform> {matrix: [0.5, 0, 0, 0, 0, 0.5, 0, 0, 0, 0, 0.5, 0, 0, 0, 0, 1]}
"""


def test_a_config_of_ones_own(tmp_path):
    path = tmp_path / "studio.ocio"
    path.write_text(OWN, encoding="utf-8")
    assert srgb_codes(seen(LIGHT, path)) == pytest.approx(np.rint(LIGHT * 0.5 * 65535), abs=2)


def test_a_packed_config_of_ones_own(tmp_path):
    path = tmp_path / "studio.ocioz"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("config.ocio", OWN)
    assert srgb_codes(seen(LIGHT, path)) == pytest.approx(np.rint(LIGHT * 0.5 * 65535), abs=2)


def test_a_config_with_another_name_for_our_light_meets_it_by_its_reference(tmp_path):
    """A built-in config under names of its own: its interchange tells where linear sRGB is."""
    path = tmp_path / "studio.ocio"
    text = ACES.serialize().replace("Linear Rec.709 (sRGB)", "Odd").replace("lin_rec709_srgb", "odd_one")
    path.write_text(text.replace("lin_srgb", "odd_two").replace("lin_rec709", "odd_three"), encoding="utf-8")
    assert srgb_codes(seen(LIGHT, path)) == pytest.approx(srgb_codes(seen(LIGHT)), abs=3)


WRONG = {
    "display": ({"display": "Cinema"}, "no display 'Cinema'.*\n.*sRGB - Display"),
    "view": ({"view": "Noir"}, "no view 'Noir'.*\n.*Un-tone-mapped"),
    "space": ({"space": "Mars"}, "no colour space 'Mars'.*\n.*ACEScg"),
    "source": ({"source": "Venus"}, "no colour space 'Venus'"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_a_config_lacks_is_told_with_what_it_has(what):
    told, why = WRONG[what]
    with pytest.raises(BadColourConfig) as failure:
        seen(LIGHT, **told)
    assert re.search(why, str(failure.value))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("this is no config", "is no OpenColorIO config"),
        ("ocio_profile_version: 99\n", "is no OpenColorIO config"),
        (OWN.replace("!<MatrixTransform> {matrix", "!<FileTransform> {src"), "needs other files"),
        ("", "is no OpenColorIO config"),
    ],
)
def test_a_broken_config_is_refused(tmp_path, text, why):
    path = tmp_path / "studio.ocio"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadColourConfig, match=why):
        seen(LIGHT, path)


def test_a_config_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "studio.ocioz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("config.ocio", OWN)
        packed.writestr("luts/a.cube", "0" * 100_000)
    monkeypatch.setattr(ocio, "MOST_PACKED", 50_000)
    with pytest.raises(BadColourConfig, match="unpacks to more"):
        seen(LIGHT, path)


@pytest.mark.parametrize("shape", [(1, 5), (3, 1024), (301, 1023), (1, 4099)])
def test_colours_go_through_in_lines_as_they_do_in_one(shape):
    light = np.random.default_rng(4).random((*shape, 3), np.float32)
    steps = np.linspace(0, 1, 9) ** 2
    processor = ocio.lookup(np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1))
    one = light.reshape(1, -1, 3).copy()
    processor.applyRGB(one)
    assert np.array_equal(ocio.through(processor, light), one.reshape(light.shape))


def test_an_unknown_built_in_config_is_told_with_those_there_are():
    with pytest.raises(BadColourConfig, match="has no config"):
        ocio.built_in("cg-config-v99")


def test_a_take_is_seen_through_aces(shoot):
    codes = np.random.default_rng(1).integers(0, 256, (24, 32, 3), np.uint8)
    shoot.keep(codes)
    report = shoot.finish(recipe_of(("view", {})))
    wanted = srgb_codes(seen(to_light(codes, "srgb")))
    assert np.abs(read(report.manifest.file(1)).data.astype(int) - wanted).max() <= 1
    assert "seen through cg-config" in report.manifest.recipe


def test_while_a_slider_is_moved_what_is_brighter_than_white_is_looked_up_too(monkeypatch):
    bright = 3.5 * LIGHT
    exact = seen(bright)
    asked = []
    through = ocio.through
    monkeypatch.setattr(ocio, "through", lambda one, light: asked.append(one) or through(one, light))
    roughly = view.apply(bright, view.OPERATION.defaults, Given(roughly=True))
    assert len(asked) <= 3
    off = 255 * np.abs(linear_to_srgb(roughly) - linear_to_srgb(exact))
    assert np.quantile(off, 0.99) < 0.5
    assert off.max() < 6
