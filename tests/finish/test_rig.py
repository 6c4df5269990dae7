"""A rig is found however it is told, filled with what stands behind it, and nothing beside it changes by a bit."""

import importlib.util
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from komadori.finish.operation import HERE, Moment, Stretch
from komadori.finish.ops.rig import OPERATION, measure, reach, solve, told, what_is_wrong
from komadori.finish.recipe import recipe_of
from komadori.finish.rigs.plates import UnfitPlate
from komadori.finish.rigs.tones import grown
from komadori.store import BrokenFile, Stroke
from komadori.store.paint import paint_bytes

HERE_BESIDE = Path(__file__).with_name("rig_takes.py")
spec = importlib.util.spec_from_file_location("rig_takes", HERE_BESIDE)
takes = importlib.util.module_from_spec(spec)
sys.modules["rig_takes"] = takes
spec.loader.exec_module(takes)

MARKER = {"marker": "#20e040"}
LOOKED_AT = (1, 5)


@pytest.fixture(scope="module")
def green():
    return takes.shot(colour=takes.GREEN)


@pytest.fixture(scope="module")
def steel():
    return takes.shot()


def set_behind(shot, at):
    return (shot.rigs[at] > 0.02) & ~grown(shot.puppets[at], 3)


def untouched(shot, at, done, beside=4):
    """Whether every pixel further from the rig is the same to the bit."""
    return bool((done == shot.pictures[at])[~grown(shot.rigs[at] > 0.02, beside)].all())


def test_a_marked_rig_gives_way_to_the_clean_plate(green):
    done, found = takes.finished(
        green.pictures, MARKER | {"clean_plate": "plate.png"}, takes.Held({"clean_plate": green.plate}), only=LOOKED_AT
    )
    for at, picture in done.items():
        assert takes.decibel(picture, green.clean[at], set_behind(green, at)) > 38
        assert untouched(green, at, picture)
    assert all(one.remark == "" for one in found)


def test_without_a_plate_other_pictures_show_what_is_behind(green):
    done, found = takes.finished(green.pictures, MARKER, only=LOOKED_AT)
    for at, picture in done.items():
        assert found[at].others
        assert takes.decibel(picture, green.clean[at], set_behind(green, at)) > 38
        assert takes.decibel(picture, green.clean[at], green.rigs[at] > 0.02) > 32
        assert untouched(green, at, picture)


def test_a_matte_beside_each_picture_says_where_the_rig_is(steel):
    own = [takes.Held({"matte": np.repeat(rig[..., None], 3, axis=2)}) for rig in steel.rigs]
    done, _ = takes.finished(steel.pictures, {"matte": "companion matte"}, own=own, only=LOOKED_AT)
    for at, picture in done.items():
        assert takes.decibel(picture, steel.clean[at], set_behind(steel, at)) > 40
        assert untouched(steel, at, picture)


def test_one_matte_serves_the_whole_take_and_tells_what_was_guessed():
    shot = takes.shot(4, moving=False)
    held = takes.Held({"matte": np.repeat(shot.rigs[0][..., None], 3, axis=2)})
    done, found = takes.finished(shot.pictures, {"matte": "rig.png"}, held, only=[2])
    assert "guess" in found[2].remark
    assert untouched(shot, 2, done[2])


def test_mattes_beside_tell_which_pictures_show_what_is_behind_and_what_had_to_be_guessed(steel):
    for shot, guessed in ((steel, False), (takes.shot(4, moving=False), True)):
        own = [takes.Held({"matte": np.repeat(rig[..., None], 3, axis=2)}) for rig in shot.rigs]
        _, found = takes.finished(shot.pictures, {"matte": "companion matte"}, own=own, only=[])
        assert ["filled by guess" in one.remark for one in found] == [guessed] * len(found)
    free = [takes.Held({"matte": np.zeros((*rig.shape, 3), np.float32)}) for rig in steel.rigs[:2]]
    _, found = takes.finished(steel.clean[:2], {"matte": "companion matte"}, own=free, only=[])
    assert [(one.others, one.remark) for one in found] == [((), "")] * 2


