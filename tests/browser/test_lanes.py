"""The timeline in a real Chromium: film, sound and curves under one playhead, scrubbed and zoomed."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

CLEAN = Path(__file__).resolve().parents[2] / "examples/badger-and-vole/clean"
NEXT = {"frame": 147, "length": 2, "insert": False}
NEWS = "told.splice(0)"


def a_thumb(route):
    """One of the example take's thirty pictures for any number."""
    number = int(route.request.url.rsplit("/", 1)[1].split(".")[0])
    if number > 900:
        route.fulfill(status=404)
    else:
        route.fulfill(path=CLEAN / f"{(number - 1) % 30 + 1:04d}.jpg")


@pytest.fixture
def timeline(page, modules):
    """The page with the timeline of "Tea at Dusk", at frame 147."""
    page.route("**/thumb/*.jpg", a_thumb)
    page.goto(f"{modules}/pages/lanes.html")
    page.wait_for_function("window.ready")
    page.evaluate(
        """async (next) => {
            lanes.set({ sheet: dusk(), playhead: 147, next, peaks: peaks(260) });
            await frame(); await frame();
        }""",
        NEXT,
    )
    page.wait_for_function("thumbs.kept.size > 5 && thumbs.coming.size === 0")
    return page


def at(page, frame, lane):
    """A point of the window in the middle of `frame` and of a lane."""
    return page.evaluate(
        """([frame, kind]) => {
            const box = lanes.canvas.getBoundingClientRect();
            const lane = lanes.lanes.find((each) => each.kind === kind);
            return [box.left + lanes.scale.x(frame + 0.5), box.top + lane.top + lane.height / 2];
        }""",
        [frame, lane],
    )


def column(page, x):
    """How many pixels of the playhead's amber stand in the canvas's column at `x` of the window."""
    return page.evaluate(
        """(x) => {
            const box = lanes.canvas.getBoundingClientRect();
            const sharp = lanes.canvas.width / box.width;
            const at = Math.round((x - box.left) * sharp);
            const { data } = lanes.pen.getImageData(at, 0, 1, lanes.canvas.height);
            let amber = 0;
            for (let i = 0; i < data.length; i += 4) {
                if (Math.abs(data[i] - 232) + Math.abs(data[i + 1] - 163) + Math.abs(data[i + 2] - 90) < 60) amber++;
            }
            return amber / sharp;
        }""",
        x,
    )


def test_one_playhead_stands_through_all_lanes_and_the_view_follows_it(timeline, pictured):
    x, _ = at(timeline, 146.5, "film")
    assert column(timeline, x) > 180
    assert 0.6 < timeline.evaluate("(lanes.scale.x(147) - lanes.scale.left) / lanes.scale.width") < 0.75
    pictured(timeline, "lanes")
    for frame in (149, 151, 40, 1):
        timeline.evaluate("async (playhead) => { lanes.set({ playhead }); await frame(); }", frame)
        x = timeline.evaluate("lanes.scale.x(lanes.shown.playhead)")
        assert 108 <= x <= 108 + 0.71 * timeline.evaluate("lanes.scale.width")
    assert timeline.evaluate("lanes.scale.from") == pytest.approx(1, abs=2)


def test_the_film_shows_pictures_up_to_the_next_frame(timeline):
    asked = timeline.evaluate("[...thumbs.kept.keys()].sort((a, b) => a - b)")
    assert asked
    assert all(1 <= number <= 73 for number in asked)
    sums = timeline.evaluate(
        """[100, 140, 170].map((frame) => {
            const sharp = lanes.canvas.width / lanes.width;
            const film = lanes.lanes.find((each) => each.kind === "film");
            const x = lanes.scale.x(frame) * sharp;
            const { data } = lanes.pen.getImageData(x, (film.top + 20) * sharp, 12, 12);
            return data.reduce((sum, each) => sum + each, 0) / data.length;
        })"""
    )
    assert min(sums[:2]) > sums[2] + 15


def test_a_drag_scrubs_with_sound_and_a_click_looks(timeline):
    timeline.mouse.move(*at(timeline, 120, "sound"))
    timeline.mouse.down()
    for frame in (121, 122, 125):
        timeline.mouse.move(*at(timeline, frame, "sound"))
    timeline.mouse.up()
    told = timeline.evaluate(NEWS)
    assert told[0] == ["look", 120]
    assert told[1:] == [["scrub", frame, {"sound": True}] for frame in (121, 122, 125)]
    timeline.mouse.dblclick(*at(timeline, 131, "film"))
    assert ["stand", 131] in timeline.evaluate(NEWS)
    timeline.mouse.click(60, at(timeline, 131, "film")[1])
    assert timeline.evaluate(NEWS) == []


def test_marks_are_drawn_over_a_range_and_moved_by_their_brackets(timeline, pictured):
    timeline.keyboard.down("Shift")
    timeline.mouse.move(*at(timeline, 110, "ruler"))
    timeline.mouse.down()
    timeline.mouse.move(*at(timeline, 130, "ruler"))
    timeline.mouse.up()
    timeline.keyboard.up("Shift")
    assert timeline.evaluate(NEWS)[-1] == ["marks", 110, 130]
    timeline.evaluate("async () => { lanes.set({ marks: { in: 110, out: 130 } }); await frame(); }")
    pictured(timeline, "lanes-marks")
    timeline.mouse.move(*at(timeline, 109.5, "ruler"))
    timeline.mouse.down()
    timeline.mouse.move(*at(timeline, 115, "ruler"))
    timeline.mouse.up()
    assert timeline.evaluate(NEWS)[-1] == ["marks", 115, 130]
    timeline.mouse.dblclick(*at(timeline, 130.5, "ruler"))
    assert ["marks", None, None] in timeline.evaluate(NEWS)


