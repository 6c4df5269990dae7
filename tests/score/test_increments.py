"""Increments: what a hand is told at each exposure adds up to where the puppet is."""

import json

import pytest

from komadori.score.character import load_character
from komadori.score.increments import as_json, axis_steps, increments
from komadori.score.notation import read_score
from komadori.score.perform import NotInCast, perform
from komadori.score.timing import marks_of

CAST = {"badger": load_character("badger")}


def performed(score="5 badger: tilt left 10f, hum (puzzled), waddle left 30f", frames=96):
    return perform(marks_of(read_score(score)), CAST, frames=frames, on=2, idle=True, seed=3)


def test_they_add_up_and_nothing_creeps():
    done = performed(frames=240)
    place: dict[str, float] = {}
    for one in increments(done, "badger"):
        for step in one.steps:
            place[step.channel] = round(place.get(step.channel, 0.0) + step.change, 2)
            assert place[step.channel] == pytest.approx(step.value, abs=0.01)
            real = float(done.tracks["badger"][step.channel][one.frame - 1]) * (100 if step.unit == "%" else 1)
            assert abs(real - step.value) <= (3.76 if step.unit == "%" else 0.376)


def test_each_exposure_tells_its_gestures_parts_and_hold():
    found = increments(performed(), "badger")
    assert [one.frame for one in found[:3]] == [1, 3, 5]
    assert {one.held for one in found} == {2}
    assert next((one.frame, [mark.gesture for mark in one.marks]) for one in found if one.marks) == (5, ["tilt"])
    assert ("mouth", "rest") in found[0].parts
    swaps = [dict(one.parts)["mouth"] for one in found[1:] if "mouth" in dict(one.parts)]
    assert "round" in swaps


def test_what_never_moves_is_not_told():
    channels = {step.channel for one in increments(performed("1 badger: blink"), "badger") for step in one.steps}
    assert "lids" in channels
    assert not {"arm.left.raise", "body.x", "foot.left.lift"} & channels


def test_as_json():
    told = json.loads(json.dumps(as_json(performed(), "badger")))
    assert told["who"] == "badger"
    assert told["exposures"][0]["frame"] == 1
    moved = next(one for one in told["exposures"] if "head.tilt" in one["change"])
    assert moved["unit"]["head.tilt"] == "°"


def test_axes_for_a_view():
    done = performed()
    value, change = axis_steps(done, 10)["badger.head.tilt"]
    track = done.tracks["badger"]["head.tilt"]
    assert value == track[8]
    assert change == pytest.approx(track[8] - track[6], abs=1e-3)
    assert axis_steps(done, 1)["badger.head.tilt"][1] == 0


def test_nobody():
    with pytest.raises(NotInCast):
        increments(performed(), "vole")
