"""What the player is made of: its store of pictures, its ring of bitmaps, its clock."""

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def opened(chromium, modules):
    page = chromium.new_page()
    page.goto(f"{modules}/pages/earcons.html")
    yield page
    page.close()


def test_compressed_pictures_are_kept_within_a_budget(opened):
    asked, held = opened.evaluate("""async () => {
        const { Blobs } = await import("/draw/ring.js");
        const asked = [];
        const blobs = new Blobs(async name => (asked.push(name), new Blob(["x".repeat(100)])), 350);
        for (const name of ["a", "b", "c", "a", "d", "a", "b", "e"]) await blobs.get(name);
        return [asked, blobs.bytes];
    }""")
    # d pushes b out, for a was used since; b comes back and pushes c out.
    assert asked == ["a", "b", "c", "d", "b", "e"]
    assert held == 300


RING = """async () => {
    const { Ring } = await import("/draw/ring.js");
    const canvas = new OffscreenCanvas(8, 8);
    canvas.getContext("2d").fillRect(0, 0, 8, 8);
    const blob = await canvas.convertToBlob({ type: "image/jpeg" });
    const asked = [], arrived = [], failing = [];
    const ring = new Ring({
        fetch: async name => {
            asked.push(name);
            if (name === "gone") throw new Error("gone");
            return name === "torn" ? new Blob(["no picture"]) : blob;
        },
        arrived: name => arrived.push(name),
        failing: name => failing.push(name),
        size: 4,
    });
    const names = count => Array.from({ length: 8 }, (_, place) => `${place + count}`);
    %s
}"""


def ring(page, script):
    return page.evaluate(RING % script)


def test_a_ring_holds_no_more_than_it_may_and_what_is_needed_next(opened):
    held, kept, gone = ring(
        opened,
        """
        for (let round = 0; round < 30; round++) {
            ring.want(names(round));
            await ring.settled(names(round).slice(0, 4));
        }
        return [ring.held, names(29).slice(0, 4).map(name => ring.get(name)?.width), ring.get("28")];
        """,
    )
    assert held == 4
    assert kept == [8] * 4
    assert gone is None


def test_a_picture_in_the_ring_is_never_asked_for_again(opened):
    asked = ring(
        opened,
        """
        for (let round = 0; round < 5; round++) {
            ring.want(["1", "2", "3"]);
            await ring.settled(["1", "2", "3"]);
        }
        return asked;
        """,
    )
    assert asked == ["1", "2", "3"]


def test_what_cannot_be_had_holds_nothing_up(opened):
    got = ring(
        opened,
        """
        ring.want(["gone", "torn", "1"]);
        await ring.settled(["gone", "torn", "1"]);
        return [arrived, failing.sort(), ring.get("gone"), ring.get("torn")];
        """,
    )
    assert got == [["1"], ["gone", "torn"], None, None]


def test_a_closed_ring_lets_everybody_go(opened):
    got = ring(
        opened,
        """
        ring.want(names(0));
        const waiting = ring.settled(names(0).slice(0, 4));
        ring.close();
        await waiting;
        ring.want(names(3));
        return [ring.held, ring.get("0")];
        """,
    )
    assert got == [0, None]


CLOCK = """async ({ times, heardAt }) => {
    const { PlayClock } = await import("/draw/play_clock.js");
    const soundtrack = { heard: 0, output: { context: { currentTime: 5 } } };
    const clock = new PlayClock();
    const begun = clock.begin(soundtrack);
    return times.map((wall, place) => {
        soundtrack.heard = heardAt[place];
        return clock.elapsed(wall) + begun;
    });
}"""


def elapsed(page, times, heard):
    """What the clock takes the heard time to be, at times of the page."""
    return page.evaluate(CLOCK, {"times": times, "heardAt": heard})


def test_a_clock_of_sound_that_goes_in_steps_is_read_evenly(opened):
    # 100 s and 5 s are where the two clocks happen to stand; a buffer is 1/40 s, the screen has 60 Hz.
    times = [100 + place / 60 for place in range(300)]
    heard = [5 + (place * 40 // 60) / 40 for place in range(300)]
    told = elapsed(opened, times, heard)
    errors = [one - (5 + wall - 100) for one, wall in zip(told, times, strict=True)]
    assert max(errors[30:]) - min(errors[30:]) < 0.002
    assert abs(errors[-1]) < 0.002


def test_clocks_that_drift_apart_are_followed(opened):
    times = [100 + place / 60 for place in range(60 * 60)]
    for pace in (1.0005, 0.9995):
        heard = [5 + (wall - 100) * pace for wall in times]
        told = elapsed(opened, times, heard)
        assert max(abs(one - other) for one, other in zip(told, heard, strict=True)) < 0.001


def test_a_sound_that_broke_off_is_followed_at_once(opened):
    times = [100 + place / 60 for place in range(120)]
    heard = [5 + (wall - 100) - (0.3 if wall > 101 else 0) for wall in times]
    assert elapsed(opened, times, heard)[-1] == pytest.approx(heard[-1], abs=0.001)


def test_a_device_that_is_pulled_out_does_not_stop_the_picture(opened):
    times = [100 + place / 60 for place in range(240)]
    heard = [5 + min(wall - 100, 1) for wall in times]
    told = elapsed(opened, times, heard)
    # It stands, or falls back, for half a second and then goes on by the page's own time.
    assert told[200] - told[140] == pytest.approx(1, abs=0.01)
    assert told[-1] > 6.5
