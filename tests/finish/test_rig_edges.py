"""How a filled rig meets the picture: its shining rim goes with it, and its shadow is taken for no puppet."""

import cv2
import numpy as np

from komadori.finish.rigs.edges import lifted
from komadori.finish.rigs.shadows import shadowed
from komadori.finish.rigs.tones import grown, parts

SHAPE = (120, 160)


def wall():
    """A wall with a grain, scene-linear."""
    grain = cv2.GaussianBlur(np.random.default_rng(5).standard_normal(SHAPE).astype(np.float32), (0, 0), 1.0)
    return (np.float32([0.3, 0.2, 0.13]) * (1 + 0.2 * grain[..., None])).astype(np.float32)


def rod():
    """A grey rod whose outermost pixels shine, and one row beside them half."""
    mask = np.zeros(SHAPE, bool)
    mask[:, 70:80] = True
    picture = wall()
    picture[:, 70:80] = 0.1
    picture[:, 79] = (0.9, 0.7, 0.3)
    picture[:, 80] = 0.5 * picture[:, 80] + 0.5 * picture[:, 79]
    return picture, mask


def test_a_rim_that_shines_is_lifted_off_beside_the_matte():
    picture, rig = rod()
    edge = grown(rig, 2.0) & ~rig
    weight = lifted(picture, wall(), rig, edge, 2.0)
    assert weight[10:-10, 80].min() > 0.9


def test_a_fibre_beside_the_rig_stays():
    picture, rig = rod()
    picture[:, 80] = (0.02, 0.3, 0.02)
    edge = grown(rig, 2.0) & ~rig
    weight = lifted(picture, wall(), rig, edge, 2.0)
    assert weight[10:-10, 80].max() < 0.1


def test_less_light_is_a_shadow_and_another_colour_is_none():
    across = np.hypot(*np.meshgrid(np.arange(160) - 80, np.arange(120) - 60))
    shade = (1 - 0.4 * np.exp(-((across / 25) ** 2))).astype(np.float32)[..., None]
    deep = (shade < 0.9)[..., 0]
    assert shadowed(wall() * shade, wall())[deep].mean() > 0.95
    assert not shadowed(wall() / shade, wall())[deep].any()
    felt = np.where(deep[..., None], np.float32([0.25, 0.07, 0.02]), wall())
    assert shadowed(felt, wall())[deep].mean() < 0.05


def test_what_a_source_does_not_show_is_no_shadow():
    source = wall()
    source[40:80] = np.nan
    assert not shadowed(0.7 * wall(), source)[40:80].any()
    assert shadowed(0.7 * wall(), source)[:30].mean() > 0.95


def test_what_lies_far_apart_is_worked_on_apart():
    mask = np.zeros((90, 160), bool)
    mask[9:12, 9:12] = mask[15:17, 15:17] = mask[60:70, 141:150] = True
    found = list(parts(mask, 7))
    assert len(found) == 2
    for box, own in found:
        assert all(side.start % 2 == 0 and side.stop % 2 == 0 for side in box)
        assert own.shape == mask[box].shape
    assert sum(int((mask[box] & own).sum()) for box, own in found) == mask.sum()
