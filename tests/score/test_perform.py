"""A score performed: limits, rhythm, what lasts, what returns, and that temperaments can be told apart."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from komadori.errors import WrongUse
from komadori.score.channels import USUAL, Usual
from komadori.score.character import load_character
from komadori.score.ease import Ease, keyed, smooth, wander
from komadori.score.feelings import LOOKS
from komadori.score.gestures import ACTS
from komadori.score.idle import asleep
from komadori.score.mark import Mark
from komadori.score.notation import read_score
from komadori.score.perform import NotInCast, perform
from komadori.score.timing import marks_of
from komadori.score.vocabulary import FEELINGS, GESTURES

CAST = {name: load_character(name) for name in ("badger", "vole", "robin", "woman")}
LIMITS = {channel.name: channel for channel in USUAL}
SWING = {
    "head.tilt",
    "head.nod",
    "head.turn",
    "lids",
    "body.lean",
    "body.sway",
    "body.rise",
    "body.squash",
    "body.breath",
}


def performed(score, *, frames=96, on=2, seed=0, idle=False, who="badger", **more):
    paces = {name: character.temperament.pace for name, character in CAST.items()}
    marks = marks_of(read_score(score), paces=paces, frames=frames)
    return perform(marks, {who: CAST[who]}, frames=frames, on=on, seed=seed, idle=idle, **more)


def test_every_word_is_acted_and_every_feeling_seen():
    assert set(ACTS) == set(GESTURES)
    assert set(LOOKS) == set(FEELINGS)


marks_drawn = st.lists(
    st.builds(
        lambda name, first, frames, strength, feeling, who, number: Mark(
            who=who,
            gesture=name,
            first=first,
            frames=frames,
            strength=strength,
            feeling=feeling,
            side=("", *GESTURES[name].sides)[number % (1 + len(GESTURES[name].sides))],
        ),
        st.sampled_from(sorted(GESTURES)),
        st.integers(1, 60),
        st.integers(1, 50),
        st.sampled_from([0.0, 0.6, 1.0, 2.0]),
        st.sampled_from(["", *sorted(FEELINGS)]),
        st.sampled_from(["badger", "robin"]),
        st.integers(0, 5),
    ),
    max_size=3,
)


@settings(max_examples=40, deadline=None)
@given(marks_drawn, st.sampled_from([1, 2, 3]), st.integers(0, 3))
def test_any_score_stays_within_limits_and_is_held(marks, on, seed):
    cast = {"badger": CAST["badger"], "robin": CAST["robin"]}
    done = perform(marks, cast, frames=48, on=on, seed=seed)
    for tracks in done.tracks.values():
        assert set(tracks) == set(LIMITS)
        for name, values in tracks.items():
            assert len(values) == 48
            if LIMITS[name].choices:
                assert set(values) <= set(LIMITS[name].choices)
            else:
                assert all(LIMITS[name].low <= value <= LIMITS[name].high for value in values)
            changes = {frame for frame, (before, after) in enumerate(pairwise(values), 2) if before != after}
            assert changes <= set(done.exposures)


@pytest.mark.parametrize("name", sorted(set(GESTURES) - {"hold", "settle"}))
@pytest.mark.parametrize("who", ["badger", "vole", "robin", "woman"])
def test_a_gesture_is_seen_and_comes_to_an_end(name, who):
    length = 2 * GESTURES[name].frames
    gesture = perform(
        [Mark(who=who, gesture=name, first=11, frames=length)], {who: CAST[who]}, frames=length + 70, idle=False
    ).tracks[who]
    still = perform([], {who: CAST[who]}, frames=length + 70, idle=False).tracks[who]
    numbers = [name for name, channel in LIMITS.items() if not channel.choices]
    apart = {
        channel: max(abs(here - there) for here, there in zip(gesture[channel], still[channel], strict=True))
        for channel in numbers
    }
    span = {channel: apart[channel] / (LIMITS[channel].high - LIMITS[channel].low) for channel in numbers}
    assert max(span.values()) > 0.05
    assert gesture["head.tilt"][:10] == still["head.tilt"][:10]
    if not GESTURES[name].lasting:
        left = {channel: abs(gesture[channel][-1] - still[channel][-1]) for channel in numbers}
        moved = {channel for channel, far in left.items() if far > 0.6}
        assert moved <= {"body.x", "body.y", "body.turn"}


@pytest.mark.parametrize("on", [1, 2, 3])
@pytest.mark.parametrize("first", range(1, 9))
def test_a_shiver_is_seen_wherever_it_begins(on, first):
    sway = performed(f"{first} badger: shiver 48f", on=on).tracks["badger"]["body.sway"]
    shown = sway[first + 12 : first + 36 : on]
    assert min(abs(after - before) for before, after in pairwise(shown[: len(shown) // 3])) > 0.8


def test_what_lasts_stands_until_it_is_settled():
    tilt = performed("1 badger: tilt left 10f, rest 30f, settle 10f").tracks["badger"]["head.tilt"]
    assert tilt[0] < 3 < 14 < tilt[12]
    assert abs(tilt[36] - tilt[14]) < 4
    assert abs(tilt[60]) < 3


@pytest.mark.parametrize("on", [1, 2, 3, 4])
@pytest.mark.parametrize("first", [1, 2, 3, 4, 5, 6])
@pytest.mark.parametrize("who", sorted(CAST))
def test_a_blink_is_shut_in_one_picture_at_least(on, first, who):
    lids = performed(f"{first} {who}: blink 6f", on=on, who=who).tracks[who]["lids"]
    assert max(lids) > 0.95
    assert lids[-1] < 0.6


def test_idle_blinks_are_shut_too():
    for on in (1, 2, 3):
        lids = perform([], CAST, frames=600, on=on, idle=True, seed=5).tracks["vole"]["lids"]
        shut = [frame for frame in range(1, 600) if lids[frame] > 0.9 >= lids[frame - 1]]
        begun = [frame for frame in range(1, 600) if lids[frame] > 0.15 >= lids[frame - 1]]
        assert len(begun) == len(shut) >= 5


def test_the_same_seed_is_the_same_and_another_is_not():
    first, again = performed("1 badger: nod", idle=True), performed("1 badger: nod", idle=True)
    other = performed("1 badger: nod", idle=True, seed=1)
    assert first == again
    assert first.tracks["badger"]["head.tilt"] != other.tracks["badger"]["head.tilt"]


def test_nothing_is_ever_quite_still():
    tilt = performed("1 badger: hold 90f").tracks["badger"]["head.tilt"]
    assert 0.2 < max(tilt) - min(tilt) < 3


def test_on_ones_twos_threes_and_as_the_sheet_says():
    assert performed("1 badger: nod", on=3).exposures[:3] == (1, 4, 7)
    done = performed("1 badger: nod", on=(1, 5, 6, 20))
    assert done.exposures == (1, 5, 6, 20)
    nod = done.tracks["badger"]["head.nod"]
    assert len(set(nod[5:19])) == 1


def test_one_gesture_by_four_temperaments():
    def reached(who):
        turned = performed(f"1 {who}: turn left 24f", who=who, on=1).tracks[who]["head.turn"]
        last = turned[30]
        return next(frame for frame, value in enumerate(turned) if value > 0.5 * last), max(turned) / last, last

    badger, vole, robin, woman = (reached(who) for who in ("badger", "vole", "robin", "woman"))
    assert badger[0] > vole[0], "the badger comes late"
    assert vole[1] > badger[1] > 1, "the vole goes too far"
    assert woman[2] < 0.75 * badger[2], "the woman holds back"
    steps = performed("1 robin: turn left 24f", who="robin", on=1).tracks["robin"]["head.turn"]
    assert max(after - before for before, after in pairwise(steps)) > 0.2 * robin[2], "the robin snaps"


def test_left_and_right_do_not_move_as_one():
    track = performed("1 badger: surprise 30f", on=1).tracks["badger"]
    assert track["arm.left.raise"] != track["arm.right.raise"]


def test_a_turn_blinks_and_dips():
    track = performed("5 badger: turn left 16f", on=1).tracks["badger"]
    still = performed("1 badger: hold", on=1).tracks["badger"]
    assert max(track["lids"][4:20]) > 0.95
    assert max(track["head.nod"][4:20]) > max(still["head.nod"][4:20]) + 4


def test_a_walk_goes_on_from_where_it_stands():
    place = performed("1 badger: waddle left 30f, settle 10f, waddle left 30f").tracks["badger"]["body.x"]
    assert place[32] == pytest.approx(place[38])
    assert place[-1] == pytest.approx(2 * place[35], rel=0.01)
    assert all(after >= before - 0.01 for before, after in pairwise(place))


def test_a_sleeper_breathes_and_blinks_not():
    track = performed("1 badger: doze off 60f", frames=300, idle=True).tracks["badger"]
    assert min(track["lids"][62:]) > 0.9
    assert max(track["body.breath"][80:]) > 0.5
    assert asleep([Mark(who="badger", gesture="doze off", first=1, frames=10)], 100) == [(8.0, 100.0)]


def test_the_mouth_is_open_while_it_hums_and_feels():
    mouth = performed("11 badger: hum 20f (sad)").tracks["badger"]["mouth"]
    assert mouth[8] == "rest"
    assert set(mouth[14:26]) == {"round"}
    assert mouth[32] == "sad"
    assert mouth[-1] == "rest"


def test_a_puppets_own_limits_hold_and_are_told():
    own = (Usual(name="head.nod", low=-4, high=4), Usual(name="mouth", rest="rest", choices=("rest",)))
    done = performed("1 badger: nod strongly, hum", channels={"badger": own})
    assert set(done.tracks["badger"]) == {"head.nod", "mouth"}
    assert max(done.tracks["badger"]["head.nod"]) <= 4
    (remark, *_) = done.remarks
    assert (remark.who, remark.channel) == ("badger", "head.nod")
    assert remark.words().startswith("badger, frames ")
    assert "is held at 4°" in remark.words()


def test_who_is_not_there_cannot_act():
    with pytest.raises(NotInCast) as told:
        perform([Mark(who="fox", gesture="nod", first=1, frames=9)], CAST, frames=10)
    assert "badger" in told.value.hint
    with pytest.raises(NotInCast):
        perform([], CAST, frames=10).pose("fox", 1)


@pytest.mark.parametrize("wrong", [{"frames": 0}, {"frames": 9, "on": 0}, {"frames": 10**7}])
def test_no_frames_and_no_rhythm(wrong):
    with pytest.raises(WrongUse):
        perform([], CAST, **wrong)


def test_a_pose_outside_is_the_nearest():
    done = performed("1 badger: nod")
    assert done.pose("badger", 0) == done.pose("badger", 1)
    assert done.pose("badger", 999) == done.pose("badger", 96)


def test_half_the_rate_is_as_quick():
    marks = marks_of(read_score("1 badger: turn left"), rate=Fraction(12))
    assert marks[0].frames == 6
    done = perform(marks, {"badger": CAST["badger"]}, frames=24, rate=Fraction(12), on=1, idle=False)
    assert done.tracks["badger"]["head.turn"][12] > 20


def test_eases():
    assert [smooth(share) for share in (-1, 0, 0.5, 1, 2)] == [0, 0, 0.5, 1, 1]
    ease = Ease(anticipation=0.1, overshoot=0.1)
    way = [ease.along(step / 100) for step in range(101)]
    assert (way[0], way[-1]) == (0, 1)
    assert min(way) == pytest.approx(-0.1, abs=0.005)
    assert max(way) == pytest.approx(1.1, abs=0.005)
    assert keyed([(0.2, 3.0), (0.6, 5.0)], 0.1) == 3.0
    assert keyed([(0.2, 3.0), (0.6, 5.0)], 0.9) == 5.0
    course = [wander("seed", step / 10) for step in range(200)]
    assert max(abs(after - before) for before, after in pairwise(course)) < 0.5
