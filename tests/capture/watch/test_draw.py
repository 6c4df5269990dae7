"""The alarm's picture shows what moved, and says by how much."""

import numpy as np
import pytest

from komadori.capture.watch import Alarm, Kind, Severity
from komadori.capture.watch.draw import draw_alarm, figure, tinted


def alarm(kind, **told):
    usual = {"amount": 2.3, "unit": "px", "sentence": "The picture shifted.", "severity": Severity.URGENT}
    return Alarm(**{"kind": kind, "picture": 9, "frame": 17, "against": 8} | usual | told)


@pytest.fixture(scope="module")
def pair(made):
    pictures = list(made.take(1).pictures(lambda number, picture: made.shifted(picture, 2.0 * (number > 1), 0), 2))
    return pictures[0], pictures[1]


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (Kind.DISK, Kind.CARD)])
def test_every_kind_has_its_picture(pair, kind):
    before, now = pair
    box = (500, 10, 590, 80) if kind in (Kind.HAND, Kind.PROP, Kind.CLIPPED) else None
    arrow = (2.0, -1.1) if kind in (Kind.BUMP, Kind.PROP) else None
    page = draw_alarm(alarm(kind, box=box, arrow=arrow), now, before, width=600, title="ep01/sc010/sh020/tk01")
    assert page.width == 1800
    assert 700 < page.height < 1200
    assert len(page.getcolors(1 << 22)) > 1000


def test_without_a_picture_before_the_new_one_stands_alone(pair):
    assert draw_alarm(alarm(Kind.SETTINGS, against=None), pair[1], None, width=600).width == 1800


def test_what_grew_lighter_is_amber_and_what_grew_darker_is_blue():
    before = np.full((360, 480, 3), 100, np.uint8)
    now = before.copy()
    now[40:50, 20:30], now[40:50, 80:90] = 180, 40
    shown = tinted(before, now, even=True).astype(int)
    lighter, darker, same = shown[45, 25], shown[45, 85], shown[10, 60]
    assert lighter[0] > lighter[2] + 80
    assert darker[2] > darker[0] + 20
    assert same.max() - same.min() < 10


@pytest.mark.parametrize(
    ("kind", "amount", "unit", "words"),
    [
        (Kind.BUMP, 2.26, "px", "2.3 px"),
        (Kind.FLICKER, 4.0, "%", "+4.0 %"),
        (Kind.LIGHT, -4.0, "%", "-4.0 %"),
        (Kind.HAND, 7.1, "% of the picture", "7.1 % of the picture"),
        (Kind.DUPLICATE, 0.0, "codes", "duplicate"),
    ],
)
def test_the_figure_is_written_with_its_unit(kind, amount, unit, words):
    assert figure(alarm(kind, amount=amount, unit=unit)) == words
