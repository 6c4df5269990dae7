"""A thin rig is found before a puppet too, and the edge of a shadow is none."""

import cv2
import numpy as np
import pytest

from komadori.finish.rigs.going_on import thin_rig, without_shadows

SHAPE, THICK = (180, 320), 12.0


@pytest.fixture
def plate():
    """A wall with a grain, scene-linear."""
    grain = cv2.GaussianBlur(np.random.default_rng(5).standard_normal(SHAPE).astype(np.float32), (0, 0), 1.0)
    return (np.float32([0.3, 0.2, 0.13]) * (1 + 0.1 * grain[..., None])).astype(np.float32)


def drawn(draw):
    mask = np.zeros(SHAPE, np.uint8)
    draw(mask)
    return mask > 0


def puppet():
    return drawn(lambda mask: cv2.ellipse(mask, (150, 130), (60, 48), 0, 0, 360, 1, -1))


def rod():
    return drawn(lambda mask: cv2.line(mask, (150, 10), (150, 150), 1, 7))


def test_a_rod_goes_on_before_a_puppet(plate):
    picture = np.where(puppet()[..., None], np.float32([0.35, 0.1, 0.02]), plate)
    picture = np.where(rod()[..., None], np.float32([0.18, 0.18, 0.2]), picture)
    found = thin_rig(picture, plate, THICK)
    assert (found & rod()).sum() > 0.85 * rod().sum()
    assert (found & puppet() & ~cv2.dilate(rod().astype(np.uint8), np.ones((7, 7))).astype(bool)).sum() < 20


def test_a_soft_shadow_is_no_rig_and_a_wire_is(plate):
    strip = drawn(lambda mask: cv2.line(mask, (40, 20), (280, 60), 1, 5))
    wire = np.where(strip[..., None], np.float32([0.02, 0.02, 0.02]), plate)
    assert thin_rig(wire, plate, THICK)[strip].mean() > 0.9
    cover = cv2.GaussianBlur(strip.astype(np.float32), (0, 0), 5.0)[..., None]
    shade = plate * (1 - cover * np.float32([0.6, 0.55, 0.45]))
    assert not without_shadows(strip, shade, plate).any()
    assert (without_shadows(strip, wire, plate) == strip).all()


def test_where_nothing_differs_there_is_no_rig(plate):
    assert not thin_rig(plate, plate, THICK).any()