def test_a_tail_behind_a_joint_is_joined_again():
    shot = takes.crossed()
    own = [takes.Held({"matte": np.repeat(rig[..., None], 3, axis=2)}) for rig in shot.rigs]
    done, found = takes.finished(shot.pictures, {"matte": "companion matte"}, own=own, only=[3])
    tail = shot.puppets[3] & (shot.rigs[3] > 0.9)
    assert takes.decibel(done[3], shot.clean[3], tail) > 20
    assert takes.decibel(done[3], shot.clean[3], shot.rigs[3] > 0.02) > 24
    assert untouched(shot, 3, done[3])
    assert "guessed" in found[3].remark


def test_everything_that_differs_from_its_own_plate_is_rig(steel):
    own = [takes.Held({"clean_plate": np.asarray(clean * 0.9, np.float32)}) for clean in steel.clean]
    settings = {"clean_plate": "exposure clean", "difference": "everything"}
    done, _ = takes.finished(steel.pictures, settings, own=own, only=LOOKED_AT)
    for at, picture in done.items():
        assert takes.decibel(picture, steel.clean[at], steel.rigs[at] > 0.02) > 38
        assert untouched(steel, at, picture, beside=6)


def test_of_what_differs_from_an_empty_set_the_thin_part_is_rig_and_the_puppet_is_not(steel):
    held = takes.Held({"clean_plate": steel.plate})
    done, found = takes.finished(steel.pictures, {"clean_plate": "plate.png"}, held, only=LOOKED_AT)
    for at, picture in done.items():
        wire = (steel.rigs[at] > 0.5) & ~grown(steel.puppets[at], 14)
        assert takes.decibel(picture, steel.clean[at], wire) > 30
        assert untouched(steel, at, picture, beside=9)
        assert "thin" in found[at].remark


def test_a_plate_in_another_light_and_bumped_is_placed_and_lit(green):
    bumped = cv2.warpAffine(
        green.plate, np.float32([[1, 0, 1.4], [0, 1, -0.8]]), (480, 270), borderMode=cv2.BORDER_REPLICATE
    )
    ramp = np.linspace(0.8, 1.15, 480, dtype=np.float32)[None, :, None]
    held = takes.Held({"clean_plate": np.asarray(bumped * ramp, np.float32)})
    done, _ = takes.finished(green.pictures, MARKER | {"clean_plate": "p", "others": 0}, held, only=[5])
    assert takes.decibel(done[5], green.clean[5], set_behind(green, 5)) > 36


def test_what_a_plate_of_the_empty_set_does_not_have_comes_from_other_pictures(green):
    dapple = np.exp(0.12 * takes.octaves(np.random.default_rng(9), 1, 5)).astype(np.float32)
    held = takes.Held({"clean_plate": green.plate * dapple})
    asked = MARKER | {"clean_plate": "plate.png"}
    both, _ = takes.finished(green.pictures, asked, held, only=LOOKED_AT)
    alone, _ = takes.finished(green.pictures, asked | {"others": 0}, held, only=LOOKED_AT)
    for at in LOOKED_AT:
        behind = set_behind(green, at)
        assert takes.decibel(both[at], green.clean[at], behind) > 38
        assert takes.decibel(alone[at], green.clean[at], behind) < 34


def test_of_what_other_pictures_show_nothing_is_said_whatever_the_plate_shows(green):
    strange = np.exp(0.6 * takes.octaves(np.random.default_rng(9), 1, 5)).astype(np.float32)
    held = takes.Held({"clean_plate": green.plate * strange})
    with_it = takes.solved(green.pictures, MARKER | {"clean_plate": "plate.png"}, held)
    assert [one.remark for one in with_it] == [one.remark for one in takes.solved(green.pictures, MARKER)]


