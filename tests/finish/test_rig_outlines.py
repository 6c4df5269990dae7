"""Where a followed rig ends before a puppet, and how its parts bend."""

from dataclasses import replace

import numpy as np

from komadori.finish.rigs.bending import bent, carried
from komadori.finish.rigs.cutting import cut
from komadori.finish.rigs.paint import Painted
from komadori.finish.rigs.painted_on import begun
from komadori.finish.rigs.seen_again import outlined

SIZE = (120, 200)
STEEL, FUR = (0.55, 0.6, 0.7), (0.5, 0.3, 0.15)
NOISE = np.random.default_rng(5)


def scene(left):
    """A picture in tones in which a rod stands `left` of a puppet's tail and before it, what is rod, what is tail, and
    the empty set."""
    empty = np.full((*SIZE, 3), 0.85, np.float32)
    rod, tail = np.zeros(SIZE, bool), np.zeros(SIZE, bool)
    tail[60:72, 40:150], rod[20:110, left : left + 6] = True, True
    picture = empty + NOISE.normal(0, 0.004, empty.shape).astype(np.float32)
    picture[tail] = FUR + NOISE.normal(0, 0.01, (int(tail.sum()), 3))
    picture[rod] = STEEL + NOISE.normal(0, 0.01, (int(rod.sum()), 3))
    return picture, rod, tail & ~rod, empty


def stroke(left):
    region = np.zeros(SIZE, bool)
    region[16:114, left - 7 : left + 13] = True
    return Painted(rig=region, middle=region & False, keep=region & False)


def test_what_a_stroke_covers_of_a_tail_is_no_rig():
    picture, rod, tail, _ = scene(90)
    rig = begun(picture, rod | tail, stroke(90))
    assert (rig.seen & rod).sum() > 0.97 * rod.sum()
    assert (rig.seen & tail).sum() < 0.02 * rod.sum()


def test_a_brush_that_keeps_the_tail_and_goes_over_the_rod_a_little_leaves_the_rest_of_it():
    picture, rod, tail, _ = scene(90)
    keep = np.zeros(SIZE, bool)
    keep[54:78, 80:92] = keep[54:78, 94:110] = True
    rig = begun(picture, rod | tail, replace(stroke(90), keep=keep))
    assert (rig.seen & rod).sum() > 0.95 * (rod & ~keep).sum()
    assert not (rig.body & keep).any()
    assert not (rig.beside & rod).any()


def test_the_rod_is_told_from_the_tail_in_the_next_picture_too():
    picture, rod, tail, _ = scene(90)
    rig = begun(picture, rod | tail, stroke(90))
    for left in (91, 93, 95):
        picture, rod, tail, empty = scene(left)
        rig = outlined(rig, picture, rod | tail, empty)
        assert (rig.seen & rod).sum() > 0.95 * rod.sum()
        assert (rig.seen & tail).sum() < 0.03 * rod.sum()
        assert not (rig.beside & rod).any()


def test_a_part_that_went_further_than_the_whole_is_found_there():
    here = np.full((*SIZE, 3), 0.85, np.float32)
    looks, body = here.copy(), np.zeros(SIZE, bool)
    body[20:100, 90:96] = True
    looks[body] = STEEL
    now = np.zeros(SIZE, bool)
    now[20:60, 90:96] = now[60:100, 94:100] = True
    here[now] = STEEL
    box, way = bent(body, looks, here, now)
    after = carried(body.astype(np.float32), box, way, 1) > 0.5
    assert (after & now).sum() / (after | now).sum() > 0.85


def test_a_stand_is_drawn_out_far():
    here = np.full((*SIZE, 3), 0.85, np.float32)
    looks, body = here.copy(), np.zeros(SIZE, bool)
    body[50:100, 90:95] = body[42:52, 88:97] = body[100:108, 82:104] = True
    looks[body] = STEEL
    looks[42:52, 88:97] = FUR
    now = np.zeros(SIZE, bool)
    now[38:100, 90:95] = now[28:38, 88:97] = now[100:108, 82:104] = True
    here[now] = STEEL
    here[28:38, 88:97] = FUR
    wide = np.zeros((SIZE[0], 400), bool)
    wide[:, : SIZE[1]] = body
    far = [np.pad(each, ((0, 0), (0, 200), (0, 0)), mode="edge") for each in (looks, here)]
    away = np.pad(now, ((0, 0), (0, 200)))
    box, way = bent(wide, far[0], far[1], away)
    after = carried(wide.astype(np.float32), box, way, 1) > 0.5
    assert (after & away).sum() / (after | away).sum() > 0.85


def test_of_nothing_nothing_bends():
    nothing = np.zeros(SIZE, bool)
    assert bent(nothing, np.zeros((*SIZE, 3), np.float32), np.zeros((*SIZE, 3), np.float32), nothing) is None


def test_a_cut_outvotes_single_pixels_and_keeps_to_edges():
    costs = np.ones((20, 20), np.float32)
    costs[:, :10] = -1
    toned = np.repeat(np.where(costs < 0, 0.2, 0.8)[..., None], 3, axis=2).astype(np.float32)
    costs[5, 4], costs[12, 15] = 1, -1
    found = cut(costs, toned, np.ones((20, 20), bool), 1.0)
    assert found[:, :10].all()
    assert not found[:, 10:].any()
    assert not cut(costs, toned, costs > 5, 1.0).any()
