"""Review with sound, in a real browser: nothing left out at 24 frames a second, and everything at its frame."""

import importlib.util
import itertools
import os
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser


def load(name):
    path = Path(__file__).resolve().parent / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"komadori_browser_{name}", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


FILM = load("film")


@pytest.fixture(scope="module")
def film():
    """The address of a film."""
    for number in range(1, 121):
        FILM.picture(number, "picture", "proxy")  # Made now, so that nothing but play takes time later.
    server = FILM.serve()
    yield server.address
    server.shutdown()
    server.server_close()


@pytest.fixture
def player(page, modules, film):
    """A page with a player on it, and nothing loaded."""
    page.goto(f"{modules}/pages/player.html?film={film}")
    page.wait_for_function("window.ready")
    return page


def on(held, frames, first=1):
    """The picture numbers of `frames` frames."""
    return [first + place // held for place in range(frames)]


def alike(seen, meant):
    return all(abs(one - other) <= 6 for one, other in zip(seen, meant, strict=True))


def shows(page, number, kind="picture", size="proxy"):
    """Wait until the canvas shows that picture."""
    meant = FILM.patch_of(number, kind, size)
    page.wait_for_function(
        "meant => seen().every((value, place) => Math.abs(value - meant[place]) <= 6)", arg=list(meant), timeout=30_000
    )


def played(page, wishes, *, sounding, until="log.ends > 0", **options):
    """Load, play from the beginning until a condition of the page holds."""
    page.evaluate("([w, o]) => load(w, o)", [wishes, {"sounding": sounding, **options}])
    page.evaluate("log.frames.length = log.skips.length = log.ends = 0; player.play({from: 0})")
    page.wait_for_function(until, timeout=60_000)
    return page.evaluate("({...log, skipped: player.skipped})")


@pytest.mark.slow
def test_no_picture_is_missed_in_240_frames_with_sound(player):
    # A neighbour may take every core for a moment, which says nothing of us: one repeat is allowed, no more. Where
    # others load the machine all the time (we ourselves take about one core) nothing can be told.
    for _ in range(2):
        told = played(player, {"frames": on(2, 240)}, sounding=True)
        if told["skipped"] == 0:
            break
    load, cores = os.getloadavg()[0], os.cpu_count()
    if told["skipped"] and load > cores + 1:
        pytest.skip(f"{told['skipped']} of 120 pictures were missed twice under a load of {load:.1f} on {cores} cores")
    assert told["skipped"] == 0
    assert not any(told["skips"])  # what a first try missed is told to be none again
    indexes = [frame["index"] for frame in told["frames"]]
    assert indexes == sorted(set(indexes))
    # The rate is the sound's. The first frame stands ready a moment before the clock begins, so it is not timed.
    assert indexes[-1] == 239
    first, last = (frame["wall"] / 1_000 - frame["late"] for frame in (told["frames"][1], told["frames"][-1]))
    assert last - first == pytest.approx((239 - indexes[1]) / 24, abs=0.1)
    assert told["ends"] == 1
    shows(player, 120)


def test_every_picture_on_the_screen_is_the_one_that_is_told(player):
    player.evaluate("w => load(w)", {"frames": on(2, 48)})
    player.evaluate("""() => {
        window.pairs = [];
        player.play({from: 0});
        const look = () => {
            if (log.frames.length) pairs.push([log.frames.at(-1).picture, seen()]);
            if (!log.ends) requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
    }""")
    player.wait_for_function("log.ends > 0", timeout=30_000)
    pairs = player.evaluate("pairs")
    assert len({number for number, _ in pairs}) >= 20
    # A callback runs before or after the player's own: what is seen is this picture, or the one it was a moment ago.
    wrong = [
        (place, number)
        for place, (number, seen) in enumerate(pairs[1:], 1)
        if not any(alike(seen, FILM.patch_of(shown)) for shown in {number, pairs[place - 1][0]})
    ]
    assert not wrong


def test_a_loop_goes_round_and_its_end_may_be_asked_for(player):
    wishes = {"frames": on(1, 6), "loop": True}
    told = played(player, wishes, sounding=True, until="log.frames.length > 20")
    assert [frame["frame"] for frame in told["frames"]][:18] == [1, 2, 3, 4, 5, 6] * 3
    assert told["ends"] == 0
    player.evaluate("player.loop = false")
    player.wait_for_function("log.ends === 1")
    assert player.evaluate("[player.playing, player.shown.frame]") == [False, 6]


def test_a_loop_sounds_on_without_a_gap(player):
    player.evaluate("w => load(w, {sounding: true})", {"frames": on(1, 8), "loop": True})
    player.evaluate("player.play({from: 0})")
    player.wait_for_function("log.frames.length > 2")
    peaks = player.evaluate("listened(() => new Promise(done => setTimeout(done, 1500)))")
    # 21 ms are looked at each time, the fade at the seam takes 6.
    assert min(peaks) > 0.1
    player.evaluate("player.stop()")


def test_short_play_ends_on_live_and_comes_round(player):
    wishes = {"frames": on(2, 20), "shortPlay": 4}
    told = played(player, wishes, sounding=False)
    assert [(frame["kind"], frame["frame"]) for frame in told["frames"]] == [
        *(("picture", frame) for frame in (17, 18, 19, 20)),
        *(("live", 20),) * 2,
    ]
    assert told["live"] == [True]
    assert player.evaluate("player.shown.kind") == "live"
    told = played(player, {**wishes, "loop": True}, sounding=False, until="log.live.length >= 6")
    assert told["live"][:6] == [True, False, True, False, True, False]


def test_play_to_black_is_a_second_of_black_between_rounds(player):
    wishes = {"frames": on(1, 4), "toBlack": 24, "loop": True}
    player.evaluate("w => load(w)", wishes)
    player.evaluate("player.play({from: 0})")
    player.wait_for_function("log.frames.length && log.frames.at(-1).kind === 'black'")
    player.wait_for_function("seen().every(value => value === 0)")
    player.wait_for_function("log.frames.filter(frame => frame.frame === 1).length === 2")
    frames = player.evaluate("player.stop(), log.frames")
    black = [frame["wall"] for frame in frames if frame["kind"] == "black"]
    again = next(frame["wall"] for frame in frames if frame["wall"] > black[-1])
    assert (again - black[0]) / 1_000 == pytest.approx(1, abs=0.08)


def test_the_previous_shot_comes_first_from_its_own_pictures(player):
    told = played(player, {"frames": on(1, 3), "preroll": {"frames": [7, 8]}}, sounding=True)
    assert [(frame["kind"], frame["picture"], frame["frame"]) for frame in told["frames"]] == [
        ("preroll", 7, -1),
        ("preroll", 8, 0),
        ("picture", 1, 1),
        ("picture", 2, 2),
        ("picture", 3, 3),
    ]
    player.evaluate("player.show(1)")
    shows(player, 8, "preroll")


def test_steps_go_from_exposure_to_exposure(player):
    player.evaluate("w => load(w)", {"frames": on(2, 240)})
    player.evaluate("player.show(0)")
    shows(player, 1)
    for steps, number in ((1, 2), (1, 3), (10, 13), (1, 14), (-3, 11), (-99, 1), (500, 120)):
        player.evaluate("by => player.step(by)", steps)
        shows(player, number)
    assert player.evaluate("[player.index, player.shown.frame]") == [238, 239]


def test_a_picture_that_cannot_be_had_is_counted_and_stops_nothing(player):
    told = played(player, {"frames": [*on(1, 12), 200, *on(1, 7, 14)]}, sounding=False)
    assert told["skipped"] == 1
    assert told["skips"] == [1]
    assert told["frames"][-1]["picture"] == 20


def test_marks_hidden_frames_and_empty_ones(player):
    wishes = {"frames": [1, 1, None, 2, 3, 4], "from": 2, "to": 5, "hidden": [4]}
    told = played(player, wishes, sounding=True)
    assert [(frame["frame"], frame["kind"], frame["picture"]) for frame in told["frames"]] == [
        (2, "picture", 1),
        (3, "empty", None),
        (5, "picture", 3),
    ]


def test_a_still_becomes_sharp_when_full_resolution_is_asked_for(player, pictured):
    player.evaluate("w => load(w)", {"frames": on(1, 24)})
    player.evaluate("player.show(4)")
    shows(player, 5)
    player.evaluate("player.fullResolution = true")
    shows(player, 5, size="full")
    assert player.evaluate("log.frames.at(-1).size") == "full"
    player.evaluate("player.showFrame(9)")
    shows(player, 9, size="full")
    pictured(player, "player-still")
    # Another size of the place asks for nothing anew.
    asked = player.evaluate("log.asked.length")
    player.evaluate("canvas.style.width = '900px'")
    player.wait_for_function("canvas.width === 900")
    shows(player, 9, size="full")
    assert player.evaluate("log.asked.filter(name => name.endsWith('full')).length") == 2
    assert player.evaluate("log.asked.length") == asked
    # Play is of proxies.
    player.evaluate("player.play({from: 20})")
    player.wait_for_function("log.ends === 1")
    assert not [name for name in player.evaluate("log.asked") if name.endswith(("21/full", "22/full", "23/full"))]
    shows(player, 24, size="full")
    player.evaluate("player.fullResolution = false")
    shows(player, 24)


def test_a_picture_stands_whole_between_bars(player, pictured):
    player.evaluate("canvas.style.height = '900px'")
    player.wait_for_function("canvas.height === 900")
    player.evaluate("w => load(w)", {"frames": [3]})
    player.evaluate("player.show(0)")
    shows(player, 3)
    assert player.evaluate("[seen(640, 40), seen(640, 860)]") == [[0, 0, 0]] * 2
    assert player.evaluate("seen(2, 95).every(value => value > 5)")
    pictured(player, "player-letterbox")


def test_scrubbing_shows_a_frame_and_sounds_it(player):
    player.evaluate("w => load(w, {sounding: true})", {"frames": on(2, 48)})
    player.evaluate("player.scrub(5)")
    shows(player, 3)
    player.wait_for_function("player.output")
    scrubs = """frames => listened(async () => {
        for (const frame of frames) {
            player.scrub(frame);
            await new Promise(done => setTimeout(done, 150));
        }
    })"""
    peaks = player.evaluate(scrubs, [6, 7, 8, 9])
    assert max(peaks) == pytest.approx(0.2, abs=0.03)
    # Each frame sounds once and is silent again before the next.
    assert sum(one < 0.01 <= other for one, other in itertools.pairwise(peaks)) >= 3
    assert max(player.evaluate(scrubs, [25])) > 0.35  # the tick at the second second
    player.evaluate("player.mute = true")
    assert max(player.evaluate(scrubs, [10, 11])) < 0.01


def test_volume_and_mute_are_heard_at_once(player):
    player.evaluate("w => load(w, {sounding: true})", {"frames": on(1, 6), "loop": True})
    player.evaluate("player.play({from: 0})")
    player.wait_for_function("log.frames.length > 2")
    level = """async () => {
        const past = time => new Promise(done => setTimeout(done, time));
        await past(120);
        return listened(() => past(200));
    }"""
    player.evaluate("player.volume = 0.5")
    assert max(player.evaluate(level)) < 0.4
    player.evaluate("player.mute = true")
    assert max(player.evaluate(level)) < 0.01
    player.evaluate("player.mute = false; player.volume = 1")
    assert max(player.evaluate(level)) > 0.15


def test_a_browser_that_will_not_sound_still_plays(launched, modules, film):
    context = launched("--autoplay-policy=document-user-activation-required").new_context()
    page = context.new_page()
    page.goto(f"{modules}/pages/player.html?film={film}")
    page.wait_for_function("window.ready")
    told = played(page, {"frames": on(1, 12)}, sounding=True)
    assert told["frames"][-1]["frame"] == 12
    context.close()


def test_another_programme_goes_on_from_the_same_frame(player):
    player.evaluate("w => load(w)", {"frames": on(2, 40), "loop": True})
    player.evaluate("player.play({from: 20})")
    player.wait_for_function("log.frames.length > 3")
    player.evaluate("w => load(w)", {"frames": on(2, 44), "loop": True})
    assert player.evaluate("player.playing")
    frames = player.evaluate("log.frames.map(told => told.frame)")
    assert 21 <= frames[-1] <= 30
    player.evaluate("player.close()")