def test_a_flickering_take_lends_its_pictures_in_the_light_of_each():
    shot = takes.shot(colour=takes.GREEN, light=1 + 0.12 * np.sin(np.arange(10) * 2.1))
    done, _ = takes.finished(shot.pictures, MARKER, only=[5])
    assert takes.decibel(done[5], shot.clean[5], set_behind(shot, 5)) > 36


def test_what_nothing_shows_is_guessed_and_told():
    shot = takes.shot(6, colour=takes.GREEN, moving=False)
    done, found = takes.finished(shot.pictures, MARKER, only=[3])
    assert "guess" in found[3].remark
    assert found[3].doubt > 0.8
    before = takes.decibel(shot.pictures[3], shot.clean[3], shot.rigs[3] > 0.02)
    assert takes.decibel(done[3], shot.clean[3], shot.rigs[3] > 0.02) > before + 8
    assert untouched(shot, 3, done[3])


@pytest.fixture
def paint(tmp_path):
    """`paint(strokes)` holds them as paint.json."""

    def written(*strokes):
        (tmp_path / "paint.json").write_bytes(paint_bytes(strokes))
        return takes.Held(files={"paint": (tmp_path / "paint.json",)})

    return written


def wire(at, radius=0.014, **more):
    """A stroke over the wire of picture `at`."""
    x = 110 + 26 * at
    return Stroke(
        frame=2 * at + 1, mode="rig", radius=radius, points=((x / 480 + 8 / 480, 150 / 480), ((x + 40) / 480, 0))
    )


def test_a_rig_painted_once_is_followed_both_ways_and_filled(steel, paint):
    done, found = takes.finished(steel.pictures, {"paint": "paint.json"}, paint(wire(4)), only=(1, 4, 8))
    for at, picture in done.items():
        assert takes.decibel(picture, steel.clean[at], set_behind(steel, at)) > 32
        assert untouched(steel, at, picture, beside=12)
    assert not any("not found" in one.remark for one in found)


def test_a_puppet_of_the_rigs_own_tones_that_comes_in_at_once_is_no_rig(steel, paint):
    pictures = [picture.copy() for picture in steel.pictures[:8]]
    comb = np.zeros((270, 480), bool)
    comb[40:250:12, 20:] = comb[41:250:12, 20:] = comb[40:250, 20:22] = True
    pictures[6][comb] = pictures[7][comb] = takes.STEEL
    done, _ = takes.finished(pictures, {"paint": "p"}, paint(wire(4)), only=[6])
    away = comb & ~grown(steel.rigs[6] > 0.02, 20)
    assert (done[6] == pictures[6]).all(axis=2)[away].mean() > 0.95


def test_what_is_kept_stays_as_it_is(steel, paint):
    keep = Stroke(frame=9, mode="keep", radius=0.03, points=((0.5, 0.1),))
    whole, _ = takes.finished(steel.pictures, {"paint": "p"}, paint(wire(4)), only=[4])
    kept, _ = takes.finished(steel.pictures, {"paint": "p"}, paint(wire(4), keep), only=[4])
    spot = np.zeros((270, 480), np.uint8)
    cv2.circle(spot, (240, 48), 12, 1, -1)
    inside = spot.astype(bool)
    assert (kept[4][inside] == steel.pictures[4][inside]).all()
    assert not (whole[4][inside] == steel.pictures[4][inside]).all()


def test_a_rig_that_is_gone_is_told_to_be_lost(steel, paint):
    pictures = [*steel.pictures[:5], *steel.clean[5:9], steel.plate]
    done, found = takes.finished(pictures, {"paint": "p"}, paint(wire(2)), only=[9])
    assert "paint it" in found[8].remark
    assert found[8].doubt > 0.8
    assert done[9] is pictures[9]
    assert found[9].remark == ""