def test_zoom_keeps_what_is_under_the_pointer(timeline):
    x, y = at(timeline, 100, "film")
    timeline.mouse.move(x, y)
    before = timeline.evaluate("[lanes.scale.wide, lanes.scale.frame(%f)]" % (x - 12))
    timeline.keyboard.down("Control")
    timeline.mouse.wheel(0, -240)
    timeline.keyboard.up("Control")
    timeline.wait_for_function("(wide) => lanes.scale.wide > 1.5 * wide", arg=before[0])
    assert abs(timeline.evaluate("lanes.scale.frame(%f)" % (x - 12)) - before[1]) <= 1
    timeline.evaluate("lanes.zoom(1e-6)")
    width = timeline.evaluate("lanes.scale.wide * 312")
    assert width < timeline.evaluate("lanes.scale.width")
    timeline.evaluate("lanes.zoom(1e9)")
    assert timeline.evaluate("lanes.scale.wide") == 96


def test_the_wheel_pans_and_never_past_the_ends(timeline):
    timeline.mouse.move(*at(timeline, 100, "film"))
    begin = timeline.evaluate("lanes.scale.from")
    timeline.mouse.wheel(0, 90)
    timeline.wait_for_function("(begin) => lanes.scale.from > begin", arg=begin)
    timeline.evaluate("lanes.scale.pan(-1e6)")
    assert timeline.evaluate("lanes.scale.from") == pytest.approx(1, abs=2)
    timeline.evaluate("lanes.scale.pan(1e6)")
    assert timeline.evaluate("lanes.scale.from") < 312


def test_the_timeline_is_a_slider_for_those_who_do_not_see_it(timeline):
    slider = timeline.get_by_role("slider", name="Timeline").first
    assert slider.get_attribute("aria-valuetext") == "frame 147, 0:06 + 3 f"
    assert slider.get_attribute("aria-valuemax") == "312"
    slider.focus()
    for key in ("ArrowRight", "Shift+ArrowLeft", "Home", "End", "PageUp"):
        timeline.keyboard.press(key)
    assert [each[1] for each in timeline.evaluate(NEWS)] == [148, 137, 1, 312, 171]
    wide = timeline.evaluate("lanes.scale.wide")
    timeline.keyboard.press("+")
    assert timeline.evaluate("lanes.scale.wide") == pytest.approx(1.25 * wide)


def test_a_take_with_nothing_in_it_still_has_its_timeline(timeline, pictured):
    timeline.evaluate(
        """async (next) => {
            const columns = TAKE.columns.slice(0, 3).map((column) => ({ ...column, cells: [] }));
            lanes.set({ sheet: sheetOf({ ...TAKE, columns }), playhead: 1, next, peaks: {} });
            await frame(); await frame();
        }""",
        {"frame": 1, "length": 2, "insert": False},
    )
    assert timeline.evaluate("lanes.lanes.map((lane) => lane.kind)") == ["ruler", "film", "sound"]
    pictured(timeline, "lanes-empty")


def test_thumbs_are_kept_up_to_their_room_and_missing_ones_are_not_asked_for_again(timeline):
    told = timeline.evaluate(
        """async () => {
            let asked = 0;
            const fetchThumb = async (number) => { asked++; return (await fetch(`/thumb/${number}.jpg`)).blob(); };
            const few = new Thumbs({ fetchThumb, room: 4 });
            const settled = async () => { while (few.coming.size || few.wanted.length) await frame(); };
            for (let number = 1; number <= 8; number++) { few.get(number); await settled(); }
            few.get(901); await settled(); few.get(901); await settled();
            const first = few.kept.get(5);
            few.get(5);
            for (const number of [9, 10]) { few.get(number); await settled(); }
            const kept = [...few.kept.keys()];
            few.close();
            return { asked, kept, open: first.width, left: few.kept.size };
        }"""
    )
    assert told == {"asked": 11, "kept": [8, 5, 9, 10], "open": 0, "left": 0}


def test_16_000_frames_are_drawn_in_a_few_milliseconds_at_any_zoom(timeline):
    told = timeline.evaluate(
        """async () => {
            const sheet = long(16000);
            lanes.set({ sheet, playhead: 8000, next: { frame: 16001, length: 2, insert: false }, peaks: peaks(16000) });
            await frame();
            const cost = (wide) => {
                lanes.scale.wide = wide;
                lanes.scale.pan(0);
                const times = [];
                for (let i = 0; i < 12; i++) {
                    const begun = performance.now();
                    lanes.scale.pan(37);
                    lanes.paint();
                    times.push(performance.now() - begun);
                }
                return times.sort((one, other) => one - other)[6];
            };
            return [60, 9, 1, 0.001].map(cost);
        }"""
    )
    print("timeline of 16,000 frames: " + ", ".join(f"{each:.1f} ms" for each in told))
    assert max(told) < 60
