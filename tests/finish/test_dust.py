"""Dust: specks of a picture or two are filled, puppets are not; dust before the sensor is told by what can tell it."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest

from komadori.errors import WrongUse
from komadori.finish.operation import HERE, Moment, Stretch
from komadori.finish.ops.dust import OPERATION, apply, measure, solve
from komadori.picture.colour import to_codes, to_light
from komadori.stage.sensor_marks import Speck, dusted

WIDE, HIGH = 480, 270


@dataclass
class Still:
    picture: np.ndarray
    path: Path
    before: "Still | None" = None

    @property
    def previous(self):
        return self.before or self

    def small(self, width=256):
        return self.picture


@dataclass
class Given:
    numbers: tuple = ()
    field: np.ndarray | None = None
    others: tuple = ()


@dataclass
class Holdings:
    flat: np.ndarray | None = None

    def plate(self, name, width=0):
        return self.flat


def room(seed=3, wide=WIDE):
    rng = np.random.default_rng(seed)
    soft = cv2.GaussianBlur(rng.standard_normal((HIGH, wide)).astype(np.float32), (0, 0), 2)
    picture = np.clip(0.3 * np.exp(0.25 * soft / soft.std()), 0.01, 0.9)[..., None] * np.float32([1, 0.85, 0.7])
    for _ in range(25):
        cv2.circle(
            picture,
            tuple(int(v) for v in rng.integers(0, (wide, HIGH))),
            12,
            [float(v) for v in rng.uniform(0.1, 0.7, 3)],
            -1,
        )
    return cv2.GaussianBlur(picture, (0, 0), 0.7)


def shot(light, rng):
    return to_light(to_codes(light + rng.standard_normal(light.shape).astype(np.float32) * 0.003, "srgb", 8), "srgb")


def puppet(scene, number):
    """A dark figure that walks on the left and swings its arm."""
    drawn = scene.copy()
    cv2.ellipse(drawn, (60 + 3 * number, 180), (28, 60), 0, 0, 360, (0.1, 0.08, 0.06), -1, cv2.LINE_AA)
    cv2.line(drawn, (60 + 3 * number, 150), (110 + 3 * number, 150 + 12 * (number % 3)), (0.1, 0.08, 0.06), 10)
    return drawn


SPECKS = {3: [(300, 60, 3)], 6: [(400, 200, 4), (250, 40, 2)], 9: [(350, 120, 3)], 10: [(350, 120, 3)]}
"""By picture: places and radii."""


def take(count=14, specks=SPECKS):
    rng = np.random.default_rng(8)
    truths = [puppet(room(), number) for number in range(count)]
    pictures = []
    for number, truth in enumerate(truths):
        seen = truth.copy()
        for x, y, radius in specks.get(number, []):
            cv2.circle(seen, (x, y), radius, (0.02, 0.02, 0.02) if number != 6 else (0.8, 0.8, 0.75), -1, cv2.LINE_AA)
        pictures.append(shot(seen, rng))
    return pictures, truths


def solved(pictures, lies=None, **settings):
    settings = OPERATION.defaults | settings
    stills = []
    for number, picture in enumerate(pictures):
        stills.append(Still(picture, Path(f"{number}.png"), stills[-1] if stills else None))
    rows = [measure(still, settings) for still in stills]
    moments = [
        Moment(frame=at + 1, look=lambda row=row: row, lies=lies[at] if lies else HERE) for at, row in enumerate(rows)
    ]
    return solve(Stretch(moments=moments, holdings=Holdings()), settings)


def done(pictures, found, at):
    one = found[at]
    others = tuple(lambda there=there: pictures[there] for there in one.others)
    return apply(pictures[at], OPERATION.defaults, Given(numbers=one.numbers, field=one.field, others=others))


def fidelity(one, other, x, y, by=6):
    part = (slice(y - by, y + by + 1), slice(x - by, x + by + 1))
    return -10 * np.log10(((one[part] - other[part]) ** 2).mean())


def filled(found):
    """Picture and place of every speck that is filled."""
    return sorted(
        (at, round(float(row[0]) * WIDE), round(float(row[1]) * WIDE))
        for at, one in enumerate(found)
        if one.field is not None
        for row in one.field[: int(one.numbers[0])]
    )


@pytest.fixture(scope="module")
def dusty():
    pictures, truths = take()
    return pictures, truths, solved(pictures)


def test_every_speck_is_found_and_no_part_of_the_puppet(dusty):
    wanted = sorted((at, x, y) for at, rows in SPECKS.items() for x, y, _ in rows)
    found = filled(dusty[2])
    assert len(found) == len(wanted)
    for (at, x, y), (wanted_at, wanted_x, wanted_y) in zip(found, wanted, strict=True):
        assert (at, abs(x - wanted_x) <= 1, abs(y - wanted_y) <= 1) == (wanted_at, True, True)


def test_a_filled_speck_is_gone(dusty):
    pictures, truths, found = dusty
    for at, rows in SPECKS.items():
        mended = done(pictures, found, at)
        for x, y, _ in rows:
            assert fidelity(mended, truths[at], x, y) > 46 > fidelity(pictures[at], truths[at], x, y) + 10


def test_nothing_else_changes_and_other_pictures_not_at_all(dusty):
    pictures, _, found = dusty
    mended = done(pictures, found, 3)
    assert (np.abs(mended - pictures[3]).max(axis=2) > 0).mean() < 0.005
    assert done(pictures, found, 4) is pictures[4]
    assert found[4].others == ()


def test_it_is_said_where_and_a_person_is_asked_to_look(dusty):
    assert "speck 63% across and 22% down" in dusty[2][3].remark
    assert dusty[2][3].doubt > 0


def test_a_blink_on_a_puppet_that_moves_otherwise_is_no_speck():
    rng = np.random.default_rng(8)
    pictures = []
    for number in range(14):
        seen = puppet(room(), number)
        if number == 7:
            cv2.circle(seen, (60 + 3 * number, 140), 4, (0.5, 0.4, 0.3), -1)
        pictures.append(shot(seen, rng))
    assert filled(solved(pictures)) == []


def test_frames_that_are_told_so_keep_theirs(dusty):
    pictures = dusty[0]
    settings = [OPERATION.defaults | {"longest": 0 if at == 6 else 2} for at in range(len(pictures))]
    stills = []
    for number, picture in enumerate(pictures):
        stills.append(Still(picture, Path(f"{number}.png"), stills[-1] if stills else None))
    rows = [measure(still, told) for still, told in zip(stills, settings, strict=True)]
    moments = [
        Moment(frame=at + 1, look=lambda row=row: row, settings=told)
        for at, (row, told) in enumerate(zip(rows, settings, strict=True))
    ]
    found = solve(Stretch(moments=moments, holdings=Holdings()), OPERATION.defaults)
    assert {at for at, _, _ in filled(found)} == {3, 9, 10}


def test_a_thing_that_comes_and_stays_is_no_speck():
    pictures, _ = take(specks={at: [(300, 60, 3)] for at in range(5, 14)})
    assert filled(solved(pictures)) == []


def test_specks_are_found_under_another_light_and_beside_a_bump():
    rng = np.random.default_rng(2)
    pictures = []
    for number in range(12):
        seen = puppet(room(), number) * np.float32(1 + 0.05 * rng.standard_normal())
        if number >= 6:
            seen = cv2.warpAffine(
                seen, np.float32([[1, 0, 2.4], [0, 1, 1.3]]), (WIDE, HIGH), borderMode=cv2.BORDER_REFLECT
            )
        if number in (3, 8):
            cv2.circle(seen, (300 if number == 3 else 400, 60), 3, (0.02, 0.02, 0.02), -1, cv2.LINE_AA)
        pictures.append(shot(seen, rng))
    found = np.array(filled(solved(pictures)))
    assert np.abs(found - [(3, 300, 60), (8, 400, 60)]).max() <= 1


def test_where_the_neighbours_do_not_show_the_place_it_is_drawn_from_around(dusty):
    pictures, truths, found = dusty
    one = found[3]
    nothing = np.full_like(pictures[3], np.nan)
    mended = apply(
        pictures[3], {}, Given(numbers=one.numbers, field=one.field, others=(lambda: nothing, lambda: nothing))
    )
    assert np.isfinite(mended).all()
    assert fidelity(mended, truths[3], 300, 60) > fidelity(pictures[3], truths[3], 300, 60) + 6


def test_a_proxy_is_filled_as_well(dusty):
    pictures, truths, found = dusty
    half = [cv2.resize(one, (240, 135), interpolation=cv2.INTER_AREA) for one in pictures]
    truth = cv2.resize(truths[6], (240, 135), interpolation=cv2.INTER_AREA)
    assert fidelity(done(half, found, 6), truth, 200, 100, 4) > fidelity(half[6], truth, 200, 100, 4) + 10


GRAINS = tuple(
    Speck(x=x, y=y, radius=r, depth=d)
    for x, y, r, d in [
        (60, 50, 3, 0.3),
        (200, 90, 4, 0.2),
        (330, 200, 2.5, 0.35),
        (420, 60, 5, 0.15),
        (150, 220, 3, 0.25),
    ]
)


def hit(found):
    places = [(float(row[0]) * WIDE, float(row[1]) * WIDE) for row in found]
    return sum(any(np.hypot(x - grain.x, y - grain.y) < 2 for x, y in places) for grain in GRAINS), len(places)


def test_a_flat_plate_tells_dust_and_its_light_comes_back():
    rng = np.random.default_rng(1)
    plate = shot(
        dusted(np.full((HIGH, WIDE, 3), 0.5, np.float32) * np.linspace(1, 0.7, WIDE)[None, :, None], GRAINS), rng
    )
    truths = [puppet(room(), number) for number in range(4)]
    pictures = [shot(dusted(truth, GRAINS), rng) for truth in truths]
    found = solve_flat(pictures, plate)
    assert hit(found[0].field) == (5, 5)
    mended = done(pictures, found, 2)
    for grain in GRAINS:
        place = (int(grain.x), int(grain.y))
        assert fidelity(mended, truths[2], *place) > fidelity(pictures[2], truths[2], *place) + 8
    assert "5 grains" in found[0].remark


def solve_flat(pictures, plate, longest=0):
    settings = OPERATION.defaults | {"flat": "flat.png", "longest": longest}
    stills = []
    for number, picture in enumerate(pictures):
        stills.append(Still(picture, Path(f"{number}.png"), stills[-1] if stills else None))
    rows = [measure(still, settings) for still in stills]
    moments = [Moment(frame=at + 1, look=lambda row=row: row) for at, row in enumerate(rows)]
    return solve(Stretch(moments=moments, holdings=Holdings(plate)), settings)


def test_a_speck_on_dust_is_filled_without_bringing_the_dust_back():
    rng = np.random.default_rng(1)
    plate = shot(dusted(np.full((HIGH, WIDE, 3), 0.5, np.float32), GRAINS), rng)
    truths = [puppet(room(), number) for number in range(8)]
    pictures = [shot(dusted(truth, GRAINS), rng) for truth in truths]
    cv2.circle(pictures[4], (333, 198), 3, (0.02, 0.02, 0.02), -1, cv2.LINE_AA)
    found = solve_flat(pictures, plate, longest=2)
    assert [at for at, _, _ in filled(found)] == [4]
    assert fidelity(done(pictures, found, 4), truths[4], 333, 198, 8) > 36
    hidden = Given(numbers=found[4].numbers, field=found[4].field, others=(lambda: pictures[0] * np.nan,) * 2)
    assert np.isfinite(apply(pictures[4], {}, hidden)).all()


def test_a_moving_camera_tells_dust_from_the_set():
    rng = np.random.default_rng(1)
    wide = room(wide=WIDE + 400)
    truths = [np.ascontiguousarray(wide[:, 20 * at : 20 * at + WIDE]) for at in range(16)]
    pictures = [shot(dusted(truth, GRAINS), rng) for truth in truths]
    lies = [(1, 0, 20 * at / WIDE, 0, 1, 0, 0, 0, 1) for at in range(16)]
    found = solved(pictures, lies=lies, moving=True)
    right, total = hit(found[0].field)
    assert right >= 4
    assert total <= 6
    mended = done(pictures, found, 5)
    gains = [
        fidelity(mended, truths[5], int(g.x), int(g.y)) - fidelity(pictures[5], truths[5], int(g.x), int(g.y))
        for g in GRAINS
    ]
    assert np.median(gains) > 4


def test_a_still_camera_cannot_tell_it_and_it_is_said():
    rng = np.random.default_rng(1)
    pictures = [shot(dusted(room(), GRAINS), rng) for _ in range(5)]
    found = solved(pictures, moving=True)
    assert "a flat plate would" in found[0].remark
    assert done(pictures, found, 0) is pictures[0]


def test_a_flat_plate_of_another_shape_is_refused_with_a_hint():
    with pytest.raises(WrongUse, match="480 x 270") as refused:
        solve_flat([room()] * 2, np.full((100, 100, 3), 0.5, np.float32))
    assert "out of focus" in refused.value.hint


def test_a_missing_flat_plate_is_said():
    assert "no flat plate" in solve_flat([room()] * 2, None)[0].remark


def test_one_picture_alone_is_left_and_it_is_said():
    found = solved([room()])
    assert "one picture alone" in found[0].remark
    assert found[0].field is None


@pytest.mark.parametrize("level", [0.0, 1.0])
def test_black_and_clipped_takes_come_through(level):
    pictures = [np.full((HIGH, WIDE, 3), level, np.float32) for _ in range(4)]
    assert filled(solved(pictures, moving=True)) == []