def test_a_stroke_is_followed_no_further_than_asked(steel, paint):
    done, _ = takes.finished(steel.pictures, {"paint": "p", "follow": 2}, paint(wire(4)), only=(6, 7))
    assert done[7] is steel.pictures[7]
    assert done[6] is not steel.pictures[6]


def test_a_shadow_beside_the_rig_is_lightened_and_the_puppet_is_not():
    shot = takes.shot(4, colour=takes.GREEN, shadow=0.35)
    own = [takes.Held({"clean_plate": clean}) for clean in shot.clean]
    settings = MARKER | {"clean_plate": "companion clean"}
    without, _ = takes.finished(shot.pictures, settings, own=own, only=[2])
    lit, _ = takes.finished(shot.pictures, settings | {"shadow": 8.0}, own=own, only=[2])
    beside = grown(shot.rigs[2] > 0.02, 24) & ~grown(shot.rigs[2] > 0.02, 5) & ~grown(shot.puppets[2], 3)
    gained = takes.decibel(lit[2], shot.clean[2], beside) - takes.decibel(without[2], shot.clean[2], beside)
    assert gained > 6
    assert (lit[2] == shot.pictures[2])[shot.puppets[2] & ~grown(shot.rigs[2] > 0.02, 5)].mean() > 0.98


def test_a_proxy_is_finished_by_the_same_numbers(green):
    held = takes.Held({"clean_plate": green.plate})
    settings = takes.told(MARKER | {"clean_plate": "plate.png"})
    found = takes.solved(green.pictures, settings, held)[5]
    small, clean = (
        cv2.resize(each[5], (240, 135), interpolation=cv2.INTER_AREA) for each in (green.pictures, green.clean)
    )
    given = takes.Given(numbers=found.numbers, field=found.field, holdings=held)
    done = OPERATION.apply(small, settings, given)
    inside = cv2.resize(set_behind(green, 5).astype(np.float32), (240, 135), interpolation=cv2.INTER_AREA) > 0.5
    assert takes.decibel(done, clean, inside) > 32


def test_the_same_comes_of_it_in_any_stretch(steel, paint):
    settings = takes.told({"paint": "p", "reach": 2, "follow": 2, "others": 2})
    held = paint(wire(4))
    looks = [measure(takes.Still(picture), settings) for picture in steel.pictures]
    moments = [
        Moment(frame=2 * at + 1, look=lambda look=look: look, settings=settings) for at, look in enumerate(looks)
    ]
    whole = solve(Stretch(moments=moments, holdings=held, asked=(4, 6)), settings)
    again = solve(Stretch(moments=moments, holdings=held, asked=(4, 5)), settings)
    assert whole[4].numbers == again[4].numbers
    assert np.array_equal(whole[4].field, again[4].field)
    assert again[5].field is None


def test_pictures_that_lie_elsewhere_are_compared_in_the_set(green):
    shift = (7.0, -4.0)
    moved = cv2.warpAffine(
        green.pictures[5], np.float32([[1, 0, shift[0]], [0, 1, shift[1]]]), (480, 270), borderMode=1
    )
    pictures = [*green.pictures[:5], moved, *green.pictures[6:]]
    settings = takes.told(MARKER)
    lies = (1, 0, -shift[0] / 480, 0, 1, -shift[1] / 480, 0, 0, 1)
    looks = [measure(takes.Still(picture), settings) for picture in pictures]
    moments = [
        Moment(frame=2 * at + 1, look=lambda look=look: look, settings=settings, lies=lies if at == 5 else HERE)
        for at, look in enumerate(looks)
    ]
    found = solve(Stretch(moments=moments, holdings=takes.Held()), settings)[5]
    assert found.remark == ""
    others = [
        lambda other=other: cv2.warpAffine(
            green.pictures[other],
            np.float32([[1, 0, shift[0]], [0, 1, shift[1]]]),
            (480, 270),
            borderValue=(np.nan,) * 3,
        )
        for other in found.others
    ]
    given = takes.Given(numbers=found.numbers, field=found.field, others=others)
    done = OPERATION.apply(moved, settings, given)
    clean = cv2.warpAffine(green.clean[5], np.float32([[1, 0, shift[0]], [0, 1, shift[1]]]), (480, 270), borderMode=1)
    inside = np.roll(set_behind(green, 5), (-4, 7), (0, 1))
    inside[:12] = inside[-12:] = False
    assert takes.decibel(done, clean, inside) > 36


def test_nothing_told_is_nothing_done(steel):
    done, found = takes.finished(steel.pictures[:2], {})
    assert done[0] is steel.pictures[0]
    assert all(one.field is None for one in found)
    assert reach(takes.told({"others": 0})) == 0
    assert told(takes.told({})) == ""


@pytest.mark.parametrize("light", [0.0, 1.0])
@pytest.mark.parametrize("settings", [MARKER, {"clean_plate": "p"}, {"clean_plate": "p", "difference": "everything"}])
def test_a_black_or_burnt_out_picture_stays(light, settings):
    picture = np.full((90, 160, 3), light, np.float32)
    done, _ = takes.finished([picture], settings, takes.Held({"clean_plate": picture}))
    assert np.array_equal(done[0], picture)


def test_pictures_of_another_size_are_left_out_and_told(green):
    other = cv2.resize(green.pictures[3], (400, 300))
    done, found = takes.finished([*green.pictures[:3], other, *green.pictures[4:]], MARKER, only=[2])
    assert "another size" in found[3].remark
    assert 3 not in found[2].others
    assert takes.decibel(done[2], green.clean[2], set_behind(green, 2)) > 36


def test_a_plate_of_other_proportions_is_refused(green):
    held = takes.Held({"clean_plate": np.zeros((300, 300, 3), np.float32)})
    found = takes.solved(green.pictures[:1], MARKER)[0]
    with pytest.raises(UnfitPlate, match="300 × 300"):
        OPERATION.apply(
            green.pictures[0],
            takes.told(MARKER | {"clean_plate": "p"}),
            takes.Given(numbers=found.numbers, field=found.field, holdings=held),
        )


def test_a_broken_paint_file_is_told(steel, tmp_path):
    (tmp_path / "paint.json").write_text("{")
    with pytest.raises(BrokenFile):
        takes.solved(steel.pictures[:2], {"paint": "p"}, takes.Held(files={"paint": (tmp_path / "paint.json",)}))


@pytest.mark.parametrize(("colour", "fine"), [("", True), ("#20E040", True), ("green", False), ("#20e04", False)])
def test_a_colour_is_checked(colour, fine):
    assert (what_is_wrong(colour) == "") is fine


def test_a_take_is_finished_without_its_rig(shoot, green):
    for picture in green.pictures[:5]:
        shoot.keep(np.rint(np.clip(picture, 0, 1) ** (1 / 2.2) * 255).astype(np.uint8))
    report = shoot.finish(recipe_of(("rig", MARKER)))
    assert report.failures == ()
    assert report.made == 5
    assert "rig taken out" in report.manifest.recipe


def test_strokes_of_the_brush_are_found_in_the_take(shoot, steel):
    for picture in steel.pictures[:5]:
        shoot.keep(np.rint(np.clip(picture, 0, 1) ** (1 / 2.2) * 255).astype(np.uint8))
    shoot.take.write_paint([wire(2)])
    report = shoot.finish(recipe_of(("rig", {"paint": "paint.json"})))
    assert report.failures == ()
    done = cv2.imread(str(report.manifest.file(3)), cv2.IMREAD_UNCHANGED)[..., ::-1] / 65535
    before = np.clip(steel.pictures[2], 0, 1) ** (1 / 2.2)
    inside = set_behind(steel, 2) & (steel.rigs[2] > 0.9)
    assert np.abs(done - before)[inside].mean() > 0.05
    assert np.abs(done - before)[~grown(steel.rigs[2] > 0.02, 12)].max() < 0.01
